"""Times as documents state them of themselves: PDF, ISO 8601 and EXIF forms. No zone is ever assumed."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from tallystick.model.message import Moment

_PDF = re.compile(
    r"(?:D:)?(\d{4})(?:(\d\d)(?:(\d\d)(?:(\d\d)(?:(\d\d)(?:(\d\d))?)?)?)?)?(?:(Z)|([+-])(\d\d)'?(?:(\d\d)'?)?)?"
)
_ISO = re.compile(
    r"(\d{4})[-:](\d\d)[-:](\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,]\d{1,9})?)?)?\s*(?:(Z)|([+-])(\d\d):?(\d\d))?"
)
_LONGEST = 64


def stated_time(text: str, source: str, zone: str = "") -> Moment | None:
    """The moment that `text` states, its zone taken from `zone` where it stands apart; None for empty text.

    `utc` is None where the text is no time. Source: ISO 32000-2 7.9.4, W3C datetime, EXIF 2.32 4.6.5.
    """
    stated = text.strip().strip("\0").strip()[:_LONGEST]
    if not stated or not stated.strip("0:-/ "):
        return None
    joined = f"{stated}{zone.strip()}" if zone else stated
    found = _ISO.fullmatch(joined) or _PDF.match(joined)
    utc, offset = _in_utc(found) if found else (None, None)
    return Moment(utc, offset, source, joined)


def _in_utc(found: re.Match[str]) -> tuple[datetime | None, int | None]:
    year, month, day, hour, minute, second = (int(found[group] or 0) for group in range(1, 7))
    offset = None
    if found[7]:
        offset = 0
    elif found[8]:
        offset = (int(found[9]) * 60 + int(found[10] or 0)) * (1 if found[8] == "+" else -1)
    if offset is not None and abs(offset) >= 24 * 60:
        offset = None
    try:
        local = datetime(year, month or 1, day or 1, hour, minute, min(second, 59), tzinfo=UTC)
        return local - timedelta(minutes=offset or 0), offset
    except (ValueError, OverflowError):
        return None, None
