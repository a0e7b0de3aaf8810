"""Two versions under one Message-ID: one of them was changed, or the id was used twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from tallystick.record.holdings import HeldItem
from tallystick.record.missing.finding import Missing, Scene


def versions(scene: Scene) -> Iterator[Missing]:
    """Every id under which different words are held."""
    held: defaultdict[tuple[str, str], list[HeldItem]] = defaultdict(list)
    for item in scene.spoken:
        if item.message_id:
            held[item.channel, item.message_id].append(item)
    for (_channel, message_id), items in held.items():
        kinds: dict[str, HeldItem] = {}
        for item in items:
            kinds.setdefault(item.content_sha256 or scene.holdings.texts.get(item.key, ""), item)
        if len(kinds) > 1:
            yield Missing(
                kind="two-versions", items=tuple(item.key for item in kinds.values()), weight="high",
                ground=f"{len(kinds)} different texts are held under the id {message_id}",
                mend="show both; ask the provider of each mailbox for its copy, and check which one is signed",
                who=scene.sender(items[0].key),
            )  # fmt: skip
