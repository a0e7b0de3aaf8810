"""What is owed under a forum's rules: every claim with its interest, and what it all comes to in each currency."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from tallystick.claims.agreed import agreed_sums, chosen, deposit
from tallystick.claims.fixed import fixed_sum
from tallystick.claims.late import LateInterest, Reference, late_interest
from tallystick.claims.law import Law, rate_of
from tallystick.claims.rounding import EXACT, rounded
from tallystick.claims.sums import Interest, Owed
from tallystick.model.claim import AGREED_SUMS, ClaimItem, ClaimKind
from tallystick.model.ruling import Ruling, Step

# Debts that bear interest for lateness of themselves; whether a refund, deposit or loss does depends on the rule.
_DEBTS = frozenset((ClaimKind.PRICE, ClaimKind.INTEREST_ONLY))
_NOT_PRICE = frozenset((ClaimKind.REFUND, ClaimKind.DEPOSIT))


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """What is owed in one currency: principal sums, interest and fixed sums, at the least and at the most."""

    currency: str
    principal_low: Decimal
    principal_high: Decimal
    interest_low: Decimal
    interest_high: Decimal
    fixed: Decimal

    @property
    def low(self) -> Decimal:
        return self.principal_low + self.interest_low + self.fixed

    @property
    def high(self) -> Decimal:
        return self.principal_high + self.interest_high + self.fixed


def owed(claims: Sequence[ClaimItem], law: Law, references: Mapping[str, Reference], as_of: date,
         judged: date | None = None) -> tuple[Owed, ...]:  # fmt: skip
    """Each claim with what it comes to as of a day, in the order given; `judged` is the end of the period that a
    judgment fixed, from which interest in enforcement runs."""
    found = tuple(_one(claim, law, references, as_of, judged) for claim in claims)
    return tuple(_less_paid(each, as_of) for each in chosen(found, law))


def totals(found: Iterable[Owed]) -> tuple[Total, ...]:
    """The sums in each currency, in the order in which the currencies come up. Nothing is converted."""
    sums: dict[str, Total] = {}
    for each in found:
        currency = each.claim.money.currency
        before = sums.get(currency, _NOTHING)
        counted = [interest for interest in each.interest if interest.is_counted]
        sums[currency] = Total(
            currency=currency,
            principal_low=before.principal_low + each.low,
            principal_high=before.principal_high + each.high,
            interest_low=before.interest_low + sum((one.low for one in counted), Decimal(0)),
            interest_high=before.interest_high + sum((one.high for one in counted), Decimal(0)),
            fixed=before.fixed + each.fixed,
        )
    return tuple(sums.values())


_ZERO = Decimal(0)
_NOTHING = Total(currency="", principal_low=_ZERO, principal_high=_ZERO, interest_low=_ZERO, interest_high=_ZERO,
                 fixed=_ZERO)  # fmt: skip


def _one(claim: ClaimItem, law: Law, references: Mapping[str, Reference], as_of: date, judged: date | None) -> Owed:
    last = min(claim.until, as_of) if claim.until else as_of
    found = agreed_sums(claim, law, last) if claim.kind in AGREED_SUMS else None
    found = found or (deposit(claim, law) if claim.kind is ClaimKind.DEPOSIT else _plain(claim))
    if claim.due is not None and claim.due > as_of:
        found = replace(found, notes=(*found.notes, Step(code="not-due-yet", values={"day": claim.due.isoformat()})))
    interest = (*_late(claim, law, references, last), *_enforced(claim, law, references, as_of, judged))
    fixed, rules = fixed_sum(claim, law, as_of)
    if not interest and claim.due is not None and claim.due < last and claim.kind in _DEBTS | _NOT_PRICE:
        found = replace(found, notes=(*found.notes, Step(code="no-interest-rule", values={})))
    return replace(found, interest=interest, fixed=fixed, rules=(*found.rules, *rules))


def _less_paid(found: Owed, as_of: date) -> Owed:
    """What is left once everything that was paid on it up to a day is taken off."""
    low, high, steps = found.low, found.high, []
    for payment in found.claim.paid if found.claim.kind is not ClaimKind.INTEREST_ONLY else ():
        if payment.on <= as_of:
            low, high = (rounded(max(each - payment.amount, _ZERO), found.claim.money.currency) for each in (low, high))
            steps.append(Step(code="part-payment", values={
                "on": payment.on.isoformat(), "amount": str(payment.amount), "left": str(high)}))  # fmt: skip
    return replace(found, low=low, high=high, steps=(*found.steps, *steps))


def _plain(claim: ClaimItem) -> Owed:
    """The sum itself; of interest alone the principal is not asked for."""
    amount, notes = claim.money.amount, []
    if claim.kind is ClaimKind.LOSS:
        told = {"how": claim.foreseen} if claim.foreseen else {}
        notes.append(Step(code="loss-foreseen" if told else "loss-not-foreseen", values=told))
    if claim.kind is ClaimKind.INTEREST_ONLY:
        amount = Decimal(0)
    amount = rounded(amount, claim.money.currency)
    return Owed(claim=claim, low=amount, high=amount, notes=tuple(notes))


def _late(claim: ClaimItem, law: Law, references: Mapping[str, Reference], last: date) -> tuple[Interest, ...]:
    if claim.due is None or claim.kind not in _DEBTS | _NOT_PRICE:
        return ()
    found = [_interest(claim, ruling, claim.due, references, last) for ruling in law.late
             if rate_of(ruling).currency in ("", claim.money.currency)]  # fmt: skip
    usable = [each for each in found if each.is_final] or [each for each in found if each.found.is_complete]
    if not usable:
        return tuple(found)
    # Several rules for the same days: the least is claimed, the others are shown.
    least = min(usable, key=lambda each: (each.high, each.low))
    return tuple(replace(each, is_counted=each is least) for each in found)


def _enforced(claim: ClaimItem, law: Law, references: Mapping[str, Reference], as_of: date,
              judged: date | None) -> tuple[Interest, ...]:  # fmt: skip
    if judged is None or claim.kind is ClaimKind.INTEREST_ONLY:
        return ()
    return tuple(
        replace(_interest(claim, ruling, judged, references, as_of), is_counted=True) for ruling in law.after_judgment
    )


def _interest(claim: ClaimItem, ruling: Ruling, due: date, references: Mapping[str, Reference], last: date) -> Interest:
    rate, currency = rate_of(ruling), claim.money.currency
    found = late_interest(claim.money.amount, due, last, rate, references.get(rate.series), claim.paid)
    low, high = (rounded(each.total, currency) for each in (found.low, found.high))
    # A rule that is written for the price does not of itself cover what is paid back.
    is_doubtful = claim.kind in _NOT_PRICE and bool(ruling.rule.disputes)
    return Interest(
        ruling=ruling, principal=claim.money.amount, found=found, low=Decimal(0) if is_doubtful else low, high=high,
        is_counted=False, notes=tuple(_interest_notes(found, currency, is_doubtful)),
    )  # fmt: skip


def _interest_notes(found: LateInterest, currency: str, is_doubtful: bool) -> Iterable[Step]:
    if found.other is not None:
        yield Step(code="lower-reading", values={
            "taken": found.reading, "other": str(rounded(found.other.total, currency)),
            "less": str(rounded(EXACT.subtract(found.other.total, found.high.total), currency))})  # fmt: skip
    if not found.is_complete:
        yield Step(code="rate-missing", values={})
    if found.assumed_after is not None:
        yield Step(code="rate-assumed", values={"day": found.assumed_after.isoformat()})
    if is_doubtful:
        yield Step(code="not-the-price", values={})
