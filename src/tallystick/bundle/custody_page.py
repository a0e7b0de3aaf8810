"""The custody report: the events of the log as they were given, none typed."""

from __future__ import annotations

from tallystick.bundle.markup import quoted
from tallystick.bundle.sheet import Told, table


def custody_page(told: Told) -> str:
    """The report as Typst markup."""
    rows = (
        f"{told.line(row.time)}, {told.line(row.actor)}, {told.line(row.event)}, "
        f"text(size: 6.5pt, {told.ink.line(row.sha256, 16)}), {told.line(row.tool)},\n"
        for row in told.front.custody
    )
    names = told.names(("time", "actor", "event", "hash", "tool"))
    note = f"#remark({told.line(told.label('custody_note'))})"
    heading = f"#title-block({quoted(told.label('custody'))})\n{note}\n"
    return heading + table(("38mm", "1.2fr", "1.5fr", "33mm", "1fr"), names, rows)
