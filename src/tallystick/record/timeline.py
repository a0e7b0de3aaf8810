"""All channels merged in the order of time, with the silences between."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from tallystick.record.clock import Clock, clock
from tallystick.record.holdings import HeldItem, Holdings, Key
from tallystick.record.party import Party
from tallystick.record.thread import in_time

# Headings say nothing themselves: their messages, bookings and entries do.
_HEADINGS = frozenset(("chat", "account", "timesheet"))


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a timeline. `silence` is how long nothing was said before it, where that is longer than asked for.
    `others` are further items that are the same mail or message, met again in another mailbox or export."""

    item: HeldItem
    clock: Clock
    silence: timedelta | None
    others: tuple[Key, ...]


def timeline(holdings: Holdings, keys: Iterable[Key], silence: timedelta) -> list[Entry]:
    """These items in the order of time, those without a time last; one entry for copies of one mail or message."""
    copies: dict[str, list[HeldItem]] = {}
    wanted = dict.fromkeys(keys)
    for key in wanted:
        item = holdings.items[key]
        if item.kind not in _HEADINGS and not _is_shown_by_its_mail(holdings, item, wanted):
            copies.setdefault(item.content_sha256 or str(key), []).append(item)
    entries: list[Entry] = []
    before: datetime | None = None
    for first, *others in sorted(copies.values(), key=lambda each: _in_time(holdings, each[0])):
        apart = first.sent_at - before if first.sent_at and before else None
        entries.append(Entry(
            first, clock(holdings, first), apart if apart and apart >= silence else None,
            tuple(other.key for other in others),
        ))  # fmt: skip
        before = first.sent_at or before
    return entries


def _is_shown_by_its_mail(holdings: Holdings, item: HeldItem, wanted: Collection[Key]) -> bool:
    """Whether it is a file of a mail that names it in the same timeline."""
    mail = holdings.items.get((item.log_index, 0))
    return item.kind == "document" and bool(item.origin) and mail is not None and mail.kind == "mail" and (
        mail.key in wanted
    )  # fmt: skip


def _in_time(holdings: Holdings, item: HeldItem) -> tuple[bool, datetime, Key]:
    """What has no time of its own stands with the mail that it came in."""
    mail = holdings.items.get((item.log_index, 0))
    if item.sent_at is None and item.origin and mail is not None:
        return (*in_time(mail)[:2], item.key)
    return in_time(item)


def items_of(holdings: Holdings, party: Party) -> list[Key]:
    """Everything that a party said, received or is named in as a person, and all of the chats of two with him."""
    of_two = holdings.chats_of_two(set(party.identifiers))
    named = set(party.items)
    return [key for key, item in holdings.items.items() if key in named or item.conversation in of_two]
