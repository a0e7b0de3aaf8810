"""Skype's own export, messages.json: all conversations of an account, the words of most messages as HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tallystick.errors import NotThisFormat
from tallystick.formats.carrier import Head, parse_json
from tallystick.formats.chat.field import Record, inner, listing, record_of, text
from tallystick.formats.chat.instant import iso
from tallystick.formats.chat.ledger import Ledger, speakers
from tallystick.formats.chat.skype_text import worded
from tallystick.model.chat import Chat, ChatMessage
from tallystick.model.reading import Reading

_FORMAT = "skype"
_SIGN = re.compile(r'"MessageList"\s{0,8}:')
_SYSTEM = ("ThreadActivity/", "PopCard", "Notice", "InviteFreeRelationshipChanged", "Signal/", "Control/", "Event/Edit")
_CALLS = ("Event/Call", "Event/ScheduledCall", "Event/SkypeVideoMessage")


def recognises(head: Head) -> bool:
    """Whether it is Skype's record of a user and his conversations."""
    start = head.start[:2000]
    return start.startswith("{") and '"userId"' in start and '"conversations"' in start and (
        bool(_SIGN.search(head.text)) or '"exportDate"' in start
    )  # fmt: skip


def read(original: bytes, name: str = "") -> Iterator[Reading]:  # noqa: ARG001 - the contract of formats
    """All conversations. Raises NotThisFormat, LimitExceeded."""
    root = record_of(parse_json(original))
    if not isinstance(root.get("conversations"), list):
        raise NotThisFormat(_FORMAT, "no list of conversations")
    own = _bare(text(root, "userId"))
    ledger = Ledger("message record")
    chats = tuple(
        _chat(conversation, f"/conversations/{place}", own, ledger)
        for place, conversation in enumerate(map(record_of, root["conversations"]))
    )
    yield Reading(format=_FORMAT, chats=chats, counts=(ledger.count(),), problems=tuple(ledger.problems))


def _bare(ident: str) -> str:
    """An id without the number of its network: "8:live:bob" and "live:bob" are one account."""
    network, colon, rest = ident.partition(":")
    return rest if colon and network.isdigit() else ident


def _chat(conversation: Record, path: str, own: str, ledger: Ledger) -> Chat:
    ident = text(conversation, "id")
    records = ledger.records(listing(conversation, "MessageList"), f"{path}/MessageList")
    title = text(conversation, "displayName") or text(inner(conversation, "threadProperties"), "topic")
    messages = tuple(ledger.keep(_message(record, place, own, title, ledger)) for place, record in records)
    return Chat(
        platform="skype", title=title, chat_id=ident, kind="group" if ident.startswith("19:") else "private",
        zone="UTC" if messages else "", participants=speakers(messages), messages=messages,
    )  # fmt: skip


def _message(record: Record, place: str, own: str, title: str, ledger: Ledger) -> ChatMessage:
    kind, sender_id = text(record, "messagetype"), _bare(text(record, "from").rpartition("/contacts/")[2])
    moment = iso(text(record, "originalarrivaltime"))
    if moment is None:
        ledger.note("no-time", place, "originalarrivaltime cannot be read")
    words = worded(kind, text(record, "content"))
    if words.is_unread:
        ledger.note("limit-depth", place, "the HTML of this message is too deep, and stands as it was written")
    properties = inner(record, "properties")
    named = (
        ("deleted", bool(text(properties, "deletetime"))),
        ("edited", words.is_edited or bool(text(properties, "edittime") or text(record, "skypeeditedid"))),
        ("forwarded", bool(properties.get("forwardMetadata"))),
    )
    is_system = kind.startswith(_SYSTEM)
    is_own = sender_id == own if own and sender_id and not is_system else None
    is_peer = is_own is False and not text(record, "conversationid").startswith("19:")
    return ChatMessage(
        place, text(record, "displayName") or (title if is_peer else "") or sender_id, moment, words.text,
        kind=_kind(kind, any(one.kind for one in words.media)), sender_id=sender_id, message_id=text(record, "id"),
        reply_to=words.quoted.message_id if words.quoted else "", quoted=words.quoted, media=words.media,
        marks=tuple(mark for mark, holds in named if holds), is_own=is_own,
    )  # fmt: skip


def _kind(stated: str, has_media: bool) -> str:
    if stated.startswith(_SYSTEM):
        return "system"
    if stated.startswith(_CALLS):
        return "call"
    if stated in ("RichText/Contacts", "RichText/Media_Card"):
        return "card"
    return "media" if has_media else "text"
