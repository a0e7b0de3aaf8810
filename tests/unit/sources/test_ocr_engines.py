"""The engines on this computer: bounded, and a problem instead of a failure."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from document_files import bomb_png, png
from tallystick.formats.document.ocr import Seen, SeenLine
from tallystick.model.message import Problem
from tallystick.sources import ocr
from tallystick.sources.ocr import RapidOcr, Tesseract, lines_of_tsv

TABLE = (
    "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"
    "4\t1\t1\t1\t1\t0\t10\t20\t200\t30\t-1\t\n"
    "5\t1\t1\t1\t1\t1\t10\t20\t90\t30\t90\tОтгрузка\n"
    "5\t1\t1\t1\t1\t2\t110\t20\t100\t30\t70\tзавтра\n"
)


def command(folder: Path, script: str) -> str:
    """A command that runs a script of Python in place of an engine."""
    path = folder / "engine"
    path.write_text(f"#!{sys.executable}\n{script}\n")
    path.chmod(0o755)
    return str(path)


def test_words_of_a_line_are_joined() -> None:
    """Tesseract's table of words gives lines with the rectangle around them and their mean confidence."""
    assert lines_of_tsv(TABLE) == (SeenLine("Отгрузка завтра", 0.8, 10, 20, 210, 50),)


def test_tesseract_reads_what_it_is_given(tmp_path: Path) -> None:
    """The picture goes in by standard input, the languages by name, and the table comes back."""
    script = (
        f"import sys\nassert sys.argv[1:] == ['stdin', 'stdout', '-l', 'rus+eng', 'tsv']\nsys.stdout.write({TABLE!r})"
    )
    seen = Tesseract(command(tmp_path, script), "tesseract 5").look(png((300, 100)), ("ru", "en"))
    assert isinstance(seen, Seen)
    assert (seen.width, seen.height, [line.text for line in seen.lines]) == (300, 100, ["Отгрузка завтра"])


def test_engine_that_fails_or_hangs_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An exit with an error, a command that does not end, takes all memory or is missing: each is a problem."""
    monkeypatch.setattr(ocr, "MOST_SECONDS", 1)
    for script in ("raise SystemExit('no language')", "while True: pass", "bytes(1 << 40)"):
        found = Tesseract(command(tmp_path, script), "t").look(png(), ("en",))
        assert isinstance(found, Problem)
        assert found.code == "ocr-failed"
    assert isinstance(Tesseract(str(tmp_path / "absent"), "t").look(png(), ("en",)), Problem)


def test_rapidocr_gives_lines(tmp_path: Path) -> None:
    """The lines come back as JSON from a process of its own; what is no JSON is a problem."""
    good = RapidOcr(command(tmp_path, "print('[[\"hi\", 0.9, 1, 2, 3, 4]]')"))
    assert good.look(png(), ("zh",)) == Seen(8, 8, (SeenLine("hi", 0.9, 1, 2, 3, 4),))
    assert isinstance(RapidOcr(command(tmp_path, "print('?')")).look(png(), ("zh",)), Problem)


def test_rapidocr_does_not_pass_over_russian() -> None:
    """Its models know no Cyrillic: asked for Russian alone, it says so."""
    found = RapidOcr().look(png(), ("ru",))
    assert isinstance(found, Problem)
    assert found.code == "ocr-language-missing"


def test_no_engine_is_started_for_a_bomb() -> None:
    """A picture that states too many pixels, or is none, is refused before any process starts."""
    for original in (bomb_png(), b"no picture"):
        assert isinstance(RapidOcr("/absent").look(original, ("zh",)), Problem)


@pytest.mark.skipif(not RapidOcr.is_installed(), reason="rapidocr is not installed")
def test_rapidocr_reads_a_picture() -> None:
    """The engine with the models in its wheel starts and ends well on a blank picture."""
    assert RapidOcr().look(png((200, 200)), ("en",)) == Seen(200, 200, ())
