"""Word, PowerPoint and OpenDocument files: what is seen, what was, and what is hidden."""

from __future__ import annotations

import pytest

from document_files import (
    ODF_SPACES,
    contract_docx,
    letter_odt,
    offer_pptx,
    paragraph,
    prices_ods,
    zipped,
)
from document_files import (
    docx as word_file,
)
from document_files import (
    odf as odf_file,
)
from tallystick.errors import NotThisFormat
from tallystick.formats.carrier import Head
from tallystick.formats.document import docx, odf, package, pptx
from tallystick.model.reading import Reading


def passages(reading: Reading) -> dict[str, str]:
    return {passage.label: passage.text for passage in reading.documents[0].passages}


def codes(reading: Reading) -> set[str]:
    return {problem.code for problem in reading.problems}


def checked(reading: Reading) -> Reading:
    assert all(count.unbalanced == 0 for count in reading.counts)
    return reading


def word(original: bytes) -> Reading:
    return checked(next(docx.read(original)))


def test_word_text_is_as_it_stands_now() -> None:
    """Inserted words stand in the text, deleted ones do not; cells are separated by tabs."""
    shown = passages(word(contract_docx()))
    assert shown["text"] == "Sales contract 4711\nPrice: USD 13.90\nItem\tPieces\nValve\t200"
    assert shown["header"] == "Ningbo Valve Co."


def test_deleted_words_are_kept_with_author_and_date() -> None:
    """A tracked deletion is evidence: its words, who deleted them and when."""
    reading = word(contract_docx())
    assert passages(reading)["tracked changes"].split("\n") == [
        "deleted by Li Wei (2024-03-04T10:00:00Z): USD 12.50",
        "inserted by Li Wei (2024-03-04T10:01:00Z): USD 13.90",
    ]
    assert ("tracked-changes", "1 deleted, 1 inserted") in reading.documents[0].properties


def test_word_comments_and_hidden_words_stand_apart() -> None:
    """A comment names its author and date; words marked as hidden are shown under that name."""
    reading = word(contract_docx())
    assert passages(reading)["comments"] == "Anna (2024-03-05T09:00:00Z): We never agreed to this price."
    assert passages(reading)["hidden text"] == "penalty waived"
    assert "hidden-text" in codes(reading)


def test_word_dangers_are_said() -> None:
    """A remote template and a macro are named; a link that nothing fetches is not, nor any secret shown."""
    reading = word(contract_docx())
    outside = [problem.detail for problem in reading.problems if problem.code == "external-reference"]
    assert outside == ["attachedTemplate refers to https://evil.example/t.dotm?token=[hidden]; it is not fetched"]
    assert "active-content" in codes(reading)
    assert [one.place for one in reading.embedded] == ["word/media/image1.png"]


def test_word_says_who_made_it_and_when() -> None:
    """Author, title and moments are those that the document states."""
    document = word(contract_docx()).documents[0]
    assert (document.kind, document.title, document.author) == ("word", "Contract 4711", "Li Wei")
    assert [(moment.source, moment.offset_minutes) for moment in document.moments] == [("created", 0), ("modified", 0)]


def test_text_box_is_read_once() -> None:
    """A text box is written twice in a document, for new programs and old; its words are taken once."""
    mc = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    boxed = f"<w:txbxContent>{paragraph('in the box')}</w:txbxContent>"
    twice = (
        f'<w:p><w:r><mc:AlternateContent xmlns:mc="{mc}"><mc:Choice>{boxed}</mc:Choice>'
        f"<mc:Fallback>{boxed}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    assert passages(word(word_file(twice)))["text"] == "in the box"


def test_damaged_part_is_read_as_far_as_it_goes() -> None:
    """XML that is not well-formed gives its words up to the damage, and a problem."""
    reading = word(word_file(paragraph("Still here") + "<w:p><w:r>"))
    assert passages(reading) == {"text": "Still here"}
    assert "damaged-part" in codes(reading)


def test_entities_are_refused() -> None:
    """A document that defines entities is not expanded; it is a problem."""
    original = zipped({"[Content_Types].xml": "", "word/document.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'})
    assert "part-not-read" in codes(word(original))


def test_embedded_files_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file inside beyond the limit is left out and said."""
    monkeypatch.setattr(package, "MOST_EMBEDDED_BYTES", 4)
    reading = word(contract_docx())
    assert reading.embedded == ()
    assert "limit-embedded" in codes(reading)


def test_what_is_no_zip_is_refused() -> None:
    """Bytes that are no zip are none of these formats."""
    for module in (docx, pptx, odf):
        with pytest.raises(NotThisFormat):
            next(module.read(b"PK\x03\x04 nothing"))


def test_slides_come_in_the_order_shown() -> None:
    """Slides follow the presentation's order, with notes and comments; one not shown is said."""
    reading = checked(next(pptx.read(offer_pptx())))
    assert passages(reading) == {
        "slide 1": "Offer for 200 valves",
        "slide 1 notes": "Say that stock is short",
        "slide 1 comments": "Anna (2024-03-05T09:00:00): Is this final?",
        "slide 2": "Internal margin 40 %",
    }
    assert ("hidden-slides", "2") in reading.documents[0].properties


def test_letter_shows_words_and_keeps_deleted_ones_apart() -> None:
    """Spaces and tables are as seen; a tracked deletion and an annotation stand apart, with author and date."""
    reading = checked(next(odf.read(letter_odt())))
    assert passages(reading) == {
        "text": "Letter\nDear  Anna,\nValve\t200",
        "comments": "Bob (2024-03-05T09:00:00): check this",
        "tracked changes": "deleted by Li Wei (2024-03-04T10:00:00): We pay within 30 days.",
    }
    assert codes(reading) == {"tracked-changes", "active-content", "external-reference"}
    assert [moment.offset_minutes for moment in reading.documents[0].moments] == [None, 0]


def test_ods_dates_are_iso_and_hidden_sheets_named() -> None:
    """A date is shown as ISO whatever its cell shows; a sheet not shown is read and named."""
    reading = checked(next(odf.read(prices_ods())))
    assert passages(reading) == {"sheet Prices": "Valve\t2024-03-05\n\n\n2", "sheet Costs": "4.10"}
    assert {("formulas", "1"), ("hidden-sheet", "Costs")} <= set(reading.documents[0].properties)


def test_repeated_cells_are_bounded() -> None:
    """A cell repeated without end stops at two million, and that is said."""
    row = '<table:table-row table:number-rows-repeated="9999999"><table:table-cell '
    body = f'{row} table:number-columns-repeated="9999999"><text:p>x</text:p></table:table-cell></table:table-row>'
    reading = checked(next(odf.read(odf_file("spreadsheet", f'<table:table table:name="B">{body}</table:table>'))))
    assert "limit-cells" in codes(reading)


def test_encrypted_letter_is_said() -> None:
    """The manifest says that the content is encrypted: it is not read."""
    manifest = f"<m:manifest xmlns:m='m' {ODF_SPACES}><m:encryption-data/></m:manifest>"
    original = odf_file("text", "", META_INF="", **{"META-INF__manifest_DOT_xml": manifest})
    assert codes(checked(next(odf.read(original)))) == {"encrypted"}


def test_each_is_recognised_by_its_members() -> None:
    """Each format knows its own files and none of the others'."""
    files = {docx: contract_docx(), pptx: offer_pptx(), odf: letter_odt()}
    for module in files:
        assert [other for other, original in files.items() if module.recognises(Head.of(original))] == [module]
