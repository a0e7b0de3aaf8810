"""What shows that a requirement is met: facts with their day and items, and what a person looked at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tallystick.model.case import Looked
from tallystick.model.check import Check
from tallystick.model.rule import Deadline, Requirement
from tallystick.model.ruling import Ruling, Term
from tallystick.model.situation import Event, Fact
from tallystick.services.readiness.evidence import Evidence

MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class Asked:
    """A requirement, the language of the proceedings, and what the forum's rules come to on that day."""

    wanted: Requirement
    language: str
    rulings: tuple[Ruling, ...]
    as_of: date

    @property
    def check(self) -> str:
        return self.wanted.check

    def clocks(self, event: Event) -> list[tuple[Ruling, Term]]:
        """The clocks that this event starts or ends."""
        return [
            (ruling, ruling.term) for ruling in self.rulings
            if ruling.term and ruling.value and isinstance(clock := ruling.value.value, Deadline)
            and event in (*clock.start, *clock.ended_by)
        ]  # fmt: skip


def judged(evidence: Evidence, stated: Looked) -> Check:
    """What a person states that they saw; NOT_CHECKED where an item that they name is not kept."""
    absent = [ident for ident in stated.shown_by if not evidence.is_held(ident)]
    if absent:
        return Check.not_checked(
            stated.check, f"the sheet says so and names what is not kept: {', '.join(absent[:MOST_NAMED])}"
        )
    made = Check.passed if stated.is_met else Check.failed
    return made(stated.check, f"stated on the sheet: {stated.why}", shown_by=" ".join(stated.shown_by))


def named(idents: Sequence[str]) -> str:
    """The first of these ids as a person uses them: eight digits, and the position where there is one."""
    return ", ".join(ident[:8] + ident[64:] for ident in idents[:MOST_NAMED])


def seen(name: str, idents: list[str], lacking: str) -> Check:
    """NOT_CHECKED with the items in which it was read, for whether they show it is for a person to say; else FAIL."""
    if not idents:
        return Check.failed(name, lacking)
    more = f" and {len(idents) - MOST_NAMED} more" if len(idents) > MOST_NAMED else ""
    return Check.not_checked(
        name,
        f'read in {named(idents)}{more}: look, and state it as [[looked]] check = "{name}"',
        shown_by=" ".join(idents),
    )


def shown_by_facts(evidence: Evidence, asked: Asked, facts: Sequence[Fact]) -> Check:
    """PASS where one of the facts has come, on a day that is known, and an item that is kept shows it."""
    past = [fact for fact in facts if fact.on is not None and fact.on <= asked.as_of]
    if not past:
        days = ", ".join(str(fact.on) if fact.on else "on a day that is not stated" for fact in facts[:3])
        return Check.not_checked(asked.check, f"{facts[0].event}: {days}; that it has happened is not stated")
    shown = [fact for fact in past if any(map(evidence.is_held, fact.shown_by))]
    days = ", ".join(str(fact.on) for fact in (shown or past)[:3])
    if not shown:
        return Check.not_checked(
            asked.check, f"stated: {past[0].event} on {days}, but no item that is kept is named in its shown_by"
        )
    idents = " ".join(ident for fact in shown for ident in fact.shown_by)
    return Check.passed(asked.check, f"{shown[0].event} on {days}", shown_by=idents)
