"""Interest by period."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tallystick.claims.interest import Yield, accrue
from tallystick.claims.rounding import rounded
from tallystick.model.claim import Payment

LPR = (
    Yield(begins=date(2024, 10, 21), rate=Decimal("0.031")),
    Yield(begins=date(2025, 5, 20), rate=Decimal("0.030")),
)


def test_doubled_interest_in_enforcement_is_the_golden_value() -> None:
    """CNY 100,000 unpaid for 365 days at 0.0175 % a day is 6,387.50."""
    daily = (Yield(begins=date(2025, 1, 1), rate=Decimal("0.000175")),)
    found = accrue(Decimal(100000), date(2025, 1, 1), date(2025, 12, 31), daily, per="day")
    assert found.total == Decimal("6387.50")
    assert [line.days for line in found.lines] == [365]


def test_a_change_of_rate_begins_a_new_line() -> None:
    """Each rate counts for its own days, and the lines leave no day out."""
    found = accrue(Decimal(36500), date(2025, 5, 18), date(2025, 5, 21), LPR)
    assert [(line.first.day, line.last.day, line.rate) for line in found.lines] == [
        (18, 19, Decimal("0.031")),
        (20, 21, Decimal("0.030")),
    ]
    assert found.total == Decimal("12.2")


def test_a_payment_reduces_the_principal_from_the_day_after() -> None:
    """On the day of a part payment the whole debt still bears interest."""
    paid = [Payment(date(2025, 6, 2), Decimal(26500))]
    found = accrue(Decimal(36500), date(2025, 6, 1), date(2025, 6, 4), LPR, payments=paid)
    assert [(line.days, line.principal) for line in found.lines] == [(2, Decimal(36500)), (2, Decimal(10000))]


def test_a_debt_paid_in_full_bears_no_more() -> None:
    """More paid than owed leaves nothing, not less than nothing."""
    paid = [Payment(date(2025, 6, 2), Decimal(40000))]
    found = accrue(Decimal(36500), date(2025, 6, 1), date(2026, 6, 4), LPR, payments=paid)
    assert [line.last for line in found.lines] == [date(2025, 6, 2)]


def test_a_rate_that_is_not_known_is_not_guessed() -> None:
    """Days before the first known rate are shown without an amount, and the sum is not complete."""
    found = accrue(Decimal(100), date(2024, 10, 20), date(2024, 10, 22), LPR)
    assert [line.amount is None for line in found.lines] == [True, False]
    assert not found.is_complete


def test_nothing_is_owed_before_it_is_late() -> None:
    """Where the last day comes before the first there is no line."""
    assert accrue(Decimal(100), date(2025, 6, 6), date(2025, 6, 5), LPR).lines == ()


def test_sums_are_rounded_half_up_to_the_smallest_unit() -> None:
    """Half a cent becomes a cent; a yen has no smaller unit."""
    assert rounded(Decimal("0.125"), "EUR") == Decimal("0.13")
    assert rounded(Decimal("10.5"), "JPY") == Decimal(11)
    assert rounded(Decimal("1.0005"), "KWD") == Decimal("1.001")


def test_what_makes_no_sense_is_misuse() -> None:
    """A negative principal, an unknown period or rates out of order are refused."""
    day = date(2025, 6, 1)
    for principal, rates, per in ((-1, LPR, "year"), (1, LPR, "month"), (1, LPR[::-1], "year")):
        with pytest.raises(ValueError, match=r"interest|order"):
            accrue(Decimal(principal), day, day, rates, per=per)
