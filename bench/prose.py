"""The words of one thread: sentences drawn from the vocabulary, with the thread's own order and model numbers."""

from __future__ import annotations

import time
from collections.abc import Callable
from random import Random

from bench.plan import Thread
from bench.vocabulary import TRADITIONAL, Language, Template

__all__ = ["DAY_FORMATS", "Prose", "order_number"]

DAY_FORMATS = {"en": "%d %b %Y", "zh": "%Y年%m月%d日", "ru": "%d.%m.%Y"}
_DRAWN_AT_ONCE = 32


def order_number(thread: int) -> str:
    """The order number that every mail of this thread may name."""
    return f"PO-{2025 + thread % 2}-{thread:05d}"


class Prose:
    """Text of one thread in one language; the same calls give the same text."""

    def __init__(self, thread: Thread, language: Language, random: Random) -> None:
        self._language = language
        self._is_traditional = thread.script == "zh-hant"
        self._random = random
        self._time = thread.slots[0].time
        self._order = order_number(thread.number)
        self._model = f"{random.choice('ABEKLMTX')}{random.choice('XQR')}-{random.randrange(1000, 9999)}"
        self._pools: dict[str, list[str]] = {}
        self._makers: dict[str, Callable[[], str]] = {
            "order": lambda: self._order,
            "model": lambda: self._model,
            "amount": self._amount,
            "day": self._day,
            "quantity": lambda: str(random.randrange(100, 20_000)),
            "small": lambda: str(random.randrange(2, 40)),
            "tracking": lambda: f"{random.choice('CDMS')}{random.randrange(10**8, 10**9)}",
        }

    def letter(self, sentences: int) -> str:
        """Greeting, paragraphs and closing, one paragraph a line or wrapped where the language has spaces."""
        chosen = self._random.choices(self._language.sentences, k=sentences)
        gap = "" if self._language.name == "zh" else " "
        paragraphs = []
        while chosen:
            size = self._random.randrange(2, 7)
            paragraphs.append(gap.join(map(self._filled, chosen[:size])))
            chosen = chosen[size:]
        parts = [self._filled(self._language.greeting), *paragraphs, self._filled(self._language.closing)]
        return self._written("\n\n".join(parts))

    def subject(self) -> str:
        return self._written(self._filled(self._random.choice(self._language.subjects)))

    def name(self) -> str:
        return self._written(self._word("person"))

    def word(self, kind: str) -> str:
        return self._written(self._word(kind))

    def _filled(self, template: Template) -> str:
        if not template.kinds:
            return template.text
        return template.text % tuple([self._word(kind) for kind in template.kinds])

    def _word(self, kind: str) -> str:
        maker = self._makers.get(kind)
        if maker is not None:
            return maker()
        pool = self._pools.get(kind)
        if not pool:
            pool = self._pools[kind] = self._language.words[kind].draw(self._random, _DRAWN_AT_ONCE)
        return pool.pop()

    def _amount(self) -> str:
        return f"{self._random.randrange(120, 99_000):,}.{self._random.randrange(100):02d} USD"

    def _day(self) -> str:
        moment = self._time + self._random.randrange(-30, 30) * 86_400
        return time.strftime(DAY_FORMATS[self._language.name], time.gmtime(moment))

    def _written(self, text: str) -> str:
        return text.translate(TRADITIONAL) if self._is_traditional else text
