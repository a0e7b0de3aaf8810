"""Pictures looked at: the words in them, where the user asked for that in his settings, by engines on this computer."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from tallystick.formats.document.ocr import Engine, read_picture
from tallystick.model.document import Document, Passage
from tallystick.model.message import Problem
from tallystick.services.watch import paused

# Icons, logos and the dots that mails are followed by hold no words, and there are many.
LEAST_SIDE_PIXELS = 40
MOST_PICTURES = 300
_REMEMBERED = 512
_PICTURES = ("image", "screenshot")

Seen = tuple[tuple[Passage, ...], tuple[Problem, ...]]


class Eyes:
    """The engines for `languages` (of zh, en, ru), sought when the first picture comes; without languages, none."""

    def __init__(self, languages: Sequence[str] = ()) -> None:
        self.languages = tuple(languages)
        # The same picture stands in many mails, as under every one that a company sends.
        self._seen: dict[bytes, Seen] = {}

    def open(self) -> Looks:
        """Looks at the pictures of one original."""
        return Looks(self)

    @cached_property
    def engines(self) -> tuple[tuple[Engine, tuple[str, ...]], ...]:
        """Each engine that is here, with the languages that it reads."""
        from tallystick.sources.ocr import engines

        return engines(self.languages)

    @cached_property
    def missing(self) -> tuple[Problem, ...]:
        """What is asked for and no engine here can do."""
        read = {language for _engine, languages in self.engines for language in languages}
        lacking = [language for language in self.languages if language not in read]
        if not lacking:
            return ()
        return (Problem("ocr-unavailable", "", f"no engine for {', '.join(lacking)} is here; see 'tally doctor'"),)

    def look(self, picture: bytes) -> Seen:
        """What each engine sees in the picture, one passage for each, and what none could see."""
        digest = hashlib.sha256(picture).digest()
        if digest not in self._seen:
            with paused():
                found = [read_picture(picture, languages, engine) for engine, languages in self.engines]
            while len(self._seen) >= _REMEMBERED:
                del self._seen[next(iter(self._seen))]
            self._seen[digest] = (
                tuple(one for one in found if isinstance(one, Passage) and one.text),
                tuple(one for one in found if isinstance(one, Problem)),
            )
        return self._seen[digest]


class Looks:
    """Looks at the pictures of one original, at most 300, and says only once what cannot be done."""

    def __init__(self, eyes: Eyes) -> None:
        self._eyes = eyes
        self._count = 0

    def at(self, document: Document, picture: bytes) -> tuple[Document, tuple[Problem, ...]]:
        """The document with the words in its picture, which the engines read; as it was where it is no picture."""
        if not self._eyes.languages or document.kind not in _PICTURES or not picture or _is_small(document):
            return document, ()
        self._count += 1
        if self._count > MOST_PICTURES:
            limit = Problem("limit-pictures", "", f"more than {MOST_PICTURES} pictures; the rest is not looked at")
            return document, (limit,) if self._count == MOST_PICTURES + 1 else ()
        passages, problems = self._eyes.look(picture)
        if self._count == 1:
            problems = self._eyes.missing + problems
        return replace(document, passages=document.passages + passages), problems


def _is_small(document: Document) -> bool:
    stated = dict(document.properties)
    sides = [int(stated[side]) for side in ("width", "height") if stated.get(side, "").isdigit()]
    return stated.get("picture-format") == "HEIF" or not sides or min(sides) < LEAST_SIDE_PIXELS
