"""What was done by whom, and whether in time: performance, payments, notice of defects, the letter before action."""

from __future__ import annotations

from tallystick.model.act import ActKind
from tallystick.model.check import Check
from tallystick.model.situation import Event
from tallystick.services.readiness.evidence import Evidence
from tallystick.services.readiness.shown import Asked, seen, shown_by_facts


def performance(evidence: Evidence, asked: Asked) -> Check:
    """Who buys performs by paying, who sells by delivering; what the other side did is not our performance."""
    ways = {
        "buyer": (Event.PAYMENT_MADE,), "client": (Event.PAYMENT_MADE,), "seller": (Event.SHIPPED, Event.HANDED_OVER),
        "contractor": (Event.SHIPPED, Event.HANDED_OVER),
    }  # fmt: skip
    events = ways.get(evidence.situation.trait("role"), (Event.PAYMENT_MADE, Event.SHIPPED, Event.HANDED_OVER))
    facts = [fact for fact in evidence.facts(*events) if fact.by != "them"]
    if facts:
        return shown_by_facts(evidence, asked, facts)
    acts = evidence.acts(ActKind.PERFORMANCE, is_ours=True)
    return seen(asked.check, acts, "no payment or delivery of ours is stated or booked")


def payments(evidence: Evidence, asked: Asked) -> Check:
    """Of a buyer only what we paid counts; of others whatever was booked."""
    is_buyer = evidence.situation.trait("role") in ("buyer", "client")
    booked = [
        fact for fact in evidence.facts(Event.PAYMENT_MADE)
        if fact.how == "booked" and not (is_buyer and fact.by == "them")
    ]  # fmt: skip
    if not booked:
        return Check.failed(asked.check, "no booking in a statement shows a payment" + (" of ours" if is_buyer else ""))
    first = booked[0]
    money = f"{first.money.amount} {first.money.currency}" if first.money else ""
    shown = " ".join(ident for fact in booked for ident in fact.shown_by)
    return Check.passed(asked.check, f"{len(booked)} bookings, the first {money} on {first.on}", shown_by=shown)


def notice(evidence: Evidence, asked: Asked) -> Check:
    """Too late is a notice after the last day of any clock that it ends. In time it may be only for a person to say:
    a reasonable time may be over long before."""
    facts = [fact for fact in evidence.facts(Event.DEFECTS_NOTIFIED) if fact.by != "them"]
    if not facts:
        return seen(asked.check, evidence.acts(ActKind.OBJECTION, is_ours=True), "no notice of defects is stated")
    terms = [(ruling, term) for ruling, term in asked.clocks(Event.DEFECTS_NOTIFIED) if term.last_day]
    late = [ruling.rule.id for ruling, term in terms if term.state == "missed" and ruling.is_final]
    if late:
        return Check.failed(asked.check, f"the notice of {facts[0].on} was too late by {', '.join(late)}")
    last = min((term.last_day for _ruling, term in terms if term.last_day), default=None)
    until = f"the last day was {last}" if last else "no clock runs for it"
    return Check.not_checked(
        asked.check, f"stated: notice on {facts[0].on}; {until}; whether it came within a reasonable time: look"
    )


def pretrial(evidence: Evidence, asked: Asked) -> Check:
    """Sent, and the waiting time over, by the clock of the forum."""
    facts = [fact for fact in evidence.facts(Event.PRETRIAL_CLAIM_SENT) if fact.by != "them"]
    if not facts:
        return Check.failed(asked.check, "no claim letter before action is stated")
    waits = [term.last_day for _ruling, term in asked.clocks(Event.PRETRIAL_CLAIM_SENT) if term.state == "opens"]
    if any(day is not None and asked.as_of < day for day in waits):
        return Check.failed(
            asked.check, f"sent on {facts[0].on}; its waiting time lasts: suing opens on {max(filter(None, waits))}"
        )
    return shown_by_facts(evidence, asked, facts)
