"""Numbers that a series lacks: documents that must exist because those before and after them do."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from tallystick.record.holdings import Key
from tallystick.record.missing.finding import Missing, Scene

_TAIL = re.compile(r"(.*?)(\d{1,6})([A-Za-z]?)\Z")
_KINDS = frozenset(("proforma", "invoice", "purchase-order", "contract"))
_FEWEST = 3
_WIDEST_HOLE = 3


def holes(scene: Scene) -> Iterator[Missing]:
    """The numbers between two held ones of a series of one issuer, where only a few are lacking."""
    series: defaultdict[tuple[str, str, int], dict[int, Key]] = defaultdict(dict)
    for key, mentions in scene.holdings.mentions.items():
        for mention in mentions:
            found = _TAIL.match(mention.value) if mention.kind in _KINDS else None
            if found and found[1]:
                series[mention.kind, found[1], len(found[2])].setdefault(int(found[2]), key)
    for (kind, prefix, width), held in series.items():
        if len(held) >= _FEWEST:
            yield from _between(kind, prefix, width, held)


def _between(kind: str, prefix: str, width: int, held: dict[int, Key]) -> Iterator[Missing]:
    numbers = sorted(held)
    for before, after in pairwise(numbers):
        absent = range(before + 1, after)
        if 0 < len(absent) <= _WIDEST_HOLE:
            named = ", ".join(f"{prefix}{number:0{width}d}" for number in absent)
            yield Missing(
                kind="number-missing", items=(held[before], held[after]), weight="medium",
                ground=f"{kind} {named}: held are the numbers before and after, and nothing names it",
                mend="ask who issues them whether it exists, and for a copy; it may belong to another customer",
            )  # fmt: skip
