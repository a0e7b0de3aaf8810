"""A table with lines above and below it, as programs export them: where its header stands, and every row of it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Literal, TypeVar

from tallystick.errors import LimitExceeded, NotThisFormat
from tallystick.formats.carrier import decode_text

__all__ = ["Record", "Sheet", "header_of", "normal", "sheet_of"]

LARGEST_BYTES = 128 << 20
_MOST_ROWS = 2_000_000
_HEADER_LINES = 60
_SHORT = 1 << 14  # characters: the beginning of a file, as formats look at it
_DELIMITERS = ",;\t|"
_LONGEST_HEADER = 8_000
_LONGEST_FIELD = 16 << 20
_LONGEST_RECORD = 200  # lines: a record that is longer has a quote that never closes
_SPACES = re.compile(r"\s+")

Layout = TypeVar("Layout")


@dataclass(frozen=True, slots=True)
class Record:
    """One row: the line of the file, from 1, that it begins on, and its cells without white space around them."""

    line: int
    cells: tuple[str, ...]

    @property
    def is_blank(self) -> bool:
        return not any(self.cells)

    @property
    def shown(self) -> str:
        """The cells that have text, for a person to read."""
        return "; ".join(cell for cell in self.cells if cell)[:300]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: its header in normal form, the rows below it, and the rows above it. `rows` counts all three."""

    header: tuple[str, ...]
    records: tuple[Record, ...]
    preamble: tuple[Record, ...]
    has_open_quote: bool = False

    @property
    def rows(self) -> int:
        return len(self.records) + len(self.preamble) + 1


def normal(cell: str) -> str:
    """A header word as it is compared: small letters, single spaces, no mark of byte order, quotes or colon."""
    bare = cell.strip("\ufeff \t\r\n\"'#*").casefold()
    if any(space in bare for space in ("  ", "\t", "\n", "\xa0")):
        bare = _SPACES.sub(" ", bare)
    return bare.rstrip(": ")


def header_of(text: str, accepts: Callable[[tuple[str, ...]], Layout | None]) -> tuple[int, str, Layout] | None:
    """The offset of the line that `accepts` as a header, its delimiter and what it was accepted as; None if none is.

    Only the first lines of the file are looked at; the delimiter is the one that stands most often in the line.
    """
    lines = _lines(text) if len(text) <= _SHORT else _lines.__wrapped__(text)
    for at, delimiter, cells in lines:
        if (found := accepts(cells)) is not None:
            return at, delimiter, found
    return None


@lru_cache(maxsize=4)
def _lines(text: str) -> tuple[tuple[int, str, tuple[str, ...]], ...]:
    """(offset, delimiter, normal cells) of the first lines of three cells or more: each format asks for the same."""
    found, at = [], 0
    for _ in range(_HEADER_LINES):
        end = text.find("\n", at)
        line = text[at : end if end >= 0 else len(text)].rstrip("\r")
        delimiter = max(_DELIMITERS, key=line.count)
        if len(line) <= _LONGEST_HEADER and line.count(delimiter) > 1:
            found.append((at, delimiter, tuple(normal(cell) for cell in _cells(line, delimiter))))
        if end < 0:
            break
        at = end + 1
    return tuple(found)


def _cells(line: str, delimiter: str) -> list[str]:
    if '"' not in line:
        return line.split(delimiter)
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return line.split(delimiter)


def sheet_of(original: bytes, accepts: Callable[[tuple[str, ...]], Layout | None], name: str) -> tuple[Sheet, Layout]:
    """The table of a file and what its header was accepted as. Raises NotThisFormat, LimitExceeded."""
    if len(original) > LARGEST_BYTES:
        raise LimitExceeded("table, bytes", LARGEST_BYTES, len(original))
    text = decode_text(original).text.replace("\x00", "\ufffd")
    found = header_of(text, accepts)
    if found is None:
        raise NotThisFormat(name, "no line of it is a header that is known")
    at, delimiter, layout = found
    above = tuple(_records(text[:at], delimiter, 1))
    below, is_open = tuple(_records(text[at:], delimiter, text.count("\n", 0, at) + 1)), False
    starts = [*(record.line for record in below), text.count("\n") + 1]
    if any(after - before > _LONGEST_RECORD for before, after in pairwise(starts)):
        below, is_open = tuple(_records(text[at:], delimiter, text.count("\n", 0, at) + 1, csv.QUOTE_NONE)), True
    return Sheet(tuple(normal(cell) for cell in below[0].cells), below[1:], above, is_open), layout


def _records(text: str, delimiter: str, first: int, quoting: Literal[0, 3] = csv.QUOTE_MINIMAL) -> Iterator[Record]:
    csv.field_size_limit(_LONGEST_FIELD)
    # A carriage return alone ends a line for csv but not for us: it becomes a space inside its cell.
    lone = re.sub(r"\r(?!\n)", " ", text) if "\r" in text.replace("\r\n", "") else text
    reader = csv.reader(io.StringIO(lone, newline=""), delimiter=delimiter, quoting=quoting)
    line, number = first, 0
    try:
        for cells in reader:
            number += 1
            if number > _MOST_ROWS:
                raise LimitExceeded("table, rows", _MOST_ROWS, number)
            yield Record(line, tuple(cell.strip("\ufeff \t\r\n") for cell in cells))
            line = first + reader.line_num
    except csv.Error as error:
        raise NotThisFormat("table", f"line {line}: {error}") from error
