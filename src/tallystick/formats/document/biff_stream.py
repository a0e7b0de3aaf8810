"""The stream of an old binary workbook (xls): how large its sheets are, and the stream as a library may be given it.

Source: MS-XLS 2.1.7, 2.4 and 2.5.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from tallystick.formats.document.sheet_extent import Extent

_HEAD = struct.Struct("<HH")
# Cell records: the row stands in the first two bytes, the column in the next two.
_CELLS = frozenset((0x0006, 0x00D6, 0x00FD, 0x0201, 0x0203, 0x0204, 0x0205, 0x027E, 0x00BD, 0x00BE, 0x0002, 0x0003,
                    0x0004, 0x0005, 0x0206, 0x0406))  # fmt: skip
_OF_SEVERAL = frozenset((0x00BD, 0x00BE))
_FORMULAS = frozenset((0x0006, 0x0206, 0x0406))
_SHEET, _END, _STRINGS, _DIMENSIONS = 0x0085, 0x000A, 0x00FC, 0x0200
_UNKNOWN = 0xFFFF
MOST_SHEETS = 1_000


def read_stream(stream: bytes) -> tuple[bytes, list[Extent]]:
    """The stream without the sizes that it only claims, for which a library would reserve memory, and the extents of
    its sheets, at most 1,000, each walked from where the workbook says that it begins."""
    tamed = bytearray(stream)
    starts = []
    for kind, at, length in _records(stream, 0):
        if kind == _SHEET and length >= 4:
            starts.append(int.from_bytes(stream[at : at + 4], "little"))
        elif kind == _STRINGS and length >= 8:
            # No more strings than bytes.
            claimed = int.from_bytes(stream[at + 4 : at + 8], "little")
            tamed[at + 4 : at + 8] = min(claimed, len(stream)).to_bytes(4, "little")
    extents = [_extent(stream, tamed, start) for start in starts[:MOST_SHEETS]]
    return bytes(tamed), extents


def _extent(stream: bytes, tamed: bytearray, start: int) -> Extent:
    """The extent of the sheet at `start`; in `tamed`, its stated dimensions are made a record that nobody knows."""
    extent = Extent()
    for kind, at, length in _records(stream, start):
        if kind in _CELLS and length >= 4:
            row, column = _HEAD.unpack_from(stream, at)
            extent.meet(row, column)
            if kind in _OF_SEVERAL and length >= 6:
                extent.meet(row, int.from_bytes(stream[at + length - 2 : at + length], "little"))
            extent.formulas += kind in _FORMULAS
        elif kind == _DIMENSIONS:
            tamed[at - 4 : at - 2] = _UNKNOWN.to_bytes(2, "little")
    return extent


def _records(stream: bytes, at: int) -> Iterator[tuple[int, int, int]]:
    """The kind, the place of the body and its length, of each whole record up to the end of its part."""
    while at + 4 <= len(stream):
        kind, length = _HEAD.unpack_from(stream, at)
        if kind == _END or at + 4 + length > len(stream):
            return
        yield kind, at + 4, length
        at += 4 + length
