"""Clocks over all facts: monotone, never past their absolute end, and safe in every reading."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tallystick.forums.period import period
from tallystick.forums.term import term
from tallystick.forums.wording import SENTENCES, sentence
from tallystick.forums.workdays import workdays
from tallystick.model.rule import LANGUAGES, Deadline
from tallystick.model.situation import Event, Fact, Situation

DAYS = st.dates(date(2015, 1, 1), date(2026, 12, 31))
CALENDARS = st.sampled_from(["", "CN", "US", "RU"])
PERIODS = st.sampled_from(["P7D", "P30D", "P1M", "P6M", "P1Y", "P3Y", "P1Y6M", "P10B", "PT48H", "P2W"])
RESTARTS = (Event.DEMAND_REACHED, Event.DEBT_ACKNOWLEDGED)
EVENTS = st.sampled_from([Event.HANDED_OVER, Event.COMPLAINT_OPENED, Event.DAMAGE, *RESTARTS])
FACTS = st.lists(
    st.builds(Fact, event=EVENTS, on=st.none() | DAYS, how=st.just("stated"), by=st.sampled_from(["", "us", "them"])),
    max_size=8,
).map(tuple)


@st.composite
def deadlines(draw: st.DrawFn) -> Deadline:
    """Any clock that starts with the handing over."""
    return Deadline(
        periods=tuple(draw(st.lists(PERIODS, min_size=1, max_size=2))),
        start=(Event.HANDED_OVER,),
        action="sue",
        calendar=draw(CALENDARS),
        rolls=draw(st.sampled_from(["next-workday", "none"])),
        start_pick=draw(st.sampled_from(["earliest", "latest"])),
        excludes_start_day=draw(st.booleans()),
        restarts_on=RESTARTS,
        by_them=draw(st.sampled_from([(), (Event.DEBT_ACKNOWLEDGED,)])),
        ended_by=draw(st.sampled_from([(), (Event.COMPLAINT_OPENED,)])),
        cut_off=draw(st.sampled_from(["", "P2Y"])),
        cut_off_from=(Event.DAMAGE,),
    )


@settings(max_examples=150, deadline=None)
@given(deadlines(), FACTS, DAYS)
def test_a_term_is_sound_whatever_happened(rule: Deadline, facts: tuple[Fact, ...], as_of: date) -> None:
    """The last day is the first candidate, the safe day is a working day not after it, and every step has words."""
    counted = term(rule, Situation(facts=facts), as_of)
    found = counted.term
    assert list(found.candidates) == sorted(set(found.candidates))
    if found.last_day is not None:
        assert found.last_day == found.candidates[0]
        assert found.safe_day is not None
        assert found.safe_day <= found.last_day
        assert workdays(rule.calendar).is_workday(found.safe_day)
    assert (found.state == "not-started") == (not any(f.event is Event.HANDED_OVER and f.on for f in facts))
    assert all(step.code in SENTENCES for step in counted.steps)
    assert all(sentence(step, language) for step in counted.steps for language in LANGUAGES)


@settings(max_examples=100, deadline=None)
@given(deadlines(), FACTS, DAYS)
def test_nothing_passes_the_absolute_end(rule: Deadline, facts: tuple[Fact, ...], as_of: date) -> None:
    """No candidate lies after the absolute end, however often the clock was interrupted."""
    counted = term(rule, Situation(facts=facts), as_of)
    damages = sorted(fact.on for fact in facts if fact.event is Event.DAMAGE and fact.on)
    if rule.cut_off and damages:
        end = period(rule.cut_off).last_day(
            damages[0], workdays(rule.calendar), excludes_start_day=rule.excludes_start_day
        )
        assert all(day <= end for day in counted.term.candidates)


@settings(max_examples=100, deadline=None)
@given(deadlines(), FACTS, DAYS, DAYS)
def test_an_interruption_never_shortens(rule: Deadline, facts: tuple[Fact, ...], as_of: date, day: date) -> None:
    """A further demand that arrived leaves the last day where it is, or moves it out."""
    demand = Fact(event=Event.DEMAND_REACHED, on=day, how="stated")
    before = term(rule, Situation(facts=facts), as_of).term
    after = term(rule, Situation(facts=(*facts, demand)), as_of).term
    if before.last_day is not None:
        assert after.last_day is not None
        assert after.last_day >= before.last_day


@settings(max_examples=100, deadline=None)
@given(deadlines(), FACTS, DAYS)
def test_the_order_in_which_facts_are_told_is_nothing(rule: Deadline, facts: tuple[Fact, ...], as_of: date) -> None:
    """The same facts in any order give the same term."""
    backwards = term(rule, Situation(facts=facts[::-1]), as_of).term
    assert backwards == term(rule, Situation(facts=facts), as_of).term


@settings(max_examples=200, deadline=None)
@given(DAYS, DAYS, PERIODS, CALENDARS)
def test_a_later_start_never_ends_sooner(one: date, other: date, written: str, code: str) -> None:
    """A period is monotone in its start."""
    first, second = sorted((one, other))
    calendar = workdays(code)
    assert period(written).last_day(first, calendar) <= period(written).last_day(second, calendar)


@settings(max_examples=100, deadline=None)
@given(DAYS, st.integers(0, 400), st.integers(0, 400))
def test_days_add_up(start: date, one: int, other: int) -> None:
    """A period of days is as long as its parts one after the other."""
    none = workdays("")
    middle = period(f"P{one}D").last_day(start, none)
    assert period(f"P{other}D").last_day(middle, none) == period(f"P{one + other}D").last_day(start, none)
    assert period(f"P{one + other}D").last_day(start, none) - start == timedelta(days=one + other)
