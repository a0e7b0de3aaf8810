"""Signal: a chat that signal-export wrote from Signal Desktop, as text or Markdown. Signal itself exports none."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tallystick.errors import NotThisFormat
from tallystick.formats.carrier import Head, decode_text
from tallystick.formats.chat.headed import Headed, lines_of, split_heads
from tallystick.formats.chat.instant import local
from tallystick.formats.chat.ledger import Ledger, speakers
from tallystick.model.chat import Chat, ChatMessage, Media, Quoted
from tallystick.model.reading import Reading

_HEAD = re.compile(r"\[(\d{4}-\d\d-\d\d), (\d\d:\d\d(?::\d\d)?)\] ([^:\n]{1,200}): ?(.*)$", re.ASCII)
_MEDIA = re.compile(r"(!?)\[([^\[\]\n]{0,200})\]\(<?(?:\./)?media/([^()<>\n]{1,300})>?\)")
_SUFFIX_KINDS = {
    **dict.fromkeys(("jpg", "jpeg", "png", "gif", "webp", "heic"), "image"),
    **dict.fromkeys(("mp4", "mov", "3gp", "webm"), "video"),
    **dict.fromkeys(("mp3", "m4a", "aac", "ogg", "opus", "wav"), "audio"),
}


def recognises(head: Head) -> bool:
    """Whether it begins with a date, a comma, a time to the minute or second, and a name."""
    return bool(_HEAD.match(head.start.partition("\n")[0].rstrip("\r")))


def read(original: bytes, name: str = "") -> Iterator[Reading]:
    """One chat. Raises NotThisFormat where no message stands in it."""
    lines = lines_of(decode_text(original).text)
    ledger = Ledger("lines", len(lines))
    messages = tuple(ledger.keep(_message(one, ledger)) for one in split_heads(lines, _HEAD, ledger))
    if not messages:
        raise NotThisFormat("signal", "no line begins with [date, time] and a name")
    chat = Chat(platform="signal", title=_title(name), participants=speakers(messages), messages=messages)
    yield Reading(format="signal", chats=(chat,), counts=(ledger.count(),), problems=tuple(ledger.problems))


def _title(name: str) -> str:
    """signal-export names the folder or the file after the conversation; its usual chat.md and index.md say nothing."""
    stem = re.split(r"[/\\]", name)[-1].rpartition(".")[0]
    return "" if stem.casefold() in ("chat", "index", "data") else stem


def _message(one: Headed, ledger: Ledger) -> ChatMessage:
    moment = local(f"{one.head[1]} {one.head[2]}")
    if moment is None:
        ledger.note("bad-time", one.place, f"{one.head[1]}, {one.head[2]} is no day and time")
    body = [line.rstrip() for line in (one.head[4], *one.below)]
    quoted = "\n".join(line.removeprefix(">").strip() for line in body if line.startswith(">")).strip()
    text = "\n".join(line for line in body if not line.startswith(">")).strip("\n")
    media = tuple(_media(found) for found in _MEDIA.finditer(text))
    sender = one.head[3].strip()
    return ChatMessage(
        one.place, sender, moment, _MEDIA.sub("", text).strip() if media else text, kind="media" if media else "text",
        quoted=Quoted("", quoted) if quoted else None, media=media, is_own=True if sender == "Me" else None,
    )  # fmt: skip


def _media(found: re.Match[str]) -> Media:
    name = found[3].rpartition("/")[2]
    kind = _SUFFIX_KINDS.get(name.rpartition(".")[2].lower(), "image" if found[1] else "document")
    return Media(kind, "named", name)
