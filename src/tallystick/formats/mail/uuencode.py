"""Uuencoded files: inside a text, or as a whole body. Source: POSIX.1-2017, uuencode."""

from __future__ import annotations

import binascii
import re
from dataclasses import dataclass

_BEGIN = re.compile(rb"^begin(?:-base64)? [0-7]{3,4} ([^\r\n]{1,255})\r?\n", re.MULTILINE)
_END = re.compile(rb"^end[ \t]*\r?$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Block:
    """One file: the span of its lines in the text, `begin` and `end` included, its name as written, its content."""

    start: int
    end: int
    name: bytes
    content: bytes
    is_damaged: bool


def blocks(text: bytes) -> list[Block]:
    """Every uuencoded file that stands in `text`, in order; at most 100."""
    found: list[Block] = []
    begin = _BEGIN.search(text)
    while begin is not None and len(found) < 100:
        closing = _END.search(text, begin.end())
        content_end = closing.start() if closing else len(text)
        content, is_damaged = _decoded(text[begin.end() : content_end])
        if content or closing:
            end = closing.end() if closing else content_end
            found.append(Block(begin.start(), end, begin[1], content, is_damaged or closing is None))
        if closing is None:
            break
        begin = _BEGIN.search(text, closing.end())
    return found


def _decoded(lines: bytes) -> tuple[bytes, bool]:
    pieces: list[bytes] = []
    is_damaged = False
    for line in lines.splitlines():
        if not line or line == b"`":
            continue
        # Some encoders write a wrong length or trailing characters: the first character says what counts.
        needed = (((line[0] - 32) & 63) * 4 + 5) // 3
        for candidate in (line, line[:needed]):
            try:
                pieces.append(binascii.a2b_uu(candidate))
            except binascii.Error:
                is_damaged = True
            else:
                break
    return b"".join(pieces), is_damaged
