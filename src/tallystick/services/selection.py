"""Which items of a matter go into a bundle, in which runs, and what stays out with the ground for it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from tallystick.bundle.withheld import Withheld
from tallystick.model.stated_exhibit import StatedExhibit
from tallystick.record.holdings import HeldItem, Key
from tallystick.record.matter import Matter
from tallystick.record.thread import in_time
from tallystick.record.timeline import Entry, timeline
from tallystick.services.known import Known
from tallystick.services.situation import Said, ident_of
from tallystick.services.withholding import Withholding

_ALWAYS_DERIVED = frozenset(("invoice", "transaction", "work", "page", "statement"))


@dataclass(frozen=True, slots=True)
class Run:
    """Items of one original that make one exhibit, in the order of time. `part` is the path of the file of the mail
    that it shows, "" for the items themselves; `left_out` are those of a conversation that are only marked there."""

    kind: str
    keys: tuple[Key, ...]
    part: str = ""
    stated: StatedExhibit | None = None
    left_out: frozenset[Key] = frozenset()


@dataclass(slots=True)
class Selection:
    """The runs of a bundle; what stays out, by item and as the log of it; and every act in the matter's messages."""

    matter: Matter
    runs: list[Run]
    reasons: dict[Key, str]
    withheld: list[Withheld]
    said: list[Said]
    copies: set[Key] = field(default_factory=set)

    @property
    def inside(self) -> set[Key]:
        return {key for run in self.runs for key in run.keys if key not in run.left_out}


@dataclass(frozen=True, slots=True)
class Taste:
    """What the maker of the bundle wants: statements made to settle too, no other exhibits than those stated."""

    language: str
    with_settlement: bool = False
    only_stated: bool = False
    is_seen_by_opponent: bool = False


def select(known: Known, matter: Matter, spoken: list[Said], taste: Taste) -> Selection:
    """What of the matter goes in; `spoken` are its acts."""
    return _Selecting(known, matter, taste, spoken).selection()


@dataclass(slots=True)
class _Selecting:
    known: Known
    matter: Matter
    taste: Taste
    said: list[Said]

    def selection(self) -> Selection:
        stated = {key: each for each in self.matter.sheet.exhibits for name in each.items for key in self._keys(name)}
        entries = timeline(self.known.holdings, [*dict.fromkeys((*self.matter.keys, *stated))], timedelta.max)
        for entry in entries:  # what is stated of one copy is meant of all
            keys = (entry.item.key, *entry.others)
            if meant := next((stated[key] for key in keys if key in stated), None):
                stated |= dict.fromkeys(keys, meant)
        rule = Withholding(self.known, self.matter, self.said, stated, self.taste.language,
                           self.taste.with_settlement, self.taste.is_seen_by_opponent)  # fmt: skip
        copies = self._best_first(entries, rule)
        items = [item for item in copies if not self.taste.only_stated or item.key in stated]
        out = rule.grounds(items)
        found = Selection(self.matter, [], {key: reason for key, (reason, _why) in out.items()}, [], self.said)
        found.copies = {key for item in items if item.key not in out for key in copies[item]}
        found.withheld = [self._withheld(key, *grounds) for key, grounds in out.items()]
        found.runs = list(self._runs(items, stated, out.keys()))
        beside = self._beside(found.runs, {item.key for item in items} | found.copies)
        found.reasons |= {key: reason for key, (reason, _why) in rule.grounds(beside).items()}
        return found

    def _best_first(self, entries: Sequence[Entry], rule: Withholding) -> dict[HeldItem, tuple[Key, ...]]:
        """Each entry's item with its copies; what came inside a withheld mail stands for none that came by itself."""
        found: dict[HeldItem, tuple[Key, ...]] = {}
        for entry in entries:
            keys = (entry.item.key, *entry.others)
            best = next((key for key in keys if not rule.is_carried(key)), keys[0])
            found[self.known.holdings.items[best]] = tuple(key for key in keys if key != best)
        return found

    def _beside(self, runs: Sequence[Run], looked_at: Collection[Key]) -> list[HeldItem]:
        """What else stands in the originals of the exhibits, of the matter or not."""
        indexes = {key[0] for run in runs for key in run.keys}
        return [item for key, item in self.known.holdings.items.items() if key[0] in indexes and key not in looked_at]

    def _keys(self, ident: str) -> list[Key]:
        """The items that an id on the sheet means."""
        sha256, _, position = ident.partition(":")
        held = self.known.holdings
        indexes = [index for index, each in held.originals.items() if each.sha256.startswith(sha256)]
        if len(indexes) != 1:
            return []
        if position:
            key = (indexes[0], int(position))
            return [key] if key in held.items else []
        return [key for key in held.items if key[0] == indexes[0]]

    def _withheld(self, key: Key, reason: str, why: str) -> Withheld:
        item = self.known.holdings.items[key]
        sender = self.known.scene.sender(key)
        ident = ident_of(self.known, key)
        return Withheld(ident=ident, kind=item.kind, at=item.sent_at, sender=sender, reason=reason, why=why)

    # What goes in

    def _runs(
        self, items: Sequence[HeldItem], stated: dict[Key, StatedExhibit], gone: Collection[Key]
    ) -> Iterator[Run]:
        groups: dict[tuple[object, ...], list[HeldItem]] = {}
        mails = {item.log_index for item in items if item.kind == "mail"}
        for item in items:
            if item.log_index in mails and item.origin and item.kind in _ALWAYS_DERIVED:
                continue
            groups.setdefault((*_group(item), id(stated.get(item.key))), []).append(item)
        for each in groups.values():
            kept = [item for item in each if item.key not in gone]
            if not kept:
                continue
            left = frozenset(item.key for item in each if item.key in gone)
            shown = each if kept[0].kind == "message" else kept
            keys = tuple(item.key for item in sorted(shown, key=in_time))
            yield Run(self._kind(kept[0]), keys, "", stated.get(kept[0].key), left)
            if kept[0].kind == "mail":
                yield from self._files(kept[0])

    def _files(self, mail: HeldItem) -> Iterator[Run]:
        """The PDFs and pictures that a mail carries, each as an exhibit of its own."""
        held = self.known.holdings
        for key in ((mail.log_index, number) for number in range(mail.position + 1, mail.position + 200)):
            item = held.items.get(key)
            if item is None or item.kind == "mail":
                return
            found = re.match(r"part (\S+)(?: (.*))?\Z", item.origin, re.DOTALL)
            if item.kind == "document" and found and " > " not in item.origin and "pdf" in item.marks:
                yield Run("document", (key,), found[1])

    def _kind(self, item: HeldItem) -> str:
        if item.kind in ("mail", "page"):
            return item.kind
        if item.kind == "message":
            return "conversation"
        if item.kind == "statement":
            return "page"
        if item.kind != "document":
            return "statement" if item.kind in ("transaction", "account") else "document"
        media = self.known.holdings.originals[item.log_index].media_type
        if media.startswith("image/"):
            return "image"
        return "recording" if media.startswith(("audio/", "video/")) else "document"


def _group(item: HeldItem) -> tuple[object, ...]:
    """What items have in common that make one exhibit."""
    if item.kind == "message":
        return "conversation", item.log_index, item.conversation
    if item.kind in ("page", "statement"):
        return "page", item.log_index
    if item.kind in ("transaction", "work", "invoice"):
        return item.kind, item.log_index
    return "item", item.log_index, item.position
