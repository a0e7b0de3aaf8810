"""Sentences and clauses of a text in English, Chinese or Russian, or in several of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["Sentence", "clause", "clauses", "sentences"]

_LONGEST = 600  # characters that are looked at as one sentence
_SHORT = 90  # a sentence up to this length is shown whole
_SHORT_HAN = 36
_LONG = 140  # a sentence up to this length is shown whole where no rule names a place in it
_LONG_HAN = 60
_END = re.compile(
    r"[。！？!?…]{1,8}[\"”»’』」)）]{0,2}|\.{1,6}[\"”»’)]{0,2}(?=\s|$|[А-ЯЁA-Z\u4e00-\u9fff])|\n+|[；;](?=\s|[\u4e00-\u9fff])"
)
_ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:no|nr|mr|mrs|ms|dr|st|co|ltd|inc|e\.g|i\.e|approx|incl|excl|resp|art|sec|pcs|vs|ref|fig|dept|p\.s"
    r"|тыс|руб|млн|т\.е|т\.к|т\.д|т\.п|г|ул|д|стр|п|пп|ст|шт|см|им|долл|коп|кг|др|ооо|ип|[a-zа-я])$",
    re.IGNORECASE,
)
_SOFT = re.compile(r",(?!\d)|[，、;；：—–]|:(?!\d)|\s-\s|\s(?:and|but|so|because|и|но|а|поэтому|but|whereas|while)\s")
_HAN = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence at `start`..`end` of a text, without the space around it, and whether it asks."""

    start: int
    end: int
    is_question: bool


def sentences(text: str) -> Iterator[Sentence]:
    """The sentences of a text in order; line ends separate unless the line is wrapped."""
    start = 0
    for found in _END.finditer(text):
        sign = found[0]
        if sign[0] == "." and len(sign) == 1 and _ABBREVIATION.search(text[max(0, found.start() - 8) : found.start()]):
            continue
        if sign == "\n" and _is_wrapped(text, start, found.start(), found.end()):
            continue
        yield from _cut(text, start, found.end(), "?" in sign or "？" in sign)
        start = found.end()
    yield from _cut(text, start, len(text), is_question=False)


def _is_wrapped(text: str, start: int, at: int, after: int) -> bool:
    """Whether a line end stands within a sentence: the line is long and the next one goes on in lower case."""
    following = text[after : after + 1]
    line = text.rfind("\n", start, at) + 1 or start
    return at - line >= 40 and following.islower()


def _cut(text: str, start: int, end: int, is_question: bool) -> Iterator[Sentence]:
    while start < end and not (text[start].isalnum() or text[start] in '"“«($€£¥₽'):
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while end - start > _LONGEST:
        cut = max(text.rfind(sign, start + 1, start + _LONGEST) for sign in (" ", ",", "，", "、"))
        cut = cut if cut > start else start + _LONGEST
        yield Sentence(start, cut, is_question=False)
        start = cut + (text[cut : cut + 1].isspace())
    if start < end:
        yield Sentence(start, end, is_question)


def clause(text: str, sentence: Sentence, first: int, last: int) -> tuple[int, int]:
    """The words around `first`..`last` that a person would quote: the sentence if it is short, else the clauses."""
    short = _SHORT_HAN if _HAN.search(text, first, last) else _SHORT
    if sentence.end - sentence.start <= short:
        return sentence.start, sentence.end
    bounds = [sentence.start, *[found.start() for found in _SOFT.finditer(text, sentence.start, sentence.end)]]
    start = max((at for at in bounds if at <= first), default=sentence.start)
    end = min((at for at in bounds if at >= last), default=sentence.end)
    while start < first and not text[start].isalnum() and text[start] not in '"“«($€£¥₽':
        start += 1
    return start, max(end, last)


def clauses(text: str, sentence: Sentence) -> list[tuple[int, int]]:
    """A sentence as a whole if it is not long, else its parts of about half that length or more, cut at soft signs."""
    long = _LONG_HAN if _HAN.search(text, sentence.start, sentence.end) else _LONG
    if sentence.end - sentence.start <= long:
        return [(sentence.start, sentence.end)]
    parts: list[tuple[int, int]] = []
    start = sentence.start
    for found in _SOFT.finditer(text, sentence.start, sentence.end):
        if found.start() - start >= long // 3:
            parts.append((start, found.start()))
            start = found.end()
    if start < sentence.end:
        parts.append((start, sentence.end))
    return parts
