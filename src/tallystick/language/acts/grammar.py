"""How the rules of a language are written down, and how they become patterns.

A rule is a pattern over one sentence in lower case. In its source `<word>` stands for a list of words from the table
of the language, `~` for a few characters within a clause and `~~` for some within the sentence. Every repetition is
bounded, so that the time is linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tallystick.model.act import ActKind

__all__ = ["Grammar", "Guard", "Rule", "guards", "rules", "silence"]

_NAME = re.compile(r"<([a-z_]+)>")
_GAPS = (("~~", r".{0,80}?"), ("~", r"[^,;，；、]{0,45}?"))


@dataclass(frozen=True, slots=True)
class Rule:
    """What is said when the act is performed, unless the sentence also says `unless`.

    `marks` lifts guards by name ("question", "condition"); a rule with `near` also needs that pattern in its own
    sentence or in one beside it.
    """

    ground: str
    kind: ActKind
    says: re.Pattern[str]
    unless: re.Pattern[str] | None = None
    near: re.Pattern[str] | None = None
    lifts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Guard:
    """A sentence of this shape performs nothing. `is_before` says that the shape must stand before the words."""

    name: str
    says: re.Pattern[str]
    is_before: bool = False


@dataclass(frozen=True, slots=True)
class Grammar:
    """The rules of a language and what silences them: a sentence's shape, or the kind of text as a whole.

    A text in which nothing of `context` stands is not about trade, and its promises are a neighbour's.
    """

    language: str
    rules: tuple[Rule, ...]
    guards: tuple[Guard, ...]
    silent: re.Pattern[str]
    context: re.Pattern[str]


def _expanded(source: str, words: Mapping[str, str]) -> str:
    """The source of a pattern in which every list of words and every gap is written out."""
    while found := _NAME.search(source):
        source = f"{source[: found.start()]}(?:{words[found[1]]}){source[found.end() :]}"
    for sign, gap in _GAPS:
        source = source.replace(sign, gap)
    return source


def rules(
    prefix: str, kind: ActKind, rows: Iterable[tuple[str, ...]], words: Mapping[str, str], bounds: tuple[str, str]
) -> tuple[Rule, ...]:
    """The rules of one act. A row is a name, a pattern, and optionally `unless=`, `near=` and `lifts=`."""
    return tuple(_rule(f"{prefix}.{kind.value}.{row[0]}", kind, row, words, bounds) for row in rows)


def _rule(ground: str, kind: ActKind, row: tuple[str, ...], words: Mapping[str, str], bounds: tuple[str, str]) -> Rule:
    options = dict(option.split("=", 1) for option in row[2:])
    lifts = frozenset(filter(None, options.pop("lifts", "").split(",")))
    patterns = {name: _pattern(source, words, bounds) for name, source in options.items()}
    return Rule(ground, kind, _pattern(row[1], words, bounds), patterns.get("unless"), patterns.get("near"), lifts)


def guards(rows: Iterable[tuple[str, ...]], words: Mapping[str, str], bounds: tuple[str, str]) -> tuple[Guard, ...]:
    """The guards of a language. A row is a name, a pattern and, where it must stand before the words, "before"."""
    return tuple(Guard(row[0], _pattern(row[1], words, bounds), "before" in row[2:]) for row in rows)


def silence(rows: Iterable[tuple[str, ...]], words: Mapping[str, str], bounds: tuple[str, str]) -> re.Pattern[str]:
    """What shows that a whole text performs nothing. A row is a name and a pattern."""
    return re.compile("|".join(_pattern(row[1], words, bounds).pattern for row in rows))


def _pattern(source: str, words: Mapping[str, str], bounds: tuple[str, str]) -> re.Pattern[str]:
    left, right = bounds
    return re.compile(f"{left}(?:{_expanded(source, words)}){right}")
