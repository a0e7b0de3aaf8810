"""What is owed, under the rules that are shipped."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tallystick.claims.late import Reference
from tallystick.claims.law import Law, fee_of, figure, law, rate_of
from tallystick.claims.limits import granted
from tallystick.claims.owed import owed, totals
from tallystick.claims.sums import Owed
from tallystick.claims.wording import sentence
from tallystick.forums import evaluate, load_with_layers
from tallystick.model.claim import ClaimItem, ClaimKind, Payment
from tallystick.model.money import Money
from tallystick.model.situation import Event, Fact, Situation

DAY = date(2026, 11, 23)
LPR = Reference(id="lpr-1y", points=((date(2025, 5, 20), Decimal("3.00")),), source="test", known_until=DAY)
MRO = Reference(id="ecb-mro", points=((date(2025, 6, 11), Decimal("2.15")),), source="test", known_until=DAY)


def rules(forum: str, *facts: Fact, disputes: tuple[str, ...] = ("unpaid",), **traits: str) -> Law:
    found = Situation(facts=facts, traits=traits, disputes=disputes)
    return law(evaluate(load_with_layers(forum), found, DAY))


def item(kind: ClaimKind, amount: str, currency: str = "CNY", **more: Any) -> ClaimItem:
    return ClaimItem(kind=kind, money=Money(Decimal(amount), currency), **more)


def one(claim: ClaimItem, under: Law, references: Mapping[str, Reference] | None = None,
        judged: date | None = None) -> Owed:  # fmt: skip
    (found,) = owed([claim], under, references or {"lpr-1y": LPR, "ecb-mro": MRO}, DAY, judged)
    return found


def codes(found: Owed) -> list[str]:
    for step in (*found.steps, *found.notes):
        assert all(sentence(step, language) for language in ("en", "zh", "ru"))
    return [step.code for step in (*found.steps, *found.notes)]


def test_a_price_in_china_bears_the_loan_prime_rate_and_more() -> None:
    """Without an agreed penalty: LPR of the breach with 30 to 50 per cent on top, from the day after the due day."""
    due = Fact(event=Event.PAYMENT_DUE, on=date(2025, 11, 23), how="stated")
    found = one(item(ClaimKind.PRICE, "100000", due=date(2025, 11, 23)), rules("cn-court", due, penalty_agreed="no"))
    (interest,) = found.interest
    assert (interest.low, interest.high, interest.is_counted) == (Decimal("3900.00"), Decimal("4500.00"), True)
    assert found.is_final
    (total,) = totals([found])
    assert (total.low, total.high) == (Decimal("103900.00"), Decimal("104500.00"))


def test_interest_in_enforcement_comes_on_top() -> None:
    """CNY 100,000 for 365 days after the judgment's period is 6,387.50."""
    fact = Fact(event=Event.PERFORMANCE_PERIOD_ENDED, on=date(2025, 11, 23), how="stated")
    under = rules("cn-court", fact, penalty_agreed="yes")
    found = one(item(ClaimKind.PRICE, "100000", due=date(2025, 1, 1)), under, judged=date(2025, 11, 23))
    assert [interest.low for interest in found.interest] == [Decimal("6387.50")]


def test_part_payments_reduce_what_is_owed_and_its_interest() -> None:
    """What was paid is taken off, and bears interest no longer."""
    paid = (Payment(date(2026, 1, 2), Decimal(60000)),)
    claim = item(ClaimKind.PRICE, "100000", due=date(2025, 12, 31), paid=paid)
    found = one(claim, rules("cn-court", penalty_agreed="no"))
    assert found.low == 40000
    assert "part-payment" in codes(found)
    assert [line.principal for line in found.interest[0].found.low.lines] == [100000, 40000]


def test_a_refund_in_china_bears_no_interest_by_these_rules() -> None:
    """The rule on late payment is for an unpaid price: of a refund it is said that no rule gives interest."""
    found = one(item(ClaimKind.REFUND, "100", due=date(2026, 1, 1)), rules("cn-court", disputes=("defective",)))
    assert found.interest == ()
    assert codes(found) == ["no-interest-rule"]


def test_europe_adds_forty_euros_once_it_is_late() -> None:
    """A late price of EUR bears eight points over the reference rate and the fixed sum; one not due bears neither."""
    under = rules("eu", penalty_agreed="no")
    found = one(item(ClaimKind.PRICE, "36500", "EUR", due=date(2026, 11, 13)), under)
    assert (found.interest[0].low, found.fixed) == (Decimal("101.50"), 40)
    early = one(item(ClaimKind.PRICE, "36500", "EUR", due=DAY), under)
    assert (early.fixed, totals([early])[0].high) == (0, 36500)


def test_a_deposit_is_doubled_only_where_a_rule_says_so() -> None:
    """In China up to a fifth of the contract, under European rules once."""
    claim = item(ClaimKind.DEPOSIT, "30000", is_doubled=True, contract_value=Decimal(100000))
    assert one(claim, rules("cn-court")).low == 50000
    found = one(claim, rules("eu"))
    assert found.low == 30000
    assert "not-doubled-here" in codes(found)


def test_an_agreed_sum_is_tested_against_the_loss() -> None:
    """Above thirty per cent more than the loss the least is what a court generally leaves."""
    under = rules("cn-court", penalty_agreed="yes")
    claim = item(ClaimKind.LIQUIDATED_DAMAGES, "2000", loss=Decimal(1000))
    found = one(claim, under)
    assert (found.low, found.high) == (1300, 2000)
    assert "excessive" in codes(found)
    assert "not-excessive" in codes(one(item(ClaimKind.PENALTY, "1300", loss=Decimal(1000)), under))
    assert "loss-not-stated" in codes(one(item(ClaimKind.PENALTY, "1300"), under))


def test_a_doubled_deposit_and_an_agreed_sum_are_not_both_had() -> None:
    """Only what gives more is counted, and the other is said to be left out."""
    under = rules("cn-court", penalty_agreed="yes")
    deposit = item(ClaimKind.DEPOSIT, "1000", is_doubled=True, contract_value=Decimal(100000))
    for damages, expected in (("500", [2000, 0]), ("1500", [1000, 1500])):
        found = owed([deposit, item(ClaimKind.LIQUIDATED_DAMAGES, damages)], under, {}, DAY)
        assert [each.high for each in found] == expected
        assert sum("not-both" in codes(each) for each in found) == 1


def test_the_sums_of_several_currencies_are_not_mixed() -> None:
    """Each currency has its own total."""
    claims = [item(ClaimKind.LOSS, "5", "USD"), item(ClaimKind.LOSS, "7", "EUR", foreseen="told on 1 March")]
    found = owed(claims, rules("cn-court"), {}, DAY)
    assert [(total.currency, total.low) for total in totals(found)] == [("USD", 5), ("EUR", 7)]
    assert [codes(each) for each in found] == [["loss-not-foreseen"], ["loss-foreseen"]]


def test_interest_alone_asks_for_no_principal() -> None:
    """Of a price that was paid late only the interest is left."""
    claim = item(ClaimKind.INTEREST_ONLY, "36500", "EUR", due=date(2026, 11, 1), until=date(2026, 11, 11))
    found = one(claim, rules("eu", penalty_agreed="no"))
    assert (found.low, found.interest[0].low) == (0, Decimal("101.50"))


def test_a_platform_that_awards_no_money_grants_nothing() -> None:
    """Before an offline-order complaint every claim comes to nothing, and that is said."""
    found = granted([one(item(ClaimKind.REFUND, "100", "USD"), Law())], "alibaba-offline-order", "the platform")
    assert (found[0].high, codes(found[0])) == (0, ["not-granted"])


def test_a_rate_that_nobody_supplied_leaves_the_sum_open() -> None:
    """The Bank of Russia's key rate is not shipped: without it the interest is not counted."""
    found = one(item(ClaimKind.PRICE, "100", "RUB", due=date(2026, 1, 1)), rules("ru-arbitrazh", penalty_agreed="no"))
    assert [(each.is_counted, each.high, each.notes[0].code) for each in found.interest] == [(False, 0, "rate-missing")]


BASE = Reference(id="boe-bank-rate", source="test", known_until=date(2026, 6, 30), is_held=False, points=tuple(
    (day, Decimal(rate)) for day, rate in (
        (date(2024, 12, 31), "4.75"), (date(2025, 6, 30), "4.25"), (date(2025, 12, 31), "3.75"))))  # fmt: skip


@pytest.mark.parametrize(("amount", "fixed"), [("999.99", 40), ("1000", 70), ("9999.99", 70), ("10000", 100)])
def test_england_adds_a_fixed_sum_by_size(amount: str, fixed: int) -> None:
    """GBP 40 below 1,000, 70 below 10,000, 100 from there."""
    under = rules("england-wales", law="GB", penalty_agreed="no")
    found = one(item(ClaimKind.PRICE, amount, "GBP", due=date(2025, 5, 1)), under, {"boe-bank-rate": BASE})
    assert found.fixed == fixed


def test_england_claims_the_lower_of_two_readings() -> None:
    """Sources disagree whether the base rate is fixed or reset: the lower is counted, once, and the other is named."""
    under = rules("england-wales", law="GB", penalty_agreed="no")
    claim = item(ClaimKind.INTEREST_ONLY, "36500", "GBP", due=date(2025, 6, 28), until=date(2025, 7, 2))
    found = one(claim, under, {"boe-bank-rate": BASE})
    (counted,) = [each for each in found.interest if each.is_counted]
    # 29 and 30 June at 12.75 per cent, 1 and 2 July at 12.25; fixed it would be 12.75 for all four days.
    assert (counted.low, counted.high) == (Decimal("50.00"), Decimal("50.00"))
    assert counted.found.other is not None
    assert counted.found.other.total == 51
    assert [step.code for step in counted.notes] == ["lower-reading"]


def test_a_refund_beside_an_unpaid_price_bears_interest_only_at_the_most() -> None:
    """Where the rule for the price applies, for a refund nothing is counted at the least, and that is said."""
    under = rules("cn-court", disputes=("unpaid", "defective"), penalty_agreed="no")
    (interest,) = one(item(ClaimKind.REFUND, "36500", due=date(2026, 11, 13)), under).interest
    assert (interest.low, interest.high > 0) == (0, True)
    assert "not-the-price" in [step.code for step in interest.notes]


def test_a_figure_used_beyond_its_day_is_not_final() -> None:
    """The reference rate of 1 July is not yet known to stand: the sum is shown, and is not final."""
    old = Reference(id="ecb-mro", points=MRO.points, source="test", known_until=date(2026, 6, 1))
    claim = item(ClaimKind.PRICE, "36500", "EUR", due=date(2026, 11, 13))
    found = one(claim, rules("eu", penalty_agreed="no"), {"ecb-mro": old})
    assert not found.is_final
    assert [step.code for step in found.interest[0].notes] == ["rate-assumed"]


def test_a_doubled_deposit_without_the_contracts_value_is_said() -> None:
    """How much of it counts was not tested."""
    claim = item(ClaimKind.DEPOSIT, "30000", is_doubled=True)
    assert codes(one(claim, rules("cn-court"))) == ["deposit", "value-not-stated"]


def test_a_rule_is_read_as_what_it_is() -> None:
    """Asking a threshold for its rate, or a rate for its figure, is misuse."""
    found = rules("cn-court", penalty_agreed="no")
    assert found.deposit is not None
    with pytest.raises(ValueError, match="no rate"):
        rate_of(found.deposit)
    with pytest.raises(ValueError, match="no threshold"):
        figure(found.late[0])
    with pytest.raises(ValueError, match="no fee"):
        fee_of(found.deposit)
