"""Times as chat platforms and exporters write them, never with a zone that was not stated."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from tallystick.formats.chat.field import whole
from tallystick.model.chat import ChatMessage
from tallystick.model.message import Moment

_LAST_SECOND = 253_402_300_799
_LOCAL = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})[ T]+(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d{1,9})?", re.ASCII)
_EARLIEST, _LATEST, _STEP = timedelta(hours=-12), timedelta(hours=14), timedelta(minutes=15)
_LONGEST = 64


def at_seconds(value: int | Decimal | str | None, source: str = "platform") -> Moment | None:
    """The moment that lies so many seconds after 1970 in UTC; None where there is no such number."""
    seconds = _seconds(value) if isinstance(value, str) else value
    if seconds is None or not 0 < seconds <= _LAST_SECOND:
        return None
    return Moment(datetime.fromtimestamp(int(seconds), UTC), 0, source, str(value))


def at_millis(value: int | None, source: str = "platform") -> Moment | None:
    """The moment that lies so many milliseconds after 1970 in UTC, to the second; None where none is."""
    moment = at_seconds(None if value is None else value // 1000, source)
    return moment and moment._replace(raw=str(value))


def _seconds(value: str) -> int | None:
    """Whole seconds of "1452876600" or "1452876600.000002"."""
    return whole(value.partition(".")[0])


def local(value: str, source: str = "export") -> Moment | None:
    """The moment of a local time without zone, year first ("2024-01-31 17:05:00"); None where it is no such text."""
    matched = _LOCAL.fullmatch(value.strip()) if len(value) <= _LONGEST else None
    if matched is None:
        return None
    try:
        read = datetime(*(int(part or 0) for part in matched.groups()), tzinfo=UTC)  # type: ignore[misc,arg-type]
    except ValueError:
        return None
    return Moment(read, None, source, value)


def iso(value: str, source: str = "platform") -> Moment | None:
    """The moment of an ISO 8601 text, with its zone where it states one; None where it is no such text."""
    if not 10 < len(value) <= _LONGEST:
        return None
    try:
        read = datetime.fromisoformat(value)
        offset = read.utcoffset()
        if offset is None:
            return Moment(read.replace(tzinfo=UTC), None, source, value)
        return Moment(read.astimezone(UTC), offset // timedelta(minutes=1), source, value)
    except (ValueError, OverflowError):
        return None


def with_local(absolute: Moment, stated: Moment | None) -> tuple[Moment, bool]:
    """The absolute moment with the zone that a local time of the same event shows, and whether both can be true.

    They can where they differ by a zone: by quarters of an hour, from 12 hours behind to 14 ahead.
    """
    if stated is None or stated.utc is None or absolute.utc is None:
        return absolute, True
    ahead = stated.utc.replace(microsecond=0) - absolute.utc.replace(microsecond=0)
    if not _EARLIEST <= ahead <= _LATEST or ahead % _STEP:
        return absolute, False
    return absolute._replace(offset_minutes=ahead // timedelta(minutes=1)), True


def zone_of(messages: Iterable[ChatMessage]) -> str:
    """The zone that all local times of a chat show ("+08:00"); "" where there is none or more than one."""
    offsets = {message.moment.offset_minutes for message in messages if message.moment}
    if len(offsets) != 1 or (offset := offsets.pop()) is None:
        return ""
    hours, minutes = divmod(abs(offset), 60)
    return f"{'-' if offset < 0 else '+'}{hours:02d}:{minutes:02d}" if offset else "UTC"
