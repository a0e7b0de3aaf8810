"""Presentations (pptx, pptm): slides in their order, notes, comments with author and date, and slides not shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from tallystick.formats.carrier import Head, XmlNode
from tallystick.formats.document.docx import signature_checks
from tallystick.formats.document.package import Package, Relation, stated_moments, stated_properties
from tallystick.formats.document.word_text import local
from tallystick.model.document import Document, Passage
from tallystick.model.reading import Count, Reading

MOST_SLIDES = 5_000
_ID = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id",
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}id",
)


def recognises(head: Head) -> bool:
    return "[Content_Types].xml" in head.names and "ppt/presentation.xml" in head.names


def read(original: bytes, name: str = "") -> Iterator[Reading]:  # noqa: ARG001 - the contract of all formats
    """The one reading of a presentation. Raises NotThisFormat, LimitExceeded."""
    package = Package.of(original)
    slides = _Slides(package)
    slides.read()
    embedded = package.embedded()
    package.external()
    stated = package.properties()
    properties = stated_properties(stated)
    properties += [("hidden-slides", ", ".join(slides.hidden))] if slides.hidden else []
    document = Document(
        kind="slides",
        title=stated.get("title", ""),
        author=stated.get("creator", ""),
        program=" ".join(filter(None, (stated.get("Application"), stated.get("AppVersion")))),
        language=stated.get("language", ""),
        moments=stated_moments(stated),
        passages=tuple(slides.passages),
        properties=tuple(properties),
    )
    yield Reading(
        format="pptx",
        documents=(document,),
        embedded=embedded,
        counts=(package.count(), Count("slide", sum(slides.became.values()), tuple(sorted(slides.became.items())))),
        checks=signature_checks(package),
        problems=tuple(package.problems),
    )


@dataclass(slots=True)
class _Slides:
    """The slides of one package, read in the order in which they are shown."""

    package: Package
    passages: list[Passage] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    became: dict[str, int] = field(default_factory=lambda: {"shown": 0, "hidden": 0, "problems": 0})
    _authors: dict[str, str] = field(default_factory=dict)

    def read(self) -> None:
        main = self.package.main_part("ppt/presentation.xml")
        root = self.package.xml(main)
        relations = self.package.relations(main)
        self._read_authors(relations)
        order = [node for node in root.iter() if local(node) == "sldId"] if root is not None else []
        for number, node in enumerate(order, 1):
            relation = relations.get(next((node.get(name) or "" for name in _ID if node.get(name)), ""))
            slide = self.package.xml(relation.path) if relation and number <= MOST_SLIDES else None
            if relation is None or slide is None:
                self.became["problems"] += 1
                self.package.problem("slide-not-read", f"slide {number}", "the slide is named and cannot be read")
            else:
                self._slide(number, slide, relation)

    def _slide(self, number: int, slide: XmlNode, relation: Relation) -> None:
        label = f"slide {number}"
        is_hidden = slide.get("show") in ("0", "false")
        self.became["hidden" if is_hidden else "shown"] += 1
        if is_hidden:
            self.hidden.append(str(number))
            self.package.problem("hidden-slide", label, "the slide is in the file and is not shown")
        self.passages.append(Passage(label, drawn_text(slide)))
        for one in self.package.relations(relation.path).values():
            if one.kind == "notesSlide" and not one.is_external:
                notes = self.package.xml(one.path)
                self._add(f"{label} notes", drawn_text(notes) if notes is not None else "")
            elif one.kind in ("comments", "comment") and not one.is_external:
                self._add(f"{label} comments", self._comments(one.path))

    def _add(self, label: str, text: str) -> None:
        if text:
            self.passages.append(Passage(label, text))

    def _read_authors(self, relations: dict[str, Relation]) -> None:
        for relation in relations.values():
            if relation.kind in ("commentAuthors", "authors") and not relation.is_external:
                root = self.package.xml(relation.path, "comments")
                for node in root.iter() if root is not None else ():
                    if node.get("id") and node.get("name"):
                        self._authors[node.get("id", "")] = node.get("name", "")

    def _comments(self, path: str) -> str:
        root = self.package.xml(path, "comments")
        lines = []
        for node in root.iter() if root is not None else ():
            if local(node) in ("cm", "reply"):
                author = self._authors.get(node.get("authorId", ""), "unnamed")
                date = node.get("dt") or node.get("created") or "no date"
                own = (str(part) for child in node if local(child) in ("text", "txBody") for part in child.itertext())
                lines.append(f"{author} ({date}): {''.join(own).strip()}")
        return "\n".join(lines)


def drawn_text(root: XmlNode) -> str:
    """The text of DrawingML below `root`: a line for each paragraph, a table's cells separated by tabs."""
    lines: list[str] = []
    for node in root.iter():
        name = local(node)
        if name == "tr":
            lines.append("\t".join(" / ".join(_paragraphs(cell)) for cell in node if local(cell) == "tc"))
        elif name == "p" and not any(local(one) == "tc" for one in node.iterancestors()):
            lines.append(_paragraph(node))
    return "\n".join(line for line in lines if line.strip())


def _paragraphs(cell: XmlNode) -> list[str]:
    return [_paragraph(node) for node in cell.iter() if local(node) == "p"]


def _paragraph(paragraph: XmlNode) -> str:
    pieces = (
        (node.text or "") if local(node) == "t" else "\n" if local(node) == "br" else "" for node in paragraph.iter()
    )
    return "".join(pieces)
