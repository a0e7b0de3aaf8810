"""The text of a PDF's pages, through pdfium, and which pages show only pictures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pikepdf
import pypdfium2  # type: ignore[import-untyped]

from tallystick.errors import LimitExceeded
from tallystick.formats.document.pdf_object import member, members, reason, sequence, stream_bytes, words
from tallystick.model.document import Passage
from tallystick.model.message import Problem
from tallystick.model.reading import Embedded

MOST_PAGES = 2_000
MOST_CHARACTERS = 32 << 20
LONGEST_PAGE = 2 << 20
LARGEST_CONTENT = 64 << 20
MOST_PICTURES = 200
_LARGEST_PICTURE = 64 << 20


@dataclass(slots=True)
class PdfPages:
    """What the pages say. `became` counts every page once; `pictures` are those of pages without text."""

    passages: list[Passage] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    pictures: list[Embedded] = field(default_factory=list)
    became: dict[str, int] = field(
        default_factory=lambda: {"text": 0, "without-text": 0, "blank": 0, "unread": 0, "problems": 0}
    )
    _without: list[int] = field(default_factory=list)
    _left: int = MOST_CHARACTERS

    def read(self, original: bytes, pages: list[Any], repaired: Callable[[], bytes]) -> None:
        """Every page of `pages` (of pikepdf) is looked at, the first 2,000 are read.

        `repaired` gives the document written anew, where pdfium does not open it as it is.
        """
        try:
            document = _document(original, repaired)
        except (pypdfium2.PdfiumError, pikepdf.PdfError, ValueError, RuntimeError) as error:
            self.became["problems"] = len(pages)
            self.problems.append(Problem("pages-not-read", "", reason(error)))
            return
        try:
            for at, page in enumerate(pages[:MOST_PAGES]):
                self._read_page(document, at, page)
        finally:
            document.close()
        if len(pages) > MOST_PAGES:
            self.became["unread"] = len(pages) - MOST_PAGES
            self.problems.append(Problem("limit-pages", f"page {MOST_PAGES + 1}", "only 2,000 pages are read"))
        if self._without:
            detail = f"pages of pictures without a text layer: {ranges(self._without)}"
            self.problems.append(Problem("page-without-text", f"page {self._without[0]}", detail))

    def _read_page(self, document: pypdfium2.PdfDocument, at: int, page: Any) -> None:
        place = f"page {at + 1}"
        try:
            _check_content(page)
            text = _text(document, at) if at < len(document) and self._left > 0 else ""
        except (pypdfium2.PdfiumError, pikepdf.PdfError, LimitExceeded, ValueError) as error:
            self.became["problems"] += 1
            self.problems.append(Problem("page-not-read", place, reason(error)))
            return
        if self._left <= 0:
            self.became["unread"] += 1
            return
        self._left -= len(text)
        if self._left <= 0:
            self.problems.append(Problem("limit-text", place, "only 33,554,432 characters are read of one document"))
        if text.strip():
            self.became["text"] += 1
            self.passages.append(Passage(place, text))
        elif pictures := _pictures(page):
            self.became["without-text"] += 1
            self._without.append(at + 1)
            self._keep(pictures, place)
        else:
            self.became["blank"] += 1

    def _keep(self, pictures: list[Any], place: str) -> None:
        """The scans that are JPEG files as they stand, so that they can be read as pictures."""
        for number, picture in enumerate(pictures, 1):
            if words(member(picture, "Filter")) != "DCTDecode" or len(self.pictures) >= MOST_PICTURES:
                continue
            raw = bytes(picture.get_raw_stream_buffer())
            if len(raw) <= _LARGEST_PICTURE:
                name = f"{place} picture {number}.jpg"
                self.pictures.append(Embedded(name, "image/jpeg", raw, place))


def _document(original: bytes, repaired: Callable[[], bytes]) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(original)
    except pypdfium2.PdfiumError:
        return pypdfium2.PdfDocument(repaired())


def _text(document: pypdfium2.PdfDocument, at: int) -> str:
    page = document[at]
    try:
        text_page = page.get_textpage()
        try:
            text = str(text_page.get_text_range(0, min(text_page.count_chars(), LONGEST_PAGE)))
        finally:
            text_page.close()
    finally:
        page.close()
    # pdfium marks a hyphen at the end of a line so.
    return text.replace("\ufffe", "-").replace("\x02", "-").replace("\r\n", "\n").replace("\0", "").strip("\n")


def _check_content(page: Any) -> None:
    """Raises LimitExceeded where the page's drawing would expand beyond 64 MiB."""
    contents = member(page.obj, "Contents")
    left = LARGEST_CONTENT
    for stream in [contents] if isinstance(contents, pikepdf.Stream) else sequence(contents):
        if isinstance(stream, pikepdf.Stream):
            raw = stream.get_raw_stream_buffer()
            # What is small when packed cannot expand to more than the limit.
            left -= len(stream_bytes(stream, left)) if len(bytes(raw)) > left // 1100 else len(bytes(raw))


def _pictures(page: Any) -> list[Any]:
    """The pictures that the page's own resources name."""
    found = (drawn for _name, drawn in members(member(page.obj, "Resources", "XObject"), 1_000))
    return [one for one in found if isinstance(one, pikepdf.Stream) and words(member(one, "Subtype")) == "Image"]


def ranges(numbers: list[int]) -> str:
    """Sorted numbers as people write them: "1-3, 7"."""
    parts: list[list[int]] = []
    for number in numbers:
        if parts and parts[-1][-1] + 1 == number:
            parts[-1] = [parts[-1][0], number]
        else:
            parts.append([number])
    return ", ".join("-".join(map(str, part)) for part in parts)
