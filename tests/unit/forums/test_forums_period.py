"""Periods end as the Civil Code says."""

from __future__ import annotations

from datetime import date

import pytest

from tallystick.forums.period import period
from tallystick.forums.workdays import workdays


@pytest.mark.parametrize(
    ("written", "start", "last"),
    [
        ("P3Y", date(2026, 2, 9), date(2029, 2, 9)),
        ("P1Y", date(2024, 2, 29), date(2025, 2, 28)),
        ("P4Y", date(2024, 2, 29), date(2028, 2, 29)),
        ("P1M", date(2026, 1, 31), date(2026, 2, 28)),
        ("P6M", date(2026, 8, 31), date(2027, 2, 28)),
        ("P1Y6M", date(2026, 8, 31), date(2028, 2, 29)),
        ("P30D", date(2026, 11, 1), date(2026, 12, 1)),
        ("P2W", date(2026, 11, 1), date(2026, 11, 15)),
        ("PT48H", date(2026, 11, 1), date(2026, 11, 3)),
        ("PT1H", date(2026, 11, 1), date(2026, 11, 2)),
        ("P0D", date(2026, 11, 1), date(2026, 11, 1)),
        ("P9999Y", date(2026, 11, 1), date.max),
    ],
)
def test_the_last_day(written: str, start: date, last: date) -> None:
    """The start day is not counted; months and years end on the corresponding day or the month's end."""
    assert period(written).last_day(start, workdays("")) == last


def test_a_counted_start_day_shortens_the_period() -> None:
    """Where the start day counts, the period ends a day sooner, but never before it began."""
    length = period("P30D")
    assert length.last_day(date(2026, 11, 1), workdays(""), excludes_start_day=False) == date(2026, 11, 30)
    assert period("P0D").last_day(date(2026, 11, 1), workdays(""), excludes_start_day=False) == date(2026, 11, 1)


def test_working_days_leave_out_the_spring_festival() -> None:
    """Seven working days from 13 February 2026 in China count two worked Saturdays and skip the festival."""
    last = period("P7B").last_day(date(2026, 2, 13), workdays("CN"))
    assert last == date(2026, 3, 2)


@pytest.mark.parametrize("written", ["", "P", "PT", "3Y", "P3", "P-3Y", "P3Y ", "P3B4D", "PT3M", "P1.5D"])
def test_what_is_no_period(written: str) -> None:
    """Anything else is refused."""
    with pytest.raises(ValueError, match="no period"):
        period(written)
