"""Pages of documents that others made: taken in as they are, or as pictures with their words over them."""

from __future__ import annotations

import ctypes
import io
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass

import pikepdf
import pypdfium2  # type: ignore[import-untyped]
from pypdfium2 import raw as pdfium

from tallystick.bundle import typeset

_POINTS = 72 / 25.4  # to the millimetre
_SIDE, _TOP, _FOOT = 8 * _POINTS, 21 * _POINTS, 17 * _POINTS  # what the stamps of pages.typ need
_DPI = 200
_PIXELS = 30_000_000
_QUALITY = 80
_MOST_WORDS = 4_000  # stretches of text of one page that can be searched


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where one foreign page goes on a page of ours: the whole of it, or its left or right half."""

    content: bytes
    page: int  # from 0
    half: str = ""  # "", "left", "right"


@dataclass(frozen=True, slots=True, kw_only=True)
class Photograph:
    """A page as a picture in SVG, its size in points, and (left, top, height, text) of each stretch of its words."""

    content: bytes
    width: float
    height: float
    words: tuple[tuple[float, float, float, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """What is known of a document before its pages are taken in: which of them lie across, and whether layers hide."""

    is_landscape: tuple[bool, ...]
    has_layers: bool


def shape(content: bytes) -> Shape | None:
    """The document's shape, or None where it cannot be opened, has no page, or has a page that cannot be drawn."""
    try:
        with opened(content) as document:
            sizes = tuple(_is_landscape(page) for page in document.pages if _is_drawable(page))
            if len(sizes) != len(document.pages):
                return None
            return Shape(is_landscape=sizes, has_layers="/OCProperties" in document.Root) if sizes else None
    except (pikepdf.PdfError, pikepdf.PasswordError, ValueError, TypeError, KeyError, AttributeError, RuntimeError):
        return None


def opened(content: bytes) -> pikepdf.Pdf:
    """The document with its stamps and filled fields drawn into the pages, and nothing in it that could act."""
    document = pikepdf.open(io.BytesIO(content))
    with suppress(pikepdf.PdfError, ValueError, RuntimeError, KeyError, TypeError):
        document.generate_appearance_streams()
        document.flatten_annotations("all")
    for page in document.pages:  # what a viewer shows of a page is what is drawn of it
        page.trimbox = page.cropbox
    return document


def put(owner: pikepdf.Pdf, page: pikepdf.Page, document: pikepdf.Pdf, place: Place) -> None:
    """The foreign page now stands within the stamps of `page`, no larger than fits, its text and lines as they were."""
    left, bottom, right, top = (float(each) for each in page.mediabox)
    frame = [left + _SIDE, bottom + _FOOT, right - _SIDE, top - _TOP]
    if place.half:
        middle = (left + right) / 2
        frame = [frame[0], frame[1], middle - 3, frame[3]] if place.half == "left" else [middle + 3, *frame[1:]]
    form = owner.copy_foreign(document.pages[place.page].as_form_xobject())
    own = page.resources.get("/XObject")
    drawn = pikepdf.Dictionary(dict(own.items()) if own is not None else {})
    name = pikepdf.Name(f"/Foreign{len(drawn)}")
    drawn[name] = form
    page.obj["/Resources"] = pikepdf.Dictionary({**dict(page.resources.items()), "/XObject": drawn})
    rectangle = pikepdf.Rectangle(*frame)
    drawing = page.calc_form_xobject_placement(
        form, name, rectangle, invert_transformations=True, allow_shrink=True, allow_expand=False
    )
    page.contents_add(drawing, prepend=True)


def photographs(content: bytes) -> Iterator[Photograph]:
    """Each page as it is seen, at 200 dpi, or fewer where it is very large. Raises PdfiumError."""
    with closing(pypdfium2.PdfDocument(content)) as document:
        document.init_forms()
        for number in range(len(document)):
            with closing(document[number]) as page:
                yield _photograph(page)


def _photograph(page: pypdfium2.PdfPage) -> Photograph:
    width, height = page.get_size()
    scale = min(_DPI / 72, (_PIXELS / max(width * height, 1)) ** 0.5)
    seen = page.render(scale=scale).to_pil().convert("RGB")
    held = io.BytesIO()
    seen.save(held, "JPEG", quality=_QUALITY)
    framed = typeset.picture(held.getvalue(), "jpeg", seen.width, seen.height)
    return Photograph(content=framed, width=width, height=height, words=tuple(_words(page)))


def _words(page: pypdfium2.PdfPage) -> Iterator[tuple[float, float, float, str]]:
    with closing(page.get_textpage()) as words:
        for number in range(min(words.count_rects(), _MOST_WORDS)):
            left, bottom, right, top = words.get_rect(number)
            text = words.get_text_bounded(left, bottom, right, top).strip()
            if text:
                x, y = _seen(page, left, top)
                yield x, y, max(abs(top - bottom), 1.0), text


def _seen(page: pypdfium2.PdfPage, x: float, y: float) -> tuple[float, float]:
    """The point as it lies on the page when it is seen upright, from the top left, in points."""
    width, height = page.get_size()
    across, down = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDF_PageToDevice(
        page, 0, 0, round(width * 10), round(height * 10), 0, x, y, ctypes.byref(across), ctypes.byref(down)
    )
    return across.value / 10, down.value / 10


def _is_drawable(page: pikepdf.Page) -> bool:
    """Whether its drawing can be decoded: a page of which nothing can be drawn must not come out as an empty one."""
    contents = page.obj.get("/Contents")
    streams = list(contents) if isinstance(contents, pikepdf.Array) else [contents] if contents is not None else []
    for stream in streams:
        if isinstance(stream, pikepdf.Stream):
            stream.read_bytes()
    page.as_form_xobject()
    return True


def _is_landscape(page: pikepdf.Page) -> bool:
    left, bottom, right, top = (float(each) for each in page.cropbox)
    is_wide = abs(right - left) > abs(top - bottom)
    return is_wide != (int(page.obj.get("/Rotate", 0)) % 180 == 90)
