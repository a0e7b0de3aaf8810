"""Readiness: what each act is worth before a forum, what it requires and what is lacking, factor by factor."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tallystick.forums import evaluate, load_with_layers
from tallystick.model.act import ActKind
from tallystick.model.check import Check
from tallystick.model.money import Money
from tallystick.model.rule import Channel, Pack, Presumption, Requirement, RuleKind
from tallystick.model.ruling import Ruling
from tallystick.model.situation import Situation
from tallystick.services.known import open_record
from tallystick.services.readiness.checks import look
from tallystick.services.readiness.evidence import Evidence
from tallystick.services.readiness.factors import TABLE as FACTORS
from tallystick.services.readiness.factors import factor
from tallystick.services.readiness.shown import Asked
from tallystick.services.situation import Said
from tallystick.vault.vault import Edges

_Deed = tuple[ActKind, bool | None, Money | date]
_STAGES = ("evidence", "filing", "notice", "enforcement")


@dataclass(frozen=True, slots=True)
class Worth:
    """What an act is worth there: basis, ok, conditional or no, by which rule; "" where no rule speaks of its channel.
    `elsewhere` are ids of items in which the same side does the same with the same sum or day, where it counts."""

    said: Said
    verdict: str
    ruling: Ruling | None
    cures: tuple[str, ...]
    elsewhere: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Readiness:
    """One matter before one forum. Requirements whose stage is the bundle are left to its preflight."""

    matter: str
    pack: Pack
    as_of: date
    worths: tuple[Worth, ...]
    requirements: tuple[tuple[Ruling, Requirement, Check], ...]
    factors: tuple[tuple[Ruling, tuple[tuple[str, Check], ...]], ...]


def readiness(root: Path, edges: Edges, name: str, forum: str, as_of: date) -> Readiness:
    """How ready the matter is for the forum. Raises MatterNotFound, PackNotFound."""
    with open_record(root, edges) as known:
        return readiness_of(Evidence(known, known.matter(name)), forum, as_of)


def readiness_of(evidence: Evidence, forum: str, as_of: date) -> Readiness:
    """The same, of evidence that was looked at already: it may be asked about several forums. Raises PackNotFound."""
    pack = load_with_layers(forum)
    rulings = evaluate(pack, evidence.certain, as_of)
    return Readiness(
        evidence.matter.sheet.name, pack, as_of, tuple(_worths(evidence, rulings)),
        tuple(requirements(evidence, pack, rulings, as_of)), tuple(_factors(evidence, rulings)),
    )  # fmt: skip


def _worths(evidence: Evidence, rulings: tuple[Ruling, ...]) -> Iterator[Worth]:
    by_channel: dict[str, Ruling] = {}
    for ruling in rulings:
        if ruling.rule.kind is RuleKind.CHANNEL and ruling.value and isinstance(ruling.value.value, Channel):
            by_channel.setdefault(ruling.value.value.channel, ruling)
    graded = [(one, by_channel.get(one.channel)) for one in evidence.said]
    verdicts = [(one, ruling, _verdict(ruling, evidence.situation)) for one, ruling in graded]
    counting = _counting(verdicts)
    for one, found, verdict in verdicts:
        value = found.value.value if found and found.value else None
        cures = value.cures if isinstance(value, Channel) and verdict in ("no", "conditional") else ()
        again = [ident for deed in _deeds(one) for ident in counting.get(deed, ())]
        elsewhere = tuple(dict.fromkeys(again)) if verdict in ("no", "conditional") else ()
        yield Worth(one, verdict, found, cures, elsewhere)


def _counting(verdicts: Iterable[tuple[Said, Ruling | None, str]]) -> Mapping[_Deed, list[str]]:
    """The ids of items that count, by what is done in them: who does what, with which sum or day."""
    found: dict[_Deed, list[str]] = defaultdict(list)
    for one, _ruling, verdict in verdicts:
        for deed in _deeds(one) if verdict in ("basis", "ok") else ():
            found[deed].append(one.ident)
    return found


def _deeds(one: Said) -> Iterator[_Deed]:
    yield from ((one.act.kind, one.is_ours, money) for money in one.act.money)
    if one.act.due is not None:
        yield one.act.kind, one.is_ours, one.act.due


def _verdict(ruling: Ruling | None, found: Situation) -> str:
    """The channel's verdict, "ok" where the trait is stated that lifts it."""
    if ruling is None or ruling.value is None or not isinstance(ruling.value.value, Channel):
        return ""
    channel = ruling.value.value
    trait, _, wanted = channel.unless.partition("=")
    return "ok" if trait and found.trait(trait) == wanted else channel.verdict


def requirements(
    evidence: Evidence, pack: Pack, rulings: tuple[Ruling, ...], as_of: date
) -> Iterator[tuple[Ruling, Requirement, Check]]:
    """Each requirement that is not for the bundle, and whether it is met."""
    for ruling in rulings:
        wanted = ruling.value.value if ruling.value else None
        if isinstance(wanted, Requirement) and wanted.stage in _STAGES:
            yield ruling, wanted, look(evidence, Asked(wanted, pack.language, rulings, as_of))


def _factors(evidence: Evidence, rulings: tuple[Ruling, ...]) -> Iterator[tuple[Ruling, tuple[tuple[str, Check], ...]]]:
    for ruling in rulings:
        value = ruling.value.value if ruling.value else None
        # Of most presumptions the record shows nothing either way.
        if isinstance(value, Presumption) and value.factors.keys() & FACTORS.keys():
            yield ruling, tuple((name, factor(evidence, name)) for name in value.factors)
