"""Deadlines: every clock of a matter in each forum, with the computation, and what would start it anew."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tallystick.errors import MatterNotFound
from tallystick.forums import evaluate, load_with_layers
from tallystick.forums.choice import choice
from tallystick.model.rule import RuleKind
from tallystick.model.ruling import Ruling
from tallystick.model.situation import Fact, Situation
from tallystick.services.known import Known, open_record
from tallystick.services.situation import situation, stated_alone
from tallystick.vault.vault import Edges

_ORDER = ("missed", "running", "opens", "not-started", "kept")


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock of a matter, as it runs from what was stated and booked. `prolonged` is how it would run if what was
    only read in messages were stated too, None where that changes nothing; `by` are these facts."""

    matter: str
    ruling: Ruling
    prolonged: Ruling | None
    by: tuple[Fact, ...]


def deadlines(root: Path, edges: Edges, names: Iterable[str], forums: Iterable[str], as_of: date) -> tuple[Clock, ...]:
    """The clocks of these matters (all, where none is named) in these forums (those that their traits name).

    Those that have run out come first, then the ones that end soonest. Raises MatterNotFound, PackNotFound.
    """
    with open_record(root, edges) as known:
        wanted = tuple(names) or tuple(known.sheets)
        if not wanted:
            raise MatterNotFound("", "")
        found = [clock for name in wanted for clock in _clocks(known, name, tuple(forums), as_of)]
    return tuple(sorted(found, key=_urgency))


def clocks(packs: Iterable[str], found: Situation, as_of: date) -> dict[tuple[str, str], Ruling]:
    """The rulings on all clocks that apply, by pack and rule."""
    return {
        (name, ruling.rule.id): ruling
        for name in packs
        for ruling in evaluate(load_with_layers(name), found, as_of)
        if ruling.rule.kind is RuleKind.DEADLINE and ruling.term is not None
    }


def _clocks(known: Known, name: str, forums: tuple[str, ...], as_of: date) -> Iterable[Clock]:
    whole = situation(known, name)
    packs = forums or choice(whole)
    surely, possibly = clocks(packs, stated_alone(whole), as_of), clocks(packs, whole, as_of)
    # A layer's clock is the same under each pack above it.
    seen: set[str] = set()
    for key, ruling in surely.items():
        if ruling.rule.id in seen:
            continue
        seen.add(ruling.rule.id)
        other = possibly.get(key)
        if other is None or other.term == ruling.term:
            yield Clock(name, ruling, None, ())
        else:
            yield Clock(name, ruling, other, tuple(fact for fact in other.used if fact.how == "read"))


def _urgency(clock: Clock) -> tuple[int, date, str]:
    term = clock.ruling.term
    assert term is not None
    return _ORDER.index(term.state), term.safe_day or term.last_day or date.max, clock.ruling.rule.id
