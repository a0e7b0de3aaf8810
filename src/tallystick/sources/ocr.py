"""OCR engines on this computer: RapidOCR (Chinese, English) and Tesseract (Russian and others), each in a process of
its own with bounded time and memory. Nothing is sent anywhere.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import io
import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PIL import Image

from tallystick.formats.document.ocr import Engine, Seen, SeenLine
from tallystick.model.message import Problem

MOST_SECONDS = 120
MOST_MEMORY_BYTES = 4 << 30
MOST_PIXELS = 100_000_000
_TESSERACT_NAMES = {"zh": "chi_sim", "en": "eng", "ru": "rus"}
_RAPID_LANGUAGES = frozenset(("zh", "en"))
_COLUMNS = 12
_LINE_KEY = slice(1, 5)


@dataclass(frozen=True, slots=True)
class RapidOcr:
    """RapidOCR with the models in its wheel. `python` runs it, by default the interpreter that runs this."""

    python: str = sys.executable

    @staticmethod
    def is_installed() -> bool:
        return importlib.util.find_spec("rapidocr") is not None

    @property
    def name(self) -> str:
        return f"rapidocr {importlib.metadata.version('rapidocr')}"

    def look(self, original: bytes, languages: Sequence[str]) -> Seen | Problem:
        """The lines that it sees; a Problem where it fails, takes too long, or knows none of the languages."""
        if languages and not _RAPID_LANGUAGES & set(languages):
            # It would pass over Cyrillic letters without a word.
            return Problem("ocr-language-missing", "", f"rapidocr has no model for {', '.join(languages)}")
        size = _size(original)
        if isinstance(size, Problem):
            return size
        output = _run([self.python, "-m", "tallystick.sources.ocr"], original)
        if isinstance(output, Problem):
            return output
        try:
            return Seen(*size, tuple(SeenLine(*line) for line in json.loads(output)))
        except (ValueError, TypeError) as error:
            return Problem("ocr-failed", "", f"rapidocr gave no lines that can be read: {error}")


@dataclass(frozen=True, slots=True)
class Tesseract:
    """The `tesseract` command at `path`, of the version in `name`."""

    path: str
    name: str

    @classmethod
    def found(cls) -> Tesseract | None:
        """The command, where this computer has it."""
        path = shutil.which("tesseract")
        if path is None:
            return None
        output = _run([path, "--version"], b"")
        lines = [] if isinstance(output, Problem) else output.decode("utf-8", "replace").split("\n")
        return cls(path, lines[0].strip() if lines and lines[0].strip() else "tesseract")

    def look(self, original: bytes, languages: Sequence[str]) -> Seen | Problem:
        """The lines that it sees in the languages asked for; a Problem where it fails, or takes too long."""
        size = _size(original)
        if isinstance(size, Problem):
            return size
        names = "+".join(_TESSERACT_NAMES[one] for one in languages if one in _TESSERACT_NAMES) or "eng"
        output = _run([self.path, "stdin", "stdout", "-l", names, "tsv"], original)
        return output if isinstance(output, Problem) else Seen(*size, lines_of_tsv(output.decode("utf-8", "replace")))


def engines(languages: Sequence[str]) -> tuple[tuple[Engine, tuple[str, ...]], ...]:
    """The engines on this computer for these languages, each with those that it is asked for: RapidOCR for Chinese and
    English, Tesseract for the others. A language whose engine is not here is in none of them."""
    found: list[tuple[Engine, tuple[str, ...]]] = []
    rapid = tuple(language for language in languages if language in _RAPID_LANGUAGES)
    others = tuple(language for language in languages if language not in _RAPID_LANGUAGES)
    if rapid and RapidOcr.is_installed():
        found.append((RapidOcr(), rapid))
    if others and (tesseract := Tesseract.found()) is not None:
        found.append((tesseract, others))
    return tuple(found)


def lines_of_tsv(table: str) -> tuple[SeenLine, ...]:
    """The lines in Tesseract's table of words, each with the mean confidence of its words."""
    words: dict[tuple[str, ...], list[tuple[str, float, float, float, float, float]]] = {}
    for row in table.split("\n")[1:]:
        cells = row.rstrip("\r").split("\t", _COLUMNS - 1)
        if len(cells) == _COLUMNS and cells[0] == "5" and cells[11].strip():
            left, top, width, height, confidence = map(float, cells[6:11])
            word = (cells[11], confidence / 100, left, top, left + width, top + height)
            words.setdefault(tuple(cells[_LINE_KEY]), []).append(word)
    return tuple(_joined(line) for line in words.values())


def _joined(words: list[tuple[str, float, float, float, float, float]]) -> SeenLine:
    texts, confidences, lefts, tops, rights, bottoms = zip(*words, strict=True)
    mean = sum(confidences) / len(confidences)
    return SeenLine(" ".join(texts), mean, min(lefts), min(tops), max(rights), max(bottoms))


def _size(original: bytes) -> tuple[int, int] | Problem:
    """The picture's size by its headers; a Problem where it is none or too large to look at."""
    try:
        width, height = Image.open(io.BytesIO(original)).size
    except Exception as error:  # Pillow raises what it meets
        return Problem("ocr-failed", "", f"the picture cannot be opened: {str(error)[:200]}")
    if width * height > MOST_PIXELS:
        return Problem("limit-pixels", "", f"{width} x {height} pixels are more than are read")
    return width, height


def _run(command: list[str], given: bytes) -> bytes | Problem:
    """What the command writes; a Problem where it fails, or takes more time or memory than it may."""
    try:
        done = subprocess.run(
            command, input=given, capture_output=True, timeout=MOST_SECONDS, check=False, preexec_fn=_bound()
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return Problem("ocr-failed", "", f"not done within {MOST_SECONDS} seconds")
    except OSError as error:
        return Problem("ocr-failed", "", f"it cannot be started: {error}")
    if done.returncode != 0:
        said = done.stderr.decode("utf-8", "replace").strip()[-300:]
        return Problem("ocr-failed", "", f"it ended with {done.returncode}: {said}")
    return done.stdout


def _bound() -> Callable[[], None] | None:
    """What limits the new process's memory; None where the system cannot (Windows)."""
    try:
        import resource
    except ImportError:
        return None
    return lambda: resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY_BYTES, MOST_MEMORY_BYTES))


def _look_here() -> None:
    """Reads a picture from standard input and writes RapidOCR's lines as JSON to standard output."""
    from rapidocr import RapidOCR  # type: ignore[import-not-found]

    result: Any = RapidOCR(params={"Global.log_level": "error"})(sys.stdin.buffer.read())
    boxes = [] if result.boxes is None else result.boxes.tolist()
    lines = [
        (text, float(score), *map(min, zip(*box, strict=True)), *map(max, zip(*box, strict=True)))
        for box, text, score in zip(boxes, result.txts or (), result.scores or (), strict=True)
    ]
    sys.stdout.write(json.dumps(lines))


if __name__ == "__main__":
    _look_here()
