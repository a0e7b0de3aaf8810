"""Documents in the record: what they say of themselves, and what stands in them piece by piece."""

from __future__ import annotations

from datetime import UTC, datetime

from entry_rows import entered
from tallystick.model.document import Document, Passage
from tallystick.model.message import Moment
from tallystick.record.entry.documents import put_document

MADE = Moment(datetime(2026, 3, 2, 12, 0, tzinfo=UTC), 60, "created", "D:20260302130000+01'00'")
CHANGED = Moment(datetime(2026, 3, 9, 12, 0, tzinfo=UTC), 60, "modified", "D:20260309130000+01'00'")


def test_a_document_gives_its_passages_and_what_it_says_of_itself() -> None:
    """Author and times stand as claims of the document, each passage with where its text came from."""
    document = Document(
        kind="pdf", title="Proforma", author="Wei", moments=(CHANGED, MADE),
        passages=(Passage("page 1", "PI-2026-007: USD 9.95 each"), Passage("page 2", "stamp", "ocr", "tesseract 5.3")),
        properties=(("pages", "2"), ("camera", "Canon EOS")),
    )  # fmt: skip
    tables, (found,) = entered(put_document, document, "pi.pdf", "part 2")
    (item,) = tables["item"]
    assert item[:8] == (0, "document", "file", "", "", "part 2", "", "Proforma")
    assert item[9:12] == ("2026-03-02 12:00:00.000000", 60, "created")
    assert item[13] == "pdf pages=2"
    assert [row[2] for row in tables["moment"]] == ["modified", "created"]
    assert tables["identifier"] == [(0, 0, "author", "document-name", "Wei", "Wei")]
    assert tables["passage"] == [
        (0, 0, "page 1", "text", "", "PI-2026-007: USD 9.95 each"), (1, 0, "page 2", "ocr", "tesseract 5.3", "stamp")
    ]  # fmt: skip
    assert {row[7] for row in tables["mention"]} == {"passage"}
    assert found["flag"] == ["attachment", "ocr", "pdf"]


def test_a_screenshot_is_an_image_and_a_document_without_anything_has_its_name() -> None:
    """Its flag says image; no title is no nameless line, and a time of another source is a time too."""
    other = Moment(datetime(2026, 3, 1, tzinfo=UTC), None, "name", "IMG-20260301")
    tables, (found,) = entered(put_document, Document(kind="screenshot", moments=(other,)), "IMG.png")
    assert tables["item"][0][7] == "IMG.png"
    assert tables["item"][0][11] == "name"
    assert found["flag"] == ["attachment", "image", "screenshot"]
    tables, (found,) = entered(put_document, Document(kind="text"), "")
    assert set(tables) == {"item"}
    assert found["flag"] == ["text"]
