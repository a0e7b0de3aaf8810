"""Readings as rows of the record's tables, without any database. Rows lack the log index, which the log gives later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from tallystick.model.custody import Event

Row = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one original, by table name. Each becomes a whole row with its log index put first."""

    tables: dict[str, list[Row]] = field(default_factory=dict)

    def put(self, table: str, rows: Sequence[Row]) -> None:
        if rows:
            self.tables.setdefault(table, []).extend(rows)


def original_row(event: Event) -> Row:
    """The row of `Original` that a `kept` event gives."""
    found = event.members
    source, container = event.source, event.container
    return (
        found["sha256"],
        found["size"],
        found["type"],
        instant(event.moment),
        source.kind,
        source.locator,
        source.modified,
        container.sha256 if container else "",
        container.path if container else "",
        found.get("run", ""),
    )


def sighting_row(position: int, event: Event) -> Row:
    """The row of `Sighting` that a `met` event gives; `position` is the event's own log index."""
    source, container = event.source, event.container
    return (
        position,
        source.kind,
        source.locator,
        container.sha256 if container else "",
        container.path if container else "",
    )


def instant(moment: datetime | None) -> str | None:
    """A UTC time as databases read it; years before 1000 keep their four digits."""
    return None if moment is None else moment.replace(tzinfo=None).isoformat(" ", "microseconds")
