"""The elements of an OFX file as a tree: SGML that closes only its aggregates, or XML; nothing expanded or fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from itertools import chain

from tallystick.errors import LimitExceeded

__all__ = ["Node", "tree_of"]

_CDATA = r"<!\[CDATA\[(.*?)\]\]>"
_REST = r"|<(/?)([A-Za-z][A-Za-z0-9._]{0,40})\s*(/?)>|([^<]+)|<"
_TOKEN = re.compile(_CDATA + _REST, re.DOTALL)
_BEHIND = re.compile("((?!))" + _REST, re.DOTALL)  # behind the last "]]>" nothing is looked for that ends with it
_LONGEST_TEXT = 20_000
_MOST_ELEMENTS = 5_000_000
_DEEPEST = 60
_STATEMENTS = ("STMTRS", "CCSTMTRS", "INVSTMTRS")
_OWN = ("STMTTRN", "STMTTRNP", *_STATEMENTS)  # what stands in them is theirs alone


@dataclass(slots=True)
class Node:
    """An element: its name in capitals, the text behind its tag, and the elements inside it."""

    name: str
    text: str = ""
    children: list[Node] = field(default_factory=list)

    def all(self, *names: str, own: bool = False) -> Iterator[Node]:
        """Every element below this one that bears one of the names, in order; with `own`, none of a statement inside
        this one."""
        stack = list(reversed(self.children))
        while stack:
            node = stack.pop()
            if node.name in names:
                yield node
            if not (own and node.name in _STATEMENTS):
                stack += reversed(node.children)

    def value(self, *path: str) -> str:
        """The text of the first element of the last name, below one of the names before it; "" where there is none.

        An SGML element without a value may seem to hold what follows it, so the search goes down, but never into a
        booking or statement inside this one.
        """
        nodes = [self]
        for name in path:
            nodes = [found for node in nodes for found in node._below(name)][:1]
        return nodes[0].text if nodes else ""

    def _below(self, name: str) -> Iterator[Node]:
        stack = list(reversed(self.children))
        while stack:
            node = stack.pop()
            if node.name == name:
                yield node
            if node.name not in _OWN:
                stack += reversed(node.children)

    def values(self) -> Iterator[tuple[str, str]]:
        """(name, text) of every element below that has text."""
        stack = list(reversed(self.children))
        while stack:
            node = stack.pop()
            if node.text:
                yield node.name, node.text
            stack += reversed(node.children)


def tree_of(text: str) -> Node | None:
    """The <OFX> element, or None where there is none. Raises LimitExceeded."""
    begin = re.search(r"<OFX>", text, re.IGNORECASE)
    if begin is None:
        return None
    root = Node("OFX")
    stack, made = [root], 0
    leaf: Node | None = None  # the element whose text may still come
    last = max(text.rfind("]]>") + 3, begin.end())
    for found in chain(_TOKEN.finditer(text, begin.end(), last), _BEHIND.finditer(text, last)):
        cdata, slash, name, empty, words = found.groups()
        if name is None:
            said = cdata if cdata is not None else unescape(words) if words else ""
            if leaf is not None and (said := said.strip()) and len(leaf.text) < _LONGEST_TEXT:
                leaf.text = f"{leaf.text} {said}" if leaf.text else said
            continue
        name = name.upper()
        if slash:
            _close(stack, name, leaf)
            leaf = None
            continue
        made += 1
        if made > _MOST_ELEMENTS:
            raise LimitExceeded("OFX file, elements", _MOST_ELEMENTS, made)
        if leaf is not None and not leaf.text and len(stack) < _DEEPEST:
            stack.append(leaf)
        leaf = Node(name)
        stack[-1].children.append(leaf)
        leaf = None if empty else leaf
    return root


def _close(stack: list[Node], name: str, leaf: Node | None) -> None:
    """Goes up to the element that is closed; a closing tag that closes nothing open is passed over."""
    if leaf is not None and leaf.name == name:
        return
    if any(node.name == name for node in stack[1:]):
        while stack[-1].name != name:
            stack.pop()
        stack.pop()
