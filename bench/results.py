"""The figures of one run of the benchmark: medians, spread, and how they stand against the goals."""

from __future__ import annotations

import statistics
from dataclasses import asdict, dataclass, field
from typing import Any

from bench.jobs import Goal

__all__ = ["Measurement", "Outcome", "Results", "Spread"]


@dataclass(frozen=True, slots=True)
class Measurement:
    """One run of one command; `exit_code` other than 0 means that its figures count for nothing."""

    job: str
    corpus: str
    contender: str
    round: int
    figures: dict[str, float]
    exit_code: int = 0
    said: str = ""
    details: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Spread:
    """Median, least and greatest of `count` values."""

    median: float
    least: float
    greatest: float
    count: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a goal fared: the ratio of the medians, the least and the greatest; None where a side is missing."""

    goal: Goal
    ratio: float | None
    least: float | None = None
    greatest: float | None = None

    @property
    def is_reached(self) -> bool | None:
        if self.ratio is None:
            return None
        return self.ratio >= self.goal.limit if self.goal.at_least else self.ratio <= self.goal.limit


class Results:
    """All measurements of a run, in the order in which they were made."""

    def __init__(self) -> None:
        self.measurements: list[Measurement] = []

    def add(self, measurement: Measurement) -> None:
        self.measurements.append(measurement)

    def of(self, job: str, corpus: str, contender: str) -> list[Measurement]:
        sought = (job, corpus, contender)
        return [each for each in self.measurements if (each.job, each.corpus, each.contender) == sought]

    def spread(self, name: str) -> Spread | None:
        """The spread of a figure named `job/corpus/contender/figure`; None where it was not measured."""
        job, corpus, contender, figure = name.split("/")
        runs = [each for each in self.of(job, corpus, contender) if each.exit_code == 0 and figure in each.figures]
        values = [each.figures[figure] for each in runs]
        return Spread(statistics.median(values), min(values), max(values), len(values)) if values else None

    def outcome(self, goal: Goal) -> Outcome:
        """The ratio of the medians, and the ratios of the extremes, which are furthest apart."""
        ours = self.spread(goal.ours)
        theirs = self.spread(goal.theirs) if goal.theirs else Spread(goal.unit, goal.unit, goal.unit, 1)
        if ours is None or theirs is None:
            return Outcome(goal, None)
        if goal.at_least:
            ours, theirs = theirs, ours
        return Outcome(goal, ours.median / theirs.median, ours.least / theirs.greatest, ours.greatest / theirs.least)

    def as_json(self) -> list[dict[str, Any]]:
        return [asdict(measurement) for measurement in self.measurements]
