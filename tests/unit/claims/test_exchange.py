"""Exchange rates that a person supplies."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tallystick.claims.exchange import converted, exchange_rate, exchange_table
from tallystick.errors import MalformedStatement
from tallystick.model.money import Money

RATE = exchange_rate("USD/CNY=7.12@2026-11-20:PBOC mid-rate")
DAY = date(2026, 11, 23)


def test_a_rate_says_its_day_and_source() -> None:
    """What was written comes back as it was."""
    assert (RATE.rate, RATE.on, RATE.source) == (Decimal("7.12"), date(2026, 11, 20), "PBOC mid-rate")
    assert str(RATE) == "USD/CNY=7.12@2026-11-20:PBOC mid-rate"


@pytest.mark.parametrize("text", ["USD/CNY=7.12", "USD/CNY=0@2026-11-20:x", "USD/USD=1@2026-11-20:x",
                                  "USD/CNY=7.12@2026-13-20:x", "usd/cny=7@2026-11-20:x", ""])  # fmt: skip
def test_what_is_no_rate_is_refused(text: str) -> None:
    """A rate without its day and source is none."""
    with pytest.raises(MalformedStatement):
        exchange_rate(text)


def test_sums_are_converted_both_ways_and_never_without_a_rate() -> None:
    """Multiplied one way, divided the other, unchanged in the same currency, None without a rate."""
    there = converted(Money(Decimal(100), "USD"), "CNY", [RATE], DAY)
    assert there is not None
    assert there.money == Money(Decimal(712), "CNY")
    back = converted(there.money, "USD", [RATE], DAY)
    assert back is not None
    assert back.money.amount == 100
    assert converted(there.money, "EUR", [RATE], DAY) is None
    assert converted(there.money, "USD", [RATE], date(2026, 11, 19)) is None
    same = converted(there.money, "CNY", [], DAY)
    assert same is not None
    assert same.rate is None


def test_the_latest_rate_counts() -> None:
    """Of two rates of the same pair that of the later day is used."""
    rates = exchange_table("pair,rate,day,source\nUSD/CNY,7.00,2026-01-05,bank\nUSD/CNY,7.20,2026-11-21,bank\n")
    found = converted(Money(Decimal(1), "USD"), "CNY", [*rates, RATE], DAY)
    assert found is not None
    assert found.money.amount == Decimal("7.20")


@pytest.mark.parametrize(
    "content", ["", "a,b\n", "pair,rate,day,source\nUSD/CNY,7\n", "pair,rate,day,source\nx,y,z,w\n"]
)
def test_a_table_of_something_else_is_refused(content: str) -> None:
    """Unknown columns or rows that are no rates are an error."""
    with pytest.raises(MalformedStatement):
        exchange_table(content)
