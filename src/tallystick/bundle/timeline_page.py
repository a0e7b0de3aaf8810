"""The chronology: what happened when, each line leading to the exhibit that shows it."""

from __future__ import annotations

from tallystick.bundle.markup import quoted
from tallystick.bundle.sheet import Told, table
from tallystick.model.bundle import TimelineRow


def timeline_page(told: Told) -> str:
    """The chronology as Typst markup."""
    names = told.names(("time", "actor", "what", "exhibit"))
    rows = (_row(told, row) for row in told.front.timeline)
    return f"#title-block({quoted(told.label('timeline'))})\n" + table(("32mm", "1fr", "3fr", "20mm"), names, rows)


def _row(told: Told, row: TimelineRow) -> str:
    time = f"{row.time}\n{row.zone or told.label('no_zone')}" if row.time else ""
    key = told.key_of(row.exhibit) if row.exhibit else ""
    shown = f"to({quoted(key)}, {told.line(row.exhibit)})" if key else told.line(row.exhibit)
    return f"{told.passage(time)}, {told.line(row.actor)}, {told.passage(row.what)}, {shown},\n"
