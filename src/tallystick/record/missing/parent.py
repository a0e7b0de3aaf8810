"""Messages that others refer to and that are not held."""

from __future__ import annotations

from collections.abc import Iterator

from tallystick.record.holdings import Key
from tallystick.record.missing.finding import Missing, Scene
from tallystick.record.thread import MessageName, message_name


def absent_parents(scene: Scene) -> Iterator[Missing]:
    """Every id that a mail or message answers or quotes and that nothing held has."""
    holdings = scene.holdings
    # A mail that is attached to another one is held as well.
    held = {message_name(item, item.message_id) for item in holdings.items.values() if item.message_id}
    wanted: dict[MessageName, list[Key]] = {}
    direct: set[MessageName] = set()
    for item in scene.spoken:
        for kind, message_id in holdings.references.get(item.key, ()):
            name = message_name(item, message_id)
            if name in held:
                continue
            wanted.setdefault(name, []).append(item.key)
            if kind != "references":
                direct.add(name)
    resolving = {
        (item.channel, item.conversation)
        for item in scene.spoken
        if any(message_name(item, named) in held for _kind, named in holdings.references.get(item.key, ()))
    }
    for name, keys in wanted.items():
        channel, conversation, message_id = name
        # An export whose messages have no ids of that sort cannot show that one is lacking.
        if channel != "mail" and (channel, conversation) not in resolving:
            continue
        is_quoted = any(holdings.quotations.get(key) for key in keys)
        yield Missing(
            kind="parent-not-held", items=tuple(dict.fromkeys(keys)), weight="medium" if name in direct else "low",
            ground=f"{channel} message {message_id} is answered or named, and is not held",
            mend="look for it in the other mailbox, in sent mail and in backups"
            + ("; a quoted copy of its words is held" if is_quoted else ""),
            who=scene.sender(keys[0]),
        )  # fmt: skip
