"""The files inside a PDF: attachments, associated files such as an e-invoice's XML (ISO 32000-2, 7.11 and 14.13)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pikepdf

from tallystick.errors import LimitExceeded
from tallystick.formats.document.package import media_type
from tallystick.formats.document.pdf_object import member, sequence, stream_bytes, tree, words
from tallystick.model.message import Problem
from tallystick.model.reading import Count, Embedded

MOST_BYTES = 256 << 20
MOST_FILES = 2_000


def embedded_files(root: Any, pages: list[Any]) -> tuple[list[Embedded], list[Problem], Count]:
    """The files with their stated names and types, each once; what cannot be read is a Problem."""
    found: list[Embedded] = []
    problems: list[Problem] = []
    left = MOST_BYTES
    specifications = list(_specifications(root, pages))
    for name, place, stream in specifications:
        if len(found) >= MOST_FILES:
            problems.append(Problem("limit-embedded", place, f"{name}: beyond the 2,000 files read of one document"))
            continue
        try:
            content = stream_bytes(stream, left)
        except LimitExceeded as error:
            problems.append(Problem("limit-embedded", place, f"{name}: {error}"))
            continue
        except ValueError as error:
            problems.append(Problem("attachment-not-read", place, f"{name}: {error}"))
            continue
        left -= len(content)
        found.append(Embedded(name, words(member(stream, "Subtype")) or media_type(name), content, place))
    became = (("embedded", len(found)), ("problems", len(problems)))
    return found, problems, Count("attachment", len(specifications), became)


def _specifications(root: Any, pages: list[Any]) -> Iterator[tuple[str, str, Any]]:
    """Each embedded file once: its name, where it is named, and its stream."""
    seen: set[tuple[int, int]] = set()
    for place, specification in _named(root, pages):
        stream = member(specification, "EF", "UF") or member(specification, "EF", "F")
        if not isinstance(stream, pikepdf.Stream):
            if member(specification, "EF") is not None:
                yield _name(specification), place, None
            continue
        if stream.objgen not in seen:
            seen.add(stream.objgen)
            yield _name(specification), place, stream


def _named(root: Any, pages: list[Any]) -> Iterator[tuple[str, Any]]:
    for node in tree(member(root, "Names", "EmbeddedFiles"), "Kids"):
        pairs = list(sequence(member(node, "Names")))
        yield from (("attachments", specification) for specification in pairs[1::2])
    yield from (("associated files", one) for one in sequence(member(root, "AF")))
    for number, page in enumerate(pages, 1):
        yield from ((f"page {number}", one) for one in sequence(member(page.obj, "AF")))
        for note in sequence(member(page.obj, "Annots")):
            if words(member(note, "Subtype")) == "FileAttachment":
                yield f"page {number}", member(note, "FS")


def _name(specification: Any) -> str:
    stated = words(member(specification, "UF")) or words(member(specification, "F")) or "attachment"
    return stated.replace("\\", "/").rpartition("/")[2][:500]
