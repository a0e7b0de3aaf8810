"""A PDF: its pages, what is inside, what it says of itself, and who signed it."""

from __future__ import annotations

import pikepdf
import pytest

from document_files import invoice_pdf, pdf_page, saved, signed_pdf
from tallystick.formats.carrier import Head
from tallystick.formats.document import pdf, pdf_file
from tallystick.formats.document import pdf_page as pages_of
from tallystick.model.check import Verdict
from tallystick.model.reading import Reading


def read(original: bytes) -> Reading:
    (reading,) = pdf.read(original)
    assert all(count.unbalanced == 0 for count in reading.counts)
    return reading


def codes(reading: Reading) -> set[str]:
    return {problem.code for problem in reading.problems}


def passages(reading: Reading) -> dict[str, str]:
    return {passage.label: passage.text for passage in reading.documents[0].passages}


def test_text_stands_under_its_page() -> None:
    """Each page with words is a passage of its own, and each page is counted once."""
    reading = read(invoice_pdf())
    assert passages(reading)["page 1"] == "Invoice 4711"
    assert dict(reading.counts[0].became) == {"text": 1, "without-text": 1, "blank": 1, "unread": 0, "problems": 0}


def test_scanned_page_is_said_and_its_picture_handed_on() -> None:
    """A page of a picture alone is a problem that names the page, and its JPEG can be read as a picture."""
    reading = read(invoice_pdf())
    problem = next(one for one in reading.problems if one.code == "page-without-text")
    assert problem.detail.endswith(": 2")
    assert [(one.name, one.content[:2]) for one in reading.embedded if one.place == "page 2"] == [
        ("page 2 picture 1.jpg", b"\xff\xd8")
    ]


def test_attachment_is_embedded() -> None:
    """An XML attached to an invoice is handed on with its name, once."""
    reading = read(invoice_pdf())
    assert [(one.name, one.content) for one in reading.embedded if one.place == "attachments"] == [
        ("factur-x.xml", b"<Invoice/>")
    ]


def test_comments_fields_and_links_are_shown() -> None:
    """Comments come with author and date, fields with their values, links without their secrets."""
    reading = read(invoice_pdf())
    assert passages(reading)["comments"] == "page 1 Text by Anna (D:20240305093000+01'00'): wrong price"
    assert passages(reading)["form fields"] == "buyer: Anna GmbH"
    assert ("link", "https://pay.example/?token=[hidden]") in reading.documents[0].properties
    assert "s3cret" not in repr(reading)


def test_script_is_said_and_the_two_dates_disagree() -> None:
    """A script is active content; a creation date that XMP contradicts is a problem, and both are moments."""
    reading = read(invoice_pdf())
    assert {"active-content", "metadata-disagree"} <= codes(reading)
    assert [str(moment.utc) for moment in reading.documents[0].moments] == [
        "2024-03-01 01:00:00+00:00",
        "2024-04-01 01:00:00+00:00",
    ]


def test_signature_is_recognised_and_not_checked() -> None:
    """A signature that covers the file gives a check that was not made, and no problem."""
    reading = read(signed_pdf())
    assert [(check.verdict, check.facts["signer"]) for check in reading.checks] == [(Verdict.NOT_CHECKED, "Li Wei")]
    assert "revised-after-signing" not in codes(reading)


def test_bytes_behind_the_signed_range_are_a_problem() -> None:
    """What was added after the signature is said, and counted as a revision."""
    reading = read(signed_pdf(b"\n1 0 obj\n<</Changed true>>\nendobj\n%%EOF\n"))
    assert "revised-after-signing" in codes(reading)
    assert ("revisions", "2") in reading.documents[0].properties


def test_password_that_is_unknown_is_a_problem() -> None:
    """An encrypted document is kept and named as such; one whose user password is empty is read."""
    made = pikepdf.new()
    pdf_page(made, "secret")
    locked = read(saved(made, encryption=pikepdf.Encryption(owner="o", user="u")))
    assert codes(locked) == {"encrypted"}
    opened = read(saved(made, encryption=pikepdf.Encryption(owner="o", user="")))
    assert passages(opened)["page 1"] == "secret"


def test_page_that_would_expand_without_end_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page whose drawing expands beyond the limit is a problem; the pages after it are read."""
    monkeypatch.setattr(pages_of, "LARGEST_CONTENT", 100_000)
    made = pikepdf.new()
    bomb = pdf_page(made, "x")
    bomb.obj.Contents = made.make_stream(b" " * 2_000_000)
    pdf_page(made, "after it")
    reading = read(saved(made, compress_streams=True))
    assert "page-not-read" in codes(reading)
    assert passages(reading) == {"page 2": "after it"}


def test_attachments_beyond_the_limit_are_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is too large together is left out, said and counted."""
    monkeypatch.setattr(pdf_file, "MOST_BYTES", 5)
    reading = read(invoice_pdf())
    assert "limit-embedded" in codes(reading)
    assert dict(reading.counts[1].became) == {"embedded": 0, "problems": 1}


def test_pages_beyond_the_limit_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages that are not read are counted as unread and said."""
    monkeypatch.setattr(pages_of, "MOST_PAGES", 1)
    reading = read(invoice_pdf())
    assert dict(reading.counts[0].became)["unread"] == 2
    assert "limit-pages" in codes(reading)


def test_damage_is_repaired_and_said() -> None:
    """A file cut off in the middle is read as far as it is whole, the same each time."""
    whole = invoice_pdf()
    reading = read(whole[: len(whole) * 2 // 3])
    assert "repaired" in codes(reading)
    assert read(whole[: len(whole) * 2 // 3]) == reading


def test_what_is_no_document_is_a_problem() -> None:
    """A file that only begins like a PDF gives an empty document and the reason."""
    assert codes(read(b"%PDF-1.7\nnothing")) == {"damaged"}


def test_recognised_by_its_first_bytes() -> None:
    """A PDF begins so; a text about one does not."""
    assert pdf.recognises(Head.of(invoice_pdf()))
    assert not pdf.recognises(Head.of(b"the file begins with %PDF-"))


@pytest.mark.parametrize(("numbers", "shown"), [([1], "1"), ([1, 2, 3, 7], "1-3, 7"), ([2, 4], "2, 4")])
def test_page_numbers_are_joined(numbers: list[int], shown: str) -> None:
    """Neighbouring pages are written as a range."""
    assert pages_of.ranges(numbers) == shown


def test_a_printed_page_is_a_page_too() -> None:
    """A complaint page printed to PDF gives its address, number and statements beside its text."""
    lines = (
        "Complaint details",
        "Complaint No.: 5500112233",
        "Buyer",
        "May 7, 2026 08:46 PDT",
        "40 of 500 lamps arrived broken.",
        "Supplier: Shenzhen Lamps",
        "May 8, 2026 02:05 PDT",
        "We refuse.",
        "https://complaint.example.com/case?id=5500112233&token=do-not-show 1/1",
    )
    document = pikepdf.new()
    pdf_page(document, ") Tj 0 -24 Td (".join(lines))
    (page,) = read(saved(document)).pages
    assert (page.kind, page.numbers) == ("complaint", (("complaint", "5500112233"),))
    assert [one.text for one in page.statements] == ["40 of 500 lamps arrived broken.", "We refuse."]
    assert "do-not-show" not in repr(page)
