"""Clocks where something happened more than once, or was done by the other side."""

from __future__ import annotations

from datetime import date

import pytest

from tallystick.forums.term import Counted, term
from tallystick.forums.wording import sentence
from tallystick.model.rule import Deadline
from tallystick.model.situation import Event, Fact, Situation

CLOCK = Deadline(
    periods=("P30D",), start=(Event.HANDED_OVER,), action="notify", ended_by=(Event.DEFECTS_NOTIFIED,)
)  # fmt: skip
LIMITATION = Deadline(
    periods=("P3Y",), start=(Event.BREACH_KNOWN,), action="sue",
    restarts_on=(Event.DEMAND_REACHED, Event.SUIT_FILED), suspended_by=(Event.PRETRIAL_CLAIM_SENT,),
    suspends_for="P30D",
)  # fmt: skip


def fact(event: Event, *day: int, by: str = "") -> Fact:
    return Fact(event=event, on=date(*day), how="stated", by=by)


def counted(clock: Deadline, *facts: Fact, as_of: date = date(2026, 11, 23)) -> Counted:
    found = term(clock, Situation(facts=facts), as_of)
    assert all(sentence(step, language) for step in found.steps for language in ("en", "zh", "ru"))
    return found


def codes(found: Counted) -> list[str]:
    return [step.code for step in found.steps]


def test_of_two_deliveries_the_first_is_safe() -> None:
    """A second delivery begins a clock of its own and prolongs the first one's not by a day."""
    found = counted(CLOCK, fact(Event.HANDED_OVER, 2026, 3, 1), fact(Event.HANDED_OVER, 2026, 11, 1))
    assert (found.term.last_day, found.term.state) == (date(2026, 3, 31), "missed")
    assert found.term.candidates == (date(2026, 3, 31), date(2026, 12, 1))
    assert not found.is_sure
    assert "starts-differ" in codes(found)


def test_the_latest_of_several_events_takes_each_ones_first_time() -> None:
    """Due on the later of two days: of payment dates the first, beside the delivery date."""
    clock = Deadline(periods=("P90D",), start=(Event.PAYMENT_DUE, Event.DELIVERY_DUE), action="file")
    facts = (fact(Event.PAYMENT_DUE, 2026, 1, 10), fact(Event.DELIVERY_DUE, 2026, 2, 1))
    assert counted(clock, *facts).term.last_day == date(2026, 5, 2)
    assert counted(clock, *facts).is_sure
    assert counted(clock, *facts, fact(Event.PAYMENT_DUE, 2026, 9, 1)).term.last_day == date(2026, 5, 2)


def test_of_two_waits_the_last_is_safe() -> None:
    """A wait that began twice is over when the second one is."""
    clock = Deadline(periods=("P30D",), start=(Event.PRETRIAL_CLAIM_SENT,), action="sue", not_before=True)
    found = counted(clock, fact(Event.PRETRIAL_CLAIM_SENT, 2026, 3, 1), fact(Event.PRETRIAL_CLAIM_SENT, 2026, 3, 11))
    assert (found.term.last_day, found.is_sure) == (date(2026, 4, 11), False)


@pytest.mark.parametrize(
    ("done", "state", "code"),
    [
        (fact(Event.DEFECTS_NOTIFIED, 2026, 11, 5, by="us"), "kept", "kept"),
        (fact(Event.DEFECTS_NOTIFIED, 2026, 11, 5, by="them"), "running", "done-by-other"),
        (fact(Event.DEFECTS_NOTIFIED, 2025, 1, 5, by="us"), "running", "done-before"),
    ],
)
def test_a_clock_is_kept_by_who_has_to_act_once_it_runs(done: Fact, state: str, code: str) -> None:
    """What the other side did, or what was done about an earlier delivery, keeps nothing."""
    found = counted(CLOCK, fact(Event.HANDED_OVER, 2026, 11, 1), done)
    assert found.term.state == state
    assert code in codes(found)


@pytest.mark.parametrize("event", [Event.DEMAND_REACHED, Event.SUIT_FILED])
def test_their_demand_does_not_interrupt_our_limitation(event: Event) -> None:
    """Who must interrupt the period is who would lose the claim by it."""
    start = fact(Event.BREACH_KNOWN, 2024, 1, 1)
    assert counted(LIMITATION, start, fact(event, 2025, 1, 1, by="us")).term.last_day == date(2028, 1, 1)
    theirs = counted(LIMITATION, start, fact(event, 2025, 1, 1, by="them"))
    assert theirs.term.last_day == date(2027, 1, 1)
    assert "restart-not-ours" in codes(theirs)


def test_suspensions_that_overlap_are_counted_once() -> None:
    """Thirty days from 1 March and thirty from 11 March are forty days, not sixty; the same day twice is thirty."""
    start, first = fact(Event.BREACH_KNOWN, 2025, 1, 1), fact(Event.PRETRIAL_CLAIM_SENT, 2026, 3, 1)
    assert counted(LIMITATION, start, first, first).term.last_day == date(2028, 1, 31)
    second = fact(Event.PRETRIAL_CLAIM_SENT, 2026, 3, 11)
    assert counted(LIMITATION, start, first, second).term.last_day == date(2028, 2, 10)


def test_a_restart_after_the_end_never_revives_it() -> None:
    """The day after the last one is too late, the last one is not."""
    start = fact(Event.BREACH_KNOWN, 2020, 2, 29)
    assert counted(LIMITATION, start, fact(Event.DEMAND_REACHED, 2023, 3, 1)).term.last_day == date(2023, 2, 28)
    assert counted(LIMITATION, start, fact(Event.DEMAND_REACHED, 2023, 2, 28)).term.last_day == date(2026, 2, 28)
