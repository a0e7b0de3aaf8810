"""What a PDF says of itself, in its Info dictionary and in XMP, and where the two disagree (ISO 32000-2, 14.3)."""

from __future__ import annotations

from dataclasses import dataclass, field

import pikepdf

from tallystick.errors import FormatError
from tallystick.formats.carrier import XmlNode, parse_xml
from tallystick.formats.document.pdf_object import member, members, reason, stream_bytes, words
from tallystick.formats.document.stated_time import stated_time
from tallystick.formats.document.word_text import local
from tallystick.model.message import Moment, Problem

_LARGEST_XMP = 8 << 20
# Info key, XMP name.
_PAIRS = (
    ("Title", "title"), ("Author", "creator"), ("Producer", "Producer"), ("Creator", "CreatorTool"),
    ("CreationDate", "CreateDate"), ("ModDate", "ModifyDate"),
)  # fmt: skip
_DATES = frozenset(("CreationDate", "ModDate"))
_SHOWN = (
    ("part", "pdfa-part"), ("conformance", "pdfa-conformance"), ("ConformanceLevel", "e-invoice-level"),
    ("DocumentFileName", "e-invoice-file"), ("DocumentID", "document-id"), ("InstanceID", "instance-id"),
)  # fmt: skip


@dataclass(slots=True)
class PdfMetadata:
    """Both accounts, as text by name."""

    info: dict[str, str] = field(default_factory=dict)
    xmp: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @classmethod
    def of(cls, pdf: pikepdf.Pdf) -> PdfMetadata:
        """What the document says of itself; damage is a Problem."""
        found = cls()
        stated = ((name, words(value).strip()) for name, value in members(member(pdf.trailer, "Info"), 200))
        found.info = {name: value[:2_000] for name, value in stated if value}
        stream = member(pdf.Root, "Metadata")
        if stream is not None:
            try:
                found._read_xmp(parse_xml(stream_bytes(stream, _LARGEST_XMP).strip(b"\0 \r\n\t"), recover=True))
            except (FormatError, ValueError) as error:
                found.problems.append(Problem("damaged-metadata", "XMP", reason(error)))
        found._compare()
        return found

    def either(self, info: str) -> str:
        """The Info value, or XMP's where Info has none."""
        return self.info.get(info) or self.xmp.get(dict(_PAIRS).get(info, ""), "")

    @property
    def moments(self) -> tuple[Moment, ...]:
        """When it was created and modified, by Info first, then by XMP where that says otherwise."""
        found: list[Moment] = []
        for key, source in (("CreationDate", "created"), ("ModDate", "modified")):
            for text in (self.info.get(key, ""), self.xmp.get(dict(_PAIRS)[key], "")):
                moment = stated_time(text, source)
                if moment and all((moment.utc, source) != (one.utc, one.source) for one in found):
                    found.append(moment)
        return tuple(found)

    @property
    def properties(self) -> list[tuple[str, str]]:
        stated = (("subject", self.info.get("Subject", "")), ("keywords", self.info.get("Keywords", "")))
        shown = [pair for pair in stated if pair[1]]
        creator = self.either("Creator")
        shown += [("creator-tool", creator)] if creator else []
        return shown + [(label, self.xmp[name]) for name, label in _SHOWN if self.xmp.get(name)]

    def _read_xmp(self, root: XmlNode) -> None:
        for node in root.iter():
            for name, value in node.attrib.items():
                self._state(str(name).rsplit("}", 1)[-1], str(value))
            if node.text and node.text.strip():
                self._state(_name(node), node.text)

    def _state(self, name: str, value: str) -> None:
        if value.strip() and len(self.xmp) < 500:
            self.xmp.setdefault(name, value.strip()[:2_000])

    def _compare(self) -> None:
        for key, name in _PAIRS:
            left, right = self.info.get(key, ""), self.xmp.get(name, "")
            if left and right and not _same(key, left, right):
                detail = f"Info says {left[:200]!r}, XMP ({name}) says {right[:200]!r}"
                self.problems.append(Problem("metadata-disagree", key, detail))


def _same(key: str, left: str, right: str) -> bool:
    if key not in _DATES:
        return " ".join(left.split()) == " ".join(right.split())
    one, other = stated_time(left, ""), stated_time(right, "")
    return one is not None and other is not None and one.utc == other.utc and one.utc is not None


def _name(node: XmlNode) -> str:
    """The property an element's text belongs to: its own name, or that above a list."""
    while local(node) in ("li", "Alt", "Seq", "Bag"):
        parent = node.getparent()
        if parent is None:
            break
        node = parent
    return local(node)
