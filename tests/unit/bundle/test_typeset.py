"""Typst source to PDF."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from tallystick.bundle import typeset
from tallystick.errors import TypesettingFailed

_TIME = datetime(2026, 11, 23, 8, tzinfo=UTC)


def test_the_same_source_gives_the_same_bytes() -> None:
    """Two runs over the same input make one file."""
    assert typeset.pdf("Hello", time=_TIME) == typeset.pdf("Hello", time=_TIME)
    assert typeset.pdf("Hello", time=_TIME) != typeset.pdf("Hello", time=_TIME.replace(year=2025))


def test_the_file_declares_pdf_a_and_its_time() -> None:
    """The metadata say PDF/A-2b and the moment that was given."""
    with pikepdf.open(io.BytesIO(typeset.pdf("Hello", time=_TIME))) as made, made.open_metadata() as metadata:
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "B")
        assert str(made.docinfo["/CreationDate"]).startswith("D:20261123080000")


def test_no_file_outside_the_given_ones_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the working folder nor the machine's files can be reached from the source."""
    (tmp_path / "secret.txt").write_text("secret")
    monkeypatch.chdir(tmp_path)
    for path in ("secret.txt", "/secret.txt", "../typeset.py", str(tmp_path / "secret.txt"), "/etc/hostname"):
        with pytest.raises(TypesettingFailed):
            typeset.pdf(f'#read("{path}")', time=_TIME)


def test_given_files_are_read() -> None:
    """A file of the mapping is found by its name."""
    assert typeset.pdf('#import "a.typ": x; #x', time=_TIME, files={"a.typ": b"#let x = [Hi]"}).startswith(b"%PDF")


def test_a_package_is_refused() -> None:
    """A package would be fetched from the network, so a source that names one is not set."""
    with pytest.raises(ValueError, match="fetched"):
        typeset.pdf('#import "@preview/cetz:0.3.0"', time=_TIME)


def test_a_time_without_zone_is_refused() -> None:
    """The moment of making is a moment."""
    with pytest.raises(ValueError, match="zone"):
        typeset.pdf("x", time=datetime(2026, 1, 1))  # noqa: DTZ001


def test_the_name_of_the_source_is_reserved() -> None:
    """No file takes the source's place."""
    with pytest.raises(ValueError, match="main"):
        typeset.pdf("x", time=_TIME, files={"main": b"y"})


def test_bytes_that_are_no_text_are_refused_and_framed_ones_taken() -> None:
    """A picture goes in as SVG around its bytes, and nowhere else."""
    held = io.BytesIO()
    Image.new("RGB", (20, 10), "red").save(held, "PNG")
    with pytest.raises(ValueError, match="UTF-8"):
        typeset.pdf('#image("a.png")', time=_TIME, files={"a.png": held.getvalue()})
    framed = typeset.picture(held.getvalue(), "png", 20, 10)
    made = typeset.pdf('#image("a.svg")', time=_TIME, files={"a.svg": framed})
    with pikepdf.open(io.BytesIO(made)) as opened:
        assert b"/Subtype/Image" in made or any(
            each.get("/Subtype") == "/Image" for each in opened.objects if isinstance(each, pikepdf.Stream)
        )
    with pytest.raises(ValueError, match="kind"):
        typeset.picture(b"", "svg+xml", 1, 1)


def test_forgetting_changes_no_page() -> None:
    """After the typesetter has let go what it remembered, it makes the same bytes."""
    before = typeset.pdf("Hello", time=_TIME)
    typeset.forget()
    assert typeset.pdf("Hello", time=_TIME) == before


def test_a_source_that_is_none_says_why() -> None:
    """The typesetter's own words are handed on."""
    with pytest.raises(TypesettingFailed, match="unknown variable"):
        typeset.pdf("#nothing", time=_TIME)
