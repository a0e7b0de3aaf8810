"""The words of OpenDocument content (ODF 1.3 part 3): paragraphs, tables, tracked changes and annotations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from tallystick.formats.carrier import XmlNode
from tallystick.formats.document.word_text import local

TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
MOST_CELLS = 2_000_000
_MOST_SPACES = 1_000
_BLOCKS = frozenset((f"{TEXT}p", f"{TEXT}h"))
_ASIDE = frozenset((f"{TEXT}tracked-changes", f"{OFFICE}annotation", f"{OFFICE}forms"))


@dataclass(slots=True)
class OdfText:
    """What has been met so far in one content.xml."""

    comments: list[str] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)
    formulas: int = 0
    cells_left: int = MOST_CELLS
    paragraphs: dict[str, int] = field(default_factory=lambda: {"shown": 0, "blank": 0})

    def lines(self, node: XmlNode) -> Iterator[str]:
        """The lines below `node`; annotations and tracked changes are collected apart."""
        for child in node:
            if child.tag in _BLOCKS:
                yield from self._paragraph(child)
            elif child.tag == f"{TABLE}table":
                yield from self.rows(child)
            elif child.tag == f"{TEXT}tracked-changes":
                self.changes += [self._change(region) for region in child if local(region) == "changed-region"]
            elif child.tag == f"{OFFICE}annotation":
                self._comment(child)
            else:
                yield from self.lines(child)

    def rows(self, table: XmlNode) -> Iterator[str]:
        """A line for each row with its cells separated by tabs; empty rows at the end are left out."""
        waiting = 0
        for row in table.iter(f"{TABLE}table-row"):
            if next((one for one in row.iterancestors(f"{TABLE}table")), None) is not table:
                continue
            line = "\t".join(self._cells(row)).rstrip("\t")
            times = _repeated(row, "number-rows-repeated")
            if not line:
                waiting += times
                continue
            self.cells_left -= min(waiting, 10_000)
            yield from [""] * min(waiting, max(self.cells_left, 0), 10_000)
            waiting = 0
            for _ in range(times):
                if self.cells_left <= 0:
                    return
                self.cells_left -= 1 + line.count("\t")
                yield line

    def _cells(self, row: XmlNode) -> Iterator[str]:
        for cell in row.iter(f"{TABLE}table-cell", f"{TABLE}covered-table-cell"):
            if cell.getparent() is not row and next(cell.iterancestors(f"{TABLE}table-row"), None) is not row:
                continue
            self.formulas += cell.get(f"{TABLE}formula") is not None
            value = self._cell(cell)
            times = _repeated(cell, "number-columns-repeated")
            # A row is filled up to its last column with thousands of empty cells.
            for _ in range(min(times, 16_384 if value else 1_024)):
                if self.cells_left <= 0:
                    return
                self.cells_left -= 1
                yield value

    def _cell(self, cell: XmlNode) -> str:
        shown = " / ".join(line for line in self.lines(cell) if line)
        if cell.get(f"{OFFICE}value-type") == "date":
            return cell.get(f"{OFFICE}date-value") or shown
        return shown.replace("\n", " / ") or cell.get(f"{OFFICE}value") or cell.get(f"{OFFICE}string-value") or ""

    def _paragraph(self, paragraph: XmlNode) -> Iterator[str]:
        inner: list[str] = []
        shown = "".join(self._pieces(paragraph, inner))
        self.paragraphs["shown" if shown.strip() else "blank"] += 1
        yield shown
        yield from inner

    def _pieces(self, node: XmlNode, inner: list[str]) -> Iterator[str]:
        yield node.text or ""
        for child in node:
            if child.tag == f"{OFFICE}annotation":
                self._comment(child)
            elif child.tag in _BLOCKS or child.tag == f"{TABLE}table":
                inner += self._paragraph(child) if child.tag in _BLOCKS else self.rows(child)
            elif child.tag == f"{TEXT}s":
                yield " " * min(_number(child.get(f"{TEXT}c"), 1), _MOST_SPACES)
            elif child.tag in (f"{TEXT}tab", f"{TEXT}line-break"):
                yield "\t" if local(child) == "tab" else "\n"
            elif child.tag not in _ASIDE:
                yield from self._pieces(child, inner)
            yield child.tail or ""

    def _comment(self, annotation: XmlNode) -> None:
        author, date = _who_and_when(annotation)
        words = "\n".join("".join(map(str, node.itertext())) for node in annotation if node.tag in _BLOCKS)
        self.comments.append(f"{author} ({date}): {words}")

    def _change(self, region: XmlNode) -> str:
        kind = next((local(child) for child in region), "change")
        author, date = _who_and_when(region)
        words = "\n".join(
            "".join(map(str, node.itertext())) for node in region.iter(*_BLOCKS) if not _is_of_change_info(node)
        )
        done = {"deletion": "deleted", "insertion": "inserted", "format-change": "formatted"}.get(kind, kind)
        return f"{done} by {author} ({date}): {words}".rstrip()


def _is_of_change_info(node: XmlNode) -> bool:
    return any(local(one) == "change-info" for one in node.iterancestors())


def _who_and_when(node: XmlNode) -> tuple[str, str]:
    author = next((one.text for one in node.iter() if local(one) == "creator" and one.text), "unnamed")
    return author, next((one.text for one in node.iter() if local(one) == "date" and one.text), "no date")


def _repeated(node: XmlNode, name: str) -> int:
    return _number(node.get(f"{TABLE}{name}"), 1)


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else otherwise
