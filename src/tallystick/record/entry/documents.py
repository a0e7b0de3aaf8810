"""Documents, pictures and recordings: what they say of themselves, and what stands in them."""

from __future__ import annotations

from tallystick.language.detect import languages
from tallystick.model.document import Document
from tallystick.model.message import Moment
from tallystick.record.entry.sheaf import ItemFacts, Sheaf
from tallystick.record.entry.words import put_mentions
from tallystick.record.search import SearchDocument

# Who stated a time, the most trustworthy first: a camera, a program, a file name.
_SOURCES = ("taken", "recorded", "created", "modified")


def put_document(sheaf: Sheaf, document: Document, name: str, origin: str = "") -> None:
    """The document stands in the record and is found by its text, its title and the name of its file."""
    text = document.text
    spoken = languages(text)
    moment = _moment(document)
    facts = ItemFacts(
        "document", "file", document.place, document.title or name, origin=origin, languages=spoken,
        marks=(document.kind, *(f"{key}={value}" for key, value in document.properties if " " not in value)),
    )  # fmt: skip
    item = sheaf.item(facts, moment)
    sheaf.moments(item, document.moments)
    if document.author:
        sheaf.of_item("identifier", item, [("author", "document-name", document.author, document.author)])
    sheaf.of_item("passage", item, (
        (passage.label, passage.origin, passage.engine, passage.text) for passage in document.passages
    ))  # fmt: skip
    put_mentions(sheaf, item, text, moment, "passage")
    sheaf.document(SearchDocument(
        sha256=sheaf.sha256, position=item, moment=moment, subject=document.title or name,
        from_=((document.author, ""),), body=text, attachments=(name,) if name else (), languages=spoken,
        channel="file", place=origin or document.place, flags=_flags(document),
    ))  # fmt: skip


def _moment(document: Document) -> Moment | None:
    known = {moment.source: moment for moment in reversed(document.moments)}
    return next((known[source] for source in _SOURCES if source in known), next(iter(document.moments), None))


def _flags(document: Document) -> tuple[str, ...]:
    found = {document.kind}
    if document.kind == "screenshot":
        found.add("image")
    found |= {passage.origin for passage in document.passages if passage.origin != "text"}
    return tuple(sorted(found))
