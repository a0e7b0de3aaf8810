"""An Office Open XML package (ECMA-376 part 2): its members, relations, properties, and what is embedded in it."""

from __future__ import annotations

import mimetypes
import posixpath
from collections import Counter
from dataclasses import dataclass, field

from tallystick.errors import FormatError
from tallystick.formats.carrier import XmlNode, Zipped, parse_xml, without_secrets
from tallystick.formats.document.stated_time import stated_time
from tallystick.model.message import Moment, Problem
from tallystick.model.reading import Count, Embedded

LARGEST_XML = 64 << 20
MOST_EMBEDDED_BYTES = 256 << 20
MOST_EMBEDDED = 2_000
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_EMBEDDING_FOLDERS = ("/media/", "/embeddings/", "/audio/", "/video/")
_ACTIVE = ("vbaproject.bin", "/activex/", "vbadata.xml", "/customui/", "/macrosheets/")
_SIGNED = "_xmlsignatures/"


@dataclass(frozen=True, slots=True)
class Relation:
    """What a part refers to: the kind (the last word of its type), the target as written, and where it stands."""

    kind: str
    target: str
    path: str
    is_external: bool


@dataclass(slots=True)
class Package:
    """A package that is being read. What is met goes to `problems` and `shares`, so that no member goes unaccounted."""

    zipped: Zipped
    problems: list[Problem] = field(default_factory=list)
    shares: dict[str, str] = field(default_factory=dict)
    _relations: dict[str, dict[str, Relation]] = field(default_factory=dict)

    @classmethod
    def of(cls, original: bytes) -> Package:
        """The package in `original`. Raises FormatError where it is no zip."""
        package = cls(Zipped(original))
        package.problems += [Problem("member-refused", "", refusal) for refusal in package.zipped.refusals]
        return package

    def xml(self, name: str, share: str = "text") -> XmlNode | None:
        """The root of a member, None where it is missing; where it is broken, as far as it can be read."""
        if name not in self.zipped:
            return None
        try:
            content = self.zipped.read(name, LARGEST_XML)
            self.shares[name] = share
            try:
                return parse_xml(content)
            except FormatError as error:
                self.problem("damaged-part", name, str(error))
                return parse_xml(content, recover=True)
        except FormatError as error:
            self.shares[name] = "problems"
            self.problem("part-not-read", name, str(error))
            return None

    def relations(self, part: str) -> dict[str, Relation]:
        """What `part` refers to, by id; "" is the package itself."""
        if part not in self._relations:
            self._relations[part] = self._read_relations(part)
        return self._relations[part]

    def _read_relations(self, part: str) -> dict[str, Relation]:
        folder, name = posixpath.split(part)
        root = self.xml(posixpath.join(folder, "_rels", f"{name}.rels"), "relations")
        found: dict[str, Relation] = {}
        for node in root.iter(_RELATION) if root is not None else ():
            target = node.get("Target", "")
            inside = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            kind = node.get("Type", "").rsplit("/", 1)[-1]
            found[node.get("Id", "")] = Relation(kind, target, inside, node.get("TargetMode") == "External")
        return found

    def problem(self, code: str, place: str, detail: str) -> None:
        self.problems.append(Problem(code, place, detail))

    def external(self) -> tuple[str, ...]:
        """Every address outside the package that opening it would fetch from; plain hyperlinks are not among them."""
        fetched: list[str] = []
        for name in self.zipped.names:
            if not name.endswith(".rels"):
                continue
            folder, file = posixpath.split(name)
            part = posixpath.join(posixpath.dirname(folder), file.removesuffix(".rels"))
            for relation in self.relations(part).values():
                if relation.is_external and relation.kind != "hyperlink":
                    address = without_secrets(relation.target)[:500]
                    fetched.append(address)
                    self.problem("external-reference", part, f"{relation.kind} refers to {address}; it is not fetched")
        return tuple(fetched)

    def embedded(self) -> tuple[Embedded, ...]:
        """The files inside, within 256 MiB and 2,000 files; what is left out is a Problem."""
        found: list[Embedded] = []
        left = MOST_EMBEDDED_BYTES
        for name in self.zipped.names:
            lower = f"/{name.lower()}"
            if any(mark in lower for mark in _ACTIVE):
                self.shares[name] = "active"
                self.problem("active-content", name, "a program inside the document; it is kept and never run")
            elif any(folder in lower for folder in _EMBEDDING_FOLDERS) and not lower.endswith(".rels"):
                left -= self.zipped.size(name)
                if left < 0 or len(found) >= MOST_EMBEDDED:
                    self._not_embedded(name, "limit-embedded", "beyond the 256 MiB or 2,000 files read of one document")
                    continue
                try:
                    found.append(Embedded(posixpath.basename(name), media_type(name), self.zipped.read(name), name))
                    self.shares[name] = "embedded"
                except FormatError as error:
                    self._not_embedded(name, "part-not-read", str(error))
        return tuple(found)

    def _not_embedded(self, name: str, code: str, detail: str) -> None:
        self.shares[name] = "problems"
        self.problem(code, name, detail)

    def properties(self) -> dict[str, str]:
        """What the core and application properties state, by local name."""
        stated: dict[str, str] = {}
        for relation in self.relations("").values():
            if relation.kind in ("core-properties", "extended-properties", "custom-properties"):
                root = self.xml(relation.path, "properties")
                for node in root.iter() if root is not None else ():
                    if isinstance(node.tag, str) and node.text and node.text.strip():
                        stated.setdefault(_property_name(node), node.text.strip()[:2_000])
        return stated

    def main_part(self, otherwise: str) -> str:
        """The path of the part that the package is about."""
        kinds = (one for one in self.relations("").values() if one.kind == "officeDocument" and not one.is_external)
        return next((one.path for one in kinds), otherwise)

    def signatures(self) -> int:
        """How many XML signatures the package carries."""
        return sum(name.startswith(_SIGNED) and name.endswith(".xml") for name in self.zipped.names)

    def count(self) -> Count:
        """The account of all members; those that hold no words (styles, themes, settings) are structure."""
        became = Counter(self.shares.get(name, "structure") for name in self.zipped.names)
        became["problems"] += len(self.zipped.refusals)
        total = len(self.zipped.names) + len(self.zipped.refusals)
        return Count("member", total, tuple(sorted((name, number) for name, number in became.items() if number)))


def _property_name(node: XmlNode) -> str:
    parent = node.getparent()
    if parent is not None and parent.get("name"):
        return f"custom:{parent.get('name')}"
    return str(node.tag).rsplit("}", 1)[-1]


def media_type(name: str) -> str:
    """The media type that the name's ending promises; "" where it promises none."""
    known = {".emf": "image/emf", ".wmf": "image/wmf", ".webp": "image/webp"}
    return known.get(posixpath.splitext(name.lower())[1]) or mimetypes.guess_type(name, strict=False)[0] or ""


def stated_moments(stated: dict[str, str]) -> tuple[Moment, ...]:
    """When the document says it was created, changed and printed."""
    sources = (("created", "created"), ("modified", "modified"), ("lastPrinted", "printed"))
    moments = (stated_time(stated.get(name, ""), source) for name, source in sources)
    return tuple(moment for moment in moments if moment is not None)


def stated_properties(stated: dict[str, str]) -> list[tuple[str, str]]:
    """The further properties that are worth showing."""
    shown = (
        ("lastModifiedBy", "last-modified-by"), ("revision", "revision"), ("Company", "company"),
        ("Template", "template"), ("TotalTime", "editing-minutes"), ("subject", "subject"), ("keywords", "keywords"),
        ("description", "description"),
    )  # fmt: skip
    found = [(label, stated[name]) for name, label in shown if name in stated]
    return found + [(name, value) for name, value in sorted(stated.items()) if name.startswith("custom:")]
