"""Custody and timeline as tables that a spreadsheet opens and cannot run."""

from __future__ import annotations

from collections.abc import Iterable

from tallystick.bundle.withheld import table_csv
from tallystick.bundle.wording import say
from tallystick.model.bundle import CustodyRow, TimelineRow


def custody_csv(rows: Iterable[CustodyRow], language: str) -> bytes:
    """A line for each event of the log."""
    heading = [say(language, f"custody.{name}") for name in ("time", "event", "actor")]
    return table_csv([*heading, "SHA-256", say(language, "custody.tool")],
                     ((each.time, each.event, each.actor, each.sha256, each.tool) for each in rows))  # fmt: skip


def timeline_csv(rows: Iterable[TimelineRow], language: str) -> bytes:
    """A line for each item."""
    heading = [say(language, f"timeline.{name}") for name in ("day", "zone", "who", "what", "exhibit")]
    unknown = say(language, "timeline.zone-unknown")
    return table_csv(heading, (
        (each.time, each.zone or unknown if each.time else "", each.actor, each.what, each.exhibit) for each in rows
    ))  # fmt: skip
