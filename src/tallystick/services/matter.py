"""Matters: a sheet drafted from the record, applied, and shown with all that belongs to it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from tallystick.errors import OutputExists, SourceNotFound, SourceUnreadable, VaultNotWritable
from tallystick.model import matter as sheets
from tallystick.model.matter import MatterSheet
from tallystick.record.holdings import HeldItem, HeldOriginal
from tallystick.record.matter import Belonging, Matter
from tallystick.record.thread import NUMBERS
from tallystick.record.timeline import items_of
from tallystick.services.known import Known, open_record
from tallystick.services.statement import state
from tallystick.vault.vault import Edges, open_for_reading

_MOST_NUMBERS = 12


@dataclass(frozen=True, slots=True)
class Applied:
    """A sheet that counts from now on, under which id it is kept, and what belongs to its matter."""

    sheet: MatterSheet
    sha256: str
    belongs: tuple[tuple[str, int], ...]
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MatterShown:
    """A matter and, for each item that belongs to it, the item and the original that holds it."""

    matter: Matter
    lines: tuple[tuple[Belonging, HeldItem, HeldOriginal], ...]


def new(root: Path, edges: Edges, name: str, counterparties: tuple[str, ...], path: Path) -> Path:
    """A draft sheet is at `path`, filled with what the record knows of these parties.

    Raises OutputExists, PartyNotFound, PartyAmbiguous, VaultNotWritable; ValueError for an impossible name.
    """
    with open_record(root, edges) as known:
        text = _draft(known, name, counterparties)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError as error:
        raise OutputExists(path) from error
    except OSError as error:
        raise VaultNotWritable(str(path), error.strerror or str(error)) from error
    return path


def apply(root: Path, edges: Edges, path: Path) -> Applied:
    """The sheet in the file is kept, and is the one that counts for its matter.

    Raises SourceNotFound, SourceUnreadable, MalformedStatement.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise SourceNotFound(path) from error
    except OSError as error:
        raise SourceUnreadable(str(path), error.strerror or str(error)) from error
    sheet = sheets.parse(content)
    sha256 = _standing(root, edges, sheet.name, content) or state(
        root, edges, content, sheets.MEDIA_TYPE, f"matter sheet {sheet.name}", "tally matter apply", is_anew=True
    )
    with open_record(root, edges) as known:
        found = known.matter(sheet.name)
    grounds = Counter(belonging.ground for belonging in found.belongings)
    return Applied(sheet, sha256, tuple(grounds.most_common()), found.unknown)


def _standing(root: Path, edges: Edges, name: str, content: bytes) -> str:
    """The hash of the matter's sheet where it says the same already, else ""."""
    with open_for_reading(root, edges) as vault:
        for entry in reversed([*vault.catalog.originals(sheets.MEDIA_TYPE)]):
            kept = vault.read(entry.sha256)
            if sheets.parse(kept).name == name:
                return entry.sha256 if kept.rstrip(b"\n") == content.rstrip(b"\n") else ""
    return ""


def show(root: Path, edges: Edges, name: str) -> MatterShown:
    """The matter with its items in the order of time. Raises MatterNotFound."""
    with open_record(root, edges) as known:
        found = known.matter(name)
        holdings = known.holdings
        return MatterShown(found, tuple(
            (belonging, holdings.items[belonging.key], holdings.originals[belonging.key[0]])
            for belonging in found.belongings
        ))  # fmt: skip


def names(root: Path, edges: Edges) -> list[MatterSheet]:
    """The newest sheet of each matter."""
    with open_record(root, edges) as known:
        return list(known.sheets.values())


def _draft(known: Known, name: str, counterparties: tuple[str, ...]) -> str:
    theirs = [known.parties.named(each) for each in counterparties]
    keys = list(dict.fromkeys(key for party in theirs for key in items_of(known.holdings, party)))
    numbers = Counter(
        mention.value for key in keys for mention in known.holdings.mentions.get(key, ()) if mention.kind in NUMBERS
    )
    times = [time for key in keys if (time := known.holdings.items[key].sent_at) is not None]
    ours = [party for party in known.parties.all if party.is_ours]
    return sheets.template(
        name,
        counterparty=tuple(str(party.identifiers[0]) for party in theirs),
        us=tuple(str(party.identifiers[0]) for party in ours),
        numbers=tuple(number for number, _count in numbers.most_common(_MOST_NUMBERS)),
        begins=min(times).date() if times else None,
        ends=max(times).date() if times else None,
    )
