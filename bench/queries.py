"""The queries that the search is asked: about 380 in eleven classes, drawn from the vocabulary and from the corpus."""

from __future__ import annotations

from itertools import cycle, islice
from random import Random

from bench.corpus import Corpus
from bench.vocabulary import LANGUAGES, Language, languages

__all__ = ["COLD", "queries"]

# Asked of every contender in a new process: plain words that all of them take.
COLD = ("invoice", "договор", "质量", "demurrage")

_INFLECTED = "договора договором счёта счетам оплаты сроков качеством претензии неустойку возврата просрочки актом"


def queries(corpus: Corpus, seed: int = 7) -> dict[str, list[str]]:
    """Class -> queries; the same for the same corpus."""
    random = Random(seed)
    tongues = languages()
    terms = {name: _terms(tongues[name]) for name in LANGUAGES}
    mixed = [*terms["en"], *terms["zh"], *terms["ru"]]
    spaced = [term for name in ("en", "ru") for term in terms[name] if len(term) > 5]
    phrases = [phrase for tongue in tongues.values() for phrase in _phrases(tongue)]
    return {
        "word en": _some(random, terms["en"], 60),
        "word ru": [*_INFLECTED.split(), *_some(random, terms["ru"], 38)],
        "word zh": _some(random, terms["zh"], 50),
        "phrase": [f'"{phrase}"' for phrase in _some(random, phrases, 40)],
        "and": _pairs(random, terms, "AND", 40),
        "or": _pairs(random, terms, "OR", 10),
        "not": _pairs(random, terms, "NOT", 10),
        "prefix": [f"{term[:5]}*" for term in _some(random, spaced, 30)],
        "order": _some(random, list(corpus.orders), 40),
        "field": _fields(random, corpus, mixed, 30),
        "date": [f"date:2025-{month:02d}..2025-{month + 2:02d} {term}" for month, term in _dated(random, mixed, 20)],
    }


def _some(random: Random, words: list[str], count: int) -> list[str]:
    """`count` of the words, each once before any comes again."""
    return list(islice(cycle(random.sample(words, len(words))), count))


def _terms(language: Language) -> list[str]:
    """The single words among the language's terms and goods."""
    listed = (*language.words["term"].words, *language.words["goods"].words)
    return sorted({piece for word in listed for piece in word.split() if len(piece) > 1})


def _phrases(language: Language) -> list[str]:
    """Runs of three words, or of five Chinese characters, from sentences between their slots."""
    found = []
    for sentence in language.sentences:
        for piece in sentence.text.replace("%s", "|").replace("，", "|").rstrip(".。").split("|"):
            words = piece.strip(" ,;:").split()
            if language.name == "zh" and len(piece) >= 5 and piece.isalpha():
                found.append(piece[:5])
            elif len(words) >= 3 and all(word.isalpha() for word in words[:3]):
                found.append(" ".join(words[:3]))
    return found


def _pairs(random: Random, terms: dict[str, list[str]], operator: str, count: int) -> list[str]:
    pairs = (random.sample(terms[random.choice(LANGUAGES)], 2) for _ in range(count))
    return [f"{first} {operator} {second}" for first, second in pairs]


def _fields(random: Random, corpus: Corpus, terms: list[str], count: int) -> list[str]:
    chosen = zip(_some(random, list(corpus.addresses), count), _some(random, terms, count), strict=True)
    shapes = cycle(
        ("from:{address}", "subject:{term}", "to:{address} {term}", "has:attachment {term}", "lang:ru {term}")
    )
    return [shape.format(address=address, term=term) for (address, term), shape in zip(chosen, shapes, strict=False)]


def _dated(random: Random, terms: list[str], count: int) -> list[tuple[int, str]]:
    return [(random.randrange(1, 11), term) for term in _some(random, terms, count)]
