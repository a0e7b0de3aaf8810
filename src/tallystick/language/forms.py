"""Other forms of a word that a query names: the index holds stems, and a query asks for the stems of every form."""

from __future__ import annotations

from functools import cache, lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any

from tallystick.language.folding import fold
from tallystick.language.pieces import stem

_MOST_STEMS = 24
# Particles that carry no meaning by themselves; a person who wants them found puts the text in quotes.
_PARTICLES = frozenset("的了吗呢吧啊呀嘛么")


@lru_cache(maxsize=4096)
def stems(word: str) -> tuple[str, ...]:
    """The stems of all forms of a folded word, its own first, at most 24.

    Russian by dictionary (every reading of the word, guesses for unknown ones left out), English by the table of
    irregular words; regular forms share one stem already.
    """
    own = stem(word)
    others = _russian(word) if "\u0400" <= word[:1] < "\u0530" else _irregular().get(own, ())
    return tuple(dict.fromkeys((own, *others)))[:_MOST_STEMS]


def segments(run: str) -> tuple[str, ...]:
    """The words of a folded run of Chinese, particles left out unless nothing else is there.

    A run of one or two characters is one word. Loads a dictionary (0.15 s) at its first longer run.
    """
    if len(run) <= 2:
        return (run,)
    import rjieba

    words = tuple(word for word in rjieba.cut(run) if word not in _PARTICLES)
    return words or (run,)


def _russian(word: str) -> tuple[str, ...]:
    """Stems of every form of every known reading, the most likely reading's first."""
    found: dict[str, None] = {}
    for reading in _analyser().parse(word):
        if reading.is_known:
            found.update((stem(fold(form.word)), None) for form in reading.lexeme)
    return tuple(found)


@cache
def _analyser() -> Any:
    """The Russian dictionary; its place is given, for looking it up among all installed packages takes 0.1 s."""
    pymorphy3: Any = import_module("pymorphy3")
    dictionary: Any = import_module("pymorphy3_dicts_ru")
    return pymorphy3.MorphAnalyzer(path=dictionary.get_path(), lang="ru")


@cache
def _irregular() -> dict[str, tuple[str, ...]]:
    """Stem to the stems of the other forms of its word."""
    found: dict[str, dict[str, None]] = {}
    table = (Path(__file__).parent / "tables" / "irregular.txt").read_text("utf-8")
    for line in table.splitlines():
        if not line or line.startswith("#"):
            continue
        family = dict.fromkeys(map(stem, line.split()))
        for member in family:
            found.setdefault(member, {}).update(family)
    return {member: tuple(family) for member, family in found.items()}
