"""Whether statements add up."""

from __future__ import annotations

from decimal import Decimal

from tallystick.formats.money.reconcile import Row, only, reconciled, run_through
from tallystick.model.account import Balance, Transaction
from tallystick.model.check import Verdict
from tallystick.model.money import Money


def _balance(kind: str, amount: str, currency: str = "EUR") -> Balance:
    return Balance(kind, None, Money(Decimal(amount), currency))


def _moved(amount: str, currency: str = "EUR", *, pending: bool = False) -> Transaction:
    return Transaction(place="", booked=None, valued=None, money=Money(Decimal(amount), currency), is_pending=pending)


def test_opening_and_movements_must_give_the_closing_balance() -> None:
    """A cent of difference fails, and both sums are shown; pending movements do not count."""
    moves = [_moved("10.10"), _moved("-0.05"), _moved("500", pending=True)]
    good = reconciled(_balance("opening", "1"), moves, _balance("closing", "11.05"))
    bad = reconciled(_balance("opening", "1"), moves, _balance("closing", "11.06"))
    assert good.verdict is Verdict.PASS
    assert bad.verdict is Verdict.FAIL
    assert bad.facts["expected"] == "11.05"
    assert bad.facts["closing"] == "11.06"
    assert bad.facts["difference"] == "0.01"


def test_what_cannot_be_compared_is_not_checked() -> None:
    """A missing balance and a second currency are NOT_CHECKED with the reason, never PASS."""
    assert reconciled(None, [], _balance("closing", "1")).verdict is Verdict.NOT_CHECKED
    mixed = reconciled(_balance("opening", "1"), [_moved("1", "USD")], _balance("closing", "2"))
    assert mixed.verdict is Verdict.NOT_CHECKED
    assert "EUR, USD" in mixed.reason


def test_balances_that_differ_are_no_balance() -> None:
    """Two opening balances count only where they agree."""
    assert only([_balance("opening", "1"), _balance("opening", "1")]) == _balance("opening", "1")
    assert only([_balance("opening", "1"), _balance("opening", "2")]) is None
    assert only([]) is None


def test_running_balances_are_followed_in_either_order() -> None:
    """Oldest first and newest first both pass; one wrong row fails and is named; one row alone is not checked."""
    rows = [
        Row("line 2", Decimal(5), Decimal(5)),
        Row("line 3", Decimal(-2), Decimal(3)),
        Row("line 4", Decimal(1), Decimal(4)),
    ]
    assert run_through(rows, "EUR").verdict is Verdict.PASS
    assert run_through(rows[::-1], "EUR").verdict is Verdict.PASS
    broken = [*rows[:2], Row("line 4", Decimal(1), Decimal(9))]
    check = run_through(broken, "EUR")
    assert check.verdict is Verdict.FAIL
    assert check.facts["row"] == "line 4"
    assert run_through(rows[:1], "EUR").verdict is Verdict.NOT_CHECKED
