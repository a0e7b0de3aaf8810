"""How much of one mail is read. Every bound that is met is said as a Problem `limit-...`; the rest is still read."""

from __future__ import annotations

from dataclasses import dataclass

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds of one reading, nested messages included unless said otherwise."""

    original_bytes: int = 256 * MEBIBYTE
    """Bytes of the original that are looked at, from its beginning."""
    header_bytes: int = MEBIBYTE
    """Bytes of one entity's header that are looked at."""
    header_fields: int = 2_000
    """Fields of one entity's header."""
    field_bytes: int = 128 * 1024
    """Bytes of one field's value that are decoded; `Header.raw` is kept whole within `header_bytes`."""
    addresses: int = 5_000
    """Addresses of one field, and message ids of one field."""
    hops: int = 200
    """Received fields of one message whose time is read."""
    parts: int = 5_000
    """Entities of one original."""
    depth: int = 50
    """How deep entities stand in one another."""
    delimiters: int = 500_000
    """Lines that begin with two dashes and are compared with the open boundaries."""
    decoded_bytes: int = 512 * MEBIBYTE
    """Bytes of all content that is decoded and hashed."""
    text_bytes: int = 16 * MEBIBYTE
    """Bytes of one message's plain text that are decoded."""
    html_bytes: int = 2 * MEBIBYTE
    """Bytes of one message's HTML that are decoded."""
    problems: int = 500
    """Problems that are listed for one message."""
