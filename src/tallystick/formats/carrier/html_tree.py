"""HTML as a tree, never rendered, never fetched. Source: WHATWG HTML parsing, through lexbor."""

from __future__ import annotations

import re
from typing import TypeAlias

from selectolax.lexbor import LexborHTMLParser, LexborNode

from tallystick.errors import LimitExceeded, NotThisFormat
from tallystick.formats.carrier.text import decode_text

HtmlNode: TypeAlias = LexborNode
LARGEST_BYTES = 64 << 20
# Browsers stop at 512. The tree builder looks through all open elements at each tag, so depth times length is its cost.
DEEPEST = 1_500
_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?([A-Za-z0-9_-]{2,40})""", re.IGNORECASE)
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*)")
# Elements that never hold others, and those that the next of their kind closes: they add no depth.
_SHALLOW = frozenset(
    (
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr", "p", "li",
        "dt", "dd", "option", "optgroup", "tr", "td", "th", "thead", "tbody", "tfoot", "colgroup", "rp", "rt", "html",
        "head", "body", "path", "circle", "rect", "line", "polygon", "use", "stop",
    )
)  # fmt: skip


def parse_html(original: bytes, declared: str = "") -> HtmlNode:
    """The root of the tree. `declared` is the charset that a carrier stated. Raises NotThisFormat, LimitExceeded."""
    if len(original) > LARGEST_BYTES:
        raise LimitExceeded("HTML file, bytes", LARGEST_BYTES, len(original))
    meta = _CHARSET.search(original[:4096])
    text = decode_text(original, declared or (meta[1].decode("ascii") if meta else "")).text
    _refuse_deep(text)
    root = LexborHTMLParser(text).root
    if root is None:
        raise NotThisFormat("html", "no element in it")
    return root


def _refuse_deep(text: str) -> None:
    """Raises LimitExceeded where so many elements stand open at once that building the tree would take hours."""
    if text.count("<") <= DEEPEST:
        return
    depth = 0
    for tag in _TAG.finditer(text):
        if tag[2].lower() in _SHALLOW:
            continue
        depth = max(depth - 1, 0) if tag[1] else depth + 1
        if depth > DEEPEST:
            raise LimitExceeded("HTML, depth", DEEPEST, depth)
