"""A letter as Typst source, for pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tallystick.letters.letter import Letter, Paragraph

_LANGUAGES = {"en": ("en", "gb"), "zh": ("zh", "cn"), "ru": ("ru", "ru")}
_OPENED = {
    "heading": '#block(above: 1.9em, below: 1.4em, sticky: true, text(weight: "bold", size: 12pt)[{text}])',
    "body": "#block(above: 1.35em, below: 1.35em)[{text}]",
    "quote": "#block(above: 1.35em, below: 1.35em, inset: (left: 1em), stroke: (left: 0.6pt + luma(150)))[{text}]",
    "point": "#block(above: 0.8em, below: 0.8em, inset: (left: 0.6em))[{text}]",
    "line": "#block(above: 0.8em, below: 0.8em)[{text}]",
    "sign": "#block(above: 2em, below: 2em, breakable: false)[{text}]",
}


def source(letter: Letter, families: Sequence[str], escaped: Callable[[str], str]) -> str:
    """The Typst source of the letter on A4, in the first of the fonts that has a character; each page is numbered
    as one of how many. `escaped` makes text into markup that prints exactly it."""
    language, region = _LANGUAGES[letter.language]
    fonts = ", ".join(f'"{family}"' for family in families)
    head = (
        '#set page(paper: "a4", margin: (x: 25mm, top: 22mm, bottom: 24mm), numbering: "1 / 1")\n'
        f'#set text(font: ({fonts}), size: 10.5pt, lang: "{language}", region: "{region}", hyphenate: false)\n'
        "#set par(leading: 0.72em, justify: false)\n"
        f"#set document(title: [{escaped(letter.title)}])\n"
    )
    return head + "\n".join(_block(paragraph, escaped) for paragraph in letter.paragraphs) + "\n"


def _block(paragraph: Paragraph, escaped: Callable[[str], str]) -> str:
    # Replaced, not formatted: braces in the text are the text's own.
    return _OPENED[paragraph.role].replace("{text}", escaped(paragraph.text))
