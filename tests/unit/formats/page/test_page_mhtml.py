"""Pages saved as MHTML."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from page_fixtures import PNG, URL, mhtml
from tallystick.errors import FormatError, NotThisFormat
from tallystick.formats.carrier import Head
from tallystick.formats.page import mhtml as module
from tallystick.model.reading import Reading


def reading(original: bytes) -> Reading:
    (found,) = module.read(original)
    assert [count.unbalanced for count in found.counts] == [0]
    return found


def test_what_a_browser_saved_is_read() -> None:
    """Address without its token, the time with its zone, the program, the page, its frame and its picture."""
    found = reading(mhtml())
    page, frame = found.pages
    assert page.url == URL.replace("do-not-show", "[hidden]")
    assert page.captured is not None
    assert (page.captured.utc, page.captured.offset_minutes) == (datetime(2026, 5, 21, 1, 15, 2, tzinfo=UTC), 480)
    assert (page.captured.source, page.captured_by, page.kind) == ("capture", "Blink", "complaint")
    assert len(page.statements) == 4
    assert (frame.title, frame.text, frame.place) == ("Evidence", "Photo 1 of 12", "part 2")
    assert [(one.name, one.media_type, one.content) for one in found.embedded] == [("lamp.png", "image/png", PNG)]
    assert "do-not-show" not in repr(found)
    assert "hush" not in repr(found)


def test_subject_is_the_title_of_a_page_without_one() -> None:
    """Where the page has no title, the encoded Subject is it."""
    assert reading(mhtml(b"<html><body>x</body></html>")).pages[0].title == "Complaint details 纠纷"


def test_messenger_page_is_also_handed_on() -> None:
    """A page with a chat in it is a page, and a file for the chat's own reader."""
    document = b"<html><body><div class='message-item'>x</div></body></html>"
    found = reading(mhtml(document, "https://message.alibaba.com/message/messenger.htm"))
    assert (found.embedded[0].name, found.embedded[0].media_type) == ("messenger.htm", "text/html")
    assert b"message-item" in found.embedded[0].content
    assert found.pages[0].kind == "messenger"


def test_contradicting_addresses_are_reported() -> None:
    """The header's address and that of the first part must be one."""
    changed = mhtml().replace(
        b"Snapshot-Content-Location: https://complaint", b"Snapshot-Content-Location: https://other"
    )
    assert "address-differs" in [one.code for one in reading(changed).problems]


def test_file_that_ends_early_is_read_as_far_as_it_goes() -> None:
    """A cut file gives its page, and a problem."""
    whole = mhtml()
    found = reading(whole[: len(whole) // 2])
    assert found.pages[0].kind == "complaint"
    assert "missing-closing-boundary" in [one.code for one in found.problems]


def test_word_and_old_explorer_files_are_known() -> None:
    """Without an address in the header the parts' addresses tell it from mail."""
    old = mhtml().replace(b"From: <Saved by Blink>\r\nSnapshot-Content-Location", b"X-Other")
    assert module.recognises(Head.of(old))
    assert reading(old).pages[0].url.startswith("https://complaint.example.com/")
    assert not module.recognises(Head.of(b"To: a@example.com\r\n" + old))
    assert not module.recognises(Head.of(b"From: a@example.com\r\nSubject: x\r\n\r\ntext"))
    assert not module.recognises(Head.of(b""))


def test_no_page_in_it_is_refused() -> None:
    """A MIME file without HTML is no saved page."""
    with pytest.raises(NotThisFormat):
        reading(b"Snapshot-Content-Location: https://e.com\r\nContent-Type: text/plain\r\n\r\nx")


def test_any_cut_raises_nothing_but_format_errors() -> None:
    """Wherever the file ends, it is read or refused."""
    whole = mhtml()
    for end in range(0, len(whole), 97):
        try:
            reading(whole[:end])
        except FormatError:
            continue
