"""Messages that were deleted or recalled: the export shows that there was one, and not what it said."""

from __future__ import annotations

from collections.abc import Iterator

from tallystick.record.missing.finding import Missing, Scene

_GONE = {"deleted": "deleted", "recalled": "recalled by its sender"}


def deletions(scene: Scene) -> Iterator[Missing]:
    """Every message marked as deleted or recalled."""
    for item in scene.spoken:
        gone = next((said for mark, said in _GONE.items() if mark in item.marks), "")
        if gone:
            is_ours = scene.is_ours(item.key)
            yield Missing(
                kind="message-deleted", items=(item.key,), weight="low" if is_ours else "medium",
                ground=f"a message in {item.conversation} was {gone}",
                mend="look for it in the other side's export, in notifications, backups and screenshots",
                who=scene.sender(item.key),
            )  # fmt: skip
