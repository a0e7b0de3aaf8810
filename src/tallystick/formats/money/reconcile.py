"""Whether a statement adds up: opening + movements = closing, or each row's balance from the row before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from tallystick.model.account import Balance, Transaction
from tallystick.model.check import Check

__all__ = ["Row", "only", "reconciled", "run_through"]

_NAME = "statement-balance"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a statement that shows a balance: where it stands, what moved, and the balance after it."""

    place: str
    moved: Decimal
    balance: Decimal


def only(balances: Iterable[Balance]) -> Balance | None:
    """The one balance among these that all agree on, or None where there is none or they differ."""
    found = list(balances)
    return found[0] if found and all(one.money == found[0].money for one in found) else None


def reconciled(
    opening: Balance | None, movements: Sequence[Transaction], closing: Balance | None, place: str = ""
) -> Check:
    """PASS where opening + booked movements = closing, FAIL where not, NOT_CHECKED where the statement cannot say."""
    if opening is None or closing is None:
        lacks = [name for name, balance in (("opening", opening), ("closing", closing)) if balance is None]
        return Check.not_checked(_NAME, f"the statement shows no single {' and no single '.join(lacks)} balance", place)
    booked = [movement.money for movement in movements if not movement.is_pending]
    currencies = {opening.money.currency, closing.money.currency, *(money.currency for money in booked)}
    if len(currencies) > 1:
        named = ", ".join(sorted(currencies))
        return Check.not_checked(_NAME, f"the sums are in different currencies: {named}", place)
    moved = sum((money.amount for money in booked), Decimal(0))
    return _compared(opening.money.amount, moved, closing.money.amount, currencies.pop(), place)


def _compared(opening: Decimal, moved: Decimal, closing: Decimal, currency: str, place: str) -> Check:
    expected = opening + moved
    facts = {
        "opening": f"{opening:f}",
        "movements": f"{moved:f}",
        "expected": f"{expected:f}",
        "closing": f"{closing:f}",
        "currency": currency,
    }
    if expected == closing:
        return Check.passed(_NAME, "opening balance and movements give the closing balance", place, **facts)
    difference = f"{closing - expected:f}".strip()
    reason = f"opening {opening:f} and movements {moved:f} give {expected:f}, the statement says {closing:f}"
    return Check.failed(_NAME, reason, place, difference=difference, **facts)


def run_through(rows: Sequence[Row], currency: str, place: str = "") -> Check:
    """PASS where each row's balance follows from its neighbour's, oldest first or newest first; FAIL with the first
    row that does not; NOT_CHECKED for fewer than two rows."""
    if len(rows) < 2:
        return Check.not_checked(_NAME, "fewer than two rows show a balance", place)
    falling = list(reversed(rows))
    breaks, ordered = min((_breaks(rows), rows), (_breaks(falling), falling), key=lambda pair: len(pair[0]))
    if breaks:
        row, expected = breaks[0]
        reason = f"{row.place}: the balance before and the movement give {expected:f}, the row says {row.balance:f}"
        return Check.failed(_NAME, reason, place, breaks=str(len(breaks)), expected=f"{expected:f}", row=row.place,
                            closing=f"{row.balance:f}", currency=currency)  # fmt: skip
    opening = ordered[0].balance - ordered[0].moved
    moved = sum((row.moved for row in ordered), Decimal(0))
    return _compared(opening, moved, ordered[-1].balance, currency, place)


def _breaks(rows: Sequence[Row]) -> list[tuple[Row, Decimal]]:
    found, before = [], rows[0].balance
    for row in rows[1:]:
        if before + row.moved != row.balance:
            found.append((row, before + row.moved))
        before = row.balance
    return found
