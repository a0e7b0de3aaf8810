"""DingTalk as a robot receives it: callback payloads, one, an array, or one a line, also inside stream frames.

DingTalk has no export of chats. A robot sees only what was said to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tallystick.errors import FormatError, NotThisFormat
from tallystick.formats.carrier import Head, parse_json, parse_json_lines
from tallystick.formats.chat.field import Record, inner, listing, number, record_of, text
from tallystick.formats.chat.instant import at_millis
from tallystick.formats.chat.ledger import Ledger, speakers
from tallystick.model.chat import Chat, ChatMessage, Media, Quoted
from tallystick.model.reading import Reading

_FORMAT = "dingtalk"
# Inside a stream frame the payload is JSON within JSON, so that no quote of its own stands beside a name.
_NAMES = ("conversationId", "msgId", "msgtype", "senderNick", "createAt")
_KINDS = {"1": "private", "2": "group"}
_FILES = {
    "picture": "image",
    "image": "image",
    "video": "video",
    "audio": "audio",
    "voice": "audio",
    "file": "document",
}
_MOST_PARTS = 500


def recognises(head: Head) -> bool:
    """Whether the members of a robot's payload stand in it."""
    return head.start.startswith(("{", "[")) and all(name in head.text for name in _NAMES)


def read(original: bytes, name: str = "") -> Iterator[Reading]:  # noqa: ARG001 - the contract of formats
    """One chat for each conversation. Raises NotThisFormat, LimitExceeded."""
    ledger = Ledger("payload")
    chats: dict[str, tuple[Record, list[ChatMessage]]] = {}
    for place, value in _payloads(original):
        ledger.total += 1
        record = _payload(value)
        if not text(record, "msgId") and not text(record, "conversationId"):
            ledger.lose("not-a-record", place, "it is no payload of a robot")
            continue
        first = chats.setdefault(text(record, "conversationId"), (record, []))
        first[1].append(ledger.keep(_message(record, place, ledger)))
    if not chats:
        raise NotThisFormat(_FORMAT, "no payload of a robot")
    found = tuple(_chat(ident, first, messages) for ident, (first, messages) in chats.items())
    yield Reading(format=_FORMAT, chats=found, counts=(ledger.count(),), problems=tuple(ledger.problems))


def _payloads(original: bytes) -> Iterator[tuple[str, Any]]:
    try:
        root = parse_json(original)
    except NotThisFormat:
        yield from ((f"line {line}", value) for line, value in parse_json_lines(original))
        return
    values = root if isinstance(root, list) else [root]
    yield from ((f"/{place}" if isinstance(root, list) else "/", value) for place, value in enumerate(values))


def _payload(value: Any) -> Record:
    """The payload itself, taken out of a stream frame where it stands in one."""
    record = record_of(value)
    within = record.get("data")
    if isinstance(within, str) and "conversationId" in within:
        try:
            return record_of(parse_json(within.encode("utf-8", "replace")))
        except FormatError:
            return {}
    return record_of(within) if isinstance(within, dict) and "conversationId" in within else record


def _chat(ident: str, first: Record, messages: list[ChatMessage]) -> Chat:
    kind = _KINDS.get(text(first, "conversationType"), "")
    title = text(first, "conversationTitle") or (text(first, "senderNick") if kind == "private" else "")
    return Chat(
        platform="dingtalk", title=title, chat_id=ident, kind=kind, zone="UTC", participants=speakers(messages),
        messages=tuple(messages),
    )  # fmt: skip


def _message(record: Record, place: str, ledger: Ledger) -> ChatMessage:
    moment = at_millis(number(record, "createAt"))
    if moment is None:
        ledger.note("no-time", place, "createAt is no number of milliseconds")
    words, media = _said(record)
    quoted = _quoted(inner(inner(record, "text"), "repliedMsg"))
    return ChatMessage(
        place, text(record, "senderNick"), moment, words, kind="media" if media else "text",
        sender_id=text(record, "senderStaffId", "senderId"), message_id=text(record, "msgId"),
        reply_to=text(record, "originalMsgId") or (quoted.message_id if quoted else ""), quoted=quoted, media=media,
    )  # fmt: skip


def _said(record: Record) -> tuple[str, tuple[Media, ...]]:
    """The words and files. The codes by which a robot loads a file open it, and are not shown."""
    kind, content = text(record, "msgtype"), inner(record, "content")
    if kind == "richText":
        parts = [record_of(one) for one in listing(content, "richText")[:_MOST_PARTS]]
        files = [_FILES[text(one, "type")] for one in parts if text(one, "type") in _FILES]
        return "".join(text(one, "text") for one in parts), tuple(Media(file, "omitted") for file in files)
    if kind in _FILES:
        size = number(content, "fileSize", "size")
        return text(content, "recognition"), (Media(_FILES[kind], "omitted", text(content, "fileName"), "", size),)
    said = inner(record, "text") or inner(record, "markdown") or content
    title, words = text(said, "title"), text(said, "content", "text")
    return f"{title}\n{words}" if title and words else title or words, ()


def _quoted(replied: Record) -> Quoted | None:
    if not replied:
        return None
    content = inner(replied, "content")
    return Quoted(text(replied, "senderNick", "senderId"), text(content, "text", "content"), text(replied, "msgId"))
