"""Which items belong to a matter, each with the reason: what it names, its thread, its people and time."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from tallystick.errors import TallyError
from tallystick.model.matter import MatterSheet
from tallystick.record.holdings import HeldItem, Holdings, Key
from tallystick.record.party import Parties, Party
from tallystick.record.thread import Threads, in_time, local_day

_BETWEEN = re.compile(r"[\s_/.-]+")
# What only looks like the number of an order: "4711" is also a sum, a quantity and a part of an address.
_NO_NUMBERS = frozenset(("money", "quantity", "date", "deadline", "duration", "address", "phone", "handle"))
# A shorter number stands by chance in many a text.
_SHORTEST_WRITTEN = 6
_NEVER_ALONE = frozenset(("chat", "account", "timesheet"))


@dataclass(frozen=True, slots=True)
class Belonging:
    """An item of a matter. `ground` is chosen, number, thread or person; `reason` says it in a sentence."""

    key: Key
    ground: str
    reason: str


@dataclass(frozen=True, slots=True)
class Matter:
    """A sheet with what belongs to it in the order of time, the parties that it names, and names nobody goes by."""

    sheet: MatterSheet
    belongings: tuple[Belonging, ...]
    counterparties: tuple[Party, ...]
    ours: tuple[Party, ...]
    unknown: tuple[str, ...]

    @property
    def keys(self) -> tuple[Key, ...]:
        return tuple(belonging.key for belonging in self.belongings)


def matter(sheet: MatterSheet, holdings: Holdings, known: Parties, threads: Threads) -> Matter:
    """The matter that the sheet describes: what names its numbers, what stands in one thread with that, and what the
    counterparty and we said to each other in its period."""
    counterparties, unknown = _named(sheet.counterparty, known)
    ours, unknown_ours = _named(sheet.us, known)
    originals, unclear = _meant(sheet, holdings)
    found: dict[Key, Belonging] = {}
    for grounds in (
        _chosen(sheet, originals, holdings),
        _numbered(sheet, holdings),
        _written(sheet, holdings),
        _threaded(found, threads),
        _spoken(sheet, holdings, counterparties),
    ):
        for belonging in grounds:
            found.setdefault(belonging.key, belonging)
    for choice in sheet.exclude:
        for key in _keys_of(choice.ident, originals, holdings):
            found.pop(key, None)
    ordered = sorted(found.values(), key=lambda belonging: in_time(holdings.items[belonging.key]))
    return Matter(sheet, tuple(ordered), counterparties, ours, (*unknown, *unknown_ours, *unclear))


def bare_number(number: str) -> str:
    """A number as it compares: without separators, in small letters."""
    return _BETWEEN.sub("", number).casefold()


def _named(names: tuple[str, ...], known: Parties) -> tuple[tuple[Party, ...], tuple[str, ...]]:
    found: list[Party] = []
    unknown: list[str] = []
    for name in names:
        try:
            found.append(known.named(name))
        except TallyError as error:
            unknown.append(str(error))
    return tuple(dict.fromkeys(found)), tuple(unknown)


def _meant(sheet: MatterSheet, holdings: Holdings) -> tuple[dict[str, int], list[str]]:
    """The log index that each id chosen by the sheet means, and sentences on those that mean none or several."""
    found: dict[str, int] = {}
    unclear: list[str] = []
    hashes = sorted((original.sha256, index) for index, original in holdings.originals.items())
    for ident in dict.fromkeys(choice.ident for choice in (*sheet.include, *sheet.exclude)):
        sha256, _, position = ident.partition(":")
        at = bisect_left(hashes, (sha256, -1))
        fitting = [index for each, index in hashes[at : at + 2] if each.startswith(sha256)]
        if len(fitting) == 1 and (not position or (fitting[0], int(position)) in holdings.items):
            found[ident] = fitting[0]
        else:
            why = "fits several items: give more digits" if len(fitting) > 1 else "no item has this id"
            unclear.append(f"item {ident}: {why}")
    return found, unclear


def _chosen(sheet: MatterSheet, originals: dict[str, int], holdings: Holdings) -> Iterator[Belonging]:
    for choice in sheet.include:
        for key in _keys_of(choice.ident, originals, holdings):
            yield Belonging(key, "chosen", choice.why or "put into it by the sheet")


def _keys_of(ident: str, originals: dict[str, int], holdings: Holdings) -> Iterator[Key]:
    """The items of an original, which stand at positions without a gap, or the one that is meant."""
    index, position = originals.get(ident), ident.partition(":")[2]
    if index is None:
        return
    if position:
        yield index, int(position)
        return
    number = 0
    while (index, number) in holdings.items:
        yield index, number
        number += 1


def _numbered(sheet: MatterSheet, holdings: Holdings) -> Iterator[Belonging]:
    numbers = {bare: number for number in sheet.numbers if (bare := bare_number(number))}
    for key, mentions in holdings.mentions.items():
        for mention in mentions:
            if mention.kind in _NO_NUMBERS:
                continue
            named = numbers.get(bare_number(mention.value)) or numbers.get(bare_number(mention.raw))
            if named:
                where = {"title": "its subject", "own": "its text"}.get(mention.zone, f"its {mention.zone}")
                yield Belonging(key, "number", f"names {named} in {where}")
                break


def _written(sheet: MatterSheet, holdings: Holdings) -> Iterator[Belonging]:
    """What has one of the sheet's numbers in its subject or words, however it is separated."""
    numbers = {bare: number for number in sheet.numbers if len(bare := bare_number(number)) >= _SHORTEST_WRITTEN}
    if not numbers:
        return
    forms = ("".join(f"{re.escape(sign)}[\\s_/.-]*" for sign in bare)[: -len("[\\s_/.-]*")] for bare in numbers)
    written = re.compile(rf"(?<![0-9a-z])(?:{'|'.join(forms)})(?![0-9a-z])", re.IGNORECASE)
    for key, item in holdings.items.items():
        found = written.search(f"{item.title}\n{holdings.texts.get(key, '')}")
        if found and item.kind not in _NEVER_ALONE:
            # Letters that only count as one another, as a dotless i, fold apart: then it is shown as written.
            number = numbers.get(bare_number(found[0]), found[0])
            yield Belonging(key, "number", f"has {number} in its words")


def _threaded(found: dict[Key, Belonging], threads: Threads) -> Iterator[Belonging]:
    seen: set[int] = set()
    for key in list(found):
        thread = threads.of(key)
        if thread is None or thread.number in seen:
            continue
        seen.add(thread.number)
        for other in thread.items:
            yield Belonging(other, "thread", f"in one thread with an item that {found[key].reason}")


def _spoken(sheet: MatterSheet, holdings: Holdings, counterparties: tuple[Party, ...]) -> Iterator[Belonging]:
    """What passed between the counterparty and us within the period; nothing where the sheet states no period."""
    if sheet.begins is None and sheet.ends is None:
        return
    theirs = {ident: party.name for party in counterparties for ident in party.identifiers}
    chats = holdings.chats_of_two(set(theirs))
    for key, item in holdings.items.items():
        if item.kind in _NEVER_ALONE or not _is_within(sheet, item):
            continue
        who = next((theirs[use.ident] for use in holdings.uses.get(key, ()) if use.ident in theirs), "")
        who = who or chats.get(item.conversation, "")
        if who:
            yield Belonging(key, "person", f"with {who} within the period")


def _is_within(sheet: MatterSheet, item: HeldItem) -> bool:
    if item.sent_at is None:
        return False
    day = local_day(item.sent_at, item.zone_minutes)
    return (sheet.begins is None or day >= sheet.begins) and (sheet.ends is None or day <= sheet.ends)
