"""Calendar days and times as statements and invoices write them. A day that cannot be decided is no day."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from tallystick.model.message import Moment

__all__ = ["compact_day", "day_order", "iso_day", "iso_moment", "local_moment", "short_day", "written_day"]

_CENTURY_TURNS = 80  # two-digit years: 80 to 99 are of the last century
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january januar янв января",
            "feb february februar фев февраля",
            "mar march mär mrz märz марта мар",
            "apr april апр апреля",
            "may mai мая май",
            "jun june juni июн июня",
            "jul july juli июл июля",
            "aug august авг августа",
            "sep sept september сен сентября",
            "oct october okt oktober окт октября",
            "nov november ноя ноября",
            "dec december dez dezember дек декабря",
        ),
        1,
    )
    for name in names.split()
}
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?!\d)")
_ISO_TIME = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?\s?(Z|[+-]\d\d:?\d\d)?(?!\d)"
)
_YEAR_FIRST = re.compile(r"(\d{4})\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})日?(?!\d)")
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d\d)(?!\d)")
_DAY_NAMED = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[-. ]{1,2}([A-Za-zА-Яа-яäÄ]{3,10})\.?[-, ]{1,2}(\d{4}|\d\d)(?!\d)")
_NAMED_DAY = re.compile(r"([A-Za-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})(?!\d)")
_CLOCK = re.compile(r"(?<![\d:.])(\d{1,2}):(\d\d)(?::(\d\d)(?:\.\d{1,9})?)?\s*([AaPp]\.?[Mm]\.?|上午|下午)?")


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _full_year(year: str) -> int:
    if len(year) == 4:
        return int(year)
    return int(year) + (1900 if int(year) >= _CENTURY_TURNS else 2000)


def iso_day(text: str | None) -> date | None:
    """The day that begins the text as YYYY-MM-DD (ISO 8601), or None. A zone behind it changes nothing."""
    found = _ISO.match((text or "").strip())
    return _day(int(found[1]), int(found[2]), int(found[3])) if found else None


def iso_moment(text: str | None, source: str) -> Moment | None:
    """The time written in ISO 8601, with its zone where one stands there; None where no time of day stands there."""
    raw = (text or "").strip()
    found = _ISO_TIME.match(raw)
    if not found:
        return None
    try:
        local = datetime(*(int(part or 0) for part in found.groups()[:6]), tzinfo=UTC)  # type: ignore[misc,arg-type]
    except ValueError:
        return Moment(None, None, source, raw)
    return _zoned(local, _offset(found[8]), source, raw)


def _offset(zone: str | None) -> int | None:
    if not zone:
        return None
    if zone == "Z":
        return 0
    minutes = int(zone[1:3]) * 60 + int(zone[-2:])
    return -minutes if zone[0] == "-" else minutes


def _zoned(local: datetime, offset: int | None, source: str, raw: str) -> Moment:
    try:
        return Moment(local - timedelta(minutes=offset or 0), offset, source, raw)
    except OverflowError:
        return Moment(None, None, source, raw)


def local_moment(day: date | None, text: str, source: str) -> Moment | None:
    """The clock time in the text on `day`, zone unknown; None where the text shows no clock time."""
    found = _CLOCK.search(text)
    if not found:
        return None
    hour, minute, second = int(found[1]), int(found[2]), int(found[3] or 0)
    half = (found[4] or "").replace(".", "").lower()
    if half in ("pm", "下午") and hour < 12:
        hour += 12
    elif half in ("am", "上午") and hour == 12:
        hour = 0
    if day is None or hour > 23 or minute > 59 or second > 59:
        return Moment(None, None, source, text.strip())
    return Moment(datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=UTC), None, source, text.strip())


def compact_day(text: str) -> date | None:
    """The day that begins the text as YYYYMMDD, or None."""
    return _day(int(text[:4]), int(text[4:6]), int(text[6:8])) if re.match(r"\d{8}", text, re.ASCII) else None


def short_day(text: str) -> date | None:
    """The day written as YYMMDD (SWIFT), or None where there is no such day."""
    return _day(_full_year(text[:2]), int(text[2:4]), int(text[4:6])) if re.match(r"\d{6}", text, re.ASCII) else None


def day_order(texts: Iterable[str]) -> str | None:
    """Which comes first where the year comes last: "dmy" or "mdy"; "" where no date is written so, None where the
    dates allow both or contradict each other. Dates with points are dmy wherever they are used."""
    votes: set[str] = set()
    is_open = False
    for text in texts:
        found = _YEAR_LAST.match(text.strip())
        if not found:
            continue
        if found[2] == "." or int(found[1]) > 12:
            votes.add("dmy")
        elif int(found[3]) > 12:
            votes.add("mdy")
        else:
            is_open = True
    if len(votes) == 1:
        return votes.pop()
    return None if votes or is_open else ""


def written_day(text: str, order: str | None) -> date | None:
    """The day that begins the text, or None where there is none, or where day and month cannot be told apart.

    `order` is "dmy" or "mdy", None where it is not known: then only a day that reads the same both ways is one.
    """
    text = text.strip()[:40]
    if found := _YEAR_FIRST.match(text):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := _YEAR_LAST.match(text):
        first, second, year = int(found[1]), int(found[3]), _full_year(found[4])
        if order == "mdy" and found[2] != ".":
            return _day(year, first, second)
        if order or found[2] == "." or first == second:
            return _day(year, second, first)
        return None
    if found := _DAY_NAMED.match(text):
        return _day(_full_year(found[3]), _MONTHS.get(found[2].lower(), 0), int(found[1]))
    if found := _NAMED_DAY.match(text):
        return _day(int(found[3]), _MONTHS.get(found[1].lower(), 0), int(found[2]))
    return compact_day(text) if re.fullmatch(r"\d{8}(?:\D.*)?", text) else None
