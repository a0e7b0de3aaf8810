"""Interest for late payment as a rule grants it: which rate counts for which days, at the least and at the most."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from tallystick.claims.interest import Accrual, Yield, accrue
from tallystick.claims.rounding import EXACT
from tallystick.model.claim import Payment
from tallystick.model.rule import Rate

_DAY = timedelta(days=1)
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A reference rate as published: per cent a year from each day on. `source` says by whom.

    `known_until` is the last day for which it is known. Where it is not `is_held`, each figure is that of its day only.
    """

    id: str
    points: tuple[tuple[date, Decimal], ...]
    source: str
    known_until: date | None = None
    is_held: bool = True
    is_final: bool = True

    def on(self, day: date) -> tuple[date, Decimal] | None:
        """The figure in force on a day and since when; None where it is not known."""
        found = next((point for point in reversed(self.points) if point[0] <= day), None)
        return found if found is None or self.is_held or found[0] == day else None


@dataclass(frozen=True, slots=True, kw_only=True)
class LateInterest:
    """What a rule grants: `low` and `high` are equal unless a court may choose.

    `reading` names how the rate was picked; where a rule is read in two ways the lower one stands in `low` and
    `high`, and `other` is the higher.
    """

    low: Accrual
    high: Accrual
    reading: str
    other: Accrual | None = None
    assumed_after: date | None = None  # the computation goes beyond the day until which the figure is known

    is_final: bool = True

    @property
    def is_complete(self) -> bool:
        return self.low.is_complete and self.high.is_complete


def late_interest(principal: Decimal, due: date, last: date, rate: Rate, reference: Reference | None = None,
                  payments: Iterable[Payment] = ()) -> LateInterest:  # fmt: skip
    """The interest from the day after `due` to `last`, both counted. Without its series no amount is computed.

    Raises ValueError for a negative principal.
    """
    first, paid = due + _DAY, tuple(payments)

    def grown(reading: str, points: Decimal) -> Accrual:
        yields = tuple(_READINGS[reading](reference, rate, points, first, last)) if rate.series else ()
        fixed = (Yield(begins=first, rate=EXACT.divide(points, _HUNDRED)),)
        return accrue(principal, first, last, yields if rate.series else fixed, per=rate.per,
                      year_days=rate.year_days, payments=paid)  # fmt: skip

    high = max(rate.low, rate.high)
    reading, other = (rate.picks if rate.series else "fixed"), None
    if reading == "half-year-before":
        # Authorities disagree whether the rate stays as it was when interest began: the lower is claimed.
        by_reading = sorted(("kept", "half-year-before"), key=lambda each: grown(each, high).total)
        reading, other = by_reading[0], grown(by_reading[1], high)
    low, assumed = grown(reading, rate.low), _assumed(reference, reading, first, last)
    return LateInterest(
        low=low, high=grown(reading, high), reading=reading, other=other, assumed_after=assumed,
        is_final=low.is_complete and assumed is None and (reference is None or reference.is_final),
    )  # fmt: skip


def _assumed(reference: Reference | None, reading: str, first: date, last: date) -> date | None:
    """The day until which the series is known, where a later day's figure was needed."""
    if reference is None or reading == "fixed" or last < first:
        return None
    half = max(_half_years(first, last))
    asked = {"each-period": last, "at-breach": first, "half-year-start": half, "half-year-before": half - _DAY,
             "kept": min(_half_years(first, last)) - _DAY}[reading]  # fmt: skip
    known = reference.known_until or max((since for since, _figure in reference.points), default=date.min)
    return known if known < asked else None


def _share(figure: Decimal, rate: Rate, points: Decimal) -> Decimal:
    """Per cent become a share: a mark-up is a share of the figure, points are added to it. Never less than nothing."""
    grown = EXACT.multiply(figure, 1 + points) if rate.is_markup else EXACT.add(figure, points)
    return EXACT.divide(max(grown, Decimal(0)), _HUNDRED)


def _at(reference: Reference | None, rate: Rate, points: Decimal, day: date, begins: date) -> Yield:
    found = reference.on(day) if reference else None
    if reference is None or found is None:
        return Yield(begins=begins, rate=None, ground=f"{rate.series}: no figure for {day}")
    since, figure = found
    ground = f"{reference.id} {figure} % since {since} ({reference.source})"
    return Yield(begins=begins, rate=_share(figure, rate, points), ground=ground)


def _each_period(reference: Reference | None, rate: Rate, points: Decimal, first: date, last: date) -> Iterator[Yield]:
    yield _at(reference, rate, points, first, first)
    for since, _figure in reference.points if reference else ():
        if first < since <= last:
            yield _at(reference, rate, points, since, since)


def _at_breach(reference: Reference | None, rate: Rate, points: Decimal, first: date, _last: date) -> Iterator[Yield]:
    yield _at(reference, rate, points, first, first)


def _half_years(first: date, last: date) -> Iterator[date]:
    day = date(first.year, 1 if first.month < 7 else 7, 1)
    while day <= last:
        yield day
        day = date(day.year, 7, 1) if day.month == 1 else date(day.year + 1, 1, 1)


def _half_year_start(
    reference: Reference | None, rate: Rate, points: Decimal, first: date, last: date
) -> Iterator[Yield]:
    for start in _half_years(first, last):
        yield _at(reference, rate, points, start, max(start, first))


def _half_year_before(
    reference: Reference | None, rate: Rate, points: Decimal, first: date, last: date
) -> Iterator[Yield]:
    for start in _half_years(first, last):
        yield _at(reference, rate, points, start - _DAY, max(start, first))


def _kept(reference: Reference | None, rate: Rate, points: Decimal, first: date, _last: date) -> Iterator[Yield]:
    """The figure of the last day of June or December before interest began, for as long as the debt lasts."""
    yield _at(reference, rate, points, next(_half_years(first, first)) - _DAY, first)


_Reading = Callable[[Reference | None, Rate, Decimal, date, date], Iterator[Yield]]
_READINGS: dict[str, _Reading] = {
    "each-period": _each_period, "at-breach": _at_breach, "half-year-start": _half_year_start,
    "half-year-before": _half_year_before, "kept": _kept,
}  # fmt: skip
