"""Tables written as text: CSV with whatever delimiter, quote and charset the program that wrote them liked."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

from tallystick.errors import LimitExceeded, NotThisFormat
from tallystick.formats.carrier.text import decode_text

LARGEST_BYTES = 128 << 20
_DELIMITERS = (",", ";", "\t", "|")
_SAMPLE_ROWS = 20
_LONGEST_FIELD = 16 << 20


@dataclass(frozen=True, slots=True)
class Table:
    """All rows, the header included, as text. `lines` holds the line, from 1, on which each row begins."""

    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]
    delimiter: str
    charset: str


def parse_table(original: bytes, declared: str = "", delimiter: str = "") -> Table:
    """The table that the file is; the delimiter is the one under which its first rows agree best.

    Raises NotThisFormat, LimitExceeded.
    """
    if len(original) > LARGEST_BYTES:
        raise LimitExceeded("table, bytes", LARGEST_BYTES, len(original))
    read = decode_text(original, declared)
    chosen = delimiter or max(_DELIMITERS, key=lambda mark: _agreement(read.text, mark))
    rows, lines, at = [], [], 1
    csv.field_size_limit(_LONGEST_FIELD)
    reader = csv.reader(io.StringIO(read.text, newline=""), delimiter=chosen)
    try:
        for row in reader:
            if row:
                rows.append(tuple(row))
                lines.append(at)
            at = reader.line_num + 1
    except csv.Error as error:
        raise NotThisFormat("table", f"line {at}: {error}") from error
    return Table(tuple(rows), tuple(lines), chosen, read.charset)


def _agreement(text: str, delimiter: str) -> tuple[int, int]:
    """How many of the first rows have the width that most have, and that width; worthless where it is 1."""
    widths: list[int] = []
    try:
        for row in csv.reader(io.StringIO(text[:200_000], newline=""), delimiter=delimiter):
            widths.append(len(row))
            if len(widths) >= _SAMPLE_ROWS:
                break
    except csv.Error:
        return (0, 0)
    usual = max(set(widths), key=widths.count, default=1)
    return (widths.count(usual), usual) if usual > 1 else (0, 0)
