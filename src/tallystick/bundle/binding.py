"""Typeset parts bound into one PDF: foreign pages put in, links and bookmarks led to their pages, pages labelled."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pikepdf
from pikepdf import Array, Dictionary, Name, OutlineItem, String

from tallystick.bundle import foreign_pages
from tallystick.bundle.foreign_pages import Place

_SCHEME = "tally:"
_AT = "tally:at:"


@dataclass(slots=True)
class Part:
    """A typeset part, opened, and the key that each of its pages tells."""

    document: pikepdf.Pdf
    keys: list[str]


@dataclass(slots=True)
class Binding:
    """The parts in order. A page's key is that of its exhibit or sheet."""

    parts: list[Part] = field(default_factory=list)

    def add(self, content: bytes, places: Mapping[str, tuple[Place, ...]], *, at: int | None = None) -> int:
        """Takes a part in, at the end or at a place, with its foreign pages. Returns its number of pages."""
        document = pikepdf.open(io.BytesIO(content))
        keys = [_key(page) for page in document.pages]
        _fill(document, keys, places)
        part = Part(document, [key.partition(".")[0] for key in keys])
        self.parts.insert(len(self.parts) if at is None else at, part)
        return len(keys)

    def again(self) -> Binding:
        """The same parts, to be bound once more. The first of those bound is changed: it must not be one of these."""
        return Binding(list(self.parts))

    @property
    def keys(self) -> list[str]:
        """The key of each page of the whole."""
        return [key for part in self.parts for key in part.keys]

    def bound(self, *, titles: Mapping[str, str], labels: Sequence[str], home: str, is_archival: bool) -> bytes:
        """The whole as one file. `titles` are the bookmarks by key, `labels` the printed page numbers, `home` the key
        to which each page's stamp leads."""
        keys = self.keys
        whole = self.parts[0].document
        for part in self.parts[1:]:
            whole.pages.extend(part.document.pages)
        firsts: dict[str, pikepdf.Page] = {}
        for page, key in zip(whole.pages, keys, strict=True):
            firsts.setdefault(key, page)
        for page in whole.pages:
            _lead(page, firsts, home)
        _mark(whole, titles, firsts)
        _label(whole, labels)
        if not is_archival:
            with whole.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
                del metadata["pdfaid:part"], metadata["pdfaid:conformance"]
        held = io.BytesIO()
        whole.save(held, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return held.getvalue()


def spans(keys: Sequence[str]) -> dict[str, tuple[int, int]]:
    """The first and the last place of each key, from 0."""
    found: dict[str, tuple[int, int]] = {}
    for place, key in enumerate(keys):
        found[key] = found.get(key, (place, place))[0], place
    return found


def _key(page: pikepdf.Page) -> str:
    """The key in the link of the page's stamp."""
    links = (_target(annotation) for annotation in page.obj.get("/Annots", Array()))
    return next((link.removeprefix(_AT) for link in links if link.startswith(_AT)), "")


def _target(annotation: pikepdf.Object) -> str:
    action = annotation.get("/A")
    return str(action.get("/URI", "")) if action is not None else ""


def _fill(document: pikepdf.Pdf, keys: Sequence[str], places: Mapping[str, tuple[Place, ...]]) -> None:
    sources: dict[int, pikepdf.Pdf] = {}
    for page, key in zip(document.pages, keys, strict=True):
        for place in places.get(key, ()):
            if id(place.content) not in sources:
                sources[id(place.content)] = foreign_pages.opened(place.content)
            foreign_pages.put(document, page, sources[id(place.content)], place)


def _lead(page: pikepdf.Page, firsts: Mapping[str, pikepdf.Page], home: str) -> None:
    """Links between parts now lead to pages; a link to what is not there goes."""
    kept = []
    for annotation in page.obj.get("/Annots", Array()):
        key = _target(annotation)
        key = home if key.startswith(_AT) else key.removeprefix(_SCHEME)
        if key in firsts:
            del annotation["/A"]
            annotation["/Dest"] = Array([firsts[key].obj, Name.Fit])
            kept.append(annotation)
    if kept:
        page.obj["/Annots"] = Array(kept)
    elif "/Annots" in page.obj:
        del page.obj["/Annots"]


def _mark(whole: pikepdf.Pdf, titles: Mapping[str, str], firsts: Mapping[str, pikepdf.Page]) -> None:
    with whole.open_outline() as outline:
        outline.root[:] = [
            OutlineItem(title, Array([firsts[key].obj, Name.Fit])) for key, title in titles.items() if key in firsts
        ]
    whole.Root["/PageMode"] = Name.UseOutlines
    whole.Root["/ViewerPreferences"] = Dictionary(DisplayDocTitle=True)


def _label(whole: pikepdf.Pdf, labels: Sequence[str]) -> None:
    numbers: list[object] = []
    for place, each in enumerate(labels):
        numbers += [place, Dictionary(P=String(each))]
    whole.Root["/PageLabels"] = Dictionary(Nums=Array(numbers))
