"""Conversations put together from pages, pushes and lists that overlap: each message once, and none lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from tallystick.errors import LimitExceeded
from tallystick.formats.chat.alibaba_content import words
from tallystick.formats.chat.alibaba_message import Stated, account, message_of, pair_in, platform_of
from tallystick.model.chat import Chat, ChatMessage, Participant
from tallystick.model.message import Moment, Problem
from tallystick.model.reading import Count

MOST_MESSAGES = 2_000_000


@dataclass(frozen=True, slots=True)
class Span:
    """One page of messages: the cursor it was asked with, the one it names for what is older, and its oldest time."""

    place: str
    start: str
    next_cursor: str
    has_more: bool | None
    oldest: str


@dataclass(slots=True)
class _Conversation:
    title: str = ""
    is_listed: bool = False
    messages: list[ChatMessage] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    uids: list[str] = field(default_factory=list)


class Conversations:
    """Gathers messages by conversation. Owns what became of each.

    `platform` is set by whoever meets the evidence."""

    def __init__(self, platform: str = "") -> None:
        self._own: dict[str, str] = {}
        self.problems: list[Problem] = []
        self.platform = platform
        self._conversations: dict[str, _Conversation] = {}
        self._names: dict[str, str] = {}
        self._at: dict[tuple[str, str], list[int]] = {}
        self._became: Counter[str] = Counter()

    def add(self, model: Any, place: str, cid: str = "", seen: Moment | None = None) -> ChatMessage | None:
        """The message of the model, kept in its conversation, or in `cid` where it names none; None where it is none.

        `seen` is the time of a message that states none itself.
        """
        if self._became.total() >= MOST_MESSAGES:
            raise LimitExceeded("chats of one file, messages", MOST_MESSAGES, "more")
        stated = message_of(model, place, seen)
        if stated is None:
            self._became["problems"] += 1
            self.problems.append(Problem("message-unreadable", place, "a message without id, time and content"))
            return None
        self.problems.extend(stated.problems)
        self._keep(stated, stated.cid or cid)
        return stated.message

    def refuse(self, problem: Problem) -> None:
        """A message that was offered and cannot be kept is counted as the problem it is."""
        self._became["problems"] += 1
        self.problems.append(problem)

    def describe(self, cid: str, title: str = "", uids: Iterable[str] = (), *, is_listed: bool = False) -> None:
        """What a list says of a conversation: its title, its accounts, and that it exists."""
        conversation = self._conversation(cid)
        conversation.title = conversation.title or title
        conversation.is_listed |= is_listed
        conversation.uids.extend(uid for uid in uids if uid)

    def owned_by(self, uid: str) -> None:
        """An account of whoever made the export."""
        if account(uid):
            self._own[account(uid)] = _fuller(self._own.get(account(uid), ""), uid)

    @property
    def owner(self) -> str:
        """The first account of the owner that was met, "" before that."""
        return next(iter(self._own.values()), "")

    def name(self, uid: str, nick: str) -> None:
        """The name shown for an account."""
        if uid and nick:
            self._names.setdefault(account(uid), nick)

    def page(self, cid: str, span: Span) -> None:
        """One page of a conversation, from which is seen whether pages are missing."""
        self._conversation(cid).spans.append(span)

    def _conversation(self, cid: str) -> _Conversation:
        return self._conversations.setdefault(cid, _Conversation())

    def _keep(self, stated: Stated, cid: str) -> None:
        message, conversation = stated.message, self._conversation(cid)
        self.name(message.sender_id, message.sender)
        key = (cid, message.message_id)
        earlier = self._at.setdefault(key, []) if message.message_id else []
        for index in earlier:
            if _is_same(conversation.messages[index], message):
                conversation.messages[index] = _joined(conversation.messages[index], message)
                self._became["repeated"] += 1
                return
        if earlier:
            where = conversation.messages[earlier[0]].place
            detail = f"message {message.message_id} differs from the one with the same id at {where}; both are kept"
            self.problems.append(Problem("message-id-differs", message.place, detail))
        earlier.append(len(conversation.messages))
        conversation.messages.append(message)
        self._became["system" if message.kind == "system" else "messages"] += 1

    def count(self) -> Count:
        """What became of every message that was met."""
        shares = tuple((name, self._became[name]) for name in ("messages", "system", "repeated", "problems"))
        return Count("messages", self._became.total(), shares)

    def chats(self) -> tuple[Chat, ...]:
        """All conversations, in the order in which they were met, each by the platform's clock."""
        own = set(self._own) or self._common()
        return tuple(self._chat(cid, conversation, own) for cid, conversation in self._conversations.items())

    def _common(self) -> set[str]:
        """The one account that takes part in every conversation, where there are several."""
        pairs = [set(pair_in(cid)) for cid in self._conversations if pair_in(cid)]
        shared = set.intersection(*pairs) if len(pairs) > 1 else set()
        return shared if len(shared) == 1 else set()

    def _chat(self, cid: str, conversation: _Conversation, own: set[str]) -> Chat:
        uids: dict[str, str] = {}
        senders = (one.sender_id for one in conversation.messages if one.sender_id)
        for uid in (*pair_in(cid), *conversation.uids, *senders):
            uids[account(uid)] = _fuller(uids.get(account(uid), ""), uid)
        people = tuple(self._participant(ident, uid, own) for ident, uid in uids.items())
        other = next((one.name for one in people if one.name and one.is_own is False), "")
        messages = sorted((self._owned(one, own) for one in conversation.messages), key=_clock)
        return Chat(
            platform=platform_of(cid) or self.platform,
            title=conversation.title or other,
            chat_id=cid,
            kind="private" if len(people) == 2 else "",
            zone="UTC",
            is_tail=self._is_tail(cid, conversation),
            participants=people,
            messages=tuple(messages),
        )

    def _participant(self, ident: str, uid: str, own: set[str]) -> Participant:
        return Participant(name=self._names.get(ident, ""), ident=uid, is_own=ident in own if own else None)

    def _owned(self, message: ChatMessage, own: set[str]) -> ChatMessage:
        sender = account(message.sender_id)
        name = message.sender or self._names.get(sender, "")
        return message._replace(sender=name, is_own=sender in own if own and sender else None)

    def _is_tail(self, cid: str, conversation: _Conversation) -> bool | None:
        if not conversation.spans:
            if conversation.is_listed:
                detail = f"conversation {cid}: only listed with its newest message; its messages were never opened"
                self.problems.append(Problem("conversation-not-opened", cid, detail))
            return None
        asked = {span.start for span in conversation.spans}
        oldest = min(conversation.spans, key=lambda span: (len(span.oldest), span.oldest))
        for span in conversation.spans:
            if span.has_more and span is not oldest and span.next_cursor not in asked:
                detail = f"conversation {cid}: the page that follows cursor {span.next_cursor} is not there"
                self.problems.append(Problem("page-missing", span.place, detail))
        return oldest.has_more


def _fuller(known: str, uid: str) -> str:
    """Of two forms of one account's id, the one that names its domain."""
    return known if known and ("@" in known or "@" not in uid) else uid


def _is_same(one: ChatMessage, other: ChatMessage) -> bool:
    """Whether two copies say the same, apart from what changes while a message is read and what one leaves out."""
    senders = {account(copy.sender_id) for copy in (one, other) if copy.sender_id}
    times = {copy.moment.utc for copy in (one, other) if copy.moment}
    return len(senders) < 2 and len(times) < 2 and one.text == other.text and one.media == other.media


def _joined(earlier: ChatMessage, later: ChatMessage) -> ChatMessage:
    marks = dict.fromkeys((*earlier.marks, *later.marks))
    if "read" in marks:
        marks.pop("unread", None)
    quoted, sender = earlier.quoted or later.quoted, earlier.sender or later.sender
    return earlier._replace(marks=tuple(marks), quoted=quoted, sender=sender)


def _clock(message: ChatMessage) -> float:
    """Messages without a time stand first: where they belong is not known."""
    return message.moment.utc.timestamp() if message.moment and message.moment.utc else 0.0


def uids_in(source: Any) -> list[str]:
    """The accounts that a pair, a list of receivers or an object with a uid names."""
    if isinstance(source, dict):
        return [uid for uid in (words(source.get("uid")),) if uid]
    if isinstance(source, list):
        return [uid for one in source for uid in uids_in(one)]
    return [words(source)] if words(source) else []
