"""A pack for the platform's complaint form."""

from __future__ import annotations

import io
import random
import zipfile

import pikepdf
from PIL import Image

from tallystick.bundle.alibaba import as_jpeg, pack, split_pdf
from tallystick.model.rule import ExhibitRule

TAKEN = (".doc", ".docx", ".pdf", ".rar", ".zip", ".jpg", ".gif", ".xls", ".xlsx")


def noise(seed: int, size: int) -> bytes:
    """Bytes that no compression makes smaller."""
    return random.Random(seed).randbytes(size)


def pdf(pages: int, weight: int = 4000) -> bytes:
    stream = io.BytesIO()
    with pikepdf.new() as made:
        for number in range(pages):
            page = made.add_blank_page()
            page.Contents = made.make_stream(b"% " + noise(number, weight).hex().encode())
        made.save(stream, compress_streams=False)
    return stream.getvalue()


def png() -> bytes:
    stream = io.BytesIO()
    Image.new("RGBA", (4, 4), (255, 0, 0, 0)).save(stream, "PNG")
    return stream.getvalue()


def test_only_types_that_are_taken_go_in() -> None:
    """A PNG becomes a JPEG, mails and pages go into one zip for each type, a lone PDF stays as it is."""
    originals = [("1.eml", b"mail"), ("2.eml", b"mail 2"), ("3.png", png()), ("4.html", b"<p>"), ("5.xlsx", b"x")]
    made = {each.name: each.content for each in pack(pdf(1), originals, ExhibitRule(suffixes=TAKEN))}
    assert set(made) == {"evidence-part-01.pdf", "3.jpg", "5.xlsx", "originals-eml.zip", "originals-html.zip"}
    with zipfile.ZipFile(io.BytesIO(made["originals-eml.zip"])) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == {"1.eml": b"mail", "2.eml": b"mail 2"}


def test_a_large_pdf_is_cut_between_pages_and_nothing_is_lost() -> None:
    """Each part is within the limit, and together they have all pages in their order."""
    whole = pdf(9)
    parts = list(split_pdf(whole, len(whole) // 6))
    assert len(parts) > 2
    assert all(len(part) <= len(whole) // 6 for part in parts)
    counts = []
    for part in parts:
        with pikepdf.open(io.BytesIO(part)) as opened:
            counts.append(len(opened.pages))
    assert sum(counts) == 9


def test_a_page_too_large_stands_alone() -> None:
    """It is not dropped; preflight finds it."""
    assert len(list(split_pdf(pdf(3), 100))) == 3


def test_zips_are_within_the_limit_where_they_can_be() -> None:
    """Several files of one type are spread over as many zips as are needed."""
    files = [(f"{number}.eml", noise(number, 3000)) for number in range(4)]
    made = list(pack(pdf(1, 10), files, ExhibitRule(suffixes=TAKEN, largest_bytes=4000)))
    zips = [each for each in made if each.name.endswith(".zip")]
    assert len(zips) > 1
    names = []
    for each in zips:
        with zipfile.ZipFile(io.BytesIO(each.content)) as archive:
            names += archive.namelist()
    assert sorted(names) == sorted(name for name, _content in files)


def test_what_is_no_picture_stays_what_it_is() -> None:
    """A file that only says it is a PNG goes into a zip of its own type."""
    assert as_jpeg(b"no picture") is None
    made = [each.name for each in pack(pdf(1), [("1.png", b"no picture")], ExhibitRule(suffixes=TAKEN))]
    assert "originals-png.zip" in made
