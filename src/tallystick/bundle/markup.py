"""Text of others as Typst source: shown as written, never read as markup."""

from __future__ import annotations

import json
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

_PIECE = 12
# Characters that only steer: joiners in emoji and Arabic words, hyphenation and break marks, variation selectors.
_SILENT = re.compile("[\u00ad\u034f\u200b-\u200d\u2060\ufe00-\ufe0f]")
_HIDDEN = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u180e\u200e\u200f\u2028-\u202e\u2061-\u206f\ufeff\ufff9-\ufffb"
    "\ufffe\uffff\ud800-\udfff\U000e0000-\U000e0fff]"
)
# More than four marks on one letter are drawn over the lines above it, which could hide them.
_MARK = "[\u0300-\u036f\u0483-\u0489\u0610-\u061a\u064b-\u065f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
_HEAP = re.compile(f"(?<={_MARK * 4}){_MARK}")
_WORD = re.compile(r"[^\s\u1100-\u11ff\u2e80-\uffdc\U00020000-\U0003ffff]{19,}")  # more has no place to break a line
# The sign that names a package is written by its number: in no source does it stand after a quotation mark.
_LITERAL = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "    ", "@": "\\u{40}"})
_NEWLINE = re.compile(r"\r\n|\r|\x0b|\x0c|\x85|\u2028|\u2029")


def quoted(text: str) -> str:
    """`text` as a Typst string literal, for use in code. What it would hide or turn round is made visible."""
    return '"' + visible(text).translate(_LITERAL) + '"'


def escaped(text: str, piece: int = _PIECE) -> str:
    """`text` as Typst markup that prints exactly its characters. A word too long for a line may break every `piece`."""
    return "".join(f"#{quoted(part)};" if part else "#box();" for part in _parts(visible(text), piece))


def content(text: str, piece: int = _PIECE) -> str:
    """`text` as a Typst expression of content, for use in code: like `escaped`, in square brackets."""
    return f"[{escaped(text, piece)}]"


def visible(text: str) -> str:
    """`text` with line ends as line feeds; each control character, bidi override and mark heaped on others is named in
    brackets."""
    shown = _HIDDEN.sub(lambda found: named(found[0]), _NEWLINE.sub("\n", text))
    return _HEAP.sub(lambda found: named(found[0]), shown)


def one_line(text: str, most: int) -> str:
    """`text` on one line, of at most `most` characters, an ellipsis at the end where there are more."""
    line = " ".join(visible(text[: most * 4]).split())
    return line if len(line) <= most else line[: most - 1] + "…"


def named(character: str) -> str:
    """The character's number in brackets, as ⟨U+202E⟩."""
    return f"⟨U+{ord(character):04X}⟩"


def unshown(text: str) -> str:
    """The characters of `text` that no font of ours shows, each once, in the order of their first place."""
    return "".join(each for each in dict.fromkeys(visible(text)) if not _is_shown(each))


def with_names(text: str) -> str:
    """`text` with each character that no font of ours shows replaced by its number in brackets."""
    missing = unshown(text)
    return visible(text).translate({ord(each): named(each) for each in missing}) if missing else text


def is_right_to_left(text: str) -> bool:
    """Whether the first character with a direction runs from right to left (Unicode Annex 9, P2)."""
    for each in text:
        direction = unicodedata.bidirectional(each)
        if direction in ("L", "R", "AL"):
            return direction != "L"
    return False


def _parts(text: str, piece: int) -> Iterator[str]:
    """Stretches of text, with "" where a line may break inside a long word."""
    place = 0
    for word in _WORD.finditer(text):
        if place < word.start():
            yield text[place : word.start()]
        for start in range(word.start(), word.end(), piece):
            if start > word.start():
                yield ""
            yield text[start : min(start + piece, word.end())]
        place = word.end()
    if place < len(text) or not text:
        yield text[place:] or " "


@cache
def _is_shown(character: str) -> bool:
    if character in "\n\t " or _SILENT.match(character):
        return True
    firsts, lasts = _coverage()
    place = bisect_right(firsts, ord(character)) - 1
    return place >= 0 and ord(character) <= lasts[place]


@cache
def _coverage() -> tuple[tuple[int, ...], tuple[int, ...]]:
    ranges = json.loads((files("tallystick.bundle") / "fonts" / "coverage.json").read_bytes())
    return tuple(first for first, _ in ranges), tuple(last for _, last in ranges)
