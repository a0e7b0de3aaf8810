"""Files of a browser extension that saves OneTalk's conversations: `weblite_cached_messages.v1`, whole or by lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from tallystick.errors import FormatError, NotThisFormat
from tallystick.formats.carrier import Head, parse_json, parse_json_lines
from tallystick.formats.chat.alibaba_content import first, words
from tallystick.formats.chat.alibaba_conversation import Conversations, Span, uids_in
from tallystick.model.check import Check
from tallystick.model.message import Problem
from tallystick.model.reading import Count, Reading

SCHEMA = "weblite_cached_messages.v1"
_IDS = ("cid", "conversationCode", "contactAccountId", "id", "name")
_TITLES = ("contactNick", "name", "title", "loginId")
_OWN = ("selfAliId", "aliId")


def recognises(head: Head) -> bool:
    """Whether the file, or its first line, states the exporter's schema."""
    return head.is_json and f'"{SCHEMA}"' in head.start and '"schema"' in head.start


def read(original: bytes, name: str = "") -> Iterator[Reading]:  # noqa: ARG001 - the contract of formats
    """One reading with all conversations of the file. Raises NotThisFormat, LimitExceeded."""
    export = _Export()
    try:
        whole = parse_json(original)
    except NotThisFormat:
        whole = None
    if isinstance(whole, dict) and isinstance(whole.get("conversations"), list):
        export.take_whole(whole)
    else:
        export.take_lines(original)
    yield export.reading()


class _Export:
    """The conversations of an export, each taken once."""

    def __init__(self) -> None:
        self._conversations = Conversations("alibaba")
        self._lines: Counter[str] = Counter()
        self._stated: dict[str, tuple[int, str]] = {}
        self._held: Counter[str] = Counter()
        self._cids: dict[str, str] = {}

    def take_whole(self, export: dict[str, Any]) -> None:
        """All conversations of a file that is one object have been added."""
        self._start(export)
        for index, entry in enumerate(export["conversations"]):
            place = f"/conversations/{index}"
            if not isinstance(entry, dict):
                self._problem("conversation-unreadable", place, "a conversation that is no object")
                continue
            cid = self._conversation(entry, place)
            messages = entry.get("messages")
            messages = messages if isinstance(messages, list) else []
            for number, model in enumerate(messages):
                self._conversations.add(model, f"{place}/messages/{number}", cid)
            self._held[cid] += len(messages)

    def take_lines(self, original: bytes) -> None:
        """All lines of a file in the form by lines have been added."""
        for number, line in parse_json_lines(original):
            place = f"line {number}"
            if isinstance(line, FormatError) or not isinstance(line, dict):
                self._lines["problems"] += 1
                self._problem("line-unreadable", place, "a line that is no JSON object")
                continue
            self._lines[self._line(line, place)] += 1
        if not self._lines["messages"] and not self._lines["conversations"] and not self._lines["structure"]:
            raise NotThisFormat("alibaba-export", "no line of the exporter in it")

    def reading(self) -> Reading:
        """All that was taken."""
        checks = tuple(self._check(cid, number, place) for cid, (number, place) in self._stated.items())
        chats = self._conversations.chats()
        counts = [self._conversations.count()]
        if self._lines:
            counts.append(Count("lines", self._lines.total(), tuple(self._lines.items())))
        problems = tuple(self._conversations.problems)
        return Reading(format="alibaba-export", chats=chats, counts=tuple(counts), checks=checks, problems=problems)

    def _line(self, line: dict[str, Any], place: str) -> str:
        kind = line.get("type")
        if kind == "metadata":
            self._start(line)
            return "structure"
        if kind == "conversation":
            self._cids[words(line.get("index"))] = self._conversation(line, place)
            return "conversations"
        if kind == "message":
            inner = line.get("message")
            cid = self._cids.get(first(line, ("conversationIndex", "index")), "")
            self._conversations.add(inner if isinstance(inner, dict) else line, place, cid)
            self._held[cid] += 1
            return "messages"
        self._problem("line-unknown", place, f"a line of type {words(kind)[:40] or 'not stated'!r}")
        return "other"

    def _start(self, stated: dict[str, Any]) -> None:
        for source in (stated.get("bootstrap"), stated.get("source"), stated):
            if isinstance(source, dict):
                self._conversations.owned_by(first(source, _OWN))

    def _conversation(self, entry: dict[str, Any], place: str) -> str:
        inner = entry.get("conversation")
        described = inner if isinstance(inner, dict) else entry
        cid = first(described, _IDS) or first(entry, _IDS) or place
        contact, title = first(described, ("contactAliId",)), first(described, _TITLES)
        receivers = uids_in(described.get("receivers"))
        self._conversations.describe(cid, title, [contact, *receivers] if contact else receivers)
        self._conversations.name(contact, title)
        if isinstance(entry.get("messageCount"), int):
            self._stated[cid] = (entry["messageCount"], place)
        pages = entry.get("pages")
        last = pages[-1] if isinstance(pages, list) and pages else None
        if isinstance(last, dict) and isinstance(last.get("hasMore"), bool):
            self._conversations.page(cid, Span(place, "", "", last["hasMore"], ""))
        errors = entry.get("errors")
        for error in errors if isinstance(errors, list) else ():
            self._problem("export-error", place, f"the exporter met an error here: {_said(error)}")
        return cid

    def _check(self, cid: str, stated: int, place: str) -> Check:
        held = self._held[cid]
        if stated == held:
            return Check.passed("message-count", f"{cid}: all {held} stated messages are there", place)
        reason = f"{cid}: the export states {stated} messages and holds {held}"
        self._problem("message-count-differs", place, reason)
        return Check.failed("message-count", reason, place, stated=str(stated), held=str(held))

    def _problem(self, code: str, place: str, detail: str) -> None:
        self._conversations.problems.append(Problem(code, place, detail))


def _said(error: Any) -> str:
    return (first(error, ("message", "error", "code")) if isinstance(error, dict) else words(error))[:200] or "no words"
