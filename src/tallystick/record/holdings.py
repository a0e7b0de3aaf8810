"""Everything the record holds, at hand at once for questions that need the whole: parties, threads, matters, gaps."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

Key = tuple[int, int]


class HeldItem(NamedTuple):
    """An item without its text: log index of its original, position there, and the columns of `record.models.Item`."""

    log_index: int
    position: int
    kind: str
    channel: str
    conversation: str
    place: str
    origin: str
    message_id: str
    title: str
    sent_at: datetime | None
    zone_minutes: int | None
    sent_source: str
    marks: frozenset[str]
    is_own: bool | None
    content_sha256: str

    @property
    def key(self) -> Key:
        return self.log_index, self.position


class Use(NamedTuple):
    """An identifier at an item."""

    role: str
    scheme: str
    value: str
    name: str

    @property
    def ident(self) -> Ident:
        return Ident(self.scheme, self.value)


class Ident(NamedTuple):
    """An identifier: what its value is, and the value in the form in which it compares."""

    scheme: str
    value: str

    def __str__(self) -> str:
        return f"{self.scheme}:{self.value}"


_NOT_FILES = frozenset(("text", "html", "container", "signature"))


class HeldPart(NamedTuple):
    """A file that an item carries, see `record.models.Part`."""

    role: str
    name: str
    media_type: str
    size_bytes: int
    sha256: str
    status: str

    @property
    def is_file(self) -> bool:
        """Whether a person would call it a file: not the text of a mail, nor what only holds or signs its parts."""
        return self.role not in _NOT_FILES


class HeldQuotation(NamedTuple):
    """Words of somebody else that an item repeats."""

    kind: str
    depth: int
    author: str
    stated: str
    text: str


class HeldMention(NamedTuple):
    """What an item names, and where: its own words, its title, a quotation, a passage."""

    kind: str
    value: str
    raw: str
    zone: str


class HeldSum(NamedTuple):
    """An amount at an item, in decimal digits."""

    role: str
    amount: str
    currency: str
    day: str


class HeldMoment(NamedTuple):
    """A time stated at an item: by whom, in UTC, its zone in minutes or None, and as written."""

    source: str
    utc: datetime | None
    zone_minutes: int | None
    raw: str


class HeldOriginal(NamedTuple):
    """An original: its hash, when it was kept, and where it came from."""

    log_index: int
    sha256: str
    kept_at: datetime
    media_type: str
    source_kind: str
    locator: str
    container_sha256: str
    container_path: str


class HeldSighting(NamedTuple):
    """Another place where an original that was kept already was offered again."""

    locator: str
    container_sha256: str


@dataclass(frozen=True, slots=True)
class Holdings:
    """All items in the order of the log, and by item what hangs on them. `formats` names, by log index, those that an
    original was read in; `texts` and `quotations` have only what was asked for."""

    items: Mapping[Key, HeldItem]
    originals: Mapping[int, HeldOriginal] = field(default_factory=dict)
    uses: Mapping[Key, tuple[Use, ...]] = field(default_factory=dict)
    references: Mapping[Key, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    mentions: Mapping[Key, tuple[HeldMention, ...]] = field(default_factory=dict)
    parts: Mapping[Key, tuple[HeldPart, ...]] = field(default_factory=dict)
    quotations: Mapping[Key, tuple[HeldQuotation, ...]] = field(default_factory=dict)
    moments: Mapping[Key, tuple[HeldMoment, ...]] = field(default_factory=dict)
    sums: Mapping[Key, tuple[HeldSum, ...]] = field(default_factory=dict)
    formats: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    texts: Mapping[Key, str] = field(default_factory=dict)
    sightings: Mapping[int, tuple[HeldSighting, ...]] = field(default_factory=dict)

    def chats_of_two(self, theirs: Set[Ident]) -> dict[str, str]:
        """The conversations in which somebody with one of these identifiers speaks to one other at most, and the name
        that he goes by there."""
        found: defaultdict[str, set[Ident]] = defaultdict(set)
        names: dict[str, str] = {}
        for key, item in self.items.items():
            if item.kind in ("message", "chat"):
                for use in self.uses.get(key, ()):
                    found[item.conversation].add(use.ident)
                    if use.ident in theirs:
                        names.setdefault(item.conversation, use.name or use.value)
        return {chat: name for chat, name in names.items() if len(found[chat] - theirs) <= 1}

    def senders(self, key: Key) -> tuple[Use, ...]:
        """Who said it: the sender of a mail or message, the author of a statement."""
        return tuple(use for use in self.uses.get(key, ()) if use.role == "from")


def grouped(rows: Iterable[tuple[Key, NamedTuple]]) -> dict[Key, tuple[NamedTuple, ...]]:
    """Rows by the item that they hang on, in their order."""
    found: defaultdict[Key, list[NamedTuple]] = defaultdict(list)
    for key, row in rows:
        found[key].append(row)
    return {key: tuple(each) for key, each in found.items()}
