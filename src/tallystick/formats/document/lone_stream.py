"""A compound file made anew around one stream: what a library is given that loses itself in a hostile one.

Source: MS-CFB, sections 2.1 to 2.6; version 4, sectors of 4,096 bytes.
"""

from __future__ import annotations

import struct

from tallystick.errors import LimitExceeded

_SECTOR = 4096
_IN_HEADER = 109
_PER_SECTOR = _SECTOR // 4
_FREE, _END, _OF_TABLE, _NONE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
# As many sectors as the header alone can list tables for: 456 MB.
LARGEST_STREAM = (_IN_HEADER * _PER_SECTOR - _IN_HEADER - 2) * _SECTOR


def lone_stream(name: str, content: bytes) -> bytes:
    """A compound file that holds `content` under `name` and nothing else, padded with zeros to whole sectors.

    Raises LimitExceeded above `LARGEST_STREAM` bytes.
    """
    if len(content) > LARGEST_STREAM:
        raise LimitExceeded("xls, bytes of its workbook stream", LARGEST_STREAM, len(content))
    # One that is shorter than a sector would have to stand in sectors of another kind.
    sectors = max(1, -(-len(content) // _SECTOR))
    tables = next(count for count in range(1, _IN_HEADER + 1) if count * _PER_SECTOR >= sectors + 2 + count)
    # The directory, an empty stream of short ones, without which there is no root for the library, and the content.
    links = [_END, _END, *range(3, sectors + 2), _END, *[_OF_TABLE] * tables]
    links += [_FREE] * (tables * _PER_SECTOR - len(links))
    listed = [*range(sectors + 2, sectors + 2 + tables), *[_FREE] * (_IN_HEADER - tables)]
    header = struct.pack(
        "<8s16x5H6x9I", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 4, 0xFFFE, 12, 6,
        1, tables, 0, 0, _SECTOR, _END, 0, _END, 0,
    )  # fmt: skip
    directory = _entry("Root Entry", 5, 1, 1, 0) + _entry(name, 2, _NONE, 2, sectors * _SECTOR)
    blocks = (header + _numbers(listed), directory, b"\0", content or b"\0", _numbers(links))
    return b"".join(block + bytes(-len(block) % _SECTOR) for block in blocks)


def _entry(name: str, kind: int, child: int, start: int, length: int) -> bytes:
    raw = name.encode("utf-16-le") + b"\0\0"
    siblings = (_NONE, _NONE, child)
    return struct.pack("<64sHBB3I16x4x8x8xIQ", raw, len(raw), kind, 1, *siblings, start, length)


def _numbers(numbers: list[int]) -> bytes:
    return struct.pack(f"<{len(numbers)}I", *numbers)
