"""The whole bundle as one PDF: sheets, exhibits under their stamps, one run of page numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from importlib.resources import files as resources

from tallystick.bundle import typeset
from tallystick.bundle.binding import Binding, spans
from tallystick.bundle.completeness_page import completeness_page
from tallystick.bundle.cover import cover
from tallystick.bundle.custody_page import custody_page
from tallystick.bundle.evidence_list import evidence_list
from tallystick.bundle.exhibit_pages import Drawn, draw
from tallystick.bundle.foreign_pages import Place
from tallystick.bundle.labels import label, worded
from tallystick.bundle.markup import one_line, quoted
from tallystick.bundle.sheet import Told, sheet_key
from tallystick.bundle.timeline_page import timeline_page
from tallystick.errors import TypesettingFailed
from tallystick.model.bundle import BundlePdf, Front, Layout, Sheet
from tallystick.model.exhibit import Exhibit

SHEETS: Mapping[Sheet, Callable[[Told], str]] = {
    Sheet.COVER: cover, Sheet.LIST: evidence_list, Sheet.TIMELINE: timeline_page, Sheet.CUSTODY: custody_page,
    Sheet.COMPLETENESS: completeness_page,
}  # fmt: skip
_CHUNK = 150_000  # bytes of source and pictures that are set at once
_BOOKMARK = 120  # characters
_REGIONS = {"en": "GB", "zh": "CN", "ru": "RU"}
_PAPERS = ("a4", "us-letter")


def bundle_pdf(exhibits: Iterable[Exhibit], *, layout: Layout, front: Front, time: datetime) -> BundlePdf:
    """The bundle of these exhibits in their order. The same input gives the same bytes. PDF/A-2b is declared unless a
    document's own pages were taken in as they are.

    Raises GlyphMissing naming the item with a character that no font shows, TypesettingFailed, and ValueError for a
    layout that is not one or a bundle of nothing.
    """
    return next(bundle_pdfs(exhibits, layout=layout, fronts=(front,), time=time))


def bundle_pdfs(exhibits: Iterable[Exhibit], *, layout: Layout, fronts: Sequence[Front],
                time: datetime) -> Iterator[BundlePdf]:  # fmt: skip
    """The bundle once for each of these fronts, which differ in what stands before the exhibits: those are set once.

    Raises as `bundle_pdf`.
    """
    press = _Press(tuple(exhibits), layout, fronts[0], time)
    yield press.bundle()
    for front in fronts[1:]:
        yield press.copy(front)


@dataclass(slots=True)
class _Press:
    """Sets the parts one after the other; the front is set twice, since it tells the numbers of the pages after it."""

    exhibits: tuple[Exhibit, ...]
    layout: Layout
    front: Front
    time: datetime
    binding: Binding = field(default_factory=Binding)
    remarks: list[tuple[str, str]] = field(default_factory=list)
    is_archival: bool = True
    front_pages: int = 0

    def bundle(self) -> BundlePdf:
        if not self.exhibits and not self.layout.before and not self.layout.after:
            raise ValueError("a bundle of nothing")
        if self.layout.language not in _REGIONS or self.layout.paper not in _PAPERS:
            raise ValueError(f"no layout for {self.layout.language!r} on {self.layout.paper!r}")
        self.front_pages = front_pages = self._draft_front()
        shift = front_pages if self.layout.counts_front else 0
        for drawn, count in self._chunks():
            shift += self._set("".join(drawn.source), drawn.files, shift, drawn.places, count)
            typeset.forget()
        if self.layout.after:
            self._set(self._sheets(self.layout.after, {}, ""), {}, shift, {}, ())
        return self._bound()

    def copy(self, front: Front) -> BundlePdf:
        """The bundle with another front. Its sheets are set anew, and all of it where they take other pages."""
        self.front = front
        if self.front_pages and self._draft_front() == self.front_pages:
            return self._bound()
        return _Press(self.exhibits, self.layout, front, self.time).bundle()

    def _bound(self) -> BundlePdf:
        labels = self._labels(self.front_pages)
        inside = self.binding.again()
        self._final_front(self.front_pages, labels)
        keys = self.binding.keys
        found = spans(keys)
        index = tuple((exhibit.number, found[key][0] + 1, found[key][1] + 1)
                      for key, exhibit in zip(self._keys, self.exhibits, strict=True))  # fmt: skip
        content = self.binding.bound(titles=self._titles(), labels=labels, home=sheet_key(Sheet.LIST),
                                     is_archival=self.is_archival)  # fmt: skip
        self.binding = inside
        return BundlePdf(content=content, index=index, pages=len(keys), is_archival=self.is_archival,
                         remarks=tuple(self.remarks))  # fmt: skip

    @property
    def _keys(self) -> tuple[str, ...]:
        return tuple(f"x{place}" for place in range(len(self.exhibits)))

    def _chunks(self) -> Iterator[tuple[Drawn, tuple[Exhibit, ...]]]:
        """The exhibits drawn, as many together as the typesetter is given at once."""
        together, inside = Drawn(), []
        for key, exhibit in zip(self._keys, self.exhibits, strict=True):
            drawn = draw(exhibit, key, self.layout)
            self.is_archival = self.is_archival and not drawn.places
            self.remarks += [(exhibit.number, each) for each in drawn.remarks]
            together.source += drawn.source
            together.files.update(drawn.files)
            together.places.update(drawn.places)
            inside.append(exhibit)
            if together.weight > _CHUNK:
                yield together, tuple(inside)
                together, inside = Drawn(), []
        if inside:
            yield together, tuple(inside)

    def _set(self, source: str, files: Mapping[str, bytes], shift: int, places: Mapping[str, tuple[Place, ...]],
             inside: Sequence[Exhibit]) -> int:  # fmt: skip
        """Sets a part after `shift` pages, binds it, and returns its number of pages."""
        try:
            content = self._pdf(source, files, self.layout.first_page + shift)
        except TypesettingFailed as error:
            raise TypesettingFailed(f"{error.why} (items {', '.join(each.ident for each in inside)})") from error
        return self.binding.add(content, places)

    def _pdf(self, source: str, files: Mapping[str, bytes], first_page: int, *, is_roman: bool = False) -> bytes:
        """The source with its page numbers beginning at `first_page`."""
        layout = self.layout
        opening = (
            '#import "pages.typ": *\n'
            f"#set document(title: {quoted(self.front.title)}, author: {quoted(self.front.submitter)})\n"
            f'#show: setting.with("{layout.language}", "{_REGIONS[layout.language]}", "{layout.paper}")\n'
            f"#let stamp = stamped.with(prefix: {quoted(layout.prefix)}, digits: {layout.digits}, "
            f"roman: {'true' if is_roman else 'false'})\n"
        )
        numbered = source.replace("#stamp(", f"#stamp(from: {first_page}, ", 1)
        return typeset.pdf(opening + numbered, time=self.time, files={**files, "pages.typ": _template()})

    def _draft_front(self) -> int:
        """How many pages the front takes: each number in it has its room, whatever it will be."""
        if not self.layout.before:
            return 0
        longest = self._printed(10 ** max(self.layout.digits, 4) - 1)
        keys = (*self._keys, *map(sheet_key, self.layout.after))
        content = self._front(dict.fromkeys(keys, (longest, longest + " ")), "0000")
        draft = Binding()
        return draft.add(content, {})

    def _final_front(self, pages: int, labels: Sequence[str]) -> None:
        if not pages:
            return
        keys = [""] * pages + self.binding.keys
        printed = {key: (labels[first], labels[last]) for key, (first, last) in spans(keys).items()}
        got = self.binding.add(self._front(printed, str(len(keys))), {}, at=0)
        if got != pages:
            raise TypesettingFailed(f"the sheets take {got} pages with their page numbers and {pages} without")

    def _front(self, printed: Mapping[str, tuple[str, str]], pages: str) -> bytes:
        first, is_roman = (self.layout.first_page, False) if self.layout.counts_front else (1, True)
        return self._pdf(self._sheets(self.layout.before, printed, pages), {}, first, is_roman=is_roman)

    def _sheets(self, sheets: Sequence[Sheet], printed: Mapping[str, tuple[str, str]], pages: str) -> str:
        told = Told(layout=self.layout, front=self.front, exhibits=self.exhibits, keys=self._keys, spans=printed,
                    pages=pages)  # fmt: skip
        title = told.line(one_line(self.front.title, 80))
        return "".join(
            f"#stamp({quoted(sheet_key(sheet))}, {quoted(told.label(sheet.value))}, {title}, [])[\n"
            f"{SHEETS[sheet](told)}]\n"
            for sheet in sheets
        )

    def _printed(self, number: int) -> str:
        return self.layout.prefix + str(number).zfill(self.layout.digits)

    def _labels(self, front_pages: int) -> list[str]:
        """The number printed on each page of the whole."""
        after = sum(len(part.keys) for part in self.binding.parts)
        if self.layout.counts_front:
            return [self._printed(self.layout.first_page + place) for place in range(front_pages + after)]
        numbers = [self._printed(self.layout.first_page + place) for place in range(after)]
        return [_roman(place + 1) for place in range(front_pages)] + numbers

    def _titles(self) -> dict[str, str]:
        """The bookmarks by key, in the order of the pages."""
        language = self.layout.language
        mark = self.layout.label or label(language, "exhibit")
        titles = {sheet_key(sheet): label(language, sheet.value) for sheet in self.layout.before}
        for key, exhibit in zip(self._keys, self.exhibits, strict=True):
            titles[key] = one_line(f"{mark} {exhibit.number}: {worded(exhibit.title, language)}", _BOOKMARK)
        return titles | {sheet_key(sheet): label(language, sheet.value) for sheet in self.layout.after}


@cache
def _template() -> bytes:
    return (resources("tallystick.bundle") / "typst" / "pages.typ").read_bytes()


def _roman(number: int) -> str:
    """The number in small Roman numerals, as the typesetter prints it."""
    made = ""
    for value, sign in ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"),
                        (1, "i")):  # fmt: skip
        made += sign * (number // value)
        number %= value
    return made
