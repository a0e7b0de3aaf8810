"""Payments, days and rates that would make a claim too high."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tallystick.claims.exchange import converted, exchange_rate, exchange_table
from tallystick.claims.late import Reference, late_interest
from tallystick.claims.law import Law, law
from tallystick.claims.owed import owed, totals
from tallystick.claims.sums import Owed
from tallystick.claims.wording import sentence
from tallystick.errors import MalformedStatement
from tallystick.forums import evaluate, load_with_layers
from tallystick.forums.series import merge, series
from tallystick.model.claim import ClaimItem, ClaimKind, Payment
from tallystick.model.money import Money
from tallystick.model.rule import Rate
from tallystick.model.situation import Situation

DAY = date(2026, 11, 23)


def rules(forum: str) -> Law:
    return law(evaluate(load_with_layers(forum), Situation(traits={}, disputes=("unpaid",)), DAY))


def one(kind: ClaimKind, amount: str, currency: str = "CNY", under: Law | None = None, **more: Any) -> Owed:
    (found,) = owed([ClaimItem(kind=kind, money=Money(Decimal(amount), currency), **more)], under or Law(), {}, DAY)
    for step in (*found.steps, *found.notes):
        assert all(sentence(step, language) for language in ("en", "zh", "ru"))
    return found


PAID = (Payment(date(2026, 3, 1), Decimal(400)), Payment(date(2027, 3, 1), Decimal(9)))


@pytest.mark.parametrize("kind", [ClaimKind.PRICE, ClaimKind.REFUND, ClaimKind.DEPOSIT, ClaimKind.LOSS,
                                  ClaimKind.LIQUIDATED_DAMAGES, ClaimKind.PENALTY])  # fmt: skip
def test_what_was_paid_is_taken_off_every_claim(kind: ClaimKind) -> None:
    """Also where interest is asked only until a day before the payment; what is yet to be paid is not taken off."""
    found = one(kind, "1000", due=date(2026, 1, 1), until=date(2026, 2, 1), paid=PAID)
    assert (found.low, found.high) == (600, 600)


def test_more_than_was_owed_leaves_nothing() -> None:
    """No claim is less than nothing."""
    paid = (Payment(date(2026, 3, 1), Decimal(5000)),)
    assert one(ClaimKind.LIQUIDATED_DAMAGES, "1000", paid=paid).high == 0
    assert totals([one(ClaimKind.PRICE, "0")])[0].high == 0


def test_a_payment_on_a_doubled_deposit() -> None:
    """Twice the deposit less what came back of it."""
    found = one(ClaimKind.DEPOSIT, "1000", under=rules("cn-court"), is_doubled=True, contract_value=Decimal(100000),
                paid=(Payment(date(2026, 3, 1), Decimal(500)),))  # fmt: skip
    assert found.high == 1500


def test_what_is_not_due_yet_is_said() -> None:
    """It stands there with the day before which it cannot be asked for."""
    codes = [step.code for step in one(ClaimKind.PRICE, "1000", due=date(2027, 1, 1)).notes]
    assert "not-due-yet" in codes


def test_no_fixed_sum_for_what_was_paid_in_time() -> None:
    """The EU's 40 euros fall due with lateness, and who paid by the day was not late."""
    under = rules("eu")
    assert one(ClaimKind.PRICE, "1000", "EUR", under, due=date(2026, 1, 1)).fixed == 40
    in_time = (Payment(date(2026, 1, 1), Decimal(1000)),)
    assert one(ClaimKind.PRICE, "1000", "EUR", under, due=date(2026, 1, 1), paid=in_time).fixed == 0


def test_interest_is_never_below_nothing() -> None:
    """A reference rate below zero bears none, whatever a file says."""
    low = Reference(id="x", points=((date(2020, 1, 1), Decimal(-50)),), source="test", known_until=DAY)
    rate = Rate(series="x", low=Decimal(8), high=Decimal(8))
    assert late_interest(Decimal(1000), date(2026, 1, 1), DAY, rate, low).high.total == 0


@pytest.mark.parametrize("text", ["pair,rate,day,source\nUSD/CNY," + "7" * 200_000, "pair,rate,day,source\n\x00,1,2,3",
                                  'pair,rate,day,source\n"' + "7" * 200_000, "", "\ufeff\r\r"])  # fmt: skip
def test_a_table_that_is_none(text: str) -> None:
    """A hostile file of rates is refused as what it is."""
    with pytest.raises(MalformedStatement):
        exchange_table(text)
    with pytest.raises(MalformedStatement):
        merge(series("lpr-1y"), text.replace("pair,rate,day,source", "date,rate"), "hostile.csv")


@pytest.mark.parametrize("row", ["0001-01-01,3", "9999-12-31,3", "2026-13-01,3", "2026-12-01,1e9", "2026-12-01,3,4"])
def test_absurd_rows_are_refused(row: str) -> None:
    """A day that no calendar knows would make every later day known."""
    with pytest.raises(MalformedStatement):
        merge(series("lpr-1y"), f"date,rate\n{row}\n", "hostile.csv")


def test_two_rates_of_one_day() -> None:
    """Of two exchange rates that disagree none is picked in silence."""
    rates = [exchange_rate("USD/CNY=7.1@2026-11-20:a"), exchange_rate("USD/CNY=9.9@2026-11-20:b")]
    with pytest.raises(MalformedStatement, match="two rates"):
        converted(Money(Decimal(5), "USD"), "CNY", rates, DAY)
    assert converted(Money(Decimal(5), "USD"), "CNY", [rates[0], rates[0]], DAY) is not None
