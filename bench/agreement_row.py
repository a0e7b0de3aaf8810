"""A row of the table of agreement, and the reading of one file as it comes."""

from __future__ import annotations

from pathlib import Path

from tallystick.formats import format_of
from tallystick.formats.carrier import Head
from tallystick.model.reading import Reading

__all__ = ["COLUMNS", "Row", "reading_of"]

COLUMNS = ("records", "parties", "times", "zones", "texts", "attachments", "balances and sums")


class Row:
    """One line of the table: how many files, and of each kind of fact how many were found as expected."""

    def __init__(self, title: str) -> None:
        self.title = title
        self.files = 0
        self._cells: dict[str, list[int]] = {}

    def same(self, column: str, expected: object, found: object) -> None:
        """One fact more is expected, and found where both are equal."""
        self.counted(column, 1, int(expected == found))

    def counted(self, column: str, expected: int, found: int) -> None:
        cell = self._cells.setdefault(column, [0, 0])
        cell[0] += found
        cell[1] += expected

    def __str__(self) -> str:
        cells = (self._cells.get(column) for column in COLUMNS)
        words = (f"{cell[0]} / {cell[1]}" if cell else "" for cell in cells)
        return f"| {self.title} | {self.files} | {' | '.join(words)} |"


def reading_of(path: Path, original: bytes | None = None) -> Reading:
    """What the first format that recognises the file says of it, read to its end."""
    original = path.read_bytes() if original is None else original
    chosen = format_of(Head.of(original, path.name))
    assert chosen is not None, path
    (reading,) = chosen.read(original, path.name)
    return reading
