"""One thing that is missing: on what ground, how much it weighs, and how to mend it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from tallystick.record.holdings import HeldItem, Holdings, Key
from tallystick.record.party import Parties
from tallystick.record.thread import Threads


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """A gap in the record. `items` are the held items that show it, the first of them before all.

    `weight` is high, medium or low; `ground` says what shows the gap, `mend` what can be done about it. `recovered` is
    the text of a secondary copy where one is at hand, `differences` are (removed, added) words.
    """

    kind: str
    items: tuple[Key, ...]
    ground: str
    weight: str
    mend: str
    who: str = ""
    recovered: str = ""
    differences: tuple[tuple[str, str], ...] = ()


@dataclass
class Scene:
    """What a detector looks at: everything held, who is who, and what hangs together."""

    holdings: Holdings
    parties: Parties
    threads: Threads

    def is_ours(self, key: Key) -> bool | None:
        """Whether our own side said it; None where that is not known."""
        item = self.holdings.items[key]
        if item.is_own is not None:
            return item.is_own
        senders = self.holdings.senders(key)
        # Who we are in mail says nothing about who we are in a chat.
        if not any(use.scheme in self._our_schemes for use in senders):
            return None
        return any(use.ident in self.parties.ours for use in senders)

    @cached_property
    def _our_schemes(self) -> frozenset[str]:
        return frozenset(ident.scheme for ident in self.parties.ours)

    def sender(self, key: Key) -> str:
        """The name of who said it, "" where it is unknown."""
        senders = self.holdings.senders(key)
        return (senders[0].name or senders[0].value) if senders else ""

    def mails(self) -> Iterator[HeldItem]:
        """The mails among `spoken`."""
        return (item for item in self.spoken if item.kind == "mail")

    @cached_property
    def spoken(self) -> list[HeldItem]:
        """Mails and chat messages, of copies of one mail the first; not mails attached to others."""
        seen: set[str] = set()
        found = []
        for item in self.holdings.items.values():
            if item.kind not in ("mail", "message") or is_attached(item) or item.content_sha256 in seen:
                continue
            if item.content_sha256:
                seen.add(item.content_sha256)
            found.append(item)
        return found


def is_attached(item: HeldItem) -> bool:
    """Whether it is a mail that is attached to another one."""
    return item.kind == "mail" and (item.origin == "attached" or item.origin.endswith(", attached"))


def searched(pattern: re.Pattern[str], stems: tuple[str, ...], text: str) -> re.Match[str] | None:
    """What the pattern finds in a text that has one of the stems, which are in small letters."""
    lowered = text.lower()
    return pattern.search(text) if any(stem in lowered for stem in stems) else None


Detector = Callable[[Scene], Iterator[Missing]]
