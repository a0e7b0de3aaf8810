"""What an engine saw becomes words in reading order, and a chat where bubbles hang on both sides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tallystick.formats.document.ocr import Seen, SeenLine, read_picture
from tallystick.model.document import Passage
from tallystick.model.message import Problem


@dataclass(frozen=True)
class Eye:
    """An engine that saw what it is told."""

    seen: Seen | Problem
    name: str = "eye 1"

    def look(self, original: bytes, languages: Sequence[str]) -> Seen | Problem:
        return self.seen


def line(text: str, left: float, right: float, top: float, confidence: float = 0.99) -> SeenLine:
    return SeenLine(text, confidence, left, top, right, top + 40)


def read(*lines: SeenLine) -> Passage:
    passage = read_picture(b"", ("en",), Eye(Seen(1000, 2000, lines)))
    assert isinstance(passage, Passage)
    return passage


def test_lines_come_in_reading_order() -> None:
    """From top to bottom, and from left to right in a row; a line that the engine doubts is marked."""
    passage = read(line("total", 50, 200, 300), line("USD 5", 700, 900, 305, 0.3), line("Invoice", 50, 400, 100))
    assert passage.text == "Invoice\ntotal USD 5 [uncertain]"
    assert (passage.label, passage.origin, passage.engine) == ("picture", "ocr", "eye 1")


def test_chat_keeps_sides_and_bubbles() -> None:
    """Lines close below one another on one side are one bubble; times in the middle stand apart."""
    passage = read(
        line("12:31", 450, 550, 50),
        line("Where is", 60, 500, 200),
        line("the order?", 60, 450, 245),
        line("Shipped", 700, 950, 400),
        line("When?", 60, 300, 600),
        line("Friday", 700, 950, 800),
    )
    assert passage.label == "chat in the picture"
    assert passage.text.split("\n") == [
        "[centre] 12:31",
        "[left] Where is the order?",
        "[right] Shipped",
        "[left] When?",
        "[right] Friday",
    ]


def test_document_is_no_chat() -> None:
    """Lines that fill the width are read as they stand."""
    passage = read(*(line(f"line {number}", 50, 950, 100 * number) for number in range(1, 6)))
    assert passage.label == "picture"


def test_failure_of_the_engine_is_a_problem() -> None:
    """What the engine could not do is handed on."""
    problem = Problem("ocr-failed", "", "no")
    assert read_picture(b"", ("zh",), Eye(problem)) == problem
