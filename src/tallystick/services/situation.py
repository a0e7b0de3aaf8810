"""The situation of a matter: what a person stated, what the messages do, and what was booked, as rules ask for it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation

from tallystick.language.acts import acts
from tallystick.model.act import Act, ActKind
from tallystick.model.money import Money
from tallystick.model.situation import FIRST_DAY, LAST_DAY, Event, Fact, Situation
from tallystick.record.holdings import HeldItem, Key
from tallystick.record.matter import Matter
from tallystick.record.settlement import says_it_settles
from tallystick.record.thread import in_time, local_day
from tallystick.services.known import Known

# What a message of one side shows to have happened. A message of theirs has arrived, for we hold it.
_READ: dict[tuple[ActKind, bool], Event] = {
    (ActKind.DEMAND, True): Event.DEMAND_SENT,
    (ActKind.ADMISSION, False): Event.DEBT_ACKNOWLEDGED,
    (ActKind.PROMISE_PAY, False): Event.PERFORMANCE_PROMISED,
    (ActKind.PROMISE_DELIVER, False): Event.PERFORMANCE_PROMISED,
    (ActKind.REFUSAL, False): Event.REFUSED,
    (ActKind.TERMINATION, True): Event.RESCISSION_NOTIFIED,
}
_CHANNELS = {
    "mail": "email", "alibaba": "platform-chat", "1688": "platform-chat", "page": "page", "file": "document",
    "bank": "statement", "work": "document", "recording": "call",
}  # fmt: skip
_NOT_SPOKEN = frozenset(("deleted", "system"))


@dataclass(frozen=True, slots=True)
class Said:
    """An act in an item of the matter: whose it is (None where that is not known), and on which day it was said."""

    item: HeldItem
    ident: str
    channel: str
    is_ours: bool | None
    sender: str
    on: date | None
    act: Act


def situation(known: Known, name: str, spoken: Sequence[Said] | None = None) -> Situation:
    """Everything known of the matter's dispute.

    Facts that were only read in messages are marked so: they inform, and no clock is prolonged by them. `spoken` are
    the matter's acts, where they were looked for already. Raises MatterNotFound.
    """
    matter = known.matter(name)
    case = matter.sheet.case
    heard = said(known, matter) if spoken is None else spoken
    traits = {"currency": matter.sheet.currency, "amount": matter.sheet.value} | dict(case.traits)
    return Situation(
        facts=(*case.facts, *_breach_by_delay(case.facts), *_read(known, heard), *_booked(known, matter)),
        traits={key: value for key, value in traits.items() if value},
        disputes=case.disputes,
    )


def stated_alone(found: Situation) -> Situation:
    """The situation without what was only read in messages."""
    return replace(found, facts=tuple(fact for fact in found.facts if fact.how != "read"))


def said(known: Known, matter: Matter) -> list[Said]:
    """Every act of the matter's mails, messages and statements on pages, in the order of time, of copies the first."""
    held, wanted = known.holdings, set(matter.keys)
    spoken = [item for item in known.scene.spoken if item.key in wanted and not item.marks & _NOT_SPOKEN]
    return [one for item in sorted(spoken, key=in_time) for one in _acts(known, item, held.texts.get(item.key, ""))]


def ident_of(known: Known, key: Key) -> str:
    """The id by which an item is named: its original's hash, and its position where it is not the first."""
    sha256 = known.holdings.originals[key[0]].sha256
    return f"{sha256}:{key[1]}" if key[1] else sha256


def channel_of(item: HeldItem) -> str:
    """The item's channel in the words of the rules."""
    return _CHANNELS.get(item.channel, "email" if item.kind == "mail" else "messenger")


def _acts(known: Known, item: HeldItem, text: str) -> Iterator[Said]:
    day = _plausible(local_day(item.sent_at, item.zone_minutes)) if item.sent_at else None
    for act in acts(text, sent=day, is_zoned=True):
        yield Said(
            item, ident_of(known, item.key), channel_of(item), known.scene.is_ours(item.key),
            known.scene.sender(item.key), day, act,
        )  # fmt: skip


def _read(known: Known, spoken: Sequence[Said]) -> Iterator[Fact]:
    answers = _Answers(known)
    for one in spoken:
        event = _READ.get((one.act.kind, bool(one.is_ours)))
        if event is None or one.is_ours is None or _is_settling(known, one.item):
            continue
        fact = Fact(
            event=event, on=one.on, how="read", shown_by=(one.ident,), by="us" if one.is_ours else "them",
            money=one.act.money[0] if one.act.money else None, channel=one.channel, note=one.act.words,
        )  # fmt: skip
        yield fact
        answer = answers.after(one.item) if event is Event.DEMAND_SENT else None
        if answer is not None:
            yield replace(fact, event=Event.DEMAND_REACHED, shown_by=(one.ident, ident_of(known, answer.key)))


def _breach_by_delay(stated: tuple[Fact, ...]) -> Iterator[Fact]:
    """Who is not paid on the day that it was due knows of the breach and who is liable, if nothing else is stated."""
    known = {fact.event for fact in stated}
    due = [fact for fact in stated if fact.event is Event.PAYMENT_DUE and fact.on is not None and fact.by != "us"]
    if due and Event.BREACH_KNOWN not in known:
        first = min(due, key=lambda fact: fact.on or date.max)
        yield replace(first, event=Event.BREACH_KNOWN, money=None, note="not paid on the day that it was due")


def _is_settling(known: Known, item: HeldItem) -> bool:
    return says_it_settles(f"{item.title}\n{known.holdings.texts.get(item.key, '')}")


class _Answers:
    """The other side's messages of each thread in the order of time, looked for once."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self._theirs: dict[Key, list[HeldItem]] = {}

    def after(self, item: HeldItem) -> HeldItem | None:
        """The first message of theirs in the same thread after it: then it had arrived, whatever the answer says."""
        thread = self._known.threads.of(item.key)
        if thread is None:
            return None
        theirs = self._theirs.get(thread.items[0])
        if theirs is None:
            items = (self._known.holdings.items[key] for key in thread.items)
            theirs = sorted((each for each in items if self._known.scene.is_ours(each.key) is False), key=in_time)
            self._theirs[thread.items[0]] = theirs
        place = bisect_right(theirs, in_time(item), key=in_time)
        return theirs[place] if place < len(theirs) else None


def _booked(known: Known, matter: Matter) -> Iterator[Fact]:
    """The payments that the statements among the matter's items show, each once though two statements show it.

    What passed between us and an account that is not known to be the counterparty's is only read: who else was paid
    may be an impostor.
    """
    theirs = {ident for party in matter.counterparties for ident in party.identifiers}
    found: dict[tuple[str, str, str], Fact] = {}
    for key in matter.keys:
        item = known.holdings.items[key]
        if item.kind != "transaction":
            continue
        is_theirs = any(use.ident in theirs for use in known.holdings.uses.get(key, ()))
        for sum_ in known.holdings.sums.get(key, ()):
            amount = _decimal(sum_.amount)
            if sum_.role != "booking" or not amount:
                continue
            same = found.get((sum_.day, sum_.amount, sum_.currency))
            found[sum_.day, sum_.amount, sum_.currency] = Fact(
                event=Event.PAYMENT_MADE, on=_day(sum_.day), how="booked" if is_theirs else "read",
                shown_by=(*(same.shown_by if same else ()), ident_of(known, key)),
                by="them" if amount > 0 else "us", money=Money(abs(amount), sum_.currency), channel="statement",
                note=known.scene.sender(key),
            )  # fmt: skip
    # What the sheet states already is not counted twice.
    stated = {(fact.on, fact.money) for fact in matter.sheet.case.facts if fact.event is Event.PAYMENT_MADE}
    yield from (fact for fact in found.values() if (fact.on, fact.money) not in stated)


def _decimal(digits: str) -> Decimal | None:
    try:
        return Decimal(digits)
    except InvalidOperation:
        return None


def _day(stated: str) -> date | None:
    try:
        return _plausible(date.fromisoformat(stated))
    except ValueError:
        return None


def _plausible(day: date) -> date | None:
    """The day; None for one that a message or statement only claims, and that no clock could start on."""
    return day if FIRST_DAY <= day <= LAST_DAY else None
