"""The words and sentences of `vocabulary.toml`, with draws that follow Zipf's law."""

from __future__ import annotations

import itertools
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

__all__ = ["LANGUAGES", "TRADITIONAL", "Language", "Template", "Words", "languages"]

LANGUAGES = ("en", "zh", "ru")
_SHEET = tomllib.loads(Path(__file__).with_name("vocabulary.toml").read_text("utf-8"))
_SLOT = re.compile(r"\{(\w+)\}")


def _joined(text: str) -> str:
    return "".join(text.split())


TRADITIONAL = str.maketrans(_joined(_SHEET["characters"]["simplified"]), _joined(_SHEET["characters"]["traditional"]))


@dataclass(frozen=True, slots=True)
class Template:
    """A sentence whose slots are `%s`, and the kind of word that belongs in each."""

    text: str
    kinds: tuple[str, ...]

    @classmethod
    def parsed(cls, text: str) -> Template:
        return cls(_SLOT.sub("%s", text.replace("%", "%%")), tuple(_SLOT.findall(text)))


@dataclass(frozen=True, slots=True)
class Words:
    """Words of one kind with the cumulative weights 1, 1/2, 1/3 ..."""

    words: tuple[str, ...]
    weights: tuple[float, ...]

    @classmethod
    def ranked(cls, words: list[str]) -> Words:
        return cls(tuple(words), tuple(itertools.accumulate(1 / rank for rank in range(1, len(words) + 1))))

    def draw(self, random: Random, count: int) -> list[str]:
        return random.choices(self.words, cum_weights=self.weights, k=count)


@dataclass(frozen=True, slots=True)
class Language:
    """What a letter in one language is made of."""

    name: str
    greeting: Template
    closing: Template
    subjects: tuple[Template, ...]
    sentences: tuple[Template, ...]
    words: dict[str, Words]


def languages() -> dict[str, Language]:
    """Every language of the sheet, by its name."""
    return {name: _language(name, _SHEET[name]) for name in LANGUAGES}


def _language(name: str, sheet: dict[str, Any]) -> Language:
    return Language(
        name,
        Template.parsed(sheet["greeting"]),
        Template.parsed(sheet["closing"]),
        tuple(Template.parsed(line) for line in sheet["subjects"].splitlines()),
        tuple(Template.parsed(line) for line in sheet["sentences"].splitlines()),
        {kind: Words.ranked(text.replace("\n", "").split(";")) for kind, text in sheet["words"].items()},
    )
