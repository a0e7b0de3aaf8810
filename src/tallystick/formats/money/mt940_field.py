"""The fields of a SWIFT text block, found line by line; every line of the file is accounted for."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from tallystick.errors import LimitExceeded
from tallystick.model.message import Problem

__all__ = ["Field", "Fields", "fields_of"]

_TAG = re.compile(r":(20|21|25P?|28C?|13D?|34F|60[FM]?|61|62[FM]?|64|65|86|90[CD]|NS):")
_BLOCK = re.compile(r"\{[1235]:[^{}\n]{0,200}\}|\{4:|\{[1235]:(?:\{[^{}\n]{0,80}\}){0,20}\}|[\x01\x03\x02]")
_END = re.compile(r"[-\x03\s]*+(?:(?<=-)\})?[-\x03\s]*+")
_CLOCK_BEFORE = re.compile(r"T\d\d$")
_CLOCK = re.compile(r":\d\d:\d\d")
_MOST_LINES = 2_000_000


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its tag without colons, its lines joined by line feeds, where it begins, how many lines it has."""

    tag: str
    text: str
    line: int
    lines: int


@dataclass(slots=True)
class Fields:
    """All fields of a file and what became of its lines."""

    total: int = 0
    fields: list[Field] = field(default_factory=list)
    shares: dict[str, int] = field(
        default_factory=lambda: dict.fromkeys(
            ("fields", "continuation", "transactions", "envelope", "blank", "problems"), 0
        )
    )
    problems: list[Problem] = field(default_factory=list)

    def unread(self) -> None:
        """The first line of a transaction that could not be read is counted as a problem."""
        self.shares["transactions"] -= 1
        self.shares["problems"] += 1


def fields_of(text: str) -> Fields:
    """The fields in their order. Raises LimitExceeded."""
    found = Fields()
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if lines and not lines[-1]:
        lines.pop()
    if len(lines) > _MOST_LINES:
        raise LimitExceeded("MT940 file, lines", _MOST_LINES, len(lines))
    found.total = len(lines)
    tag, begun, is_between = "", 0, True
    parts: list[str] = []
    for number, line in enumerate(_mended(lines), 1):
        bare = _BLOCK.sub("", line) if is_between or line[:1] in "{\x01\x03" else line
        start = _TAG.match(bare)
        if start and not (tag and parts and _CLOCK_BEFORE.search(parts[-1].rstrip()) and _CLOCK.match(bare)):
            _close(found, tag, parts, begun)
            tag, begun, parts, is_between = start[1], number, [bare[start.end() :]], False
            found.shares["transactions" if tag == "61" else "fields"] += 1
        elif not bare.strip():
            found.shares["envelope" if line.strip() else "blank"] += 1
        elif _END.fullmatch(bare):
            found.shares["envelope"] += 1
            _close(found, tag, parts, begun)
            tag, parts, is_between = "", [], True
        elif tag:
            found.shares["continuation"] += 1
            parts.append(bare)
        else:
            _stray(found, bare, number)
    _close(found, tag, parts, begun)
    return found


def _stray(found: Fields, line: str, number: int) -> None:
    """Banks put lines of their own before the first field; between statements such a line is remarkable."""
    if found.fields:
        found.shares["problems"] += 1
        found.problems.append(Problem("line-outside", f"line {number}", line[:200]))
    else:
        found.shares["envelope"] += 1


def _mended(lines: list[str]) -> list[str]:
    """A colon that was broken off the tag it belongs to is put back; the numbering of the lines stays."""
    mended = list(lines)
    for number in range(len(mended) - 1):
        if mended[number].strip() == ":" and _TAG.match(":" + mended[number + 1]):
            mended[number], mended[number + 1] = "", ":" + mended[number + 1]
    return mended


def _close(found: Fields, tag: str, parts: list[str], begun: int) -> None:
    if tag:
        found.fields.append(Field(tag, "\n".join(parts), begun, len(parts)))
