"""Good inputs that fuzzing begins with, made here."""

from __future__ import annotations

import gzip
import io
import plistlib
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "formats"
LARGEST = 1 << 16
MAIL = b"""Received: from mx.example.org ([192.0.2.1]) by in.example.com; Mon, 1 Jan 2024 10:00:00 +0800
From: =?utf-8?B?5byg5LiJ?= <zhang@example.org>
To: "Bob B." <bob@example.com>, carol@example.com
Subject: =?gb2312?Q?=BA=CF=CD=AC?= late delivery
Date: Mon, 01 Jan 2024 10:00:00 +0800
Message-ID: <1@example.org>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="b"

--b
Content-Type: text/plain; charset=gb18030
Content-Transfer-Encoding: quoted-printable

=BA=CF=CD=AC
--b
Content-Type: text/html; charset=koi8-r

<p>\xd0\xd2\xc9</p>
--b
Content-Type: application/pdf; name*=utf-8''%D0%B0.pdf
Content-Transfer-Encoding: base64
Content-Disposition: attachment; filename="a.pdf"

JVBERi0xLjc=
--b
Content-Type: message/rfc822

Subject: inner

text
--b--
"""
FROM = b"From a@example.org Mon Jan  1 10:00:00 2024\n"
SIGNED = b"""DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed; d=football.example.com;
 i=@football.example.com; q=dns/txt; s=brisbane; t=1528637909; h=from : to : subject : date;
 bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;
 b=/gCrinpcQOoIfuHNQIbq4pgh9kyIK3AQUdt9OdqQehSwhEIug4D11BusFa3bT3FY5OsU7ZbnKELq+eXdp1Q1Dw==
From: Joe SixPack <joe@football.example.com>
To: Suzie Q <suzie@shopping.example.net>
Subject: Is dinner ready?
Date: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)

Hi.
"""
HELLO_RTF = bytes.fromhex(
    "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0"
)


def seeds(name: str) -> list[bytes]:
    """The good inputs of a target."""
    made: dict[str, Callable[[], list[bytes]]] = {
        "sniff": _containers,
        "mbox": _mboxes,
        "emlx": _emlx,
        "recipe": _recipes,
        "zip": _zips,
        "gzip": _gzips,
        "tnef": _tnef,
        "rtf": lambda: [HELLO_RTF, rb"\ansicpg936{\fonttbl{\f1\fcharset204 A;}}\f1 \'cf\u1055?\par{\*\x y}}"],
        "mail": lambda: [MAIL, SIGNED],
        "dkim": lambda: [SIGNED],
        "key-record": lambda: [b"v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="],
        "note": _notes,
        "checkpoint": _notes,
        "vkey": _vkeys,
        "proof": _proofs,
        "tile": lambda: [b"tile/0/x001/067.p/2\n" + bytes(64), b"tile/entries/000\n" + bytes(8192)],
        "bundle": lambda: [b"\0\3abc\0\1x"],
        "timestamp-request": _requests,
        "timestamp": lambda: [bytes.fromhex("30053003020100"), bytes.fromhex("30053003020102")],
        "token": lambda: [bytes.fromhex("300f06092a864886f70d010702a0023000")],
    }
    return _fixtures(name.removeprefix("format-")) if name.startswith("format-") else made[name]()


def _fixtures(name: str) -> list[bytes]:
    """The golden files of a format; those of another that only shares its carrier are no seeds."""
    files = sorted((GOLDEN / name).iterdir())
    return [path.read_bytes() for path in files if not path.name.startswith("not-") and path.stat().st_size < LARGEST]


def _mboxes() -> list[bytes]:
    counted = FROM + b"Subject: x\nContent-Length: 5\n\ntext\n\n"
    plain = FROM + MAIL + b"\n" + FROM + b"A: b\n\n>From x\n>>From y\n"
    return [
        plain,
        counted * 3,
        plain.replace(b"\n", b"\r\n"),
        b"From 12@xxx\nX-GM-THRID: 1\n\nx\n",
        b"\xef\xbb\xbfFrom -\nA: b\n",
    ]


def _emlx() -> list[bytes]:
    return [b"%d\n" % len(MAIL) + MAIL + plistlib.dumps({"flags": 8590195713, "date-received": 1700000000, "a": "b"})]


def _recipes() -> list[bytes]:
    from tallystick.formats.mail.recipe import Kept, Literal, Whole, write

    return [b"".join(write([Literal(b"From -\n"), Kept("0" * 64, 5), Whole("1" * 64, 12)]))]


def _zips() -> list[bytes]:
    found = []
    for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", method) as archive:
            archive.writestr("a/1.eml", MAIL)
            archive.writestr("../合同.txt", b"x" * 2000)
            archive.writestr("d/", b"")
        found.append(file.getvalue())
    return found


def _gzips() -> list[bytes]:
    return [gzip.compress(MAIL, mtime=0), gzip.compress(b"a", mtime=0) + gzip.compress(b"b", mtime=0) + bytes(9)]


def _containers() -> list[bytes]:
    return [MAIL, *_mboxes()[:1], *_emlx(), *_zips()[:1], *_gzips()[:1]]


def _tnef() -> list[bytes]:
    def attribute(level: int, ident: int, value: bytes) -> bytes:
        return struct.pack("<BII", level, ident, len(value)) + value + struct.pack("<H", sum(value) & 0xFFFF)

    def prop(kind: int, ident: int, value: bytes) -> bytes:
        return struct.pack("<HHII", kind, ident, 1, len(value)) + value + bytes(-len(value) % 4)

    message = struct.pack("<I", 2) + prop(0x1F, 0x37, "合同\0".encode("utf-16-le")) + prop(0x102, 0x1009, HELLO_RTF)
    attachment = struct.pack("<I", 1) + prop(0x1E, 0x3707, b"long name.pdf\0")
    attributes = (
        attribute(1, 0x89006, struct.pack("<I", 0x10000)),
        attribute(1, 0x69007, struct.pack("<II", 1251, 0)),
        attribute(1, 0x69003, message),
        attribute(2, 0x69002, bytes(14)),
        attribute(2, 0x6800F, b"%PDF"),
        attribute(2, 0x69005, attachment),
    )
    return [struct.pack("<IH", 0x223E9F78, 1) + b"".join(attributes)]


def _notes() -> list[bytes]:
    from tallystick.seal.checkpoint import Checkpoint
    from tallystick.seal.note import SignerKey, sign

    key = SignerKey("tally.example/log", bytes(32))
    return [sign(Checkpoint("tally.example/log", 3, bytes(32)).text, [key]).encode()]


def _vkeys() -> list[bytes]:
    from tallystick.seal.note import SignerKey

    return [str(SignerKey("tally.example/log", bytes(32)).verifier).encode()]


def _proofs() -> list[bytes]:
    from tallystick.seal.proof import TlogProof

    return [TlogProof(1, (bytes(32), bytes(32)), _notes()[0], b"extra").encode()]


def _requests() -> list[bytes]:
    from tallystick.seal.timestamp import request

    return [request(b"stamped", 1)]
