"""Clockify: the detailed report as CSV.

Source: Clockify, Reports, Detailed, Export, Save as CSV (columns Project, Client, Description, Task, User, Group ...).
"""

from __future__ import annotations

from collections.abc import Iterator

from tallystick.formats.carrier import Head
from tallystick.formats.money.sheet import header_of
from tallystick.formats.work.entries import Layout, columns_of, entries_of
from tallystick.model.reading import Reading

__all__ = ["read", "recognises"]

_LAYOUT = Layout(
    "clockify",
    {
        "project": ("project",),
        "client": ("client",),
        "text": ("description",),
        "task": ("task",),
        "person": ("user",),
        "mail": ("email",),
        "tags": ("tags",),
        "billable": ("billable",),
        "day": ("start date",),
        "begun": ("start time",),
        "end_day": ("end date",),
        "ended": ("end time",),
        "duration": ("duration (h)",),
        "hours": ("duration (decimal)",),
        "sum": ("billable amount", "amount"),
        "currency": ("currency",),
    },
    frozenset(("project", "person", "day", "begun", "end_day", "ended", "duration")),
)


def _columns(header: tuple[str, ...]) -> dict[str, int] | None:
    return columns_of(header, _LAYOUT)


def recognises(head: Head) -> bool:
    return header_of(head.start, _columns) is not None


def read(original: bytes, name: str = "") -> Iterator[Reading]:  # noqa: ARG001 - the content says all
    """One reading with the timesheet of the file. Raises NotThisFormat, LimitExceeded."""
    yield from entries_of(original, _LAYOUT, _columns)
