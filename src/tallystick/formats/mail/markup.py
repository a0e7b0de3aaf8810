"""The visible text of HTML, by one pass over its tags: no tree, so nesting and broken tags cost nothing.

Scripts, styles, titles and comments are never text. What a style hides is text all the same: a reader of evidence sees
it. Source: WHATWG HTML 13.2.5, tokenization.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape

_NAME = re.compile(r"/?[a-zA-Z][^\s/>]*+")
# What is looked ahead at is not tried again in another way, which would take for ever.
_ATTRIBUTES = re.compile(
    r"""(?=((?:[\s/]++|[^\s/>=]++(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+|(?=>)))?|=(?!\s*+["'])[^\s/>=]*+)*))\1>"""
)
_UNSEEN = ("script", "style", "title", "iframe", "noembed", "noframes", "template")
_UNSEEN_END = {name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in _UNSEEN}
_COMMENT_END = re.compile(r"--!?>")
_BREAKING = (
    "address article aside blockquote body br center dd details dir div dl dt fieldset figcaption figure footer form "
    "h1 h2 h3 h4 h5 h6 header hr li main nav ol option p pre section summary table tbody tfoot thead tr ul"
)
_BREAKS = frozenset(_BREAKING.split())
_OPENERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz/!?")
_COMMON_REFERENCES = (("&gt;", ">"), ("&nbsp;", " "), ("&lt;", "<"))
_CELLS = frozenset(("td", "th"))
_LONGEST_REMEMBERED = 300


def visible_text(html: str) -> tuple[str, bool]:
    """What a reader sees, one line a block, white space collapsed; and whether the HTML was whole."""
    if "<pre" not in html and "<PRE" not in html:
        html = html.replace("\r", " ").replace("\n", " ")
    first, *tagged = html.split("<")
    pieces = [first]
    position = len(first)
    skip_to = 0
    for index, piece in enumerate(tagged):
        opening = position
        position += len(piece) + 1
        if opening < skip_to:
            # This sign stood inside a comment, a script or a quoted attribute.
            pieces.append(html[skip_to:position] if skip_to < position else "")
            continue
        if piece[:1] not in _OPENERS:
            pieces.append("<" + piece)
            continue
        tag, closing, text = piece.partition(">")
        if index == 0 or tag[:4] in ("body", "BODY"):
            rest = _plain_pieces(tagged[index:])
            if rest is not None:
                pieces += rest
                break
        mark = _plain_mark(tag) if closing else None
        if mark is None:
            end, mark = _tag(html, opening)
            if end < 0:
                return _tidy(pieces), False
            skip_to = end
            text = html[end:position]
        pieces.append(mark)
        pieces.append(text)
    return _tidy(pieces), True


def _plain_pieces(tagged: list[str]) -> list[str] | None:
    """The text of pieces that all begin with a plain tag, without looking at each; None where one does not."""
    parts = [piece.partition(">") for piece in tagged]
    marks: dict[str, str] = {}
    for tag in {tag for tag, _, _ in parts}:
        mark = _plain_mark(tag)
        if mark is None:
            return None
        marks[tag] = mark
    if not all(closing for _, closing, _ in parts):
        return None
    return [marks[tag] + text for tag, _, text in parts]


def _plain_mark(tag: str) -> str | None:
    """The white space that a whole, ordinary tag stands for; None for anything that needs a closer look."""
    return _remembered_mark(tag) if len(tag) < _LONGEST_REMEMBERED else _mark(tag)


def _mark(tag: str) -> str | None:
    name = _NAME.match(tag)
    if name is None or _ATTRIBUTES.fullmatch(tag + ">", name.end()) is None:
        return None
    element = name[0].lower()
    if element in _UNSEEN_END:
        return None
    element = element.lstrip("/")
    return "\n" if element in _BREAKS else " " if element in _CELLS else ""


_remembered_mark = lru_cache(maxsize=4_096)(_mark)


def _tag(html: str, opening: int) -> tuple[int, str]:
    """Where the tag at `opening` ends, with what it hides (-1: never), and what it stands for."""
    name = _NAME.match(html, opening + 1)
    if name is None:
        return _no_element(html, opening)
    end = _ATTRIBUTES.match(html, name.end())
    if end is None:
        return -1, ""
    element = name[0].lower()
    if element in _UNSEEN_END:
        closed = _UNSEEN_END[element].search(html, end.end())
        # The closing tag itself is met as any other tag.
        return (closed.start() if closed else -1), ""
    return end.end(), _mark(html[opening + 1 : end.end() - 1]) or ""


def _no_element(html: str, opening: int) -> tuple[int, str]:
    """A comment, or what browsers take as one."""
    if html.startswith("<!--", opening):
        if html.startswith((">", "->"), opening + 4):
            return html.index(">", opening) + 1, ""
        end = _COMMENT_END.search(html, opening + 4)
        return (end.end() if end else -1), ""
    closing = html.find(">", opening)
    return (closing + 1 if closing >= 0 else -1), ""


def _tidy(pieces: list[str]) -> str:
    """The pieces as lines: references resolved, runs of white space one space or one line break."""
    text = "".join(pieces)
    if "&" in text:
        text = _resolved(text)
    for space in ("\r", "\t", "\xa0"):
        if space in text:
            text = text.replace(space, " ")
    while "  " in text:
        text = text.replace("  ", " ")
    return "\n".join([line for line in map(str.strip, text.split("\n")) if line])


def _resolved(text: str) -> str:
    """Character references as characters; the common ones by plain replacement, which is many times as fast."""
    for reference, character in _COMMON_REFERENCES:
        text = text.replace(reference, character)
        if "&" not in text:
            return text
    # "&amp;" comes last, and only alone, so that nothing is resolved twice.
    return text.replace("&amp;", "&") if text.count("&") == text.count("&amp;") else unescape(text)
