"""The beginning of a line of a WhatsApp export: "18/03/2022, 14:56 - " or "[3/18/22, 2:56:01 PM] ", in all its shapes.

One export is written by one device under one locale, so all its lines have one shape: brackets or a dash, date or time
first, one mark within dates, one within times, one between them. Padding, seconds and "PM" may vary within a file.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

_M = "[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff]*"
_S = "[ \u00a0\u202f\u2009]"

# What stands beside an hour, in the form of `meridiem_key`.
_BEFORE_NOON = (
    'am 上午 午前 오전 ص صباحا לפנה"צ לפנה״צ ก่อนเที่ยง sa öö πμ de pd ap fm vm dop дп проб pg قظ पूर्वाह्न vorm '
    "凌晨 清晨 早上 早晨 半夜"
)
_AFTER_NOON = (
    'pm 下午 午後 오후 م مساء אחה"צ אחה״צ หลังเที่ยง ch ös μμ du md ip em nm odp пп слоб ptg بظ अपराह्न nachm 晚上 傍晚'
)
MERIDIEMS: dict[str, str] = {
    **dict.fromkeys((*_BEFORE_NOON.split(), "in the morning"), "am"),
    **dict.fromkeys((*_AFTER_NOON.split(), "in the afternoon", "in the evening"), "pm"),
    "中午": "noon",
    **dict.fromkeys(("", "ч", "год", "uhr"), ""),  # "o'clock"
}


def meridiem_key(written: str) -> str:
    """A meridiem in the form of `MERIDIEMS`: small letters without points, spaces and marks."""
    bare = re.sub(rf"(?:{_M}|[.])+", "", written).casefold()
    bare = re.sub(rf"^{_S}+|{_S}+$", "", bare)
    if bare not in MERIDIEMS:
        bare = re.sub(f"{_S}+", "", bare)
    return bare


# Letters, points and single spaces of at most 14 characters; whether it is a known word is asked when it is read.
_MERIDIEM = rf"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f\u0900-\u097f\u0e00-\u0e7f.\"״'’]|{_S}(?=[^\W\d_])){{0,13}}"
_LINK = r"(?:klo|kl\.?|à|às|as|um|o|u|в|о|at|lúc)"
_YEAR = r"(?:[MTSHR]|明治|大正|昭和|平成|令和)?\d{1,4}"
_ERA = rf"(?:{_S}(?:BE|B\.E\.|พ\.ศ\.|AD|CE|ม\.ค\.|[MTSHR])(?!\w))?"


class Shape(NamedTuple):
    """What is the same in all lines of one export."""

    has_brackets: bool
    is_time_first: bool
    date_mark: str
    clock_mark: str
    comma: str
    has_era: bool = True
    has_marks: bool = True


def _date(mark: str, m: str, has_era: bool) -> str:
    year, era = (_YEAR, _ERA) if has_era else (r"\d{1,4}", "")
    if mark == "年":
        return rf"{m}{year}年{_S}?\d{{1,2}}月{_S}?\d{{1,2}}日"
    dot = re.escape(mark) if mark else "[/.-]"
    space = f"{_S}?" if mark in ("", ".") else ""
    end = rf"(?:\.(?={_S}|,)|{_S}г\.)?" if mark in ("", ".") else ""
    gap = f"{m}{dot}{m}{space}"
    return rf"{m}{year}{gap}\d{{1,2}}{gap}{year}{end}{era}"


def _clock(mark: str, m: str) -> str:
    dot = {"": "[:.]", "h": f"{_S}?h{_S}?"}.get(mark, re.escape(mark))
    before = rf"(?:(?=[^\W\d]){_MERIDIEM}{_S}?)?"
    after = (
        rf"(?:{_S}?(?=[^\W\d]){_MERIDIEM}|{_S}?{m}(?=[^\W\d]){_MERIDIEM})?"
        if m
        else rf"(?:{_S}?(?=[^\W\d]){_MERIDIEM})?"
    )
    return rf"{m}{before}\d{{1,2}}{dot}\d{{2}}(?:(?:{dot}|{_S}min{_S})\d{{2}}(?:{_S}s)?)?{after}{m}"


def opening(shape: Shape, has_groups: bool = True) -> str:
    """The pattern of a line's beginning in this shape: group 1 is the whole stamp, group 2 its date."""
    m = _M if shape.has_marks else ""
    group = "(" if has_groups else "(?:"
    day, clock = f"{group}{_date(shape.date_mark, m, shape.has_era)})", _clock(shape.clock_mark, m)
    comma = "[,،]?" if shape.comma == "?" else re.escape(shape.comma)
    if shape.is_time_first:
        stamp = rf"{clock}{comma}{_S}{{1,2}}{day}"
    else:
        stamp = rf"{day}{comma}{m}{_S}{{1,2}}(?:{_LINK}{_S})?{clock}"
    if shape.has_brackets:
        return rf"{m}\[{group}{stamp})\]{_S}?"
    return rf"{m}{group}{stamp}){m}{_S}[-–—]{_S}"


_CLOCK_MARK = re.compile(rf"\d({_S}?h{_S}?|[:.])\d\d")
_GENERIC = tuple(
    (brackets, first, re.compile(opening(Shape(brackets, first, mark, clock, "?"))))
    for brackets in (False, True)
    for first in (False, True)
    for mark in ("", "年")
    for clock in ("", "h")
)
_PLAIN = re.compile(rf"{_M}\[?{_M}\W{{0,2}}(?:\d|[MTSHR明大昭平令]|[^\W\d_]{{1,4}}{_S}?\d)")
_LETTER = re.compile(r"[^\W\d_年月日]")
_DATE_MARK = re.compile(rf"\d{_M}([/.\-年])")


def shape_of(line: str) -> tuple[Shape, re.Match[str]] | None:
    """The shape of a line's beginning and what it matched, None where the line does not begin a message."""
    if not _PLAIN.match(line):
        return None
    for brackets, first, pattern in _GENERIC:
        found = pattern.match(line)
        if found and (mark := _DATE_MARK.search(found[2])):
            clock = found[1].replace(found[2], "", 1)
            time_mark = _CLOCK_MARK.search(clock)
            comma = next((one for one in clock if one in ",،"), "")
            kind = time_mark[1].strip(" \u00a0\u202f\u2009") if time_mark else ":"
            return Shape(brackets, first, mark[1], kind, comma, bool(_LETTER.search(found[2]))), found
    return None


def shape_of_export(text: str, most_lines: int = 400) -> Shape | None:
    """The shape that most of the first lines that begin a message have; None where none does."""
    counted: Counter[Shape] = Counter()
    start = 0
    for _ in range(most_lines):
        end = text.find("\n", start)
        known = shape_of(text[start : end if end >= 0 else len(text)][:200])
        if known:
            counted[known[0]] += 1
        if end < 0:
            break
        start = end + 1
    return counted.most_common(1)[0][0] if counted else None
