"""Signed notes: a text and the lines of those who signed it. Source: C2SP signed-note (Go's sumdb/note)."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from tallystick.errors import MalformedNote
from tallystick.model.check import Check

ED25519 = 0x01
COSIGNATURE_V1 = 0x04
LARGEST_NOTE = 1_000_000
MOST_SIGNATURES = 100
_PREFIX = "\u2014 "
_KEY_ID = re.compile("[0-9a-f]{8}")
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f]")


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A public key: its name, the algorithm (`ED25519` or `COSIGNATURE_V1`) and 32 bytes of Ed25519 public key."""

    name: str
    public_key: bytes
    algorithm: int = ED25519

    def __post_init__(self) -> None:
        _refuse_key(self.name, self.algorithm, self.public_key)

    @property
    def key_id(self) -> bytes:
        """4 bytes that tell this key from others of the same name."""
        return sha256(b"%s\n%c%s" % (self.name.encode(), self.algorithm, self.public_key)).digest()[:4]

    def __str__(self) -> str:
        """The vkey: name, key id and key, joined by `+`."""
        return f"{self.name}+{self.key_id.hex()}+{encode_base64(bytes([self.algorithm]) + self.public_key)}"

    def verifies(self, signature: bytes, message: bytes) -> bool:
        """Whether `signature` (64 bytes of Ed25519) is this key's over `message`. Source: RFC 8032."""
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

        try:
            Ed25519PublicKey.from_public_bytes(self.public_key).verify(signature, message)
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True, slots=True)
class SignerKey:
    """A private key: its name, the algorithm and 32 bytes of Ed25519 seed, which no message ever shows."""

    name: str
    seed: bytes = field(repr=False)
    algorithm: int = ED25519

    def __post_init__(self) -> None:
        _refuse_key(self.name, self.algorithm, self.seed)

    @property
    def verifier(self) -> VerifierKey:
        """The public half of this key."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        public = Ed25519PrivateKey.from_private_bytes(self.seed).public_key()
        return VerifierKey(self.name, public.public_bytes_raw(), self.algorithm)

    def encode(self) -> str:
        """The skey, as Go's note package writes it. It is secret."""
        key = encode_base64(bytes([self.algorithm]) + self.seed)
        return f"PRIVATE+KEY+{self.name}+{self.verifier.key_id.hex()}+{key}"

    def sign_bytes(self, message: bytes) -> bytes:
        """64 bytes of Ed25519 signature over `message`. Source: RFC 8032."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return Ed25519PrivateKey.from_private_bytes(self.seed).sign(message)


@dataclass(frozen=True, slots=True)
class NoteSignature:
    """One signature line: the key's name, its 4 bytes of id, and the signature's own bytes."""

    name: str
    key_id: bytes
    signature: bytes

    def is_by(self, key: VerifierKey) -> bool:
        """Whether the line claims to be of this key: name and id agree. It is not yet verified."""
        return self.name == key.name and self.key_id == key.key_id

    def __str__(self) -> str:
        return f"{_PREFIX}{self.name} {encode_base64(self.key_id + self.signature)}\n"


@dataclass(frozen=True, slots=True)
class Note:
    """A text, which ends in a newline, and its signatures, of which none is verified by being here."""

    text: str
    signatures: tuple[NoteSignature, ...]

    def __post_init__(self) -> None:
        why = _text_problem(self.text)
        if why:
            raise ValueError(why)

    def encode(self) -> bytes:
        """The note as a file."""
        return (self.text + "\n" + "".join(map(str, self.signatures))).encode()


def parse_vkey(text: str) -> VerifierKey:
    """The public key that a vkey holds. Raises MalformedNote unless it is its exact form and its id is its own."""
    name, algorithm, key = _parse_key(text, "verifier key")
    verifier = VerifierKey(name, key, algorithm)
    if str(verifier) != text:
        raise MalformedNote(f"verifier key of {name}: the key id is not that of the key")
    return verifier


def parse_skey(text: str) -> SignerKey:
    """The private key that an skey holds. Raises MalformedNote, which does not show it, unless it is its exact form."""
    prefix = "PRIVATE+KEY+"
    if not text.startswith(prefix):
        raise MalformedNote("signing key: it does not begin with PRIVATE+KEY+")
    name, algorithm, seed = _parse_key(text.removeprefix(prefix), "signing key")
    signer = SignerKey(name, seed, algorithm)
    if signer.encode() != text:
        raise MalformedNote(f"signing key of {name}: the key id is not that of the key")
    return signer


def parse(raw: bytes) -> Note:
    """The note in `raw`. Raises MalformedNote unless it is in the exact form that `Note.encode` gives."""
    if len(raw) > LARGEST_NOTE:
        raise MalformedNote(f"expected at most {LARGEST_NOTE} bytes, got {len(raw)}")
    try:
        whole = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise MalformedNote(f"not UTF-8 at byte {error.start}") from error
    text, separator, lines = whole.rpartition("\n\n")
    text += "\n"
    if not separator or not lines.endswith("\n"):
        raise MalformedNote("no blank line with signature lines behind it")
    why = _text_problem(text)
    if why:
        raise MalformedNote(why)
    signature_lines = lines[:-1].split("\n")
    if len(signature_lines) > MOST_SIGNATURES:
        raise MalformedNote(f"expected at most {MOST_SIGNATURES} signatures, got {len(signature_lines)}")
    return Note(text, tuple(map(_parse_signature, signature_lines)))


def sign(text: str, keys: Iterable[SignerKey]) -> Note:
    """The note with one signature of each key, in this order.

    Raises ValueError where the text cannot be a note's or a key is for cosignatures.
    """
    signatures = []
    for key in keys:
        _require_ed25519(key.algorithm)
        signatures.append(NoteSignature(key.name, key.verifier.key_id, key.sign_bytes(text.encode())))
    return Note(text, tuple(signatures))


def verify(note: Note, keys: Sequence[VerifierKey], place: str = "") -> Check:
    """Whether one of these keys signed the note, and none of their signatures is wrong. Others' are ignored.

    Raises ValueError for a key for cosignatures. Source: C2SP signed-note, Signatures.
    """
    good = []
    for key in keys:
        _require_ed25519(key.algorithm)
        for line in note.signatures:
            if not line.is_by(key):
                continue
            if not key.verifies(line.signature, note.text.encode()):
                return Check.failed("signature", f"the signature of {key.name} is wrong", place, key=str(key))
            good.append(str(key))
    if not good:
        names = ", ".join(f"{line.name}+{line.key_id.hex()}" for line in note.signatures)
        wanted = ", ".join(map(str, keys)) or "no key"
        return Check.failed("signature", "no key that was asked for signed it", place, expected=wanted, got=names)
    return Check.passed("signature", f"signed by {keys[0].name}", place, key=", ".join(good))


def unknown_signatures(note: Note, keys: Sequence[VerifierKey]) -> tuple[NoteSignature, ...]:
    """The signatures of a note that are of none of these keys: neither verified nor held against it."""
    return tuple(line for line in note.signatures if not any(line.is_by(key) for key in keys))


def encode_base64(raw: bytes) -> str:
    """Base64 with padding. Source: RFC 4648 4."""
    return base64.b64encode(raw).decode("ascii")


def decode_base64(text: str) -> bytes:
    """The bytes whose one base64 form is `text`. Raises ValueError for every other form."""
    try:
        raw = base64.b64decode(text.encode("ascii"), validate=True)
    except (UnicodeEncodeError, binascii.Error) as error:
        raise ValueError("not base64") from error
    if encode_base64(raw) != text:
        raise ValueError("not the canonical base64 of its bytes")
    return raw


def _parse_key(text: str, what: str) -> tuple[str, int, bytes]:
    name, _, rest = text.partition("+")
    key_id, _, encoded = rest.partition("+")
    if not _is_name(name) or not _KEY_ID.fullmatch(key_id):
        raise MalformedNote(f"{what}: expected <name>+<8 hex digits>+<base64>")
    try:
        raw = decode_base64(encoded)
    except ValueError:
        raise MalformedNote(f"{what} of {name}: the key is not base64") from None
    if len(raw) != 33 or raw[0] not in (ED25519, COSIGNATURE_V1):
        raise MalformedNote(f"{what} of {name}: not an Ed25519 key")
    return name, raw[0], raw[1:]


def _parse_signature(line: str) -> NoteSignature:
    name, space, encoded = line.removeprefix(_PREFIX).partition(" ")
    if not line.startswith(_PREFIX) or not space or not _is_name(name):
        raise MalformedNote("a signature line is not <em dash> <name> <base64>")
    try:
        raw = decode_base64(encoded)
    except ValueError as error:
        raise MalformedNote(f"the signature of {name} is {error}") from error
    if len(raw) < 5:
        raise MalformedNote(f"the signature of {name} has {len(raw)} bytes, less than a key id and a signature")
    return NoteSignature(name, raw[:4], raw[4:])


def _is_name(name: str) -> bool:
    return bool(name) and "+" not in name and not any(map(str.isspace, name)) and not _CONTROL.search(name)


def _text_problem(text: str) -> str:
    if not text.endswith("\n"):
        return "the text does not end in a newline"
    if _CONTROL.search(text):
        return "a control character is in it"
    return ""


def _refuse_key(name: str, algorithm: int, key: bytes) -> None:
    if not _is_name(name):
        raise ValueError("a key's name is not empty and has no space, control character or plus")
    if algorithm not in (ED25519, COSIGNATURE_V1) or len(key) != 32:
        raise ValueError("a key has algorithm 1 or 4 and 32 bytes")


def _require_ed25519(algorithm: int) -> None:
    if algorithm != ED25519:
        raise ValueError("a key for cosignatures does not sign notes")
