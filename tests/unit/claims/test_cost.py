"""Costs before the Chinese courts and elsewhere, by the rules that are shipped."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from tallystick.claims.cost import Cost, StatedCost, costs, spending
from tallystick.claims.exchange import exchange_rate
from tallystick.forums import evaluate, load_with_layers
from tallystick.model.money import Money
from tallystick.model.situation import Situation

DAY = date(2026, 11, 23)
RATE = exchange_rate("USD/CNY=6.5@2026-11-20:test")


def found(forum: str, amount: int, currency: str = "CNY", *, is_rated: bool = True) -> tuple[Cost, ...]:
    pack = load_with_layers(forum)
    rulings = evaluate(pack, Situation(disputes=("unpaid",)), DAY)
    return costs(rulings, pack, Money(Decimal(amount), currency), [RATE] if is_rated else [], DAY)


def by_purpose(of: tuple[Cost, ...]) -> dict[str, Decimal | None]:
    return {cost.fee.purpose: cost.high for cost in of}


def test_the_decree_for_a_hundred_thousand() -> None:
    """Court 2,300, preservation 1,020, enforcement 1,400, security at most 30,000."""
    assert by_purpose(found("cn-court", 100_000)).items() >= {
        "court": Decimal(2300), "appeal": Decimal(2300), "preservation": Decimal(1020), "enforcement": Decimal(1400),
        "security": Decimal(30000), "summary": Decimal(1150),
    }.items()  # fmt: skip


def test_dollars_are_converted_by_the_rate_that_was_given() -> None:
    """USD 50,000 at 6.5 cost CNY 6,175, which is USD 950."""
    assert by_purpose(found("cn-court", 50_000, "USD"))["court"] == Decimal("6175.00")


def test_without_a_rate_a_fee_is_not_known() -> None:
    """What depends on the amount is left open and names the rate that is wanting; a flat fee is known."""
    open_ = found("cn-court", 50_000, "USD", is_rated=False)
    assert by_purpose(open_)["court"] is None
    assert {cost.missing for cost in open_ if cost.fee.purpose == "court"} == {("USD", "CNY")}
    assert by_purpose(open_)["set-aside"] == 400
    assert spending(open_, [])[0].is_partial


def test_security_is_not_spent() -> None:
    """What is put up comes back: only fees and stated costs are added."""
    (total,) = spending(found("cn-court", 100_000), [StatedCost(name="lawyer", money=Money(Decimal(1000), "CNY"))])
    assert (total.start_low, total.all_low, total.is_partial) == (3300, 8020, False)


def test_what_is_only_remembered_is_not_added() -> None:
    """CIETAC's brackets are from memory: they are shown and left out of the sum."""
    costs_ = found("cn-arbitration", 1_000_000)
    cietac = [cost for cost in costs_ if cost.ruling.rule.id == "cn-arbitration.fees-cietac.arbitration"]
    assert [cost.is_final for cost in cietac] == [False]
    assert spending(costs_, [])[0].is_partial


def test_fixed_compensation_is_no_cost() -> None:
    """What the debtor owes for collecting is not a fee of the forum."""
    assert found("eu", 1000, "EUR") == ()
