"""The content of a signed file (.p7m): CMS opened within bounds. The signature itself is not checked here.

Source: RFC 5652 5.1 and 5.2; X.690 8.1 (BER, indefinite lengths too).
"""

from __future__ import annotations

import binascii
import re
from base64 import b64decode
from collections.abc import Iterator

from tallystick.errors import LimitExceeded, NotThisFormat

__all__ = ["is_signed", "signed_content"]

_SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")
_LARGEST = 64 << 20
_DEEPEST = 32
_MOST_PIECES = 1_000_000
_BASE64 = re.compile(rb"\s*(?:-----BEGIN [A-Z0-9 ]{1,30}-----)?\s*(MI[A-Za-z0-9+/=\s]{40,})(?:-----END|\Z)")


def is_signed(block: bytes) -> bool:
    """Whether the block begins as CMS signed data does, as it is or in base64."""
    return _SIGNED_DATA in _binary(block[:2048], is_cut=True)[:64]


def signed_content(original: bytes) -> bytes:
    """The bytes that were signed. Raises NotThisFormat, LimitExceeded."""
    if len(original) > _LARGEST:
        raise LimitExceeded("signed file, bytes", _LARGEST, len(original))
    block = _binary(original)
    try:
        signed = _child(block, _child(block, (0, len(block)), 0, 0x30), 1, 0xA0)
        content = _child(block, _child(block, signed, 0, 0x30), 2, 0x30)
        return b"".join(_octets(block, _child(block, content, 1, 0xA0), 0))
    except (IndexError, ValueError) as error:
        raise NotThisFormat("p7m", f"it is not CMS signed data with its content inside: {error}") from error


def _binary(block: bytes, *, is_cut: bool = False) -> bytes:
    found = _BASE64.match(block)
    if not found:
        return block
    text = b"".join(found[1].split())
    try:
        return b64decode(text[: len(text) // 4 * 4] if is_cut else text)
    except (binascii.Error, ValueError) as error:
        raise NotThisFormat("p7m", f"its base64 is damaged: {error}") from error


def _head(block: bytes, at: int, end: int) -> tuple[int, int, int]:
    """(tag, start of the content, end of the content or -1 where its length is indefinite)."""
    tag, length = block[at], block[at + 1]
    at += 2
    if tag & 0x1F == 0x1F:
        raise ValueError("a tag of many bytes")
    if length == 0x80:
        return tag, at, -1
    if length > 0x80:
        size = length & 0x7F
        if size > 4:
            raise ValueError("a length of more than four bytes")
        length = int.from_bytes(block[at : at + size], "big")
        at += size
    if at + length > end:
        raise ValueError("a length beyond the end")
    return tag, at, at + length


def _parts(block: bytes, span: tuple[int, int]) -> Iterator[tuple[int, int, int, int]]:
    """(tag, start, end, where the next begins) of each part in the span."""
    at, end = span
    while at < end and block[at : at + 2] != b"\0\0":
        tag, start, stop = _head(block, at, end)
        after = stop
        if stop < 0:
            stop = _closed(block, start, end)
            after = stop + 2
        yield tag, start, stop, after
        at = after


def _closed(block: bytes, at: int, end: int) -> int:
    """Where the content of indefinite length that begins at `at` ends: at its own two zero bytes."""
    depth = 0
    for _ in range(_MOST_PIECES):
        if at + 2 > end:
            raise ValueError("content without an end")
        if block[at : at + 2] == b"\0\0":
            if depth == 0:
                return at
            depth, at = depth - 1, at + 2
            continue
        _tag, start, stop = _head(block, at, end)
        depth, at = (depth + 1, start) if stop < 0 else (depth, stop)
        if depth > _DEEPEST:
            raise ValueError("nested too deep")
    raise ValueError("too many parts")


def _child(block: bytes, span: tuple[int, int], number: int, tag: int) -> tuple[int, int]:
    for at, (found, start, stop, _after) in enumerate(_parts(block, span)):
        if at == number:
            if found != tag:
                raise ValueError(f"tag {found:#x} where {tag:#x} belongs")
            return start, stop
    raise ValueError("a part is missing")


def _octets(block: bytes, span: tuple[int, int], depth: int) -> Iterator[bytes]:
    """The octet string in the span, in one piece or in several."""
    if depth > _DEEPEST:
        raise ValueError("nested too deep")
    for tag, start, stop, _after in _parts(block, span):
        if tag == 0x04:
            yield block[start:stop]
        elif tag == 0x24:
            yield from _octets(block, (start, stop), depth + 1)
        else:
            raise ValueError(f"tag {tag:#x} where content belongs")
