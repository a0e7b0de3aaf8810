"""Parties: who is in the record, who may be one, who only looks like another, and what a person decides of it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tallystick.errors import ItemNotFound, PartyAmbiguous, PartyNotFound
from tallystick.model.decision import MEDIA_TYPE, Decision, DecisionKind
from tallystick.record.holdings import Ident
from tallystick.record.likeness import Proposal, proposals
from tallystick.record.party import Party
from tallystick.services.known import Known, open_record
from tallystick.services.statement import state
from tallystick.vault.vault import Edges


@dataclass(frozen=True, slots=True)
class People:
    """Everybody in the record, what is proposed about them, and the decisions that stand."""

    parties: tuple[Party, ...]
    proposals: tuple[Proposal, ...]
    decisions: tuple[Decision, ...]


def people(root: Path, edges: Edges, who: str = "") -> People:
    """All parties, or those that `who` names with what is proposed about them. Raises PartyNotFound."""
    with open_record(root, edges) as known:
        suggested = proposals(known.holdings, known.parties)
        if not who:
            return People(tuple(known.parties.all), tuple(suggested), tuple(known.decisions))
        found = known.parties.matching(who)
        if not found:
            raise PartyNotFound(who)
        theirs = {ident for party in found for ident in party.identifiers}
        about = tuple(each for each in suggested if {each.one, each.other} & theirs)
        decided = tuple(each for each in known.decisions if set(each.identifiers) & {tuple(each) for each in theirs})
        return People(tuple(found), about, decided)


def decide(root: Path, edges: Edges, kind: DecisionKind, who: Sequence[str], why: str) -> Decision:
    """The decision about these parties is kept and counts from now on.

    Raises PartyNotFound, and PartyAmbiguous where a name means several, or two names one.
    """
    with open_record(root, edges) as known:
        identifiers = dict.fromkeys(_named(known, who, kind))
        decision = Decision(kind=kind, identifiers=tuple((each.scheme, each.value) for each in identifiers), why=why)
        while _is_spent(known, decision):
            decision = replace(decision, why=f"{decision.why} (again)")
    return _kept(root, edges, decision)


def _is_spent(known: Known, decision: Decision) -> bool:
    """Whether these very bytes are kept and do not count: as a decision that was undone, or as an ordinary file."""
    sha256 = hashlib.sha256(decision.encode()).hexdigest()
    is_kept = any(original.sha256 == sha256 for original in known.holdings.originals.values())
    return is_kept and all(each.sha256 != sha256 for each in known.decisions)


def undo(root: Path, edges: Edges, ident: str, why: str) -> Decision:
    """The decision whose hash begins with `ident` no longer counts. Raises ItemNotFound."""
    with open_record(root, edges) as known:
        found = [each.sha256 for each in known.decisions if each.sha256.startswith(ident)]
    if len(found) != 1:
        raise ItemNotFound(ident)
    return _kept(root, edges, Decision(kind=DecisionKind.UNDO, decision=found[0], why=why))


def _named(known: Known, who: Sequence[str], kind: DecisionKind) -> list[Ident]:
    """The identifiers that a decision is about: of parties that are told apart the one named, or one that stands for
    all, of others all."""
    parties = [known.parties.named(each) for each in who]
    if kind is not DecisionKind.DIFFERENT:
        if kind is DecisionKind.SAME and len(set(map(id, parties))) == 1:
            raise PartyAmbiguous(who[0], f"two parties: all of these are {parties[0].identifiers[0]} already")
        return [ident for party in parties for ident in party.identifiers]
    found = [_one(party, each) for party, each in zip(parties, who, strict=True)]
    for party, ident, each in zip(parties, found, who, strict=True):
        if found.count(ident) > 1:
            raise PartyAmbiguous(each, ", ".join(map(str, party.identifiers)))
    return found


def _one(party: Party, who: str) -> Ident:
    asked = who.strip().casefold()
    exact = (ident for ident in party.identifiers if asked in (str(ident).casefold(), ident.value.casefold()))
    return next(exact, party.identifiers[0])


def _kept(root: Path, edges: Edges, decision: Decision) -> Decision:
    locator = f"decision about parties: {decision.kind.value}"
    sha256 = state(root, edges, decision.encode(), MEDIA_TYPE, locator, "tally parties")
    return Decision(
        kind=decision.kind,
        identifiers=decision.identifiers,
        decision=decision.decision,
        why=decision.why,
        sha256=sha256,
    )
