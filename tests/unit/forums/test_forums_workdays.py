"""Working days of the countries whose courts and platforms have rules here."""

from __future__ import annotations

from datetime import date

import pytest

from tallystick.forums.workdays import workdays


@pytest.mark.parametrize(
    ("code", "day", "is_worked"),
    [
        ("CN", date(2026, 2, 14), True),  # a Saturday that is worked
        ("CN", date(2026, 2, 21), False),
        ("CN", date(2026, 10, 7), False),
        ("CN", date(2026, 10, 10), True),
        ("CN", date(2026, 10, 11), False),
        ("RU", date(2027, 2, 20), True),
        ("RU", date(2026, 1, 5), False),
        ("GB", date(2026, 12, 28), False),
        ("US", date(2026, 11, 26), False),
        ("DE", date(2026, 10, 3), False),
        ("EU", date(2026, 4, 3), False),
        ("HK", date(2026, 7, 1), False),
        ("SG", date(2026, 8, 10), False),
        ("", date(2026, 11, 21), False),
        ("", date(2026, 12, 25), True),
    ],
)
def test_is_workday(code: str, day: date, is_worked: bool) -> None:
    """Weekends and holidays are no working days, and weekend days worked instead are."""
    assert workdays(code).is_workday(day) == is_worked


def test_moving_to_a_working_day() -> None:
    """The next working day after the Spring Festival, and the last before it, pass over worked weekend days rightly."""
    calendar = workdays("CN")
    assert calendar.on_or_after(date(2026, 2, 15)) == date(2026, 2, 24)
    assert calendar.on_or_before(date(2026, 2, 23)) == date(2026, 2, 14)
    assert calendar.on_or_after(date(2026, 11, 23)) == date(2026, 11, 23)


def test_years_that_are_not_announced() -> None:
    """China's holidays are known for announced years alone; those fixed by statute for every year."""
    assert workdays("CN").is_announced(2026)
    assert not workdays("CN").is_announced(2027)
    assert workdays("US").is_announced(2040)
