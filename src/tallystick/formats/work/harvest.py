"""Harvest: the detailed time report as CSV.

Source: Harvest, Reports, Detailed time, Export, CSV (Date, Client, Project, Project Code, Task, Notes, Hours ...).
"""

from __future__ import annotations

from collections.abc import Iterator

from tallystick.formats.carrier import Head
from tallystick.formats.money.sheet import header_of
from tallystick.formats.work.entries import Layout, columns_of, entries_of
from tallystick.model.reading import Reading

__all__ = ["read", "recognises"]

_LAYOUT = Layout(
    "harvest",
    {
        "day": ("date",),
        "client": ("client",),
        "project": ("project",),
        "project_code": ("project code",),
        "task": ("task",),
        "text": ("notes",),
        "hours": ("hours",),
        "billable": ("billable?",),
        "person": ("first name", "employee"),
        "last_name": ("last name",),
        "sum": ("billable amount",),
        "currency": ("currency",),
        "begun": ("started at", "start time"),
        "ended": ("ended at", "end time"),
    },
    frozenset(("day", "client", "project", "task", "hours", "billable", "person")),
)


def _columns(header: tuple[str, ...]) -> dict[str, int] | None:
    return columns_of(header, _LAYOUT)


def recognises(head: Head) -> bool:
    return header_of(head.start, _columns) is not None


def read(original: bytes, name: str = "") -> Iterator[Reading]:  # noqa: ARG001 - the content says all
    """One reading with the timesheet of the file. Raises NotThisFormat, LimitExceeded."""
    yield from entries_of(original, _LAYOUT, _columns)
