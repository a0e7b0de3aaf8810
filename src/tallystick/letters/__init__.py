"""Letters in English, Chinese and Russian: each sentence from facts that are known, as mail, document and pages."""

from tallystick.letters.draft import Cited, draft
from tallystick.letters.letter import Ground, LeftOut, Letter, Missing, Paragraph, Sentence
from tallystick.letters.matter import Matter, Quoted, Side
from tallystick.letters.template import KINDS

__all__ = [
    "KINDS", "Cited", "Ground", "LeftOut", "Letter", "Matter", "Missing", "Paragraph", "Quoted", "Sentence", "Side",
    "draft",
]  # fmt: skip
