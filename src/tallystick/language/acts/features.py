"""What a sentence looks like to the classifier: its words, its pairs of words, pieces of words, and marks.

A feature is the CRC-32 of its name, the same on every machine and in every run. Figures are not told apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from zlib import crc32

import Stemmer

from tallystick.language.acts.grammar import Grammar

__all__ = ["every", "key", "marks", "named", "spelled", "words"]

_LONGEST_WORD = 24
_MOST_WORDS = 120
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?|\d+(?:[.,:]\d+)*|[$€£¥₽%?!]")
_RUN = re.compile(r"[\u4e00-\u9fff]{1,60}|[a-z]+|\d+(?:[.,:]\d+)*|[$€£¥%?!？！]")
_STEMMERS = {"en": Stemmer.Stemmer("english", 0), "ru": Stemmer.Stemmer("russian", 0)}
_FIRST = {
    "en": r"\b(?:we|i|our|my|us|me)\b", "zh": r"我|咱|本公司|俺", "ru": r"\b(?:мы|я|наш\w*|мо[йяеи]|нам|нас|мне|меня)\b"
}  # fmt: skip
_SECOND = {
    "en": r"\b(?:you|your|u|ur|yours)\b", "zh": r"你|您|贵", "ru": r"\b(?:вы|вас|вам|ваш\w*|ты|тебе|тебя|тво\w+)\b"
}  # fmt: skip
_FUTURE = {
    "en": r"\b(?:will|shall|going to|gonna|by|until|tomorrow|next)\b|'ll\b", "zh": r"将|会|明天|下周|之前|前|内|尽快",
    "ru": r"\b(?:буд\w+|до|завтра|к концу|через|на следующей)\b",
}  # fmt: skip
_NOT = {
    "en": r"\b(?:not|no|never|nothing|neither|without|cannot)\b|n't\b", "zh": r"不|没|未|无|别",
    "ru": r"\b(?:не|ни|нет|без)\b",
}  # fmt: skip
_THEY = {
    "en": r"\b(?:he|she|they|him|her|them|his|their)\b", "zh": r"他|她|人家", "ru": r"\b(?:он[аи]?|их|его|ее|им|ей)\b"
}  # fmt: skip
_MONEY = re.compile(
    r"[$€£¥₽]|\d ?%|\b(?:usd|eur|rmb|cny|gbp|rub|euros?|dollars?|руб\w*|тыс|юан\w+|процент\w*)\b|\d ?[元块万]"
)
_DAY = re.compile(
    r"\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b"
    r"|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)"
    r"\w*|\d[月号日]|周[一二三四五六日末]|понедельник\w*|вторник\w*|сред[ауеы]\b|четверг\w*|пятниц\w+|суббот\w+|воскресен\w+"
    r"|(?:январ|феврал|март|апрел|ма[яй]|июн|июл|август|сентябр|октябр|ноябр|декабр)\w*|today|tomorrow|сегодня|завтра|今天|明天"
)
_FIGURE = re.compile(r"\d")
_TOLD = (("1st", _FIRST), ("2nd", _SECOND), ("fut", _FUTURE), ("not", _NOT), ("3rd", _THEY))
_SHAPES = {
    language: (
        *((name, re.compile(table[language])) for name, table in _TOLD),
        *(("money", _MONEY), ("day", _DAY), ("figure", _FIGURE)),
    )
    for language in ("en", "zh", "ru")
}


def key(name: str) -> int:
    """The number of a feature."""
    return crc32(name.encode())


def words(low: str, language: str) -> list[str]:
    """The words of a sentence in lower case, at most so many; in Chinese its runs of characters."""
    if language == "zh":
        found = [_plain(run) for run in _RUN.findall(low)]
        return found[:_MOST_WORDS]
    return [_stem(word[:_LONGEST_WORD], language) for word in _WORD.findall(low)[:_MOST_WORDS]]


def named(said: list[str], language: str) -> Iterator[str]:
    """The features of the words as such: each one, each pair side by side, each pair about one word."""
    if language == "zh":
        for left, right in zip(["^", *said], [*said, "$"], strict=True):
            yield f"{left[-2:]}|{right[:2]}"
        return
    row = ["^", *said, "$"]
    for at, word in enumerate(said, 1):
        yield word
        yield f"{row[at - 1]} {word}"
        yield f"{row[at - 1]} * {row[at + 1]}"


@lru_cache(maxsize=8192)
def spelled(word: str, language: str) -> tuple[str, ...]:
    """The pieces of a word: 3 to 5 characters with its ends, in Chinese 1 to 4 characters of a run."""
    if language == "zh":
        return tuple(word[at : at + size] for size in (1, 2, 3, 4) for at in range(len(word) - size + 1))
    ended = f"<{word}>"
    return tuple("~" + ended[at : at + size] for size in (3, 4, 5) for at in range(len(ended) - size + 1))


def marks(low: str, grammar: Grammar, is_question: bool) -> tuple[str, ...]:
    """The marks of a sentence: which guards it meets, who is spoken of, whether money, a day or a figure is named."""
    found = [f"#{guard.name}" for guard in grammar.guards if guard.says.search(low)]
    found += [f"#{name}" for name, shape in _SHAPES[grammar.language] if shape.search(low)]
    if is_question:
        found.append("#asks")
    size = len(low) * (3 if grammar.language == "zh" else 1)
    found.append("#short" if size < 40 else "#long" if size > 130 else "#middling")
    return tuple(found)


def _plain(run: str) -> str:
    return "0" if run[0].isdigit() else run


@lru_cache(maxsize=8192)
def _stem(word: str, language: str) -> str:
    if word[0].isdigit():
        return "0"
    return str(_STEMMERS[language].stemWord(word))


def every(said: Iterable[str], language: str) -> Iterator[str]:
    """The pieces of all words."""
    for word in said:
        yield from spelled(word, language)
