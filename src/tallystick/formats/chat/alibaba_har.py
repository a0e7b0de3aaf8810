"""HAR saved from a browser while Alibaba.com's or 1688's messenger was open: what its connections carried.

Source: HAR 1.2; `_webSocketMessages` as Chrome's developer tools write it. The older messenger fetched its messages
over HTTP (`getChatMessageList.htm`); both are read, also in one file.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs

from tallystick.errors import FormatError, LimitExceeded, NotThisFormat
from tallystick.formats.carrier import Head, parse_json
from tallystick.formats.chat.alibaba_content import first, words
from tallystick.formats.chat.alibaba_conversation import Conversations, Span
from tallystick.formats.chat.alibaba_session import Session
from tallystick.formats.chat.lwp import Frame, decode_base64, read_frame
from tallystick.model.message import Problem
from tallystick.model.reading import Count, Reading

MOST_FRAMES = 1_000_000
_SOCKET = re.compile(rb"wss:(?:\\?/){2}wss-(?:icbu|cnalichn|cbu|1688|cntaobao|goofish)\.dingtalk\.com(?=[:/?\\\x22])")
_LIST = b"/message/getChatMessageList.htm"
_LIST_ESCAPED = _LIST.replace(b"/", b"\\/")
_HOST = re.compile(r"wss://wss-(\w{2,20})\.dingtalk\.com(?:[:/?]|$)", re.IGNORECASE)
_PLATFORMS = {"icbu": "alibaba", "cntaobao": "taobao", "goofish": "goofish"}
_FRAME_MEMBERS = ("_webSocketMessages", "webSocketMessages", "_webSocketFrames")
_ALI_ID = re.compile(r"""window\.aliId\s{0,9}=\s{0,9}["']?([\w.@-]{1,60})""")
_PAGES = ("weblitepwa.htm", "messenger.htm", "weblite.htm")
_LARGEST_ANSWER = 64 << 20


def recognises(head: Head) -> bool:
    """Whether the file is a HAR with a messenger's connection or message list in it."""
    start = head.start[:2000]
    if not head.is_json or '"log"' not in start:
        return False
    block = head.block if head.whole is None else head.whole
    return bool(_SOCKET.search(block)) or _LIST in block or _LIST_ESCAPED in block


def read(original: bytes, name: str = "") -> Iterator[Reading]:  # noqa: ARG001 - the contract of formats
    """One reading with all conversations. Raises NotThisFormat, LimitExceeded."""
    har = parse_json(original)
    log = har.get("log") if isinstance(har, dict) else None
    entries = log.get("entries") if isinstance(log, dict) else None
    if not isinstance(entries, list):
        raise NotThisFormat("alibaba-har", "no log with entries in it")
    archive = _Archive()
    for index, entry in enumerate(entries):
        archive.take(entry if isinstance(entry, dict) else {}, f"entry {index}")
    yield archive.reading()


class _Archive:
    """The entries of a HAR, each looked at once."""

    def __init__(self) -> None:
        self._conversations = Conversations()
        self._session = Session(self._conversations)
        self._entries: Counter[str] = Counter()
        self._frames = 0

    def take(self, entry: dict[str, Any], place: str) -> None:
        """What the entry says of conversations has been added to them."""
        request = entry.get("request")
        request = request if isinstance(request, dict) else {}
        url = words(request.get("url"))
        host = _HOST.match(url)
        if host:
            self._connection(entry, host[1].lower(), place)
        elif "/message/getChatMessageList.htm" in url:
            self._entries["messages" if self._message_list(entry, request, place) else "problems"] += 1
        else:
            self._own_account(entry, url)
            self._entries["other"] += 1

    def reading(self) -> Reading:
        """All that the entries said."""
        chats = self._conversations.chats()
        problems = (*self._conversations.problems, *self._session.strange())
        entries = Count("entries", self._entries.total(), tuple(self._entries.items()))
        counts = (*self._session.counts(), self._conversations.count(), entries)
        return Reading(format="alibaba-har", chats=chats, counts=counts, problems=problems)

    def _connection(self, entry: dict[str, Any], site: str, place: str) -> None:
        self._entries["connections"] += 1
        self._conversations.platform = self._conversations.platform or _PLATFORMS.get(site, "1688")
        saved = next((entry[name] for name in _FRAME_MEMBERS if isinstance(entry.get(name), list)), None)
        if not saved:
            detail = (
                "the connection was saved without its frames; record it in Chrome or Edge, with the tools open first"
            )
            self._conversations.problems.append(Problem("frames-missing", place, detail))
            return
        self._frames += len(saved)
        if self._frames > MOST_FRAMES:
            raise LimitExceeded("HAR, frames", MOST_FRAMES, self._frames)
        self._session.read([_frame(one, f"{place} frame {index}") for index, one in enumerate(saved)])

    def _message_list(self, entry: dict[str, Any], request: dict[str, Any], place: str) -> bool:
        """The messages of one answer of the older messenger have been added; False where there are none to read."""
        asked = _asked(request)
        self._conversations.owned_by(words(asked.get("selfAliId")))
        self._conversations.platform = self._conversations.platform or "alibaba"
        answer = _answer(entry)
        listed = answer.get("data") if isinstance(answer, dict) else None
        models = listed.get("list") if isinstance(listed, dict) else None
        if not isinstance(models, list):
            detail = "a list of messages was asked for, and its answer is not in the file or cannot be read"
            self._conversations.problems.append(Problem("request-unanswered", place, detail))
            return False
        cid = first(asked, ("cid", "conversationCode", "contactAccountId"))
        self._conversations.describe(cid, uids=[words(asked.get(name)) for name in ("selfAliId", "aliId")])
        for index, model in enumerate(models):
            self._conversations.add(model, f"{place} message {index}", cid)
        # The older messenger's answers do not say whether there is more.
        self._conversations.page(cid, Span(place, "", "", None, ""))
        return True

    def _own_account(self, entry: dict[str, Any], url: str) -> None:
        if any(page in url.lower() for page in _PAGES):
            found = _ALI_ID.search(_body(entry))
            if found:
                self._conversations.owned_by(found[1])


def _frame(saved: Any, place: str) -> Frame | Problem:
    if not isinstance(saved, dict):
        return Problem("frame-unreadable", place, "a frame that is no object")
    return read_frame(saved, place)


def _asked(request: dict[str, Any]) -> dict[str, Any]:
    """The parameters of a request for messages, out of its form."""
    posted = request.get("postData")
    posted = posted if isinstance(posted, dict) else {}
    fields = posted.get("params")
    stated = {words(one.get("name")): one.get("value") for one in _objects(fields)}
    packed = stated.get("params")
    if not isinstance(packed, str):
        text = posted.get("text")
        try:
            packed = parse_qs(text, max_num_fields=100).get("params", [""])[0] if isinstance(text, str) else ""
        except ValueError:
            packed = ""
    asked = _loaded(packed)
    if not isinstance(asked, dict) and "%7B" in packed[:10]:
        asked = _loaded(parse_qs(f"params={packed}").get("params", [""])[0])
    return asked if isinstance(asked, dict) else {}


def _objects(value: Any) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _loaded(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _answer(entry: dict[str, Any]) -> Any:
    """The JSON of an answer, with or without the name of a function around it; None where it is none."""
    text = _body(entry).strip()
    if text and text[0] not in "{[":
        text = text[text.find("(") + 1 : text.rfind(")")]
    try:
        return parse_json(text.encode("utf-8", "replace")) if text else None
    except FormatError:
        return None


def _body(entry: dict[str, Any]) -> str:
    response = entry.get("response")
    content = response.get("content") if isinstance(response, dict) else None
    text = content.get("text") if isinstance(content, dict) else None
    if not isinstance(text, str) or len(text) > _LARGEST_ANSWER:
        return ""
    if content is not None and content.get("encoding") == "base64":
        return (decode_base64(text) or b"").decode("utf-8", "replace")
    return text
