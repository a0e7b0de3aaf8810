"""chatlog's JSON (sjzar/chatlog): the array of messages that its local service answers, perhaps of several chats."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tallystick.errors import NotThisFormat
from tallystick.formats.carrier import Head, parse_json, without_secrets
from tallystick.formats.chat.field import Record, flag, inner, listing, number, record_of, text
from tallystick.formats.chat.instant import at_seconds, iso, local, zone_of
from tallystick.formats.chat.ledger import Ledger, speakers
from tallystick.formats.chat.wechat_types import Spoken, spoken
from tallystick.model.chat import Chat, ChatMessage, Media, Quoted
from tallystick.model.message import Moment
from tallystick.model.reading import Reading

_FORMAT = "wechat-chatlog"
_TALKER = re.compile(r'"talker"\s{0,8}:\s{0,8}"')
_SELF = re.compile(r'"isSelf"\s{0,8}:\s{0,8}(?:true|false)')
_MILLISECONDS = 10**12
_MOST_FORWARDED = 1_000
_FILE_NAMES = ("path", "imgfile", "videofile", "voice", "md5", "rawmd5")


def recognises(head: Head) -> bool:
    """Whether records with a talker, a sender and isSelf stand in it."""
    if not head.start.startswith(("[", "{")) or '"seq"' not in head.text:
        return False
    return bool(_TALKER.search(head.text) and _SELF.search(head.text))


def read(original: bytes, name: str = "") -> Iterator[Reading]:  # noqa: ARG001 - the contract of formats
    """The chats of the answer. Raises NotThisFormat, LimitExceeded."""
    root = parse_json(original)
    records = root if isinstance(root, list) else listing(record_of(root), "items", "messages", "data")
    path = "" if isinstance(root, list) else "/items"
    if not any(isinstance(record, dict) and "talker" in record for record in records):
        raise NotThisFormat(_FORMAT, "no record with a talker")
    ledger = Ledger("message record")
    chats: dict[str, tuple[Record, list[ChatMessage]]] = {}
    for place, record in ledger.records(records, path):
        first = chats.setdefault(text(record, "talker"), (record, []))
        first[1].append(ledger.keep(_message(record, place, ledger)))
    found = tuple(_chat(talker, first, messages) for talker, (first, messages) in chats.items())
    yield Reading(format=_FORMAT, chats=found, counts=(ledger.count(),), problems=tuple(ledger.problems))


def _chat(talker: str, first: Record, messages: list[ChatMessage]) -> Chat:
    is_group = flag(first, "isChatRoom") or talker.endswith("@chatroom")
    return Chat(
        platform="wechat", title=text(first, "talkerName"), chat_id=talker, kind="group" if is_group else "private",
        zone=zone_of(messages), participants=speakers(messages), messages=tuple(messages),
    )  # fmt: skip


def _message(record: Record, place: str, ledger: Ledger) -> ChatMessage:
    told = spoken(number(record, "type") or 0, number(record, "subType") or 0, text(record, "content"))
    contents = inner(record, "contents")
    quoted = _quoted(inner(contents, "refer")) or told.quoted
    is_system = told.kind == "system"
    return ChatMessage(
        place,
        text(record, "senderName") or ("" if is_system else text(record, "sender")),
        _moment(record, place, ledger),
        told.text or _words(contents),
        kind=told.kind,
        sender_id="" if is_system else text(record, "sender"),
        message_id=text(record, "seq"),
        reply_to=told.reply_to,
        quoted=quoted,
        media=_media(told, contents),
        marks=told.marks,
        is_own=None if is_system else flag(record, "isSelf"),
    )


def _moment(record: Record, place: str, ledger: Ledger) -> Moment | None:
    """The time as written; `seq` is the same time in milliseconds, so that the two can be compared."""
    written = iso(text(record, "time")) or local(text(record, "time"))
    seq = number(record, "seq")
    absolute = at_seconds(seq // 1000) if seq is not None and seq > _MILLISECONDS else None
    if written is None:
        ledger.note("no-time", place, f"time {text(record, 'time')[:40]!r} cannot be read")
        return absolute
    is_comparable = absolute is not None and written.offset_minutes is not None
    if (
        is_comparable
        and absolute
        and absolute.utc
        and written.utc
        and abs((absolute.utc - written.utc).total_seconds()) > 1
    ):
        ledger.note("times-disagree", place, f"time {written.raw} is not that of seq {seq}")
    return written


def _words(contents: Record) -> str:
    named = (text(contents, "title"), text(contents, "desc"))
    return "\n".join(part for part in (*named, *_forwarded(inner(contents, "recordInfo"))) if part)


def _forwarded(merged: Record) -> list[str]:
    """The messages of a chat that was sent on as a whole, a line each: who, when as shown there, and what."""
    items = map(record_of, listing(inner(merged, "DataList"), "DataItems")[:_MOST_FORWARDED])
    lines = []
    for one in items:
        who = " ".join(part for part in (text(one, "SourceName"), text(one, "SourceTime")) if part)
        lines.append(f"{who}: {text(one, 'DataDesc', 'DataTitle') or '[type ' + text(one, 'DataType') + ']'}")
    return lines or [text(merged, "Desc")]


def _media(told: Spoken, contents: Record) -> tuple[Media, ...]:
    """The files of a message with what chatlog says of them: a path in WeChat's folder, or only a sum of the bytes."""
    if link := text(contents, "url"):
        return (Media("card", "linked", link=without_secrets(link)),)
    if not told.media:
        return ()
    first = told.media[0]
    if first.kind == "document":
        title = text(contents, "title")
        return (Media("document", "named", title),) if title else told.media
    name = text(contents, *_FILE_NAMES)
    return (first._replace(name=name, status="named"),) if name and first.status == "omitted" else told.media


def _quoted(refer: Record) -> Quoted | None:
    if not refer:
        return None
    told = spoken(number(refer, "type") or 0, number(refer, "subType") or 0, text(refer, "content"))
    words = told.text or _words(inner(refer, "contents")) or ", ".join(f"[{one.kind}]" for one in told.media)
    return Quoted(text(refer, "senderName", "sender"), words, text(refer, "seq").strip("0"))
