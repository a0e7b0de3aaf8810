"""What it costs to go to a forum: its fees for an amount, and what a person states for lawyers and papers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tallystick.claims.exchange import ExchangeRate, converted
from tallystick.claims.fee import Charge, charge, is_flat
from tallystick.claims.law import fee_of, is_fixed_sum
from tallystick.claims.rounding import rounded
from tallystick.model.money import Money
from tallystick.model.rule import Fee, Pack, RuleKind
from tallystick.model.ruling import Ruling

# What has to be paid to be heard at all; what may come later; what is put up and comes back.
_TO_START = frozenset(("court", "registration", "arbitration", "filing", "administration"))
_LATER = frozenset(("preservation", "appeal", "enforcement", "recognition"))
BOUND = "security"


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedCost:
    """A cost that a person states: lawyer, translation, apostille, travel, inspection."""

    name: str
    money: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """One fee. `low` and `high` are rounded, in the fee's currency; None where no exchange rate was supplied.

    `amount` is that of which it was reckoned, `rate` by what it was converted.
    """

    ruling: Ruling
    fee: Fee
    charge: Charge | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    amount: Money | None = None
    rate: ExchangeRate | None = None
    missing: tuple[str, str] | None = None  # the currencies between which a rate is wanting

    @property
    def is_final(self) -> bool:
        return self.ruling.is_final and self.low is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Spending:
    """What it comes to in one currency: to start, and when everything is gone through. `is_partial` where a fee that
    belongs in it is not final or not known, and so was left out."""

    currency: str
    start_low: Decimal
    start_high: Decimal
    all_low: Decimal
    all_high: Decimal
    is_partial: bool


def costs(rulings: Iterable[Ruling], pack: Pack, claimed: Money, rates: Sequence[ExchangeRate],
          as_of: date) -> tuple[Cost, ...]:  # fmt: skip
    """Each fee in force for this amount, in the order of the rules; `pack` holds them with its layers."""
    return tuple(
        _cost(ruling, pack, claimed, rates, as_of)
        for ruling in rulings
        if ruling.rule.kind is RuleKind.FEE and ruling.value and not is_fixed_sum(ruling)
    )


def _cost(ruling: Ruling, pack: Pack, claimed: Money, rates: Sequence[ExchangeRate], as_of: date) -> Cost:
    fee = fee_of(ruling)
    amount = converted(claimed, fee.currency, rates, as_of)
    if amount is None and not is_flat(fee):
        return Cost(ruling=ruling, fee=fee, missing=(claimed.currency, fee.currency))
    found = charge(fee, amount.money.amount if amount else Decimal(0), pack, as_of)
    return Cost(
        ruling=ruling, fee=fee, charge=found, low=rounded(found.low, fee.currency),
        high=rounded(found.high, fee.currency), amount=amount.money if amount else None,
        rate=amount.rate if amount else None,
    )  # fmt: skip


def spending(found: Sequence[Cost], stated: Iterable[StatedCost]) -> tuple[Spending, ...]:
    """The fees and stated costs in each currency. Of several fees of one purpose, institutions to choose from, the
    lowest and the highest bound the sum; what is put up as security is not spent and left out."""
    parts = [*_purposes(found), *((each.money.currency, "filing", each.money.amount, each.money.amount)
                                  for each in stated)]  # fmt: skip
    partial = {cost.fee.currency for cost in found if not cost.is_final and cost.fee.purpose in _TO_START | _LATER}
    sums: dict[str, Spending] = {}
    for currency in dict.fromkeys([*(part[0] for part in parts), *sorted(partial)]):
        here = [part for part in parts if part[0] == currency]
        start = [part for part in here if part[1] in _TO_START]
        sums[currency] = Spending(
            currency=currency, start_low=_sum(part[2] for part in start), start_high=_sum(part[3] for part in start),
            all_low=_sum(part[2] for part in here), all_high=_sum(part[3] for part in here),
            is_partial=currency in partial,
        )  # fmt: skip
    return tuple(sums.values())


def _purposes(found: Iterable[Cost]) -> list[tuple[str, str, Decimal, Decimal]]:
    lowest: dict[tuple[str, str], tuple[Decimal, Decimal]] = {}
    for cost in found:
        if not cost.is_final or cost.low is None or cost.high is None or cost.fee.purpose not in _TO_START | _LATER:
            continue
        key = (cost.fee.currency, cost.fee.purpose)
        low, high = lowest.get(key, (cost.low, cost.high))
        lowest[key] = (min(low, cost.low), max(high, cost.high))
    return [(currency, purpose, low, high) for (currency, purpose), (low, high) in lowest.items()]


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, Decimal(0))
