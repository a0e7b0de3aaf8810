#!/usr/bin/env python3
"""Checks a Tallystick proof folder offline, with nothing but the standard library of Python 3.8 or newer.

    python3 verify.py [FOLDER] [--roots FILE] [--key VKEY] [--against FILE [--consistency FILE]] [--lang LANG] [--json]

FOLDER is the folder of this file if it is not given. Nothing is executed, fetched or written.
It carries out these duties, numbered as in docs/proof.md, and prints PASS, FAIL or NOT_CHECKED for each:

   1 folder       the files are those that manifest.json names (bookkeeping, no evidence)
   2 event        event.json is one log entry in its only byte form: `kept`, or `parts` where one part is shown
   3 original     original.* has the SHA-256 and size that the event names
   4 part         part/part.bin is a part of the mail whose salted tree of parts the event holds, and shown alone
   5 attachment   the decoded file follows from the bytes of the part
   6 inclusion    the event is in the tree whose root each checkpoint names (RFC 6962, C2SP tlog-proof)
   7 checkpoint   each checkpoint is in its exact form and signed with the log's Ed25519 key (C2SP note, RFC 8032)
   8 keys         each change of the log's key is an entry of the log, signed with the key before
   9 timestamp    each timestamp is over its checkpoint file and signed by a certificate made for timestamps (RFC 3161)
  10 authority    that certificate chains to a root that the reader gave with --roots
  11 clock        the event does not claim a later time than the timestamp
  12 dkim         each mail server's signature in the mail verifies with the kept key record (RFC 6376, RFC 8463)
  13 key          the log's key is the one that the reader gave with --key
  14 against      the log extends a checkpoint that the reader gave with --against

Exit code: 0 all pass, 1 any FAIL, 3 none failed but something was not checked, 2 wrong use.

Its sections: 1 files, 2 numbers and signatures, 3 log, 4 certificates and timestamps, 5 mail, 6 duties, 7 words.
"""

# ruff: noqa: UP006, UP017, UP035 - this file also runs on Python 3.8

from __future__ import annotations

import argparse
import base64
import binascii
import hashlib
import json
import os
import re
import stat
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta, timezone
from functools import lru_cache
from typing import Any, Dict, NamedTuple, NoReturn, Tuple, TypeVar

VERSION = 1
MEBIBYTE = 1 << 20
LARGEST_MAIL = 64 * MEBIBYTE  # DKIM needs the whole mail in memory
LARGEST_PART = 256 * MEBIBYTE  # and so does decoding a part
LARGEST_FOLDER = 4096  # files
CLOCK_TOLERANCE = timedelta(seconds=60)
Facts = Dict[str, object]  # what a duty found, to be put into its sentence


class Wrong(Exception):
    """A duty found something false or damaged: FAIL."""


class Unchecked(Exception):
    """A duty could not be carried out: NOT_CHECKED, with the code of the sentence that says why."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code, self.values = code, values


def need(condition: object, why: str) -> None:
    if not condition:
        raise Wrong(why)


# ---------------------------------------------------------------- 1 files

NAME = re.compile(r"(?:[A-Za-z0-9][A-Za-z0-9._-]{0,99}/)?[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
LITTER = re.compile(r"(?:.*/)?(?:\.DS_Store|\._.*|Thumbs\.db|desktop\.ini)|(?:.*/)?__pycache__/.*")
KNOWN = re.compile(
    r"manifest\.json|verify\.py|README(?:\.zh|\.ru)?\.html|vkey\.txt|event\.json|proof\.tlog-proof"
    r"|original\.[a-z0-9]{1,8}|part/(?:part\.bin|part\.json|decoded\.[a-z0-9]{1,8})|roots/[A-Za-z0-9-]+\.pem"
    r"|timestamps/[0-9]+\.(?:checkpoint|tlog-proof|[A-Za-z0-9-]+\.(?:tsr|pem))"
    r"|(?:rotations|dkim)/[0-9]+\.(?:event\.json|tlog-proof)"
)


class Folder:
    """A proof folder: only regular files below it, by plain names, in bounded amounts."""

    def __init__(self, root: str) -> None:
        self.root = root
        self.names = sorted(self._walk())

    def _walk(self) -> Iterator[str]:
        seen = 0
        for where, folders, files in os.walk(self.root):
            below = os.path.relpath(where, self.root).replace(os.sep, "/")
            links = [name for name in folders if os.path.islink(os.path.join(where, name))]
            if below.count("/") >= 2:
                folders[:] = []
            for name in files + links:
                seen += 1
                if seen > LARGEST_FOLDER:
                    return  # duty 1 says so
                yield name if below == "." else below + "/" + name

    def path(self, name: str) -> str:
        need(NAME.fullmatch(name) and ".." not in name, f"file name {name!r} is not allowed")
        path, mode = self.root, 0
        for piece in name.split("/"):
            path = os.path.join(path, piece)
            need(os.path.lexists(path), f"{name} is missing")
            mode = os.lstat(path).st_mode
            need(not stat.S_ISLNK(mode), f"{name} is a link")
        need(stat.S_ISREG(mode), f"{name} is not a plain file")
        return path

    def read(self, name: str, limit: int = MEBIBYTE) -> bytes:
        with open(self.path(name), "rb") as stream:
            raw = stream.read(limit + 1)
        need(len(raw) <= limit, f"{name} is larger than {limit} bytes")
        return raw

    def digest(self, name: str, prefix: bytes = b"") -> tuple[bytes, int]:
        """SHA-256 of prefix and file, and the file's size. Constant memory."""
        sha256, size = hashlib.sha256(prefix), 0
        with open(self.path(name), "rb") as stream:
            for block in iter(lambda: stream.read(MEBIBYTE), b""):
                sha256.update(block)
                size += len(block)
        return sha256.digest(), size

    def matching(self, pattern: str) -> list[tuple[str, str]]:
        """Names in this folder that fit the pattern, each with the pattern's group 1, shortest first, then by name."""
        found = [(match.group(1), name) for name in self.names for match in [re.fullmatch(pattern, name)] if match]
        return sorted(found, key=lambda pair: (len(pair[0]), pair[0]))

    def only(self, stem: str) -> str:
        """The one file of this stem, whatever its extension is."""
        found = self.matching(rf"{stem}\.([a-z0-9]{{1,8}})")
        need(len(found) == 1, f"expected one file {stem}.*, got {len(found)}")
        return found[0][1]


def read_outside(path: str) -> bytes:
    """A file that the reader named on the command line."""
    with open(path, "rb") as stream:
        return stream.read(4 * MEBIBYTE)


def canonical(raw: bytes) -> dict[str, Any]:
    """The object whose RFC 8785 form is exactly these bytes."""

    def refuse(_text: str) -> NoReturn:
        raise Wrong("a number that is not a whole number")

    value = json.loads(raw.decode("utf-8"), parse_float=refuse, parse_constant=refuse)
    form = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8")
    need(isinstance(value, dict) and form == raw, "not one JSON object in canonical form (RFC 8785)")
    return dict(value)


def exact_base64(text: str) -> bytes:
    raw = base64.b64decode(text, validate=True)
    need(base64.b64encode(raw).decode() == text, "base64 that is not in its only form")
    return raw


def exact_hex(text: Any, length: int = 32) -> bytes:
    need(isinstance(text, str) and re.fullmatch(f"[0-9a-f]{{{2 * length}}}", text), "not lower-case hexadecimal")
    return bytes.fromhex(text)


def exact_number(text: str) -> int:
    need(re.fullmatch("0|[1-9][0-9]{0,17}", text), "not a decimal number in its only form")
    return int(text)


def readable(time: datetime) -> str:
    return time.strftime("%Y-%m-%d %H:%M:%S UTC")


def log_time(text: Any) -> datetime:
    need(isinstance(text, str) and re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", text), "not a time in UTC")
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=timezone.utc)


# ---------------------------------------------------------------- 2 numbers and signatures


class Der(NamedTuple):
    """One value in DER (X.690): its tag byte, its contents, and all its bytes."""

    tag: int
    body: bytes
    raw: bytes

    def children(self, tag: int) -> list[Der]:
        """The values inside this one, which must have the tag given. Callers descend as far as needed."""
        return der_list(self.of(tag))

    def of(self, tag: int) -> bytes:
        need(self.tag == tag, f"DER tag {self.tag:02x} where {tag:02x} belongs")
        return self.body

    def number(self) -> int:
        body = self.of(0x02)
        need(body and not (len(body) > 1 and body[0] in (0, 255) and (body[0] ^ body[1]) < 128), "integer not in DER")
        return int.from_bytes(body, "big", signed=True)


def der_list(raw: bytes) -> list[Der]:
    found: list[Der] = []
    at = 0
    while at < len(raw):
        need(len(found) < 4096, "too many DER values")
        value = der_at(raw, at)
        found.append(value)
        at += len(value.raw)
    return found


def der_at(raw: bytes, at: int) -> Der:
    need(len(raw) - at >= 2 and raw[at] & 0x1F != 0x1F, "DER value cut short or with a long tag")
    length, body = raw[at + 1], at + 2
    if length >= 0x80:
        count = length & 0x7F
        body += count
        need(1 <= count <= 4 and body <= len(raw), "DER length of indefinite or excessive form")
        length = int.from_bytes(raw[at + 2 : body], "big")
        need(length >= 0x80 and raw[at + 2] != 0, "DER length not in its shortest form")
    need(body + length <= len(raw), "DER value cut short")
    return Der(raw[at], raw[body : body + length], raw[at : body + length])


def der(raw: bytes) -> Der:
    value = der_at(raw, 0)
    need(len(value.raw) == len(raw), "bytes behind a DER value")
    return value


def oid(dotted: str) -> bytes:
    """The contents of a DER OBJECT IDENTIFIER."""
    first, second, *rest = (int(piece) for piece in dotted.split("."))
    coded = b""
    for arc in [40 * first + second, *rest]:
        septets = [arc & 0x7F]
        while arc > 0x7F:
            arc >>= 7
            septets.insert(0, arc & 0x7F | 0x80)
        coded += bytes(septets)
    return coded


HASHES = {
    oid("2.16.840.1.101.3.4.2.1"): "sha256",
    oid("2.16.840.1.101.3.4.2.2"): "sha384",
    oid("2.16.840.1.101.3.4.2.3"): "sha512",
}
DIGEST_INFO = {
    "sha256": bytes.fromhex("3031300d060960864801650304020105000420"),
    "sha384": bytes.fromhex("3041300d060960864801650304020205000430"),
    "sha512": bytes.fromhex("3051300d060960864801650304020305000440"),
}
RSA = oid("1.2.840.113549.1.1.1")
RSA_WITH = {oid(f"1.2.840.113549.1.1.{last}"): name for last, name in ((11, "sha256"), (12, "sha384"), (13, "sha512"))}
RSA_PSS = oid("1.2.840.113549.1.1.10")
EC_KEY = oid("1.2.840.10045.2.1")
ECDSA_WITH = {oid(f"1.2.840.10045.4.3.{last}"): name for last, name in ((2, "sha256"), (3, "sha384"), (4, "sha512"))}
# Real ways to sign that this program cannot judge: SHA-1 and SHA-224, SHA-3 and lattices, GOST, SM2.
UNSUPPORTED = tuple(
    map(oid, ("1.2.840.113549.1.1.5", "1.2.840.113549.1.1.14", "1.2.840.10045.4.1", "1.2.840.10045.4.3.1"))
)
UNSUPPORTED_ARCS = tuple(map(oid, ("2.16.840.1.101.3.4.3", "1.2.643", "1.2.156.10197")))

G = TypeVar("G")


def times(factor: int, point: G, zero: G, add: Callable[[G, G], G]) -> G:
    """The point added to itself this many times, by doubling. Not in constant time: nothing here is secret."""
    total = zero
    while factor:
        if factor & 1:
            total = add(total, point)
        point, factor = add(point, point), factor >> 1
    return total


P25519 = 2**255 - 19
L25519 = 2**252 + 27742317777372353535851937790883648493
D25519 = -121665 * pow(121666, -1, P25519) % P25519


class Point(NamedTuple):
    """A point of edwards25519 in extended coordinates: x = X/Z, y = Y/Z, T = XY/Z."""

    x: int
    y: int
    z: int
    t: int


def ed_add(a: Point, b: Point) -> Point:
    """RFC 8032 5.1.4; complete, so it doubles too."""
    e, f = (a.y - a.x) * (b.y - b.x), (a.y + a.x) * (b.y + b.x)
    g, h = 2 * a.t * b.t * D25519, 2 * a.z * b.z
    w, x, y, z = f - e, h - g, h + g, f + e
    return Point(w * x % P25519, y * z % P25519, x * y % P25519, w * z % P25519)


def ed_times(factor: int, point: Point) -> Point:
    return times(factor, point, Point(0, 1, 1, 0), ed_add)


def ed_point(raw: bytes) -> Point:
    """RFC 8032 5.1.3. A y that is not reduced, or a point that does not exist, is refused."""
    y, odd = int.from_bytes(raw, "little") & (2**255 - 1), raw[31] >> 7
    need(y < P25519, "Ed25519 point not in its only form")
    square = (y * y - 1) * pow(D25519 * y * y + 1, -1, P25519) % P25519
    x = pow(square, (P25519 + 3) // 8, P25519)
    if x * x % P25519 != square:
        x = x * pow(2, (P25519 - 1) // 4, P25519) % P25519
    need(x * x % P25519 == square and (x or not odd), "no such Ed25519 point")
    x = P25519 - x if x & 1 != odd else x
    return Point(x, y, 1, x * y % P25519)


ED_BASE = ed_point((4 * pow(5, -1, P25519) % P25519).to_bytes(32, "little"))


@lru_cache(maxsize=64)
def ed25519_ok(public: bytes, message: bytes, signature: bytes) -> bool:
    """RFC 8032 5.1.7 without the cofactor: S is below L, and R is compared byte for byte, so it is canonical too."""
    need(len(public) == 32 and len(signature) == 64, "Ed25519 key or signature of wrong length")
    key, s = ed_point(public), int.from_bytes(signature[32:], "little")
    small_order = ed_times(8, key)
    need(s < L25519 and small_order.x != 0, "Ed25519 signature or key not canonical")
    k = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % L25519
    x, y, z, _ = ed_add(ed_times(s, ED_BASE), ed_times(L25519 - k, key))
    inverse = pow(z, -1, P25519)
    x, y = x * inverse % P25519, y * inverse % P25519
    return (y | (x & 1) << 255).to_bytes(32, "little") == signature[:32]


def rsa_opened(key: tuple[int, int], signature: bytes) -> bytes:
    """The padded digest inside a signature. RFC 8017 5.2.2."""
    n, e = key
    need(512 <= n.bit_length() <= 16384 and 3 <= e < 2**64 and n & e & 1, "RSA key out of bounds")
    size, number = (n.bit_length() + 7) // 8, int.from_bytes(signature, "big")
    need(len(signature) == size and number < n, "RSA signature out of bounds")
    return pow(number, e, n).to_bytes(size, "big")


def rsa_pkcs1_ok(key: tuple[int, int], name: str, digest: bytes, signature: bytes) -> bool:
    """RFC 8017 8.2.2: the whole padding is built and compared, never parsed."""
    opened, tail = rsa_opened(key, signature), b"\0" + DIGEST_INFO[name] + digest
    return opened == b"\0\1" + b"\xff" * (len(opened) - len(tail) - 2) + tail and len(opened) >= len(tail) + 10


def rsa_pss_ok(key: tuple[int, int], name: str, salt_length: int, digest: bytes, signature: bytes) -> bool:
    """RFC 8017 9.1.2."""
    bits = key[0].bit_length() - 1
    size, length = (bits + 7) // 8, len(digest)
    coded = rsa_opened(key, signature)[-size:]
    if not 0 <= salt_length <= size - length - 2 or coded[-1:] != b"\xbc":
        return False
    masked, seal = coded[: size - length - 1], coded[size - length - 1 : -1]
    count = -(-len(masked) // length)
    mask = b"".join(hashlib.new(name, seal + index.to_bytes(4, "big")).digest() for index in range(count))
    plain = int.from_bytes(masked, "big") ^ int.from_bytes(mask[: len(masked)], "big")
    block = (plain & (1 << (bits - 8 * (length + 1))) - 1).to_bytes(len(masked), "big")
    zeros, salt = block[: len(block) - salt_length], block[len(block) - salt_length :]
    top_bits_zero = masked[0] >> (8 - (8 * size - bits)) == 0
    expected = hashlib.new(name, bytes(8) + digest + salt).digest()
    return top_bits_zero and zeros == bytes(len(zeros) - 1) + b"\1" and expected == seal


class Curve(NamedTuple):
    """A curve y^2 = x^3 - 3x + b over the integers modulo p, with base point g of order n (FIPS 186-4 D.1.2)."""

    p: int
    n: int
    b: int
    g: tuple[int, int]

    def add(self, one: tuple[int, int] | None, two: tuple[int, int] | None) -> tuple[int, int] | None:
        """None is the point at infinity."""
        if one is None or two is None:
            return one or two
        (x1, y1), (x2, y2) = one, two
        if x1 == x2 and (y1 + y2) % self.p == 0:
            return None
        rise, run = (3 * x1 * x1 - 3, 2 * y1) if one == two else (y2 - y1, x2 - x1)
        slope = rise * pow(run, -1, self.p) % self.p
        x3 = (slope * slope - x1 - x2) % self.p
        return x3, (slope * (x1 - x3) - y1) % self.p

    def times(self, factor: int, point: tuple[int, int] | None) -> tuple[int, int] | None:
        return times(factor, point, None, self.add)


def curve(p: int, n: str, b: str, x: str, y: str) -> Curve:
    return Curve(p, int(n, 16), int(b, 16), (int(x, 16), int(y, 16)))


# P-256, P-384 and P-521, the numbers in hexadecimal as FIPS 186-4 D.1.2 prints them.
CURVES = {
    oid("1.2.840.10045.3.1.7"): curve(
        2**256 - 2**224 + 2**192 + 2**96 - 1,
        "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551",
        "5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b",
        "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296",
        "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5",
    ),
    oid("1.3.132.0.34"): curve(
        2**384 - 2**128 - 2**96 + 2**32 - 1,
        "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973",
        "b3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aef",
        "aa87ca22be8b05378eb1c71ef320ad746e1d3b628ba79b9859f741e082542a385502f25dbf55296c3a545e3872760ab7",
        "3617de4a96262c6f5d9e98bf9292dc29f8f41dbd289a147ce9da3113b5f0b8c00a60b1ce1d7e819d7a431d7c90ea0e5f",
    ),
    oid("1.3.132.0.35"): curve(
        2**521 - 1,
        "1fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa"
        "51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409",
        "51953eb9618e1c9a1f929a21a0b68540eea2da725b99b315f3b8b489918ef109e"
        "156193951ec7e937b1652c0bd3bb1bf073573df883d2c34f1ef451fd46b503f00",
        "c6858e06b70404e9cd9e3ecb662395b4429c648139053fb521f828af606b4d3dba"
        "a14b5e77efe75928fe1dc127a2ffa8de3348b3c1856a429bf97e7e31c2e5bd66",
        "11839296a789a3bc0045c8a5fb42c7d1bd998f54449579b446817afbd17273e662c"
        "97ee72995ef42640c550b9013fad0761353c7086a272c24088be94769fd16650",
    ),
}


@lru_cache(maxsize=64)
def ecdsa_ok(curve: Curve, public: bytes, digest: bytes, signature: bytes) -> bool:
    """FIPS 186-4 6.4, SEC 1 4.1.4; the public key uncompressed, the signature in DER."""
    size = (curve.p.bit_length() + 7) // 8
    x, y = int.from_bytes(public[1 : size + 1], "big"), int.from_bytes(public[size + 1 :], "big")
    on_curve = x < curve.p and y < curve.p and (y * y - (x * x * x - 3 * x + curve.b)) % curve.p == 0
    need(len(public) == 2 * size + 1 and public[0] == 4 and on_curve, "elliptic curve key is not a point of its curve")
    r, s = (value.number() for value in der(signature).children(0x30))
    if not (0 < r < curve.n and 0 < s < curve.n):
        return False
    z = int.from_bytes(digest, "big") >> max(0, 8 * len(digest) - curve.n.bit_length())
    inverse = pow(s, -1, curve.n)
    point = curve.add(curve.times(z * inverse % curve.n, curve.g), curve.times(r * inverse % curve.n, (x, y)))
    return point is not None and point[0] % curve.n == r


def rsa_key(raw: bytes) -> tuple[int, int]:
    n, e = (value.number() for value in der(raw).children(0x30))
    return n, e


def bit_string(value: Der) -> bytes:
    body = value.of(0x03)
    need(body[:1] == b"\0", "bit string with loose bits")
    return body[1:]


def signature_ok(key: Der, algorithm: Der, message: bytes, signature: bytes, hash_name: str = "") -> bool:
    """Whether a SubjectPublicKeyInfo's key made this signature; hash_name is what a bare "rsaEncryption" goes with."""
    info, bits = key.children(0x30)
    kind, *parameters = info.children(0x30)
    public = bit_string(bits)
    method, *options = algorithm.children(0x30)
    need(len(options) < 2 and len(parameters) < 2, "algorithm with too many parameters")
    is_rsa = kind.of(0x06) in (RSA, RSA_PSS)
    is_curve = kind.body == EC_KEY and bool(parameters) and parameters[0].body in CURVES
    null = not options or options[0].raw == b"\x05\x00"
    name = hash_name if method.of(0x06) == RSA else RSA_WITH.get(method.body, "")
    if name and is_rsa and null and kind.body == RSA:
        return rsa_pkcs1_ok(rsa_key(public), name, hashlib.new(name, message).digest(), signature)
    if method.body == RSA_PSS and is_rsa and options:
        name, salt_length = pss_options(options[0])
        return rsa_pss_ok(rsa_key(public), name, salt_length, hashlib.new(name, message).digest(), signature)
    if method.body in ECDSA_WITH and is_curve and not options:
        digest = hashlib.new(ECDSA_WITH[method.body], message).digest()
        return ecdsa_ok(CURVES[parameters[0].of(0x06)], public, digest, signature)
    is_known_key = is_rsa or is_curve
    is_real = method.body in UNSUPPORTED or method.body.startswith(UNSUPPORTED_ARCS)
    need(not is_known_key or is_real, "the signature's algorithm does not go with the key")
    raise Unchecked("algorithm", oid_hex=method.body.hex(), key_hex=kind.body.hex())


def pss_options(options: Der) -> tuple[str, int]:
    """The hash and salt length of RSASSA-PSS-params (RFC 4055 3.1); the mask must use the same hash."""
    fields = {field.tag: der(field.body) for field in options.children(0x30)}
    if 0xA0 not in fields or 0xA1 not in fields or not set(fields) <= {0xA0, 0xA1, 0xA2, 0xA3}:
        raise Unchecked("algorithm", oid_hex=RSA_PSS.hex(), key_hex="")
    name = hash_of(fields[0xA0])
    mask, mask_hash = fields[0xA1].children(0x30)
    need(mask.of(0x06) == oid("1.2.840.113549.1.1.8") and hash_of(mask_hash) == name, "RSA-PSS mask of another kind")
    need(0xA3 not in fields or fields[0xA3].number() == 1, "RSA-PSS trailer of another kind")
    return name, fields[0xA2].number() if 0xA2 in fields else 20


def hash_of(algorithm: Der) -> str:
    kind, *parameters = algorithm.children(0x30)
    need([value.raw for value in parameters] in ([], [b"\x05\x00"]), "hash with parameters")
    if kind.of(0x06) not in HASHES:
        raise Unchecked("algorithm", oid_hex=kind.body.hex(), key_hex="")
    return HASHES[kind.body]


# ---------------------------------------------------------------- 3 log


class Note(NamedTuple):
    """A C2SP signed note with exactly one signature line."""

    text: bytes
    signer: str
    key_id: bytes
    signature: bytes


class Checkpoint(NamedTuple):
    raw: bytes
    note: Note
    origin: str
    size: int
    root: bytes


class Proof(NamedTuple):
    """A C2SP tlog-proof."""

    place: int
    path: list[bytes]
    checkpoint: Checkpoint


class Key(NamedTuple):
    """A C2SP verifier key for Ed25519."""

    text: str
    name: str
    key_id: bytes
    public: bytes


def parse_note(raw: bytes) -> Note:
    text, separator, line = raw.rpartition(b"\n\n")
    match = re.fullmatch("\u2014 ([^ +\n]+) ([A-Za-z0-9+/=]+)\n", line.decode("utf-8"))
    need(separator and text and min(text.replace(b"\n", b" ")) >= 32, "not a signed note")
    if match is None:
        raise Wrong("not a signed note with one signature line")
    signed = exact_base64(match.group(2))
    need(len(signed) == 68, "note signature of wrong length")
    return Note(text + b"\n", match.group(1), signed[:4], signed[4:])


def parse_checkpoint(raw: bytes) -> Checkpoint:
    note = parse_note(raw)
    lines = note.text.decode("utf-8").split("\n")
    need(len(lines) == 4 and lines[0] and lines[3] == "", "checkpoint text is not three lines")
    root = exact_base64(lines[2])
    need(len(root) == 32, "root hash of wrong length")
    return Checkpoint(raw, note, lines[0], exact_number(lines[1]), root)


def parse_proof(raw: bytes) -> Proof:
    head, separator, checkpoint = raw.partition(b"\n\n")
    lines = head.decode("ascii").split("\n")
    need(separator and lines[0] == "c2sp.org/tlog-proof@v1", "not a c2sp.org/tlog-proof@v1 file")
    need(2 <= len(lines) <= 66 and lines[1].startswith("index "), "no index line")
    path = [exact_base64(line) for line in lines[2:]]
    need(all(len(value) == 32 for value in path), "proof hash of wrong length")
    return Proof(exact_number(lines[1][6:]), path, parse_checkpoint(checkpoint))


def parse_key(text: str) -> Key:
    pieces = text.split("+", 2)
    is_key = len(pieces) == 3 and re.fullmatch("[0-9a-f]{8}", pieces[1]) and not re.search(r"\s", pieces[0])
    need(is_key, "not a verifier key")
    coded = exact_base64(pieces[2])
    need(len(coded) == 33 and coded[0] == 1, "not an Ed25519 verifier key")
    key_id = hashlib.sha256(pieces[0].encode("utf-8") + b"\n" + coded).digest()[:4]
    need(key_id.hex() == pieces[1], f"key id does not belong to the key; expected {key_id.hex()}")
    return Key(text, pieces[0], key_id, coded[1:])


def check_note(note: Note, key: Key) -> None:
    need((note.signer, note.key_id) == (key.name, key.key_id), f"signed with another key than {key.text}")
    need(ed25519_ok(key.public, note.text, note.signature), f"the Ed25519 signature is not one of {key.text}")


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()


def root_from(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes:
    """The root that an inclusion proof leads to. RFC 9162 2.1.3.2."""
    need(0 <= index < size, "index outside the tree")
    place, last, value = index, size - 1, leaf
    for sibling in path:
        need(last, "inclusion proof too long")
        if place & 1 or place == last:
            value = node_hash(sibling, value)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            value = node_hash(value, sibling)
        place, last = place >> 1, last >> 1
    need(last == 0, "inclusion proof too short")
    return value


def check_consistency(old: Checkpoint, new: Checkpoint, path: Sequence[bytes]) -> None:
    """The tree of `old` is the beginning of the tree of `new`. RFC 9162 2.1.4.2; 0 < old.size < new.size."""
    nodes = list(path) if old.size & (old.size - 1) else [old.root, *path]
    need(nodes, "consistency proof is empty")
    place, last = old.size - 1, new.size - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    before = after = nodes[0]
    for value in nodes[1:]:
        need(last, "consistency proof too long")
        if place & 1 or place == last:
            before, after = node_hash(value, before), node_hash(value, after)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            after = node_hash(after, value)
        place, last = place >> 1, last >> 1
    need(last == 0 and before == old.root and after == new.root, "the trees are not one another's continuation")


# ---------------------------------------------------------------- 4 certificates and timestamps

BASIC_CONSTRAINTS, KEY_USAGE, EXTENDED_USAGE = oid("2.5.29.19"), oid("2.5.29.15"), oid("2.5.29.37")
KEY_ID, POLICIES = oid("2.5.29.14"), oid("2.5.29.32")
TIME_STAMPING = oid("1.3.6.1.5.5.7.3.8")
SIGNED_DATA, TST_INFO = oid("1.2.840.113549.1.7.2"), oid("1.2.840.113549.1.9.16.1.4")
CONTENT_TYPE, MESSAGE_DIGEST = oid("1.2.840.113549.1.9.3"), oid("1.2.840.113549.1.9.4")
SIGNING_CERTIFICATE, SIGNING_CERTIFICATE_V2 = oid("1.2.840.113549.1.9.16.2.12"), oid("1.2.840.113549.1.9.16.2.47")


class Certificate(NamedTuple):
    """What a chain needs of an X.509 certificate (RFC 5280 4.1)."""

    raw: bytes
    signed: bytes
    serial: bytes
    issuer: bytes
    subject: bytes
    start: datetime
    end: datetime
    key: Der
    extensions: dict[bytes, tuple[bool, bytes]]
    algorithm: Der
    signature: bytes

    @property
    def fingerprint(self) -> str:
        return hashlib.sha256(self.raw).hexdigest()

    def usage(self, bit: int) -> bool:
        """Whether the key may be used so; every use is allowed where the certificate does not say."""
        if KEY_USAGE not in self.extensions:
            return True
        bits = der(self.extensions[KEY_USAGE][1]).of(0x03)[1:]
        return bit // 8 < len(bits) and bool(bits[bit // 8] >> (7 - bit % 8) & 1)

    def may_issue(self, below: int) -> bool:
        """Whether it is an authority for certificates that may have `below` authorities between it and the signer."""
        if BASIC_CONSTRAINTS not in self.extensions:
            return False
        fields = der(self.extensions[BASIC_CONSTRAINTS][1]).children(0x30)
        is_authority = bool(fields) and fields[0].tag == 0x01 and fields[0].body == b"\xff"
        return is_authority and self.usage(5) and (len(fields) < 2 or fields[1].number() >= below)


def der_time(value: Der) -> datetime:
    text = value.body.decode("ascii")
    if value.tag == 0x17:
        text = ("20" if text[:2] < "50" else "19") + text
    match = re.fullmatch(r"(\d{14})(?:\.(\d{1,9}))?Z", text)
    if match is None or value.tag not in (0x17, 0x18):
        raise Wrong("not a time in UTC with seconds")
    moment = datetime.strptime(match.group(1), "%Y%m%d%H%M%S").replace(tzinfo=timezone.utc)
    return moment + timedelta(microseconds=int((match.group(2) or "0").ljust(9, "0")[:6]))


def parse_certificate(raw: bytes) -> Certificate:
    signed, algorithm, signature = der(raw).children(0x30)
    fields = signed.children(0x30)
    if fields[0].tag == 0xA0:
        fields = fields[1:]
    serial, inner, issuer, validity, subject, key = fields[:6]
    need(inner.raw == algorithm.raw, "certificate names two signature algorithms")
    start, end = validity.children(0x30)
    extensions: dict[bytes, tuple[bool, bytes]] = {}
    for field in fields[6:]:
        for extension in der(field.body).children(0x30) if field.tag == 0xA3 else []:
            name, *middle, body = extension.children(0x30)
            need(name.of(0x06) not in extensions and len(middle) < 2, "certificate extension twice or malformed")
            critical = bool(middle) and middle[0].of(0x01) != b"\0"
            extensions[name.body] = (critical, body.of(0x04))
    return Certificate(
        raw, signed.raw, serial.of(0x02), issuer.raw, subject.raw, der_time(start), der_time(end), key, extensions,
        algorithm, bit_string(signature),
    )  # fmt: skip


def parse_pem(raw: bytes) -> list[Certificate]:
    if raw[:1] == b"\x30":
        return [parse_certificate(raw)]
    blocks = re.findall(rb"-----BEGIN CERTIFICATE-----\r?\n([A-Za-z0-9+/=\r\n]+)-----END CERTIFICATE-----", raw)
    need(len(blocks) <= 64, "too many certificates")
    return [parse_certificate(base64.b64decode(re.sub(rb"\s", b"", block), validate=True)) for block in blocks]


def name_text(name: bytes) -> str:
    """A distinguished name as a person would read it, for display only."""
    words = []
    for group in der(name).children(0x30):
        for pair in group.children(0x31):
            value = pair.children(0x30)[1]
            words.append(value.body.decode("utf-16-be" if value.tag == 0x1E else "utf-8", "replace"))
    return ", ".join(words)


def find_chain(
    leaf: Certificate, pool: Sequence[Certificate], roots: Sequence[Certificate], when: datetime
) -> tuple[list[Certificate], bool]:
    """The chain from the leaf to a root, True; else the longest one found, False. 8 long, 64 tries at most."""
    trusted, longest, tries = {root.raw for root in roots}, [leaf], 0

    def climb(chain: list[Certificate]) -> list[Certificate] | None:
        nonlocal longest, tries
        if chain[-1].raw in trusted:
            return chain
        longest = max(longest, chain, key=len)
        for issuer in [*roots, *pool] if len(chain) < 8 else []:
            fits = issuer.subject == chain[-1].issuer and issuer not in chain and issuer.start <= when <= issuer.end
            if not fits or not (issuer.raw in trusted or issuer.may_issue(len(chain) - 1)) or tries >= 64:
                continue
            tries += 1
            if signature_ok(issuer.key, chain[-1].algorithm, chain[-1].signed, chain[-1].signature):
                found = climb([*chain, issuer])
                if found:
                    return found
        return None

    found = climb([leaf])
    return found or longest, found is not None


class Token(NamedTuple):
    """A timestamp whose own signature was verified; whether its signer is known is another duty."""

    time: datetime
    signer: Certificate
    certificates: list[Certificate]


def parse_token(reply: bytes, checkpoint: bytes) -> Token:
    """What an RFC 3161 TimeStampResp states about these bytes, its signature verified."""
    status, *rest = der(reply).children(0x30)
    need(status.children(0x30)[0].number() in (0, 1) and len(rest) == 1, "the authority did not grant a timestamp")
    kind, wrapped = rest[0].children(0x30)
    need(kind.of(0x06) == SIGNED_DATA, "no CMS SignedData")
    version, digests, content, *optional, signers = der(wrapped.of(0xA0)).children(0x30)
    tags_found = [field.tag for field in optional]
    need(version.number() == 3 and tags_found in ([0xA0], [0xA0, 0xA1]), "SignedData of another form")
    content_kind, content_wrapped = content.children(0x30)
    need(content_kind.of(0x06) == TST_INFO, "the signed content is no timestamp")
    info = der(content_wrapped.of(0xA0)).of(0x04)
    certificates = [parse_certificate(value.raw) for value in der_list(optional[0].body)[:32] if value.tag == 0x30]
    (signer_info,) = signers.children(0x31)
    algorithms = [value.raw for value in digests.children(0x31)]
    signer = check_signer(signer_info, certificates, algorithms, info)
    return Token(check_info(info, checkpoint, signer), signer, certificates)


def check_info(info: bytes, checkpoint: bytes, signer: Certificate) -> datetime:
    """The time in a TSTInfo (RFC 3161 2.4.2), once it is over the checkpoint and its signer was valid then."""
    version, _policy, imprint, _serial, stated, *_rest = der(info).children(0x30)
    algorithm, hashed = imprint.children(0x30)
    need(version.number() == 1 and hash_of(algorithm) == "sha256", "imprint is not SHA-256")
    need(hashed.of(0x04) == hashlib.sha256(checkpoint).digest(), "it is over other bytes than the checkpoint")
    need(stated.tag == 0x18, "time of another form")
    time = der_time(stated)
    need(signer.start <= time <= signer.end, "the certificate was not valid at the time stated")
    return time


def check_signer(info: Der, certificates: list[Certificate], algorithms: list[bytes], content: bytes) -> Certificate:
    """The certificate whose key signed the content, for timestamps only and bound to the signature (RFC 5652 5.4)."""
    version, who, digest_algorithm, attributes, algorithm, signature, *_unsigned = info.children(0x30)
    need(version.number() == (3 if who.tag == 0x80 else 1), "SignerInfo of another version")
    need(digest_algorithm.raw in algorithms, "digest algorithm not announced")
    name = hash_of(digest_algorithm)
    found = [certificate for certificate in certificates if is_signer(certificate, who)]
    need(len(found) == 1, "the signing certificate is not in the token")
    need(attributes.tag == 0xA0, "no signed attributes")
    signed: dict[bytes, Der] = {}
    for attribute in der_list(attributes.body):
        kind, values = attribute.children(0x30)
        (value,) = values.children(0x31)
        need(kind.of(0x06) not in signed, "signed attribute twice")
        signed[kind.body] = value
    need({CONTENT_TYPE, MESSAGE_DIGEST} <= set(signed), "signed attributes missing")
    need(signed[CONTENT_TYPE].of(0x06) == TST_INFO, "signed for another type of content")
    need(signed[MESSAGE_DIGEST].of(0x04) == hashlib.new(name, content).digest(), "the content is not what was signed")
    check_binding(signed, found[0])
    # The attributes are signed under the tag of a SET, not under the tag [0] that they have in the file.
    signed_bytes = b"\x31" + attributes.raw[1:]
    need(signature_ok(found[0].key, algorithm, signed_bytes, signature.of(0x04), name), "wrong signature")
    return found[0]


def is_signer(certificate: Certificate, who: Der) -> bool:
    if who.tag == 0x80:
        return der(certificate.extensions.get(KEY_ID, (False, b"\x04\x00"))[1]).of(0x04) == who.body
    issuer, serial = who.children(0x30)
    return (issuer.raw, serial.of(0x02)) == (certificate.issuer, certificate.serial)


def check_binding(signed: dict[bytes, Der], certificate: Certificate) -> None:
    """ESSCertID or ESSCertIDv2 (RFC 5816) names this certificate, and it is for timestamps only (RFC 3161 2.3)."""
    value = signed.get(SIGNING_CERTIFICATE_V2) or signed.get(SIGNING_CERTIFICATE)
    if value is None:
        raise Wrong("the signature is not bound to a certificate")
    fields = value.children(0x30)[0].children(0x30)[0].children(0x30)
    name = "sha256" if SIGNING_CERTIFICATE_V2 in signed else "sha1"
    if fields[0].tag == 0x30:
        name, fields = hash_of(fields[0]), fields[1:]
    need(fields[0].of(0x04) == hashlib.new(name, certificate.raw).digest(), "the signature names another certificate")
    critical, usage = certificate.extensions.get(EXTENDED_USAGE, (False, b"\x30\x00"))
    purposes = [purpose.of(0x06) for purpose in der(usage).children(0x30)]
    need(critical and purposes == [TIME_STAMPING], "the certificate is not for timestamps only")
    need(certificate.usage(0) or certificate.usage(1), "the certificate's key may not sign")


# ---------------------------------------------------------------- 5 mail


Field = Tuple[bytes, bytes]  # a header field: its name as written, and its value with its folds
Records = Dict[Tuple[str, str], str]  # DKIM key records by domain and selector


def split_entity(raw: bytes) -> tuple[bytes, bytes]:
    """Header and body of a mail or of one of its parts."""
    match = re.search(rb"(?:\A|\r?\n)\r?\n", raw)
    return (raw[: match.start()], raw[match.end() :]) if match else (raw, b"")


def header_fields(header: bytes) -> list[Field]:
    """The fields in order; CRLF inside their values, none at the end."""
    fields: list[Field] = []
    for line in re.split(rb"\r?\n", header):
        match = re.match(rb"([\x21-\x39\x3b-\x7e]+)([ \t]*:.*)", line, re.DOTALL)
        if line[:1] in (b" ", b"\t") and fields:
            fields[-1] = (fields[-1][0], fields[-1][1] + b"\r\n" + line)
        elif match:
            fields.append((match.group(1), match.group(2)))
    return [(name, value[value.index(b":") + 1 :]) for name, value in fields]


def decoded_body(entity: bytes) -> bytes:
    """The body of an entity with its Content-Transfer-Encoding undone: base64, quoted-printable, else as it stands."""
    header, body = split_entity(entity)
    values = [value for name, value in header_fields(header) if name.lower() == b"content-transfer-encoding"]
    encoding = re.sub(rb"\([^)]*\)|\s", b"", values[0]).lower() if values else b""
    if encoding == b"base64":
        letters = re.sub(rb"[^A-Za-z0-9+/]", b"", body.split(b"=", 1)[0])
        letters = letters[: len(letters) - (len(letters) % 4 == 1)]
        return base64.b64decode(letters + b"=" * (-len(letters) % 4))
    return binascii.a2b_qp(body) if encoding == b"quoted-printable" else body


def tags(text: bytes) -> dict[str, str]:
    """A DKIM tag list. RFC 6376 3.2."""
    found: dict[str, str] = {}
    for piece in text.decode("utf-8").split(";"):
        name, equals, value = piece.partition("=")
        if piece.strip():
            need(equals and name.strip() not in found, "DKIM tag twice or malformed")
            found[name.strip()] = re.sub(r"\r\n(?=[ \t])", "", value).strip()
    return found


def relaxed(name: bytes, value: bytes) -> bytes:
    unfolded = re.sub(rb"[ \t]+", b" ", value.replace(b"\r\n", b""))
    return name.lower() + b":" + unfolded.strip(b" ")


def canonical_body(body: bytes, is_relaxed: bool) -> bytes:
    """RFC 6376 3.4.3 and 3.4.4."""
    body = re.sub(rb"\r?\n", b"\r\n", body)
    if is_relaxed:
        body = re.sub(rb"[ \t]+", b" ", body).replace(b" \r\n", b"\r\n")
        body = body[:-1] if body.endswith(b" ") else body
    end = len(body)
    while body[max(0, end - 2) : end] == b"\r\n":
        end -= 2
    return body[:end] + b"\r\n" if end or not is_relaxed else b""


def signed_fields(fields: list[Field], names: list[bytes], own: Field) -> list[Field]:
    """The fields that h= names, each name taking the lowest one not yet taken. RFC 6376 5.4.2."""
    left: dict[bytes, list[Field]] = {}
    for field in fields:
        if field is not own:
            left.setdefault(field[0].lower(), []).append(field)
    chosen = [left[name].pop() for name in names if left.get(name)]
    for name in (b"from", b"subject", b"date", b"to"):
        if name in names and left.get(name):
            raise Unchecked("dkim.extra", name=name.decode())
    return chosen


def bodies(body: bytes) -> Iterator[bytes]:
    """The body as it stands; then with the quoting of an mbox (">From ") undone, as its two dialects do it."""
    yield body
    if b">From " in body:
        yield re.sub(rb"^>From ", b"From ", body, flags=re.MULTILINE)
        yield re.sub(rb"^>(>*From )", rb"\1", body, flags=re.MULTILINE)


def signed_body(signature: dict[str, str], body: bytes, is_relaxed: bool) -> tuple[int, int]:
    """How many bytes of how many the signature covers, once they have the hash that it states."""
    for variant in bodies(body):
        whole = canonical_body(variant, is_relaxed)
        length = exact_number(signature["l"]) if "l" in signature else len(whole)
        if length <= len(whole) and compact(signature["bh"]) == hashlib.sha256(whole[:length]).digest():
            return length, len(whole)
    raise Wrong("the body was changed after it was signed")


def check_terms(signature: dict[str, str], key: dict[str, str]) -> None:
    """The signature and the key record go together. RFC 6376 6.1.1 and 6.1.2, RFC 8301."""
    algorithm, domain = signature["a"], signature["d"].lower()
    if algorithm not in ("rsa-sha256", "ed25519-sha256"):
        raise Unchecked("dkim.obsolete", algorithm=algorithm)
    need(signature["v"] == "1" and key.get("v", "DKIM1") == "DKIM1", "DKIM of another version")
    need(key.get("k", "rsa") == algorithm.split("-")[0], "the key is for another algorithm")
    need("sha256" in words_of(key.get("h", "sha256")), "the key is not for SHA-256")
    need({"*", "email"} & set(words_of(key.get("s", "*"))), "the key is not for mail")
    identity = signature.get("i", "@" + domain).lower().rpartition("@")[2]
    is_below = identity.endswith("." + domain) and "s" not in words_of(key.get("t", ""))
    need(identity == domain or is_below, "the identity signed for is not of this domain")
    need("from" in words_of(signature["h"].lower()), "the sender is not signed")


def words_of(text: str) -> list[str]:
    return [word.strip() for word in text.split(":")]


def check_dkim(raw: bytes, own: Field, fields: list[Field], record: str) -> Facts:
    """One DKIM-Signature, `own` of the fields, verifies with the key record. RFC 6376 6.1, RFC 8301, RFC 8463."""
    signature, key = tags(own[1]), tags(record.encode("utf-8"))
    check_terms(signature, key)
    forms = (signature.get("c", "simple/simple") + "/simple").split("/")
    need(set(forms[:2]) <= {"simple", "relaxed"}, "DKIM-Signature of another form")
    length, size = signed_body(signature, split_entity(raw)[1], forms[1] == "relaxed")
    names = words_of(signature["h"])
    chosen = signed_fields(fields, [name.lower().encode() for name in names], own)
    # The signature field itself comes last, its b= emptied, without a line end. RFC 6376 3.7.
    emptied = re.sub(rb"((?:\A|;)[ \t\r\n]*b[ \t\r\n]*=)[^;]*", rb"\1", own[1], count=1)
    if forms[0] == "relaxed":
        text = b"".join(relaxed(*field) + b"\r\n" for field in chosen) + relaxed(own[0], emptied)
    else:
        text = b"".join(b"%s:%s\r\n" % field for field in chosen) + own[0] + b":" + emptied
    bits = check_dkim_key(signature["a"], key.get("p", ""), text, compact(signature["b"]))
    if length < size:
        raise Unchecked("dkim.length", length=length, size=size)
    return {"domain": signature["d"], "selector": signature["s"], "names": ", ".join(names), "bits": bits}


def compact(text: str) -> bytes:
    return exact_base64(re.sub(r"\s", "", text))


def check_dkim_key(algorithm: str, public: str, text: bytes, signature: bytes) -> int:
    """The size of the key in bits, once its signature over the text was verified."""
    if not public:
        raise Unchecked("dkim.revoked")
    coded, digest = compact(public), hashlib.sha256(text).digest()
    if algorithm == "ed25519-sha256":
        need(ed25519_ok(coded, digest, signature), "wrong signature")
        return 256
    fields = der(coded).children(0x30)
    key = rsa_key(coded) if fields[0].tag == 0x02 else rsa_key(bit_string(fields[1]))
    need(rsa_pkcs1_ok(key, "sha256", digest, signature), "wrong signature")
    if key[0].bit_length() < 1024:
        raise Unchecked("dkim.weak", bits=key[0].bit_length())
    return key[0].bit_length()


# ---------------------------------------------------------------- 6 duties

# Each duty, and how its sentence of failure names it in English, Chinese and Russian.
DUTIES = {
    "folder": ("the files against the manifest", "文件与清单", "файлы и опись"),
    "event": ("the log entry", "日志条目", "запись журнала"),
    "original": ("the original against the log entry", "原件与日志条目", "оригинал и запись журнала"),
    "part": ("the part against the log entry", "该部分与日志条目", "часть и запись журнала"),
    "attachment": ("the decoded file against the part", "解码文件与该部分", "раскодированный файл и часть"),
    "inclusion": ("the entry's place in the log", "条目在日志中的位置", "место записи в журнале"),
    "checkpoint": ("the signed state of the log", "日志的签名状态", "подписанное состояние журнала"),
    "keys": ("a change of the log's key", "日志密钥的更换", "смена ключа журнала"),
    "timestamp": ("the timestamp over this checkpoint", "此检查点的时间戳", "метка времени на это состояние журнала"),
    "authority": ("the authority against your roots", "时间戳机构与您给出的根证书", "служба и указанные вами корни"),
    "clock": ("the log's clock against the authority's", "日志时间与机构时间", "часы журнала и часы службы"),
    "dkim": ("the mail server's signature or key", "邮件服务器的签名或密钥", "подпись почтового сервера или ключ"),
    "key": ("the key that you gave", "您给出的密钥", "ключ, который вы указали"),
    "against": ("the checkpoint that you gave", "您给出的检查点", "состояние, которое вы указали"),
}
NUMBERS = {duty: number for number, duty in enumerate(DUTIES, 1)}
DAMAGE = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError, OSError)
PARTS = {"kind", "time", "actor", "nonce", "count", "root"}  # nothing else of the mail may be said beside a part


class Finding(NamedTuple):
    duty: str
    verdict: str
    place: str
    code: str
    values: Facts

    def sentence(self, language: int) -> str:
        code = "fail" if self.verdict == "FAIL" else self.code
        return say(code, language, {"what": DUTIES[self.duty][language], **self.values})


class Verification:
    """All duties on one folder; each finding is added to `findings`, nothing is raised."""

    def __init__(self, folder: Folder, options: argparse.Namespace) -> None:
        self.folder, self.options = folder, options
        self.findings: list[Finding] = []
        self.event: dict[str, Any] = {}
        self.leaf = b""
        self.main: Proof | None = None
        self.keys: list[tuple[int, Key]] = []  # smallest tree size that each key signs
        self.digests: dict[str, tuple[bytes, int]] = {}
        self.is_part = bool(folder.matching("(part/.*)"))

    def judge(self, duty: str, place: str, check: Callable[..., Facts], *arguments: Any, code: str = "") -> bool:
        try:
            finding = Finding(duty, "PASS", place, code or duty + ".pass", check(*arguments))
        except Unchecked as gap:
            finding = Finding(duty, "NOT_CHECKED", place, gap.code, gap.values)
        except Wrong as fault:
            finding = Finding(duty, "FAIL", place, duty + ".fail", {"why": str(fault)})
        except DAMAGE as damage:
            finding = Finding(duty, "FAIL", place, duty + ".fail", {"why": f"damaged: {damage}"})
        self.findings.append(finding)
        return finding.verdict == "PASS"

    def run(self) -> None:
        self.judge("folder", "manifest.json", self.check_folder)
        self.judge("event", "event.json", self.check_event)
        if self.is_part:
            self.judge("part", "part/part.bin", self.check_part)
            self.judge("attachment", "part/", self.check_attachment)
        else:
            self.judge("original", "original", self.check_original)
        self.judge("inclusion", "proof.tlog-proof", self.check_inclusion, "proof.tlog-proof")
        if self.folder.matching("(rotations/.*)"):
            self.judge("keys", "rotations/", self.check_rotations)
        self.judge("checkpoint", "proof.tlog-proof", self.check_checkpoint, "proof.tlog-proof")
        self.run_timestamps()
        if self.folder.matching("(original\\.eml)"):
            self.run_dkim()
        if self.options.key:
            self.judge("key", "vkey.txt", self.check_key)
        if self.options.against:
            self.judge("against", self.options.against, self.check_against)
        self.findings.sort(key=lambda finding: NUMBERS[finding.duty])

    def digest(self, name: str) -> tuple[bytes, int]:
        if name not in self.digests:
            self.digests[name] = self.folder.digest(name)
        return self.digests[name]

    def check_folder(self) -> Facts:  # duty 1
        need(len(self.folder.names) < LARGEST_FOLDER, "too many files")
        listed = canonical(self.folder.read("manifest.json"))["files"]
        for name, entry in listed.items():
            need(KNOWN.fullmatch(name), f"{name} does not belong to a proof")
            sha256, size = self.digest(name)
            need((sha256.hex(), size) == (entry["sha256"], entry["size"]), f"{name} was changed")
        extra = [name for name in self.folder.names if name not in listed and not LITTER.fullmatch(name)]
        extra.remove("manifest.json")
        if extra:
            raise Unchecked("folder.extra", names=", ".join(extra[:5]), count=len(extra))
        return {"count": len(listed)}

    def check_event(self) -> Facts:  # duty 2
        raw = self.folder.read("event.json", 65535)
        event = canonical(raw)
        kind = "parts" if self.is_part else "kept"
        need(event["kind"] == kind, "its kind is {!r}; expected {!r}".format(event["kind"], kind))
        exact_hex(event["root" if self.is_part else "sha256"])
        exact_hex(event["nonce"], 16)
        log_time(event["time"])
        need(not self.is_part or set(event) == PARTS, "it has other members than an entry `parts`")
        self.event, self.leaf = event, hashlib.sha256(b"\0" + raw).digest()
        return {"time": event["time"], "actor": event["actor"]}

    def check_original(self) -> Facts:  # duty 3
        name = self.folder.only("original")
        sha256, size = self.digest(name)
        need(sha256 == exact_hex(self.event["sha256"]), f"its SHA-256 is {sha256.hex()}")
        need(size == self.event["size"], f"its size is {size}")
        return {"name": name, "sha256": sha256.hex(), "size": size}

    def check_part(self) -> Facts:  # duty 4
        need(not self.folder.matching(r"((?:original\.|dkim/).*)"), "a file beside the part tells of the whole")
        part = canonical(self.folder.read("part/part.json"))
        need(set(part) == {"count", "index", "line", "path", "salt"}, "part.json has other members than it should")
        line = re.fullmatch(r"([0-9.]{0,400}) (0|[1-9][0-9]{0,15}) (0|[1-9][0-9]{0,15})\n", part["line"])
        if line is None or part["count"] != self.event["count"]:
            raise Wrong("part.json is of another form or of another message")
        prefix = b"\0" + exact_hex(part["salt"]) + part["line"].encode("ascii")
        leaf, size = self.folder.digest("part/part.bin", prefix)
        root = root_from(leaf, part["index"], part["count"], [exact_hex(value) for value in part["path"]])
        need(size == int(line.group(3)), "the part has another length than its line states")
        need(root == exact_hex(self.event["root"]), "the event's tree holds another part in this place")
        return {"path": line.group(1) or "0", "start": line.group(2), "length": size, "count": part["count"]}

    def check_attachment(self) -> Facts:  # duty 5
        name = self.folder.only("part/decoded")
        if os.path.getsize(self.folder.path("part/part.bin")) > LARGEST_PART:
            raise Unchecked("large", size=LARGEST_PART)
        body = decoded_body(self.folder.read("part/part.bin", LARGEST_PART))
        sha256, size = self.digest(name)
        need(hashlib.sha256(body).digest() == sha256, f"{name} holds other bytes")
        return {"name": name, "sha256": sha256.hex(), "size": size}

    def proof(self, name: str, leaf: bytes) -> Proof:
        """The proof in this file, once it leads from the leaf to the root that its checkpoint names."""
        proof = parse_proof(self.folder.read(name))
        root = root_from(leaf, proof.place, proof.checkpoint.size, proof.path)
        need(root == proof.checkpoint.root, f"the proof leads to root {root.hex()}")
        return proof

    def check_inclusion(self, name: str) -> Facts:  # duty 6
        need(self.leaf, "event.json is damaged")
        proof = self.proof(name, self.leaf)
        if name == "proof.tlog-proof":
            self.main = proof
        need(self.main is None or self.main.place == proof.place, "one entry cannot stand in two places")
        return {"index": proof.place, "size": proof.checkpoint.size, "root": proof.checkpoint.root.hex()}

    def key_for(self, size: int) -> Key:
        if not self.keys:
            text = self.folder.read("vkey.txt", 4096).decode("utf-8")
            need(text.endswith("\n"), "vkey.txt is cut short")
            self.keys = [(0, parse_key(text[:-1]))]
        return [key for start, key in self.keys if start <= size][-1]

    def check_checkpoint(self, name: str) -> Facts:  # duty 7
        checkpoint = parse_proof(self.folder.read(name)).checkpoint
        key = self.key_for(checkpoint.size)
        need(checkpoint.origin == key.name, "the checkpoint is of another log than its key")
        check_note(checkpoint.note, key)
        size = re.fullmatch(r"timestamps/([0-9]+)\.tlog-proof", name)
        if size:
            beside = self.folder.read(f"timestamps/{size.group(1)}.checkpoint")
            need(exact_number(size.group(1)) == checkpoint.size, "the file name states another size")
            need(beside == checkpoint.raw, "the proof ends in another checkpoint than the file beside it")
        return {"origin": checkpoint.origin, "size": checkpoint.size, "key": key.text}

    def entry(self, stem: str, kind: str) -> tuple[int, dict[str, Any]]:
        """Another entry of the log, proved to be in the same tree as the event."""
        raw = self.folder.read(stem + ".event.json", 65535)
        event, proof = canonical(raw), self.proof(stem + ".tlog-proof", hashlib.sha256(b"\0" + raw).digest())
        is_named = event["kind"] == kind and proof.place == exact_number(stem.split("/")[1])
        need(is_named, "entry of another kind or place")
        need(self.main and proof.checkpoint.raw == self.main.checkpoint.raw, "proved in another tree than the event")
        return proof.place, event

    def check_rotations(self) -> Facts:  # duty 8
        keys: list[tuple[int, Key]] = []
        for stem in entry_stems(self.folder, "rotations"):
            index, event = self.entry(stem, "rotated")
            old, new = parse_key(event["old"]), parse_key(event["new"])
            note = parse_note(event["signature"].encode("utf-8"))
            need(not keys or keys[-1][1] == old, f"the old key of entry {index} is not the one in force")
            need(old.name == new.name, "the new key is of another log")
            need(note.text.decode("utf-8") == f"tallystick key rotation\n{old.text}\n{new.text}\n", "other keys signed")
            check_note(note, old)
            keys += [(index + 1, new)] if keys else [(0, old), (index + 1, new)]
        newest = keys[-1][1].text.encode("utf-8") + b"\n"
        need(self.folder.read("vkey.txt", 4096) == newest, "vkey.txt is not the newest key")
        self.keys = keys
        return {"count": len(keys) - 1}

    def run_timestamps(self) -> None:
        for _, name in self.folder.matching(r"timestamps/([0-9]+)\.tlog-proof"):
            self.judge("inclusion", name, self.check_inclusion, name)
            self.judge("checkpoint", name, self.check_checkpoint, name)
        replies = self.folder.matching(r"(timestamps/[0-9]+\.[A-Za-z0-9-]+)\.tsr")
        for stem, name in replies[:64]:
            tokens: list[Token] = []
            if self.judge("timestamp", name, self.check_timestamp, stem, tokens):
                self.judge("authority", name, self.check_authority, stem, tokens[0])
                self.judge("clock", name, self.check_clock, tokens[0])
        if len(replies) > 64 or not replies:
            code = "timestamp.many" if replies else "timestamp.none"
            self.findings.append(Finding("timestamp", "NOT_CHECKED", "timestamps/", code, {}))

    def check_timestamp(self, stem: str, tokens: list[Token]) -> Facts:  # duty 9
        size = stem.split("/")[1].split(".")[0]
        checkpoint = self.folder.read(f"timestamps/{size}.checkpoint")
        need(f"timestamps/{size}.tlog-proof" in self.folder.names, "nothing proves the event in this checkpoint")
        token = parse_token(self.folder.read(stem + ".tsr"), checkpoint)
        tokens.append(token)
        return {"time": readable(token.time), "signer": name_text(token.signer.subject)}

    def check_authority(self, stem: str, token: Token) -> Facts:  # duty 10
        pool = list(token.certificates)
        pool += parse_pem(self.folder.read(stem + ".pem")) if stem + ".pem" in self.folder.names else []
        roots = parse_pem(read_outside(self.options.roots)) if self.options.roots else []
        for _, name in [] if roots else self.folder.matching(r"roots/([A-Za-z0-9-]+)\.pem"):
            pool += parse_pem(self.folder.read(name))
        chain, is_trusted = find_chain(token.signer, pool, roots, token.time)
        end = {"root": name_text(chain[-1].subject), "fingerprint": chain[-1].fingerprint, "count": len(chain)}
        if not self.options.roots:
            raise Unchecked("authority.roots", **end)
        need(is_trusted, "the chain ends in {root}, SHA-256 fingerprint {fingerprint}".format(**end))
        known = {BASIC_CONSTRAINTS, KEY_USAGE, EXTENDED_USAGE, KEY_ID, POLICIES}
        for certificate in chain[:-1]:
            if any(critical and name not in known for name, (critical, _) in certificate.extensions.items()):
                raise Unchecked("authority.extension", **end)
        return dict(end)

    def check_clock(self, token: Token) -> Facts:  # duty 11
        time = log_time(self.event["time"])
        need(time <= token.time + CLOCK_TOLERANCE, f"the event says {time}, the authority {token.time}")
        return {"event": self.event["time"], "time": readable(token.time)}

    def run_dkim(self) -> None:
        records: Records = {}
        for stem in entry_stems(self.folder, "dkim")[:64]:
            self.judge("dkim", stem + ".event.json", self.check_record, stem, records, code="dkim.record")
        try:
            if os.path.getsize(self.folder.path("original.eml")) > LARGEST_MAIL:
                self.findings.append(Finding("dkim", "NOT_CHECKED", "original.eml", "large", {"size": LARGEST_MAIL}))
                return
            raw = self.folder.read("original.eml", LARGEST_MAIL)
        except (Wrong, OSError):
            return  # duty 3 met the same and failed
        fields = header_fields(split_entity(raw)[0])
        signatures = [field for field in fields if field[0].lower() == b"dkim-signature"]
        for own in signatures[:16]:
            self.judge("dkim", "original.eml", self.check_signature, raw, own, fields, records)

    def check_record(self, stem: str, records: Records) -> Facts:  # duty 12
        index, event = self.entry(stem, "dkim-key")
        found = {"domain": event["domain"], "selector": event["selector"], "index": index, "time": event["time"]}
        if event["status"] != "found":
            raise Unchecked("dkim.absent", **found)
        records[event["domain"].lower(), event["selector"].lower()] = event["answer"]
        return dict(found)

    def check_signature(self, raw: bytes, own: Field, fields: list[Field], records: Records) -> Facts:
        signature = tags(own[1])
        record = records.get((signature["d"].lower(), signature["s"].lower()))
        if record is None:
            raise Unchecked("dkim.none", domain=signature["d"], selector=signature["s"])
        return check_dkim(raw, own, fields, record)

    def check_key(self) -> Facts:  # duty 13
        wanted = self.options.key
        if os.path.isfile(wanted):
            wanted = read_outside(wanted).decode("utf-8").strip()
        self.key_for(0)
        need(wanted in [key.text for _, key in self.keys], f"the folder's key is {self.keys[-1][1].text}")
        return {"key": wanted}

    def check_against(self) -> Facts:  # duty 14
        other = parse_checkpoint(read_outside(self.options.against))
        if self.main is None:
            raise Wrong("the folder's own proof is damaged")
        check_note(other.note, self.key_for(other.size))
        older, newer = sorted((other, self.main.checkpoint), key=lambda checkpoint: checkpoint.size)
        if older.size == newer.size:
            need(older.root == newer.root, "two trees of one size: the log showed two faces")
        elif older.size:
            if not self.options.consistency:
                raise Unchecked("against.none", old=older.size, new=newer.size)
            lines = read_outside(self.options.consistency).decode("ascii").split()
            need(len(lines) <= 128, "consistency proof too long")
            check_consistency(older, newer, [exact_base64(line) for line in lines])
        return {"old": older.size, "new": newer.size}


def entry_stems(folder: Folder, below: str) -> list[str]:
    """`below/<index>` for each entry kept there, in the order of the log."""
    found = folder.matching(below + r"/([0-9]+)\.(?:event\.json|tlog-proof)")
    return [f"{below}/{index}" for index in dict.fromkeys(index for index, _ in found)]


# ---------------------------------------------------------------- 7 words

LANGUAGES = ("en", "zh", "ru")
# Each sentence: its code, then English, Chinese, Russian.
SENTENCES = """\
folder.pass
  All {count} files are those that the manifest names (bookkeeping, no evidence).
  全部 {count} 个文件与清单一致（仅为登记，不是证据）。
  Все файлы ({count}) совпадают с описью (это учёт, а не доказательство).
folder.extra
  {count} files are here that are no part of the proof; do not rely on them: {names}.
  文件夹中有 {count} 个不属于本证明的文件，请勿依据它们：{names}。
  Здесь есть посторонние файлы ({count}), на них нельзя полагаться: {names}.
event.pass
  The log entry says: kept at {time} by {actor}.
  日志条目记载：{time} 由 {actor} 保存。
  Запись журнала гласит: сохранено {time}, кем: {actor}.
original.pass
  {name} is byte for byte what the log entry names ({size} bytes, SHA-256 {sha256}).
  {name} 与日志条目所指的内容逐字节一致（{size} 字节，SHA-256 {sha256}）。
  {name} байт в байт совпадает с тем, что названо в записи ({size} байт, SHA-256 {sha256}).
part.pass
  part/part.bin is part {path} of the sealed message of {count} parts: {length} bytes from byte {start} on.
  part/part.bin 是已封存邮件（共 {count} 个部分）的第 {path} 部分：从第 {start} 字节起共 {length} 字节。
  part/part.bin — часть {path} запечатанного письма (всего частей: {count}): с байта {start}, длина {length}.
attachment.pass
  {name} is what the bytes of the part say when decoded ({size} bytes, SHA-256 {sha256}).
  {name} 正是该部分解码后的内容（{size} 字节，SHA-256 {sha256}）。
  {name} — это раскодированное содержимое части ({size} байт, SHA-256 {sha256}).
inclusion.pass
  The log entry stands at place {index} in the log of {size} entries with root {root}.
  该日志条目位于共 {size} 条的日志中第 {index} 位（从 0 计），树根为 {root}。
  Запись стоит на месте {index} в журнале из {size} записей с корнем {root}.
checkpoint.pass
  The log {origin} of {size} entries is signed with its key {key}.
  日志 {origin}（共 {size} 条）由其密钥 {key} 签名。
  Журнал {origin} из {size} записей подписан его ключом {key}.
keys.pass
  Each of the {count} changes of the log's key is signed with the key before it.
  日志密钥的 {count} 次更换均由前一密钥签名。
  Каждая смена ключа журнала (всего {count}) подписана предыдущим ключом.
timestamp.pass
  {signer} states that this state of the log existed at {time}.
  {signer} 声明：日志的这一状态在 {time} 已经存在。
  {signer} свидетельствует: это состояние журнала существовало {time}.
timestamp.none
  There is no timestamp here: the time rests on the word of whoever kept the log.
  此处没有时间戳：时间仅凭日志保管者自己的说法。
  Меток времени здесь нет: время известно только со слов того, кто вёл журнал.
timestamp.many
  Only the first 64 timestamps were looked at.
  只检查了前 64 个时间戳。
  Проверены только первые 64 метки времени.
authority.pass
  The timestamp's {count} certificates lead to {root}, which you gave as trusted (SHA-256 {fingerprint}).
  时间戳的 {count} 张证书可追溯到您指定信任的 {root}（SHA-256 {fingerprint}）。
  Цепочка из {count} сертификатов ведёт к {root}, которому вы доверяете (SHA-256 {fingerprint}).
authority.roots
  The chain ends in {root}: compare its SHA-256 fingerprint {fingerprint} with the published one, or give --roots.
  证书链终止于 {root}：请将其 SHA-256 指纹 {fingerprint} 与该机构公布的核对，或使用 --roots。
  Цепочка кончается на {root}: сверьте отпечаток SHA-256 {fingerprint} с опубликованным или укажите --roots.
authority.extension
  A certificate below {root} carries a condition unknown to this program; ask 'openssl ts -verify'.
  {root} 之下的证书含有本程序不认识的条件；请改用 openssl ts -verify。
  В сертификате под {root} есть условие, неизвестное этой программе; проверьте через openssl ts -verify.
clock.pass
  The log's own clock ({event}) does not run ahead of the authority's ({time}).
  日志自身的时间（{event}）不晚于机构的时间（{time}）。
  Часы журнала ({event}) не опережают часы службы ({time}).
dkim.record
  The key record {selector} of {domain}, as the keeper's resolver gave it, is entry {index} of the log ({time}).
  {domain} 的密钥记录 {selector}（保管者当时查询所得）是日志第 {index} 条（{time}）。
  Запись ключа {selector} домена {domain}, как её получил ведущий журнал, — запись {index} журнала ({time}).
dkim.pass
  A mail server of {domain} signed this mail (key {selector}, {bits} bits) over the body and: {names}.
  {domain} 的邮件服务器对正文及以下字段签了名（密钥 {selector}，{bits} 位）：{names}。
  Почтовый сервер {domain} подписал это письмо (ключ {selector}, {bits} бит): тело и поля {names}.
dkim.none
  The mail carries a signature of {domain}, but no key record {selector} is kept here.
  邮件带有 {domain} 的签名，但此处没有保存密钥记录 {selector}。
  В письме есть подпись {domain}, но записи ключа {selector} здесь нет.
dkim.absent
  The key record {selector} of {domain} could not be had when the log asked ({time}).
  日志于 {time} 查询时，{domain} 没有密钥记录 {selector}。
  Записи ключа {selector} домена {domain} не было, когда её запросили ({time}).
dkim.revoked
  The key record says that the key was withdrawn.
  密钥记录表明该密钥已被撤回。
  Запись ключа говорит, что ключ отозван.
dkim.weak
  The signature fits, but its key of {bits} bits is too short to prove anything (RFC 8301).
  签名相符，但 {bits} 位的密钥太短，不足以证明（RFC 8301）。
  Подпись подходит, но ключ в {bits} бит слишком короток, чтобы что-то доказывать (RFC 8301).
dkim.obsolete
  The signature uses {algorithm}, which proves nothing today.
  签名使用 {algorithm}，如今已不足以证明。
  Подпись сделана способом {algorithm}, который сегодня ничего не доказывает.
dkim.length
  The signature fits, but covers only the first {length} of {size} bytes of the body.
  签名相符，但只覆盖正文 {size} 字节中的前 {length} 字节。
  Подпись подходит, но охватывает только первые {length} из {size} байт тела.
dkim.extra
  The mail has a further '{name}' line that the signature does not cover.
  邮件另有签名未覆盖的“{name}”字段。
  В письме есть ещё одно поле «{name}», которое подпись не охватывает.
key.pass
  The log's key is the one you gave: {key}.
  日志密钥即您给出的密钥：{key}。
  Ключ журнала — тот, что вы указали: {key}.
against.pass
  The log of {new} entries extends the one of {old} entries without a change.
  {new} 条的日志是 {old} 条日志的原样延续。
  Журнал из {new} записей без изменений продолжает журнал из {old} записей.
against.none
  Sizes {old} and {new} need a consistency proof; ask the keeper of the log for it and give --consistency FILE.
  比较 {old} 与 {new} 需要一致性证明；请向日志保管者索取，并使用 --consistency 文件。
  Для размеров {old} и {new} нужно доказательство согласованности; запросите его и укажите --consistency ФАЙЛ.
large
  Larger than the {size} bytes that this program takes into memory; use another tool for this step.
  超过本程序可载入的 {size} 字节；此步骤请用其他工具。
  Больше {size} байт, которые эта программа берёт в память; проверьте этот шаг другим средством.
algorithm
  An algorithm that this program does not know (OID {oid_hex}, key {key_hex}); ask 'openssl ts -verify'.
  本程序不认识的算法（OID {oid_hex}，密钥 {key_hex}）；请改用 openssl ts -verify。
  Алгоритм, неизвестный этой программе (OID {oid_hex}, ключ {key_hex}); проверьте через openssl ts -verify.
fail
  Not right ({what}): {why}.
  不成立（{what}）：{why}。
  Неверно ({what}): {why}.
title
  Tallystick proof
  Tallystick 证明
  Доказательство Tallystick
proved
  What is proved
  已证明
  Что доказано
not_proved
  What is not proved
  未证明
  Что не доказано
nothing
  Nothing: a check failed.
  无：有检查未通过。
  Ничего: одна из проверок не пройдена.
proved.original
  The file beside this program is, bit for bit, the one that entry {index} of the log {origin} names.
  本文件夹中的原件与日志 {origin} 第 {index} 条所指的文件逐位相同。
  Файл в этой папке бит в бит тот, что назван в записи {index} журнала {origin}.
proved.part
  The part here is, bit for bit, a part of the message whose parts entry {index} of the log {origin} seals.
  此处的部分与日志 {origin} 第 {index} 条所封存各部分的邮件中的一部分逐位相同。
  Эта часть бит в бит входит в письмо, части которого запечатаны записью {index} журнала {origin}.
proved.time
  It existed at {time} at the latest and is unchanged since: so states {signer}.
  它最迟在 {time} 已经存在，此后未被改动：由 {signer} 证明。
  Оно существовало не позднее {time} и с тех пор не изменено: это удостоверяет {signer}.
proved.time.if
  It existed at {time} at the latest and is unchanged since, if {signer} is an authority that you trust.
  如果您信任 {signer}，则它最迟在 {time} 已经存在，此后未被改动。
  Если вы доверяете {signer}, то оно существовало не позднее {time} и с тех пор не изменено.
proved.dkim
  A mail server of {domain} signed the mail, if the kept key record is the one that {domain} published.
  如果所存密钥记录确由 {domain} 发布，则该邮件由 {domain} 的邮件服务器签名。
  Если сохранённая запись ключа действительно опубликована {domain}, письмо подписал его почтовый сервер.
limit.1
  That what the message says is true.
  邮件所述内容属实。
  Что сказанное в письме — правда.
limit.2
  Who sat at the keyboard.
  实际由谁操作键盘。
  Кто сидел за клавиатурой.
limit.3
  That it did not exist earlier than the time stated.
  它在所述时间之前尚不存在。
  Что до указанного времени этого не существовало.
limit.4
  That nothing else exists: other messages, answers, or other versions.
  不存在其他邮件、回复或版本。
  Что нет ничего другого: иных писем, ответов или версий.
limit.5
  Whose log it is, unless you compare its key with one that you have from elsewhere.
  日志属于何人，除非您将其密钥与另行取得的密钥核对。
  Чей это журнал, если вы не сверили его ключ с полученным из другого источника.
limit.6
  That the authority's certificate was not revoked: ask the authority.
  时间戳机构的证书未被吊销：请向该机构查询。
  Что сертификат службы не был отозван: спросите саму службу.
all.PASS
  All checks passed.
  全部检查通过。
  Все проверки пройдены.
all.FAIL
  At least one check FAILED. Do not rely on this folder.
  至少有一项检查未通过（FAIL）。请勿依据本文件夹。
  По меньшей мере одна проверка не пройдена (FAIL). Не полагайтесь на эту папку.
all.NOT_CHECKED
  Nothing failed, but something was not checked (NOT_CHECKED is not PASS).
  没有未通过的检查，但有的项目未检查（NOT_CHECKED 不等于 PASS）。
  Ошибок нет, но проверено не всё (NOT_CHECKED — это не PASS).
enter
  Press Enter to close.
  按回车键关闭。
  Нажмите Enter, чтобы закрыть.
"""


def words() -> dict[str, list[str]]:
    lines = SENTENCES.splitlines()
    return {lines[at]: [line.strip() for line in lines[at + 1 : at + 4]] for at in range(0, len(lines), 4)}


WORDS = words()


def shown(value: object) -> str:
    """The value without control characters: what a folder says may not steer the reader's terminal."""
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in str(value)[:2000])


def say(code: str, language: int, values: Facts) -> str:
    return WORDS[code][language].format(**{name: shown(value) for name, value in values.items()})


def proved(findings: Sequence[Finding], language: int) -> list[str]:
    """What follows from the findings, in plain sentences."""
    if verdict(findings) == "FAIL":
        return [say("nothing", language, {})]
    passed = [finding for finding in findings if finding.verdict == "PASS"]
    values = {finding.duty: finding.values for finding in reversed(passed)}
    place = {"index": values["inclusion"]["index"], "origin": values["checkpoint"]["origin"]}
    sentences = [say("proved.part" if "part" in values else "proved.original", language, place)]
    trusted = {finding.place for finding in passed if finding.duty == "authority"}
    for finding in passed:
        if finding.duty == "timestamp":
            code = "proved.time" if finding.place in trusted else "proved.time.if"
            sentences.append(say(code, language, finding.values))
        elif finding.code == "dkim.pass":
            sentences.append(say("proved.dkim", language, finding.values))
    return list(dict.fromkeys(sentences))


def verdict(findings: Sequence[Finding]) -> str:
    found = {finding.verdict for finding in findings}
    return "FAIL" if "FAIL" in found else "NOT_CHECKED" if "NOT_CHECKED" in found else "PASS"


def as_text(findings: Sequence[Finding], folder: str, language: int) -> str:
    lines = [f"{say('title', language, {})} · verify.py {VERSION} · {shown(folder)}", ""]
    for finding in findings:
        lines.append(f"{NUMBERS[finding.duty]:2d} {finding.verdict:11} {finding.duty:10} {finding.sentence(language)}")
        if finding.place not in ("event.json", "original", "manifest.json"):
            lines[-1] += f" [{shown(finding.place)}]"
    lines += ["", say("all." + verdict(findings), language, {}), "", say("proved", language, {}) + ":"]
    lines += ["  + " + sentence for sentence in proved(findings, language)]
    lines += ["", say("not_proved", language, {}) + ":"]
    return "\n".join(lines + ["  - " + sentence for sentence in limits(language)]) + "\n"


def limits(language: int) -> list[str]:
    return [say(f"limit.{number}", language, {}) for number in range(1, 7)]


def as_json(findings: Sequence[Finding], folder: str, language: int) -> str:
    rows = [
        {
            "number": NUMBERS[finding.duty], "duty": finding.duty, "verdict": finding.verdict,
            "place": finding.place, "code": finding.code, "sentence": finding.sentence(language),
            "values": {name: shown(value) for name, value in finding.values.items()},
        }
        for finding in findings
    ]  # fmt: skip
    report = {
        "version": VERSION, "folder": folder, "verdict": verdict(findings), "findings": rows,
        "proved": proved(findings, language), "not_proved": limits(language),
    }  # fmt: skip
    return json.dumps(report, ensure_ascii=True, indent=2) + "\n"


def arguments(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Checks a Tallystick proof folder, offline.")
    here = os.path.dirname(os.path.abspath(__file__))
    parser.add_argument("folder", nargs="?", default=here, help="the proof folder (default: where this file is)")
    parser.add_argument("--roots", metavar="FILE", help="PEM file of the timestamp authorities' roots that you trust")
    parser.add_argument("--key", metavar="VKEY", help="the log's verifier key that you know, or a file that holds it")
    parser.add_argument("--against", metavar="FILE", help="a checkpoint of this log that you hold")
    parser.add_argument("--consistency", metavar="FILE", help="the proof that one checkpoint extends the other")
    parser.add_argument("--lang", choices=LANGUAGES, help="language of the sentences")
    parser.add_argument("--json", action="store_true", help="print the findings as JSON")
    options = parser.parse_args(words)
    for path in (options.roots, options.against, options.consistency):
        if path and not os.path.isfile(path):
            parser.error(f"no file {path}")
    if not os.path.isdir(options.folder):
        parser.error(f"no folder {options.folder}")
    locale = os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
    options.lang = options.lang or (locale[:2] if locale[:2] in LANGUAGES else "en")
    return options


def main(words: Sequence[str] | None = None) -> int:
    options = arguments(words)
    language = LANGUAGES.index(options.lang)
    verification = Verification(Folder(options.folder), options)
    verification.run()
    render = as_json if options.json else as_text
    report = render(verification.findings, options.folder, language)
    sys.stdout.buffer.write(report.encode(sys.stdout.encoding or "utf-8", "backslashreplace"))
    sys.stdout.flush()
    if os.name == "nt" and len(sys.argv) == 1 and sys.stdin and sys.stdin.isatty():
        input(say("enter", language, {}))  # started by a double click: the window would vanish
    return {"PASS": 0, "FAIL": 1, "NOT_CHECKED": 3}[verdict(verification.findings)]


if __name__ == "__main__":
    sys.exit(main())
