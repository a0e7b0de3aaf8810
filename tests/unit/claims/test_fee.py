"""Fee tables: the golden values of the State Council's Decree 481."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tallystick.claims.fee import charge, is_flat
from tallystick.model.rule import Bracket, DatedValue, Fee, Pack, Rule, RuleKind, Status

DAY = date(2026, 11, 23)
WORDS = {"en": "x", "zh": "x", "ru": "x"}


def table(*rows: tuple[int | None, str, str], most: int | None = None, least: int | None = None) -> Fee:
    brackets = tuple(
        Bracket(upto=None if upto is None else Decimal(upto), fixed=Decimal(fixed), rate=Decimal(rate))
        for upto, fixed, rate in rows
    )
    return Fee(purpose="court", currency="CNY", brackets=brackets, most=None if most is None else Decimal(most),
               least=None if least is None else Decimal(least))  # fmt: skip


def pack_of(fee: Fee) -> Pack:
    """A pack whose rule `court` is the decree's table, and `own` this fee."""
    rules = tuple(
        Rule(id=ident, kind=RuleKind.FEE, title=WORDS, says=WORDS, when={}, disputes=(), events=(),
             values=(DatedValue(begins=None, ends=None, value=value, citations=(), status=Status.VERIFIED,
                                confidence="high"),))
        for ident, value in (("court", COURT), ("own", fee)))  # fmt: skip
    return Pack(id="t", title=WORDS, version="1", sha256="", currency="CNY", language="zh", layers=(), rules=rules)


COURT = table(
    (10_000, "50", "0"), (100_000, "0", "0.025"), (200_000, "0", "0.02"), (500_000, "0", "0.015"),
    (1_000_000, "0", "0.01"), (2_000_000, "0", "0.009"), (5_000_000, "0", "0.008"), (10_000_000, "0", "0.007"),
    (20_000_000, "0", "0.006"), (None, "0", "0.005"),
)  # fmt: skip
ENFORCEMENT = table(
    (10_000, "50", "0"), (500_000, "0", "0.015"), (5_000_000, "0", "0.01"), (10_000_000, "0", "0.005"),
    (None, "0", "0.001"),
)  # fmt: skip
PRESERVATION = table((1_000, "30", "0"), (100_000, "0", "0.01"), (None, "0", "0.005"), most=5_000)


@pytest.mark.parametrize(
    ("fee", "amount", "expected"),
    [
        *((COURT, *each) for each in (
            (5_000, 50), (10_000, 50), (100_000, 2_300), (500_000, 8_800), (1_000_000, 13_800), (5_000_000, 46_800),
            (10_000_000, 81_800), (20_000_000, 141_800), (100_000_000, 541_800))),
        *((PRESERVATION, *each) for each in ((100_000, 1_020), (500_000, 3_020), (896_000, 5_000), (9_000_000, 5_000))),
        *((ENFORCEMENT, *each) for each in (
            (100_000, 1_400), (500_000, 7_400), (1_000_000, 12_400), (5_000_000, 52_400), (10_000_000, 77_400))),
    ],
)  # fmt: skip
def test_the_decree_costs(fee: Fee, amount: int, expected: int) -> None:
    """The fee for the amount is that of the decree's table."""
    assert charge(fee, Decimal(amount), pack_of(fee), DAY).low == expected


def test_each_bracket_is_shown() -> None:
    """What the brackets take adds up to the fee, and their parts to the amount."""
    found = charge(COURT, Decimal(150_000), pack_of(COURT), DAY)
    assert [each.fee for each in found.taken] == [50, 2250, 1000]
    assert sum(each.part for each in found.taken) == 150_000


def test_a_share_of_another_fee() -> None:
    """The summary procedure costs half of the court fee."""
    half = Fee(purpose="summary", currency="CNY", of="court", share=Decimal("0.5"))
    assert charge(half, Decimal(100_000), pack_of(COURT), DAY).high == 1_150


def test_a_range_stays_a_range() -> None:
    """Where the text gives only from 50 to 500, both ends are shown, whatever the amount."""
    fee = Fee(purpose="recognition", currency="CNY", range_low=Decimal(50), range_high=Decimal(500))
    found = charge(fee, Decimal(1), pack_of(fee), DAY)
    assert (found.low, found.high) == (50, 500)
    assert is_flat(fee)
    assert not is_flat(COURT)


def test_a_least_fee_holds_for_small_amounts() -> None:
    """An institution's fee is never below its least, nor one of preservation above its most."""
    fee = table((1_000_000, "0", "0.035"), (None, "0", "0.025"), least=10_000)
    found = [charge(fee, Decimal(amount), pack_of(fee), DAY) for amount in (100_000, 2_000_000)]
    assert [(each.low, each.bound) for each in found] == [(10_000, "least"), (60_000, "")]
    assert charge(PRESERVATION, Decimal(2_000_000), pack_of(PRESERVATION), DAY).bound == "most"


def test_a_negative_amount_is_misuse() -> None:
    """There is no fee for less than nothing."""
    with pytest.raises(ValueError, match="-1"):
        charge(COURT, Decimal(-1), pack_of(COURT), DAY)
