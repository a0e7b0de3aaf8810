"""Pages in the record: what was seen, and each dated statement as an item of its own."""

from __future__ import annotations

from datetime import UTC, datetime

from entry_rows import entered
from tallystick.model.message import Moment
from tallystick.model.page import Page, Statement
from tallystick.record.entry.pages import put_page

CAPTURED = Moment(datetime(2026, 3, 2, 12, 0, tzinfo=UTC), 480, "browser", "Mon, 2 Mar 2026 20:00:00 +0800")
ANSWERED = Moment(datetime(2026, 2, 27, 3, 0, tzinfo=UTC), None, "page", "2026-02-27 03:00")


def said(kind: str, author: str, moment: Moment | None, text: str, place: str) -> Statement:
    return Statement(kind=kind, author=author, moment=moment, text=text, place=place)


def test_a_page_gives_its_text_its_numbers_and_its_statements() -> None:
    """The page is found by its text, each statement stands with its author and time, and numbers are mentions."""
    page = Page(
        url="https://x.example/complaint/9", title="Complaint 9", text="Refund of USD 1,200 is asked for.",
        place="resource 1", kind="complaint", captured=CAPTURED, captured_by="Chrome 120",
        numbers=(("complaint", "9001"),),
        statements=(
            said("answer", "Ningbo Bright", ANSWERED, "We offer USD 300.", "block 4"),
            said("notice", "", None, "Closed.", "block 5"),
        ),
    )  # fmt: skip
    tables, (document,) = entered(put_page, page, "part 2 > page.mhtml")
    whole, answer, notice = tables["item"]
    assert whole[:8] == (
        0, "page", "page", page.url, "resource 1", "part 2 > page.mhtml", "", "Complaint 9"
    )  # fmt: skip
    assert whole[9:12] == ("2026-03-02 12:00:00.000000", 480, "browser")
    assert whole[13] == "complaint by=Chrome 120"
    assert answer[1:5] == ("statement", "page", page.url, "block 4")
    assert answer[8:12] == ("We offer USD 300.", "2026-02-27 03:00:00.000000", None, "page")
    assert (notice[8], notice[9], notice[13]) == ("Closed.", None, "notice")
    assert tables["passage"] == [(0, 0, "page", "text", "", page.text)]
    assert tables["identifier"] == [(0, 1, "from", "page-name", "Ningbo Bright", "Ningbo Bright")]
    assert ("complaint", "9001") in {row[2:4] for row in tables["mention"]}
    assert {row[1] for row in tables["mention"]} == {0, 1}
    assert tables["moment"] == [(0, 0, "browser", "2026-03-02 12:00:00.000000", 480, CAPTURED.raw)]
    assert (document["channel"], document["flag"]) == ("page", ["complaint", "page"])


def test_a_page_of_no_kind_and_no_title() -> None:
    """It goes by its address, and has no time where none is stated."""
    tables, (document,) = entered(put_page, Page(url="https://x.example", title="", text=""))
    assert tables["item"][0][7:10] == ("https://x.example", "", None)
    assert set(tables) == {"item", "passage"}
    assert document["flag"] == ["page"]
    assert "date" not in document
