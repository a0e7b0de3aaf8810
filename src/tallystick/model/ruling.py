"""What a rule comes to in a situation, on a day, with everything needed to compute it again years later."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tallystick.model.rule import DatedValue, Rule
from tallystick.model.situation import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a computation: a code that the texts of `forums.wording` put into words, and its values."""

    code: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """What came of a clock. `state` is running, kept, missed, not-started (a fact is missing), or opens (not_before).

    `last_day` is the last day in the safest reading, `candidates` are all last days where readings differ,
    `safe_day` is the earliest working day on or before the last in every reading.
    """

    state: str
    last_day: date | None = None
    safe_day: date | None = None
    candidates: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """A rule evaluated. `is_open` where a trait is not known on which it depends; `is_final` only where its value is
    verified or secondary and no fact is missing. `value` is None where none was in force."""

    pack: str
    version: str
    sha256: str
    rule: Rule
    value: DatedValue | None
    as_of: date
    is_final: bool
    is_open: bool = False
    used: tuple[Fact, ...] = ()
    missing: tuple[str, ...] = ()  # events and traits by name
    steps: tuple[Step, ...] = ()
    term: Term | None = None
