"""Two versions under one Message-ID: one of them was changed, or the id was used twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from tallystick.record.holdings import HeldItem
from tallystick.record.missing.finding import Missing, Scene
from tallystick.record.thread import MessageName, message_name


def versions(scene: Scene) -> Iterator[Missing]:
    """Every id under which different words are held."""
    held: defaultdict[MessageName, list[HeldItem]] = defaultdict(list)
    for item in scene.spoken:
        # What a page shows only the beginning of is no other version.
        if item.message_id and "cut-off" not in item.marks:
            held[message_name(item, item.message_id)].append(item)
    for (_channel, _conversation, message_id), items in held.items():
        # A program's store keeps a mail in its own form: there only the words compare.
        is_whole = all(item.kind == "mail" and not item.origin for item in items)
        kinds: dict[str, HeldItem] = {}
        for item in items if len(items) > 1 else ():
            words = "".join(scene.holdings.texts.get(item.key, "").split())
            kinds.setdefault(item.content_sha256 if is_whole else words, item)
        if len(kinds) > 1:
            yield Missing(
                kind="two-versions", items=tuple(item.key for item in kinds.values()), weight="high",
                ground=f"{len(kinds)} different texts are held under the id {message_id}",
                mend="show both; ask the provider of each mailbox for its copy, and check which one is signed",
                who=scene.sender(items[0].key),
            )  # fmt: skip
