"""A letter as plain text, and text of others made harmless for the places where a letter goes."""

from __future__ import annotations

import re

from tallystick.letters.letter import Letter

# Control characters, marks that reorder what stands beside them, and what is no character at all.
_UNSAFE = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ufeff\ufffe\uffff"
    "\ud800-\udfff\ufff9-\ufffb]"
)
_BREAKS = re.compile(r"\r\n|\r|\x0b|\x0c|\x85|\u2028|\u2029")
_APART = {"heading": 1, "body": 1, "quote": 1, "point": 0, "line": 0, "sign": 0}


def shown(text: str) -> str:
    """The text with line feeds as its only breaks, and what is hidden in it named as ⟨U+202E⟩."""
    return _UNSAFE.sub(lambda found: f"⟨U+{ord(found[0]):04X}⟩", _BREAKS.sub("\n", text))


def one_line(text: str) -> str:
    """The same in one line, as a header field wants it."""
    return shown(" ".join(text.split()))


def plain(letter: Letter) -> str:
    """The letter's words, a blank line between paragraphs, what is quoted set in."""
    lines: list[str] = []
    before = ""
    for paragraph in letter.paragraphs:
        role = paragraph.role
        if lines and (_APART[role] or role != before):
            lines.append("")
        text = shown(paragraph.text)
        lines += [f"    {line}" if role == "quote" else line for line in text.split("\n")]
        before = role
    return "\n".join(lines) + "\n"
