"""Records of a pack."""

from __future__ import annotations

import hashlib
import uuid

import pytest

from tallystick.vault.warc import RecordFacts, is_seed, record_header, record_uuid, seed_of, warcinfo_record

FACTS = RecordFacts("2026-01-01T00:00:00.000000Z", "ab" * 32, 12, "message/rfc822", "0123456789abcdef0123456789abcdef")


def test_header_is_what_the_format_says() -> None:
    """The header is byte for byte that of docs/format.md section 4, and the same each time."""
    made = record_header(FACTS, bytes(range(32)))
    assert made == record_header(FACTS, bytes(range(32)))
    assert made == (
        b"WARC/1.1\r\nWARC-Type: resource\r\nWARC-Record-ID: <urn:uuid:01234567-89ab-8def-8123-456789abcdef>\r\n"
        b"WARC-Date: 2026-01-01T00:00:00.000000Z\r\nWARC-Target-URI: urn:sha256:" + b"ab" * 32 + b"\r\n"
        b"WARC-Block-Digest: sha256:" + b"ab" * 32 + b"\r\n"
        b"Content-Type: message/rfc822\r\nContent-Length: 12\r\n"
        b"Tallystick-Seed: 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\r\n\r\n"
    )


@pytest.mark.parametrize("nonce", ["0" * 32, "f" * 32, "0123456789abcdef" * 2])
def test_uuid(nonce: str) -> None:
    """A record's id is an RFC 9562 UUID of version 8 that keeps the nonce's other bits."""
    made = uuid.UUID(record_uuid(nonce))
    assert (made.version, made.variant) == (8, uuid.RFC_4122)
    mask = ~((0xF << 76) | (0x3 << 62))
    assert made.int & mask == int(nonce, 16) & mask


def test_seed() -> None:
    """The seed is read back from the header alone, and is bound by its hash."""
    seed = bytes(range(32))
    header = record_header(FACTS, seed)
    assert seed_of(header) == seed
    assert seed_of(header + b"x") is None
    assert seed_of(b"") is None
    assert is_seed(seed, hashlib.sha256(seed).hexdigest())
    assert not is_seed(bytes(32), hashlib.sha256(seed).hexdigest())


def test_first_record() -> None:
    """The first record of a pack names the pack and the program, and says its length."""
    made = warcinfo_record("2026/20260101T000000Z-0.warc.gz", FACTS.time, FACTS.nonce, "tallystick 1")
    header, block = made.split(b"\r\n\r\n", 1)
    assert b"\r\nWARC-Filename: 20260101T000000Z-0.warc.gz\r\n" in header
    assert block == b"software: tallystick 1\r\nformat: WARC File Format 1.1\r\n\r\n\r\n"
    assert header.endswith(b"Content-Length: %d" % (len(block) - 4))
