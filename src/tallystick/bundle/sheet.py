"""What every sheet before and after the exhibits is drawn from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tallystick.bundle.ink import Ink
from tallystick.bundle.labels import label
from tallystick.bundle.markup import quoted
from tallystick.model.bundle import Front, Layout, Sheet
from tallystick.model.exhibit import Exhibit

_NARROW = 6  # characters after which a word in a narrow column may break


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The bundle as its sheets tell it: `keys` are those of the exhibits in order, `spans` the page numbers by key as
    they are printed, and `pages` how many there are in all ("" while they are not known)."""

    layout: Layout
    front: Front
    exhibits: tuple[Exhibit, ...]
    keys: tuple[str, ...]
    spans: Mapping[str, tuple[str, str]]
    pages: str

    @property
    def ink(self) -> Ink:
        return Ink("of the sheets", self.layout.names_unshown)

    def label(self, key: str, **values: object) -> str:
        return label(self.layout.language, key, **values)

    def line(self, text: str) -> str:
        """A Typst content expression of the text."""
        return self.ink.line(text, _NARROW)

    def passage(self, text: str) -> str:
        """The same for a text of several lines."""
        return f"[{self.ink.passage(text)}]"

    def names(self, keys: Iterable[str]) -> str:
        """A Typst array of labels."""
        return "(" + "".join(f"{quoted(self.label(key))}, " for key in keys) + ")"

    def key_of(self, number: str) -> str:
        """The key of the exhibit with that number, "" where there is none."""
        found = (key for key, exhibit in zip(self.keys, self.exhibits, strict=True) if exhibit.number == number)
        return next(found, "")

    def pages_of(self, key: str) -> str:
        """Its pages as a Typst expression that leads to the first of them. Its height never hangs on the numbers."""
        first, last = self.spans.get(key, ("", ""))
        if self.layout.prefix:
            shown = f"{first}\n{last}" if last != first else first
            return f"page-cell({quoted(key)}, lines: 2, {self.line(shown)})"
        return f"page-cell({quoted(key)}, {self.line(first if first == last else f'{first}–{last}')})"


def sheet_key(sheet: Sheet) -> str:
    """The key that the sheet's pages tell the binder."""
    return f"s-{sheet.value}"


def table(columns: Iterable[str], names: str, rows: Iterable[str]) -> str:
    """Typst markup of a table whose header row stands on each of its pages."""
    return f"#sheet-table(({''.join(f'{each}, ' for each in columns)}), {names},\n{''.join(rows)})\n"
