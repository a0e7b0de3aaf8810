"""Numbers that a series lacks: documents that must exist because those before and after them do."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from tallystick.record.holdings import Key
from tallystick.record.likeness import FREE_MAIL
from tallystick.record.missing.finding import Missing, Scene

_TAIL = re.compile(r"(.*?)(\d{1,6})([A-Za-z]?)\Z")
_KINDS = frozenset(("proforma", "invoice", "purchase-order", "contract"))
# Whoever numbers by the day leaves days out.
_DAY = re.compile(r"(?:20\d\d|\d\d)(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\Z")
_ISSUERS = ("from", "seller")
_RECEIVERS = ("to", "buyer")
_FEWEST = 3
_WIDEST_HOLE = 3


def holes(scene: Scene) -> Iterator[Missing]:
    """The numbers between two held ones of a series of one issuer, where only a few are lacking."""
    series: defaultdict[tuple[str, str, int, frozenset[str]], dict[int, Key]] = defaultdict(dict)
    for key, mentions in scene.holdings.mentions.items():
        for mention in mentions:
            found = _TAIL.match(mention.value) if mention.kind in _KINDS else None
            if found and found[1]:
                between = _people(scene, key)
                series[mention.kind, found[1], len(found[2]), between].setdefault(int(found[2]), key)
    for (kind, prefix, width, _people_between), held in series.items():
        if len(held) >= _FEWEST and not all(_DAY.search(f"{prefix}{number:0{width}d}") for number in held):
            yield from _between(kind, prefix, width, held)


def _people(scene: Scene, key: Key) -> frozenset[str]:
    """Between whom a number was named, as two sellers may count alike: the chat, or the two companies of a mail; what
    has no people of its own, as an attached file, has those of the mail that carries it."""
    holdings = scene.holdings
    item = holdings.items[key]
    if item.kind == "message":
        return frozenset((item.conversation,))
    uses = holdings.uses.get(key) or holdings.uses.get((key[0], 0), ())
    sender = next((use.value for use in uses if use.role in _ISSUERS), "")
    receiver = next((use.value for use in uses if use.role in _RECEIVERS), "")
    return frozenset(_company(each) for each in (sender, receiver) if each)


def _company(address: str) -> str:
    domain = address.rpartition("@")[2]
    return address if domain in FREE_MAIL else domain


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
