"""A letter as data: paragraphs of sentences, each with the grounds that it rests on."""

from __future__ import annotations

from dataclasses import dataclass, field

from tallystick.model.rule import Words


@dataclass(frozen=True, slots=True, order=True)
class Ground:
    """What a sentence rests on. `kind` is item (a kept original's id), stated (given by a person for this letter),
    sheet (the matter sheet), record (who is who), rule (its id) or situation (an event or trait that is known)."""

    kind: str
    ident: str
    detail: str = ""  # of a rule: pack, version and where it stands


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence in the letter's language. `ident` is its name in the text of its kind."""

    ident: str
    text: str
    grounds: tuple[Ground, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences that stand together. `role` is heading, body, point, quote, line (a line of its own) or sign."""

    role: str
    sentences: tuple[Sentence, ...]

    @property
    def text(self) -> str:
        return "".join(sentence.text for sentence in self.sentences)


@dataclass(frozen=True, slots=True)
class Missing:
    """A fact without which a required sentence cannot be written, with its name in words."""

    fact: str
    label: Words = field(compare=False)
    sentence: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A sentence that was not written, and why: facts that are missing, or rules that cannot be relied on."""

    sentence: str
    facts: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter drafted. `missing` is empty unless it cannot be sent as it stands, with or without blanks in its place.

    `steps` say, in the letter's language, what to do so that it counts; they are for the sender and stand in no letter.
    `sender` and `recipient` are addresses for a mail, "" where none is known.
    """

    kind: str
    language: str
    title: str
    paragraphs: tuple[Paragraph, ...]
    steps: tuple[Sentence, ...] = ()
    missing: tuple[Missing, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    sender: str = ""
    recipients: tuple[str, ...] = ()
    title_grounds: tuple[Ground, ...] = ()

    @property
    def grounds(self) -> tuple[Ground, ...]:
        """All that the letter rests on, each once, in order."""
        found = [*self.title_grounds, *(g for p in self.paragraphs for s in p.sentences for g in s.grounds)]
        return tuple(dict.fromkeys(found))
