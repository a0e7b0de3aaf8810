"""What a fee rule comes to for an amount."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from tallystick.model.rule import Bracket, Fee, Pack

_CENT = Decimal("0.01")


def fee_of(fee: Fee, amount: Decimal, pack: Pack, as_of: date) -> tuple[Decimal, Decimal]:
    """The least and the most it costs, to the cent; both are equal where the text gives no range.

    `pack` (with its layers) holds the fee that this one is a share of. Without brackets and another fee, a share is
    one of the amount itself. Raises ValueError for an amount below zero.
    """
    if amount < 0:
        raise ValueError(f"no fee is computed for {amount}")
    low, high = _exact(fee, amount, pack, as_of)
    return low.quantize(_CENT, ROUND_HALF_UP), high.quantize(_CENT, ROUND_HALF_UP)


def progressive(brackets: tuple[Bracket, ...], amount: Decimal) -> Decimal:
    """The sum over the brackets that the amount reaches, each on the part of the amount that lies within it."""
    total, begin = Decimal(0), Decimal(0)
    for number, bracket in enumerate(brackets):
        if number and amount <= begin:
            break
        end = amount if bracket.upto is None else min(amount, bracket.upto)
        total += bracket.fixed + (end - begin) * bracket.rate
        begin = end if bracket.upto is None else bracket.upto
    return total


def _exact(fee: Fee, amount: Decimal, pack: Pack, as_of: date) -> tuple[Decimal, Decimal]:
    """Before rounding: a share of a rounded fee would round twice."""
    low, high = _gross(fee, amount, pack, as_of)
    return _bounded(low * fee.share, fee), _bounded(high * fee.share, fee)


def _gross(fee: Fee, amount: Decimal, pack: Pack, as_of: date) -> tuple[Decimal, Decimal]:
    if fee.of:
        return _exact(_other(fee.of, pack, as_of), amount, pack, as_of)
    if fee.brackets:
        total = progressive(fee.brackets, amount)
        return total, total
    if fee.range_low is not None and fee.range_high is not None:
        return fee.range_low, fee.range_high
    if fee.share != 1:
        return amount, amount
    least = fee.least if fee.least is not None else Decimal(0)
    return least, fee.most if fee.most is not None else least


def _other(ident: str, pack: Pack, as_of: date) -> Fee:
    for value in pack.rule(ident).values:
        is_in_force = (value.begins or date.min) <= as_of < (value.ends or date.max)
        if is_in_force and isinstance(value.value, Fee):
            return value.value
    raise ValueError(f"no fee {ident!r} in force on {as_of}")


def _bounded(amount: Decimal, fee: Fee) -> Decimal:
    if fee.least is not None and amount < fee.least:
        return fee.least
    return fee.most if fee.most is not None and amount > fee.most else amount
