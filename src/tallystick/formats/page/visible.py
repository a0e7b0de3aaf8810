"""What a reader of a page sees: its text in lines, its addresses, and how much text is there that he does not see."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from tallystick.formats.carrier import HtmlNode, without_secrets

MOST_LEAVES = 200_000
MOST_LINKS = 5_000
MOST_COMMENTS = 50
_LONGEST_COMMENT = 2_000
_UNSEEN = frozenset(
    ("head", "script", "style", "template", "link", "meta", "object", "audio", "video", "canvas", "noscript")
)
_INLINE = frozenset(
    (
        "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "img", "ins",
        "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "tt", "u", "var",
        "wbr", "input", "button", "select", "option",
    )
)  # fmt: skip
_NEVER_SHOWN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0(?:\.0+)?\s*(?:;|!|$)"
    r"|font-size\s*:\s*0(?:px|em|pt|%)?\s*(?:;|!|$)",
    re.IGNORECASE,
)
_SPACE = re.compile(r"[\s\u00a0]+")
_TYPED = frozenset(("text", "search", "tel", "url", "email", "number", "date", "submit", "button", ""))
_LONGEST_PATH = 6
_MOST_SIBLINGS = 2_000


@dataclass(frozen=True, slots=True)
class Leaf:
    """A piece of visible text, the element that holds it, and the number of the line it is shown on."""

    text: str
    holder: HtmlNode
    line: int


@dataclass(slots=True)
class Seen:
    """What the walk over a page found. Elements are counted as shown, hidden (with text or not) or unseen by nature."""

    leaves: list[Leaf] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    frames: list[str] = field(default_factory=list)
    shown: int = 0
    hidden: int = 0
    unseen: int = 0
    hidden_texts: list[tuple[int, HtmlNode]] = field(default_factory=list)
    is_cut: bool = False

    @property
    def text(self) -> str:
        """The visible text, one line of the page a line."""
        return joined(self.leaves)


def joined(leaves: list[Leaf]) -> str:
    """The leaves as text: those of one line in one line."""
    pieces: list[str] = []
    line = -1
    for leaf in leaves:
        if pieces:
            pieces.append("\n" if leaf.line != line else " ")
        pieces.append(leaf.text)
        line = leaf.line
    return "".join(pieces)


def see(root: HtmlNode) -> Seen:
    """What is visible below `root`; nothing of it is rendered, and no style sheet is applied."""
    walk = _Walk()
    walk.run(root.parent or root)
    return walk.seen


def path_of(node: HtmlNode) -> str:
    """Where an element stands, as a selector would say it: the last six steps."""
    steps: list[str] = []
    at: HtmlNode | None = node
    while at is not None and at.tag not in ("html", "-document") and len(steps) < _LONGEST_PATH:
        steps.append(_step(at))
        at = at.parent
    return " > ".join(reversed(steps)) or "html"


def _step(node: HtmlNode) -> str:
    attributes = node.attributes
    if ident := (attributes.get("id") or "")[:60]:
        return f"{node.tag}#{ident}"
    number, sibling, steps = 1, node.prev, 0
    while sibling is not None and steps < _MOST_SIBLINGS:
        number += sibling.tag == node.tag
        sibling, steps = sibling.prev, steps + 1
    named = (attributes.get("class") or "").split()
    return f"{node.tag}{'.' + named[0][:60] if named else ''}:nth-of-type({number})"


class _Walk:
    """One pass in the order of the page. `_closed_at` is the depth of the element that hides what is inside."""

    def __init__(self) -> None:
        self.seen = Seen()
        self._closed_at: int | None = None
        self._is_unseen = False
        self._hidden_length = 0
        self._line = 0

    def run(self, top: HtmlNode) -> None:
        node, depth = top, 0
        while True:
            self._enter(node, depth)
            child = node.child
            if child is not None:
                node, depth = child, depth + 1
                continue
            while True:
                self._leave(node, depth)
                if depth == 0:
                    return
                sibling = node.next
                if sibling is not None:
                    node = sibling
                    break
                parent = node.parent
                if parent is None:
                    return
                node, depth = parent, depth - 1

    def _enter(self, node: HtmlNode, depth: int) -> None:
        if node.is_text_node:
            self._text(node)
        elif node.is_element_node:
            self._element(node, depth)
        elif node.tag == "-comment" and len(self.seen.comments) < MOST_COMMENTS:
            self.seen.comments.append((node.comment_content or "")[:_LONGEST_COMMENT])

    def _element(self, node: HtmlNode, depth: int) -> None:
        tag, attributes = str(node.tag), node.attributes
        if self._closed_at is None:
            self._is_unseen = tag in _UNSEEN
            if self._is_unseen or _is_hidden(tag, attributes):
                self._closed_at = depth
                self._hidden_length = 0
        if self._closed_at is None:
            self.seen.shown += 1
            self._show(node, tag, attributes)
        elif self._is_unseen:
            self.seen.unseen += 1
        else:
            self.seen.hidden += 1

    def _show(self, node: HtmlNode, tag: str, attributes: dict[str, str | None]) -> None:
        if tag not in _INLINE:
            self._line += 1
        if tag == "a" and len(self.seen.links) < MOST_LINKS:
            link = (attributes.get("href") or "").strip()
            if link and not link.lower().startswith(("javascript:", "#", "data:")):
                self.seen.links.append(without_secrets(link[:4_000]))
        elif tag == "input" and (attributes.get("type") or "").lower() in _TYPED:
            self._add(attributes.get("value") or "", node)
        elif tag == "img":
            self._add(attributes.get("alt") or "", node)
        elif tag == "iframe" and attributes.get("srcdoc"):
            self.seen.frames.append(attributes["srcdoc"] or "")

    def _text(self, node: HtmlNode) -> None:
        parent = node.parent
        if parent is None or self._is_inside_unseen:
            return
        text = node.text_content or ""
        if self._closed_at is not None:
            self._hidden_length += len(_SPACE.sub("", text))
        else:
            self._add(text, parent)

    @property
    def _is_inside_unseen(self) -> bool:
        return self._closed_at is not None and self._is_unseen

    def _add(self, text: str, holder: HtmlNode) -> None:
        text = _SPACE.sub(" ", text).strip()
        if not text:
            return
        if len(self.seen.leaves) >= MOST_LEAVES:
            self.seen.is_cut = True
            return
        self.seen.leaves.append(Leaf(text, holder, self._line))

    def _leave(self, node: HtmlNode, depth: int) -> None:
        if self._closed_at == depth:
            if self._hidden_length and not self._is_unseen:
                self.seen.hidden_texts.append((self._hidden_length, node))
            self._closed_at = None
            self._is_unseen = False
        elif self._closed_at is None and node.is_element_node and node.tag not in _INLINE:
            self._line += 1


def _is_hidden(tag: str, attributes: dict[str, str | None]) -> bool:
    if "hidden" in attributes or (tag == "dialog" and "open" not in attributes):
        return True
    style = attributes.get("style")
    return bool(style) and _NEVER_SHOWN.search(style or "") is not None
