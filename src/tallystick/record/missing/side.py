"""Threads in which only one side is heard."""

from __future__ import annotations

from collections.abc import Iterator

from tallystick.record.missing.finding import Missing, Scene

_FEWEST = 3


def one_sided(scene: Scene) -> Iterator[Missing]:
    """Threads of three mails or messages and more that all come from one side, though some are answers."""
    spoken = {item.key for item in scene.spoken}
    for thread in scene.threads.all:
        said = tuple(key for key in thread.items if key in spoken)
        if len(said) < _FEWEST:
            continue
        sides = {scene.is_ours(key) for key in said}
        answers = any(scene.holdings.references.get(key) for key in said)
        if len(sides) != 1 or None in sides or not answers:
            continue
        whose = "our own side" if True in sides else "the other side"
        yield Missing(
            kind="one-sided", items=said[:20], weight="medium",
            ground=f"{len(said)} messages of one thread are held, all from {whose}, though some are answers",
            mend="look for the other half in sent mail, in other accounts, and in what was quoted",
            who=scene.sender(said[0]),
        )  # fmt: skip
