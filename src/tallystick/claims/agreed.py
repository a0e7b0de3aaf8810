"""Claims for sums that were agreed for a breach, and for deposits; of the two only one may be chosen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from tallystick.claims.damages import agreed_sum, deposit_back, excess
from tallystick.claims.law import Law, figure
from tallystick.claims.rounding import percent, rounded
from tallystick.claims.sums import Owed
from tallystick.model.claim import AGREED_SUMS, ClaimItem, ClaimKind
from tallystick.model.ruling import Ruling, Step


def agreed_sums(claim: ClaimItem, law: Law, last: date) -> Owed:
    """The agreed sum up to a day; `low` is what is left of it where it is excessive beside the loss that is stated."""
    amount, steps = claim.money.amount, []
    if claim.rate is not None and claim.due is not None:
        found = agreed_sum(amount, claim.rate, claim.per, claim.due, last, claim.cap)
        steps.append(Step(code="agreed-sum", values={
            "value": str(amount), "rate": percent(claim.rate), "per": claim.per, "from": claim.due.isoformat(),
            "to": last.isoformat(), "days": str(found.days), "periods": str(found.periods),
            "uncapped": str(rounded(found.uncapped, claim.money.currency))}))  # fmt: skip
        if found.is_capped:
            steps.append(Step(code="capped", values={"cap": percent(claim.cap or Decimal(0))}))
        amount = found.amount
    amount = rounded(amount, claim.money.currency)
    return _tested(Owed(claim=claim, low=amount, high=amount, steps=tuple(steps)), law)


def _tested(found: Owed, law: Law) -> Owed:
    above, loss = figure(law.excess), found.claim.loss
    if law.excess is None or above is None:
        return found
    if loss is None:
        return replace(
            found, notes=(Step(code="loss-not-stated", values={"above": percent(above)}),), rules=(law.excess,)
        )
    test = excess(found.high, loss, above)
    values = {"above": percent(above), "loss": str(loss), "limit": str(rounded(test.limit, found.claim.money.currency)),
              "amount": str(found.high)}  # fmt: skip
    note = Step(code="excessive" if test.is_excessive else "not-excessive", values=values)
    low = rounded(test.left, found.claim.money.currency)
    return replace(found, low=low, notes=(note,), rules=(law.excess,))


def deposit(claim: ClaimItem, law: Law) -> Owed:
    """The deposit that comes back, doubled as far as it counts where that is asked for."""
    paid = claim.money.amount
    back = deposit_back(paid, claim.contract_value, figure(law.deposit), is_doubled=claim.is_doubled and _is_known(law))
    values = {"paid": str(paid), "counted": str(back.counted), "beyond": str(back.beyond), "extra": str(back.extra)}
    notes: list[Step] = []
    if claim.is_doubled and not _is_known(law):
        notes.append(Step(code="not-doubled-here", values={}))
    elif claim.is_doubled and claim.contract_value is None:
        notes.append(Step(code="value-not-stated", values={"most": percent(figure(law.deposit) or Decimal(1))}))
    amount, rules = rounded(back.amount, claim.money.currency), (law.deposit,) if law.deposit else ()
    return Owed(claim=claim, low=amount, high=amount, steps=(Step(code="deposit", values=values),), notes=tuple(notes),
                rules=rules)  # fmt: skip


def _is_known(law: Law) -> bool:
    return law.deposit is not None


def chosen(found: tuple[Owed, ...], law: Law) -> tuple[Owed, ...]:
    """The same, but of a doubled deposit and an agreed sum in one currency only what gives more is counted."""
    return _chosen(found, law.deposit) if law.deposit is not None else found


def _chosen(found: tuple[Owed, ...], rule: Ruling) -> tuple[Owed, ...]:
    for currency in {each.claim.money.currency for each in found}:
        here = [each for each in found if each.claim.money.currency == currency]
        doubled = [each for each in here if each.claim.kind is ClaimKind.DEPOSIT and _extra(each)]
        sums = [each for each in here if each.claim.kind in AGREED_SUMS]
        if doubled and sums:
            is_deposit = sum(map(_extra, doubled)) >= sum(each.high for each in sums)
            lesser = sums if is_deposit else doubled
            found = tuple(_left_out(each, rule) if each in lesser else each for each in found)
    return found


def _extra(found: Owed) -> Decimal:
    return found.high - rounded(found.claim.money.amount, found.claim.money.currency)


def _left_out(found: Owed, rule: Ruling) -> Owed:
    kept = rounded(found.claim.money.amount, found.claim.money.currency)
    left = kept if found.claim.kind is ClaimKind.DEPOSIT else Decimal(0)
    note = Step(code="not-both", values={"left-out": str(found.high - left)})
    return replace(found, low=left, high=left, notes=(*found.notes, note), rules=(*found.rules, rule))
