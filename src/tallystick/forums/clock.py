"""One reading of a clock: from its start over what interrupts and suspends it to its last day, step by step."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from tallystick.forums.period import Period, period
from tallystick.forums.workdays import Workdays, workdays
from tallystick.model.rule import Deadline
from tallystick.model.ruling import Step
from tallystick.model.situation import Event, Fact

_OF_THE_DEBTOR = frozenset((Event.PERFORMANCE_PROMISED, Event.DEBT_ACKNOWLEDGED, Event.PART_PAYMENT))
_OF_THE_CREDITOR = frozenset((Event.DEMAND_SENT, Event.DEMAND_REACHED, Event.SUIT_FILED, Event.ARBITRATION_FILED))


@dataclass(slots=True, kw_only=True)
class Reading:
    """What one of the candidate periods comes to. `nominal` is the last day before it rolls over days off, `latest`
    the last day in the most generous reading; they differ where holidays are not published yet."""

    nominal: date
    latest: date
    steps: list[Step] = field(default_factory=list)
    used: list[Fact] = field(default_factory=list)
    is_announced: bool = True

    @property
    def last_day(self) -> date:
        """The last day that is sure: days off only prolong, so that unpublished ones are not relied on."""
        return self.latest if self.is_announced else self.nominal


def read_clock(rule: Deadline, written: str, start: date, facts: Iterable[Fact]) -> Reading:
    """The clock with this period, started on this day; `facts` interrupt or suspend it, are dated, and in order."""
    clock = _Clock(rule, written, start)
    for fact in facts:
        clock.take(fact)
    return clock.reading()


class _Clock:
    def __init__(self, rule: Deadline, written: str, start: date) -> None:
        self.rule, self.written, self.length = rule, written, period(written)
        self.days: Workdays = workdays(rule.calendar)
        self.steps: list[Step] = []
        self.used: list[Fact] = []
        self.start = self.paused_until = start
        self.nominal = self._run(self.length, start)

    def take(self, fact: Fact) -> None:
        """The fact interrupts or suspends the clock, if it does so and the clock still runs."""
        on = fact.on
        if on is None or on < self.start:
            return
        if fact.event in self.rule.restarts_on:
            self._interrupt(fact, on)
        else:
            self._suspend(fact, on)

    def reading(self) -> Reading:
        """Where it ends, once days off are taken into account."""
        is_announced, latest = self._rolled()
        return Reading(nominal=self.nominal, latest=latest, steps=self.steps, used=self.used, is_announced=is_announced)

    def _interrupt(self, fact: Fact, on: date) -> None:
        values = {"event": fact.event.value, "day": on.isoformat()}
        if fact.event in self.rule.by_them and fact.by != "them":
            self._step("restart-not-theirs" if fact.by == "us" else "restart-unknown-actor", values)
            return
        if self.rule.whose == "us" and fact.event in _OF_THE_CREDITOR and fact.by == "them":
            self._step("restart-not-ours", values)
            return
        last = self._last_sure()
        if on > last:
            values["last"] = last.isoformat()
            is_theirs = fact.event in _OF_THE_DEBTOR and fact.by != "us"
            self._step("promise-after-expiry" if is_theirs else "restart-too-late", values)
        elif on > self.start:
            self._step("restart", values)
            self.used.append(fact)
            self.start = on
            self.nominal = self._run(self.length, on)

    def _suspend(self, fact: Fact, on: date) -> None:
        if on > self._last_sure():
            return
        ends = period(self.rule.suspends_for).last_day(on, self.days)
        # Where it stands still already, only what goes beyond that is added.
        pause = (ends - max(on, self.paused_until)).days
        if pause <= 0:
            return
        self.paused_until = ends
        self.nominal += timedelta(days=pause)
        self.used.append(fact)
        self._step(
            "suspended",
            {"event": fact.event.value, "day": on.isoformat(), "count": str(pause), "to": self.nominal.isoformat()},
        )

    def _run(self, length: Period, start: date) -> date:
        last = length.last_day(start, self.days, excludes_start_day=self.rule.excludes_start_day)
        counts = "hours" if length.hours else ("from-next-day" if self.rule.excludes_start_day else "from-same-day")
        values = {"period": self.written, "from": start.isoformat(), "to": last.isoformat()}
        self._step("workdays-counted" if length.workdays else counts, values)
        is_by_month = length.years or length.months
        if is_by_month and self.rule.excludes_start_day and not (length.days or length.weeks) and last.day != start.day:
            self._step("month-end", {"to": last.isoformat()})
        return last

    def _last_sure(self) -> date:
        """The last day as it stands, without a step."""
        if not self._rolls or not self._is_announced(self.nominal):
            return self.nominal
        return self.days.on_or_after(self.nominal)

    @property
    def _rolls(self) -> bool:
        return self.rule.rolls == "next-workday" and bool(self.rule.calendar) and not self.length.hours

    def _is_announced(self, last: date) -> bool:
        return self.days.is_announced(last.year)

    def _rolled(self) -> tuple[bool, date]:
        is_counted = bool(self.length.workdays)
        if not self._rolls and not is_counted:
            return True, self.nominal
        latest = self.days.on_or_after(self.nominal) if self._rolls else self.nominal
        is_announced = self._is_announced(latest)
        values = {"from": self.nominal.isoformat(), "to": latest.isoformat(), "calendar": self.rule.calendar}
        if not is_announced:
            self._step("holidays-unpublished", {"year": str(latest.year), **values})
        elif latest != self.nominal:
            self._step("rolled", values)
        return is_announced, latest

    def _step(self, code: str, values: Mapping[str, str]) -> None:
        self.steps.append(Step(code=code, values=values))
