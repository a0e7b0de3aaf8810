"""One message of Alibaba's messengers, in each of the forms in which its servers and exporters write it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from tallystick.formats.chat.alibaba_content import Content, content_of, first, quoted_in, words
from tallystick.model.chat import ChatMessage
from tallystick.model.message import Moment, Problem

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# 1990 and 2100 in milliseconds: outside of them a number is no time of a message.
_EARLIEST_MS, _LATEST_MS = 631_152_000_000, 4_102_444_800_000
_ID = ("messageId", "msgId", "messageID", "msgIdStr", "uuid", "requestMessageId", "id")
_CONVERSATION = ("cid", "conversationCode", "conversationId")
_TIMES = ("createAt", "sendTime", "sentAt", "gmtCreate", "time")
_UIDS = ("uid", "targetId", "id", "aliId")
_SENDERS = ("senderAliId", "fromAliId", "senderUserId", "senderId")
_NICKS = ("senderNickName", "sender_nick", "senderNick", "senderName", "nick", "reminderTitle")
_AUTO_REPLIES = ("cbu_offer_reply", "auto_reply", "autoreply")
_SYSTEM = ("cbu_im_msg_assessment",)
_PLATFORMS = {"icbu": "alibaba", "cnalichn": "1688", "cbu": "1688", "cntaobao": "taobao", "goofish": "goofish"}
_NICK_SITES = ("cnalichn", "enaliint", "cntaobao")


@dataclass(frozen=True, slots=True)
class Stated:
    """A message, the conversation it belongs to ("" where it does not say), and what was not understood of it."""

    cid: str
    message: ChatMessage
    problems: tuple[Problem, ...] = ()


def platform_of(ident: str) -> str:
    """The platform that an id of a conversation or account belongs to, "" where it does not show."""
    domain = ident.rpartition("@")[2].lower() if "@" in ident else ""
    return _PLATFORMS.get(domain, domain if domain.isalnum() else "")


def account(uid: str) -> str:
    """An account's id without its domain, for comparison: "2001@icbu" and "2001" are one."""
    return uid.partition("@")[0].strip()


def pair_in(cid: str) -> tuple[str, ...]:
    """The two accounts that the id of a conversation names ("a-b#11011@icbu"), or nothing."""
    pair = cid.partition("#")[0].split("-") if "#" in cid else []
    return tuple(pair) if len(pair) == 2 and all(pair) else ()


def moment_of(milliseconds: Any) -> Moment | None:
    """The platform's own time, in UTC; None where nothing is stated, and with `utc` None where it is no time."""
    raw = words(milliseconds)
    if not raw:
        return None
    whole = raw.partition(".")[0]
    if whole.isascii() and whole.isdigit() and len(whole) < 16 and _EARLIEST_MS <= int(whole) < _LATEST_MS:
        return Moment(_EPOCH + timedelta(milliseconds=int(whole)), 0, "platform", raw)
    return Moment(None, None, "platform", raw[:80])


def message_of(model: Any, place: str, seen: Moment | None = None) -> Stated | None:
    """The message that a model states, flat or within `message`; None where it holds nothing of a message.

    `seen` is the time of a message that states none itself.
    """
    if not isinstance(model, dict):
        return None
    inner = model.get("message")
    source = inner if isinstance(inner, dict) else model
    extension = source.get("extension")
    extension = extension if isinstance(extension, dict) else {}
    summary = source.get("searchableContent")
    said = content_of(source.get("content"), first(summary, ("summary",)) if isinstance(summary, dict) else "")
    ident, moment = first(source, _ID), moment_of(next((source[name] for name in _TIMES if name in source), None))
    if not (ident or moment or said.text or said.media):
        return None
    message = ChatMessage(
        place=place,
        sender=_nick(first(extension, _NICKS) or first(source, _NICKS)),
        moment=moment or seen,
        text=said.text,
        kind=_kind(said, source, extension),
        sender_id=_uid(source, extension),
        message_id=ident,
        quoted=quoted_in(source, source.get("content"), extension),
        media=said.media,
        marks=_marks(model, source, extension),
    )
    if message.quoted and message.quoted.message_id:
        message = message._replace(reply_to=message.quoted.message_id)
    return Stated(first(source, _CONVERSATION), message, tuple(_problems(said, message)))


def _nick(nick: str) -> str:
    site = next((site for site in _NICK_SITES if nick.startswith(site) and len(nick) > len(site)), "")
    return nick[len(site) :].strip()


def _uid(source: Mapping[str, Any], extension: Mapping[str, Any]) -> str:
    sender = source.get("sender")
    if isinstance(sender, dict):
        return first(sender, _UIDS)
    return words(sender) or first(source, _SENDERS) or first(extension, _SENDERS)


def _kind(said: Content, source: Mapping[str, Any], extension: Mapping[str, Any]) -> str:
    is_system = words(source.get("messageType")).lower() == "system" or _purpose(extension).startswith(_SYSTEM)
    return "system" if is_system else said.kind


def _purpose(extension: Mapping[str, Any]) -> str:
    return first(extension, ("bizuniqueID", "bizUniqueId", "bizUniqueID")).lower()


def _marks(model: Mapping[str, Any], source: Mapping[str, Any], extension: Mapping[str, Any]) -> tuple[str, ...]:
    marks = []
    recall = model.get("recallFeature") or source.get("recallFeature")
    if isinstance(recall, dict) and words(recall.get("code")) not in ("", "0"):
        marks.append("recalled")
    if _purpose(extension).startswith(_AUTO_REPLIES) or words(extension.get("autoReply")).lower() in ("1", "true"):
        marks.append("auto-reply")
    read = words(model.get("readStatus", source.get("readStatus")))
    if read in ("1", "2"):
        marks.append("read" if read == "2" else "unread")
    return tuple(marks)


def _problems(said: Content, message: ChatMessage) -> list[Problem]:
    problems = []
    if said.unknown:
        detail = f"{said.unknown}: only the platform's own summary of the message is shown"
        problems.append(Problem("content-unknown", message.place, detail))
    if message.moment is None:
        problems.append(Problem("time-missing", message.place, "the message states no time"))
    elif message.moment.utc is None:
        problems.append(Problem("time-unreadable", message.place, f"no time: {message.moment.raw!r}"))
    return problems
