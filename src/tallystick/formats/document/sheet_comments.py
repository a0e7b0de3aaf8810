"""Comments on the cells of a workbook, old notes and threads alike (ECMA-376 part 1, 18.7; MS-XLSX 2.6.205)."""

from __future__ import annotations

from tallystick.formats.carrier import XmlNode
from tallystick.formats.document.package import Package
from tallystick.formats.document.word_text import local
from tallystick.model.document import Passage


def sheet_comments(package: Package) -> list[Passage]:
    """One passage of all comments, each with its cell, author and date; none where there are none."""
    names = package.zipped.names
    people = _people(package)
    threads = [name for name in names if name.startswith("xl/threadedComments/") and name.endswith(".xml")]
    notes = [name for name in names if name.startswith("xl/comments") and name.endswith(".xml")]
    lines = [line for name in notes for line in _notes(package.xml(name, "comments"))]
    lines += [line for name in threads for line in _threaded(package.xml(name, "comments"), people)]
    return [Passage("comments", "\n".join(lines))] if lines else []


def _notes(root: XmlNode | None) -> list[str]:
    if root is None:
        return []
    authors = ["".join(map(str, node.itertext())).strip() for node in root.iter() if local(node) == "author"]
    lines = []
    for node in root.iter():
        if local(node) == "comment":
            number = node.get("authorId", "")
            at = int(number) if number.isascii() and number.isdigit() and len(number) < 9 else len(authors)
            author = authors[at] if at < len(authors) else "unnamed"
            # What Excel writes for programs too old to show a thread; the thread itself is read.
            if not author.startswith("tc="):
                words = "".join(one.text or "" for one in node.iter() if local(one) == "t")
                lines.append(f"{node.get('ref', '')} {author} (no date): {words.strip()}")
    return lines


def _threaded(root: XmlNode | None, people: dict[str, str]) -> list[str]:
    lines = []
    for node in root.iter() if root is not None else ():
        if local(node) == "threadedComment":
            words = "".join(one.text or "" for one in node.iter() if local(one) == "text")
            author = people.get(node.get("personId", ""), "unnamed")
            lines.append(f"{node.get('ref', '')} {author} ({node.get('dT') or 'no date'}): {words.strip()}")
    return lines


def _people(package: Package) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in package.zipped.names:
        if name.startswith("xl/persons/"):
            root = package.xml(name, "comments")
            nodes = root.iter() if root is not None else ()
            found |= {node.get("id", ""): node.get("displayName", "") for node in nodes if local(node) == "person"}
    return found
