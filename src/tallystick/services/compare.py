"""Compare: the same claims before several forums, side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from tallystick.claims.actions import ActionList, actions
from tallystick.claims.comparison import (
    Column,
    changes,
    enforceability,
    home_of,
    is_of_recognition,
    limit_of,
    recognised_in,
)  # fmt: skip
from tallystick.forums import evaluate, load_with_layers
from tallystick.forums.choice import choice
from tallystick.model.ruling import Ruling
from tallystick.model.situation import Situation
from tallystick.services.claim import Claimed, Supplied, claimed
from tallystick.services.known import open_record
from tallystick.services.readiness.evidence import Evidence
from tallystick.services.readiness.readiness import requirements
from tallystick.vault.vault import Edges


@dataclass(frozen=True, slots=True)
class Comparison:
    """Forums side by side, and what can be done in the matter's situation, step by step."""

    columns: tuple[Column, ...]
    actions: tuple[ActionList, ...]


def compare(root: Path, edges: Edges, name: str, forums: Iterable[str], as_of: date,
            supplied: Supplied | None = None) -> Comparison:  # fmt: skip
    """The matter's claims before each of these forums, or before those that its traits name where none is given.

    Raises MatterNotFound, PackNotFound, SourceNotFound, SourceUnreadable, MalformedStatement.
    """
    with open_record(root, edges) as known:
        evidence = Evidence(known, known.matter(name))
        found = evidence.situation
        wanted = tuple(dict.fromkeys(forums)) or choice(found)
        columns = tuple(_column(evidence, forum, as_of, supplied or Supplied()) for forum in wanted)
        return Comparison(columns, actions(found))


def _column(evidence: Evidence, forum: str, as_of: date, supplied: Supplied) -> Column:
    found = evidence.situation
    own: Claimed = claimed(evidence.known, evidence.matter.sheet.name, found, forum, as_of, supplied)
    assets = found.trait("assets_in")
    return Column(
        pack=own.pack, totals=own.totals, spending=own.spending, durations=own.durations, is_final=own.is_final,
        enforceability=enforceability(forum, assets, _recognition(forum, found, as_of)), limit=limit_of(forum),
        readiness=_ready(evidence, forum, as_of), changes=changes(own.rulings, assets, own.costs),
    )  # fmt: skip


def _recognition(forum: str, found: Situation, as_of: date) -> tuple[Ruling, ...]:
    """The rules by which a decision of this forum is recognised where the assets are."""
    pack = recognised_in(forum, found.trait("assets_in"))
    if not pack:
        return ()
    there = replace(found, traits={**found.traits, "judgment_from": home_of(forum)[0]})
    rulings = evaluate(load_with_layers(pack), there, as_of)
    return tuple(each for each in rulings if is_of_recognition(forum, each.rule.id) and each.value is not None)


def _ready(evidence: Evidence, forum: str, as_of: date) -> Mapping[str, int]:
    """How many requirements there are of each verdict."""
    pack = load_with_layers(forum)
    found = requirements(evidence, pack, evaluate(pack, evidence.certain, as_of), as_of)
    return Counter(check.verdict.value for _ruling, _wanted, check in found)
