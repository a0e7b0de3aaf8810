"""Workbooks of inquiries."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tallystick.errors import LimitExceeded, NotThisFormat
from tallystick.formats.carrier import Head
from tallystick.formats.chat import alibaba_inquiries
from tallystick.model.chat import Participant
from tallystick.model.reading import Reading

GOLDEN = Path(__file__).resolve().parents[3] / "golden" / "formats" / "alibaba-inquiries"


def reading(name: str) -> Reading:
    (only,) = alibaba_inquiries.read((GOLDEN / name).read_bytes())
    return only


def changed(name: str, member: str, old: bytes, new: bytes) -> bytes:
    """The workbook with `old` replaced by `new` in one of its members."""
    made = io.BytesIO()
    with zipfile.ZipFile(GOLDEN / name) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.namelist():
            content = source.read(entry)
            target.writestr(entry, content.replace(old, new) if entry == member else content)
    return made.getvalue()


@pytest.mark.parametrize("name", ["inquiries.xlsx", "shared-strings.xlsx", "damaged.xlsx"])
def test_a_workbook_of_inquiries_is_recognised(name: str) -> None:
    """A workbook with the headers of inquiries is claimed."""
    assert alibaba_inquiries.recognises(Head.of((GOLDEN / name).read_bytes(), name))


def test_texts_in_cells_and_shared_texts_are_read_alike() -> None:
    """Programs keep texts in the cells, as character references even, or in a shared list: the reading is the same."""
    with zipfile.ZipFile(GOLDEN / "inquiries.xlsx") as inline:
        assert "询盘ID".encode("ascii", "xmlcharrefreplace") in inline.read("xl/worksheets/sheet1.xml")
    assert reading("inquiries.xlsx") == reading("shared-strings.xlsx")


def test_other_workbooks_are_left_to_others() -> None:
    """A workbook without those headers, a zip that is none, a broken one and a text are not claimed."""
    other = (GOLDEN / "not-inquiries.xlsx").read_bytes()
    good = (GOLDEN / "inquiries.xlsx").read_bytes()
    assert not alibaba_inquiries.recognises(Head.of(other, "inquiries.xlsx"))
    assert not alibaba_inquiries.recognises(Head.of(good[: len(good) // 2]))
    assert not alibaba_inquiries.recognises(Head.of("询盘ID 询盘标题".encode()))
    assert not alibaba_inquiries.recognises(Head(good[:65536], len(good), "inquiries.xlsx"))
    flipped = bytearray(good)
    at = good.index(b"xl/worksheets/sheet1.xml") + len("xl/worksheets/sheet1.xml")
    flipped[at : at + 40] = bytes(40)
    assert not alibaba_inquiries.recognises(Head.of(bytes(flipped)))
    without = changed("shared-strings.xlsx", "xl/sharedStrings.xml", "询盘ID".encode(), b"ID")
    assert not alibaba_inquiries.recognises(Head.of(without))


def test_each_row_is_a_conversation_with_what_it_states() -> None:
    """A row gives title, parties, id, time without zone, and every filled column as a line of text."""
    chat = reading("inquiries.xlsx").chats[0]
    assert (chat.title, chat.chat_id, chat.platform) == ("LED desk lamp 12 W", "20250512001", "alibaba")
    assert chat.participants == (
        Participant(name="Anna Koch", ident="a.koch@example.com", is_own=False),
        Participant(name="李娟", is_own=True),
    )
    (message,) = chat.messages
    assert (message.kind, message.message_id, message.place) == ("system", "20250512001", "sheet 询盘 row 2")
    assert message.moment is not None
    assert message.moment.utc == datetime(2025, 5, 12, 10, 40, tzinfo=UTC)
    assert (message.moment.offset_minutes, message.moment.source) == (None, "export")
    assert "手机号码: +49 30 1234567" in message.text.split("\n")
    assert len(message.text.split("\n")) == 15


def test_numbers_and_dates_of_cells_are_the_same_as_texts() -> None:
    """An id kept as a number and a time kept as a date read as if they were text."""
    chat = reading("inquiries.xlsx").chats[1]
    assert chat.chat_id == "20250511077"
    assert chat.messages[0].moment is not None
    assert chat.messages[0].moment.utc == datetime(2025, 5, 11, 9, 5, tzinfo=UTC)


def test_doubtful_rows_are_named_and_kept() -> None:
    """A row without id, with a time that is none, or with a rounded number is kept, and a problem says so."""
    read = reading("damaged.xlsx")
    assert [chat.title for chat in read.chats] == ["title", "t"]
    assert [(one.code, one.place) for one in read.problems] == [
        ("inquiry-without-id", "sheet 询盘 row 3"),
        ("time-unreadable", "sheet 询盘 row 3"),
        ("number-rounded", "sheet 询盘 row 5"),
    ]
    assert "SECRETVALUE" not in repr(read)


def test_every_row_of_every_sheet_is_counted() -> None:
    """Headers, inquiries, blank rows and the rows of other sheets make up all rows."""
    assert [dict(reading(name).counts[0].became) for name in ("inquiries.xlsx", "damaged.xlsx")] == [
        {"structure": 1, "messages": 2, "other": 1},
        {"structure": 2, "messages": 2, "blank": 1},
    ]
    assert all(reading(name).counts[0].unbalanced == 0 for name in ("inquiries.xlsx", "damaged.xlsx"))
    assert [one.code for one in reading("inquiries.xlsx").problems] == ["sheet-unread"]


def test_only_the_beginning_of_a_large_sheet_is_looked_at() -> None:
    """Headers far beyond the first texts are not searched for; an empty sheet beside the inquiries is no problem."""
    late = changed("shared-strings.xlsx", "xl/sharedStrings.xml", b"<si>", b"<!--" + b" " * (1 << 19) + b"--><si>")
    assert not alibaba_inquiries.recognises(Head.of(late))
    strings = "xl/worksheets/sheet2.xml"
    with zipfile.ZipFile(GOLDEN / "inquiries.xlsx") as source:
        content = source.read(strings)
    rows = content[content.index(b"<row") : content.index(b"</sheetData>")]
    (read,) = alibaba_inquiries.read(changed("inquiries.xlsx", strings, rows, b""))
    assert read.problems == ()


def test_a_workbook_without_inquiries_is_refused() -> None:
    """A workbook without the headers is not this format; nor is one that the library cannot open."""
    with pytest.raises(NotThisFormat):
        list(alibaba_inquiries.read((GOLDEN / "not-inquiries.xlsx").read_bytes()))
    with pytest.raises(NotThisFormat):
        list(alibaba_inquiries.read(changed("inquiries.xlsx", "xl/workbook.xml", b"<", b"")))


def test_a_sheet_that_claims_billions_of_cells_is_refused() -> None:
    """A cell at the far corner of a sheet is no reason to lay out all cells before it."""
    sheet = "xl/worksheets/sheet1.xml"
    original = changed("inquiries.xlsx", sheet, b'r="P3"', b'r="XFD1048576"')
    with zipfile.ZipFile(io.BytesIO(original)) as made:
        assert b"XFD1048576" in made.read(sheet)
    with pytest.raises(LimitExceeded):
        list(alibaba_inquiries.read(original))


def test_a_reading_that_is_given_up_ends_quietly() -> None:
    """Whoever stops after the first sheet gets no error for the sheets that were not asked for."""
    sheets = alibaba_inquiries.sheets_of((GOLDEN / "inquiries.xlsx").read_bytes())
    assert next(sheets)[0] == "询盘"
    sheets.close()
