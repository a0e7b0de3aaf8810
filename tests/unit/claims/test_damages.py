"""Agreed sums and deposits."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tallystick.claims.damages import agreed_sum, deposit_back, excess

DUE = date(2026, 1, 31)


@pytest.mark.parametrize(
    ("per", "until", "periods"),
    [
        ("day", date(2026, 1, 31), 0), ("day", date(2026, 2, 3), 3),
        ("week", date(2026, 1, 31), 0), ("week", date(2026, 2, 1), 1), ("week", date(2026, 2, 7), 1),
        ("week", date(2026, 2, 8), 2), ("month", date(2026, 2, 1), 1), ("month", date(2026, 2, 28), 1),
        ("month", date(2026, 3, 1), 2), ("month", date(2026, 3, 31), 2), ("day", date(2026, 1, 1), 0),
    ],
)  # fmt: skip
def test_a_started_period_counts_whole(per: str, until: date, periods: int) -> None:
    """Each day, week or month that has begun after the due day counts as one."""
    assert agreed_sum(Decimal(1000), Decimal("0.01"), per, DUE, until).periods == periods


def test_the_cap_is_the_most() -> None:
    """Half a per cent a week for twenty weeks is ten per cent, of which a cap of five leaves five."""
    found = agreed_sum(Decimal(20000), Decimal("0.005"), "week", DUE, date(2026, 6, 20), Decimal("0.05"))
    assert (found.periods, found.uncapped, found.amount, found.is_capped) == (20, 2000, 1000, True)


@pytest.mark.parametrize(("amount", "is_excessive", "left"), [(1300, False, 1300), (1301, True, 1300)])
def test_thirty_per_cent_above_the_loss_is_the_border(amount: int, is_excessive: bool, left: int) -> None:
    """Exactly thirty per cent above the loss is not yet excessive; more is."""
    found = excess(Decimal(amount), Decimal(1000), Decimal("0.3"))
    assert (found.is_excessive, found.left) == (is_excessive, left)


def test_a_deposit_counts_up_to_twenty_per_cent() -> None:
    """Of 30,000 paid on a contract of 100,000, 20,000 comes back twice and 10,000 once."""
    found = deposit_back(Decimal(30000), Decimal(100000), Decimal("0.2"), is_doubled=True)
    assert (found.counted, found.beyond, found.extra, found.amount) == (20000, 10000, 20000, 50000)


def test_a_deposit_that_is_not_doubled_comes_back_once() -> None:
    """Without a breach that frustrates the contract the deposit is only returned."""
    assert deposit_back(Decimal(30000), None, Decimal("0.2"), is_doubled=False).amount == 30000


def test_less_than_nothing_is_misuse() -> None:
    """Negative figures and unknown periods are refused."""
    with pytest.raises(ValueError, match="less than nothing"):
        agreed_sum(Decimal(-1), Decimal(0), "day", DUE, DUE)
    with pytest.raises(ValueError, match="per 'year'"):
        agreed_sum(Decimal(1), Decimal(0), "year", DUE, DUE)
    with pytest.raises(ValueError, match="less than nothing"):
        excess(Decimal(1), Decimal(-1), Decimal(0))
    with pytest.raises(ValueError, match="less than nothing"):
        deposit_back(Decimal(-1), None, None, is_doubled=False)
