"""Simple interest by period, every step shown. Days are counted with both ends; the day of a payment still counts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from tallystick.claims.rounding import EXACT
from tallystick.model.claim import Payment

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Yield:
    """A rate in force from a day until the next one begins, as a share for a `per` ("year" or "day").

    None where it is not known. `ground` says whose figure it is, and of which day.
    """

    begins: date
    rate: Decimal | None
    ground: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One step: from `first` to `last`, both counted, on an unchanged principal at an unchanged rate.

    `amount` is exact; None where the rate is not known.
    """

    first: date
    last: date
    days: int
    rate: Decimal | None
    principal: Decimal
    amount: Decimal | None
    ground: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Accrual:
    """The interest of all lines. `total` is exact and leaves out the periods whose rate is not known."""

    lines: tuple[Line, ...]
    per: str
    year_days: int

    @property
    def total(self) -> Decimal:
        total = Decimal(0)
        for line in self.lines:
            total = EXACT.add(total, line.amount or Decimal(0))
        return total

    @property
    def is_complete(self) -> bool:
        return all(line.amount is not None for line in self.lines)


def accrue(principal: Decimal, first: date, last: date, rates: Sequence[Yield], *, per: str = "year",
           year_days: int = 365, payments: Iterable[Payment] = ()) -> Accrual:  # fmt: skip
    """The interest on a principal from `first` to `last`, both counted: none where `last` comes before `first`.

    A payment reduces the principal from the day after it. Raises ValueError for a negative principal or rate, for
    a `per` other than year and day, and for rates that are not in order.
    """
    if principal < 0 or any(each.rate is not None and each.rate < 0 for each in rates):
        raise ValueError("interest on less than nothing, or at less than nothing")
    if per not in ("year", "day") or year_days < 1:
        raise ValueError(f"interest per {per!r} of {year_days} days")
    if list(rates) != sorted(rates, key=lambda each: each.begins):
        raise ValueError("the rates are not in the order of time")
    paid = tuple(payments)
    lines = (
        _line(begins, ends, _owed(principal, paid, begins), _in_force(rates, begins), per, year_days)
        for begins, ends in _periods(first, last, rates, paid)
    )
    return Accrual(lines=tuple(line for line in lines if line.principal), per=per, year_days=year_days)


def _periods(first: date, last: date, rates: Sequence[Yield], paid: Sequence[Payment]) -> list[tuple[date, date]]:
    if last < first:
        return []
    changes = {each.begins for each in rates} | {each.on + _DAY for each in paid}
    starts = [first, *sorted(day for day in changes if first < day <= last)]
    return list(zip(starts, [*(day - _DAY for day in starts[1:]), last], strict=True))


def _owed(principal: Decimal, paid: Sequence[Payment], day: date) -> Decimal:
    for payment in paid:
        if payment.on < day:
            principal = EXACT.subtract(principal, payment.amount)
    return max(principal, Decimal(0))


def _in_force(rates: Sequence[Yield], day: date) -> Yield:
    return next((each for each in reversed(rates) if each.begins <= day), Yield(begins=day, rate=None))


def _line(first: date, last: date, principal: Decimal, found: Yield, per: str, year_days: int) -> Line:
    days = (last - first).days + 1
    amount = None
    if found.rate is not None:
        # One division, and it comes last: everything before it is exact.
        amount = EXACT.multiply(EXACT.multiply(principal, found.rate), Decimal(days))
        amount = EXACT.divide(amount, Decimal(year_days)) if per == "year" else amount
    return Line(first=first, last=last, days=days, rate=found.rate, principal=principal, amount=amount,
                ground=found.ground)  # fmt: skip
