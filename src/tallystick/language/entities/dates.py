"""Dates as written. Day and month that cannot be told apart give both readings and no value."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from tallystick.language.entities.stretches import Spans, any_of, matches_from
from tallystick.model.entity import Entity, EntityKind

__all__ = ["begins_date", "dates", "deadline"]

_MONTH_NAMES = (
    "january jan januar", "february feb februar", "march mar märz", "april apr", "may mai", "june jun juni",
    "july jul juli",
    "august aug", "september sep sept", "october oct oktober okt", "november nov", "december dec dezember dez",
)  # fmt: skip
_RUSSIAN = "янв январ|февр феврал|март|апр апрел|мая|июн|июл|авг август|сент сентябр|окт октябр|нояб ноябр|дек декабр"
_MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES, 1) for name in names.split()}
_MONTHS |= {name: number for number, names in enumerate(_RUSSIAN.split("|"), 1) for name in names.split()}
_MONTHS |= {
    f"{name}{end}": number for name, number in tuple(_MONTHS.items()) if name[0] > "z" for end in ("а", "я", "ь")
}
_MONTH = any_of(_MONTHS)
_NUMERIC = re.compile(
    r"(?:(\d{4})[ ]?([\-/.])[ ]?(\d{1,2})[ ]?\2[ ]?(\d{1,2})|(\d{1,2})([./\-])(\d{1,2})\6(\d{4}"
    r"|\d{2}))(?![\w/\-]|[.,]\d)"
)
_HAN = re.compile(r"(?:(\d{4}|\d{2})\s?年\s?)?(?<!\d)(\d{1,2})\s?月\s?(\d{1,2})\s?[日号號]")
_DAY_FIRST = re.compile(
    rf"(\d{{1,2}})(?:st|nd|rd|th"
    rf"|-?го)?[ .\u00a0]{{1,2}}(?:of )?({_MONTH})(?![^\W\d_])(?:\.?,? ?(\d{{4}})(?!\d))?(?: ?г(?:\.|ода))?"
)
_MONTH_FIRST = re.compile(rf"({_MONTH})\.? (\d{{1,2}})(?:st|nd|rd|th)?(?![\d:.]\d|\d|[^\W\d_])(?:,? (\d{{4}})(?!\d))?")
_NEXT = frozenset(" .\u00a0snrt-/")
_SHORT = re.compile(r"(?<![^\W\d_])(?:до|к|с|по|не позднее|bis|am|zum) (\d{1,2})\.(\d{2})(?![\d.]|[,]\d)\.?")
_ANNOUNCING = ("до ", "к ", "с ", "по ", "не позднее ", "bis ", "am ", "zum ")
_LONGEST_ANNOUNCING = 11
_DUE_BEFORE = re.compile(
    r"(?:\b(?:by|before|until|till|til|no later than|not later than|latest by|latest|due(?: date)?|due on"
    r"|deadline|on or before)"
    r"|(?<![а-яё])(?:до|не позднее|не позже|к|срок|крайний срок)|\b(?:bis|bis zum|spätestens|spätestens am)"
    r"|截止|最晚|最迟|不晚于|务必于|截至)"
    r"[ :：]{0,2}(?:the |this |next |coming |конца |end of |am )?(?:(?:mon|tues|wednes|thurs|fri|satur"
    r"|sun)day,? (?:the )?)?$"
)
# In what stands before a date one of these does, wherever `_DUE_BEFORE` can match.
_DUE = (
    "by",
    "til",
    "due",
    "late",
    "before",
    "dead",
    "bis",
    "spät",
    "до",
    "к",
    "не поз",
    "срок",
    "截",
    "最",
    "不晚",
    "务必",
)
_DUE_AFTER = re.compile(r"[ ]?(?:之前|以前|前|截止|为止|为限|at the latest|the latest|latest|включительно|内)")


def deadline(low: str, start: int, end: int) -> tuple[tuple[str, str], ...]:
    """The field `deadline` where words around a date make it one."""
    before = low[max(0, start - 24) : start]
    if (any(word in before for word in _DUE) and _DUE_BEFORE.search(before)) or _DUE_AFTER.match(low, end):
        return (("deadline", "yes"),)
    return ()


def dates(text: str, low: str, sent: date | None, digits: Spans) -> Iterator[Entity]:
    """Each date with digits in it. A missing year is that which brings the date nearest to `sent`."""
    for start, end in digits:
        yield from _at(text, low, start, end, sent)
    if not low.isascii():
        for found in matches_from(_before_signs(low, digits), _HAN, low) if "月" in low else ():
            yield from _dated(text, low, found.span(), _year(found[1]), int(found[2]), int(found[3]), sent)
        for found in matches_from(_after_words(low, digits), _SHORT, low):
            yield from _dated(text, low, (found.start(1), found.end()), None, int(found[2]), int(found[1]), sent)


def _before_signs(low: str, digits: Spans) -> Iterator[tuple[int, int]]:
    """The runs of digits behind which the sign of a year or a month stands."""
    for start, end in digits:
        behind = low[end : end + 2]
        if "月" in behind or "年" in behind:
            yield start, end


def _after_words(low: str, digits: Spans) -> Iterator[tuple[int, int]]:
    """Around the words that announce a day, where one could follow."""
    for start, end in digits:
        if end - start < 3 and low[end : end + 1] == "." and low.endswith(_ANNOUNCING, 0, start):
            yield start - _LONGEST_ANNOUNCING, start


def _at(text: str, low: str, start: int, end: int, sent: date | None) -> Iterator[Entity]:
    """The date of which a run of digits is the first or, behind the name of a month, the day."""
    if end - start > 4 or (
        start and (low[start - 1] in ".,/-_" or (low[start - 1].isalpha() and low[start - 1] < "\u2e80"))
    ):
        return
    if low[end : end + 1] in _NEXT:
        if numeric := _NUMERIC.match(low, start):
            yield from _numeric(text, low, numeric)
        elif end - start < 3 and (found := _DAY_FIRST.match(low, start)):
            yield from _dated(text, low, found.span(), _year(found[3]), _MONTHS[found[2]], int(found[1]), sent)
    if end - start < 3 and low[start - 1 : start] == " ":
        words = low[max(0, start - 13) : start - 1].split()
        word = words[-1].rstrip(".") if words else ""
        name = word if word in _MONTHS else "".join([sign for sign in word if sign < "\u2e80"])
        place = low.rfind(name, max(0, start - 13), start) if name in _MONTHS else -1
        if place >= 0 and (found := _MONTH_FIRST.match(low, place)):
            yield from _dated(text, low, found.span(), _year(found[3]), _MONTHS[name], int(found[2]), sent)


def begins_date(low: str, place: int) -> bool:
    """Whether a day with its month stands at a place."""
    return _DAY_FIRST.match(low, place) is not None or _MONTH_FIRST.match(low, place) is not None


def _year(written: str | None) -> int | None:
    if written is None:
        return None
    return int(written) if len(written) == 4 else 2000 + int(written)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _numeric(text: str, low: str, found: re.Match[str]) -> Iterator[Entity]:
    start, end = found.span()
    if found[1]:
        readings = [_date(int(found[1]), int(found[3]), int(found[4]))]
    else:
        first, second, year = int(found[5]), int(found[7]), _year(found[8]) or 0
        readings = [_date(year, second, first)]
        if found[6] != ".":
            readings.append(_date(year, first, second))
            if len(found[8]) == 2 and found[6] == "-":
                return  # an order or a phone number as likely as a date
    known = sorted(
        {reading.isoformat() for reading in readings if reading is not None and 1950 <= reading.year <= 2100}
    )
    if not known:
        return
    fields = deadline(low, start, end)
    if len(known) > 1:
        yield Entity(EntityKind.DATE, start, end, text[start:end], "", (("ambiguous", "|".join(known)), *fields))
    else:
        yield Entity(EntityKind.DATE, start, end, text[start:end], known[0], fields)


def _dated(
    text: str, low: str, span: tuple[int, int], year: int | None, month: int, day: int, sent: date | None
) -> Iterator[Entity]:
    raw, due = text[span[0] : span[1]], deadline(low, *span)
    if year is not None:
        exact = _date(year, month, day)
        if exact is not None:
            yield Entity(EntityKind.DATE, *span, raw, exact.isoformat(), due)
        return
    if _date(2024, month, day) is None:
        return
    if sent is None:
        yield Entity(EntityKind.DATE, *span, raw, f"--{month:02}-{day:02}", (("year", "unknown"), *due))
        return
    near = [_date(sent.year + shift, month, day) for shift in (-1, 0, 1)]
    nearest = min((one for one in near if one is not None), key=lambda one: abs((one - sent).days), default=None)
    if nearest is not None:
        yield Entity(EntityKind.DATE, *span, raw, nearest.isoformat(), (("year", "nearest"), *due))
