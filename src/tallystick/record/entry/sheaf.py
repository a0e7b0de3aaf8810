"""Rows and search documents of one original, gathered item by item."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import NamedTuple

from tallystick.model.check import Check
from tallystick.model.message import Moment, Problem
from tallystick.model.reading import Count
from tallystick.record.rows import Row, Rows, instant
from tallystick.record.search import IndexFields, SearchDocument, index_fields

# Beyond this an original's own problems tell nothing new.
_MOST_PROBLEMS = 2_000
# So many search documents travel from worker to writer in one piece; more are handed on as they come.
_MOST_WAITING = 10_000
_MOST_BITS = 63

Chunk = tuple[Rows, tuple[IndexFields, ...]]


class ItemFacts(NamedTuple):
    """The columns of an item, as `record.models.Item` says, without its position and time."""

    kind: str
    channel: str
    place: str = ""
    title: str = ""
    text: str = ""
    conversation: str = ""
    origin: str = ""
    message_id: str = ""
    languages: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    is_own: bool | None = None
    content_sha256: str = ""


class Sheaf:
    """Owns what one original gives to the record. `take` hands over what was gathered since the last time."""

    def __init__(self, sha256: str) -> None:
        self.sha256 = sha256
        self._when_full: Callable[[Chunk], None] | None = None
        self.problem_codes: Counter[str] = Counter()
        self._next: Counter[str] = Counter()
        self._rows = Rows()
        self._documents: list[IndexFields] = []

    @property
    def items(self) -> int:
        """How many items there are so far."""
        return self._next["item"]

    @property
    def documents(self) -> int:
        """How many search documents there are so far."""
        return self._next["document"]

    @property
    def waiting(self) -> int:
        """How many search documents were gathered and not yet taken."""
        return len(self._documents)

    def hand_on(self, when_full: Callable[[Chunk], None]) -> None:
        """From here on what was gathered is given to `when_full` whenever it has become much."""
        self._when_full = when_full

    def take(self) -> Chunk:
        """What was gathered; the positions of what comes later go on from there."""
        rows, documents = self._rows, tuple(self._documents)
        self._rows, self._documents = Rows(), []
        return rows, documents

    def item(self, facts: ItemFacts, moment: Moment | None = None) -> int:
        """The item stands in the record; returns its position."""
        if self._when_full is not None and len(self._documents) > _MOST_WAITING:
            self._when_full(self.take())
        position = self._next["item"]
        sent = (instant(moment.utc), moment.offset_minutes, moment.source) if moment else (None, None, "")
        self._put("item", (
            facts.kind, facts.channel, facts.conversation, facts.place, facts.origin, facts.message_id, facts.title,
            facts.text, *sent, " ".join(facts.languages), " ".join(facts.marks), facts.is_own, facts.content_sha256,
        ))  # fmt: skip
        return position

    def of_item(self, table: str, item: int, rows: Iterable[Row]) -> None:
        """Rows of a table that hangs on items."""
        for row in rows:
            self._put(table, (item, *row))

    def of_original(self, table: str, rows: Iterable[Row]) -> None:
        """Rows of a table that hangs on the original itself."""
        for row in rows:
            self._put(table, row)

    def moments(self, item: int, moments: Iterable[Moment]) -> None:
        self.of_item("moment", item, (
            (moment.source, instant(moment.utc), moment.offset_minutes, moment.raw) for moment in moments
        ))  # fmt: skip

    def problems(self, problems: Iterable[Problem]) -> None:
        for problem in problems:
            self.problem_codes[problem.code] += 1
            if self._next["problem"] < _MOST_PROBLEMS:
                self._put("problem", (problem.code, problem.place, problem.detail))

    def counts(self, name: str, counts: Iterable[Count], checks: Iterable[Check]) -> None:
        """The account of a format's units, and what was checked while it was read."""
        from json import dumps

        self.of_original("count", (
            (name, count.unit, count.total, dumps(dict(count.became), separators=(",", ":"))) for count in counts
        ))  # fmt: skip
        self.of_original("finding", (
            (check.name, check.verdict.value, check.reason, check.place) for check in checks
        ))  # fmt: skip

    def document(self, document: SearchDocument) -> None:
        """The document is found by what it says."""
        fields = index_fields(document)
        for name, value in fields.items():
            if isinstance(value, str):
                if not value.isascii():
                    fields[name] = str(storable(value))
            elif isinstance(value, list):
                fields[name] = [str(storable(each)) for each in value]
        self._documents.append(fields)
        self._next["document"] += 1

    def _put(self, table: str, row: Row) -> None:
        position = self._next[table]
        self._next[table] = position + 1
        self._rows.tables.setdefault(table, []).append(
            # Nearly all cells are ASCII, and there are millions: those are not asked about.
            (position, *[cell if type(cell) is str and cell.isascii() else storable(cell) for cell in row])
        )


def storable(cell: object) -> object:
    """The cell as a database and an index can hold it: no lone surrogates, no numbers of more than 64 bits."""
    if isinstance(cell, str) and not cell.isascii():
        try:
            cell.encode()
        except UnicodeEncodeError:
            return cell.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    elif isinstance(cell, int) and cell.bit_length() > _MOST_BITS:
        return (1 << _MOST_BITS) - 1 if cell > 0 else -(1 << _MOST_BITS)
    return cell
