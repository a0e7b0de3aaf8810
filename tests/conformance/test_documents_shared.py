"""Invoices as PDF that others made: all their pages and all the files inside."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tallystick.formats.document import pdf

SHARED = Path(os.environ.get("TALLY_SHARED", Path(__file__).resolve().parents[2] / ".." / "shared"))
INVOICES = SHARED / "data" / "invoices"

pytestmark = pytest.mark.skipif(not INVOICES.is_dir(), reason="the shared invoices are not on this machine")


def test_every_invoice_gives_its_pages_and_its_xml() -> None:
    """12 PDFs: 19 pages, all with text, 14 files inside, of which each invoice has its XML."""
    pages = files = 0
    for path in sorted(INVOICES.rglob("*.pdf")):
        (reading,) = pdf.read(path.read_bytes(), path.name)
        assert all(count.unbalanced == 0 for count in reading.counts)
        became = dict(reading.counts[0].became)
        assert became["text"] == reading.counts[0].total
        assert any(one.content.lstrip(b"\xef\xbb\xbf").startswith(b"<?xml") for one in reading.embedded), path
        assert reading.documents[0].moments
        pages, files = pages + reading.counts[0].total, files + len(reading.embedded)
    assert (pages, files) == (19, 14)


def test_no_invoice_is_called_damaged() -> None:
    """Metadata may disagree with itself; nothing else is wrong with them."""
    codes = {
        problem.code
        for path in INVOICES.rglob("*.pdf")
        for reading in pdf.read(path.read_bytes())
        for problem in reading.problems
    }
    assert codes == {"metadata-disagree"}
