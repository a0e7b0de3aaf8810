"""Pages printed to PDF, by their text."""

from __future__ import annotations

from tallystick.formats.page.print import page_of_print

PRINT = """5/21/26, 9:15 AM Complaint details
Complaint No.: 5500112233
Buyer
May 7, 2026 08:46 PDT
40 of 500 lamps <arrived> broken.
Supplier: Shenzhen Lamps
May 8, 2026 02:05 PDT
We refuse.
https://complaint.example.com/case/detail.htm?disputeId=5500112233&ctoken=do-not-show 1/2
"""


def test_printed_complaint_is_a_page() -> None:
    """Address from the margin without its token, kind, number, and the statements with their lines."""
    found = page_of_print(PRINT, "Complaint details", "page 1")
    assert found is not None
    page, problems = found
    assert page.url == "https://complaint.example.com/case/detail.htm?disputeId=5500112233&ctoken=[hidden]"
    assert (page.kind, page.numbers) == ("complaint", (("complaint", "5500112233"),))
    assert [(one.kind, one.author, one.text, one.place) for one in page.statements] == [
        ("complaint", "Buyer", "40 of 500 lamps <arrived> broken.", "line 4"),
        ("answer", "Supplier: Shenzhen Lamps", "We refuse.", "line 7"),
    ]
    assert problems == ()


def test_other_documents_are_no_printed_pages() -> None:
    """A contract that names an address, and a complaint without an address in its margin, are none."""
    assert page_of_print("Contract\nhttps://example.com/a\nText") is None
    assert page_of_print(PRINT.rpartition("https")[0], "Complaint details") is None
