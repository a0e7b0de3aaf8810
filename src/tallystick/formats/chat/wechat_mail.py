"""The chat that a person selects in WeChat and mails to himself, as text: WeChat's only export of its own.

No second, zone, id or system line stands in it. A line of a message can look like the head of the next one; it is
taken for a head where one is expected, and said to be doubtful where not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tallystick.errors import NotThisFormat
from tallystick.formats.carrier import Head, decode_text
from tallystick.formats.chat.instant import local
from tallystick.formats.chat.ledger import Ledger, speakers
from tallystick.model.chat import Chat, ChatMessage, Media
from tallystick.model.reading import Reading

_DAY = re.compile(r"\s*[—–-]{3,10} {1,4}(\d{4}[-/]\d{1,2}[-/]\d{1,2}) {1,4}[—–-]{3,10}\s*", re.ASCII)
_HEAD = re.compile(r"(\S.{0,200}?)(?: {2,4}|\t)(\d{1,2}:\d{2})\s*", re.ASCII)
# Where a mail's HTML became text, the two spaces became one.
_LOOSE_HEAD = re.compile(r"(\S.{0,200}?) {1,4}(\d{1,2}:\d{2})\s*", re.ASCII)
_DAY_NEAR = re.compile(r"^\s*—{3,10} {1,4}\d{4}[-/]\d{1,2}[-/]\d{1,2} {1,4}—{3,10}\s*$", re.MULTILINE | re.ASCII)
_TITLES = (
    re.compile(r"(?P<one>.{1,200}?) ?(?:和|與|与) ?(?P<two>.{1,200}?) ?在微信上的聊天[记記][录錄]如下"),
    re.compile(r"(?P<group>.{1,300}?) ?微信群上的聊天[记記][录錄]如下"),
    re.compile(r"微信群[\"“「](?P<group>.{1,300}?)[\"”」]的聊天[记記][录錄]如下"),
    re.compile(r"(?i)(?:the )?chat history (?:between|of) (?P<one>.{1,200}?) and (?P<two>.{1,200}?) (?:on|in) wechat"),
)  # fmt: skip
_MOST_PREFACE = 40
_PLACEHOLDER = re.compile(r"\[([^\[\]:：]{2,20})(?:[:：] ?([^\[\]]{1,300}?))?\]")
_IN_ATTACHMENT = re.compile(r"\([^()]{4,60}\)$")
_KINDS = {
    "图片": "image", "圖片": "image", "photo": "image", "picture": "image", "image": "image",
    "视频": "video", "影片": "video", "視頻": "video", "video": "video",
    "语音": "audio", "語音": "audio", "voice": "audio", "voice message": "audio", "audio": "audio",
    "文件": "document", "檔案": "document", "file": "document",
    "位置": "location", "location": "location", "表情": "sticker", "动画表情": "sticker", "sticker": "sticker",
    "名片": "contact", "个人名片": "contact", "contact card": "contact", "链接": "card", "連結": "card", "link": "card",
}  # fmt: skip


def recognises(head: Head) -> bool:
    """Whether a day line of five dashes stands near the beginning, and a name with a time below it."""
    day = _DAY_NEAR.search(head.start) if "—" in head.start else None
    if day is None:
        return False
    lines = head.start[day.end() :].replace("\xa0", " ").split("\n")
    return any(_LOOSE_HEAD.fullmatch(line) for line in lines[:40])


def read(original: bytes, name: str = "") -> Iterator[Reading]:  # noqa: ARG001 - the contract of formats
    """One chat. Raises NotThisFormat where no day line and no message stand in it."""
    lines = [line.rstrip("\r") for line in decode_text(original).text.replace("\xa0", " ").split("\n")]
    ledger = Ledger("line", len(lines))
    scan = _Scan(lines, ledger)
    scan.run()
    if not scan.messages:
        raise NotThisFormat("wechat-mail", "no message under a day line")
    chat = Chat(
        platform="wechat", title=scan.title, kind=scan.kind,
        participants=speakers(scan.messages), messages=tuple(scan.messages),
    )  # fmt: skip
    yield Reading(format="wechat-mail", chats=(chat,), counts=(ledger.count(),), problems=tuple(ledger.problems))


class _Scan:
    """Goes through the lines once; `messages` and `title` are what it found."""

    def __init__(self, lines: list[str], ledger: Ledger) -> None:
        self.lines, self.ledger = lines, ledger
        self.messages: list[ChatMessage] = []
        self.title = self.kind = ""
        self._day = ""
        self._open: tuple[int, str, str] | None = None
        self._body: list[str] = []
        self._head = _HEAD if any(map(_HEAD.fullmatch, lines)) else _LOOSE_HEAD
        self._is_spaced = _is_spaced(lines, self._head)

    def run(self) -> None:
        for number, line in enumerate(self.lines, 1):
            if not line.strip():
                self.ledger.share("blank")
                if self._open:
                    self._body.append("")
            elif day := _DAY.fullmatch(line):
                self._close()
                self._day = day[1]
                self.ledger.share("structure")
            elif (head := self._head.fullmatch(line)) and self._day and self._is_expected(number):
                self._close()
                self._open = (number, head[1], head[2])
            else:
                self._other(number, line, bool(head))
        self._close()

    def _is_expected(self, number: int) -> bool:
        """Whether a message may begin here: after a blank line, where messages stand apart by one."""
        before = self.lines[number - 2].strip() if number > 1 else ""
        return not self._is_spaced or not before or bool(_DAY.fullmatch(before))

    def _other(self, number: int, line: str, is_doubtful: bool) -> None:
        if is_doubtful:
            self.ledger.note("line-like-a-message", f"line {number}", "it could begin a message; it is read as text")
        if self._open:
            self._body.append(line)
            self.ledger.share("continuation")
        elif self._day:
            self.ledger.lose("line-not-understood", f"line {number}", "no message stands above it to which it belongs")
        else:
            self._preface(number, line.strip())

    def _preface(self, number: int, line: str) -> None:
        """Dear:, and the sentence that names the people or the group."""
        self.ledger.share("structure")
        if number > _MOST_PREFACE:
            return
        matched = next((found for title in _TITLES if (found := title.match(line[:700]))), None)
        if matched and not self.title:
            named = matched.groupdict()
            self.kind = "group" if named.get("group") else "private"
            self.title = named.get("group") or f"{named['one']}, {named['two']}"

    def _close(self) -> None:
        if self._open is None:
            return
        number, sender, time = self._open
        moment = local(f"{self._day} {time}")
        if moment is None:
            self.ledger.note("bad-time", f"line {number}", f"{self._day} {time} is not a day and time")
        text = "\n".join(self._body).strip("\n")
        media = _media(text)
        self.messages.append(
            self.ledger.keep(
                ChatMessage(f"line {number}", sender, moment, text, kind="media" if media else "text", media=media)
            )
        )
        self._open, self._body = None, []


def _is_spaced(lines: list[str], head: re.Pattern[str]) -> bool:
    """Whether messages stand apart by blank lines: WeChat writes them so, some mail programs take them away."""
    heads = [number for number, line in enumerate(lines) if number and head.fullmatch(line)]
    apart = sum(not lines[number - 1].strip() for number in heads)
    return apart * 2 > len(heads)


def _media(text: str) -> tuple[Media, ...]:
    """The file of a message that is nothing but a placeholder; its name is that of the mail's attachment."""
    matched = _PLACEHOLDER.fullmatch(text) if len(text) < 400 else None
    kind = _KINDS.get(matched[1].strip().lower()) if matched else None
    if matched is None or kind is None:
        return ()
    stated = matched[2] or ""
    name = _IN_ATTACHMENT.sub("", stated)
    return (Media(kind, "named" if name != stated else "omitted", name if kind != "card" else ""),)
