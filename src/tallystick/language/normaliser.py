"""Text as the search index holds it: one string of tokens, in which a phrase of the text is a phrase of tokens."""

from __future__ import annotations

import re
from collections.abc import Callable
from operator import add

from tallystick.language.folding import UNSPACED, fold
from tallystick.language.pieces import is_run, read, split, stem

# Written into each index: an index made by another version must be rebuilt, for its tokens are other ones.
VERSION = 1
# Stands between the text's own tokens and the wholes behind them, so that no phrase reaches across.
BREAK = "\u00b6"

_WHOLES = "\x1f"
_QUOTE = "> \t"
_FIRST_UNSPACED = UNSPACED[0]
# A line is taken to be wrapped where it is longer than a heading or an entry of a list.
_WRAPPED = re.compile(f"\n(?<=[^\n]{{24}}[{UNSPACED}]\n)[ \t>\u3000]*(?=[{UNSPACED}])")


class _Remembered(dict[str, str]):
    """Normalised forms of what was met before: mails repeat words, and replies repeat whole lines."""

    def __init__(self, form: Callable[[str], str], capacity: int, longest: int) -> None:
        super().__init__()
        self._form, self._capacity, self._longest = form, capacity, longest

    def __missing__(self, text: str) -> str:
        normalised = self._form(text)
        if len(text) <= self._longest:
            if len(self) >= self._capacity:
                self.clear()
            self[text] = normalised
        return normalised


def _of_part(part: str) -> str:
    """One text of `pieces.split`: its tokens, then, where it has wholes, \\x1f, the wholes, \\x1f."""
    # The two commonest kinds, as `read` has them, without what only codes and numbers need.
    if part[0] < _FIRST_UNSPACED:
        if part.isalpha():
            return stem(part)
    elif is_run(part):
        return " ".join((*map(add, part, part[1:]), part[-1]))
    readings = read(part)
    tokens = " ".join([" ".join(reading[2]) for reading in readings])
    wholes = " ".join([" ".join(reading[3]) for reading in readings if reading[3]])
    return f"{tokens}{_WHOLES}{wholes}{_WHOLES}" if wholes else tokens


def _of_chunk(chunk: str) -> str:
    """What stands between two spaces."""
    return " ".join(map(_part, split(fold(chunk))))


def _of_line(line: str) -> str:
    return " ".join(filter(None, map(_chunk, line.split())))


_parts = _Remembered(_of_part, 1 << 15, 16)
_chunks = _Remembered(_of_chunk, 1 << 16, 48)
_lines = _Remembered(_of_line, 1 << 13, 512)
_part = _parts.__getitem__
_chunk = _chunks.__getitem__
_line = _lines.__getitem__


def normalise(text: str) -> str:
    """Tokens separated by single spaces: those of the text in its order, then BREAK and the wholes, each once.

    Lines that wrap inside a run of Chinese are joined. Source of the pieces: `language.pieces`.
    """
    if not text.isascii():
        if "\r" in text:
            text = text.replace("\r\n", "\n")
        text = _WRAPPED.sub("", text)
    joined = " ".join(filter(None, map(_line, [line.lstrip(_QUOTE) for line in text.split("\n")])))
    if _WHOLES not in joined:
        return joined
    halves = joined.split(_WHOLES)
    return f"{''.join(halves[0::2])} {BREAK} {' '.join(dict.fromkeys(halves[1::2]))}"
