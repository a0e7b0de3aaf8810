"""chatlog's CSV: `Time,SenderName,Sender,TalkerName,Talker,Content`, local times without a zone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tallystick.errors import NotThisFormat
from tallystick.formats.carrier import Head, parse_table, without_secrets
from tallystick.formats.chat.instant import local
from tallystick.formats.chat.ledger import Ledger, speakers
from tallystick.formats.chat.wechat_types import tells_recall
from tallystick.model.chat import Chat, ChatMessage, Media, Quoted
from tallystick.model.reading import Reading

_FORMAT = "wechat-chatlog-csv"
_COLUMNS = ("Time", "SenderName", "Sender", "TalkerName", "Talker", "Content")
_SYSTEM = "系统消息"
# What chatlog writes for a message that is not words: "![图片](http://host/image/key)", "[文件|name](http://...)".
_SHOWN = re.compile(r"!?\[(图片|视频|语音|文件|链接|分享|小程序|视频号|名片|动画表情|GIF表情|位置|红包|语音通话|转账)"
                    r"(?:\|([^\[\]]{0,600}?))?\](?:\(([^()\s]{0,4000})\))?[^\[\]]{0,600}")  # fmt: skip
_KINDS = {
    "图片": ("media", "image"), "视频": ("media", "video"), "语音": ("media", "audio"), "文件": ("media", "document"),
    "动画表情": ("media", "sticker"), "GIF表情": ("media", "sticker"), "位置": ("media", "location"),
    "名片": ("card", "contact"), "链接": ("card", "card"), "分享": ("card", "card"), "小程序": ("card", "card"),
    "视频号": ("card", "card"), "红包": ("transfer", ""), "转账": ("transfer", ""), "语音通话": ("call", ""),
}  # fmt: skip
_QUOTE_HEAD = re.compile(r"(.{1,200}?)(?:\(([^()]{1,80})\))? \d{2}-\d{2} \d{2}:\d{2}:\d{2}", re.ASCII)


def recognises(head: Head) -> bool:
    """Whether the first line names chatlog's six columns."""
    first = head.start.partition("\n")[0].replace('"', "").strip()
    return first == ",".join(_COLUMNS)


def read(original: bytes, name: str = "") -> Iterator[Reading]:  # noqa: ARG001 - the contract of formats
    """The chats of the table. Raises NotThisFormat, LimitExceeded."""
    table = parse_table(original, delimiter=",")
    if not table.rows or tuple(column.strip() for column in table.rows[0]) != _COLUMNS:
        raise NotThisFormat(_FORMAT, "its first row does not name chatlog's columns")
    ledger = Ledger("row", len(table.rows))
    ledger.share("structure")
    chats: dict[str, tuple[str, list[ChatMessage]]] = {}
    for cells, line in zip(table.rows[1:], table.lines[1:], strict=True):
        if len(cells) < len(_COLUMNS):
            ledger.lose("short-row", f"line {line}", f"{len(cells)} columns; expected {len(_COLUMNS)}")
            continue
        messages = chats.setdefault(cells[4], (cells[3], []))[1]
        messages.append(ledger.keep(_message(cells, f"line {line}", ledger)))
    found = tuple(_chat(talker, title, messages) for talker, (title, messages) in chats.items())
    yield Reading(format=_FORMAT, chats=found, counts=(ledger.count(),), problems=tuple(ledger.problems))


def _chat(talker: str, title: str, messages: list[ChatMessage]) -> Chat:
    return Chat(
        platform="wechat", title=title, chat_id=talker, kind="group" if talker.endswith("@chatroom") else "private",
        participants=speakers(messages), messages=tuple(messages),
    )  # fmt: skip


def _message(cells: tuple[str, ...], place: str, ledger: Ledger) -> ChatMessage:
    time, name, sender, _title, _talker, content = cells[:6]
    moment = local(time)
    if moment is None:
        ledger.note("no-time", place, f"Time {time[:40]!r} cannot be read")
    quoted, words = _quoted(content)
    shown = _SHOWN.fullmatch(words) if len(words) < 6000 else None
    if sender == _SYSTEM:
        return ChatMessage(
            place, name, moment, words, kind="system", marks=("recalled",) if tells_recall(words) else ()
        )
    if shown is None:
        return ChatMessage(place, name or sender, moment, words, sender_id=sender, quoted=quoted)
    kind, media_kind = _KINDS[shown[1]]
    text = words if kind in ("transfer", "call") else shown[2] or ""
    media = (_media(media_kind, shown[2] or "", shown[3] or ""),) if media_kind else ()
    return ChatMessage(place, name or sender, moment, text, kind=kind, sender_id=sender, quoted=quoted, media=media)


def _media(kind: str, title: str, link: str) -> Media:
    """A file at chatlog's local service is no address for anybody else: what is named there is left out here."""
    if kind == "card":
        return Media("card", "linked" if link else "omitted", link=without_secrets(link))
    if kind == "document" and title:
        return Media("document", "named", title)
    return Media(kind, "inside" if kind in ("contact", "location") else "omitted")


def _quoted(content: str) -> tuple[Quoted | None, str]:
    """What is quoted in lines that begin with "> ", and the words below them."""
    lines = content.split("\n")
    depth = next((number for number, line in enumerate(lines) if not line.startswith("> ")), len(lines))
    if not depth:
        return None, content
    quoted = [line[2:] for line in lines[:depth]]
    head = _QUOTE_HEAD.fullmatch(quoted[0][:400].strip())
    said = "\n".join(quoted[1:] if head else quoted)
    return Quoted(head[1] if head else "", said), "\n".join(lines[depth:])
