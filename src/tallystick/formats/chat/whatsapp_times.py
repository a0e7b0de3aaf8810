"""The dates and times of day of one WhatsApp export, each read once; and what to say of those that are doubtful."""

from __future__ import annotations

from datetime import datetime, timedelta

from tallystick.formats.chat.whatsapp_dates import Decision, midnight, since_midnight
from tallystick.model.message import Problem


class Days(dict[str, datetime | None]):
    """The beginning of each day, by the date as written, under the order that was decided."""

    def __init__(self, decision: Decision) -> None:
        super().__init__()
        self._decision = decision

    def __missing__(self, written: str) -> datetime | None:
        self[written] = start = midnight(written, self._decision)
        return start


class Clocks(dict[str, timedelta | None]):
    """The time since midnight, by the time of day as written."""

    def __missing__(self, written: str) -> timedelta | None:
        self[written] = passed = since_midnight(written)
        return passed


def unread(decision: Decision, place: str, stamp: str, passed: timedelta | None) -> Problem | None:
    """What to say of a stamp that gave no time; None where the open order of all dates is the reason, said once."""
    if passed is not None and not decision.order:
        return None
    return Problem("time-unreadable", place, f"no date and time in the order of this file: {stamp!r}")


def backward(place: str, newest: datetime, utc: datetime) -> Problem:
    """Time that runs backwards: the app writes in its own order, but a person can type a line like the app's, too."""
    days = (newest - utc).days
    return Problem("time-backwards", place, f"{days:,} days before a message above: out of order, or typed by a person")
