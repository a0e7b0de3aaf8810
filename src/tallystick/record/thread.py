"""Threads across channels: items that belong to one conversation, each with the reason why it does."""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from tallystick.record.holdings import HeldItem, Holdings, Ident, Key
from tallystick.record.unions import Unions

# Mail programs' marks for replies and forwards, in the languages that trade is written in.
_REPLY = re.compile(
    r"^(?:\s*(?:re|aw|antw|sv|vs|r|rif|odp|tr|fwd?|wg|wtr|rv|回复|回覆|答复|答覆|转发|轉寄|转寄|fw|ответ|ha|на|пересл|отв)"
    r"(?:\[\d+\])?\s*[:：])+\s*",
    re.IGNORECASE,
)
_SPACE = re.compile(r"\W+")
_SHORTEST_SUBJECT = 6
_SHORTEST_QUOTE = 40
_LONGEST_QUOTE = 160
# So many texts that begin alike are a form letter; so many mails back an answer looks for what it answers.
_MOST_ALIKE = 20
_MOST_BEFORE = 20
_SAME_SUBJECT = timedelta(days=60)
_SAME_NUMBER = timedelta(days=400)
# A chat is one conversation as long as nobody is silent for so long.
_PAUSE = timedelta(hours=12)
NUMBERS = (
    "order", "purchase-order", "proforma", "invoice", "contract", "bill-of-lading", "letter-of-credit", "container",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Thread:
    """The items of one conversation in the order of their times, those without a time last; `reasons` by item."""

    number: int
    items: tuple[Key, ...]
    reasons: dict[Key, str]


class Threads:
    """All threads, and of each item the thread that it stands in."""

    def __init__(self, threads: list[Thread]) -> None:
        self.all = threads
        self._of = {key: thread for thread in threads for key in thread.items}

    def of(self, key: Key) -> Thread | None:
        return self._of.get(key)


def threads(holdings: Holdings) -> Threads:
    """The threads that references, quotes, subjects, numbers and time make of mails and chat messages."""
    spoken = {key: item for key, item in holdings.items.items() if item.kind in ("mail", "message")}
    unions: Unions[Key] = Unions(spoken)
    for joins in (_by_reference, _by_pause, _by_quote, _by_subject, _by_number):
        for one, other, reason in joins(holdings, spoken):
            unions.join(one, other, reason)
    found = []
    for number, members in enumerate(unions.sets()):
        ordered = tuple(sorted(members, key=lambda key: in_time(holdings.items[key])))
        found.append(Thread(number, ordered, {k: unions.reasons[k] for k in members if k in unions.reasons}))
    return Threads(found)


def in_time(item: HeldItem) -> tuple[bool, datetime, Key]:
    """Sorts items by their time, those without one last, and by the log within one time."""
    return item.sent_at is None, item.sent_at or _NEVER, item.key


def local_day(utc: datetime, zone_minutes: int | None) -> date:
    """The day on the calendar of him who stated the time; where its zone is unknown `utc` is the local reading."""
    try:
        return (utc + timedelta(minutes=zone_minutes or 0)).date()
    except OverflowError:
        return utc.date()


_NEVER = datetime.max.replace(tzinfo=UTC)
_Joins = Iterator[tuple[Key, Key, str]]
_Items = dict[Key, HeldItem]
MessageName = tuple[str, str, str]


def _by_reference(holdings: Holdings, spoken: _Items) -> _Joins:
    """Who names another's Message-ID, and who names the same one as another does, even where it is not held."""
    holders: dict[MessageName, Key] = {}
    for key, item in spoken.items():
        if item.message_id:
            held = holders.setdefault(message_name(item, item.message_id), key)
            if held != key:
                yield held, key, f"has the same id {item.message_id}"
    for key, item in spoken.items():
        for kind, named in holdings.references.get(key, ()):
            held = holders.setdefault(message_name(item, named), key)
            if held != key:
                yield held, key, f"{kind} {named}"


def message_name(item: HeldItem, message_id: str) -> MessageName:
    """What a message id names where `item` says it: many platforms count anew in each chat, mail ids hold anywhere."""
    return item.channel, item.conversation if item.kind == "message" else "", message_id


def _by_pause(_holdings: Holdings, spoken: _Items) -> _Joins:
    """Messages of one chat between which nobody was silent for half a day."""
    by_chat: defaultdict[str, list[HeldItem]] = defaultdict(list)
    for item in spoken.values():
        if item.kind == "message":
            by_chat[item.conversation].append(item)
    for messages in by_chat.values():
        messages.sort(key=in_time)
        for before, after in pairwise(messages):
            if before.sent_at and after.sent_at and after.sent_at - before.sent_at < _PAUSE:
                yield before.key, after.key, "follows in the same chat"


def _by_quote(holdings: Holdings, spoken: _Items) -> _Joins:
    """Who repeats the words with which one other text begins; words with which several begin join nothing."""
    begun: defaultdict[str, dict[str, Key]] = defaultdict(dict)
    for key in spoken:
        text = holdings.texts.get(key, "")
        if said := beginning(text):
            begun[said[:_SHORTEST_QUOTE]].setdefault(said, key)
    for key in spoken:
        for quoted in holdings.quotations.get(key, ()):
            words = beginning(quoted.text)
            alike = begun.get(words[:_SHORTEST_QUOTE], {}) if words else {}
            held = _only_one(words, alike)
            if held is not None and held != key:
                yield held, key, "quotes its words"


def _only_one(words: str, alike: dict[str, Key]) -> Key | None:
    """The one text of these that begins with the words, None where none does or several do."""
    if len(alike) > _MOST_ALIKE:
        return alike.get(words) if len(words) == _LONGEST_QUOTE else None
    fitting = [key for said, key in alike.items() if said.startswith(words) or words.startswith(said)]
    return fitting[0] if len(fitting) == 1 else None


def beginning(text: str) -> str:
    """The first letters of a text, without what programs change when they quote; "" where there are too few."""
    said = _SPACE.sub("", text[: _LONGEST_QUOTE * 4]).casefold()[:_LONGEST_QUOTE]
    return said if len(said) >= _SHORTEST_QUOTE else ""


def bare_subject(subject: str) -> str:
    """A subject without the marks of replies and forwards, as it compares."""
    return " ".join(_REPLY.sub("", subject).casefold().split())


def _by_subject(holdings: Holdings, spoken: _Items) -> _Joins:
    """A reply by its subject's mark to a mail of the same subject and people within two months."""
    by_subject: defaultdict[str, list[HeldItem]] = defaultdict(list)
    for item in spoken.values():
        if item.kind == "mail" and len(bare := bare_subject(item.title)) >= _SHORTEST_SUBJECT:
            by_subject[bare].append(item)
    for mails in by_subject.values():
        mails.sort(key=in_time)
        for at, after in enumerate(mails):
            if _REPLY.match(after.title) is None:
                continue
            earlier = reversed(mails[max(0, at - _MOST_BEFORE) : at])
            before = next((each for each in earlier if _share_people(holdings, each, after)), None)
            if before is not None and _is_near(before, after, _SAME_SUBJECT):
                yield before.key, after.key, "same subject and people"


def _by_number(holdings: Holdings, spoken: _Items) -> _Joins:
    """Items of the same people that each name one number, the same one."""
    by_number: defaultdict[str, deque[HeldItem]] = defaultdict(lambda: deque(maxlen=_MOST_BEFORE))
    for item in sorted(spoken.values(), key=in_time):
        named = {
            mention.value for mention in holdings.mentions.get(item.key, ())
            if mention.kind in NUMBERS and mention.zone in ("own", "title")
        }  # fmt: skip
        if len(named) != 1:
            continue
        (number,) = named
        before = next((each for each in by_number[number] if _share_people(holdings, each, item)), None)
        if before is not None and _is_near(before, item, _SAME_NUMBER):
            yield before.key, item.key, f"names {number} too"
        by_number[number].appendleft(item)


def _is_near(before: HeldItem, after: HeldItem, span: timedelta) -> bool:
    return before.sent_at is not None and after.sent_at is not None and after.sent_at - before.sent_at <= span


def _share_people(holdings: Holdings, one: HeldItem, other: HeldItem) -> bool:
    """Whether the same people speak: both sides of a mail, or one chat. We ourselves stand in every mail we have, so
    that one shared address of two says nothing."""
    if one.kind == other.kind == "message":
        return one.conversation == other.conversation
    left, right = _people(holdings, one.key), _people(holdings, other.key)
    shared = len(left & right)
    return shared >= 2 or 0 < shared == min(len(left), len(right))


def _people(holdings: Holdings, key: Key) -> set[Ident]:
    return {use.ident for use in holdings.uses.get(key, ()) if use.value}
