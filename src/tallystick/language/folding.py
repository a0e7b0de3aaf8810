"""One written form for what readers take to be the same letters: width, case, accents, variants, invisible marks."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

# Scripts written without spaces, and Hangul, whose words carry their endings: all are indexed as pairs of characters.
UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u2fdf\u3005\u3007\u3040-\u30fa\u30fc-\u312f"
    "\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
)
_INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e0fff"
)
_REMOVED = re.compile(f"[{_INVISIBLE}\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf-\u05c7\u064b-\u065f\u0670]+")
_LATIN_BASES = {"æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ħ": "h", "ı": "i", "þ": "th"}
_MARKS = {"ё": "е", "’": "'", "‘": "'", "ʼ": "'", "`": "'", "‐": "-", "‑": "-", "‒": "-", "–": "-", "−": "-"}
_CYRILLIC_LIKE_LATIN = ("авекмнорстухі", "abekmhopctyxi")

_TO_LATIN = str.maketrans(*_CYRILLIC_LIKE_LATIN)
_TO_CYRILLIC = str.maketrans(_CYRILLIC_LIKE_LATIN[1], _CYRILLIC_LIKE_LATIN[0])
_IS_PLAIN = re.compile("[\x00-\x7f\u0401\u0410-\u044f\u0451]*")
_LATIN = re.compile("[a-z]")
_CYRILLIC = re.compile("[\u0400-\u052f]")


def _simplified() -> dict[int, int]:
    table = (Path(__file__).parent / "tables" / "simplified.txt").read_text("utf-8")
    lines = [line for line in table.splitlines() if not line.startswith("#")]
    return str.maketrans("".join(lines[0::2]), "".join(lines[1::2]))


def _unaccented() -> dict[str, str]:
    """Latin letters that carry an accent, as the letter alone; Cyrillic й keeps its own, it is another letter."""
    letters = (chr(point) for span in ((0xC0, 0x250), (0x1E00, 0x1F00)) for point in range(*span))
    bases = {letter: unicodedata.normalize("NFKD", letter)[0] for letter in letters}
    return {letter: base for letter, base in bases.items() if letter != base and base.isalpha()}


_SIMPLIFIED = _simplified()
_LETTERS = str.maketrans(_unaccented() | _LATIN_BASES | _MARKS)
_IS_FOLDED_LETTER = re.compile("[" + "".join(re.escape(chr(point)) for point in _LETTERS) + "]")
_IS_TRADITIONAL = re.compile("[" + "".join(map(chr, _SIMPLIFIED)) + "]")


def fold(text: str) -> str:
    """`text` in NFKC and lower case, without accents on Latin letters, stress marks and invisible characters.

    Traditional Chinese characters become the simplified ones, ё becomes е, typographic dashes and apostrophes the
    plain ones. `fold(fold(text)) == fold(text)`. The length may change.
    """
    if text.isascii():
        return text.lower().replace("`", "'")
    if _IS_PLAIN.fullmatch(text):
        return text.lower().replace("ё", "е").replace("`", "'")
    folded = unicodedata.normalize("NFKC", text.replace("№", "no ")).casefold()
    if _REMOVED.search(folded):
        folded = _REMOVED.sub("", folded)
    # casefold can leave what NFKC would compose, and a removed mark can bring two letters together.
    folded = unicodedata.normalize("NFKC", folded)
    if _IS_FOLDED_LETTER.search(folded):
        folded = folded.translate(_LETTERS)
    if _IS_TRADITIONAL.search(folded):
        folded = folded.translate(_SIMPLIFIED)
    return folded


def one_script(word: str) -> str:
    """`word` with letters of the other script replaced where all of them only look like its own ("cт" as "ст").

    A word whose letters cannot all be read in one script comes back unchanged.
    """
    if not (_LATIN.search(word) and _CYRILLIC.search(word)):
        return word
    cyrillic = word.translate(_TO_CYRILLIC)
    if not _LATIN.search(cyrillic):
        return cyrillic
    latin = word.translate(_TO_LATIN)
    return word if _CYRILLIC.search(latin) else latin


def as_latin(code: str) -> str:
    """A code with its Cyrillic letters as the Latin ones that look alike, "" where it has none or one has no twin."""
    latin = code.translate(_TO_LATIN)
    return "" if latin == code or _CYRILLIC.search(latin) else latin
