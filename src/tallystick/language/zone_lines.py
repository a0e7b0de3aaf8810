"""A text as lines, each with the depth of quotation that its signs or its HTML give it."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from tallystick.model.zone import ZoneKind

__all__ = ["LONGEST_LOOKED_AT", "Line", "lines", "unsigned"]

_PREFIX = re.compile(r"[ \t]{0,3}(?:>[ \t]?)+")
LONGEST_LOOKED_AT = 1000  # an attribution or a signature line is shorter


class Line(NamedTuple):
    """One line: its span with the line break, its depth, its words without quotation signs and outer white space.

    `mark` is what the HTML around it says of it, None in plain text; `opens` is true where a program's mark says
    that everything from here on is quoted.
    """

    start: int
    end: int
    depth: int
    words: str
    mark: ZoneKind | None = None
    opens: bool = False


# As `Line` makes one, in a third of the time: a mail has a hundred.
_line: Callable[[tuple[object, ...]], Line] = partial(tuple.__new__, Line)


def lines(text: str) -> list[Line]:
    """The lines of a plain text; together they are the text."""
    found: list[Line] = []
    start = 0
    for piece in text.split("\n"):
        end = start + len(piece) + 1
        words = piece[:LONGEST_LOOKED_AT].strip()
        if words[:1] == ">":
            found.append(Line(start, end, *unsigned(piece)))
        else:
            found.append(_line((start, end, 0, words, None, False)))
        start = end
    last = found.pop()
    if last.end - 1 > last.start:
        found.append(last._replace(end=last.end - 1))
    return found


def unsigned(piece: str) -> tuple[int, str]:
    """How many quotation signs a line begins with, and its words without them."""
    prefix = _PREFIX.match(piece)
    end = prefix.end() if prefix is not None else 0
    depth = prefix[0].count(">") if prefix is not None else 0
    return depth, piece[end : end + LONGEST_LOOKED_AT].strip()
