"""The fixed sum that a creditor may ask for the costs of collecting a late payment."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from tallystick.claims.law import Law, fee_of
from tallystick.forums.fees import progressive
from tallystick.model.claim import ClaimItem, ClaimKind
from tallystick.model.ruling import Ruling

_PAYMENTS = frozenset((ClaimKind.PRICE, ClaimKind.INTEREST_ONLY))


def _is_late(claim: ClaimItem, due: date) -> bool:
    """Whether anything was still owed when the day had passed."""
    return claim.money.amount > sum((payment.amount for payment in claim.paid if payment.on <= due), Decimal(0))


def fixed_sum(claim: ClaimItem, law: Law, as_of: date) -> tuple[Decimal, tuple[Ruling, ...]]:
    """The sum that falls due with the first day of lateness, for a price in the rule's currency; of several rules the
    final ones come first, and the least of these."""
    if claim.kind not in _PAYMENTS or claim.due is None or claim.due >= as_of or not _is_late(claim, claim.due):
        return Decimal(0), ()
    here = [(progressive(fee.brackets, claim.money.amount), ruling) for ruling in law.fixed
            if (fee := fee_of(ruling)).currency == claim.money.currency]  # fmt: skip
    if not here:
        return Decimal(0), ()
    amount, ruling = min(here, key=lambda each: (not each[1].is_final, each[0]))
    return amount, (ruling,)
