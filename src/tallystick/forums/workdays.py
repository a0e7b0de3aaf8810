"""Working days of a country: weekends, holidays, and the weekend days that are worked instead.

The days come from the library `holidays`, which knows China's and Russia's moved days as they were announced.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from holidays import HolidayBase, country_holidays, financial_holidays

_ONE = timedelta(days=1)
# Holidays of these countries are announced a year at a time; later years are only what the statute already says.
_ANNOUNCED_UNTIL: Mapping[str, int] = {"CN": 2026, "HK": 2026, "RU": 2027, "SG": 2026}


@dataclass(frozen=True, slots=True)
class Workdays:
    """The working days of one calendar, by its code (`EU` is that of the euro payment system)."""

    code: str

    def is_workday(self, day: date) -> bool:
        """True on days that are neither weekend nor holiday, and on weekend days that are worked instead."""
        return _holidays(self.code).is_working_day(day)

    def is_announced(self, year: int) -> bool:
        """Whether this year's holidays are published."""
        return year <= _ANNOUNCED_UNTIL.get(self.code, year)

    def on_or_after(self, day: date) -> date:
        """The first working day that is not before this day."""
        while not self.is_workday(day):
            day += _ONE
        return day

    def on_or_before(self, day: date) -> date:
        """The last working day that is not after this day."""
        while not self.is_workday(day):
            day -= _ONE
        return day

    def after(self, day: date, count: int) -> date:
        """The `count`th working day after this day, which itself is not counted."""
        for _each in range(count):
            day = self.on_or_after(day + _ONE)
        return day


@dataclass(frozen=True, slots=True)
class Weekdays(Workdays):
    """Monday to Friday, where no calendar is named and no holiday is known."""

    def is_workday(self, day: date) -> bool:
        return day.weekday() < 5


def workdays(code: str) -> Workdays:
    """The calendar of this code; Monday to Friday for ""."""
    return Workdays(code) if code else Weekdays("")


@cache
def _holidays(code: str) -> HolidayBase:
    if code == "EU":
        return financial_holidays("XECB")
    return country_holidays(code, subdiv="ENG") if code == "GB" else country_holidays(code)
