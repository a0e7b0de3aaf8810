"""Toggl Track: the detailed report as CSV.

Source: Toggl Track, Reports, Detailed, Export as CSV (columns User, Email, Client, Project, Task, Description ...).
"""

from __future__ import annotations

from collections.abc import Iterator

from tallystick.formats.carrier import Head
from tallystick.formats.money.sheet import header_of
from tallystick.formats.work.entries import Layout, columns_of, entries_of
from tallystick.model.reading import Reading

__all__ = ["read", "recognises"]

_LAYOUT = Layout(
    "toggl",
    {
        "person": ("user", "member"),
        "mail": ("email",),
        "client": ("client",),
        "project": ("project",),
        "task": ("task",),
        "text": ("description",),
        "billable": ("billable",),
        "day": ("start date",),
        "begun": ("start time",),
        "end_day": ("end date", "stop date"),
        "ended": ("end time", "stop time"),
        "duration": ("duration",),
        "tags": ("tags",),
        "sum": ("amount",),
        "currency": ("currency",),
    },
    frozenset(("person", "project", "text", "day", "begun", "end_day", "ended", "duration")),
)
_FOREIGN = ("group", "duration (h)", "duration (decimal)", "billable rate")  # Clockify's columns


def _columns(header: tuple[str, ...]) -> dict[str, int] | None:
    columns = columns_of(header, _LAYOUT)
    if columns is None or any(word.startswith(_FOREIGN) for word in header):
        return None
    return columns


def recognises(head: Head) -> bool:
    return header_of(head.start, _columns) is not None


def read(original: bytes, name: str = "") -> Iterator[Reading]:  # noqa: ARG001 - the content says all
    """One reading with the timesheet of the file. Raises NotThisFormat, LimitExceeded."""
    yield from entries_of(original, _LAYOUT, _columns)
