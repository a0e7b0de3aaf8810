"""How large the sheets of a workbook are, found before they are laid out: a sheet of two cells can claim 17 billion.

Sources: ECMA-376 part 1, 18.3; MS-XLSB 2.1.7.62. Of the old binary workbooks: `biff_stream`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from typing import Any

from lxml import etree

_REFERENCE = re.compile(r"([A-Za-z]{1,3})(\d{1,7})")
_BUNDLE_OF_SHEET = 156
_RECORD_BYTES = 2_048


@dataclass(slots=True)
class Extent:
    """The rectangle that the cells with content span, how many formulas there are and how many rows are hidden; for
    xlsx alone, how many cells hold an error instead of a value."""

    top: int = 1 << 30
    left: int = 1 << 30
    bottom: int = -1
    right: int = -1
    formulas: int = 0
    hidden_rows: int = 0
    errors: int = 0

    def meet(self, row: int, column: int) -> None:
        # Asked for every cell: comparing is three times as fast as min and max.
        if row > self.bottom:
            self.bottom = row
        if row < self.top:
            self.top = row
        if column > self.right:
            self.right = column
        if column < self.left:
            self.left = column

    @property
    def area(self) -> int:
        """Cells of the rectangle; 0 where there are none."""
        return 0 if self.bottom < 0 else (self.bottom - self.top + 1) * (self.right - self.left + 1)


def extent_of_xml(content: bytes) -> Extent:
    """The extent of a worksheet part of an xlsx. Damage ends it where it stands."""
    cells = _Cells()
    target: Any = cells
    parser = etree.XMLParser(target=target, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    with suppress(etree.XMLSyntaxError, ValueError):
        etree.fromstring(content, parser)
    return cells.extent


class _Cells:
    """Takes the elements of a worksheet one after the other; no tree is made of them."""

    def __init__(self) -> None:
        self.extent = Extent()
        self._row = -1
        self._column = -1

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        name = tag[tag.find("}") + 1 :]
        if name == "v":
            return
        if name == "c":
            found = _REFERENCE.fullmatch(attributes.get("r", ""))
            if found:
                self._row, self._column = int(found[2]) - 1, _column(found[1])
            else:
                self._row, self._column = max(self._row, 0), self._column + 1
            self.extent.meet(self._row, self._column)
            self.extent.errors += attributes.get("t") == "e"
        elif name == "row":
            self._row, self._column = _number(attributes.get("r"), self._row + 2) - 1, -1
            self.extent.hidden_rows += attributes.get("hidden") in ("1", "true")
        elif name == "f":
            self.extent.formulas += 1

    def close(self) -> None:
        """The parser asks for a result; it is in `extent`."""


def extent_of_xlsb(content: bytes) -> Extent:
    """The extent of a worksheet part of an xlsb."""
    extent = Extent()
    row = 0
    for kind, record in _xlsb_records(content):
        if kind == 0 and len(record) >= 4:
            row = int.from_bytes(record[:4], "little")
        elif 1 <= kind <= 11 and len(record) >= 4:
            extent.meet(row, int.from_bytes(record[:4], "little"))
            extent.formulas += kind >= 8
    return extent


def sheets_of_xlsb(content: bytes) -> Iterator[tuple[str, str]]:
    """The names of the sheets of an xlsb, each with the id of its relation, from its workbook part."""
    for kind, record in _xlsb_records(content):
        if kind == _BUNDLE_OF_SHEET:
            identifier, after = _wide(record, 8)
            yield _wide(record, after)[0], identifier


def _xlsb_records(content: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at < len(content):
        kind, at = content[at], at + 1
        if kind & 0x80 and at < len(content):
            kind, at = (kind & 0x7F) | content[at] << 7, at + 1
        length, shift = 0, 0
        while at < len(content) and shift < 28:
            byte, at = content[at], at + 1
            length |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80:
                break
        yield kind, content[at : at + min(length, _RECORD_BYTES)]
        at += length


def _wide(record: bytes, at: int) -> tuple[str, int]:
    """A string of UTF-16 with its length before it, and where it ends."""
    end = at + 4 + 2 * min(int.from_bytes(record[at : at + 4], "little"), _RECORD_BYTES)
    return record[at + 4 : end].decode("utf-16-le", "replace"), end


@cache
def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else otherwise
