"""Agreed sums: liquidated damages with their cap and the test of excess, and deposits, doubled or not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tallystick.claims.rounding import EXACT, share_of


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreedSum:
    """An agreed sum for delay: `periods` started ones of a day, week or month, `uncapped` before the cap."""

    days: int
    periods: int
    uncapped: Decimal
    amount: Decimal

    @property
    def is_capped(self) -> bool:
        return self.amount < self.uncapped


@dataclass(frozen=True, slots=True, kw_only=True)
class Excess:
    """An agreed sum beside the loss: above `limit` a court generally finds it excessive and may reduce it."""

    limit: Decimal
    is_excessive: bool
    left: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class DepositBack:
    """A deposit: of what was `paid`, `counted` has the effect of earnest money, `beyond` has not and comes back once.

    `extra` is what comes back on top where the receiver broke the contract, `amount` all of it.
    """

    paid: Decimal
    counted: Decimal
    beyond: Decimal
    extra: Decimal
    amount: Decimal


def agreed_sum(
    value: Decimal, rate: Decimal, per: str, due: date, until: date, cap: Decimal | None = None
) -> AgreedSum:
    """`rate` of the value for each started day, week or month after `due` up to and with `until`, at most `cap` of it.

    Raises ValueError for negative figures and another `per`.
    """
    if value < 0 or rate < 0 or (cap is not None and cap < 0):
        raise ValueError("an agreed sum of less than nothing")
    days = max((until - due).days, 0)
    periods = _started(per, due, until, days)
    uncapped = EXACT.multiply(share_of(value, rate), Decimal(periods))
    amount = uncapped if cap is None else min(uncapped, share_of(value, cap))
    return AgreedSum(days=days, periods=periods, uncapped=uncapped, amount=amount)


def _started(per: str, due: date, until: date, days: int) -> int:
    if per == "day":
        return days
    if per == "week":
        return -(-days // 7)
    if per != "month":
        raise ValueError(f"an agreed sum per {per!r}")
    # A month ends on the day of the same number, or with the month itself where that day is wanting.
    months = (until.year - due.year) * 12 + until.month - due.month
    return max(months + (until.day > due.day), 0) if days else 0


def excess(amount: Decimal, loss: Decimal, above: Decimal) -> Excess:
    """Whether an agreed sum is more than the loss and the share `above` of it on top. Raises ValueError below zero."""
    if amount < 0 or loss < 0 or above < 0:
        raise ValueError("a loss or an agreed sum of less than nothing")
    limit = EXACT.add(loss, share_of(loss, above))
    return Excess(limit=limit, is_excessive=amount > limit, left=min(amount, limit))


def deposit_back(paid: Decimal, value: Decimal | None, most: Decimal | None, *, is_doubled: bool) -> DepositBack:
    """What comes back of a deposit. It counts as earnest money up to the share `most` of the contract's value.

    Where the value is not known, all of it counts. Raises ValueError for negative figures.
    """
    if paid < 0 or (value is not None and value < 0):
        raise ValueError("a deposit of less than nothing")
    counted = paid if value is None or most is None else min(paid, share_of(value, most))
    extra = counted if is_doubled else Decimal(0)
    return DepositBack(paid=paid, counted=counted, beyond=EXACT.subtract(paid, counted), extra=extra,
                       amount=EXACT.add(paid, extra))  # fmt: skip
