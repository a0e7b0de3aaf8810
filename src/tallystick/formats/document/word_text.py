"""The words of WordprocessingML (ECMA-376 part 1, 17): as they stand, as they were, and as they are hidden."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from tallystick.formats.carrier import XmlNode

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
_CHANGES = {"ins": "inserted", "del": "deleted", "moveTo": "moved here", "moveFrom": "moved away"}


@dataclass(slots=True)
class Change:
    """A tracked change: what was done, by whom and when as stated, and the words."""

    kind: str
    author: str
    date: str
    text: str = ""


@dataclass(slots=True)
class WordText:
    """What one part says. `paragraphs` counts those with words, without, and with deleted words only."""

    lines: list[str] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    paragraphs: dict[str, int] = field(default_factory=lambda: {"shown": 0, "blank": 0, "deleted": 0})

    @classmethod
    def of(cls, root: XmlNode) -> WordText:
        """All the text below `root`, a table's cells separated by tabs."""
        text = cls()
        text.lines = list(text._blocks(root))
        return text

    @property
    def shown(self) -> str:
        return "\n".join(self.lines).strip("\n")

    def _blocks(self, node: XmlNode) -> Iterator[str]:
        for child in node:
            name = local(child)
            if name == "p":
                yield from self._paragraph(child)
            elif name == "tbl":
                yield from self._table(child)
            elif child.tag != _FALLBACK:
                yield from self._blocks(child)

    def _table(self, table: XmlNode) -> Iterator[str]:
        for row in table.iter(f"{W}tr", f"{_STRICT}tr"):
            if next((one for one in row.iterancestors() if local(one) == "tbl"), None) is not table:
                continue
            cells = [cell for cell in row if local(cell) in ("tc", "sdt")]
            yield "\t".join("\n".join(self._blocks(cell)).replace("\n", " / ").strip(" /") for cell in cells)

    def _paragraph(self, paragraph: XmlNode) -> Iterator[str]:
        inner: list[str] = []
        before = len(self.changes)
        shown = "".join(self._runs(paragraph, None, inner))
        is_changed = any(change.text for change in self.changes[before:])
        self.paragraphs["shown" if shown.strip() else "deleted" if is_changed else "blank"] += 1
        if shown or not is_changed:
            yield shown
        yield from inner

    def _runs(self, node: XmlNode, change: Change | None, inner: list[str]) -> Iterator[str]:
        for child in node:
            name = local(child)
            if name == "r":
                yield from self._run(child, change, inner)
            elif name in _CHANGES:
                made = Change(_CHANGES[name], attribute(child, "author"), attribute(child, "date"))
                self.changes.append(made)
                yield from self._runs(child, made, inner)
            elif name in ("p", "tbl"):
                inner += self._paragraph(child) if name == "p" else self._table(child)
            elif child.tag != _FALLBACK:
                yield from self._runs(child, change, inner)

    def _run(self, run: XmlNode, change: Change | None, inner: list[str]) -> Iterator[str]:
        words = "".join(self._pieces(run, inner))
        if not words:
            return
        if change is not None:
            change.text += words
        if _is_hidden(run):
            self.hidden.append(words)
        elif change is None or change.kind not in ("deleted", "moved away"):
            yield words

    def _pieces(self, run: XmlNode, inner: list[str]) -> Iterator[str]:
        for child in run:
            name = local(child)
            if name in ("t", "delText"):
                yield child.text or ""
            elif name in _BREAKS:
                yield _BREAKS[name]
            elif name == "sym":
                yield _symbol(attribute(child, "char"))
            elif name not in ("rPr", "instrText") and child.tag != _FALLBACK:
                # Text boxes stand inside a run; what they say comes after the paragraph.
                inner += self._blocks(child)


def local(node: XmlNode) -> str:
    """The name of an element without its namespace; "" for what is no element."""
    return node.tag.rsplit("}", 1)[-1] if isinstance(node.tag, str) else ""


def attribute(node: XmlNode, name: str) -> str:
    """The attribute in either namespace of WordprocessingML; "" where it is missing."""
    return node.get(f"{W}{name}") or node.get(f"{_STRICT}{name}") or node.get(name) or ""


def _is_hidden(run: XmlNode) -> bool:
    marks = (mark for part in run if local(part) == "rPr" for mark in part if local(mark) == "vanish")
    return any(attribute(mark, "val") not in ("0", "false", "off") for mark in marks)


def _symbol(char: str) -> str:
    try:
        return chr(int(char, 16))
    except (ValueError, OverflowError):
        return ""
