"""The words in a picture, from an engine that the caller has: in reading order, and by side where it shows a chat."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from tallystick.model.document import Passage
from tallystick.model.message import Problem

UNCERTAIN_BELOW = 0.6
MOST_LINES = 20_000
# Shares of the picture's width.
_MARGIN = 0.22
_REACH = 0.86
_LEAST_BUBBLES = 2
# Lines of one bubble are closer together than this share of their height.
_GAP = 0.75


class SeenLine(NamedTuple):
    """A line of words and the rectangle around it in pixels; `confidence` is the engine's own, from 0 to 1."""

    text: str
    confidence: float
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Seen:
    """What an engine saw in a picture of `width` x `height` pixels, in any order."""

    width: int
    height: int
    lines: tuple[SeenLine, ...]


class Engine(Protocol):
    """Something that reads pictures. It never raises: what it cannot do is a Problem."""

    @property
    def name(self) -> str:
        """The program with its version and models, as it stands in the reading."""
        ...

    def look(self, original: bytes, languages: Sequence[str]) -> Seen | Problem:
        """The lines in the picture; `languages` are of zh, en and ru."""
        ...


def read_picture(original: bytes, languages: Sequence[str], engine: Engine) -> Passage | Problem:
    """The words in the picture, marked as read by `engine`; a Problem where it could not read it."""
    seen = engine.look(original, languages)
    return seen if isinstance(seen, Problem) else passage_of(seen, engine.name)


def passage_of(seen: Seen, engine: str) -> Passage:
    """The lines in reading order. Where bubbles hang on both sides, each begins with [left], [right] or [centre]."""
    lines = [line for line in seen.lines[:MOST_LINES] if line.text.strip()]
    rows = _rows(lines)
    sides = [_side(line, seen.width) for row in rows for line in row]
    hang_on_both = sides.count("left") >= _LEAST_BUBBLES and sides.count("right") >= _LEAST_BUBBLES
    if hang_on_both and sides.count("wide") * 3 <= len(sides):
        return Passage("chat in the picture", _bubbles(rows, seen.width), "ocr", engine)
    return Passage("picture", "\n".join(" ".join(map(_words, row)) for row in rows), "ocr", engine)


def _rows(lines: list[SeenLine]) -> list[list[SeenLine]]:
    """Lines that stand beside one another make a row, from left to right; rows run from top to bottom."""
    rows: list[list[SeenLine]] = []
    for line in sorted(lines, key=lambda one: ((one.top + one.bottom) / 2, one.left)):
        middle = (line.top + line.bottom) / 2
        if rows and rows[-1][0].top <= middle <= rows[-1][0].bottom:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda one: one.left) for row in rows]


def _side(line: SeenLine, width: int) -> str:
    """Where a line hangs: left, right, centre, or wide where it fills the picture."""
    left, right = line.left / max(width, 1), line.right / max(width, 1)
    if left < _MARGIN and right > _REACH:
        return "wide"
    if left < _MARGIN:
        return "left"
    if right > 1 - _MARGIN:
        return "right"
    return "centre" if abs((left + right) / 2 - 0.5) < 0.12 else "left" if left + right < 1 else "right"


def _bubbles(rows: list[list[SeenLine]], width: int) -> str:
    """One paragraph for each bubble: a later line belongs to it that hangs on its side right below its last."""
    open_at: dict[str, SeenLine] = {}
    shown: list[tuple[str, list[str]]] = []
    for line in (one for row in rows for one in row):
        side = _side(line, width)
        last = open_at.get(side)
        height = line.bottom - line.top
        if shown and shown[-1][0] == side and last and line.top - last.bottom < height * _GAP:
            shown[-1][1].append(_words(line))
        else:
            shown.append((side, [_words(line)]))
        open_at[side] = line
    return "\n".join(f"[{side}] {' '.join(words)}" for side, words in shown)


def _words(line: SeenLine) -> str:
    return line.text.strip() if line.confidence >= UNCERTAIN_BELOW else f"{line.text.strip()} [uncertain]"
