"""Words in pictures: read where the user set that, by engines on this computer, and found with where they come from."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image, ImageDraw

import document_files as good
from tallystick import wiring
from tallystick.model.check import Verdict
from tallystick.model.document import Document, Passage
from tallystick.services.doctor import examine
from tallystick.services.reading import Eyes
from tallystick.services.reading.eyes import MOST_PICTURES
from tallystick.sources import ocr
from tallystick.sources.ocr import RapidOcr, Tesseract
from tallystick.sources.settings import Settings
from unit.services.workshop import Machine, sha256

ROW = "5\t1\t1\t1\t1\t1\t10\t20\t90\t30\t90\tпогрузка"
ENGINE = f"""#!{sys.executable}
import sys
if "--version" in sys.argv:
    print("tesseract 5.0 of the test")
else:
    open(sys.argv[0] + ".calls", "a").write("x")
    print("level", {ROW!r}, sep="\\n")
"""
PICTURE = Document(kind="image", properties=(("width", "300"), ("height", "100")))


@pytest.fixture
def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a stand-in for Tesseract, which is the only program to be found."""
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "tesseract").write_text(ENGINE)
    (folder / "tesseract").chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setattr(RapidOcr, "is_installed", staticmethod(lambda: False))
    return folder


def scanned_pdf() -> bytes:
    """Two pages, of which the second shows only a picture."""
    pdf = pikepdf.new()
    good.pdf_page(pdf, "A page of text")
    scan = pdf.make_stream(b"")
    scan.write(good.jpeg(size=(300, 100)), filter=pikepdf.Name.DCTDecode)
    scan.Type, scan.Subtype, scan.Width, scan.Height = pikepdf.Name.XObject, pikepdf.Name.Image, 300, 100
    good.pdf_page(pdf, XObject=pikepdf.Dictionary(Scan=scan))
    return good.saved(pdf)


def tally(machine: Machine, *arguments: str) -> dict[str, Any]:
    """The JSON of a command in a process of its own."""
    code = "from tallystick.cli import main; main()"
    environment = {**os.environ, wiring.CONFIG_VARIABLE: str(machine.folder / "config")}
    run = subprocess.run(
        [sys.executable, "-c", code, "--json", "--vault", str(machine.root), *arguments],
        capture_output=True, text=True, env=environment, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr + run.stdout
    return dict(json.loads(run.stdout))


def test_pictures_are_read_when_kept_and_when_rebuilt(machine: Machine, engine: Path) -> None:
    """A picture and the scan on a page of a PDF are found by the words in them, before and after a rebuild."""
    (machine.folder / "config" / "config.toml").write_text("[ocr]\nlanguages = ['zh', 'ru']\n")
    picture, scan = good.png((300, 100)), scanned_pdf()
    machine.offer("photo.png", picture)
    machine.offer("scan.pdf", scan)
    kept = tally(machine, "keep", "--offline", "--jobs", "1", str(machine.folder / "offered"))
    assert kept["problems"]["ocr-unavailable"] == 2
    found = tally(machine, "find", "погрузка has:ocr")
    assert {hit["id"] for hit in found["hits"]} == {sha256(picture), sha256(scan)}
    shown = tally(machine, "show", sha256(scan))
    assert "page 2 picture 1.jpg" in json.dumps(shown)
    tally(machine, "rebuild", "--jobs", "1")
    assert tally(machine, "find", "погрузка has:ocr")["hits"] == found["hits"]


def test_nothing_is_read_unless_it_is_set(machine: Machine, engine: Path) -> None:
    """Without the setting no engine is sought, and no problem told."""
    machine.offer("photo.png", good.png((300, 100)))
    kept = tally(machine, "keep", "--offline", "--jobs", "1", str(machine.folder / "offered"))
    assert kept["problems"] == {}
    assert not (engine / "tesseract.calls").exists()


def test_a_passage_says_who_read_it(engine: Path) -> None:
    """The words stand in the document as read by an engine, not as written in the file."""
    document, problems = Eyes(("ru",)).open().at(PICTURE, good.png((300, 100)))
    assert document.passages == (Passage("picture", "погрузка", "ocr", "tesseract 5.0 of the test"),)
    assert problems == ()


def test_what_holds_no_words_is_not_looked_at(engine: Path) -> None:
    """Other documents, icons, pictures that are not decoded, and more pictures than are read of one original."""
    looks = Eyes(("ru",)).open()
    icon = replace(PICTURE, properties=(("width", "300"), ("height", "12")))
    heif = replace(PICTURE, properties=(*PICTURE.properties, ("picture-format", "HEIF")))
    for document in (icon, heif, replace(PICTURE, kind="pdf"), replace(PICTURE, properties=())):
        assert looks.at(document, good.png()) == (document, ())
    content = good.png((300, 100))
    found = [looks.at(PICTURE, content) for _ in range(MOST_PICTURES + 2)]
    assert [len(document.passages) for document, _problems in found[-3:]] == [1, 0, 0]
    assert [[each.code for each in problems] for _document, problems in found[-2:]] == [["limit-pictures"], []]
    # The same picture is looked at once.
    assert (engine / "tesseract.calls").read_text() == "x"


def test_a_missing_engine_is_said_once_for_an_original(engine: Path) -> None:
    """The problem names the languages, and the picture stays as it was."""
    (engine / "tesseract").unlink()
    looks = Eyes(("zh", "ru")).open()
    (first, problems), (_second, none) = (looks.at(PICTURE, good.png((300, 100))) for _ in range(2))
    assert first == PICTURE
    assert [(each.code, "zh, ru" in each.detail) for each in problems] == [("ocr-unavailable", True)]
    assert none == ()


def test_an_engine_that_fails_is_a_problem(engine: Path) -> None:
    """Its words are in the record, and nothing else is lost."""
    (engine / "tesseract").write_text(ENGINE.replace('print("level"', 'raise SystemExit("no data") #'))
    document, problems = Eyes(("ru",)).open().at(PICTURE, good.png((300, 100)))
    assert document == PICTURE
    assert [each.code for each in problems] == ["ocr-failed"]


def test_each_language_has_its_engine(engine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Chinese and English are RapidOCR's, Russian is Tesseract's, and each sees every picture."""
    monkeypatch.setattr(RapidOcr, "is_installed", staticmethod(lambda: True))
    (first, rapid), (second, other) = ocr.engines(("zh", "en", "ru"))
    assert (type(first), rapid, type(second), other) == (RapidOcr, ("zh", "en"), Tesseract, ("ru",))


def test_doctor_says_which_engine_is_missing(machine: Machine, engine: Path) -> None:
    """An engine that is here is named; a language without one fails; without the setting nothing is said."""
    settings = Settings(machine.folder / "config", ocr=("zh", "ru"))
    found = [check for check in examine(settings, machine.edges(), None) if check.name == "ocr"]
    assert [check.verdict for check in found] == [Verdict.PASS, Verdict.FAIL]
    assert "tesseract 5.0 of the test reads ru" in found[0].reason
    assert "no engine for zh" in found[1].reason
    (engine / "tesseract").unlink()
    found = [check for check in examine(replace(settings, ocr=("ru",)), machine.edges(), None) if check.name == "ocr"]
    assert [(check.verdict, "Tesseract" in check.reason) for check in found] == [(Verdict.FAIL, True)]
    assert not [check for check in examine(Settings(settings.folder), machine.edges(), None) if check.name == "ocr"]


@pytest.mark.skipif(not RapidOcr.is_installed(), reason="rapidocr is not installed")
def test_rapidocr_reads_words_into_the_record() -> None:
    """The real engine with the models in its wheel reads the words drawn in a picture."""
    drawn = Image.new("RGB", (640, 120), "white")
    ImageDraw.Draw(drawn).text((20, 30), "INVOICE 4711 PAID", fill="black", font_size=48)
    out = io.BytesIO()
    drawn.save(out, "PNG")
    document, problems = Eyes(("en",)).open().at(PICTURE, out.getvalue())
    assert problems == ()
    (passage,) = document.passages
    assert "4711" in passage.text
    assert (passage.origin, passage.engine.split()[0]) == ("ocr", "rapidocr")
