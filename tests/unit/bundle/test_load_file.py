"""Load files for review platforms."""

from __future__ import annotations

from dataclasses import replace

from tallystick.bundle.load_file import FIELDS, Produced, dat, opt

PRODUCED = Produced(
    bates=("T001", "T002"), exhibit="PX-1", kind="mail", day="2026-03-02", sender="them", title="Offer", custodian="A",
    source="box", sha256="ab", native="../originals/1", text="TEXT/T001.txt",
    images=("IMAGES/T001.jpg", "IMAGES/T002.jpg"),
)  # fmt: skip


def fields(content: bytes) -> list[list[str]]:
    lines = content.decode("utf-8-sig").split("\r\n")[:-1]
    return [[value.strip("\u00fe") for value in line.split("\x14")] for line in lines]


def test_a_document_has_a_value_for_each_field() -> None:
    """First and last number, pages and paths stand in the columns that the first line names."""
    heading, line = fields(dat([PRODUCED]))
    assert tuple(heading) == FIELDS
    found = dict(zip(heading, line, strict=True))
    assert (found["BEGDOC"], found["ENDDOC"], found["PAGECOUNT"]) == ("T001", "T002", "2")
    assert found["TEXT"] == "TEXT\\T001.txt"


def test_a_hostile_title_ends_no_field() -> None:
    """Delimiters and line ends in a title open no new column and no new line."""
    found = fields(dat([replace(PRODUCED, title="a\u00fe\x14\u00fex\r\nT999\u00ae")]))
    assert len(found) == 2
    assert all(len(line) == len(FIELDS) for line in found)


def test_each_page_has_its_image_and_a_document_begins_once() -> None:
    """The first page of a document breaks and counts its pages."""
    assert opt([PRODUCED], "VOL001").decode().splitlines() == [
        "T001,VOL001,IMAGES\\T001.jpg,Y,,,2",
        "T002,VOL001,IMAGES\\T002.jpg,,,,",
    ]
