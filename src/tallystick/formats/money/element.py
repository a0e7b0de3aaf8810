"""XML elements by their local names, whatever namespace and version a sender chose."""

from __future__ import annotations

from collections.abc import Iterator

from tallystick.errors import NotThisFormat
from tallystick.formats.carrier import XmlNode, parse_xml
from tallystick.model.message import Problem
from tallystick.model.reading import Count

__all__ = ["all_at", "at", "attribute", "line_count", "local", "opened", "text_at", "text_of", "texts_at"]


def opened(original: bytes) -> tuple[XmlNode, tuple[Problem, ...]]:
    """The root element, every name in it without its namespace, and a Problem where the file is not well-formed and
    only what could be mended was read.

    Raises NotThisFormat, LimitExceeded.
    """
    problems: tuple[Problem, ...] = ()
    try:
        root = parse_xml(original)
    except NotThisFormat as error:
        root = parse_xml(original, recover=True)
        problems = (Problem("xml-damaged", "", f"the file is not well-formed XML: {error}"[:300]),)
    # Names are compared hundreds of times an entry: they are made plain once.
    for node in root.iter("{*}*"):
        if node.tag[0] == "{":
            try:
                node.tag = node.tag.rpartition("}")[2]
            except ValueError:
                node.tag = "unnamed"  # mended from damage: no name that XML allows
    return root, problems


def local(node: XmlNode) -> str:
    """The name of an element of an opened file."""
    return str(node.tag)


def all_at(node: XmlNode | None, path: str) -> Iterator[XmlNode]:
    """Every element below `node` along `path`, names with slashes between them."""
    return iter(()) if node is None else node.iterfind(path)


def at(node: XmlNode | None, *paths: str) -> XmlNode | None:
    """The first element along the first of the paths that leads to one."""
    if node is None:
        return None
    for path in paths:
        if (found := node.find(path)) is not None:
            return found
    return None


def text_of(node: XmlNode | None) -> str:
    """The element's own text without white space around it; "" for None."""
    return (node.text or "").strip() if node is not None else ""


def text_at(node: XmlNode | None, *paths: str) -> str:
    """The text at the first of the paths that leads to an element with text, else ""."""
    if node is None:
        return ""
    for path in paths:
        for found in node.iterfind(path):
            if text := text_of(found):
                return text
    return ""


def texts_at(node: XmlNode | None, path: str) -> tuple[str, ...]:
    """The texts of all elements along the path that have one."""
    return tuple(text for found in all_at(node, path) if (text := text_of(found)))


def attribute(node: XmlNode | None, name: str) -> str:
    """The attribute's value without white space around it, "" where there is none."""
    return (node.get(name) or "").strip() if node is not None else ""


def line_count(root: XmlNode, names: tuple[str, ...], read: int, problems: list[Problem]) -> Count:
    """The account of all elements that are lines: those read, and those that stand where none is looked for."""
    total = sum(1 for node in root.iter() if isinstance(node.tag, str) and local(node) in names)
    if total != read:
        problems.append(Problem("line-out-of-place", "", f"{total - read} lines stand outside the invoice's own"))
    return Count("line", total, (("lines", read), ("problems", total - read)))
