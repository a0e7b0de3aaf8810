"""Fees: the golden values of the decree on court costs, shares, ranges and bounds."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tallystick.forums.fees import fee_of, progressive
from tallystick.model.rule import (
    Bracket,
    Citation,
    DatedValue,
    Fee,
    Pack,
    Rule,
    RuleKind,
    Source,
    Status,
)

NOW = date(2026, 11, 23)
COURT = tuple(
    Bracket(upto=None if upto is None else Decimal(upto), fixed=Decimal(fixed), rate=Decimal(rate))
    for upto, fixed, rate in (
        (10_000, 50, "0"), (100_000, 0, "0.025"), (200_000, 0, "0.02"), (500_000, 0, "0.015"),
        (1_000_000, 0, "0.01"), (2_000_000, 0, "0.009"), (5_000_000, 0, "0.008"), (10_000_000, 0, "0.007"),
        (20_000_000, 0, "0.006"), (None, 0, "0.005"),
    )
)  # fmt: skip
WORDS = {"en": "F", "zh": "F", "ru": "F"}
CITATION = Citation(
    source=Source(id="s", title="S", title_en="S", authority="A", language="zh", kind="statute"), pinpoint="1",
    quote="", checked_on=NOW,
)  # fmt: skip
WHOLE = Fee(purpose="court", currency="CNY", brackets=COURT)
PACK = Pack(
    id="p", title=WORDS, version="2026-11-23.1", sha256="0" * 64, currency="CNY", language="zh", layers=(),
    rules=(
        Rule(
            id="p.court", kind=RuleKind.FEE, title=WORDS, says=WORDS, when={}, disputes=(), events=(),
            values=(
                DatedValue(begins=date(2007, 4, 1), ends=None, value=WHOLE, citations=(CITATION,),
                           status=Status.VERIFIED, confidence="high"),
            ),
        ),
    ),
)  # fmt: skip


@pytest.mark.parametrize(
    ("amount", "fee"),
    [
        (5_000, 50), (10_000, 50), (100_000, 2_300), (500_000, 8_800), (1_000_000, 13_800), (5_000_000, 46_800),
        (10_000_000, 81_800), (20_000_000, 141_800), (100_000_000, 541_800), (0, 50),
    ],
)  # fmt: skip
def test_golden_values_of_the_court_fee(amount: int, fee: int) -> None:
    """The court fee is that of State Council Decree 481 art. 13(1)."""
    assert progressive(COURT, Decimal(amount)) == fee
    assert _found(WHOLE, amount) == [fee, fee]


def test_a_share_of_another_fee() -> None:
    """Half the court fee, to the cent; before the decree there was none to take half of."""
    half = Fee(purpose="summary", currency="CNY", of="p.court", share=Decimal("0.5"))
    assert fee_of(half, Decimal("100000.33"), PACK, NOW) == (Decimal("1150.00"), Decimal("1150.00"))
    with pytest.raises(ValueError, match="in force"):
        fee_of(half, Decimal(1), PACK, date(2007, 3, 31))


def _found(fee: Fee, amount: int) -> list[int]:
    return [int(each) for each in fee_of(fee, Decimal(amount), PACK, NOW)]


def test_bounds_ranges_and_shares_of_the_amount() -> None:
    """A cap holds, a floor holds, a range stays a range, and a share without a table is one of the amount."""
    capped = Fee(purpose="preservation", currency="CNY", brackets=COURT, most=Decimal(5000), least=Decimal(100))
    assert _found(capped, 10**9) == [5000, 5000]
    assert _found(capped, 1) == [100, 100]
    ranged = Fee(purpose="enforcement", currency="CNY", range_low=Decimal(50), range_high=Decimal(500))
    assert _found(ranged, 1) == [50, 500]
    flat = Fee(purpose="set-aside", currency="CNY", least=Decimal(400), most=Decimal(400))
    assert _found(flat, 10**6) == [400, 400]
    security = Fee(purpose="security", currency="CNY", share=Decimal("0.3"))
    assert _found(security, 1000) == [300, 300]


def test_less_than_nothing_is_misuse() -> None:
    """A negative amount has no fee."""
    with pytest.raises(ValueError, match="no fee"):
        fee_of(WHOLE, Decimal(-1), PACK, NOW)
