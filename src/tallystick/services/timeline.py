"""Timeline: what was said, shown, sent and paid with somebody or in a matter, in the order of time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from tallystick.record.holdings import HeldOriginal, HeldSum, Use
from tallystick.record.strength import Strength, strength
from tallystick.record.timeline import Entry, items_of
from tallystick.record.timeline import timeline as merged
from tallystick.services.known import Known, open_record
from tallystick.vault.vault import Edges


@dataclass(frozen=True, slots=True)
class Line:
    """One entry with its original, who said it, whether that is our own side (None where it is not known), the first
    words, the sums and the names of its files."""

    entry: Entry
    original: HeldOriginal
    senders: tuple[Use, ...]
    is_ours: bool | None
    text: str
    sums: tuple[HeldSum, ...]
    files: tuple[str, ...]
    strength: Strength


@dataclass(frozen=True, slots=True)
class Timeline:
    """Of whom or what, and its lines."""

    subject: str
    lines: tuple[Line, ...]


def timeline(root: Path, edges: Edges, who: str, *, silence_days: int) -> Timeline:
    """All channels with the party or in the matter that `who` names, a matter's name before a party's.

    Raises PartyNotFound, PartyAmbiguous.
    """
    with open_record(root, edges) as known:
        if who in known.sheets:
            subject, keys = known.sheets[who].title or who, list(known.matter(who).keys)
        else:
            party = known.parties.named(who)
            subject, keys = party.name, items_of(known.holdings, party)
        entries = merged(known.holdings, keys, timedelta(days=silence_days))
        return Timeline(subject, tuple(_line(known, entry) for entry in entries))


def _formats(known: Known, entry: Entry) -> tuple[str, ...]:
    """The formats that an item itself was read in; what stands inside a mail says nothing of the mail."""
    is_itself = entry.item.kind != "mail" and not entry.item.origin
    return known.holdings.formats.get(entry.item.log_index, ()) if is_itself else ()


def _line(known: Known, entry: Entry) -> Line:
    holdings, key = known.holdings, entry.item.key
    senders = holdings.senders(key)
    return Line(
        entry,
        holdings.originals[key[0]],
        senders,
        known.scene.is_ours(key),
        holdings.texts.get(key, ""),
        holdings.sums.get(key, ()),
        tuple(part.name or part.role for part in holdings.parts.get(key, ()) if part.is_file),
        strength(_formats(known, entry), entry.item.marks),
    )
