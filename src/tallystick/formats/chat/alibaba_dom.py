"""The list of messages as Alibaba.com's and 1688's messengers draw it: who, when, what, and what it quotes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tallystick.errors import FormatError, LimitExceeded
from tallystick.formats.carrier import HtmlNode, parse_html, without_secrets
from tallystick.formats.chat.alibaba_page_time import moment_on_page, order_in
from tallystick.model.chat import ChatMessage, Media, Quoted
from tallystick.model.message import Problem

MOST_MESSAGES = 200_000
_TITLE = ".content-header .contact-name"
_WRAPPERS = (".message-item-wrapper", ".message-item")
_NAME = ".item-base-info .name, .nick, .nickname, .user-name, .name"
_TEXT = ".session-rich-content.text, .text-content, .message-content, .content-text"
_MEDIA = ", ".join(f".session-rich-content.media {tag}" for tag in ("img", "video", "audio", "a[href]"))
_CARD = ".text-od-wrap, .od-wrap, .session-rich-content.card, .product-card, .order-card"
_QUOTE = ".quote-container"
_READ_STATE = ".read-status, .message-status, .item-status, .read-state, .status"
_STATES = {
    "read": "read",
    "已读": "read",
    "unread": "unread",
    "未读": "unread",
    "delivered": "delivered",
    "送达": "delivered",
}
_BLOCKS = frozenset(("p", "div", "li", "tr", "br", "ul", "ol", "h1", "h2", "h3", "h4", "pre", "blockquote"))
_UNSEEN = frozenset(("script", "style", "template", "noscript"))


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a page draws of one conversation: the contact's name, the messages, and how many nodes held none."""

    title: str
    messages: tuple[ChatMessage, ...]
    empty: int
    problems: tuple[Problem, ...]


def drawn_messages(root: HtmlNode) -> Drawn:
    """The messages in the order in which the page shows them."""
    nodes = _message_nodes(root)
    raws = [_time(node) for node in nodes]
    order = order_in(raws)
    messages, problems, empty = [], [], 0
    for index, (node, raw) in enumerate(zip(nodes, raws, strict=True)):
        place = f"message {index + 1}"
        message = _message(node, raw, order, place)
        if message is None:
            empty += 1
            problems.append(Problem("message-unreadable", place, "a message in which nothing is shown"))
            continue
        messages.append(message)
        if raw or message.kind != "system":
            problems.extend(_time_problem(raw, order, place))
    title = root.css_first(_TITLE)
    return Drawn(_line(title) if title else "", tuple(messages), empty, tuple(problems))


def visible_text(node: HtmlNode) -> str:
    """The words in the node as a reader sees them: a line for each block, scripts and styles left out."""
    parts = []
    for one in node.traverse(include_text=True):
        if one.tag == "-text":
            if one.parent is None or one.parent.tag not in _UNSEEN:
                parts.append(one.text_content or "")
        elif one.tag in _BLOCKS:
            parts.append("\n")
    lines = (" ".join(line.split()) for line in "".join(parts).split("\n"))
    return "\n".join(line for line in lines if line)


def _message_nodes(root: HtmlNode) -> list[HtmlNode]:
    """The outermost nodes of messages: a wrapper may hold an item of its own."""
    for selector in _WRAPPERS:
        nodes = root.css(f"{selector}:not({selector} *)")
        if len(nodes) > MOST_MESSAGES:
            raise LimitExceeded("page, messages", MOST_MESSAGES, len(nodes))
        if nodes:
            return nodes
    return []


def _message(node: HtmlNode, raw_time: str, order: str, place: str) -> ChatMessage | None:
    quoted, media = _quoted(node), tuple(_media(node))
    card = node.css_first(_CARD)
    text, is_system = _text(node), False
    if card is not None and not text:
        text = visible_text(card)
        media = (*media, Media("card", "named", text.partition("\n")[0]))
    if not (text or media or quoted):
        text, is_system = without_secrets(visible_text(node)), True
    if not text and not media and not quoted:
        return None
    moment, code = moment_on_page(raw_time, order)
    marks = (*_read_state(node), *(("ambiguous-time",) if code == "date-order-ambiguous" else ()))
    kind = "system" if is_system else "card" if card is not None else "media" if media and not text else "text"
    name, own = _name(node), _is_own(node)
    return ChatMessage(place, name, moment, text, kind=kind, quoted=quoted, media=media, marks=marks, is_own=own)


def _text(node: HtmlNode) -> str:
    """The words of a message: as drawn, else out of the raw HTML that the list keeps beside them."""
    shown = next((one for one in node.css(_TEXT) if not _is_quoted(one)), None)
    text = visible_text(shown) if shown is not None else ""
    if text:
        return without_secrets(text)
    try:
        return without_secrets(visible_text(parse_html(_original(node).encode("utf-8", "replace"), "utf-8")))
    except FormatError:
        return ""


def _original(node: HtmlNode) -> str:
    holder = node if "data-original" in node.attributes else node.css_first("[data-original]")
    return (holder.attributes.get("data-original") or "") if holder is not None else ""


def _is_quoted(node: HtmlNode) -> bool:
    parent = node.parent
    for _step in range(4):
        if parent is None:
            return False
        if "quote-container" in (parent.attributes.get("class") or ""):
            return True
        parent = parent.parent
    return False


def _media(node: HtmlNode) -> Iterator[Media]:
    for one in node.css(_MEDIA):
        link = one.attributes.get("src") or one.attributes.get("href") or ""
        kind = {"img": "image", "video": "video", "audio": "audio"}.get(str(one.tag), "document")
        name = one.attributes.get("alt") or one.attributes.get("download") or ""
        if link.startswith("data:"):
            yield Media(kind, "inside", name)
        else:
            yield Media(kind, "linked" if link else "named", name, link=without_secrets(link))


def _quoted(node: HtmlNode) -> Quoted | None:
    quote = node.css_first(_QUOTE)
    if quote is None:
        return None
    name, content = quote.css_first(".name"), quote.css_first(".content")
    text = visible_text(content if content is not None else quote)
    return Quoted(_line(name).rstrip(":： ") if name is not None else "", without_secrets(text))


def _name(node: HtmlNode) -> str:
    found = next((one for one in node.css(_NAME) if not _is_quoted(one)), None)
    return _line(found) if found is not None else ""


def _time(node: HtmlNode) -> str:
    base = node.css_first(".item-base-info")
    if base is None:
        shown = node.css_first(".time")
        return _line(shown) if shown is not None else ""
    spans = [span for span in base.css("span") if "name" not in (span.attributes.get("class") or "").split()]
    return _line(spans[-1]) if spans else ""


def _time_problem(raw: str, order: str, place: str) -> Iterator[Problem]:
    _moment, code = moment_on_page(raw, order)
    if code:
        yield Problem(code, place, _DETAILS[code].format(raw=raw[:60]))


_DETAILS = {
    "time-missing": "no time is shown with the message",
    "time-unreadable": "{raw!r} is no full date and time",
    "date-order-ambiguous": "{raw!r}: day and month cannot be told apart on this page",
}


def _is_own(node: HtmlNode) -> bool | None:
    for side, is_own in (("item-right", True), ("item-left", False), ("self", True), ("right", True), ("left", False)):
        classes = (node.attributes.get("class") or "").split()
        if side in classes or (side.startswith("item-") and node.css_first(f".{side}") is not None):
            return is_own
    return None


def _read_state(node: HtmlNode) -> tuple[str, ...]:
    states = (_STATES.get(_line(one).lower().strip("[]()")) for one in node.css(_READ_STATE))
    return tuple(dict.fromkeys(state for state in states if state))


def _line(node: HtmlNode) -> str:
    return " ".join(visible_text(node).split())
