"""Acts in a text: the rules that a sentence fires and its words are weighed together by the language's classifier."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tallystick.language.acts.chinese import CHINESE
from tallystick.language.acts.due import due
from tallystick.language.acts.english import ENGLISH
from tallystick.language.acts.features import marks
from tallystick.language.acts.grammar import Grammar
from tallystick.language.acts.model import Model, model
from tallystick.language.acts.own_words import own_words, same
from tallystick.language.acts.performed import of_rules, performed
from tallystick.language.acts.russian import RUSSIAN
from tallystick.language.acts.sentences import Sentence, clause, clauses, sentences
from tallystick.language.entities.scan import entities
from tallystick.model.act import Act, ActKind
from tallystick.model.entity import EntityKind
from tallystick.model.money import Money

__all__ = ["acts"]

_SCRIPTS = (
    (CHINESE, re.compile(r"[\u4e00-\u9fff]"), 4),
    (ENGLISH, re.compile(r"[A-Za-z]"), 1),
    (RUSSIAN, re.compile(r"[А-Яа-яЁё]"), 1),
)


_MOST_IN_SENTENCE = 2
_LEAST_LETTERS = 4
_OWN = frozenset(
    {ActKind.PROMISE_PAY, ActKind.PROMISE_DELIVER, ActKind.REFUSAL, ActKind.ACCEPTANCE, ActKind.SETTLEMENT}
)
_STRICT = frozenset({"#hypothetical", "#reported", "#past", "#rule"})  # guards that a likely sentence does not pass


@dataclass(frozen=True, slots=True)
class _Found:
    kind: ActKind
    ground: str
    language: str
    sentence: Sentence
    start: int
    end: int


def acts(text: str, *, sent: date | None = None, is_zoned: bool = False) -> tuple[Act, ...]:
    """What the writer does with the own words of a text, in order; one act of a kind for the same words.

    `sent` is the day of the message in the sender's zone, against which days such as "by Friday" are resolved.
    `is_zoned` says that the text is own words only. Words in quotation marks are never taken for the writer's.
    """
    own = own_words(text, is_zoned=is_zoned)
    low = same(own)
    grammars = [grammar for grammar, script, _weight in _SCRIPTS if script.search(own)]
    if not any(grammar.context.search(low) for grammar in grammars):
        return ()
    if any(grammar.silent.search(low) for grammar in grammars):
        return ()
    return tuple(_act(text, found, sent) for found in _found(own, low))


def _found(own: str, low: str) -> Iterator[_Found]:
    said = list(sentences(own))
    for index, sentence in enumerate(said):
        grammar = _grammar(own[sentence.start : sentence.end])
        if grammar is not None:
            around = (said[max(0, index - 1)].start, said[min(len(said) - 1, index + 1)].end)
            yield from _acts_of(own, low, sentence, around, grammar)


def _grammar(words: str) -> Grammar | None:
    """The language of most of the letters of a sentence; a Chinese character counts as much as four letters."""
    counts = [len(script.findall(words)) * weight for _grammar, script, weight in _SCRIPTS]
    most = max(counts)
    return _SCRIPTS[counts.index(most)][0] if most >= _LEAST_LETTERS else None


def _acts_of(own: str, low: str, sentence: Sentence, around: tuple[int, int], grammar: Grammar) -> Iterator[_Found]:
    words = low[sentence.start : sentence.end]
    fired = list(performed(low, sentence, around, grammar))
    learnt = model(grammar.language)
    marked = marks(words, grammar, sentence.is_question)
    chances = learnt.chances(words, (*marked, *of_rules(fired)))
    likely = sorted(
        (-chance, label)
        for chance, label, least in zip(chances, learnt.labels, learnt.thresholds, strict=True)
        if chance >= least
    )
    for _chance, label in likely[:_MOST_IN_SENTENCE]:
        kind = ActKind(label)
        rule, found = next((one for one in fired if one[0].kind is kind), (None, None))
        if rule is not None and found is not None:
            first, last = sentence.start + found.start(), sentence.start + found.end()
            yield _Found(kind, rule.ground, grammar.language, sentence, *clause(own, sentence, first, last))
        elif _STRICT.isdisjoint(marked) and not _of_others(kind, marked):
            ground = "model:" + ", ".join(learnt.reasons(words, label))
            place = _weightiest(own, low, sentence, grammar, learnt, label)
            yield _Found(kind, ground, grammar.language, sentence, *place)


def _of_others(kind: ActKind, marked: tuple[str, ...]) -> bool:
    """Whether a commitment is told of third persons only."""
    return kind in _OWN and "#3rd" in marked and "#1st" not in marked


def _weightiest(own: str, low: str, sentence: Sentence, grammar: Grammar, learnt: Model, label: str) -> tuple[int, int]:
    """The clause of a long sentence that speaks most for a label; a sentence that is not long as a whole."""
    parts = clauses(own, sentence)
    if len(parts) == 1:
        return parts[0]
    at = learnt.labels.index(label)
    chances = [
        learnt.chances(low[start:end], marks(low[start:end], grammar, is_question=False))[at] for start, end in parts
    ]
    return parts[chances.index(max(chances))]


def _act(text: str, found: _Found, sent: date | None) -> Act:
    words = text[found.start : found.end]
    return Act(
        kind=found.kind,
        start=found.start,
        end=found.end,
        words=words,
        language=found.language,
        ground=found.ground,
        money=_sums(words, found.language),
        due=due(text, (found.start, found.end), (found.sentence.start, found.sentence.end), found.kind, sent),
    )


def _sums(words: str, language: str) -> tuple[Money, ...]:
    """The sums that can be told; an ambiguous one is not guessed."""
    return tuple(
        Money(Decimal(one.field("amount")), one.field("currency"))
        for one in entities(words, None, language)
        if one.kind is EntityKind.MONEY and one.field("amount")
    )
