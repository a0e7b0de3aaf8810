"""The words that are the writer's own, as a text of the same length in which all else is blanked."""

from __future__ import annotations

import re

from tallystick.language.zones import zones
from tallystick.model.zone import ZoneKind

__all__ = ["own_words", "same"]

_SAID = re.compile(
    r"“[^“”\n]{0,600}”|«[^«»\n]{0,600}»|「[^「」\n]{0,600}」|『[^『』\n]{0,600}』|„[^„“”\n]{0,600}[“”]|\"[^\"\n]{0,600}\""
)
_LEAST_WORDS = 4
_LEAST_HAN = 7
_WORD = re.compile(r"[^\W\d_]{2,}|\d+")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_SAME = str.maketrans("ё’‘ʼ`\u00a0\u202f\u2011–", "е''''  --")


def own_words(text: str, *, is_zoned: bool) -> str:
    """`text` with quotations, signatures and words in quotation marks blanked; the same length."""
    if not is_zoned:
        parts = zones(text)
        text = "".join(
            text[zone.start : zone.end] if zone.kind is ZoneKind.OWN else _blank(text[zone.start : zone.end])
            for zone in parts
        )
    return _SAID.sub(_unsaid, text)


def same(text: str) -> str:
    """`text` in lower case with plain apostrophes, spaces and е for ё, the same length."""
    low = text.lower()
    if len(low) != len(text):
        low = "".join([sign.lower() if len(sign.lower()) == 1 else sign for sign in text])
    return low.translate(_SAME).replace("\n", " ").replace("\t", " ").replace("\r", " ")


def _blank(words: str) -> str:
    return "".join("\n" if sign == "\n" else " " for sign in words)


def _unsaid(found: re.Match[str]) -> str:
    """Words in quotation marks are somebody's words or a name: a name is short and stays."""
    said = found[0]
    if len(_HAN.findall(said)) >= _LEAST_HAN or (len(_WORD.findall(said)) >= _LEAST_WORDS and not _HAN.search(said)):
        return _blank(said)
    return said
