"""QQ: messages exported as text by the program's message manager, of one contact or of many."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tallystick.errors import NotThisFormat
from tallystick.formats.carrier import Head, decode_text
from tallystick.formats.chat.headed import Headed, lines_of, split_heads
from tallystick.formats.chat.instant import local
from tallystick.formats.chat.ledger import Ledger, speakers
from tallystick.model.chat import Chat, ChatMessage, Media
from tallystick.model.reading import Reading

_TITLE = re.compile(r"消息[记記][录錄]（此消息[记記][录錄][为為]文本格式，不支持重新[导導]入）")
_HEAD = re.compile(
    r"(\d{4}-\d{1,2}-\d{1,2} \d{1,2}:\d\d:\d\d) (.{0,200}?)"
    r"(?:\((\d{4,12})\)|<([^<>\s]{3,120}@[^<>\s]{3,120})>)?\s*$",
    re.ASCII,
)
_RULE = re.compile(r"={10,}\s*$")
_NAMED = re.compile(r"消息(?:分[组組]|[对對]象)[:：]\s*(.*?)\s*$")
_SYSTEM_IDS = ("10000", "1000000")
_PLACEHOLDER = re.compile(r"\[(图片|圖片|表情|文件|语音|視頻|视频|短视频|闪照|位置)\]")
_KINDS = {"图片": "image", "圖片": "image", "闪照": "image", "表情": "sticker", "文件": "document", "语音": "audio",
          "視頻": "video", "视频": "video", "短视频": "video", "位置": "location"}  # fmt: skip


def recognises(head: Head) -> bool:
    """Whether it begins with the line that QQ writes over its text."""
    return bool(_TITLE.match(head.start))


def read(original: bytes, name: str = "") -> Iterator[Reading]:  # noqa: ARG001 - the contract of formats
    """One chat for each contact or group of the file. Raises NotThisFormat where none stands in it."""
    lines = lines_of(decode_text(original).text)
    ledger = Ledger("lines", len(lines))
    chats = tuple(_chat(title, part, first, ledger) for title, part, first in _parts(lines, ledger))
    if not chats:
        raise NotThisFormat("qq-text", "neither a contact nor a message stands in it")
    yield Reading(format="qq-text", chats=chats, counts=(ledger.count(),), problems=tuple(ledger.problems))


def _parts(lines: list[str], ledger: Ledger) -> Iterator[tuple[str, list[str], int]]:
    """The title of each contact, the lines up to the next one's, and how many lines stand before them."""
    heads = [at for at, line in enumerate(lines) if _is_contact(lines, at)]
    starts = heads or [next((at for at, line in enumerate(lines) if _HEAD.match(line)), len(lines))]
    _structure(lines[: starts[0]], 0, ledger)
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        title = found[1] if (found := _NAMED.match(lines[start] if start < len(lines) else "")) else ""
        body = next((at for at in range(start, end) if _HEAD.match(lines[at])), end)
        _structure(lines[start:body], start, ledger)
        stop = end
        while stop > body and _is_structure(lines[stop - 1]):
            stop -= 1
        _structure(lines[stop:end], stop, ledger)
        if body < stop or title:
            yield title, lines[body:stop], body


def _is_contact(lines: list[str], at: int) -> bool:
    """Whether the line names a contact; within a message the words can stand too, but not under a rule."""
    return lines[at].startswith(("消息对象", "消息對象")) and at > 0 and bool(_RULE.match(lines[at - 1]))


def _is_structure(line: str) -> bool:
    return not line.strip() or bool(_RULE.match(line) or _NAMED.match(line))


def _structure(lines: list[str], before: int, ledger: Ledger) -> None:
    for number, line in enumerate(lines, before + 1):
        if not line.strip():
            ledger.share("blank")
        elif _TITLE.match(line) or _is_structure(line):
            ledger.share("structure")
        else:
            ledger.lose("line-not-understood", f"line {number}", "it belongs to no message")


def _chat(title: str, lines: list[str], before: int, ledger: Ledger) -> Chat:
    messages = tuple(
        ledger.keep(_message(one._replace(number=one.number + before), ledger))
        for one in split_heads(lines, _HEAD, ledger)
    )
    people = speakers(messages)
    return Chat(
        platform="qq", title=title, kind="group" if len(people) > 2 else "", participants=people, messages=messages
    )


def _message(one: Headed, ledger: Ledger) -> ChatMessage:
    moment = local(one.head[1])
    if moment is None:
        ledger.note("bad-time", one.place, f"{one.head[1]} is no day and time")
    ident = one.head[3] or one.head[4] or ""
    text = "\n".join(one.below).strip("\n")
    media = tuple(Media(_KINDS[found[1]], "omitted") for found in _PLACEHOLDER.finditer(text))
    is_bare = bool(media) and not _PLACEHOLDER.sub("", text).strip()
    kind = "system" if ident in _SYSTEM_IDS else "media" if is_bare else "text"
    return ChatMessage(one.place, one.head[2].strip(), moment, text, kind=kind, sender_id=ident, media=media)
