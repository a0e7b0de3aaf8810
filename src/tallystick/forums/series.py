"""Reference rates as dated data: what each was on a day, by whom that is said, and until when it is known.

To bring one up to date, add a line to its file and move `known_until`, or give a CSV of "date,rate" rows to `merge`.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import islice, pairwise
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from tallystick.errors import MalformedPack, MalformedStatement
from tallystick.forums.conversion import source_of
from tallystick.forums.loader import SHELF, Shelf, validated
from tallystick.forums.schema import QuotedDecimal, SourceIn, Strict, WordsIn
from tallystick.forums.yaml_file import read
from tallystick.model.rule import Source, Status, Words
from tallystick.model.situation import FIRST_DAY, LAST_DAY

SERIES = ("lpr-1y", "ecb-mro", "boe-bank-rate", "cbr-key-rate")
_RATE = re.compile(r"-?\d{1,4}(?:\.\d{1,6})?\Z")
_MOST_ROWS = 10_000


class PointIn(Strict):
    begins: date = Field(alias="from")
    rate: QuotedDecimal


class SeriesIn(Strict):
    id: str
    title: WordsIn
    currency: str
    holds: Literal["until-next", "on-the-day"]
    status: Status
    confidence: Literal["high", "medium", "low"]
    checked_on: date
    known_until: date | None = None
    note: WordsIn
    sources: Annotated[tuple[SourceIn, ...], Field(min_length=1)]
    values: tuple[PointIn, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """From this day the rate is `rate` percent a year; `supplied_by` names the user's file it was taken from."""

    begins: date
    rate: Decimal
    supplied_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """A reference rate over time. Where it does not hold until the next value, each is known for its day alone."""

    id: str
    title: Words
    currency: str
    is_held: bool
    status: Status
    checked_on: date
    known_until: date | None
    note: Words
    sources: tuple[Source, ...]
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RateOn:
    """The rate on a day, percent a year. `is_final` where it is known for that day from a source that is stated."""

    series: Series
    day: date
    rate: Decimal
    since: date
    known_until: date
    supplied_by: str
    is_final: bool


_SERIES = TypeAdapter(SeriesIn)


@cache
def series(name: str, shelf: Shelf = SHELF) -> Series:
    """The series of this name. Raises MalformedPack; ValueError for a name that is none."""
    entry = next((each for each in shelf.yaml("series") if each.name == f"{name}.yaml"), None)
    if entry is None:
        raise ValueError(f"no series {name!r}")
    file = read(f"series/{name}.yaml", entry.read_text("utf-8"))
    found = validated(_SERIES, file)
    if found is not None and found.id != name:
        file.fault(("id",), f"the id is {found.id!r}, the file {name}.yaml")
    for index, (one, other) in enumerate(pairwise(found.values if found else ()), 1):
        if one.begins >= other.begins:
            file.fault(("values", index), "the days do not rise")
    if found is not None and found.values and (found.known_until or date.min) < found.values[-1].begins:
        file.fault(("known_until",), "it is before the last value")
    if file.faults or found is None:
        raise MalformedPack(tuple(file.faults))
    return Series(
        id=found.id, title=found.title.model_dump(), currency=found.currency, is_held=found.holds == "until-next",
        status=found.status, checked_on=found.checked_on, known_until=found.known_until,
        note=found.note.model_dump(), sources=tuple(source_of(each) for each in found.sources),
        points=tuple(Point(each.begins, each.rate) for each in found.values),
    )  # fmt: skip


def rate_on(of: Series, day: date) -> RateOn | None:
    """What the rate was on this day; None where nothing is known of it.

    After the day until which the series is known it is the last known rate, and not final.
    """
    point = next((each for each in reversed(of.points) if each.begins <= day), None)
    if point is None or of.known_until is None or (not of.is_held and point.begins != day):
        return None
    is_sourced = of.status.is_final or bool(point.supplied_by)
    return RateOn(
        series=of, day=day, rate=point.rate, since=point.begins, known_until=of.known_until,
        supplied_by=point.supplied_by, is_final=is_sourced and day <= of.known_until,
    )  # fmt: skip


def merge(of: Series, text: str, name: str) -> Series:
    """The series with the rows of a CSV file of this name, "date,rate" with ISO days and percent a year.

    Raises MalformedStatement with every row that is wrong, twice there, or says otherwise than what is known.
    """
    wrong: list[str] = []
    added = _rows(text, name, wrong)
    for number, point in added:
        known = rate_on(of, point.begins)
        if known is not None and known.is_final and known.rate != point.rate:
            wrong.append(
                f"line {number}: {point.rate} on {point.begins} conflicts with {known.rate}, known since {known.since}"
            )
    if wrong:
        raise MalformedStatement(f"reference rates {of.id}", "; ".join(wrong))
    points = {point.begins: point for _number, point in added} | {point.begins: point for point in of.points}
    last = max(points, default=None)
    return replace(
        of,
        points=tuple(points[day] for day in sorted(points)),
        known_until=max((day for day in (last, of.known_until) if day is not None), default=None),
    )


def _rows(text: str, name: str, wrong: list[str]) -> list[tuple[int, Point]]:
    try:
        rows = list(islice(csv.reader(text.lstrip("\ufeff").splitlines()), _MOST_ROWS + 2))
    except csv.Error as error:
        wrong.append(f"no table: {error}")
        return []
    if rows[:1] != [["date", "rate"]]:
        wrong.append('line 1: expected the heading "date,rate"')
        return []
    found: dict[date, tuple[int, Point]] = {}
    for number, row in enumerate(rows[1:], 2):
        if number > _MOST_ROWS:
            wrong.append(f"more than {_MOST_ROWS} rows")
            break
        point = _point(row, name) if row else None
        if point is None:
            wrong += [f'line {number}: expected a day and a rate as in "2026-06-22,3.00"'] if row else []
        elif point.begins in found:
            wrong.append(f"line {number}: {point.begins} stands there twice")
        else:
            found[point.begins] = (number, point)
    return list(found.values())


def _point(row: list[str], name: str) -> Point | None:
    if len(row) != 2 or not _RATE.match(row[1].strip()):
        return None
    try:
        day = date.fromisoformat(row[0].strip())
    except ValueError:
        return None
    return Point(day, Decimal(row[1].strip()), name) if FIRST_DAY <= day <= LAST_DAY else None
