"""LINE: a chat saved as text on a phone or a computer, in the languages of its menus."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from tallystick.errors import NotThisFormat
from tallystick.formats.carrier import Head, decode_text
from tallystick.formats.chat.headed import lines_of
from tallystick.formats.chat.ledger import Ledger, speakers
from tallystick.formats.chat.whatsapp_dates import Decision, decided, midnight, since_midnight
from tallystick.model.chat import Chat, ChatMessage, Media
from tallystick.model.message import Moment
from tallystick.model.reading import Reading

_TITLES = (
    re.compile(
        r"\[LINE\] ?(?:与|與)?(.{1,200}?)(?:とのトーク履歴|的聊天记录|的聊天記錄|的聊天紀錄|님과 대화한 내용)\s*$"
    ),
    re.compile(r"\[LINE\] ?(?:Chat history (?:with|in)|Chat in) (.{1,200}?)\s*$"),
    re.compile(r"Chat history with (.{1,200}?)\s*$"),
    re.compile(r"\[LINE\] ?(.{1,200}?)\s*$"),
)
_SAVED = re.compile(r"(?:Saved on|Saved time|保存日時|保存日期|储存日期|儲存日期|저장한 날짜) ?[:：]")
_DAY = re.compile(r"(?:[^\d\t\n]{2,12},? )?(\d{1,4}[./]\d{1,2}[./]\d{1,4})(?:[ (]?[^\d\t\n]{1,14})?\s*$")
_LINE = re.compile(
    r"((?:[^\W\d]{2}|[AaPp][Mm])? ?\d{1,2}:\d{2}(?: ?[AaPp]\.?[Mm]\.?)?)\t([^\t]*)(?:\t(.*))?$", re.DOTALL
)
_WORDS = {
    "image": ("photo", "照片", "写真", "사진"),
    "video": ("video", "影片", "视频", "動画", "동영상"),
    "document": ("file", "文件", "檔案", "ファイル", "파일"),
    "sticker": ("sticker", "贴图", "貼圖", "スタンプ", "스티커"),
    "audio": ("voice message", "语音信息", "語音訊息", "ボイスメッセージ", "음성메시지"),
    "contact": ("contact", "联系人", "聯絡資訊", "連絡先", "연락처"),
    "location": ("location", "位置信息", "位置資訊", "位置情報", "위치"),
}
_KINDS = {word: kind for kind, words in _WORDS.items() for word in words}
_CALL = re.compile(r"(?:☎|📞)")


def recognises(head: Head) -> bool:
    """Whether LINE's title stands first, or a title line with the line that tells when it was saved."""
    lines = head.start.split("\n", 3)
    if lines[0].startswith("[LINE] "):
        return True
    return (
        len(lines) > 1 and bool(_SAVED.match(lines[1])) and any(title.match(lines[0].rstrip("\r")) for title in _TITLES)
    )


def read(original: bytes, name: str = "") -> Iterator[Reading]:  # noqa: ARG001 - the contract of formats
    """One chat. Raises NotThisFormat where no message stands in it."""
    lines = lines_of(decode_text(original).text)
    ledger = Ledger("lines", len(lines))
    days = dict.fromkeys(found[1] for line in lines if (found := _DAY.match(line)))
    scan = _Scan(lines, ledger, decided(days))
    scan.run()
    if not scan.messages:
        raise NotThisFormat("line", "no line of time, name and text stands in it")
    people = speakers(scan.messages)
    chat = Chat(
        platform="line", title=scan.title, kind="group" if len(people) > 2 else "", participants=people,
        messages=tuple(scan.messages),
    )  # fmt: skip
    yield Reading(format="line", chats=(chat,), counts=(ledger.count(),), problems=tuple(ledger.problems))


class _Scan:
    """Goes through the lines once; `messages` and `title` are what it found."""

    def __init__(self, lines: list[str], ledger: Ledger, decision: Decision) -> None:
        self.lines, self.ledger, self.decision = lines, ledger, decision
        self.messages: list[ChatMessage] = []
        self.title = ""
        self._tail: list[str] = []
        self._day: tuple[str, datetime | None] = "", None

    def run(self) -> None:
        if self.decision.open_orders:
            self.ledger.note("date-order-ambiguous", "", "day and month cannot be told apart anywhere in the file")
        at = 0
        while at < len(self.lines):
            at += self._take(at)
        self._close()

    def _close(self) -> None:
        """The lines that stood below the last message are part of it."""
        if self._tail:
            last = self.messages[-1]
            self.messages[-1] = last._replace(text="\n".join((last.text, *self._tail)))
            self._tail = []

    def _take(self, at: int) -> int:
        """How many lines from this one on were taken."""
        line, place = self.lines[at], f"line {at + 1}"
        if not line.strip():
            self.ledger.share("blank")
        elif found := _LINE.match(line):
            self._close()
            text, height = self._whole(at, found[3] if found[3] is not None else found[2])
            self.messages.append(self.ledger.keep(self._message(place, found, text)))
            self.ledger.share("continuation", height - 1)
            return height
        elif day := _DAY.match(line):
            self._day = day[1], midnight(day[1], self.decision)
            self.ledger.share("structure")
        elif self._is_title(at) or _SAVED.match(line):
            self.ledger.share("structure")
        elif self.messages:
            self._tail.append(line)
            self.ledger.share("continuation")
        else:
            self.ledger.lose("line-not-understood", place, "no message stands above it to which it belongs")
        return 1

    def _is_title(self, at: int) -> bool:
        found = next((one for title in _TITLES if (one := title.match(self.lines[at]))), None) if at == 0 else None
        if found:
            self.title = found[1]
        return found is not None

    def _whole(self, at: int, text: str) -> tuple[str, int]:
        """A text of several lines stands in quotation marks, those within it doubled; and how many lines it has."""
        if not text.startswith('"') or (text.endswith('"') and len(text) > 1 and text.count('"') % 2 == 0):
            return text, 1
        for end in range(at + 1, len(self.lines)):
            line = self.lines[end]
            if _LINE.match(line):
                break
            if line.endswith('"') and (len(line) - len(line.rstrip('"'))) % 2 == 1:
                inner = "\n".join((text[1:], *self.lines[at + 1 : end], line[:-1]))
                return inner.replace('""', '"'), end - at + 1
        return text, 1

    def _message(self, place: str, found: re.Match[str], text: str) -> ChatMessage:
        raw = f"{self._day[0]} {found[1]}".strip()
        start, passed = self._day[1], since_midnight(found[1])
        is_ambiguous = start is None and passed is not None and bool(self.decision.open_orders)
        utc = start + passed if start is not None and passed is not None else None
        if utc is None and not is_ambiguous:
            self.ledger.note("bad-time", place, f"{raw!r} is no day and time")
        moment = Moment(utc, None, "export", raw)
        marks = ("ambiguous-time",) if is_ambiguous else ()
        sender = found[2] if found[3] is not None else ""
        if not sender:
            return ChatMessage(place, "", moment, text, "system", marks=marks)
        kind = _KINDS.get(text[1:-1].lower(), "") if text[:1] == "[" and text[-1:] == "]" else ""
        if kind:
            return ChatMessage(place, sender, moment, text, "media", media=(Media(kind, "omitted"),), marks=marks)
        return ChatMessage(place, sender, moment, text, "call" if _CALL.match(text) else "text", marks=marks)
