"""Bounds of the readers of statements and invoices."""

from __future__ import annotations

from importlib import import_module

import pytest

from tallystick.errors import LimitExceeded, NotThisFormat
from tallystick.formats.money.cms import signed_content
from unit.formats.money.money_golden import codes, golden, read


@pytest.mark.parametrize(
    ("module", "constant", "name", "file"),
    [
        ("camt", "_MOST_ENTRIES", "camt", "statement.xml"),
        ("ofx", "_LARGEST", "ofx", "bank.ofx"),
        ("ofx_tree", "_MOST_ELEMENTS", "ofx", "bank.ofx"),
        ("one_c", "_MOST_LINES", "1c", "statement.txt"),
        ("mt940_field", "_MOST_LINES", "mt940", "german.sta"),
        ("sheet", "LARGEST_BYTES", "bank-csv", "revolut.csv"),
        ("sheet", "_MOST_ROWS", "bank-csv", "revolut.csv"),
    ],
)
def test_more_than_is_read_from_one_file_is_refused(
    monkeypatch: pytest.MonkeyPatch, module: str, constant: str, name: str, file: str
) -> None:
    """A file beyond a bound is refused with the bound named; the same file within it is read."""
    assert read(name, golden(name, file)).counts
    monkeypatch.setattr(import_module(f"tallystick.formats.money.{module}"), constant, 1)
    with pytest.raises(LimitExceeded):
        read(name, golden(name, file))


def test_odd_lines_without_end_are_no_statement(monkeypatch: pytest.MonkeyPatch) -> None:
    """A 1C file may have odd lines, but not mostly odd lines."""
    monkeypatch.setattr(import_module("tallystick.formats.money.one_c"), "_MOST_ODD", 3)
    with pytest.raises(LimitExceeded):
        read("1c", "1CClientBankExchange\nСекцияДокумент=x\nA=1\n".encode() + b"odd line\n" * 9)


def test_a_purpose_beyond_all_measure_is_only_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """A field 86 that is far longer than any bank's is kept as its lines and not taken apart."""
    monkeypatch.setattr(import_module("tallystick.formats.money.mt940_detail"), "_LONGEST", 10)
    made = read("mt940", golden("mt940", "german.sta")).statements[0].transactions[0]
    assert "?32Kanzlei Sonne" in made.text
    assert made.other.holder == ""


@pytest.mark.parametrize(
    "block",
    [b"", b"\x30", b"\x30\x84\xff\xff\xff\xff", b"\x30\x85" + b"\x00" * 9, b"\x1f\x81\x01", b"\x30\x80" * 100],
    ids=["empty", "cut", "too-long", "wide-length", "long-tag", "nested"],
)
def test_broken_signed_files_are_refused(block: bytes) -> None:
    """Bytes that are no CMS, or nested without end, are refused as such."""
    with pytest.raises(NotThisFormat):
        signed_content(block)


def test_odd_names_in_damaged_xml_are_survived() -> None:
    """A name that only the mending of a damaged file could produce stops nothing."""
    damaged = golden("camt", "statement.xml").replace(b"<CreDtTm>", b"<CreD4-03-05T06:00:00>", 1)
    reading = read("camt", damaged)
    assert "xml-damaged" in codes(reading)
    assert reading.statements
