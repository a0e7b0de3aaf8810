"""Text in which each message begins with a head of one line and goes on until the next head."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from tallystick.formats.chat.ledger import Ledger


class Headed(NamedTuple):
    """A head with the number of its line, from 1, and the lines below it without the blank ones at their end."""

    number: int
    head: re.Match[str]
    below: tuple[str, ...]

    @property
    def place(self) -> str:
        return f"line {self.number}"


def lines_of(text: str) -> list[str]:
    """The lines of a text, however they end; a line break at the very end begins no further line."""
    return text.replace("\r\n", "\n").removesuffix("\n").split("\n") if text else []


def split_heads(lines: list[str], head: re.Pattern[str], ledger: Ledger, start: int = 0) -> Iterator[Headed]:
    """Each head from line `start` on, all lines but the heads themselves counted in the ledger."""
    begun: tuple[int, re.Match[str]] | None = None
    below: list[str] = []
    for number, line in enumerate(lines[start:], start + 1):
        found = head.match(line)
        if not found:
            if begun:
                below.append(line)
            elif line.strip():
                ledger.lose("line-not-understood", f"line {number}", "no message stands above it to which it belongs")
            else:
                ledger.share("blank")
            continue
        if begun:
            yield _closed(begun, below, ledger)
        begun, below = (number, found), []
    if begun:
        yield _closed(begun, below, ledger)


def _closed(begun: tuple[int, re.Match[str]], below: list[str], ledger: Ledger) -> Headed:
    kept = len(below)
    while kept and not below[kept - 1].strip():
        kept -= 1
    ledger.share("blank", len(below) - kept)
    ledger.share("continuation", kept)
    return Headed(*begun, tuple(below[:kept]))
