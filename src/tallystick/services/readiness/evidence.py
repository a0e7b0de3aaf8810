"""The evidence of a matter as those look at it who ask what a forum would lack."""

from __future__ import annotations

from collections.abc import Callable, Collection, Set
from dataclasses import dataclass
from functools import cached_property

from tallystick.language.detect import languages
from tallystick.model.act import ActKind
from tallystick.model.situation import Event, Fact, Situation
from tallystick.record.holdings import HeldItem
from tallystick.record.matter import Matter
from tallystick.services.known import Known
from tallystick.services.situation import Said, channel_of, ident_of, said, situation, stated_alone

_FEW_LETTERS = 20
_REGISTERS = frozenset(("registration",))


@dataclass
class Evidence:
    """A matter's items, acts and facts; what costs time is made when it is first asked for."""

    known: Known
    matter: Matter

    @cached_property
    def situation(self) -> Situation:
        return situation(self.known, self.matter.sheet.name, self.said)

    @cached_property
    def certain(self) -> Situation:
        """The situation without what was only read in messages."""
        return stated_alone(self.situation)

    @cached_property
    def said(self) -> list[Said]:
        return said(self.known, self.matter)

    @cached_property
    def items(self) -> list[HeldItem]:
        """The items of the matter in the order of time."""
        return [self.known.holdings.items[key] for key in self.matter.keys]

    def acts(self, *kinds: ActKind, is_ours: bool | None = None) -> list[str]:
        """The ids of what does one of these things, of one side where it is asked for."""
        found = (one for one in self.said if one.act.kind in kinds and (is_ours is None or one.is_ours is is_ours))
        return list(dict.fromkeys(one.ident for one in found))

    def facts(self, *events: Event) -> list[Fact]:
        """What a person stated or a statement shows; what was only read in a message is no fact yet."""
        return [fact for fact in self.certain.facts if fact.event in events]

    def is_held(self, ident: str) -> bool:
        """Whether an item that a person named by its id is kept in the vault."""
        sha256, _, position = ident.partition(":")
        originals = self.known.holdings.originals
        indexes = [index for index, original in originals.items() if original.sha256.startswith(sha256)]
        return any((index, int(position or 0)) in self.known.holdings.items for index in indexes)

    def on_channel(self, *channels: str) -> list[str]:
        return [ident_of(self.known, item.key) for item in self.items if channel_of(item) in channels]

    def having(self, is_wanted: Callable[[str], bool]) -> list[str]:
        """The ids of items that have a file whose name or type is wanted."""
        parts = self.known.holdings.parts
        return [
            ident_of(self.known, item.key)
            for item in self.items
            if any(is_wanted(f"{part.name} {part.media_type}".lower()) for part in parts.get(item.key, ()))
        ]

    def naming(self, kinds: Set[str] = _REGISTERS) -> list[str]:
        """The ids of items that name one of these kinds of things."""
        mentions = self.known.holdings.mentions
        return [
            ident_of(self.known, item.key)
            for item in self.items
            if any(mention.kind in kinds for mention in mentions.get(item.key, ()))
        ]

    def foreign_to(self, language: str) -> list[str]:
        """The ids of mails, messages and documents whose words are in another language."""
        return [ident for ident, found in self._languages if language not in found]

    @property
    def unread(self) -> int:
        """How many items have too few words to say in which language they are: pictures, recordings, short messages."""
        return len(self.items) - len(self._languages)

    @cached_property
    def _languages(self) -> list[tuple[str, Collection[str]]]:
        texts = ((item, self.known.holdings.texts.get(item.key, "")) for item in self.items)
        return [
            (ident_of(self.known, item.key), languages(text))
            for item, text in texts
            if item.kind in ("mail", "message", "document") and len(text) > _FEW_LETTERS
        ]
