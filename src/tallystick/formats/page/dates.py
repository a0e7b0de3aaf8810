"""Dates and times as pages show them in English, Chinese and Russian. No zone is added to one that states none."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from tallystick.model.message import Moment

LONGEST = 400
_EN = "jan feb mar apr may jun jul aug sep oct nov dec"
_RU = "янв фев мар апр мая июн июл авг сен окт ноя дек"
_MONTHS = {name: number for names in (_EN, _RU) for number, name in enumerate(names.split(), 1)} | {"май": 5}
# "CST", "IST" and "BST" are zones of several countries each, so they state none.
_ZONES = {
    "z": 0, "utc": 0, "gmt": 0, "est": -300, "edt": -240, "pst": -480, "pdt": -420, "msk": 180, "мск": 180,
    "北京时间": 480, "beijing time": 480, "по московскому времени": 180,
}  # fmt: skip
_NAME = "(" + "|".join(_MONTHS) + ")[a-zа-я]{0,9}"
_YEAR_FIRST = re.compile(r"(?<![\d.])((?:19|20)\d\d)\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})(?!\d)\s?[日号]?")
_MONTH_FIRST = re.compile(rf"\b{_NAME}\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+((?:19|20)\d\d)\b", re.IGNORECASE)
_DAY_FIRST = re.compile(
    rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th)?[\s-]{{1,3}}{_NAME}\.?,?[\s-]{{1,3}}((?:19|20)\d\d)(?!\d)(?:\s?г(?:ода|\.)?)?",
    re.IGNORECASE,
)
_NUMBERS = re.compile(r"(?<![\d./-])(\d{1,2})([./-])(\d{1,2})\2((?:19|20)\d\d)(?![\d/-])")
_TIME = re.compile(
    r"(?:\s*[,T]?\s*(?:в|at|г\.,)?\s*)(?:([上下]午|凌晨|早上|中午|晚上)\s?)?(\d{1,2})[:：](\d{2})(?:[:：](\d{2}))?(?:\.\d{1,9})?"
    r"(?:[\s\u202f]?([AaPp])\.?[Mm]\b\.?)?"
)
_TIME_BEFORE = re.compile(r"(?<!\d)(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\s?([AaPp])[Mm])?,?\s+(?:on\s+)?$")
_ZONE = re.compile(
    r"\s?\(?(?:(?:UTC|GMT)?\s?([+-−])(\d{1,2}):?(\d{2})?(?![\d.:])|"
    r"(Z|UTC|GMT|EST|EDT|PST|PDT|MSK|МСК|北京时间|Beijing time|по московскому времени)\b)\)?",
    re.IGNORECASE,
)


class Dated(NamedTuple):
    """A date found in a text: from where to where it stands, and the moment; `is_ambiguous` says that day and month
    cannot be told apart."""

    start: int
    end: int
    moment: Moment
    is_ambiguous: bool = False


def day_order(texts: Iterable[str]) -> bool | None:
    """Whether dates like 5/7/2026 name the day first, by those among them where only one order is possible."""
    votes = {True: 0, False: 0}
    for text in texts:
        for found in _NUMBERS.finditer(text[:LONGEST]):
            first, second = int(found[1]), int(found[3])
            if found[2] != "." and (first > 12) != (second > 12):
                votes[first > 12] += 1
    if bool(votes[True]) == bool(votes[False]):
        return None
    return bool(votes[True])


def find_date(text: str, is_day_first: bool | None = None, source: str = "page") -> Dated | None:
    """The first date in the first 400 characters of `text`, with its time and zone where they are stated."""
    text = text[:LONGEST]
    found, is_ambiguous = _day(text, is_day_first)
    if found is None:
        return None
    start, end, year, month, day = found
    clock, start, end = _clock(text, start, end)
    zone = _ZONE.match(text, end) if clock is not None else None
    if zone is not None:
        end = zone.end()
    elif clock is not None and text[:start].rstrip(" :：").endswith("北京时间"):
        return _dated(text, start, end, (year, month, day), clock, 480, is_ambiguous, source)
    return _dated(text, start, end, (year, month, day), clock, _offset(zone), is_ambiguous, source)


def _dated(
    text: str, start: int, end: int, day: tuple[int, int, int], clock: tuple[int, int, int] | None,
    offset: int | None, is_ambiguous: bool, source: str,
) -> Dated:  # fmt: skip
    utc: datetime | None = None
    try:
        utc = datetime(*day, *(clock or (0, 0, 0)), tzinfo=UTC) - timedelta(minutes=offset or 0)
    except (ValueError, OverflowError):
        is_ambiguous = False
    if is_ambiguous:
        utc = None
    return Dated(start, end, Moment(utc, offset, source, text[start:end].strip()), is_ambiguous)


def _day(text: str, is_day_first: bool | None) -> tuple[tuple[int, int, int, int, int] | None, bool]:
    """Start, end, year, month and day of the first date, and whether its order is unknown."""
    best: tuple[int, int, int, int, int] | None = None
    is_ambiguous = False
    if found := _YEAR_FIRST.search(text):
        best = (found.start(), found.end(), int(found[1]), int(found[2]), int(found[3]))
    if (found := _MONTH_FIRST.search(text)) and (best is None or found.start() < best[0]):
        best = (found.start(), found.end(), int(found[3]), _MONTHS[found[1].lower()], int(found[2]))
    if (found := _DAY_FIRST.search(text)) and (best is None or found.start() < best[0]):
        best = (found.start(), found.end(), int(found[3]), _MONTHS[found[2].lower()], int(found[1]))
    if (found := _NUMBERS.search(text)) and (best is None or found.start() < best[0]):
        first, second = int(found[1]), int(found[3])
        is_first = True if found[2] == "." or first > 12 else False if second > 12 else is_day_first
        is_ambiguous = is_first is None and first != second
        day, month = (second, first) if is_first is False else (first, second)
        best = (found.start(), found.end(), int(found[4]), month, day)
    return best, is_ambiguous


def _clock(text: str, start: int, end: int) -> tuple[tuple[int, int, int] | None, int, int]:
    """Hour, minute and second beside the date, and the span that now holds them too."""
    after = _TIME.match(text, end)
    if after is not None:
        half = (after[5] or "").lower() or {"上": "a", "凌": "a", "早": "a", "下": "p", "晚": "p", "中": "p"}.get(
            (after[1] or "")[:1], ""
        )
        return (_hour(int(after[2]), half), int(after[3]), int(after[4] or 0)), start, after.end()
    before = _TIME_BEFORE.search(text[max(0, start - 40) : start])
    if before is not None:
        hour = _hour(int(before[1]), (before[4] or "").lower())
        return (hour, int(before[2]), int(before[3] or 0)), start - len(before[0]), end
    return None, start, end


def _hour(hour: int, half: str) -> int:
    if half == "p" and hour < 12:
        return hour + 12
    return 0 if half == "a" and hour == 12 else hour


def _offset(zone: re.Match[str] | None) -> int | None:
    if zone is None:
        return None
    if zone[4]:
        return _ZONES[zone[4].lower()]
    minutes = int(zone[2]) * 60 + int(zone[3] or 0)
    if minutes >= 24 * 60:
        return None
    return minutes if zone[1] == "+" else -minutes
