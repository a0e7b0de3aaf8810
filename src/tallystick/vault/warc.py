"""Records of a pack: WARC 1.1 headers that follow byte for byte from a log entry (docs/format.md section 4)."""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass

RECORD_END = b"\r\n\r\n"
SEED_BYTES = 32
_SEED = re.compile(rb"\r\nTallystick-Seed: ([0-9a-f]{64})\r\n\r\n\Z")


@dataclass(frozen=True, slots=True)
class RecordFacts:
    """What a record's header is made from, besides its seed. `sha256` is hex, `nonce` 32 hex digits."""

    time: str
    sha256: str
    size: int
    media_type: str
    nonce: str


def record_header(facts: RecordFacts, seed: bytes) -> bytes:
    """The header block of an original's record, blank line included. `seed` is 32 bytes."""
    return (
        "WARC/1.1\r\n"
        "WARC-Type: resource\r\n"
        f"WARC-Record-ID: <urn:uuid:{record_uuid(facts.nonce)}>\r\n"
        f"WARC-Date: {facts.time}\r\n"
        f"WARC-Target-URI: urn:sha256:{facts.sha256}\r\n"
        f"WARC-Block-Digest: sha256:{facts.sha256}\r\n"
        f"Content-Type: {facts.media_type}\r\n"
        f"Content-Length: {facts.size}\r\n"
        f"Tallystick-Seed: {seed.hex()}\r\n"
        "\r\n"
    ).encode("ascii")


def warcinfo_record(pack: str, time: str, nonce: str, software: str) -> bytes:
    """The whole first record of a pack, from the facts of its `pack` entry."""
    block = f"software: {software}\r\nformat: WARC File Format 1.1\r\n".encode("ascii")
    header = (
        "WARC/1.1\r\n"
        "WARC-Type: warcinfo\r\n"
        f"WARC-Record-ID: <urn:uuid:{record_uuid(nonce)}>\r\n"
        f"WARC-Date: {time}\r\n"
        f"WARC-Filename: {pack.rpartition('/')[2]}\r\n"
        "Content-Type: application/warc-fields\r\n"
        f"Content-Length: {len(block)}\r\n"
        "\r\n"
    ).encode("ascii")
    return header + block + RECORD_END


def record_uuid(nonce: str) -> str:
    """The nonce (32 hex digits) with version 8 and variant bits set. Source: RFC 9562 5.8."""
    digits = f"{nonce[:12]}8{nonce[13:16]}{int(nonce[16], 16) & 3 | 8:x}{nonce[17:]}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def seed_of(header: bytes) -> bytes | None:
    """The 32-byte seed that a record header ends with, or None where it does not."""
    found = _SEED.search(header)
    return bytes.fromhex(found.group(1).decode("ascii")) if found else None


def is_seed(seed: bytes, commitment: str) -> bool:
    """Whether `seed` is the one that an entry committed to (SHA-256, hex)."""
    return hmac.compare_digest(hashlib.sha256(seed).hexdigest(), commitment)
