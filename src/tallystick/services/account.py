"""What a bundle says of itself: custody from the log, the timeline, and how complete each conversation is."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date

from tallystick.bundle.completeness import Counted, Coverage, coverage
from tallystick.bundle.wording import say
from tallystick.model.bundle import CustodyRow, TimelineRow
from tallystick.model.custody import Event
from tallystick.model.exhibit import Exhibit
from tallystick.record.holdings import HeldItem, Key
from tallystick.record.thread import in_time, local_day
from tallystick.services.known import Known
from tallystick.services.selection import Selection
from tallystick.services.shown import conversation_title, local_time
from tallystick.services.situation import ident_of
from tallystick.vault.vault import Vault

_LONGEST = 160
# What a browser recorded has the cookies with which it was logged in.
_SESSIONS = frozenset(("alibaba-har", "har", "warc", "wacz"))
_IN_HEADER = frozenset(("from", "to", "cc", "bcc"))
_SAID_OR_BOOKED = frozenset(("mail", "message", "transaction", "work"))


def custody(vault: Vault, exhibits: Sequence[Exhibit], language: str) -> tuple[CustodyRow, ...]:
    """Every event of the log about the exhibits' originals, and every seal over them, in the order of the log."""
    wanted = {each.sha256: each.log_index for each in exhibits}
    tools = {vault.log.event(index).members["pack"]: vault.log.event(index).members["software"]
             for index in vault.catalog.events("pack")}  # fmt: skip
    first = min(wanted.values(), default=0)
    rows = []
    for _index, event in vault.log.events(first):
        about = event.members.get("sha256", "")
        if event.kind in ("kept", "met") and about in wanted:
            rows.append(_row(event, about, language, tools.get(event.members.get("pack", ""), "")))
        elif event.kind in ("sealed", "witnessed", "exported"):
            rows.append(_row(event, "", language, event.members.get("authority", "")))
    return tuple(rows)


def _row(event: Event, sha256: str, language: str, tool: str) -> CustodyRow:
    return CustodyRow(
        time=event.time, actor=event.actor, event=say(language, f"custody.{event.kind}"), sha256=sha256, tool=tool
    )


def timeline_rows(known: Known, selection: Selection, shown_in: Mapping[Key, str]) -> tuple[TimelineRow, ...]:
    """Each item that is inside, in the order of time, with the exhibit that shows it."""
    held = known.holdings
    rows = []
    for item in sorted((held.items[key] for key in selection.inside), key=in_time):
        time, zone = local_time(item)
        what = " ".join((item.title if item.kind != "message" else held.texts.get(item.key, "")).split())
        what = what if len(what) <= _LONGEST else what[: _LONGEST - 1] + "…"
        actor = known.scene.sender(item.key)
        rows.append(TimelineRow(time=time, zone=zone, actor=actor, what=what, exhibit=shown_in.get(item.key, "")))
    return tuple(rows)


def threads_covered(known: Known, selection: Selection, language: str) -> tuple[Coverage, ...]:
    """Of each chat and mail thread that the matter touches, within its stated period: what the log seals of it.

    A thread is named by what is inside: the subject of a letter that stays out is not told.
    """
    inside, held = selection.inside, known.holdings
    touched = {key for key in (*selection.matter.keys, *inside) if held.items[key].kind in ("mail", "message")}
    threads = {_thread(known, held.items[key]) for key in touched} - {None}
    found = [
        item for item in sorted(held.items.values(), key=in_time)
        if item.kind in ("mail", "message") and (item.key in touched or _thread(known, item) in threads)
        and (item.key in inside or _is_within(selection, item))
    ]  # fmt: skip
    names: dict[object, str] = {}
    for item in found:
        if item.key in inside:
            names.setdefault(_thread(known, item), _named(known, item, language))
    left_out = say(language, "coverage.left-out")
    return coverage(
        Counted(thread=names.get(_thread(known, item), left_out), day=_day(item),
                outside=_outside(selection, item.key)) for item in found
    )  # fmt: skip


def _thread(known: Known, item: HeldItem) -> object:
    """What messages of one conversation have in common."""
    if item.kind == "message":
        return item.conversation
    thread = known.threads.of(item.key)
    return None if thread is None else thread.number


def _named(known: Known, item: HeldItem, language: str) -> str:
    if item.kind == "message":
        return f"{item.channel}: {conversation_title(known, item)}"
    return item.title if known.threads.of(item.key) else say(language, "coverage.no-mail-thread")


def _outside(selection: Selection, key: Key) -> str:
    if key in selection.inside:
        return ""
    reason = selection.reasons.get(key, "")
    if reason:
        return reason.removesuffix("-quoted")
    if key in selection.copies:
        return "copy"
    return "not-chosen" if key in set(selection.matter.keys) else "outside-matter"


def _is_within(selection: Selection, item: HeldItem) -> bool:
    sheet, day = selection.matter.sheet, _day(item)
    if day is None:
        return sheet.begins is None and sheet.ends is None
    return (sheet.begins is None or day >= sheet.begins) and (sheet.ends is None or day <= sheet.ends)


def _day(item: HeldItem) -> date | None:
    return local_day(item.sent_at, item.zone_minutes) if item.sent_at else None


def ours_alone(known: Known, selection: Selection, exhibits: Iterable[Exhibit]) -> list[str]:
    """The numbers of the exhibits that are mails among ourselves, which the other side has not seen yet."""
    found = set()
    for key in selection.inside:
        people = [known.parties.of(use.ident) for use in known.holdings.uses.get(key, ()) if use.role in _IN_HEADER]
        if known.holdings.items[key].kind == "mail" and people and all(each and each.is_ours for each in people):
            found.add(ident_of(known, key))
    return [each.number for each in exhibits if each.kind == "mail" and each.ident in found]


def not_enclosed(
    known: Known, selection: Selection, indexes: Iterable[int], *, is_whole_allowed: bool
) -> Iterator[tuple[int, str]]:
    """The originals, by log index, that are not handed over, with the ground: those that hold a browser's session and
    those that also hold withheld words always, those with other words unless whole originals are allowed."""
    inside = selection.inside | selection.copies
    for index in sorted(set(indexes)):
        if _SESSIONS & set(known.holdings.formats.get(index, ())):
            yield index, "session"
        elif _holds_more(known, selection, index, inside, is_whole_allowed=is_whole_allowed):
            yield index, "not-enclosed"


def _holds_more(known: Known, selection: Selection, index: int, inside: Collection[Key], *,
                is_whole_allowed: bool) -> bool:  # fmt: skip
    position = 0
    while (item := known.holdings.items.get((index, position))) is not None:
        position += 1
        if item.key in selection.reasons:
            return True
        if item.kind in _SAID_OR_BOOKED and item.key not in inside and not is_whole_allowed:
            return True
    return False
