"""Interest for late payment under the rules of several forums."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from tallystick.claims.late import Reference, late_interest
from tallystick.model.rule import Rate


def reference(ident: str, *points: tuple[str, str]) -> Reference:
    read = tuple((date.fromisoformat(day), Decimal(figure)) for day, figure in points)
    return Reference(id=ident, points=read, source="bulletin")


LPR = reference("lpr", ("2024-10-21", "3.10"), ("2025-05-20", "3.00"))
BASE = reference("base", ("2024-06-30", "5.25"), ("2024-12-31", "4.75"), ("2025-06-30", "4.25"))
ECB = reference("ecb", ("2024-12-18", "3.15"), ("2025-02-05", "2.90"), ("2025-06-11", "2.15"))
KEY = reference("key", ("2025-06-09", "20"), ("2025-07-28", "18"))


def test_the_loan_prime_rate_is_that_of_the_breach() -> None:
    """LPR at the breach with 30 and 50 per cent on top, though it changed later."""
    rate = Rate(series="lpr", low=Decimal("0.30"), high=Decimal("0.50"), is_markup=True, picks="at-breach")
    found = late_interest(Decimal(365000), date(2025, 5, 1), date(2025, 6, 1), rate, LPR)
    assert [line.rate for line in found.low.lines] == [Decimal("0.0403")]
    assert [line.rate for line in found.high.lines] == [Decimal("0.0465")]
    assert (found.low.total, found.low.lines[0].days) == (Decimal("1249.3"), 31)


def test_eight_points_on_the_rate_of_the_half_year() -> None:
    """The rate of 1 January counts until 30 June, whatever the central bank does in between."""
    rate = Rate(series="ecb", low=Decimal(8), high=Decimal(8), picks="half-year-start")
    found = late_interest(Decimal(36500), date(2025, 6, 28), date(2025, 7, 2), rate, ECB)
    assert [(line.days, line.rate) for line in found.low.lines] == [(2, Decimal("0.1115")), (2, Decimal("0.1015"))]


def test_of_two_readings_the_lower_is_claimed() -> None:
    """A falling base rate is claimed as it is reset, and the fixed reading is shown beside it."""
    rate = Rate(series="base", low=Decimal(8), high=Decimal(8), picks="half-year-before")
    found = late_interest(Decimal(36500), date(2025, 6, 29), date(2025, 7, 2), rate, BASE)
    assert found.reading == "half-year-before"
    assert [line.rate for line in found.low.lines] == [Decimal("0.1275"), Decimal("0.1225")]
    assert found.other is not None
    assert found.other.total > found.low.total
    assert found.other.lines[0].rate == Decimal("0.1275")


def test_the_fixed_reading_is_lower_where_the_base_rate_rises() -> None:
    """A rising base rate is claimed as it stood when interest began."""
    rising = reference("base", ("2022-12-31", "3.50"), ("2023-06-30", "5.00"))
    rate = Rate(series="base", low=Decimal(8), high=Decimal(8), picks="half-year-before")
    assert late_interest(Decimal(100), date(2023, 6, 1), date(2023, 9, 1), rate, rising).reading == "kept"


def test_the_key_rate_changes_in_each_period() -> None:
    """From 28 July 2025 the new key rate counts."""
    rate = Rate(series="key", picks="each-period")
    found = late_interest(Decimal(36500), date(2025, 7, 25), date(2025, 7, 29), rate, KEY)
    assert [(line.days, line.amount) for line in found.low.lines] == [(2, Decimal(40)), (2, Decimal(36))]


def test_a_daily_rate_needs_no_series() -> None:
    """CNY 100,000 for 365 days at 0.0175 per cent a day is 6,387.50."""
    rate = Rate(low=Decimal("0.0175"), high=Decimal("0.0175"), per="day")
    found = late_interest(Decimal(100000), date(2024, 12, 31), date(2025, 12, 31), rate)
    assert found.low.total == found.high.total == Decimal("6387.5")


def test_without_its_series_nothing_is_computed() -> None:
    """A key rate that nobody supplied leaves the sum incomplete."""
    found = late_interest(Decimal(100), date(2025, 7, 25), date(2025, 7, 29), Rate(series="key"))
    assert not found.is_complete
    assert found.low.total == 0


def test_a_figure_carried_beyond_its_day_is_said() -> None:
    """The last figure is used for later days, and the day on which it was last seen is named."""
    found = late_interest(Decimal(100), date(2025, 7, 25), date(2026, 7, 29), Rate(series="key"), KEY)
    assert found.assumed_after == date(2025, 7, 28)
    assert (
        late_interest(Decimal(100), date(2025, 7, 1), date(2025, 7, 28), Rate(series="key"), KEY).assumed_after is None
    )
