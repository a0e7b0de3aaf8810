"""Gaps: what the record shows to be missing, in all or of one matter or party."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from pathlib import Path

from tallystick.record.holdings import HeldItem, HeldOriginal, Key
from tallystick.record.missing import Missing
from tallystick.record.missing import missing as found_missing
from tallystick.record.timeline import items_of
from tallystick.services.known import Known, open_record
from tallystick.vault.vault import Edges


@dataclass(frozen=True, slots=True)
class Gap:
    """Something missing, with the items that show it and the originals that hold these."""

    missing: Missing
    shown_by: tuple[tuple[HeldItem, HeldOriginal], ...]


def gaps(root: Path, edges: Edges, who: str = "") -> tuple[Gap, ...]:
    """Everything that is missing, or what is missing in the matter or with the party that `who` names.

    Raises PartyNotFound, PartyAmbiguous.
    """
    with open_record(root, edges) as known:
        wanted = _keys(known, who)
        found = found_missing(known.scene)
        return tuple(_gap(known, each) for each in found if wanted is None or wanted & set(each.items))


def _keys(known: Known, who: str) -> Set[Key] | None:
    if not who:
        return None
    if who in known.sheets:
        return set(known.matter(who).keys)
    return set(items_of(known.holdings, known.parties.named(who)))


def _gap(known: Known, missing: Missing) -> Gap:
    holdings = known.holdings
    return Gap(missing, tuple((holdings.items[key], holdings.originals[key[0]]) for key in missing.items))
