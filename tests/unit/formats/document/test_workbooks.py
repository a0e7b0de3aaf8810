"""Workbooks of all four formats: values, hidden sheets, formulas counted and never computed, sizes bounded."""

from __future__ import annotations

import io
import struct
from datetime import date, datetime, time, timedelta
from pathlib import Path

import olefile
import pytest

from document_files import OFFICE, SHEET, TYPES, price_xlsx, relations, root_relations, zipped
from tallystick.errors import LimitExceeded, NotThisFormat
from tallystick.formats.carrier import Head
from tallystick.formats.document import xlsx
from tallystick.formats.document.biff_stream import read_stream
from tallystick.formats.document.cell_text import cell_text
from tallystick.formats.document.lone_stream import LARGEST_STREAM, lone_stream
from tallystick.formats.document.sheet_extent import extent_of_xlsb, extent_of_xml, sheets_of_xlsb
from tallystick.model.reading import Reading

XLS = Path(__file__).parents[3] / "golden" / "formats" / "xls" / "prices.xls"


def read(original: bytes, name: str = "") -> Reading:
    (reading,) = xlsx.read(original, name)
    assert all(count.unbalanced == 0 for count in reading.counts)
    return reading


def codes(reading: Reading) -> set[str]:
    return {problem.code for problem in reading.problems}


def one_sheet(rows: str) -> bytes:
    return zipped(
        {
            "[Content_Types].xml": TYPES,
            "_rels/.rels": root_relations("xl/workbook.xml"),
            "xl/workbook.xml": f'<workbook xmlns="{SHEET}" xmlns:r="{OFFICE}"><sheets>'
            '<sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": relations(("r1", "worksheet", "worksheets/sheet1.xml")),
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{SHEET}"><sheetData>{rows}</sheetData></worksheet>',
        }
    )


def test_values_stand_in_rows_and_columns() -> None:
    """Each sheet is a passage; a date is ISO, a number plain, a formula its kept value."""
    reading = read(price_xlsx())
    assert [(passage.label, passage.text) for passage in reading.documents[0].passages] == [
        ("sheet Prices", "Item\tPrice\nValve\t13.9\t2024-03-05\n\n\t13.9"),
        ("sheet Costs", "cost 4.10"),
        ("comments", "B2 Anna (no date): too high"),
    ]


def test_what_is_not_seen_is_said() -> None:
    """The hidden sheet, the hidden row, the formulas and the link to another workbook are named."""
    reading = read(price_xlsx())
    named = {("hidden-sheet", "Costs"), ("hidden-rows", "1"), ("formulas", "1"), ("external-references", "1")}
    assert named <= set(reading.documents[0].properties)
    assert {"hidden-sheet", "external-reference"} <= codes(reading)


def test_sheet_of_two_far_cells_is_not_laid_out() -> None:
    """A sheet that spans 17 billion cells is refused before memory is taken for it."""
    far = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    assert codes(read(one_sheet(far))) == {"limit-cells"}


def test_old_workbook_is_read() -> None:
    """An xls gives its sheets, and names the hidden one."""
    reading = read(XLS.read_bytes())
    assert [(passage.label, passage.text.strip()) for passage in reading.documents[0].passages] == [
        ("sheet 报价", "阀门\t13.9"),
        ("sheet Costs", "4.1"),
    ]
    assert ("hidden-sheet", "Costs") in reading.documents[0].properties


def test_damaged_workbook_is_a_problem() -> None:
    """A package without a workbook inside gives no sheet and the reason."""
    reading = read(zipped({"[Content_Types].xml": TYPES, "xl/workbook.xml": "<workbook"}))
    assert "workbook-not-read" in codes(reading)


def test_compound_file_that_is_damaged_is_refused() -> None:
    """A compound file without a readable directory is no workbook."""
    with pytest.raises(NotThisFormat):
        read(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))


def test_recognised_by_members_and_streams() -> None:
    """xlsx is known by its workbook part, xls by its stream at the root."""
    assert xlsx.recognises(Head.of(price_xlsx()))
    assert xlsx.recognises(Head.of(XLS.read_bytes()))
    assert not xlsx.recognises(Head.of(zipped({"word/document.xml": ""})))
    assert not xlsx.recognises(Head.of(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le")))


def test_extent_counts_rows_without_numbers() -> None:
    """Rows and cells may leave out where they stand: then each follows the last."""
    extent = extent_of_xml(b"<s><row><c/><c/></row><row r='5'><c/><c r='D5'><f/></c></row></s>")
    assert (extent.top, extent.bottom, extent.left, extent.right, extent.formulas) == (0, 4, 0, 3, 1)
    assert extent.area == 20


def test_extent_of_binary_records() -> None:
    """The records of xlsb and xls say where each cell stands."""
    row, cell = b"\x00\x04\x07\x00\x00\x00", b"\x08\x04\x03\x00\x00\x00"
    extent = extent_of_xlsb(row + cell)
    assert (extent.bottom, extent.right, extent.formulas, extent.area) == (7, 3, 1, 1)
    bundle = b"\x00" * 8 + b"\x02\x00\x00\x00r\x001\x00" + b"\x01\x00\x00\x00S\x00"
    assert list(sheets_of_xlsb(b"\x9c\x01" + bytes((len(bundle),)) + bundle)) == [("S", "r1")]


def record(kind: int, body: bytes) -> bytes:
    """A record of an old binary workbook."""
    return struct.pack("<HH", kind, len(body)) + body


def test_stream_of_an_old_workbook() -> None:
    """Each sheet is measured from where the workbook says it begins, and sizes that are only claimed are taken out."""
    strings = record(0x00FC, b"\xff" * 8)
    end = record(0x000A, b"")
    start = len(strings) + 12 + len(end) + 3
    cells = record(0x0203, bytes(4)) + record(0x00BD, b"\x02\x00\x01\x00\x00\x00\x05\x00")
    sheet = record(0x0200, b"\xff" * 14) + cells
    stream = strings + record(0x0085, struct.pack("<II", start, 0)) + end + b"\xff" * 3 + sheet + end
    tamed, extents = read_stream(stream)
    assert [(one.area, one.right) for one in extents] == [(18, 5)]
    assert len(tamed) == len(stream)
    assert tamed[4:12] == b"\xff" * 4 + struct.pack("<I", len(stream))
    assert tamed[start : start + 4] == b"\xff\xff\x0e\x00"
    assert read_stream(b"\x85\x00\xff") == (b"\x85\x00\xff", [])


@pytest.mark.parametrize("length", [0, 1, 4096, 4097, 5_000_000])
def test_compound_file_made_anew(length: int) -> None:
    """Another reader finds the stream in it as it was, padded to whole sectors, and nothing else."""
    content = bytes(range(1, 256)) * (length // 255 + 1)
    with olefile.OleFileIO(io.BytesIO(lone_stream("Workbook", content[:length]))) as compound:
        assert compound.listdir() == [["Workbook"]]
        found = compound.openstream("Workbook").read()
        assert found.rstrip(b"\0") == content[:length]
        assert len(found) == max(1, -(-length // 4096)) * 4096
        assert not compound.parsing_issues


def test_stream_too_long_for_a_compound_file() -> None:
    """What the header alone cannot list is refused."""
    with pytest.raises(LimitExceeded):
        lone_stream("Workbook", bytes(LARGEST_STREAM + 1))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (12.0, "12"),
        (0.1, "0.1"),
        (1e21, "1000000000000000000000"),
        (float("inf"), "inf"),
        (True, "TRUE"),
        ("a\tb\nc", "a b / c"),
        (datetime(2024, 3, 5, 9, 30), "2024-03-05 09:30:00"),  # noqa: DTZ001 - a cell has no zone
        (datetime(2024, 3, 5), "2024-03-05"),  # noqa: DTZ001
        (date(2024, 3, 5), "2024-03-05"),
        (time(9, 30), "09:30:00"),
        (timedelta(hours=25, minutes=1), "25:01:00"),
        (-timedelta(minutes=1), "-0:01:00"),
        (None, ""),
        (7, "7"),
    ],
)
def test_cells_are_shown_plainly(value: object, text: str) -> None:
    """A value is one line, whatever its cell's own format."""
    assert cell_text(value) == text


def test_cells_that_hold_an_error_are_counted() -> None:
    """A formula that failed has no value to show; that there are such cells is said."""
    rows = '<row r="1"><c r="A1"><v>1</v></c><c r="B1" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
    assert ("error-cells", "1") in read(one_sheet(rows)).documents[0].properties
