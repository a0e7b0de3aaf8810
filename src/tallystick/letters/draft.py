"""A letter drafted from a text and what is known: a sentence is written only where all that it rests on is there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from tallystick.letters import matter as matters
from tallystick.letters.fact import FactKind, KnownFact, Row, is_trait, vocabulary, written
from tallystick.letters.letter import Ground, LeftOut, Letter, Missing, Paragraph, Sentence
from tallystick.letters.matter import Matter
from tallystick.letters.template import PLACEHOLDER, LetterText, ParagraphText, SentenceText, frame, text_of
from tallystick.model.rule import LANGUAGES, DatedValue, Pack, Rule, Words

# What is not for the other side is not addressed to it either.
_TO_THEM = frozenset(("letter", "agreement"))


@dataclass(frozen=True, slots=True)
class Cited:
    """A rule with the pack that holds it."""

    pack: Pack
    rule: Rule


def draft(
    kind: str, language: str, matter: Matter, rules: Mapping[str, Cited], *, forum: str = "", with_blanks: bool = False
) -> Letter:
    """The letter as far as the facts carry it; what a required sentence lacks is in `missing`, and stands in the text
    as a visible blank where blanks are wanted.

    A sentence that rests on a rule is written only where the rule is in force on the day and was read in its source.
    Raises ValueError for an unknown kind or language.
    """
    if language not in LANGUAGES:
        raise ValueError(f"no language {language!r}; one of {', '.join(LANGUAGES)}")
    text = text_of(kind)
    drafting = _Drafting(language, matter, matters.known(matter), rules, forum, with_blanks)
    around = frame(text.frame)
    title = drafting.title(text)
    drafting.facts["title"] = KnownFact(title.text, title.grounds)
    paragraphs = tuple(drafting.paragraphs((*around.before, *text.paragraphs, *around.after)))
    steps = tuple(made for step in text.steps if (made := drafting.sentence(step, {}, is_step=True)))
    return Letter(
        kind=kind, language=language, title=title.text, title_grounds=title.grounds, paragraphs=paragraphs,
        steps=steps, missing=tuple(dict.fromkeys(drafting.missing)), left_out=tuple(drafting.left_out),
        sender=next(iter(matter.us.mails), ""), recipients=matter.them.mails if text.frame in _TO_THEM else (),
    )  # fmt: skip


def in_force(rule: Rule, on: date) -> DatedValue | None:
    """The value of the rule on the day, None where there was none."""
    fitting = (
        value for value in rule.values
        if (value.begins is None or value.begins <= on) and (value.ends is None or on < value.ends)
    )  # fmt: skip
    return next(fitting, None)


@dataclass(slots=True)
class _Drafting:
    language: str
    matter: Matter
    facts: dict[str, KnownFact]
    rules: Mapping[str, Cited]
    forum: str
    with_blanks: bool
    missing: list[Missing] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)

    def title(self, text: LetterText) -> Sentence:
        """What the letter is called; without its numbers where there are none."""
        made = self.sentence(text.title, {})
        assert made is not None
        reference = self.facts.get("contract")
        if reference is None:
            return made
        shown = written(reference, FactKind.TEXTS, self.language)
        joined = f"{made.text}（{shown}）" if self.language == "zh" else f"{made.text} – {shown}"
        return Sentence("title", joined, reference.grounds)

    def paragraphs(self, texts: tuple[ParagraphText, ...]) -> Iterator[Paragraph]:
        for text in texts:
            for row in self._rows(text):
                sentences = [made for each in text.sentences if (made := self.sentence(each, row))]
                if sentences:
                    yield Paragraph(text.role, tuple(self._joined(sentences)))

    def _joined(self, sentences: list[Sentence]) -> Iterator[Sentence]:
        """Sentences with the space between them that the language wants."""
        for number, each in enumerate(sentences):
            glue = " " if number and self.language != "zh" else ""
            yield Sentence(each.ident, glue + each.text, each.grounds)

    def _rows(self, text: ParagraphText) -> tuple[Row, ...]:
        if not text.each:
            return ({},)
        fact = self.facts.get(text.each)
        if fact is not None:
            assert isinstance(fact.value, tuple)
            return tuple(row for row in fact.value if not isinstance(row, str))
        if any(sentence.is_required and self._is_met(sentence.when, {}) for sentence in text.sentences):
            self._miss(text.each, text.sentences[0].ident)
            return ({},) if self.with_blanks else ()
        return ()

    def sentence(self, text: SentenceText, row: Row, *, is_step: bool = False) -> Sentence | None:
        """The sentence with its grounds, or None where it is not said or cannot be."""
        if not self._is_met(text.when, row):
            return None
        grounds, unusable = self._cited(text.cites)
        if unusable:
            self.left_out.append(LeftOut(text.ident, rules=unusable))
            return None
        lacking = tuple(name for name in text.needs if name not in row and name not in self.facts)
        if lacking and (is_step or not text.is_required):
            self.left_out.append(LeftOut(text.ident, facts=lacking))
            return None
        for name in lacking:
            self._miss(name, text.ident)
        if lacking and not self.with_blanks:
            return None
        known = {name: row.get(name) or self.facts.get(name) for name in text.needs}
        rests = [ground for fact in known.values() if fact for ground in fact.grounds]
        rests += [*self._conditions(text.when), *grounds]
        return Sentence(text.ident, self._filled(text.words, known), tuple(dict.fromkeys(rests)))

    def _filled(self, words: Words, known: Mapping[str, KnownFact | None]) -> str:
        """The words with each fact in its place. What a fact says is never read for placeholders again."""
        text = words[self.language]
        said, place = "", 0
        for found in PLACEHOLDER.finditer(text):
            said += text[place : found.start()] + self._written(found[1], known.get(found[1]))
            # "2026 г." at the end of a sentence has its full stop.
            place = found.end() + (said.endswith(".") and text.startswith(".", found.end()))
        return said + text[place:]

    def _written(self, name: str, fact: KnownFact | None) -> str:
        meaning = vocabulary()[name]
        if fact is None:
            return f"[____ {meaning.label[self.language]}]"
        return written(fact, meaning.kind, self.language)

    def _miss(self, name: str, sentence: str) -> None:
        self.missing.append(Missing(name, vocabulary()[name].label, sentence))

    def _is_met(self, when: Mapping[str, tuple[str, ...]] | None, row: Row) -> bool:
        return all(self._holds(key, values, row) for key, values in (when or {}).items())

    def _holds(self, key: str, values: tuple[str, ...], row: Row) -> bool:
        if key == "has":
            return all(name in self.facts or name in row for name in values)
        if key == "lacks":
            return not any(name in self.facts or name in row for name in values)
        if key == "dispute":
            return any(dispute in values for dispute in self.matter.situation.disputes)
        return (self.forum if key == "forum" else self.matter.situation.trait(key)) in values

    def _conditions(self, when: Mapping[str, tuple[str, ...]] | None) -> Iterator[Ground]:
        """What is known of the matter for which alone the sentence is said."""
        situation = self.matter.situation
        for key, values in (when or {}).items():
            if key == "dispute":
                yield from (Ground("situation", f"dispute={each}") for each in situation.disputes if each in values)
            elif is_trait(key) and situation.trait(key):
                yield Ground("situation", f"{key}={situation.trait(key)}")

    def _cited(self, idents: tuple[str, ...]) -> tuple[list[Ground], tuple[str, ...]]:
        """The grounds that the rules give, and those of them that nothing may be rested on."""
        grounds: list[Ground] = []
        unusable: list[str] = []
        for ident in idents:
            cited = self.rules.get(ident)
            value = in_force(cited.rule, self.matter.today) if cited else None
            if cited is None or value is None or not value.status.is_final or not self._applies(cited.rule):
                unusable.append(ident)
                continue
            where = "; ".join(f"{each.source.title_en}, {each.pinpoint}" for each in value.citations)
            grounds.append(Ground("rule", ident, f"{cited.pack.id} {cited.pack.version}: {where}"))
        return grounds, tuple(unusable)

    def _applies(self, rule: Rule) -> bool:
        """Whether nothing that is known speaks against the rule."""
        situation = self.matter.situation
        fits = all(situation.trait(name) in ("", *values) for name, values in rule.when.items())
        return fits and (
            not rule.disputes or not situation.disputes or not set(rule.disputes).isdisjoint(situation.disputes)
        )
