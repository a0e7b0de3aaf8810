"""What a fee table comes to for an amount, with the part that each bracket takes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tallystick.forums.fees import fee_of
from tallystick.model.rule import Bracket, Fee, Pack


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What one bracket takes: of the part of the amount above `over`, up to `upto`."""

    over: Decimal
    upto: Decimal | None
    part: Decimal
    fixed: Decimal
    rate: Decimal
    fee: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """A fee in the rule's currency: `low` and `high` are equal unless the rule gives a range.

    `taken` shows the brackets, of the fee itself or of that of which it is a share; `bound` is least or most where
    that decided.
    """

    low: Decimal
    high: Decimal
    taken: tuple[Taken, ...] = ()
    bound: str = ""


def charge(fee: Fee, amount: Decimal, pack: Pack, as_of: date) -> Charge:
    """The fee for an amount in the fee's currency; `pack` holds the fee of which it may be a share.

    Raises ValueError for a negative amount.
    """
    low, high = fee_of(fee, amount, pack, as_of)
    taken = _taken(fee.brackets, amount)
    whole = sum((each.fee for each in taken), Decimal(0)) * fee.share
    bound = "least" if taken and whole < low == fee.least else ""
    bound = "most" if taken and whole > high == fee.most else bound
    return Charge(low=low, high=high, taken=taken, bound=bound)


def is_flat(fee: Fee) -> bool:
    """Whether it costs the same whatever the amount."""
    if fee.of:
        return False
    if fee.brackets:
        return len(fee.brackets) == 1 and not fee.brackets[0].rate
    return fee.range_low is not None or fee.range_high is not None


def _taken(brackets: tuple[Bracket, ...], amount: Decimal) -> tuple[Taken, ...]:
    taken: list[Taken] = []
    over = Decimal(0)
    for bracket in brackets:
        if taken and amount <= over:
            break
        upto = amount if bracket.upto is None else min(amount, bracket.upto)
        part = upto - over
        fee = bracket.fixed + part * bracket.rate
        taken.append(Taken(over=over, upto=bracket.upto, part=part, fixed=bracket.fixed, rate=bracket.rate, fee=fee))
        over = upto if bracket.upto is None else bracket.upto
    return tuple(taken)
