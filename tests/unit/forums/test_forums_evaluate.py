"""Rules in situations: what applies, which value is in force, and how each clock runs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from tallystick.forums.evaluate import evaluate
from tallystick.model.rule import Citation, DatedValue, Deadline, Pack, Rule, RuleKind, Source, Status, Threshold
from tallystick.model.ruling import Ruling, Term
from tallystick.model.situation import Event, Fact, Situation

WORDS = {"en": "A rule", "zh": "规则", "ru": "Норма"}
SOURCE = Source(id="s", title="S", title_en="S", authority="A", language="en", kind="statute")
CITATION = Citation(source=SOURCE, pinpoint="art. 1", quote="", checked_on=date(2026, 11, 23))
NOW = date(2026, 11, 23)
CLOCK = Deadline(periods=("P30D",), start=(Event.HANDED_OVER,), action="file")


def _value(clock: Deadline | Threshold, status: Status = Status.VERIFIED, **dates: date) -> DatedValue:
    return DatedValue(
        begins=dates.get("begins"), ends=dates.get("ends"), value=clock, citations=(CITATION,), status=status,
        confidence="high",
    )  # fmt: skip


RULE = Rule(
    id="p.r", kind=RuleKind.DEADLINE, title=WORDS, says=WORDS, values=(_value(CLOCK),), when={}, disputes=(), events=()
)


def _pack(rule: Rule) -> Pack:
    return Pack(
        id="p", title=WORDS, version="2026-11-23.1", sha256="0" * 64, currency="CNY", language="zh", layers=(),
        rules=(rule,),
    )  # fmt: skip


def _fact(event: Event, *day: int, by: str = "") -> Fact:
    return Fact(event=event, on=date(*day) if day else None, how="stated", by=by)


def _ruled(rule: Rule, *facts: Fact, as_of: date = NOW, disputes: tuple[str, ...] = (), **traits: str) -> Ruling | None:
    found = evaluate(_pack(rule), Situation(facts=facts, traits=traits, disputes=disputes), as_of)
    return found[0] if found else None


def _clocked(clock: Deadline, *facts: Fact, as_of: date = NOW, status: Status = Status.VERIFIED) -> Ruling:
    ruling = _ruled(replace(RULE, values=(_value(clock, status),)), *facts, as_of=as_of)
    assert ruling is not None
    return ruling


def _term(ruling: Ruling | None) -> Term:
    assert ruling is not None
    assert ruling.term is not None
    return ruling.term


def _codes(ruling: Ruling) -> list[str]:
    return [step.code for step in ruling.steps]


HANDED = _fact(Event.HANDED_OVER, 2026, 11, 2)


def test_it_runs_until_its_last_day_and_no_longer() -> None:
    """On the last day the clock still runs, on the next it is over."""
    assert _term(_clocked(CLOCK, HANDED, as_of=date(2026, 12, 2))).state == "running"
    assert _term(_clocked(CLOCK, HANDED, as_of=date(2026, 12, 3))).state == "missed"
    assert _term(_clocked(CLOCK, HANDED)).last_day == date(2026, 12, 2)


def test_a_trait_that_says_otherwise_rules_it_out() -> None:
    """A rule for goods says nothing about services, is open where that is not known, and else is final."""
    rule = replace(RULE, when={"kind": ("goods",)})
    assert _ruled(rule, HANDED, kind="services") is None
    unknown, known = _ruled(rule, HANDED), _ruled(rule, HANDED, kind="goods")
    assert unknown is not None
    assert known is not None
    assert (unknown.is_open, unknown.missing, unknown.is_final) == (True, ("kind",), False)
    assert (known.is_open, known.missing, known.is_final) == (False, (), True)


def test_a_star_takes_any_known_value() -> None:
    """A wanted value of * is met by whatever is known."""
    ruling = _ruled(replace(RULE, when={"their_country": ("*",)}), HANDED, their_country="CN")
    assert ruling is not None
    assert not ruling.is_open


def test_disputes_rule_in_and_out() -> None:
    """A rule for defects applies to a matter that has them, not to another, and is open where none is named."""
    rule = replace(RULE, disputes=("defective",))
    assert _ruled(rule, HANDED, disputes=("unpaid",)) is None
    found, unknown = _ruled(rule, HANDED, disputes=("late", "defective")), _ruled(rule, HANDED)
    assert found is not None
    assert found.is_final
    assert unknown is not None
    assert unknown.missing == ("disputes",)


def test_the_law_of_the_event_counts() -> None:
    """The value in force on the day of the event is taken; without an event that of the day asked for."""
    turn = date(2026, 3, 1)
    values = (_value(CLOCK, ends=turn), _value(replace(CLOCK, periods=("P60D",)), begins=turn))
    rule = replace(RULE, values=values, events=(Event.HANDED_OVER,))
    before, on = _fact(Event.HANDED_OVER, 2026, 2, 28), _fact(Event.HANDED_OVER, 2026, 3, 1)
    assert _term(_ruled(rule, before)).last_day == date(2026, 3, 30)
    assert _term(_ruled(rule, on)).last_day == date(2026, 4, 30)
    asked = _ruled(rule, as_of=date(2026, 1, 1))
    assert asked is not None
    assert asked.value == values[0]
    assert "law-as-of" in _codes(asked)


def test_nothing_in_force_is_said() -> None:
    """Before the first value the ruling has none, no day, and is not final."""
    ruling = _ruled(replace(RULE, values=(_value(CLOCK, begins=date(2027, 1, 1)),)), HANDED)
    assert ruling is not None
    assert (ruling.value, ruling.term, ruling.is_final) == (None, None, False)
    assert _codes(ruling) == ["nothing-in-force"]


def test_a_rule_that_is_no_clock_has_no_term() -> None:
    """A threshold applies or not, and is final where it is known."""
    value = _value(Threshold(what="share", unit="share", at_most=Decimal("0.3")))
    ruling = _ruled(replace(RULE, kind=RuleKind.THRESHOLD, values=(value,)))
    assert ruling is not None
    assert (ruling.term, ruling.is_final) == (None, True)


def test_without_its_start_it_has_not_started() -> None:
    """A start that is not known, or has no day, is missing, and nothing is final."""
    for facts in ((), (_fact(Event.HANDED_OVER),)):
        ruling = _clocked(CLOCK, *facts)
        assert (_term(ruling).state, ruling.missing, ruling.is_final) == ("not-started", ("handed_over",), False)


def test_the_start_is_picked() -> None:
    """Of several starts the latest counts, or the earliest where the rule says so."""
    facts = (HANDED, _fact(Event.RECEIPT_CONFIRMED, 2026, 11, 5))
    both = replace(CLOCK, start=(Event.HANDED_OVER, Event.RECEIPT_CONFIRMED))
    assert _term(_clocked(both, *facts)).last_day == date(2026, 12, 5)
    assert _term(_clocked(replace(both, start_pick="earliest"), *facts)).last_day == date(2026, 12, 2)


def test_it_rolls_over_days_off_where_a_calendar_is_named() -> None:
    """A last day in the Spring Festival moves behind it; the safe day lies before."""
    clock, start = replace(CLOCK, calendar="CN"), _fact(Event.HANDED_OVER, 2026, 1, 18)
    ruling = _clocked(clock, start, as_of=date(2026, 2, 1))
    assert _term(ruling).last_day == date(2026, 2, 24)
    assert ruling.is_final
    assert "rolled" in _codes(ruling)
    unrolled = _term(_clocked(replace(clock, rolls="none"), start, as_of=date(2026, 2, 1)))
    assert (unrolled.last_day, unrolled.safe_day) == (date(2026, 2, 17), date(2026, 2, 14))


def test_holidays_that_are_not_published_are_said() -> None:
    """In a year whose holidays are unknown the day before any rolling is safe, and nothing is final."""
    clock = replace(CLOCK, periods=("P4Y",), calendar="CN")
    ruling = _clocked(clock, _fact(Event.HANDED_OVER, 2026, 2, 9))
    term = _term(ruling)
    assert (term.last_day, term.safe_day) == (date(2030, 2, 9), date(2030, 2, 8))
    assert term.candidates == (date(2030, 2, 9), date(2030, 2, 11))
    assert not ruling.is_final
    assert "holidays-unpublished" in _codes(ruling)


RESTARTING = replace(
    CLOCK,
    restarts_on=(Event.DEMAND_REACHED, Event.DEBT_ACKNOWLEDGED),
    by_them=(Event.DEBT_ACKNOWLEDGED,),
)


def test_an_interruption_starts_it_anew() -> None:
    """A demand that arrives while the clock runs restarts it, again and again, and on its very last day too."""
    first, second = _fact(Event.DEMAND_REACHED, 2026, 12, 2), _fact(Event.DEMAND_REACHED, 2027, 1, 1)
    ruling = _clocked(RESTARTING, HANDED, second, first, as_of=date(2027, 1, 2))
    assert _term(ruling).last_day == date(2027, 1, 31)
    assert ruling.used == (HANDED, first, second)


def test_an_interruption_after_the_end_changes_nothing() -> None:
    """A demand on the day after the last one comes too late."""
    late = _fact(Event.DEMAND_REACHED, 2026, 12, 3)
    ruling = _clocked(RESTARTING, HANDED, late, as_of=date(2026, 12, 4))
    assert (_term(ruling).state, _term(ruling).last_day) == ("missed", date(2026, 12, 2))
    assert "restart-too-late" in _codes(ruling)
    assert late not in ruling.used


def test_a_promise_after_the_end_is_told() -> None:
    """A debtor's acknowledgment after the end does not restart the clock but is pointed out."""
    late = _fact(Event.DEBT_ACKNOWLEDGED, 2026, 12, 3, by="them")
    ruling = _clocked(RESTARTING, HANDED, late, as_of=date(2026, 12, 4))
    assert _term(ruling).last_day == date(2026, 12, 2)
    assert "promise-after-expiry" in _codes(ruling)


def test_only_their_act_counts_where_the_rule_says_so() -> None:
    """An acknowledgment restarts if the other side made it, not if we did, nor if nobody knows who."""
    days = {
        by: _clocked(RESTARTING, HANDED, _fact(Event.DEBT_ACKNOWLEDGED, 2026, 11, 20, by=by))
        for by in ("them", "us", "")
    }
    assert [_term(each).last_day for each in days.values()] == [
        date(2026, 12, 20), date(2026, 12, 2), date(2026, 12, 2),
    ]  # fmt: skip
    assert "restart-not-theirs" in _codes(days["us"])
    assert "restart-unknown-actor" in _codes(days[""])


def test_what_is_still_to_come_does_not_interrupt() -> None:
    """A demand dated after the day of the question is said and not counted."""
    ruling = _clocked(RESTARTING, HANDED, _fact(Event.DEMAND_REACHED, 2026, 11, 24))
    assert _term(ruling).last_day == date(2026, 12, 2)
    assert "still-to-come" in _codes(ruling)


def test_a_suspension_adds_its_length() -> None:
    """Thirty days of standing still move the end by thirty days."""
    clock = replace(CLOCK, suspended_by=(Event.PRETRIAL_CLAIM_SENT,), suspends_for="P30D")
    paused = _clocked(clock, HANDED, _fact(Event.PRETRIAL_CLAIM_SENT, 2026, 11, 10))
    assert _term(paused).last_day == date(2027, 1, 1)
    too_late = _clocked(clock, HANDED, _fact(Event.PRETRIAL_CLAIM_SENT, 2026, 12, 3), as_of=date(2026, 12, 5))
    assert _term(too_late).last_day == date(2026, 12, 2)


CUT = replace(
    CLOCK, start=(Event.DEFECTS_DISCOVERED,), cut_off="P2Y", cut_off_from=(Event.HANDED_OVER,), periods=("P6M",)
)


def test_the_absolute_end_comes_first() -> None:
    """Two years after handing over it is over, whenever the defect was found; before that the period itself counts."""
    found = _fact(Event.DEFECTS_DISCOVERED, 2028, 9, 1)
    ruling = _clocked(CUT, HANDED, found, as_of=date(2028, 10, 1))
    assert (_term(ruling).last_day, ruling.is_final) == (date(2028, 11, 2), True)
    assert "cut-off-first" in _codes(ruling)
    early = _clocked(CUT, HANDED, _fact(Event.DEFECTS_DISCOVERED, 2026, 11, 10))
    assert _term(early).last_day == date(2027, 5, 10)


def test_an_absolute_end_that_cannot_be_told_is_missing() -> None:
    """Without the day from which the absolute end runs nothing is final."""
    ruling = _clocked(CUT, _fact(Event.DEFECTS_DISCOVERED, 2026, 11, 10))
    assert (ruling.missing, ruling.is_final) == (("handed_over",), False)
    assert _term(ruling).last_day == date(2027, 5, 10)


def test_the_absolute_end_is_known_before_the_start() -> None:
    """Where the clock has not started its absolute end is shown all the same."""
    term = _term(_clocked(CUT, HANDED))
    assert (term.state, term.last_day, term.candidates) == ("not-started", None, (date(2028, 11, 2),))
    assert term.safe_day == date(2028, 11, 2)


def test_an_act_in_time_keeps_it_and_a_late_one_does_not() -> None:
    """Filed on the last day it is kept, filed the day after it is missed; what is still to come is neither."""
    clock = replace(CLOCK, ended_by=(Event.COMPLAINT_OPENED,))
    on, after = _fact(Event.COMPLAINT_OPENED, 2026, 12, 2), _fact(Event.COMPLAINT_OPENED, 2026, 12, 3)
    assert _term(_clocked(clock, HANDED, on, as_of=date(2027, 1, 1))).state == "kept"
    assert _term(_clocked(clock, HANDED, after, as_of=date(2027, 1, 1))).state == "missed"
    assert _term(_clocked(clock, HANDED, on, as_of=NOW)).state == "running"


def test_of_several_periods_the_one_that_ends_first_is_safe() -> None:
    """Where sources differ the earliest day counts, all are shown, and nothing is final."""
    ruling = _clocked(replace(CLOCK, periods=("P8D", "P7D")), HANDED, status=Status.CONFLICT)
    assert _term(ruling).last_day == date(2026, 11, 9)
    assert _term(ruling).candidates == (date(2026, 11, 9), date(2026, 11, 10))
    assert not ruling.is_final
    assert {"readings-differ", "status-conflict"} <= set(_codes(ruling))


def test_nothing_final_comes_from_what_is_not_verified() -> None:
    """An unverified rule shows its day and is not final; a secondary source is enough."""
    unverified = _clocked(CLOCK, HANDED, status=Status.UNVERIFIED)
    assert (unverified.is_final, _term(unverified).last_day) == (False, date(2026, 12, 2))
    assert _clocked(CLOCK, HANDED, status=Status.SECONDARY).is_final


def test_a_wait_opens_on_the_day_after_it() -> None:
    """What may be done only after thirty days may be done from the thirty-first on, in the longest reading."""
    clock = replace(CLOCK, not_before=True, periods=("P30D", "P20D"))
    term = _term(_clocked(clock, HANDED))
    assert (term.state, term.last_day, term.safe_day) == ("opens", date(2026, 12, 3), date(2026, 12, 3))
    assert term.candidates == (date(2026, 11, 23), date(2026, 12, 3))


def test_hours_may_have_begun_at_midnight() -> None:
    """A period in hours has as its safe day one that is whole in every reading."""
    term = _term(_clocked(replace(CLOCK, periods=("PT48H",)), HANDED, as_of=date(2026, 11, 3)))
    assert (term.last_day, term.safe_day) == (date(2026, 11, 4), date(2026, 11, 3))


def test_a_month_without_that_day_ends_the_period_with_the_month() -> None:
    """A month from 31 January ends on 28 February, and that is said."""
    start = _fact(Event.HANDED_OVER, 2026, 1, 31)
    ruling = _clocked(replace(CLOCK, periods=("P1M",)), start, as_of=date(2026, 2, 1))
    assert _term(ruling).last_day == date(2026, 2, 28)
    assert "month-end" in _codes(ruling)
