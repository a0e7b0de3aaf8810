"""Word documents (docx, docm): the words, who changed which and when, comments, and what else stands inside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from tallystick.formats.carrier import Head, XmlNode
from tallystick.formats.document.package import Package, stated_moments, stated_properties
from tallystick.formats.document.word_text import Change, WordText, attribute, local
from tallystick.model.check import Check
from tallystick.model.document import Document, Passage
from tallystick.model.message import Problem
from tallystick.model.reading import Count, Reading

_LABELS = {"header": "header", "footer": "footer", "footnotes": "footnotes", "endnotes": "endnotes"}
_MOST_CHANGES = 100_000


def recognises(head: Head) -> bool:
    return "[Content_Types].xml" in head.names and any(name.startswith("word/") for name in head.names)


def read(original: bytes, name: str = "") -> Iterator[Reading]:  # noqa: ARG001 - the contract of all formats
    """The one reading of a Word document. Raises NotThisFormat, LimitExceeded."""
    package = Package.of(original)
    main = package.main_part("word/document.xml")
    texts = list(_texts(package, main))
    passages = [Passage(label, text.shown) for label, text in texts if text.shown]
    passages += _comments(package, main)
    changes = [change for _label, text in texts for change in text.changes if change.text]
    passages += _changes(changes)
    hidden = "\n".join(words for _label, text in texts for words in text.hidden)
    if hidden:
        passages.append(Passage("hidden text", hidden))
        package.problem("hidden-text", main, f"{len(hidden)} characters are marked as hidden and not shown in print")
    yield _reading(package, passages, changes, _paragraphs(texts))


def _reading(package: Package, passages: list[Passage], changes: list[Change], paragraphs: Count) -> Reading:
    embedded = package.embedded()
    package.external()
    stated = package.properties()
    properties = stated_properties(stated)
    kinds = Counter(change.kind for change in changes)
    if changes:
        described = ", ".join(f"{number} {kind}" for kind, number in sorted(kinds.items()))
        properties.append(("tracked-changes", described))
        package.problems.append(Problem("tracked-changes", "", f"changes not yet accepted or rejected: {described}"))
    document = Document(
        kind="word",
        title=stated.get("title", ""),
        author=stated.get("creator", ""),
        program=" ".join(filter(None, (stated.get("Application"), stated.get("AppVersion")))),
        language=stated.get("language", ""),
        moments=stated_moments(stated),
        passages=tuple(passages),
        properties=tuple(properties),
    )
    return Reading(
        format="docx",
        documents=(document,),
        embedded=embedded,
        counts=(package.count(), paragraphs),
        checks=signature_checks(package),
        problems=tuple(package.problems),
    )


def signature_checks(package: Package) -> tuple[Check, ...]:
    """One check, not made, where the package is signed."""
    number = package.signatures()
    reason = f"{number} signature(s) inside the document are recognised, and not verified here"
    return (Check.not_checked("document-signature", reason),) if number else ()


def _texts(package: Package, main: str) -> Iterator[tuple[str, WordText]]:
    root = package.xml(main)
    if root is not None:
        yield "text", WordText.of(root)
    for relation in package.relations(main).values():
        if relation.kind in _LABELS and not relation.is_external:
            part = package.xml(relation.path)
            if part is not None:
                yield _LABELS[relation.kind], WordText.of(part)


def _comments(package: Package, main: str) -> Iterator[Passage]:
    paths = [one.path for one in package.relations(main).values() if one.kind == "comments" and not one.is_external]
    for path in paths:
        root = package.xml(path, "comments")
        lines = [_comment(node) for node in root.iter() if local(node) == "comment"] if root is not None else []
        if lines:
            yield Passage("comments", "\n".join(lines))


def _comment(node: XmlNode) -> str:
    author, date = attribute(node, "author") or "unnamed", attribute(node, "date") or "no date"
    return f"{author} ({date}): {WordText.of(node).shown}"


def _changes(changes: list[Change]) -> Iterator[Passage]:
    lines = [
        f"{change.kind} by {change.author or 'unnamed'} ({change.date or 'no date'}): {change.text}"
        for change in changes[:_MOST_CHANGES]
    ]
    if lines:
        yield Passage("tracked changes", "\n".join(lines))


def _paragraphs(texts: list[tuple[str, WordText]]) -> Count:
    became: Counter[str] = Counter()
    for _label, text in texts:
        became.update(text.paragraphs)
    return Count("paragraph", became.total(), tuple(sorted(became.items())))
