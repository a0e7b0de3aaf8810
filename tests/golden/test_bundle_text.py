"""The text layer of a bundle in each language, page by page, against files that people have read.

`PYTHONPATH=tests python tests/golden/test_bundle_text.py` writes them anew; read the difference before it is kept.
"""

from __future__ import annotations

import io
from pathlib import Path

import pypdfium2
import pytest

import bundle_exhibits
from tallystick.bundle.bundle_pdf import bundle_pdf
from tallystick.model.bundle import Column, ForeignPages, Layout

GOLDEN = Path(__file__).parent / "bundle"
LAYOUTS = {
    "en": Layout(shows_headers=True),
    "zh": Layout(
        language="zh", counts_front=False,
        columns=(Column.NUMBER, Column.TITLE, Column.ORIGIN, Column.PROVES, Column.PAGES, Column.FORM),
    ),
    "ru": Layout(language="ru", prefix="BERG", digits=6, foreign_pages=ForeignPages.PICTURES),
}  # fmt: skip


def text_of(language: str) -> str:
    """What can be searched and copied on each page of the bundle of all kinds of exhibits."""
    exhibits, front = bundle_exhibits.all_kinds(), bundle_exhibits.front()
    made = bundle_pdf(exhibits, layout=LAYOUTS[language], front=front, time=bundle_exhibits.TIME)
    document = pypdfium2.PdfDocument(io.BytesIO(made.content))
    pages = []
    for place, page in enumerate(document):
        lines = page.get_textpage().get_text_range().replace("\r\n", "\n").split("\n")
        pages.append(f"=== {document.get_page_label(place)}\n" + "\n".join(line.rstrip() for line in lines))
    return "\n".join(pages) + "\n"


@pytest.mark.parametrize("language", LAYOUTS)
def test_the_words_of_the_pages_are_those_that_were_read(language: str) -> None:
    """Every word of every page, in its order, is the one that a person has looked at."""
    assert text_of(language) == (GOLDEN / f"{language}.txt").read_text("utf-8")


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    for each in LAYOUTS:
        (GOLDEN / f"{each}.txt").write_text(text_of(each), "utf-8")
