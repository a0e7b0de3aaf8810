"""How text of others is put on a page: escaped, each character checked against our fonts, right to left where it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tallystick.bundle import markup
from tallystick.errors import GlyphMissing

_LINES = 60  # of one paragraph: the typesetter breaks short paragraphs faster than one of a thousand lines
_CHARACTERS = 20_000  # of one line, for the same reason: a longer one goes on in the next


@dataclass(frozen=True, slots=True)
class Ink:
    """Writes text of the item `ident`. A character that no font shows is named by its number, or refused."""

    ident: str
    names_unshown: bool = False

    def within(self, ident: str) -> Ink:
        """The same way of writing for a part of the item, which an error will then name."""
        return Ink(ident or self.ident, self.names_unshown)

    def checked(self, text: str) -> str:
        """The text as it can be shown. Raises GlyphMissing."""
        missing = markup.unshown(text)
        if missing and not self.names_unshown:
            raise GlyphMissing(self.ident, missing)
        return markup.with_names(text) if missing else text

    def line(self, text: str, piece: int = 12) -> str:
        """A Typst content expression of the text in one run. Raises GlyphMissing."""
        return markup.content(self.checked(text), piece)

    def passage(self, text: str) -> str:
        """Typst markup of the text with its line ends, each stretch in its direction. Raises GlyphMissing."""
        lines = markup.visible(self.checked(text)).split("\n")
        return "\n".join(
            f"#said{'-rtl' if is_rtl else ''}[{markup.escaped(chr(10).join(run))}]" for is_rtl, run in _runs(lines)
        )


def _runs(lines: list[str]) -> Iterator[tuple[bool, list[str]]]:
    """Stretches of lines in one direction, each short enough to be one paragraph."""
    run: list[str] = []
    size, direction = 0, False
    for line in _cut(lines):
        is_rtl = markup.is_right_to_left(line)
        if run and (is_rtl != direction or len(run) == _LINES or size + len(line) > _CHARACTERS):
            yield direction, run
            run, size = [], 0
        direction = is_rtl
        run.append(line)
        size += len(line)
    if run:
        yield direction, run


def _cut(lines: list[str]) -> Iterator[str]:
    for line in lines:
        if len(line) <= _CHARACTERS:
            yield line
        else:
            yield from (line[start : start + _CHARACTERS] for start in range(0, len(line), _CHARACTERS))
