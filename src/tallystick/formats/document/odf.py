"""OpenDocument files (odt, ods, odp): words, sheets or slides, tracked changes, annotations, and what stands inside."""

from __future__ import annotations

from collections.abc import Iterator

from tallystick.errors import FormatError
from tallystick.formats.carrier import Head, XmlNode, without_secrets
from tallystick.formats.document.odf_text import TABLE, OdfText
from tallystick.formats.document.package import Package, media_type
from tallystick.formats.document.stated_time import stated_time
from tallystick.formats.document.word_text import local
from tallystick.model.check import Check
from tallystick.model.document import Document, Passage
from tallystick.model.message import Problem
from tallystick.model.reading import Count, Embedded, Reading

_KINDS = {"text": "word", "spreadsheet": "sheet", "presentation": "slides", "drawing": "slides"}
_HREF = "{http://www.w3.org/1999/xlink}href"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_MIMETYPE = b"application/vnd.oasis.opendocument."


def recognises(head: Head) -> bool:
    return _MIMETYPE in head.block[:200] or {"content.xml", "META-INF/manifest.xml"} <= set(head.names[:500])


def read(original: bytes, name: str = "") -> Iterator[Reading]:  # noqa: ARG001 - the contract of all formats
    """The one reading of an OpenDocument file. Raises NotThisFormat, LimitExceeded."""
    package = Package.of(original)
    content = None if _is_encrypted(package) else package.xml("content.xml")
    text = OdfText()
    body = next((node for node in content.iter() if local(node) == "body"), None) if content is not None else None
    main = next(iter(body), None) if body is not None else None
    passages, hidden = _passages(content, main, text, package)
    if text.cells_left <= 0:
        package.problem("limit-cells", "content.xml", "more than 2,000,000 cells; the rest is not read")
    if text.changes:
        detail = f"{len(text.changes)} changes not yet accepted or rejected"
        package.problems.append(Problem("tracked-changes", "content.xml", detail))
    embedded = package.embedded() + _pictures(package)
    _active_and_external(package, content)
    counted = Count("paragraph", sum(text.paragraphs.values()), tuple(text.paragraphs.items()))
    yield Reading(
        format="odf",
        documents=(_document(package, main, passages, text, hidden),),
        embedded=embedded,
        counts=(package.count(), counted),
        checks=_checks(package),
        problems=tuple(package.problems),
    )


def _document(
    package: Package, main: XmlNode | None, passages: list[Passage], text: OdfText, hidden: list[str]
) -> Document:
    stated = _stated(package)
    sources = (("creation-date", "created"), ("date", "modified"), ("print-date", "printed"))
    moments = (stated_time(stated.get(name, ""), source) for name, source in sources)
    shown = {"creator": "last-modified-by", "editing-cycles": "revision", "subject": "subject", "keyword": "keywords"}
    properties = [(label, stated[name]) for name, label in shown.items() if name in stated]
    properties += [("tracked-changes", str(len(text.changes)))] if text.changes else []
    properties += [("formulas", str(text.formulas))] if text.formulas else []
    properties += [("hidden-sheet", sheet) for sheet in hidden]
    return Document(
        kind=_KINDS.get(local(main) if main is not None else "", "word"),
        title=stated.get("title", ""),
        author=stated.get("initial-creator") or stated.get("creator", ""),
        program=stated.get("generator", ""),
        language=stated.get("language", ""),
        moments=tuple(moment for moment in moments if moment is not None),
        passages=tuple(passages),
        properties=tuple(properties),
    )


def _passages(
    content: XmlNode | None, main: XmlNode | None, text: OdfText, package: Package
) -> tuple[list[Passage], list[str]]:
    """The passages of the body, and the names of the sheets that are not shown."""
    if content is None or main is None:
        return [], []
    concealed = _concealing_styles(content)
    passages: list[Passage] = []
    hidden: list[str] = []
    if local(main) == "spreadsheet":
        for table in (node for node in main if node.tag == f"{TABLE}table"):
            sheet = table.get(f"{TABLE}name") or ""
            passages.append(Passage(f"sheet {sheet}", "\n".join(text.rows(table))))
            if table.get(f"{TABLE}style-name") in concealed:
                hidden.append(sheet)
                package.problem("hidden-sheet", f"sheet {sheet}", "the sheet is in the file and is not shown")
        main_changes = [node for node in main if local(node) == "tracked-changes"]
        passages += [Passage("tracked changes", " ".join(map(str, node.itertext())).strip()) for node in main_changes]
    elif local(main) in ("presentation", "drawing"):
        pages = (node for node in main if node.tag == f"{_DRAW}page")
        passages = [Passage(f"slide {number}", _joined(text, page)) for number, page in enumerate(pages, 1)]
    else:
        passages = [Passage("text", _joined(text, main))]
    passages += [Passage("comments", "\n".join(text.comments))] if text.comments else []
    passages += [Passage("tracked changes", "\n".join(text.changes))] if text.changes else []
    return passages, hidden


def _joined(text: OdfText, node: XmlNode) -> str:
    return "\n".join(text.lines(node)).strip("\n")


def _concealing_styles(content: XmlNode) -> frozenset[str]:
    return frozenset(
        style.get(f"{_STYLE}name", "")
        for style in content.iter(f"{_STYLE}style")
        if any(part.get(f"{TABLE}display") == "false" for part in style)
    )


def _stated(package: Package) -> dict[str, str]:
    root = package.xml("meta.xml", "properties")
    nodes = root.iter() if root is not None else ()
    return {local(node): node.text.strip()[:2_000] for node in nodes if node.text and node.text.strip()}


def _is_encrypted(package: Package) -> bool:
    manifest = package.xml("META-INF/manifest.xml", "structure")
    if manifest is None or not any(local(node) == "encryption-data" for node in manifest.iter()):
        return False
    package.problem("encrypted", "", "the content is encrypted; keep a copy saved without a password beside it")
    return True


def _pictures(package: Package) -> tuple[Embedded, ...]:
    """The pictures and the objects, which ODF keeps in folders of its own."""
    found = []
    for name in package.zipped.names:
        if name.startswith(("Pictures/", "ObjectReplacements/", "media/")):
            try:
                found.append(Embedded(name.rpartition("/")[2], media_type(name), package.zipped.read(name), name))
                package.shares[name] = "embedded"
            except FormatError as error:
                package.shares[name] = "problems"
                package.problem("part-not-read", name, str(error))
    return tuple(found)


def _active_and_external(package: Package, content: XmlNode | None) -> None:
    for name in package.zipped.names:
        if name.startswith(("Basic/", "Scripts/")) and not name.endswith("/script-lc.xml"):
            package.shares[name] = "active"
            package.problem("active-content", name, "a program inside the document; it is kept and never run")
    for node in content.iter() if content is not None else ():
        address = node.get(_HREF) or ""
        if "://" in address and local(node) != "a":
            shown = without_secrets(address)[:500]
            package.problem("external-reference", local(node), f"refers to {shown}; it is not fetched")


def _checks(package: Package) -> tuple[Check, ...]:
    if "META-INF/documentsignatures.xml" not in package.zipped:
        return ()
    return (Check.not_checked("document-signature", "a signature inside is recognised, and not verified here"),)
