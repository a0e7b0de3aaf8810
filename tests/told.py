"""Holdings told by hand: who said what to whom on which day, as tests of the record need it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from tallystick.record.holdings import (
    HeldItem,
    HeldMention,
    HeldMoment,
    HeldOriginal,
    HeldPart,
    HeldQuotation,
    Holdings,
    Key,
    Use,
)
from tallystick.record.missing import Scene
from tallystick.record.party import parties
from tallystick.record.thread import threads

BEGIN = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class Told:
    """Collects items; each is an original of its own, but the messages of one `chat` share one."""

    def __init__(self) -> None:
        self.items: dict[Key, HeldItem] = {}
        self.originals: dict[int, HeldOriginal] = {}
        self.uses: defaultdict[Key, list[Use]] = defaultdict(list)
        self.references: dict[Key, tuple[tuple[str, str], ...]] = {}
        self.mentions: dict[Key, tuple[HeldMention, ...]] = {}
        self.parts: dict[Key, tuple[HeldPart, ...]] = {}
        self.quotations: dict[Key, tuple[HeldQuotation, ...]] = {}
        self.moments: dict[Key, tuple[HeldMoment, ...]] = {}
        self.texts: dict[Key, str] = {}
        self._chats: dict[str, int] = {}

    def mail(
        self, sender: str, day: float, text: str = "", *, to: Iterable[str] = (), name: str = "", **facts: Any
    ) -> Key:
        """A mail of `sender` so many days after the beginning."""
        key = (self._original(), 0)
        facts.setdefault("message_id", f"{key[0]}@test")
        self._item(key, day, text, kind="mail", channel="mail", zone_minutes=60, sent_source="date", **facts)
        self.uses[key] += [Use("from", "mail", sender, name), *(Use("to", "mail", each, "") for each in to)]
        return key

    def say(self, chat: str, sender: str, day: float, text: str = "", *, export: str = "", **facts: Any) -> Key:
        """A WhatsApp message; another `export` is another original of the same chat."""
        name = f"{chat}/{export}"
        if name not in self._chats:
            self._chats[name] = self._original()
        index = self._chats[name]
        key = (index, sum(each == index for each, _position in self.items))
        facts.setdefault("channel", "whatsapp")
        facts.setdefault("zone_minutes", None)
        facts.setdefault("sent_source", "export")
        self._item(key, day, text, kind=facts.pop("kind", "message"), conversation=f"whatsapp:{chat}", **facts)
        if sender:
            self.uses[key].append(Use("from", f"{facts['channel']}-name", sender, sender))
        return key

    def holdings(self) -> Holdings:
        return Holdings(
            self.items, self.originals, {key: tuple(uses) for key, uses in self.uses.items()}, self.references,
            self.mentions, self.parts, self.quotations, self.moments, {}, {}, self.texts,
        )  # fmt: skip

    def scene(self, *ours: str) -> Scene:
        """Everything told, where these mail addresses and shown names are our own."""
        from tallystick.model.decision import Decision, DecisionKind

        schemes = [("mail", each) if "@" in each else ("whatsapp-name", each) for each in ours]
        decisions = [Decision(kind=DecisionKind.OURS, identifiers=tuple(schemes))]
        held = self.holdings()
        return Scene(held, parties(held, decisions), threads(held))

    def _original(self) -> int:
        index = len(self.originals)
        self.originals[index] = HeldOriginal(
            index, f"{index:064x}", BEGIN + timedelta(days=4000), "text/plain", "file", f"folder/{index}.txt", "", ""
        )
        return index

    def _item(self, key: Key, day: float | None, text: str, **facts: Any) -> None:
        for table in ("references", "mentions", "parts", "quotations", "moments"):
            if table in facts:
                getattr(self, table)[key] = tuple(facts.pop(table))
        sent = None if day is None else BEGIN + timedelta(days=day)
        columns: dict[str, Any] = {
            "conversation": "", "place": "", "origin": "", "message_id": "", "title": "", "is_own": None,
            "content_sha256": "", **facts, "marks": frozenset(facts.get("marks", ())),
        }  # fmt: skip
        self.items[key] = HeldItem(log_index=key[0], position=key[1], sent_at=sent, **columns)
        if text:
            self.texts[key] = text


def mention(kind: str, value: str, zone: str = "own") -> HeldMention:
    return HeldMention(kind, value, value, zone)


def file(name: str = "", role: str = "attachment", status: str = "held") -> HeldPart:
    return HeldPart(role, name, "", 1, "ab" * 32, status)


def quote(text: str, author: str = "", stated: str = "") -> HeldQuotation:
    return HeldQuotation("quoted", 1, author, stated, text)
