"""Tables written as text (CSV, TSV) of no known program: their rows as they stand."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator

from tallystick.formats.carrier import Head, Table, parse_table
from tallystick.model.document import Document, Passage
from tallystick.model.message import Problem
from tallystick.model.reading import Count, Reading

MOST_ROWS = 2_000_000
_SUFFIXES = frozenset(("csv", "tsv", "tab"))
_DELIMITERS = ",;\t|"
_LINES_WITH_SUFFIX, _LINES_WITHOUT = 2, 5
_LEAST_COLUMNS_WITHOUT = 3
_MOST_NAMED = 20


def recognises(head: Head) -> bool:
    is_named = head.suffix in _SUFFIXES
    if not head.text or (not is_named and head.start[:1] in ("{", "[", "<")):
        return False
    lines = [line for line in head.start.split("\n")[:30] if line.strip()]
    if head.size > len(head.start) and len(lines) > 1:
        lines = lines[:-1]
    return any(_agrees(lines, mark, is_named) for mark in _DELIMITERS)


def _agrees(lines: list[str], delimiter: str, is_named: bool) -> bool:
    try:
        rows = [row for row in csv.reader(io.StringIO("\n".join(lines)), delimiter=delimiter) if row]
    except csv.Error:
        return False
    widths = [len(row) for row in rows]
    usual = max(set(widths), key=widths.count, default=1)
    if is_named:
        return usual >= 2 and widths.count(usual) * 2 >= len(widths) >= _LINES_WITH_SUFFIX
    # Sentences have commas too: without the name, every row must agree, and none may read like a sentence.
    is_short = all(len(cell) < 120 for row in rows for cell in row)
    is_even = usual >= _LEAST_COLUMNS_WITHOUT and widths.count(usual) == len(widths) >= _LINES_WITHOUT
    return is_even and is_short and not any(cell.startswith(" ") for row in rows for cell in row if delimiter == ",")


def read(original: bytes, name: str = "") -> Iterator[Reading]:  # noqa: ARG001 - the contract of all formats
    """The one reading of a table. Raises NotThisFormat, LimitExceeded."""
    table = parse_table(original)
    widths = Counter(len(row) for row in table.rows)
    usual = widths.most_common(1)[0][0] if widths else 0
    lines = ["\t".join(cell.replace("\t", " ").replace("\n", " / ") for cell in row) for row in table.rows[:MOST_ROWS]]
    properties = (
        ("columns", str(usual)),
        ("rows", str(len(table.rows))),
        ("delimiter", {"\t": "tab"}.get(table.delimiter, table.delimiter)),
        ("charset", table.charset),
    )
    document = Document(kind="sheet", passages=(Passage("sheet", "\n".join(lines)),), properties=properties)
    became = Counter(
        "problems" if at >= MOST_ROWS else "blank" if not any(row) else "rows" if len(row) == usual else "uneven"
        for at, row in enumerate(table.rows)
    )
    yield Reading(
        format="csv",
        documents=(document,),
        counts=(Count("row", len(table.rows), tuple(sorted(became.items()))),),
        problems=tuple(_problems(table, usual)),
    )


def _problems(table: Table, usual: int) -> Iterator[Problem]:
    uneven = [line for line, row in zip(table.lines, table.rows, strict=True) if len(row) != usual]
    if uneven:
        named = ", ".join(map(str, uneven[:_MOST_NAMED]))
        more = f" and {len(uneven) - _MOST_NAMED} more" if len(uneven) > _MOST_NAMED else ""
        yield Problem("uneven-rows", f"line {uneven[0]}", f"rows of other than {usual} columns: lines {named}{more}")
    if len(table.rows) > MOST_ROWS:
        yield Problem("limit-rows", f"line {table.lines[MOST_ROWS]}", "more than 2,000,000 rows; the rest is not read")
    if any("\ufffd" in cell for row in table.rows[:MOST_ROWS] for cell in row):
        yield Problem("damaged-text", "", "some bytes fit no charset and are shown as U+FFFD")
