"""Whether an invoice adds up: lines, allowances, charges, taxes, total, what was paid before, what is to be paid.

Source: EN 16931-1, rules BR-CO-10 to BR-CO-17.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from tallystick.model.check import Check

__all__ = ["Sums", "Tax", "sums_check"]

_NAME = "invoice-sums"
_CENT = Decimal("0.01")
_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Tax:
    """One rate: what is taxed, at how many percent, and the tax; None where it is not stated."""

    basis: Decimal | None
    rate: Decimal | None
    tax: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """What an invoice states of itself. None is not stated; absent allowances, charges and prepayments are 0.

    `lines` is empty where the invoice shows none (the profiles MINIMUM and BASIC WL); `after` are sums between
    the total and what is to be paid, with their sign: rounding, withholdings, stamp duty. `prepaid` is None where the
    profile has no place for it.
    """

    lines: Sequence[Decimal | None] = ()
    line_total: Decimal | None = None
    allowances: Decimal = _ZERO
    charges: Decimal = _ZERO
    net: Decimal | None = None
    taxes: Sequence[Tax] = ()
    tax: Decimal | None = None
    total: Decimal | None = None
    prepaid: Decimal | None = _ZERO
    after: Decimal = _ZERO
    payable: Decimal | None = None


def sums_check(stated: Sums, place: str = "") -> Check:
    """PASS where every sum that can be computed agrees to the cent, FAIL with each that does not, else NOT_CHECKED."""
    results = list(_compared(stated))
    wrong = [
        f"{words}: computed {found:f}, stated {said:f}"
        for words, found, said, slack in results
        if abs(found - said) > slack
    ]
    facts = {words: f"{found:f} / {said:f}" for words, found, said, _slack in results}
    if wrong:
        return Check.failed(_NAME, "; ".join(wrong), place, **facts)
    if not results:
        return Check.not_checked(_NAME, "the invoice states too few sums to compare", place)
    return Check.passed(_NAME, f"agree: {', '.join(facts)}", place, **facts)


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(_CENT, ROUND_HALF_UP)


def _compared(stated: Sums) -> Iterator[tuple[str, Decimal, Decimal, Decimal]]:
    """(words, computed, stated, tolerance) of every sum that can be computed."""
    lines = [line for line in stated.lines if line is not None]
    if stated.lines and len(lines) == len(stated.lines) and stated.line_total is not None:
        # Each line may have been rounded by itself.
        yield "lines", _cents(sum(lines, _ZERO)), _cents(stated.line_total), _CENT if len(lines) > 1 else _ZERO
    if stated.line_total is not None and stated.net is not None:
        net = stated.line_total - stated.allowances + stated.charges
        yield "net", _cents(net), _cents(stated.net), _ZERO
    yield from _taxes(stated)
    if stated.net is not None and stated.tax is not None and stated.total is not None:
        yield "total", _cents(stated.net + stated.tax), _cents(stated.total), _ZERO
    if stated.total is not None and stated.payable is not None and stated.prepaid is not None:
        yield "payable", _cents(stated.total - stated.prepaid + stated.after), _cents(stated.payable), _ZERO


def _taxes(stated: Sums) -> Iterator[tuple[str, Decimal, Decimal, Decimal]]:
    for tax in stated.taxes:
        if tax.basis is not None and tax.rate is not None and tax.tax is not None:
            found = _cents(tax.basis * tax.rate / 100)
            # The tax may have been rounded line by line.
            slack = _CENT * max(1, len(stated.lines))
            yield f"tax {tax.rate.normalize():f} % of {tax.basis:f}", found, _cents(tax.tax), slack
    parts = [tax.tax for tax in stated.taxes if tax.tax is not None]
    if parts and len(parts) == len(stated.taxes) and stated.tax is not None:
        yield "taxes", _cents(sum(parts, _ZERO)), _cents(stated.tax), _ZERO
