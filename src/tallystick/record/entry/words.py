"""The words of a text: whose they are, and what they name."""

from __future__ import annotations

from datetime import datetime, timedelta

from tallystick.language.entities.scan import entities
from tallystick.model.message import Moment
from tallystick.model.zone import Zone
from tallystick.record.entry.sheaf import Sheaf

# Numbers and sums stand in the first pages; a longer text is found by search all the same.
_LONGEST_SCANNED = 20_000
# "Next Friday" on a clock of another millennium means nothing, and may lie beyond the calendar.
_FIRST_YEAR, _LAST_YEAR = 1900, 2200
_REPEATED = ("quoted", "forwarded")


def own_words(text: str, zones: tuple[Zone, ...]) -> str:
    """What the writer himself says: no quotes, signature or disclaimer."""
    return "".join(text[zone.start : zone.end] for zone in zones if zone.kind == "own").strip()


def put_quotations(sheaf: Sheaf, item: int, text: str, zones: tuple[Zone, ...]) -> None:
    """What is repeated of others stands in the record, with the author and time stated there."""
    sheaf.of_item("quotation", item, (
        (zone.kind.value, zone.depth, zone.author, zone.stated, text[zone.start : zone.end])
        for zone in zones if zone.kind in _REPEATED
    ))  # fmt: skip


def put_mentions(sheaf: Sheaf, item: int, text: str, moment: Moment | None, zone: str = "own") -> None:
    """The sums, numbers, dates and accounts that a text names stand in the record."""
    for one in entities(text[:_LONGEST_SCANNED], local_time(moment)):
        kind = "deadline" if one.field("deadline") else one.kind.value
        sheaf.of_item("mention", item, [(kind, one.value or one.raw, one.raw, one.start, one.end, zone)])


def local_time(moment: Moment | None) -> datetime | None:
    """The time on the clock of him who stated it, without its zone; None where it is unknown or no clock of ours."""
    if moment is None or moment.utc is None or not _FIRST_YEAR <= moment.utc.year <= _LAST_YEAR:
        return None
    try:
        return (moment.utc + timedelta(minutes=moment.offset_minutes or 0)).replace(tzinfo=None)
    except OverflowError:
        return None
