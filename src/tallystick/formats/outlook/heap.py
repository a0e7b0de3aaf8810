"""Properties and tables as a PST lays them out in its blocks. Source: MS-PST 2.3."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from tallystick.errors import NotThisFormat
from tallystick.formats.outlook.block import Blocks, Subnode

_HEAP, _TREE, _PROPERTIES, _TABLE = 0xEC, 0xB5, 0xBC, 0x7C
_MOST_RECORDS = 100_000
_DEEPEST = 8
_SHORT = frozenset((0x0002, 0x0003, 0x0004, 0x000A, 0x000B, 0x0001))

Cell = tuple[int, int, bytes]
"""A property's id, its type and its bytes."""


class Heap:
    """The heap that a node's data is, with the node's subnodes for what was too large. Raises NotThisFormat."""

    def __init__(self, blocks: Blocks, node: Subnode) -> None:
        self._blocks = blocks
        self._pieces = blocks.pieces(node.data)
        self.subnodes = blocks.subnodes(node.inner)
        if not self._pieces or len(self._pieces[0]) < 12 or self._pieces[0][2] != _HEAP:
            raise NotThisFormat("pst", "a node's data is no heap")
        self._kind = self._pieces[0][3]
        self._root = int.from_bytes(self._pieces[0][4:8], "little")

    def properties(self) -> Iterator[Cell]:
        """The properties of an object."""
        if self._kind != _PROPERTIES:
            raise NotThisFormat("pst", "a node has no properties")
        for record in self._records(self._root, 2, 6):
            ident, kind, reference = struct.unpack("<HHI", record)
            yield ident, kind, record[4:8] if kind in _SHORT else self._value(reference)

    def rows(self) -> Iterator[list[Cell]]:
        """The rows of a table, in the order of their ids."""
        info = self._item(self._root)
        if self._kind != _TABLE or len(info) < 22 or info[0] != _TABLE:
            raise NotThisFormat("pst", "a node is no table")
        ends = struct.unpack_from("<4H", info, 2)
        index, matrix = struct.unpack_from("<II", info, 10)
        columns = [
            struct.unpack_from("<HHHBB", info, 22 + 8 * number) for number in range(min(info[1], len(info[22:]) // 8))
        ]
        pieces = self._stored(matrix)
        a_piece = len(pieces[0]) // ends[3] if pieces and ends[3] else 0
        for record in self._records(index, 4, 4, 2):
            number = int.from_bytes(record[4:], "little")
            if not a_piece or number // a_piece >= len(pieces):
                raise NotThisFormat("pst", "a table lists a row that it has not")
            row = pieces[number // a_piece][number % a_piece * ends[3] :][: ends[3]]
            yield [self._cell(row, ends[2], *column) for column in columns if _has(row, ends[2], column[4])]

    def _cell(self, row: bytes, _bits: int, kind: int, ident: int, place: int, size: int, _bit: int) -> Cell:
        content = row[place : place + size]
        is_inside = kind in _SHORT or (size == 8 and kind in (0x0005, 0x0014, 0x0040))
        return ident, kind, content if is_inside else self._value(int.from_bytes(content[:4], "little"))

    def _value(self, reference: int) -> bytes:
        return b"".join(self._stored(reference))

    def _stored(self, reference: int) -> list[bytes]:
        """What a reference into the heap or to a subnode stands for, in pieces."""
        if reference == 0:
            return []
        if reference & 0x1F == 0:
            return [self._item(reference)]
        if reference not in self.subnodes:
            raise NotThisFormat("pst", f"subnode {reference:#x} is not there")
        return self._blocks.pieces(self.subnodes[reference].data)

    def _item(self, reference: int) -> bytes:
        piece, number = reference >> 16, reference >> 5 & 0x7FF
        if piece >= len(self._pieces) or number == 0:
            raise NotThisFormat("pst", f"{reference:#x} is not in the heap")
        block = self._pieces[piece]
        at = int.from_bytes(block[:2], "little")
        count = int.from_bytes(block[at : at + 2], "little")
        if number > count or at + 4 + 2 * (number + 1) > len(block):
            raise NotThisFormat("pst", f"{reference:#x} is not in the heap")
        start, end = struct.unpack_from("<HH", block, at + 2 + 2 * number)
        return block[start:end]

    def _records(self, root: int, key: int, *sizes: int) -> Iterator[bytes]:
        """The records of a B-tree in the heap, in order of their keys."""
        header = self._item(root)
        if len(header) < 8 or header[0] != _TREE or header[1] != key or header[2] not in sizes or header[3] > _DEEPEST:
            raise NotThisFormat("pst", "a B-tree in a heap has no such records")
        pending = [(int.from_bytes(header[4:8], "little"), header[3])]
        left = _MOST_RECORDS
        while pending:
            reference, level = pending.pop()
            content = self._item(reference) if reference else b""
            width = key + (4 if level else header[2])
            records = [content[at : at + width] for at in range(0, len(content) - width + 1, width)]
            left -= len(records) + 1
            if left < 0:
                raise NotThisFormat("pst", f"a B-tree in a heap has more than {_MOST_RECORDS} records")
            if level == 0:
                yield from records
            else:
                pending += [(int.from_bytes(record[key:], "little"), level - 1) for record in reversed(records)]


def _has(row: bytes, bits: int, bit: int) -> bool:
    """Whether a row has the cell; the bits stand behind the cells."""
    return bits + bit // 8 < len(row) and bool(row[bits + bit // 8] >> (7 - bit % 8) & 1)
