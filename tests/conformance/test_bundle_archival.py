"""A bundle that declares PDF/A-2b, held against those clauses of ISO 19005-2 that its objects alone can show.

What is not checked here: the grammar of content streams (6.2.2, 6.2.8), glyph widths and the encodings inside font
programs (6.2.11.5, 6.2.11.6), the ICC profile's own bytes (6.2.3), blending spaces of transparency groups (6.2.10).
For these the typesetter's own PDF/A mode is relied on, which refuses a document rather than write one that fails.
"""

from __future__ import annotations

import io
from collections.abc import Iterator

import pikepdf
import pytest

import bundle_exhibits
from tallystick.bundle.bundle_pdf import bundle_pdf
from tallystick.model.bundle import ForeignPages, Layout

_FORBIDDEN_ACTIONS = {"/Launch", "/Sound", "/Movie", "/ResetForm", "/ImportData", "/Hide", "/SetOCGState", "/Rendition",
                      "/Trans", "/GoTo3DView", "/JavaScript"}  # 6.5.1  # fmt: skip
_FONT_PROGRAMS = ("/FontFile", "/FontFile2", "/FontFile3")


@pytest.fixture(scope="module")
def content() -> bytes:
    """A bundle of every kind of exhibit, documents as pictures."""
    layout = Layout(foreign_pages=ForeignPages.PICTURES, shows_headers=True)
    return bundle_pdf(
        bundle_exhibits.all_kinds(), layout=layout, front=bundle_exhibits.front(), time=bundle_exhibits.TIME
    ).content


@pytest.fixture(scope="module")
def document(content: bytes) -> Iterator[pikepdf.Pdf]:
    """The same, opened."""
    with pikepdf.open(io.BytesIO(content)) as opened:
        yield opened


def dictionaries(document: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Every dictionary and stream dictionary of the file."""
    return (each for each in document.objects if isinstance(each, pikepdf.Dictionary | pikepdf.Stream))


def test_header_identifier_and_no_encryption(content: bytes, document: pikepdf.Pdf) -> None:
    """6.1.2, 6.1.3: a binary comment follows the header, the trailer has an ID, nothing is encrypted."""
    first, second = content.split(b"\n")[:2]
    assert first == b"%PDF-1.7"
    assert second[:1] == b"%"
    assert sum(byte > 127 for byte in second) >= 4
    assert "/ID" in document.trailer
    assert not document.is_encrypted


def test_qpdf_finds_no_fault(document: pikepdf.Pdf) -> None:
    """The structure of the file is sound in the eyes of another program's library."""
    assert document.check_pdf_syntax() == []


def test_streams_are_inside_and_in_permitted_filters(document: pikepdf.Pdf) -> None:
    """6.1.7: no stream stands in another file, none is compressed by LZW, none is ciphered."""
    for each in dictionaries(document):
        if isinstance(each, pikepdf.Stream):
            assert not {"/F", "/FFilter", "/FDecodeParms"} & set(each.keys())
            filters = each.get("/Filter", pikepdf.Array())
            names = {str(filters)} if isinstance(filters, pikepdf.Name) else {str(name) for name in filters}
            assert names <= {"/FlateDecode", "/DCTDecode"}


def test_an_output_intent_names_the_colours(document: pikepdf.Pdf) -> None:
    """6.2.2, 6.2.4.3: one output intent with a profile; no picture is in CMYK."""
    (intent,) = document.Root.OutputIntents
    assert intent.S == "/GTS_PDFA1"
    assert intent.DestOutputProfile.read_bytes()[36:40] == b"acsp"
    assert not any(each.get("/ColorSpace") == "/DeviceCMYK" for each in dictionaries(document))


def test_every_font_is_embedded(document: pikepdf.Pdf) -> None:
    """6.2.11.4: each font descriptor has its program, each simple or composite font leads to one."""
    descriptors = [each for each in dictionaries(document) if each.get("/Type") == "/FontDescriptor"]
    assert descriptors
    assert all(any(program in each for program in _FONT_PROGRAMS) for each in descriptors)
    for font in (each for each in dictionaries(document) if each.get("/Type") == "/Font"):
        if font.Subtype == "/Type0":
            assert "/FontDescriptor" in font.DescendantFonts[0]
        elif font.Subtype != "/Type3":
            assert "/FontDescriptor" in font


def test_annotations_are_printed_links_without_actions(document: pikepdf.Pdf) -> None:
    """6.3.1, 6.3.2, 6.5: only links, with the print flag alone, that lead to pages of the file."""
    seen = 0
    for page in document.pages:
        for annotation in page.obj.get("/Annots", []):
            seen += 1
            assert annotation.Subtype == "/Link"
            assert int(annotation.F) & 0b100111 == 0b100
            assert "/A" not in annotation
    assert seen > document.pages.__len__()


def test_nothing_acts_and_nothing_is_attached(document: pikepdf.Pdf) -> None:
    """6.4, 6.5, 6.8, 6.9: no forms that compute, no scripts, no embedded files, no hidden layers."""
    root = document.Root
    assert not {"/AcroForm", "/OpenAction", "/AA", "/OCProperties", "/Requirements", "/Collection"} & set(root.keys())
    for each in dictionaries(document):
        assert str(each.get("/S", "")) not in _FORBIDDEN_ACTIONS
        assert each.get("/Type") not in ("/EmbeddedFile", "/Filespec")


def test_metadata_agree_with_the_information_dictionary(document: pikepdf.Pdf) -> None:
    """6.6.2, 6.6.4: XMP declares part 2 conformance B; title and time are the same in both places, unfiltered."""
    assert "/Filter" not in document.Root.Metadata
    with document.open_metadata() as metadata:
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "B")
        assert metadata["dc:title"] == str(document.docinfo["/Title"])
        assert str(metadata["xmp:CreateDate"]).startswith("2026-11-23T08:00:00")
    assert str(document.docinfo["/CreationDate"]).startswith("D:20261123080000")
