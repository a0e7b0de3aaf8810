"""Days and times of a WhatsApp export, and the order in which it writes day, month and year.

An export does not say its order. It is decided by all dates of the file together, or not at all: never by habit.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from tallystick.formats.chat.whatsapp_prefix import MERIDIEMS, meridiem_key

_FIELD = re.compile(r"([MTSHR]|明治|大正|昭和|平成|令和)?(\d{1,4})")
_ERA_AFTER = re.compile(r"(?:BE|B\.E\.|พ\.ศ\.|AD|CE|ม\.ค\.|(?<![A-Za-z])([MTSHR]))\s*$")
_ERA_BEGINS = {"M": 1868, "T": 1912, "S": 1926, "H": 1989, "R": 2019,
               "明治": 1868, "大正": 1912, "昭和": 1926, "平成": 1989, "令和": 2019}  # fmt: skip
_CLOCK = re.compile(r"(\d{1,2})\s?[:.h]\s?(\d{2})(?:(?:[:.]|\smin\s)(\d{2}))?")
_FIRST_YEAR, _LAST_YEAR = 2009, 2099  # WhatsApp began in 2009
_BUDDHIST = 543
_FEWEST_BACKWARD, _FEWEST_DAYS = 3, 3

_ENOUGH_FILES = 3
# A date as written, the date in the name of a file sent then, and how much that counts: an iPhone writes the time of
# the message into the name, Android a day, which is an older one where the file was forwarded.
FileDate = tuple[str, tuple[int, int, int], int]

ORDERS: dict[str, tuple[int, int, int]] = {
    "day, month, year": (2, 1, 0),
    "month, day, year": (2, 0, 1),
    "year, month, day": (0, 1, 2),
    "year, day, month": (0, 2, 1),
}


@dataclass(frozen=True, slots=True)
class Decision:
    """The order of day, month and year: `order` is "" where the file does not decide, and `open_orders` are then those
    that remain. `ground` says what decided: fields, form, sequence, files, or "" """

    order: str
    ground: str
    open_orders: tuple[str, ...]
    calendar: str = ""


class Day:
    """A date as written: its three numbers, how many digits each has, and the era that stands with one of them."""

    __slots__ = ("digits", "era_at", "era_begins", "is_pointed", "numbers")

    def __init__(self, written: str) -> None:
        fields = _FIELD.findall(written)[:3]
        self.numbers = tuple(int(number) for _era, number in fields)
        self.digits = tuple(len(number) for _era, number in fields)
        self.is_pointed = "." in written and ". " not in written
        self.era_at = next((at for at, (era, _number) in enumerate(fields) if era), -1)
        self.era_begins = _ERA_BEGINS.get(fields[self.era_at][0], 0) if self.era_at >= 0 else 0
        after = _ERA_AFTER.search(written)
        if after and after[1] and len(fields) == 3:
            self.era_at, self.era_begins = 2, _ERA_BEGINS[after[1]]

    def year(self, at: int) -> int | None:
        """The Gregorian year that field `at` is, None where it cannot be one."""
        number, digits = self.numbers[at], self.digits[at]
        if self.era_at >= 0:
            return self.era_begins + number - 1 if self.era_at == at else None
        if any(count > 2 for count in self.digits) and digits <= 2:
            return None
        if digits == 2:
            number += 2000
        elif number >= _FIRST_YEAR + _BUDDHIST:
            number -= _BUDDHIST
        return number if digits > 1 and _FIRST_YEAR <= number <= _LAST_YEAR else None

    @property
    def is_buddhist(self) -> bool:
        return max(self.numbers) >= _FIRST_YEAR + _BUDDHIST

    def read(self, order: str) -> tuple[int, int, int] | None:
        """Year, month and day in this order; None where they are no date."""
        if len(self.numbers) != 3:
            return None
        year_at, month_at, day_at = ORDERS[order]
        month, day = self.numbers[month_at], self.numbers[day_at]
        year = self.year(year_at)
        if year is None or not 1 <= month <= 12 or self.digits[month_at] > 2 or self.digits[day_at] > 2:
            return None
        return (year, month, day) if 1 <= day <= monthrange(year, month)[1] else None


def decided(written: Iterable[str], files: Sequence[FileDate] = ()) -> Decision:
    """The order of all these dates, given in the order of the file and each once.

    `files` are dates whose messages name a file that carries its own date, which decide where the fields do not.
    """
    days = [Day(text) for text in written]
    calendar = _calendar(days)
    fitting = _fitting(days)
    if not fitting:
        return Decision("", "", (), calendar or "unknown")
    if len(fitting) == 1:
        return Decision(fitting[0], "fields", (), calendar)
    fitting = _by_form(fitting, days)
    if len(fitting) == 1:
        return Decision(fitting[0], "form", (), calendar)
    for ground, order in (("files", _by_files(fitting, files)), ("sequence", _by_sequence(fitting, days))):
        if order:
            return Decision(order, ground, (), calendar)
    return Decision("", "", tuple(fitting), calendar)


def _fitting(days: Sequence[Day]) -> list[str]:
    """The orders in which all dates are dates; where none is such, those in which all but one in fifty are."""
    days = [day for day in days if any(day.read(order) for order in ORDERS)]  # what is no date at all decides nothing
    if not days:
        return []
    failed = {order: sum(day.read(order) is None for day in days) for order in ORDERS}
    whole = [order for order, count in failed.items() if count == 0]
    if whole:
        return whole
    least = min(failed.values())
    if least * 50 > len(days):
        return []
    return [order for order, count in failed.items() if count == least]


def _by_form(fitting: Sequence[str], days: Sequence[Day]) -> list[str]:
    """Without the orders that no locale writes: year, day, month; and a year of two digits first before a point."""
    left = [order for order in fitting if order != "year, day, month"] or list(fitting)
    if any(day.is_pointed and day.digits[0] <= 2 for day in days if day.digits):
        left = [order for order in left if not order.startswith("year")] or left
    return left


def _calendar(days: Sequence[Day]) -> str:
    if any(day.era_at >= 0 for day in days):
        return "japanese"
    return "buddhist" if any(day.is_buddhist for day in days if day.numbers) else ""


def _by_files(fitting: Sequence[str], files: Sequence[FileDate]) -> str:
    """The one order in which dates agree with the files' own, "" where none or several do."""
    weights: Counter[str] = Counter()
    for text, stated, weight in files:
        weights.update({order: weight for order in fitting if Day(text).read(order) == stated})
    return next(iter(weights)) if len(weights) == 1 and weights.total() >= _ENOUGH_FILES else ""


def _by_sequence(fitting: Sequence[str], days: Sequence[Day]) -> str:
    """The one order in which time never runs backwards, where it does so several times in all others."""
    backward: dict[str, int] = {}
    for order in fitting:
        read = [date for day in days if (date := day.read(order))]
        backward[order] = sum(later < earlier for earlier, later in pairwise(read))
        years = {date[0] for date in read}
        if len(days) >= _FEWEST_DAYS and len(years) > 1 and len({date[2] for date in read}) == 1:
            backward[order] += _FEWEST_BACKWARD  # one day of the month in several years: the field is the year
    steady = [order for order, count in backward.items() if count == 0]
    others = [count for count in backward.values() if count]
    return steady[0] if len(steady) == 1 and min(others) >= _FEWEST_BACKWARD else ""


def midnight(written: str, decision: Decision) -> datetime | None:
    """The beginning of a day, as if in UTC; None where the order is open and matters, or where it is no date."""
    day = Day(written)
    orders = (decision.order,) if decision.order else decision.open_orders
    read = {date for order in orders if (date := day.read(order))}
    return datetime(*read.pop(), tzinfo=UTC) if len(read) == 1 else None


def since_midnight(written: str) -> timedelta | None:
    """The time of day; None where its numbers or the word beside it are none."""
    found = _CLOCK.search(written)
    if not found:
        return None
    hour, minute, second = int(found[1]), int(found[2]), int(found[3] or 0)
    beside = MERIDIEMS.get(_beside(written, found))
    if beside is None:
        return None
    hour = _hour(hour, beside)
    if hour > 23 or minute > 59 or second > 59:
        return None
    return timedelta(hours=hour, minutes=minute, seconds=second)


_LINKS = re.compile(r"^(?:klo|kl|à|às|as|um|o|u|в|о|at|lúc|г)(?=[\s.,]|$)[.,]*\s*")


def _beside(written: str, found: re.Match[str]) -> str:
    before = meridiem_key(written[: found.start()].strip(" ,،\u00a0\u202f\u2009"))
    after = meridiem_key(written[found.end() :].strip(" ,،\u00a0\u202f\u2009"))
    return _LINKS.sub("", before) or ("" if after == "s" else after)


def _hour(hour: int, beside: str) -> int:
    if not beside or hour > 12:
        return hour
    if beside == "noon":
        return hour + 12 if hour < 10 else hour
    return hour % 12 + (12 if beside == "pm" else 0)
