"""Which rules of a language a sentence fires, once its guards have been asked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from tallystick.language.acts.grammar import Grammar, Rule
from tallystick.language.acts.sentences import Sentence

__all__ = ["of_rules", "performed"]


def performed(
    low: str, sentence: Sentence, around: tuple[int, int], grammar: Grammar
) -> Iterator[tuple[Rule, re.Match[str]]]:
    """Each rule that fires in a sentence of a text in lower case, with its place; `around` has the neighbours."""
    words = low[sentence.start : sentence.end]
    guards = None
    for rule in grammar.rules:
        found = rule.says.search(words)
        if found is None:
            continue
        if guards is None:
            guards = [(guard, at) for guard in grammar.guards if (at := guard.says.search(words))]
        if sentence.is_question and "question" not in rule.lifts:
            continue
        if any(
            guard.name not in rule.lifts and (not guard.is_before or at.start() <= found.start())
            for guard, at in guards
        ):
            continue
        if rule.unless is not None and rule.unless.search(words):
            continue
        if rule.near is not None and not rule.near.search(low, *around):
            continue
        yield rule, found


def of_rules(fired: Iterable[tuple[Rule, re.Match[str]]]) -> tuple[str, ...]:
    """The marks that fired rules leave on a sentence for the classifier: each rule, and each act once."""
    names: dict[str, None] = {}
    for rule, _found in fired:
        names[f"#{rule.ground}"] = None
        names[f"#{rule.kind.value}"] = None
    return tuple(names)
