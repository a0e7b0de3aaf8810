"""Times as mail states them: Date, the Received chain, mbox lines. Source: RFC 5322 3.3 and 4.3."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from tallystick.model.message import Moment

LONGEST = 200
_MONTH_NAMES = "jan feb mar apr may jun jul aug sep oct nov dec"
_MONTHS = {name: number for number, name in enumerate(_MONTH_NAMES.split(), 1)}
_ZONES = {
    "gmt": 0, "ut": 0, "utc": 0, "z": 0, "est": -300, "edt": -240, "cst": -360, "cdt": -300, "mst": -420,
    "mdt": -360, "pst": -480, "pdt": -420, "msk": 180, "msd": 240, "cet": 60, "cest": 120, "bst": 60,
}  # fmt: skip
_MAIL = re.compile(
    r"\s*(?:[^\W\d]{2,9}\.?\s*,?\s*)?(\d{1,2})[\s-]+([A-Za-z]{3})[a-z]{0,6}\.?,?[\s-]+(\d{4}|\d{2})[,\s]+"
    r"(\d{1,2})[:.](\d{1,2})(?:[:.](\d{1,2}))?(?:\.\d{1,9})?\s*(?:([+-])(\d{2}):?(\d{2})|([A-Za-z]{1,5})|)"
)
_ISO = re.compile(
    r"\s*(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2}))?(?:\.\d{1,9})?\s*(?:([+-])(\d{2}):?(\d{2})|(Z)|)"
)
_C_TIME = re.compile(
    r"\s*(?:[A-Za-z]{3,9},?\s+)?([A-Za-z]{3})[a-z]{0,6}\s+(\d{1,2})\s+(\d{1,2}):(\d{2})(?::(\d{2}))?\s+"
    r"(?:([A-Za-z]{1,5}|[+-]\d{4})\s+)?(\d{4})(?:\s+([+-])(\d{2}):?(\d{2}))?"
)
_IN_HOP = re.compile(r"[A-Za-z]{3}, \d{1,2} [A-Za-z]{3} \d{4} \d\d:\d\d:\d\d(?: [+-]\d{4})?")


def moment(text: str, source: str) -> Moment:
    """What `text` states, read as far as it can be read; `raw` holds at most 200 characters of it."""
    stated = text.strip()[:LONGEST]
    read = _mail(stated) or _iso(stated) or _c_time(stated)
    utc, offset = read or (None, None)
    return Moment(utc, offset, source, stated)


def hop(value: str, source: str) -> Moment | None:
    """The time that a Received field states behind its last semicolon, or None where it states none."""
    _, semicolon, stated = value.rpartition(";")
    if semicolon and stated.strip():
        return moment(stated, source)
    times = _IN_HOP.findall(value[-2_000:])
    return moment(times[-1], source) if times else None


def from_line(line: str) -> Moment | None:
    """The time in an mbox "From " line, or None where it has none."""
    found = _C_TIME.search(line[:LONGEST])
    return moment(found[0], "from-line") if found else None


_Read = tuple[datetime, int | None] | None


def _mail(text: str) -> _Read:
    found = _MAIL.match(text)
    if found is None or (month := _MONTHS.get(found[2].lower())) is None:
        return None
    year = int(found[3])
    if len(found[3]) == 2:
        year += 2000 if year < 50 else 1900
    offset = _offset(found[7], found[8], found[9], found[10])
    return _in_utc(year, month, int(found[1]), int(found[4]), int(found[5]), int(found[6] or 0), offset)


def _iso(text: str) -> _Read:
    found = _ISO.match(text)
    if found is None:
        return None
    year, month, day, hour, minute = (int(found[group]) for group in range(1, 6))
    return _in_utc(year, month, day, hour, minute, int(found[6] or 0), _offset(*found.group(7, 8, 9, 10)))


def _c_time(text: str) -> _Read:
    found = _C_TIME.match(text)
    if found is None or (month := _MONTHS.get(found[1].lower())) is None:
        return None
    zone = found[6] or ""
    if zone[:1] in ("+", "-"):
        offset = _offset(zone[0], zone[1:3], zone[3:5], None)
    else:
        offset = _offset(found[8], found[9], found[10], zone)
    return _in_utc(int(found[7]), month, int(found[2]), int(found[3]), int(found[4]), int(found[5] or 0), offset)


def _offset(sign: str | None, hours: str | None, minutes: str | None, name: str | None) -> int | None:
    """Minutes east of UTC; None where no zone was stated. "-0000" says that the zone is unknown (RFC 5322 3.3)."""
    if sign is None or hours is None or minutes is None:
        return _ZONES.get(name.lower()) if name else None
    offset = int(hours) * 60 + int(minutes)
    if sign == "-":
        return -offset if offset else None
    return offset


def _in_utc(year: int, month: int, day: int, hour: int, minute: int, second: int, offset: int | None) -> _Read:
    if offset is not None and abs(offset) >= 24 * 60:
        offset = None
    try:
        # A leap second has no place in datetime.
        local = datetime(year, month, day, hour, minute, min(second, 59) if second == 60 else second, tzinfo=UTC)
        return (local - timedelta(minutes=offset) if offset else local), offset
    except (ValueError, OverflowError):
        return None
