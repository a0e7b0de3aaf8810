"""Exports that hold only the end of a chat, or leave a stretch of it out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta

from tallystick.record.holdings import HeldItem, Key
from tallystick.record.missing.finding import Missing, Scene

# What WhatsApp writes at most, with media and without.
_CAPS = {"whatsapp": (10_000, 40_000)}
_HOLE = timedelta(days=14)


def cut_exports(scene: Scene) -> Iterator[Missing]:
    """Chats whose export says or shows that older messages exist, and chats whose exports leave a stretch open."""
    chats: defaultdict[str, dict[int, list[HeldItem]]] = defaultdict(lambda: defaultdict(list))
    heads: dict[tuple[str, int], Key] = {}
    tails: list[HeldItem] = []
    for item in scene.holdings.items.values():
        if item.kind == "chat":
            heads[item.conversation, item.log_index] = item.key
            tails += [item] if "tail" in item.marks else []
        elif item.kind == "message":
            chats[item.conversation][item.log_index].append(item)
    for item in tails:
        yield _tail(item.key, item.conversation, "the export itself shows that older messages exist")
    for conversation, exports in chats.items():
        for index, messages in exports.items():
            cap = _CAPS.get(messages[0].channel, ())
            if len(messages) in cap:
                key = heads.get((conversation, index), messages[0].key)
                yield _tail(key, conversation, f"the export has {len(messages)} messages, all that one can hold")
        yield from _holes(conversation, exports)


def _tail(key: Key, conversation: str, ground: str) -> Missing:
    return Missing(
        kind="export-is-tail", items=(key,), weight="high", ground=f"{conversation}: {ground}",
        mend="export from the first device, in several pieces, or scroll up and save the page again",
    )  # fmt: skip


def _holes(conversation: str, exports: dict[int, list[HeldItem]]) -> Iterator[Missing]:
    spans = sorted(span for messages in exports.values() if (span := _span(messages)) is not None)
    reach: tuple[datetime, Key] | None = None
    for begins, ends, first, last in spans:
        if reach is not None and begins - reach[0] > _HOLE:
            yield Missing(
                kind="export-has-hole", items=(reach[1], first), weight="medium",
                ground=f"{conversation}: no export reaches from {reach[0]:%Y-%m-%d} to {begins:%Y-%m-%d}",
                mend="export the chat once more, whole",
            )  # fmt: skip
        if reach is None or ends > reach[0]:
            reach = (ends, last)


def _span(messages: list[HeldItem]) -> tuple[datetime, datetime, Key, Key] | None:
    timed = sorted((item.sent_at, item.key) for item in messages if item.sent_at is not None)
    return (timed[0][0], timed[-1][0], timed[0][1], timed[-1][1]) if timed else None
