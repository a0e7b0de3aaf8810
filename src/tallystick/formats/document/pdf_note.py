"""What people and programs left on a PDF's pages: comments, form values, links and actions (ISO 32000-2, 12.5-12.7)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pikepdf

from tallystick.formats.carrier import without_secrets
from tallystick.formats.document.pdf_object import member, members, sequence, tree, words
from tallystick.model.document import Passage
from tallystick.model.message import Problem

MOST_NOTES = 50_000
MOST_LINKS = 500
_NO_COMMENT = frozenset(("Link", "Widget", "Popup"))
# Actions that a viewer would perform beyond showing another place of the same document.
_ACTIVE = frozenset(
    ("JavaScript", "Launch", "SubmitForm", "ImportData", "GoToR", "GoToE", "Rendition", "RichMediaExecute")
)


def comments(pages: list[Any]) -> tuple[Passage, ...]:
    """One passage of all comments, each with its page, author and date as stated; none where there are none."""
    lines = []
    for number, note in _notes(pages):
        kind = words(member(note, "Subtype"))
        text = words(member(note, "Contents")).strip()
        if kind not in _NO_COMMENT and (text or kind in ("Stamp", "Redact", "Ink")):
            author = words(member(note, "T")) or "unnamed"
            date = words(member(note, "M")) or words(member(note, "CreationDate")) or "no date"
            lines.append(f"page {number} {kind} by {author} ({date}): {text}".rstrip())
    return (Passage("comments", "\n".join(lines)),) if lines else ()


def links(pages: list[Any]) -> list[tuple[str, str]]:
    """The addresses that the pages link to, without secrets, each once."""
    found: dict[str, None] = {}
    for _number, note in _notes(pages):
        address = words(member(note, "A", "URI"))
        if address and len(found) < MOST_LINKS:
            found[without_secrets(address)[:1_000]] = None
    return [("link", address) for address in found]


def form_values(root: Any) -> tuple[tuple[Passage, ...], list[Any]]:
    """One passage of the fields that are filled in, and the signature fields that are signed."""
    lines: list[str] = []
    signed: list[Any] = []
    for form_field in _fields(member(root, "AcroForm", "Fields")):
        value = member(form_field, "V")
        if words(_inherited(form_field, "FT")) == "Sig":
            signed += [form_field] if isinstance(value, pikepdf.Dictionary) else []
        elif value is not None:
            shown = words(value) or ", ".join(filter(None, map(words, sequence(value))))
            if shown and shown != "Off":
                lines.append(f"{full_name(form_field)}: {shown}")
    return ((Passage("form fields", "\n".join(lines)),) if lines else ()), signed


def full_name(form_field: Any) -> str:
    """The field's name with those of the fields above it, joined by dots."""
    names: list[str] = []
    node = form_field
    while node is not None and len(names) < 20:
        names.append(words(member(node, "T")))
        node = member(node, "Parent")
    return ".".join(filter(None, reversed(names)))


def active_content(root: Any, pages: list[Any]) -> list[Problem]:
    """One Problem for each kind of action that the document would start; none of them is ever run."""
    kinds: dict[str, str] = {}
    for node in tree(member(root, "Names", "JavaScript"), "Kids"):
        if member(node, "Names") is not None:
            kinds.setdefault("JavaScript", "document")
    for place, action in _actions(root, pages):
        kind = words(member(action, "S"))
        if kind in _ACTIVE:
            kinds.setdefault(kind, place)
    if member(root, "AcroForm", "XFA") is not None:
        kinds.setdefault("XFA form", "document")
    return [
        Problem("active-content", place, f"{kind}: the document asks its viewer to act; it is never run")
        for kind, place in kinds.items()
    ]


def _notes(pages: list[Any]) -> Iterator[tuple[int, Any]]:
    given = 0
    for number, page in enumerate(pages, 1):
        for note in sequence(member(page.obj, "Annots"), MOST_NOTES - given):
            given += 1
            yield number, note


def _fields(fields: Any) -> Iterator[Any]:
    seen: set[tuple[int, int]] = set()
    for one in sequence(fields):
        for node in tree(one, "Kids"):
            if node.objgen == (0, 0) or node.objgen not in seen:
                seen.add(node.objgen)
                yield node


def _inherited(form_field: Any, name: str) -> Any:
    node = form_field
    for _ in range(20):
        value = member(node, name)
        if value is not None or node is None:
            return value
        node = member(node, "Parent")
    return None


def _actions(root: Any, pages: list[Any]) -> Iterator[tuple[str, Any]]:
    yield from _chain("document", member(root, "OpenAction"))
    yield from _triggers("document", root)
    for number, page in enumerate(pages, 1):
        yield from _triggers(f"page {number}", page.obj)
    for number, note in _notes(pages):
        yield from _chain(f"page {number}", member(note, "A"))
        yield from _triggers(f"page {number}", note)
    for form_field in _fields(member(root, "AcroForm", "Fields")):
        yield from _triggers("form", form_field)


def _triggers(place: str, holder: Any) -> Iterator[tuple[str, Any]]:
    for _name, action in members(member(holder, "AA"), 50):
        yield from _chain(place, action)


def _chain(place: str, action: Any) -> Iterator[tuple[str, Any]]:
    for _ in range(20):
        if not isinstance(action, pikepdf.Dictionary):
            return
        yield place, action
        following = member(action, "Next")
        action = next(sequence(following), None) if isinstance(following, pikepdf.Array) else following
