"""Times as Alibaba's messengers show them on a page: the reader's local time, in the form of his language, no zone."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime

from tallystick.model.message import Moment

_CLOCK = r"(?:[,\sT]{1,3}(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?(?:\s?(?P<half>[AaPp])\.?[Mm]\.?)?)?"
_FORMS = tuple(
    re.compile(rf"\s*(?:[A-Za-z]{{3,9}},\s)?{date}{_CLOCK}\s*", re.ASCII)
    for date in (
        r"(?P<year>\d{4})[-/.年](?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})日?",
        r"(?P<word>[A-Za-z]{3,9})\.?\s(?P<day>\d{1,2}),?\s(?P<year>\d{4})",
        r"(?P<day>\d{1,2})\s(?P<word>[A-Za-z]{3,9})\.?,?\s(?P<year>\d{4})",
    )
)
_SHORT = re.compile(rf"\s*(?P<one>\d{{1,2}})[-/.](?P<other>\d{{1,2}})[-/.](?P<year>\d{{4}}){_CLOCK}\s*", re.ASCII)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LONGEST = 60


def order_in(raws: Iterable[str]) -> str:
    """ "day" or "month", whichever comes first in the page's short dates as one of them proves; "" where none does."""
    proven = set()
    for raw in raws:
        found = _SHORT.fullmatch(raw[:_LONGEST])
        if found and int(found["one"]) > 12 >= int(found["other"]):
            proven.add("day")
        elif found and int(found["other"]) > 12 >= int(found["one"]):
            proven.add("month")
    return proven.pop() if len(proven) == 1 else ""


def moment_on_page(raw: str, order: str) -> tuple[Moment | None, str]:
    """The moment shown, and the code of the problem with it: "", time-unreadable or date-order-ambiguous."""
    raw = raw.strip()[:_LONGEST]
    if not raw:
        return None, "time-missing"
    for form in _FORMS:
        found = form.fullmatch(raw)
        if found:
            return _moment(raw, found, _month(found), found["day"])
    short = _SHORT.fullmatch(raw)
    if short is None:
        return Moment(None, None, "page", raw), "time-unreadable"
    if not order and short["one"] != short["other"]:
        return Moment(None, None, "page", raw), "date-order-ambiguous"
    first, second = short["one"], short["other"]
    return _moment(raw, short, int(second if order == "day" else first), first if order == "day" else second)


def _month(found: re.Match[str]) -> int:
    names = found.groupdict()
    word = names.get("word")
    if word is None:
        return int(names["month"] or 0)
    return _MONTHS.index(word[:3].lower()) + 1 if word[:3].lower() in _MONTHS else 0


def _moment(raw: str, found: re.Match[str], month: int, day: str) -> tuple[Moment, str]:
    hour = int(found["hour"] or 0)
    if found["half"]:
        hour = hour % 12 + (12 if found["half"] in "pP" else 0)
    try:
        local = datetime(
            int(found["year"]), month, int(day), hour, int(found["minute"] or 0), int(found["second"] or 0), tzinfo=UTC
        )
    except ValueError:
        return Moment(None, None, "page", raw), "time-unreadable"
    return Moment(local, None, "page", raw), ""
