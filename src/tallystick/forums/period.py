"""Periods of time: ISO 8601 in years, months, weeks, days and hours, or P7B for working days."""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import MAXYEAR, date, timedelta

from tallystick.forums.workdays import Workdays

_PARTS = re.compile(
    r"P(?!\Z)(?:(?P<years>\d+)Y)?(?:(?P<months>\d+)M)?(?:(?P<weeks>\d+)W)?(?:(?P<days>\d+)D)?"
    r"(?:T(?!\Z)(?:(?P<hours>\d+)H)?)?\Z|P(?P<workdays>\d+)B\Z"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A length of time in its parts."""

    years: int = 0
    months: int = 0
    weeks: int = 0
    days: int = 0
    hours: int = 0
    workdays: int = 0

    def last_day(self, start: date, weekdays: Workdays, *, excludes_start_day: bool = True) -> date:
        """The day on which it ends. Of years and months it is the corresponding day, or the month's last; hours end
        at the hour of their start, and are counted here as from the same hour.

        Source: Civil Code of the PRC art. 201, 202.
        """
        day = _months_later(start, 12 * self.years + self.months)
        day += timedelta(days=7 * self.weeks + self.days + -(-self.hours // 24))
        day = weekdays.after(day, self.workdays)
        is_shorter = not excludes_start_day and not self.hours
        return day - timedelta(days=1) if is_shorter and day > start else day


def period(written: str) -> Period:
    """The period. Raises ValueError for what is none."""
    found = _PARTS.match(written)
    if found is None:
        raise ValueError(f"{written!r} is no period")
    parts: Mapping[str, str | None] = found.groupdict()
    return Period(**{name: int(count) for name, count in parts.items() if count})


def _months_later(start: date, months: int) -> date:
    if not months:
        return start
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if year > MAXYEAR:
        return date.max
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))
