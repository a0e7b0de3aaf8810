"""Alibaba.com's and 1688's messenger pages as a browser saved them.

Two things stand in such a page: the list of conversations that its script was started with (with the newest message
of each), and the messages of the open conversation, as far as they had been scrolled into view.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from tallystick.errors import FormatError
from tallystick.formats.carrier import Head, HtmlNode, parse_html, without_secrets
from tallystick.formats.chat.alibaba_content import first, words
from tallystick.formats.chat.alibaba_conversation import Conversations
from tallystick.formats.chat.alibaba_dom import Drawn, drawn_messages, visible_text
from tallystick.formats.chat.alibaba_script import assigned
from tallystick.formats.page.origin import origin_of
from tallystick.formats.page.visible import see
from tallystick.model.chat import Chat, Participant
from tallystick.model.message import Problem
from tallystick.model.page import Page
from tallystick.model.reading import Count, Reading

LONGEST_PAGE_TEXT = 1 << 20
_CACHE = "__VMFsConv__cache__"
_OWNER = "aliId"
_ADDRESS = re.compile(
    r"(?:saved from url=\(\d{4}\)|\burl:\s{0,4}|<base [^>]{0,80}href=[\"'])(https?://[^\s\"'<>]{1,2000})", re.IGNORECASE
)
_MESSENGER = re.compile(
    r"https?://(?:onetalk|message)\.alibaba\.com/message/(?:messenger|weblite)|def_cbu_web_im", re.IGNORECASE
)
_LISTS = (b"message-item-wrapper", b"item-base-info", b"session-rich-content")


@dataclass(frozen=True, slots=True)
class PageChats:
    """The conversations of one page, and the account of the messages met in it."""

    chats: tuple[Chat, ...]
    count: Count
    problems: tuple[Problem, ...]


def recognises(head: Head) -> bool:
    """Whether the file is a messenger's page: by what it holds, or by the address it was saved from."""
    if not head.is_html:
        return False
    if _MESSENGER.search(_address(head.start)):
        return True
    block = head.block if head.whole is None else head.whole
    return _CACHE.encode() in block or (_LISTS[0] in block and any(mark in block for mark in _LISTS[1:]))


def read(original: bytes, name: str = "") -> Iterator[Reading]:  # noqa: ARG001 - the contract of formats
    """One reading with the conversations and the page itself. Raises NotThisFormat, LimitExceeded."""
    root = parse_html(original)
    seen = see(root)
    origin = origin_of(root, seen.comments)
    found = chats_in(root, origin.url)
    title = root.css_first("title")
    page = Page(
        url=origin.url,
        title=visible_text(title) if title else "",
        text=without_secrets(seen.text[:LONGEST_PAGE_TEXT]),
        kind="messenger",
        captured=origin.captured,
        captured_by=origin.captured_by,
        links=tuple(seen.links),
    )
    problems = (*origin.problems, *found.problems)
    yield Reading(format="alibaba-page", chats=found.chats, pages=(page,), counts=(found.count,), problems=problems)


def chats_in(root: HtmlNode, url: str = "") -> PageChats:
    """The conversations in a messenger's page, with the count and problems of reading them."""
    platform = "1688" if "1688.com" in url or root.css_first(".od-wrap, .text-od-wrap") is not None else "alibaba"
    listed = Conversations(platform)
    _read_scripts(root, listed)
    drawn, cached = drawn_messages(root), listed.chats()
    count, problems = listed.count(), [*listed.problems, *drawn.problems]
    if not drawn.messages:
        if not cached:
            problems.append(Problem("no-messages", "", "the page was saved before any conversation was loaded"))
        return PageChats(cached, _with(count, "problems", drawn.empty), tuple(problems))
    chat, repeated, others = _opened(drawn, cached, platform)
    detail = (
        f"the page holds the {len(drawn.messages)} messages that had been loaded; earlier ones were not scrolled to"
    )
    problems.append(Problem("only-loaded-messages", "", detail))
    opened = {chat.chat_id}
    problems = [one for one in problems if one.code != "conversation-not-opened" or one.place not in opened]
    return PageChats((chat, *others), _total(count, drawn, repeated), tuple(problems))


def _address(start: str) -> str:
    found = _ADDRESS.search(start)
    return found[1] if found else ""


def _read_scripts(root: HtmlNode, listed: Conversations) -> None:
    for index, script in enumerate(root.css("script")):
        text = script.text() or ""
        if _OWNER not in text and _CACHE not in text:
            continue
        try:
            for uid in assigned(text, f"window.{_OWNER}"):
                listed.owned_by(words(uid))
            caches = [cache for cache in assigned(text, _CACHE) if isinstance(cache, list)]
        except FormatError as error:
            listed.problems.append(Problem("script-unreadable", f"script {index + 1}", str(error)))
            continue
        for cache in caches:
            for number, entry in enumerate(cache):
                _list(entry, f"script {index + 1} conversation {number}", listed)


def _list(entry: Any, place: str, listed: Conversations) -> None:
    """One conversation of the script's list: `{cid, contactNick, contactAliId, latestMessage: {content, sendTime}}`."""
    entry = entry if isinstance(entry, dict) else {}
    cid = first(entry, ("cid", "conversationCode", "contactAccountId"))
    if not cid:
        listed.problems.append(Problem("conversation-unreadable", place, "a conversation without id"))
        return
    contact, nick = first(entry, ("contactAliId",)), first(entry, ("contactNick", "name", "loginId"))
    listed.describe(cid, nick, (contact, listed.owner), is_listed=True)
    listed.name(contact, nick)
    newest = entry.get("latestMessage")
    if newest:
        listed.add(newest if isinstance(newest, dict) else {"content": newest}, f"{place} newest message", cid)


def _opened(drawn: Drawn, cached: tuple[Chat, ...], platform: str) -> tuple[Chat, int, tuple[Chat, ...]]:
    """The open conversation, how many of its messages the list repeats, and the other conversations of the list."""
    same = [chat for chat in cached if drawn.title and chat.title == drawn.title]
    listed = same[0] if len(same) == 1 else None
    names = {(one.sender, one.is_own) for one in drawn.messages if one.sender}
    people = tuple(Participant(name=name, is_own=is_own) for name, is_own in sorted(names, key=str))
    chat = Chat(platform=platform, title=drawn.title, kind="private", is_tail=True, participants=people)
    chat = replace(chat, messages=drawn.messages)
    if listed is None:
        return chat, 0, cached
    shown = {one.text for one in drawn.messages}
    missing = tuple(one for one in listed.messages if one.text not in shown)
    chat = replace(chat, chat_id=listed.chat_id, messages=(*drawn.messages, *missing))
    others = tuple(one for one in cached if one is not listed)
    return chat, len(listed.messages) - len(missing), others


def _total(count: Count, drawn: Drawn, repeated: int) -> Count:
    shares = dict(count.became)
    system = sum(message.kind == "system" for message in drawn.messages)
    shares["messages"] += len(drawn.messages) - system - repeated
    shares["system"] += system
    shares["repeated"] += repeated
    shares["problems"] += drawn.empty
    return Count(count.unit, count.total + len(drawn.messages) + drawn.empty, tuple(shares.items()))


def _with(count: Count, share: str, number: int) -> Count:
    shares = dict(count.became)
    shares[share] += number
    return Count(count.unit, count.total + number, tuple(shares.items()))
