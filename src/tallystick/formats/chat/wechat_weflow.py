"""WeFlow's and echotrace's JSON of one WeChat chat (echotrace has the same members without "weflow")."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tallystick.errors import NotThisFormat
from tallystick.formats.carrier import Head, parse_json
from tallystick.formats.chat.field import Record, flag, inner, number, record_of, text
from tallystick.formats.chat.instant import at_seconds, local, with_local, zone_of
from tallystick.formats.chat.ledger import Ledger, speakers
from tallystick.formats.chat.wechat_types import Spoken, labelled
from tallystick.model.chat import Chat, ChatMessage, Quoted
from tallystick.model.message import Moment
from tallystick.model.reading import Reading

_FORMAT = "wechat-weflow"
_KINDS = {"群聊": "group", "私聊": "private"}
_SESSION = re.compile(r'"session"\s{0,8}:\s{0,8}\{')
_MESSAGES = re.compile(r'"senderUsername"\s{0,8}:|"messageCount"\s{0,8}:')


def recognises(head: Head) -> bool:
    """Whether it is a record with a session and messages by senderUsername."""
    if not head.start.startswith("{") or not _SESSION.search(head.start):
        return False
    return '"weflow"' in head.start or bool(_MESSAGES.search(head.text))


def read(original: bytes, name: str = "") -> Iterator[Reading]:  # noqa: ARG001 - the contract of formats
    """One chat. Raises NotThisFormat, LimitExceeded."""
    root = record_of(parse_json(original))
    session, records = inner(root, "session"), root.get("messages")
    if not session or not isinstance(records, list):
        raise NotThisFormat(_FORMAT, "no session with a list of messages")
    ledger = Ledger("message record")
    messages = [ledger.keep(_message(record, place, ledger)) for place, record in ledger.records(records, "/messages")]
    stated = number(session, "messageCount")
    if stated is not None and stated != len(records):
        ledger.note("count-differs", "/session", f"{stated} messages are stated, {len(records)} are there")
    chat = Chat(
        platform="wechat",
        title=text(session, "displayName", "remark", "nickname"),
        chat_id=text(session, "wxid"),
        kind=_kind(session),
        zone=zone_of(messages),
        is_tail=stated > len(records) if stated is not None and stated != len(records) else None,
        participants=speakers(messages),
        messages=tuple(messages),
    )
    yield Reading(format=_FORMAT, chats=(chat,), counts=(ledger.count(),), problems=tuple(ledger.problems))


def _kind(session: Record) -> str:
    return _KINDS.get(text(session, "type")) or ("group" if text(session, "wxid").endswith("@chatroom") else "")


def _message(record: Record, place: str, ledger: Ledger) -> ChatMessage:
    told = labelled(text(record, "type"), text(record, "content"))
    sender_id = text(record, "senderUsername") or told.sender_id
    is_system = told.kind == "system"
    return ChatMessage(
        place,
        "" if is_system and sender_id.endswith("@chatroom") else text(record, "senderDisplayName") or sender_id,
        _moment(record, place, ledger),
        told.text,
        kind=told.kind,
        sender_id=sender_id,
        message_id=text(record, "platformMessageId", "serverId", "localId"),
        reply_to=text(record, "replyToMessageId") or told.reply_to,
        quoted=_quoted(record, told),
        media=told.media,
        marks=told.marks,
        is_own=None if is_system else flag(record, "isSend"),
    )


def _quoted(record: Record, told: Spoken) -> Quoted | None:
    words = text(record, "quotedContent")
    if words:
        return Quoted(text(record, "quotedSender"), words, text(record, "replyToMessageId"))
    return told.quoted


def _moment(record: Record, place: str, ledger: Ledger) -> Moment | None:
    """WeChat's own time, with the zone that the local one beside it shows."""
    absolute, written = at_seconds(number(record, "createTime")), local(text(record, "formattedTime"))
    if absolute is None:
        ledger.note("no-time", place, "createTime is no number of seconds")
        return written
    moment, can_be = with_local(absolute, written)
    if not can_be:
        ledger.note("times-disagree", place, f"formattedTime {text(record, 'formattedTime')} is not {absolute.raw}")
    return moment
