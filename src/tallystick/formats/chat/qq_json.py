"""QQ as shuakami/qq-chat-exporter writes it: JSON of one chat, in the shapes of its versions 1 to 5."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tallystick.errors import NotThisFormat
from tallystick.formats.carrier import Head, parse_json, without_secrets
from tallystick.formats.chat.field import Record, flag, inner, listing, number, record_of, text
from tallystick.formats.chat.instant import at_millis, at_seconds, iso, local, with_local, zone_of
from tallystick.formats.chat.ledger import Ledger, speakers
from tallystick.model.chat import Chat, ChatMessage, Media, Quoted
from tallystick.model.message import Moment
from tallystick.model.reading import Reading

_FORMAT = "qq-json"
_INFO = re.compile(r'"chatInfo"\s{0,8}:\s{0,8}\{')
_MAKER = re.compile(r'"QQChatExporter|"self(?:Uid|Uin)"|qq-chat-exporter', re.IGNORECASE)
_MILLISECONDS = 10**11
_KINDS = {
    "image": "image", "pic": "image", "video": "video", "voice": "audio", "audio": "audio", "ptt": "audio",
    "file": "document", "face": "sticker", "market_face": "sticker", "mface": "sticker", "marketface": "sticker",
    "location": "location",
}  # fmt: skip
_CARDS = ("json", "ark", "xml", "share", "forward", "multi_forward")
_CHAT_KINDS = {"group": "group", "private": "private", "friend": "private", "temp": "private"}


def recognises(head: Head) -> bool:
    """Whether it is a record with chatInfo and the exporter's name or the account's own ids."""
    return head.start.startswith("{") and bool(_INFO.search(head.text)) and bool(_MAKER.search(head.text))


def read(original: bytes, name: str = "") -> Iterator[Reading]:  # noqa: ARG001 - the contract of formats
    """One chat. Raises NotThisFormat, LimitExceeded."""
    root = record_of(parse_json(original))
    info, records = inner(root, "chatInfo"), root.get("messages")
    if not info or not isinstance(records, list):
        raise NotThisFormat(_FORMAT, "no chatInfo with a list of messages")
    own = {text(info, "selfUid"), text(info, "selfUin")} - {""}
    ledger = Ledger("message record")
    messages = tuple(
        ledger.keep(_message(record, place, own, ledger)) for place, record in ledger.records(records, "/messages")
    )
    stated = number(inner(root, "statistics"), "totalMessages")
    if stated is not None and stated != len(records):
        ledger.note("count-differs", "/statistics", f"{stated} messages are stated, {len(records)} are there")
    chat = Chat(
        platform="qq", title=text(info, "name"), chat_id=text(info, "peerUid", "peerUin", "id"),
        kind=_CHAT_KINDS.get(text(info, "type"), ""), zone=zone_of(messages), participants=speakers(messages),
        messages=messages,
    )  # fmt: skip
    yield Reading(format=_FORMAT, chats=(chat,), counts=(ledger.count(),), problems=tuple(ledger.problems))


def _message(record: Record, place: str, own: set[str], ledger: Ledger) -> ChatMessage:
    sender, content = inner(record, "sender"), inner(record, "content")
    raw = inner(record, "rawMessage")
    ids = {text(sender, "uid"), text(sender, "uin")} - {""}
    is_system = bool(flag(record, "isSystemMessage", "system")) or text(record, "type") == "system"
    media, quoted = tuple(_media(content)), _quoted(content)
    is_recalled = bool(flag(record, "isRecalled", "recalled"))
    shown = text(sender, "groupCard") or text(raw, "sendMemberName") or text(sender, "name", "nickname", "remark")
    return ChatMessage(
        place,
        shown or text(raw, "sendNickName"),
        _moment(record, place, ledger),
        text(content, "text") or text(content, "raw") if content else text(record, "content"),
        kind="system" if is_system else _kind(content, media),
        sender_id=text(sender, "uin", "uid"),
        message_id=text(record, "messageId", "id"),
        reply_to=quoted.message_id if quoted else "",
        quoted=quoted,
        media=media,
        marks=("recalled",) if is_recalled else (),
        is_own=bool(ids & own) if own and ids and not is_system else None,
    )


def _kind(content: Record, media: tuple[Media, ...]) -> str:
    if any(one.kind != "sticker" for one in media):
        return "media"
    kinds = {text(record_of(one), "type").lower() for one in listing(content, "elements")}
    if kinds & set(_CARDS):
        return "card"
    is_bare = bool(media) and not (kinds - set(_KINDS))
    return "media" if is_bare and not text(content, "text") else "text"


def _moment(record: Record, place: str, ledger: Ledger) -> Moment | None:
    """The absolute time, in milliseconds or ISO 8601, with the zone that a local one beside it shows."""
    stamp = number(record, "timestamp")
    absolute = at_millis(stamp) if stamp is not None and stamp > _MILLISECONDS else at_seconds(stamp)
    absolute = absolute or iso(text(record, "timestamp")) or at_seconds(number(inner(record, "rawMessage"), "msgTime"))
    written = local(text(record, "time")) if text(record, "time") else None
    if absolute is None:
        if written is None:
            ledger.note("no-time", place, "neither timestamp nor time can be read")
        return written
    if absolute.offset_minutes is None:
        return absolute
    moment, can_be = with_local(absolute, written)
    if not can_be:
        ledger.note("times-disagree", place, f"time {text(record, 'time')} is not {absolute.raw} in any zone")
    return moment


def _media(content: Record) -> Iterator[Media]:
    """The files: resources where they are listed, else what the elements tell."""
    resources = [record_of(one) for one in listing(content, "resources")]
    elements = [record_of(one) for one in listing(content, "elements")]
    for one in resources or elements:
        kind = _KINDS.get(text(one, "type").lower(), "")
        if not kind:
            continue
        stated = one if resources else inner(one, "data")
        name = text(stated, "localPath") or text(stated, "filename", "fileName", "name")
        # The rest of the address is the key that opens the file.
        link = without_secrets(text(stated, "url").partition("?")[0])
        status = "named" if name and kind != "sticker" else "linked" if link else "omitted"
        size = number(stated, "size", "fileSize")
        yield Media(kind, status, name, text(stated, "mimeType"), size, link)


def _quoted(content: Record) -> Quoted | None:
    """What is answered: stated beside the words, or as an element of them."""
    reply = inner(content, "reply")
    for element in listing(content, "elements"):
        if not reply and text(record_of(element), "type") == "reply":
            reply = inner(record_of(element), "data")
    if not reply:
        return None
    words = text(reply, "content", "text", "referencedText", "sourceMsgText")
    sender = text(reply, "senderName", "senderUin", "sender")
    return Quoted(sender, words, text(reply, "referencedMessageId", "messageId", "replyMsgId", "msgId"))
