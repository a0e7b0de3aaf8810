"""Telegram Desktop's HTML: messages.html, messages2.html ..., each a page of one chat."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tallystick.errors import NotThisFormat
from tallystick.formats.carrier import Head, HtmlNode, parse_html
from tallystick.formats.chat.instant import zone_of
from tallystick.formats.chat.ledger import Ledger, speakers
from tallystick.formats.chat.telegram_page import message_of
from tallystick.model.chat import Chat, ChatMessage
from tallystick.model.reading import Reading

_FORMAT = "telegram-html"
_SIGNS = ('class="message default', 'class="message service')
_PAGE = ('class="page_body', 'class="page_wrap', 'class="history"', "<title>Exported Data</title>")
_DAY_ID = re.compile(r"message-\d+")


def recognises(head: Head) -> bool:
    """Whether Telegram's page with its history and messages begins so."""
    return any(sign in head.text for sign in _SIGNS) and any(sign in head.start for sign in _PAGE)


def read(original: bytes, name: str = "") -> Iterator[Reading]:  # noqa: ARG001 - the contract of formats
    """One page of a chat. Raises NotThisFormat, LimitExceeded."""
    root = parse_html(original)
    nodes = root.css("div.message")
    if not nodes:
        raise NotThisFormat(_FORMAT, "no message in it")
    ledger = Ledger("message block", len(nodes))
    messages = tuple(_messages(nodes, ledger))
    is_later, is_earlier = _neighbours(root)
    if is_later or is_earlier:
        which = " and ".join(word for word, holds in (("before", is_later), ("after", is_earlier)) if holds)
        ledger.note("more-pages", "page", f"the export has further pages {which} this one")
    title = root.css_first(".page_header .text.bold")
    chat = Chat(
        platform="telegram",
        title=" ".join(title.text().split()) if title else "",
        zone=zone_of(messages),
        is_tail=True if is_later else None,
        participants=speakers(messages),
        messages=messages,
    )
    yield Reading(format=_FORMAT, chats=(chat,), counts=(ledger.count(),), problems=tuple(ledger.problems))


def _messages(nodes: list[HtmlNode], ledger: Ledger) -> Iterator[ChatMessage]:
    sender = ""
    for number, node in enumerate(nodes):
        if _DAY_ID.fullmatch(node.attributes.get("id") or ""):
            ledger.share("days")
            continue
        place = node.attributes.get("id") or f"block {number}"
        message = message_of(node, place, sender, ledger)
        if message.kind != "system":
            sender = message.sender
        yield ledger.keep(message)


def _neighbours(root: HtmlNode) -> tuple[bool, bool]:
    """Whether the page says that there is one before it, and one after it."""
    seen_message = before = after = False
    for node in root.css("a.pagination, div.message"):
        if "pagination" in (node.attributes.get("class") or "").split():
            after, before = after or seen_message, before or not seen_message
        else:
            seen_message = True
    return before, after
