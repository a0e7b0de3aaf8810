"""What folded text consists of: words, numbers, codes (order numbers, addresses, dates, file names), unspaced runs.

A piece has `tokens`, which stand in the text one after another so that phrases can be matched, and `wholes`, further
names of the same piece that stand apart: the code as written, the domain of an address, the other value of a number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from operator import add

import Stemmer

from tallystick.language.folding import UNSPACED, as_latin, fold, one_script

LONGEST_WORD = 64
LONGEST_WHOLE = 160
_MOST_PARTS = 24
_MOST_ALTERNATIONS = 6

_W = rf"[^\W_{UNSPACED}]"
_JOINT = r"[-._/@:+&#'=%?~\\]"
_PIECE = re.compile(rf"[{UNSPACED}]+|@?{_W}+(?:(?:{_JOINT}{{1,3}}|(?<=\d),(?=\d)){_W}+)*")
_UNSPACED_START = re.compile(f"[{UNSPACED}]")
_NUMBER = re.compile(
    r"(?P<whole>\d{1,3}(?P<group>[,.'])\d{3}(?:(?P=group)\d{3})*)(?:[.,](?P<cents>\d{1,2}))?"
    r"|(?P<plain>\d+)[.,](?P<part>\d+)"
)
_AMOUNT = re.compile(r"([^\W\d_]{1,4})?(\d[\d,.']*[,.']\d+)([^\W\d_]{1,4})?")
_HAS_SEPARATOR = re.compile("[,.']")
_FIELDS = re.compile(r"[^\W_]+")
_RUNS = re.compile(r"\d+|[^\W\d_]+")
_ENDING = re.compile(r"(.*[^'])'(?:s|t|d|m|re|ve|ll|n)?")
_IS_CODE = re.compile(r"[\d@._:]")
_EMAIL = re.compile(r"[^@]+(@[^@]+\.[^@]+)")

_english = Stemmer.Stemmer("english", 0)
_russian = Stemmer.Stemmer("russian", 0)


class Kind(StrEnum):
    WORD = "word"
    NUMBER = "number"
    CODE = "code"
    RUN = "run"


Reading = tuple[Kind, str, tuple[str, ...], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of text. `text` is folded; a run's tokens are its overlapping pairs and then its last character."""

    kind: Kind
    text: str
    tokens: tuple[str, ...]
    wholes: tuple[str, ...] = ()


def split(folded: str) -> list[str]:
    """The texts of the pieces of folded text, in order."""
    return _PIECE.findall(folded)


def pieces(text: str) -> list[Piece]:
    """The pieces of any text, in order."""
    return [Piece(kind, own, tokens, wholes) for part in split(fold(text)) for kind, own, tokens, wholes in read(part)]


def is_run(text: str) -> bool:
    """Whether one text of `split` is a run of an unspaced script."""
    return _UNSPACED_START.match(text) is not None


def read(text: str) -> list[Reading]:
    """What one text of `split` is: its kind, text, tokens and wholes; two or three where a sum carries its unit."""
    if is_run(text):
        return [(Kind.RUN, text, (*map(add, text, text[1:]), text[-1]), ())]
    if text.isalpha():
        return [(Kind.WORD, text, (stem(text),), ())]
    if text.isdecimal():
        return [(Kind.NUMBER, text, (text[:LONGEST_WORD],), ())]
    if _HAS_SEPARATOR.search(text):
        amount = _AMOUNT.fullmatch(text) if len(text) <= LONGEST_WORD else None
        if amount:
            return [_number(part) if part == amount[2] else read(part)[0] for part in amount.groups() if part]
        ending = _ENDING.fullmatch(text)
        if ending and ending[1].isalpha():
            return [(Kind.WORD, text, (stem(ending[1]),), ())]
    return [(Kind.CODE, text, _parts(text), _wholes(text))]


def stem(word: str) -> str:
    """The Snowball stem of a folded word: Russian for Cyrillic letters, English for Latin ones, else the word."""
    word = word[:LONGEST_WORD]
    if word.isascii():
        return str(_english.stemWord(word))
    word = one_script(word)
    if "\u0400" <= word[0] < "\u0530":
        return str(_russian.stemWord(word))
    return str(_english.stemWord(word)) if word[0] < "\u0250" else word


def _number(text: str) -> Reading:
    """A number by its value; for one group of three ("1.250") also the value if the separator is a decimal point."""
    number = _NUMBER.fullmatch(text)
    if number is None:
        return Kind.CODE, text, _parts(text), _wholes(text)
    if number["plain"]:
        return Kind.NUMBER, text, (_decimal(number["plain"], number["part"]),), ()
    digits = re.sub(r"\D", "", number["whole"])
    value = _decimal(digits, number["cents"] or "")
    halves = number["whole"].split(number["group"])
    others = () if number["cents"] or len(halves) != 2 or number["group"] == "'" else (_decimal(*halves),)
    return Kind.NUMBER, text, (value,), others


def _decimal(units: str, part: str) -> str:
    part = part.rstrip("0")
    return (units.lstrip("0") or "0") + ("." + part if part else "")


def _parts(code: str) -> tuple[str, ...]:
    """A code's words and digit runs; letters and digits that stand together are parted unless they alternate often."""
    runs = _RUNS.findall(code)
    if len(runs) > _MOST_ALTERNATIONS:
        runs = []
        for field in _FIELDS.findall(code):
            inner = _RUNS.findall(field)
            runs += inner if len(inner) <= _MOST_ALTERNATIONS else [field]
    return tuple([stem(run) if run.isalpha() else run[:LONGEST_WORD] for run in runs[:_MOST_PARTS]])


def _wholes(code: str) -> tuple[str, ...]:
    """The code as written, in Latin letters where its Cyrillic ones look like them, and the domain of an address."""
    if len(code) > LONGEST_WHOLE or not _IS_CODE.search(code):
        return ()
    domain = _EMAIL.fullmatch(code) if "@" in code else None
    latin = "" if code.isascii() else as_latin(code)
    return tuple(filter(None, (code, latin, domain[1] if domain else "")))
