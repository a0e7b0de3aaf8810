"""Rows of originals: values in the order of the tables' columns."""

from __future__ import annotations

from datetime import UTC, datetime

from tallystick.model.custody import Event
from tallystick.record.rows import instant, original_row, sighting_row

HASH = "ab" * 32


def event(kind: str, **members: object) -> Event:
    source = {"kind": "mbox", "locator": "mail/box.mbox", "modified": "2026-01-01T00:00:00.000000Z"}
    return Event(kind, "2026-03-02T10:00:00.000001Z", "a", "00" * 16, {"sha256": HASH, "source": source, **members})


def test_a_kept_event_gives_its_original() -> None:
    """Hash, size, type, time and origin stand in a row; what does not apply is empty."""
    whole = event("kept", size=3, type="message/rfc822", container={"sha256": "cd" * 32, "path": "7"}, run="ef" * 16)
    common = (HASH, 3, "message/rfc822", "2026-03-02 10:00:00.000001", "mbox", "mail/box.mbox")
    assert original_row(whole) == (*common, "2026-01-01T00:00:00.000000Z", "cd" * 32, "7", "ef" * 16)
    assert original_row(event("kept", size=3, type="message/rfc822"))[-3:] == ("", "", "")


def test_a_meeting_gives_a_sighting() -> None:
    """The event's own log index is the position."""
    met = event("met", container={"sha256": "cd" * 32, "path": "7"})
    assert sighting_row(12, met) == (12, "mbox", "mail/box.mbox", "cd" * 32, "7")


def test_a_year_before_1000_keeps_its_digits() -> None:
    """Times sort as text whatever their year."""
    assert instant(datetime(33, 4, 3, tzinfo=UTC)) == "0033-04-03 00:00:00.000000"
    assert instant(None) is None
