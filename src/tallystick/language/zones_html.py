"""The text of HTML with its zones, by the structure that mail programs give it and by the words.

One pass over the tags: no tree, so nesting and broken tags cost nothing. What a style hides is text all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import NamedTuple

from tallystick.language.zone_lines import Line, unsigned
from tallystick.language.zones import zones_of_lines
from tallystick.model.zone import ZonedText, ZoneKind

__all__ = ["zones_html"]

_BLOCKS = (
    "address article aside blockquote body br center dd details dir div dl dt fieldset figcaption figure footer form"
    " h1 h2 h3 h4 h5 h6 header hr li main nav ol option p pre section summary table tbody tfoot thead tr ul"
)
_BREAKING = frozenset(_BLOCKS.split())
_UNSEEN = frozenset(("script", "style", "title", "iframe", "noembed", "noframes", "template"))
_NESTING = "div blockquote span section article p table td pre center sign includetail"
_TRACKED = frozenset(_NESTING.split())
_PARTING = frozenset(("br", "p", "pre", "hr", "blockquote"))
_CELLS = frozenset(("td", "th"))
_NAME = re.compile(r"/?[a-zA-Z][a-zA-Z0-9:_-]{0,40}")
_LONGEST_TAG = 2000  # of which attributes are looked at
_QUOTING = re.compile(
    r"yahoo_quoted|includetail|isreplycontent|olk_src_body_section|protonmail_quote|tutanota_quote|zmail_extra"
    r"|moz-forward-container|mail-editor-reference-message-container|aolmsgpart|ntes-mailmaster-quote|zimbra-reply"
)
_OPENING = re.compile(r"divrplyfwdmsg|outlookmessageheader|stopspelling|appendonsend")
_ATTRIBUTING = re.compile(r"gmail_attr|moz-cite-prefix|protonmail_attr")
_SIGNING = re.compile(
    r"gmail_signature|moz-signature|ms-outlook-mobile-signature|id=[\"']?(?:x_)*signature\b|protonmail_signature_block"
    r"|yahoo-signature|spark_signature|data-signatureblock|_foxsignseperator_|mailmaster-signature|netease_mail_footer|^sign\b"
)
_INDENT = re.compile(r"border(?:-left)?\s*:\s*(?:none|0)")


class _Open(NamedTuple):
    """An element that is open: its name and what it says of the text inside."""

    name: str
    depth: int
    mark: ZoneKind | None
    is_container: bool


@dataclass(slots=True)
class _Page:
    """The lines met so far and the elements that are open. It owns where in the text the next line begins."""

    pieces: list[str] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    line: list[str] = field(default_factory=list)
    stack: list[_Open] = field(default_factory=list)
    open_names: dict[str, int] = field(default_factory=dict)
    length: int = 0
    opens: bool = False

    def tag(self, name: str, tag: str) -> None:
        """A tag was met: lines end where it breaks them, and what it says of the text holds from here on."""
        plain = name.lstrip("/")
        if plain in _BREAKING:
            self.end_line(is_parting=plain in _PARTING)
        elif plain in _CELLS:
            self.line.append(" ")
        if name[0] == "/":
            self._close(plain)
            return
        attributes = tag[:_LONGEST_TAG].lower() if len(tag) > len(plain) + 1 else plain
        self.opens = self.opens or _OPENING.search(attributes) is not None
        if plain in _TRACKED:
            self._push(plain, attributes)

    def _push(self, name: str, attributes: str) -> None:
        top = self.stack[-1] if self.stack else _Open("", 0, None, is_container=False)
        is_container = _QUOTING.search(attributes) is not None
        depth = top.depth
        if is_container or (name == "blockquote" and not _is_indent(attributes)):
            depth += not (name == "blockquote" and top.is_container)
        mark = top.mark
        if _SIGNING.search(attributes):
            mark = ZoneKind.SIGNATURE
        elif _ATTRIBUTING.search(attributes):
            mark = ZoneKind.ATTRIBUTION
        inner = is_container or (top.is_container and name != "blockquote")
        self.stack.append(_Open(name, depth, mark, is_container=inner))
        self.open_names[name] = self.open_names.get(name, 0) + 1

    def _close(self, name: str) -> None:
        if not self.open_names.get(name):
            return
        while self.stack:
            closed = self.stack.pop()
            self.open_names[closed.name] -= 1
            if closed.name == name:
                return

    def say(self, text: str) -> None:
        """Text was met."""
        if not self.open_names.get("pre"):
            self.line.append(text)
            return
        *whole, rest = text.split("\n")
        for piece in whole:
            self.line.append(piece)
            self.end_line()
        self.line.append(rest)

    def end_line(self, *, is_parting: bool = True) -> None:
        """What was said stands as a line; one blank line at most stands between two others."""
        text = " ".join(unescape("".join(self.line)).split())
        self.line.clear()
        if not text and (not is_parting or not self.lines or not self.lines[-1].words):
            return
        signs, words = unsigned(text) if text[:1] == ">" else (0, text)
        top = self.stack[-1] if self.stack else _Open("", 0, None, is_container=False)
        depth = top.depth + signs if words else 0
        end = self.length + len(text) + 1
        self.lines.append(Line(self.length, end, depth, words[:1000], top.mark, self.opens and bool(words)))
        self.opens = self.opens and not words
        self.pieces.append(text + "\n")
        self.length = end


def _is_indent(attributes: str) -> bool:
    """Whether a blockquote is an indent that an editor made, not a quotation."""
    return "cite" not in attributes and "gmail_quote" not in attributes and _INDENT.search(attributes) is not None


def zones_html(html: str) -> ZonedText:
    """The visible text, one line a block, and the zones that cover it."""
    page = _Page()
    for name, tag, text in _tags(html):
        if name:
            page.tag(name, tag)
        if text:
            page.say(text)
    page.end_line(is_parting=False)
    return ZonedText("".join(page.pieces), zones_of_lines(page.lines))


def _tags(html: str) -> Iterator[tuple[str, str, str]]:
    """Each tag's name ("/p" closes), its source and the text behind it; comments, scripts and styles left out."""
    first, *pieces = html.split("<")
    yield "", "", first
    ending = ""
    for piece in pieces:
        if ending:
            place = piece.lower().find(ending) if ending[0] == "/" else piece.find(ending)
            if place < 0 or (ending[0] == "/" and place):
                continue
            is_comment, ending = ending[0] != "/", ""
            if is_comment:
                yield "", "", piece[place + 3 :]
                continue
        if piece.startswith("!--"):
            ending = "" if "-->" in piece else "-->"
            yield "", "", piece.partition("-->")[2]
            continue
        named = _NAME.match(piece)
        if named is None:
            yield "", "", piece.partition(">")[2] if piece[:1] in ("!", "?", "/") else "<" + piece
            continue
        name = named[0].lower()
        tag, _closing, text = _closed(piece)
        ending = f"/{name}" if name in _UNSEEN else ""
        yield name, tag, "" if ending else text


def _closed(piece: str) -> tuple[str, str, str]:
    """A tag's source and the text behind it; a sign ">" inside a quoted attribute does not close it."""
    tag, closing, text = piece.partition(">")
    if tag.count('"') % 2:
        inner, quote, rest = text.partition('"')
        if quote:
            end, closing, text = rest.partition(">")
            tag = f"{tag}>{inner}{quote}{end}"
    return tag, closing, text
