"""Sums as they are shown: exact until the end, then rounded once, half up, to the currency's smallest unit."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal

# Wide enough that no step of a computation is rounded before the end; equal on every machine.
EXACT = Context(prec=60)
# ISO 4217: currencies without a smaller unit. All others that occur in trade between these forums have two digits.
_WHOLE = frozenset(("CLP", "ISK", "JPY", "KRW", "PYG", "UGX", "VND", "XAF", "XOF"))
_THREE = frozenset(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"))


def rounded(amount: Decimal, currency: str) -> Decimal:
    """The amount in the currency's smallest unit, half up."""
    unit = Decimal(1) if currency in _WHOLE else Decimal("0.001") if currency in _THREE else Decimal("0.01")
    return amount.quantize(unit, rounding=ROUND_HALF_UP, context=EXACT)


def share_of(amount: Decimal, share: Decimal) -> Decimal:
    """That share of the amount, exact."""
    return EXACT.multiply(amount, share)


def percent(share: Decimal) -> str:
    """The share as it is read: "30 %"."""
    return f"{EXACT.multiply(share, Decimal(100)).normalize(EXACT):f} %"
