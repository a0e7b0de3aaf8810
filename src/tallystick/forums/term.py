"""A deadline in a situation: every reading of its clock, its absolute end, and whether it was kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from tallystick.forums.clock import Reading, read_clock
from tallystick.forums.period import period
from tallystick.forums.workdays import workdays
from tallystick.model.rule import Deadline
from tallystick.model.ruling import Step, Term
from tallystick.model.situation import Event, Fact, Situation


@dataclass(slots=True, kw_only=True)
class Counted:
    """A term with how it was counted. `is_sure` where every reading agrees and all holidays in it are published."""

    term: Term
    steps: list[Step] = field(default_factory=list)
    used: list[Fact] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    is_sure: bool = True


def term(rule: Deadline, situation: Situation, as_of: date) -> Counted:
    """What came of the clock. Facts after the day as of which it is asked start it, but nothing else."""
    counted = Counted(term=Term(state="not-started"))
    starts = _starts(rule, situation, counted)
    cut_off = _cut_off(rule, situation, counted)
    if not starts:
        return _without_start(rule, cut_off, counted)
    facts = _known(rule, situation, as_of, counted)
    readings = [read_clock(rule, written, start, facts) for start in starts for written in rule.periods]
    candidates = _candidates(rule, readings, cut_off, counted)
    if len(starts) > 1:
        values = {"count": str(len(_dated(situation, rule.start))), "day": starts[0].isoformat()}
        values |= {"from": starts[-1].isoformat(), "last": candidates[-1].isoformat()}
        counted.steps.append(_step("starts-differ", **values))
    if rule.not_before:
        return _opens(rule, candidates, counted)
    return _judged(rule, _done(rule, situation, starts[0], as_of, counted), candidates, as_of, counted)


def _starts(rule: Deadline, situation: Situation, counted: Counted) -> list[date]:
    """The day on which it starts; two where one event happened on several days, the first and the last of which may
    each begin a clock of its own (two deliveries, two breaches)."""
    found = _dated(situation, rule.start)
    if not found:
        names = [event.value for event in rule.start]
        counted.missing += names
        counted.steps.append(_step("start-missing", events=" ".join(names)))
        return []
    # Of each event the first time: the safe reading, if the rule then takes the latest of several events.
    firsts = list({fact.event: fact for fact in reversed(found)}.values())
    fact = min(firsts, key=_on) if rule.start_pick == "earliest" else max(firsts, key=_on)
    counted.used.append(fact)
    code = "start" if len(firsts) == 1 else f"start-{rule.start_pick}"
    counted.steps.append(_step(code, event=fact.event.value, day=_on(fact).isoformat(), count=str(len(firsts))))
    last = _on(found[-1])
    is_again = rule.start_pick == "latest" and last > _on(fact)
    return [_on(fact), last] if is_again else [_on(fact)]


def _cut_off(rule: Deadline, situation: Situation, counted: Counted) -> date | None:
    if not rule.cut_off:
        return None
    found = _dated(situation, rule.cut_off_from)
    if not found:
        names = [event.value for event in rule.cut_off_from]
        counted.missing += [name for name in names if name not in counted.missing]
        counted.steps.append(_step("cut-off-unknown", events=" ".join(names), period=rule.cut_off))
        return None
    fact = found[0]
    assert fact.on is not None
    last = period(rule.cut_off).last_day(fact.on, workdays(rule.calendar), excludes_start_day=rule.excludes_start_day)
    counted.used.append(fact)
    counted.steps.append(
        _step("cut-off", event=fact.event.value, day=fact.on.isoformat(), period=rule.cut_off, to=last.isoformat())
    )
    return last


def _without_start(rule: Deadline, cut_off: date | None, counted: Counted) -> Counted:
    if cut_off is not None:
        safe_day = workdays(rule.calendar).on_or_before(cut_off)
        counted.term = Term(state="not-started", safe_day=safe_day, candidates=(cut_off,))
    counted.is_sure = False
    return counted


def _known(rule: Deadline, situation: Situation, as_of: date, counted: Counted) -> list[Fact]:
    """What bears on the clock, in the order of time; an event that is still to come is said and left out."""
    found = _dated(situation, (*rule.restarts_on, *rule.suspended_by))
    for fact in found:
        if fact.on is not None and fact.on > as_of:
            counted.steps.append(_step("still-to-come", event=fact.event.value, day=fact.on.isoformat()))
    return [fact for fact in found if fact.on is not None and fact.on <= as_of]


def _candidates(rule: Deadline, readings: list[Reading], cut_off: date | None, counted: Counted) -> list[date]:
    """All last days, the earliest first, none after the absolute end; the steps are those of the safest reading."""
    safest = max(readings, key=_last_day) if rule.not_before else min(readings, key=_last_day)
    counted.steps += safest.steps
    counted.used += safest.used
    days = {day for reading in readings for day in (reading.last_day, reading.latest)}
    if cut_off is not None and max(days) > cut_off:
        counted.steps.append(_step("cut-off-first", last=cut_off.isoformat()))
        days = {min(day, cut_off) for day in days}
    found = sorted(days)
    is_cut = cut_off is not None and found[0] == cut_off
    counted.is_sure = len(found) == 1 and (is_cut or all(reading.is_announced for reading in readings))
    if len({reading.last_day for reading in readings}) > 1 and len(rule.periods) > 1:
        values = {"count": str(len(rule.periods)), "day": found[0].isoformat(), "last": found[-1].isoformat()}
        counted.steps.append(_step("readings-differ", **values))
    return found


def _opens(rule: Deadline, candidates: list[date], counted: Counted) -> Counted:
    """The first day after the wait, in the longest reading of it."""
    firsts = tuple(day + timedelta(days=1) for day in candidates)
    counted.steps.append(_step("opens", day=firsts[-1].isoformat()))
    safe_day = workdays(rule.calendar).on_or_after(firsts[-1])
    counted.term = Term(state="opens", last_day=firsts[-1], safe_day=safe_day, candidates=firsts)
    return counted


def _done(rule: Deadline, situation: Situation, start: date, as_of: date, counted: Counted) -> list[Fact]:
    """What was done up to now by the side that has to do it, since the clock began."""
    found = []
    for fact in _dated(situation, rule.ended_by):
        values = {"event": fact.event.value, "day": _on(fact).isoformat()}
        if _on(fact) > as_of:
            continue
        if rule.whose != "forum" and fact.by not in ("", rule.whose):
            counted.steps.append(_step("done-by-other", **values))
        elif _on(fact) < start:
            counted.steps.append(_step("done-before", **values))
        else:
            found.append(fact)
    return found


def _judged(rule: Deadline, done: list[Fact], candidates: list[date], as_of: date, counted: Counted) -> Counted:
    last = candidates[0]
    if done:
        state, code, day = ("kept", "kept", done[0].on) if _on(done[0]) <= last else ("missed", "late", done[0].on)
        counted.used.append(done[0])
        counted.steps.append(_step(code, event=done[0].event.value, day=str(day), last=last.isoformat()))
    else:
        state = "running" if as_of <= last else "missed"
        left = str(abs((last - as_of).days))
        counted.steps.append(_step(state, day=as_of.isoformat(), last=last.isoformat(), count=left))
    # Hours may have begun at midnight: then the day before is the last whole one.
    whole = last - timedelta(days=1) if any(period(written).hours for written in rule.periods) else last
    safe_day = workdays(rule.calendar).on_or_before(whole)
    counted.term = Term(state=state, last_day=last, safe_day=safe_day, candidates=tuple(candidates))
    return counted


def _dated(situation: Situation, events: Iterable[Event]) -> list[Fact]:
    return sorted((fact for event in dict.fromkeys(events) for fact in situation.on(event)), key=_on)


def _on(fact: Fact) -> date:
    assert fact.on is not None
    return fact.on


def _last_day(reading: Reading) -> date:
    return reading.last_day


def _step(code: str, **values: str) -> Step:
    return Step(code=code, values=values)
