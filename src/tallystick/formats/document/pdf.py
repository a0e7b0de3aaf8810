"""PDF: the text of each page, the files inside, what it says of itself, who signed and what was changed since."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pikepdf

from tallystick.formats.carrier import Head
from tallystick.formats.document.pdf_file import embedded_files
from tallystick.formats.document.pdf_metadata import PdfMetadata
from tallystick.formats.document.pdf_note import active_content, comments, form_values, links
from tallystick.formats.document.pdf_object import member, reason, words
from tallystick.formats.document.pdf_page import PdfPages
from tallystick.formats.document.pdf_signature import PdfSignature, revised_after
from tallystick.formats.page.print import page_of_print
from tallystick.model.document import Document
from tallystick.model.message import Problem
from tallystick.model.reading import Count, Reading

# Beyond what is read, pages are only counted.
MOST_LISTED_PAGES = 20_000
_END = b"%%EOF"
_LINEARIZED = b"/Linearized"


def recognises(head: Head) -> bool:
    return head.block.startswith(b"%PDF-")


def read(original: bytes, name: str = "") -> Iterator[Reading]:  # noqa: ARG001 - the contract of all formats
    """The one reading of a PDF; one that cannot be opened says why in a Problem."""
    try:
        with pikepdf.open(io.BytesIO(original), suppress_warnings=True) as pdf:
            yield _reading(original, pdf)
    except pikepdf.PasswordError:
        yield _unopened(original, "encrypted", "a password is needed; keep a copy saved without one beside it")
    except (pikepdf.PdfError, ValueError, RuntimeError) as error:
        yield _unopened(original, "damaged", f"it cannot be opened: {reason(error)}")


def _unopened(original: bytes, code: str, detail: str) -> Reading:
    document = Document(kind="pdf", properties=tuple(_own_properties(original)))
    return Reading(format="pdf", documents=(document,), problems=(Problem(code, "", detail),))


def _reading(original: bytes, pdf: pikepdf.Pdf) -> Reading:
    problems = [Problem("repaired", "", reason(warning)) for warning in pdf.get_warnings()[:5]]
    listed, number_of_pages = _pages(pdf, problems)
    metadata = PdfMetadata.of(pdf)
    pages = PdfPages()
    pages.read(original, listed, lambda: _repaired(pdf))
    files, file_problems, file_count = embedded_files(pdf.Root, listed)
    fields, signed = form_values(pdf.Root)
    signatures = [PdfSignature.of(one) for one in signed]
    problems += metadata.problems + pages.problems + file_problems
    problems += revised_after(signatures, original) + active_content(pdf.Root, listed)
    properties = [("pages", str(number_of_pages)), *_own_properties(original), *metadata.properties]
    properties += [("encrypted", "opens without a password")] if pdf.is_encrypted else []
    properties += [("signature", one.described) for one in signatures] + links(listed)
    document = Document(
        kind="pdf",
        title=metadata.either("Title"),
        author=metadata.either("Author"),
        program=metadata.either("Producer"),
        language=words(member(pdf.Root, "Lang")),
        moments=metadata.moments,
        passages=(*pages.passages, *fields, *comments(listed)),
        properties=tuple(properties),
    )
    printed = page_of_print(document.text, document.title)
    pages_shown, print_problems = printed if printed is not None else (None, ())
    return Reading(
        format="pdf",
        pages=(pages_shown,) if pages_shown is not None else (),
        documents=(document,),
        embedded=(*files, *pages.pictures),
        counts=(_page_count(pages, number_of_pages), file_count),
        checks=tuple(one.check() for one in signatures),
        problems=(*problems, *print_problems),
    )


def _repaired(pdf: pikepdf.Pdf) -> bytes:
    """The document written anew, for a reader that is less patient with damage than qpdf."""
    out = io.BytesIO()
    # Without this pikepdf would parse the XMP, and log what it thinks of it.
    pdf.save(out, fix_metadata_version=False)
    return out.getvalue()


def _pages(pdf: pikepdf.Pdf, problems: list[Problem]) -> tuple[list[Any], int]:
    """The pages, and how many the document has; a page tree that is broken or runs in circles is a Problem."""
    try:
        number = len(pdf.pages)
        return [pdf.pages[at] for at in range(min(number, MOST_LISTED_PAGES))], number
    except (pikepdf.PdfError, ValueError, RuntimeError) as error:
        problems.append(Problem("damaged", "pages", f"its pages cannot be listed: {reason(error)}"))
        return [], 0


def _page_count(pages: PdfPages, number: int) -> Count:
    unlisted = max(number - MOST_LISTED_PAGES, 0)
    became = pages.became | {"unread": pages.became["unread"] + unlisted}
    return Count("page", number, tuple(became.items()))


def _own_properties(original: bytes) -> list[tuple[str, str]]:
    """What the bytes themselves show: the version, and how often the file was saved with what it held before."""
    ends = original.count(_END)
    # A file made for the web has one end more, near its beginning.
    ends -= ends > 1 and _LINEARIZED in original[:2048]
    version = original[5:8].decode("latin-1") if original[:5] == b"%PDF-" else ""
    shown = [("pdf-version", version)] if version.replace(".", "").isdigit() else []
    return [*shown, ("revisions", str(max(ends, 1)))]
