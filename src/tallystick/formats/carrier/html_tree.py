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
# lexbor compares each attribute of an element with all before it.
MOST_ATTRIBUTES = 1_000
_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?([A-Za-z0-9_-]{2,40})""", re.IGNORECASE)
_ATTRIBUTE = r"""[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"?|'[^']*+'?|[^\s>"'][^\s>]*+)?)?"""
# A comment, or a script or style to its end, or a tag with its attributes: each from "<" on, in one pass.
_PIECE = re.compile(
    rf"""<(?:!--(?:-?>|.*?(?:--!?>|\Z))|(?P<raw>script|style)\b[^>]*+>.*?(?:</(?P=raw)|\Z)
    |(?P<close>/?)(?P<tag>[A-Za-z][^\s/>]*+)(?P<attributes>(?:{_ATTRIBUTE})*))""",
    re.DOTALL | re.IGNORECASE | re.VERBOSE,
)
_EACH_ATTRIBUTE = re.compile(_ATTRIBUTE)
_FOREIGN = frozenset(("svg", "math"))
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
    _refuse_deep_and_wide(text)
    root = LexborHTMLParser(text).root
    if root is None:
        raise NotThisFormat("html", "no element in it")
    return root


def _refuse_deep_and_wide(text: str) -> None:
    """Raises LimitExceeded where so many elements stand open at once, or one has so many attributes, that building the
    tree would take hours."""
    at = depth = foreign = 0
    while piece := _PIECE.search(text, at):
        at, raw = piece.end(), piece["raw"]
        # In SVG and MathML what stands in a style or script is elements too.
        if raw and foreign:
            at = piece.end("raw")
        tag = (piece["tag"] or (raw if foreign else "") or "").lower()
        if not tag:
            continue
        _refuse_wide(piece["attributes"] or "")
        step = -1 if piece["close"] else 1
        if tag in _FOREIGN:
            foreign = max(foreign + step, 0)
        is_whole = foreign and text[at : at + 8].lstrip().startswith("/>")
        if tag not in _SHALLOW and not is_whole:
            depth = max(depth + step, 0)
        if depth > DEEPEST:
            raise LimitExceeded("HTML, depth", DEEPEST, depth)


def _refuse_wide(attributes: str) -> None:
    if len(attributes) <= 2 * MOST_ATTRIBUTES:
        return
    number = sum(1 for _attribute in _EACH_ATTRIBUTE.finditer(attributes))
    if number > MOST_ATTRIBUTES:
        raise LimitExceeded("HTML, attributes of one element", MOST_ATTRIBUTES, number)
