"""The words of a message that a platform writes as HTML, with the line breaks that a reader saw."""

from __future__ import annotations

import re

from tallystick.errors import FormatError
from tallystick.formats.carrier import HtmlNode, parse_html, without_secrets
from tallystick.formats.chat.field import writable
from tallystick.model.chat import Media

_BLOCKS = frozenset(("p", "div", "li", "ul", "ol", "tr", "table", "blockquote", "pre", "h1", "h2", "h3", "h4", "hr"))
_UNSEEN = frozenset(("script", "style", "head", "title", "template"))
_MOST_LINKS = 500
_SPACE = re.compile(r"[ \t\r\n\f]+")
_SPACE_RUN = re.compile(r" {2,}")
_AROUND_BREAK = re.compile(r" ?\n ?")
_MANY_BREAKS = re.compile(r"\n{3,}")


def fragment_tree(fragment: str) -> HtmlNode | None:
    """The tree of an HTML fragment; None where it is too deep to be built: one message must not hide the others."""
    try:
        return parse_html(fragment.encode("utf-8", "replace"))
    except FormatError:
        return None


def plain_text(fragment: str) -> str:
    """The words of an HTML fragment; the fragment itself where it cannot be read as HTML."""
    if "<" not in fragment and "&" not in fragment:
        return fragment
    root = fragment_tree(fragment)
    return plain(root) if root else fragment


def hidden_links(root: HtmlNode) -> tuple[Media, ...]:
    """The addresses behind words that do not show them: what a reader saw is not where a click led."""
    found = []
    for node in root.css("a[href]")[:_MOST_LINKS]:
        address = node.attributes.get("href") or ""
        if address.startswith(("http://", "https://")) and address.rstrip("/") not in node.text().strip():
            found.append(Media("", "linked", link=without_secrets(writable(address))))
    return tuple(found)


def plain(root: HtmlNode, unseen: frozenset[int] = frozenset()) -> str:
    """The words below a node. `unseen` are the `mem_id`s of nodes to pass over with all below them."""
    pieces: list[str] = []
    # A stack of our own: the depth of a hostile tree is not that of Python's.
    waiting: list[HtmlNode | str] = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, str):
            pieces.append(node)
            continue
        tag = node.tag or ""
        if tag == "-text":
            pieces.append(_SPACE.sub(" ", node.text_content or ""))
        elif tag == "br":
            pieces.append("\n")
        elif tag in ("img", "emoji"):
            pieces.append(node.attributes.get("alt") or "")
            waiting.extend(reversed(list(node.iter(include_text=True))))
        elif tag not in _UNSEEN and not tag.startswith(("-", "!")) and node.mem_id not in unseen:
            if tag in _BLOCKS:
                pieces.append("\n")
                waiting.append("\n")
            waiting.extend(reversed(list(node.iter(include_text=True))))
    text = _AROUND_BREAK.sub("\n", _SPACE_RUN.sub(" ", "".join(pieces)))
    return writable(_MANY_BREAKS.sub("\n\n", text).replace("\xa0", " ").strip())
