"""What a word, phrase or prefix of a query asks of the index: sequences of tokens, with every form of each word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise, product
from math import prod

from tallystick.language.folding import as_latin, fold
from tallystick.language.forms import segments, stems
from tallystick.language.pieces import Kind, Piece, pieces
from tallystick.record.tree import And, Field, Node, Phrase, Prefix, Word

_MOST_VARIANTS = 24
_SUM = re.compile(r"(?<!\S)\d{1,3}(?: \d{3})+(?:[.,]\d{1,2})?(?!\S)")
_COMPACT_ACCOUNT = re.compile(r"[a-z]{2}\d\d[a-z0-9]{11,30}")
_ACCOUNT = re.compile(r"(?<!\S)[A-Za-z]{2}\d\d(?: \w{4}){2,7}(?: \w{1,3})?(?!\S)")


@dataclass(frozen=True, slots=True)
class Sequence:
    """These tokens one after another; one of the tokens at each place."""

    places: tuple[tuple[str, ...], ...]

    def variants(self) -> list[tuple[str, ...]]:
        """Each choice of tokens, for a phrase at most 24: then the last tokens of the widest places are left out."""
        places = list(self.places)
        while len(places) > 1 and prod(map(len, places)) > _MOST_VARIANTS:
            widest = max(range(len(places)), key=lambda index: len(places[index]))
            places[widest] = places[widest][:-1]
        return list(product(*places))


@dataclass(frozen=True, slots=True)
class Starting:
    """A token that begins so."""

    text: str


Ask = Sequence | Starting
# Every one of the outer ones, by any one of its inner ones.
Asks = tuple[tuple[Ask, ...], ...]


def asks(node: Word | Phrase | Prefix) -> Asks:
    """What `node` asks for; empty where it holds neither letter nor digit."""
    found = pieces(node.text)
    if isinstance(node, Phrase):
        return _of_phrase(found)
    if isinstance(node, Prefix):
        return _of_prefix(node.text)
    return tuple(ask for piece in found for ask in _of_piece(piece))


def joined(nodes: tuple[Node, ...]) -> Iterator[tuple[Node, ...]]:
    """`nodes` with a sum or account number that stands in groups ("12 500,00") as one word, once for each of them."""
    texts = [node.text if isinstance(node, Word) and node.field is Field.ANY else "\n" for node in nodes]
    for pattern in (_SUM, _ACCOUNT):
        for match in pattern.finditer(" ".join(texts)):
            first = match.string.count(" ", 0, match.start())
            words = match[0].split()
            yield (*nodes[:first], Word(Field.ANY, "".join(words)), *nodes[first + len(words) :])


def leaves(node: Node) -> Iterator[Word | Phrase | Prefix]:
    """The words, phrases and prefixes that `node` wants present."""
    if isinstance(node, Word | Phrase | Prefix):
        yield node
    elif hasattr(node, "nodes"):
        for inner in node.nodes:
            yield from leaves(inner)
        if isinstance(node, And):
            for nodes in joined(node.nodes):
                yield from (word for word in nodes if isinstance(word, Word) and word not in node.nodes)


def _of_piece(piece: Piece) -> Iterator[tuple[Ask, ...]]:
    if piece.kind is Kind.RUN:
        for segment in segments(piece.text):
            yield (_substring(segment),)
        return
    found: list[Ask] = [Sequence(((whole,),)) for whole in piece.wholes]
    if piece.kind is Kind.NUMBER:
        found += _grouped(piece.tokens[0])
    if _COMPACT_ACCOUNT.fullmatch(piece.text):
        found.append(_account(piece.text))
    # "@example.com" is this domain and no longer one that ends so.
    if not piece.text.startswith("@"):
        found.append(Sequence(_places(piece)))
    yield tuple(found)


def _places(piece: Piece) -> tuple[tuple[str, ...], ...]:
    if piece.kind is Kind.WORD:
        word = piece.text.partition("'")[0]
        return (tuple(dict.fromkeys((*piece.tokens, *stems(word)))),)
    if piece.kind is Kind.CODE and not piece.wholes:
        return tuple(stems(word) if word.isalpha() else (word,) for word in re.findall(r"[^\W_]+", piece.text))
    return tuple((token,) for token in piece.tokens)


def _substring(run: str) -> Ask:
    """A run of characters without spaces, wherever it stands; a single one begins a pair or ends a run."""
    if len(run) == 1:
        return Starting(run)
    return Sequence(tuple((first + second,) for first, second in pairwise(run)))


def _grouped(number: str) -> list[Ask]:
    """A number of four digits or more as it stands in text in groups of three with spaces between."""
    units, point, part = number.partition(".")
    if len(units) < 4 or units.startswith("0") or not units.isascii():
        return []
    first = len(units) % 3 or 3
    groups = [units[:first], *(units[at : at + 3] for at in range(first, len(units), 3))]
    # The last group and its decimals are one number, and a number is held without leading zeros.
    last = f"{int(groups[-1])}{point}{part}" if point else groups[-1]
    sequences = [[*groups[:-1], last]]
    if not point and last != str(int(last)):
        sequences.append([*groups[:-1], str(int(last))])
    return [Sequence(tuple((group,) for group in sequence)) for sequence in sequences]


def _account(compact: str) -> Ask:
    """An account number (IBAN) as it is printed, in groups of four."""
    groups = " ".join(compact[at : at + 4] for at in range(0, len(compact), 4))
    return Sequence(tuple((token,) for piece in pieces(groups) for token in piece.tokens))


def _of_phrase(found: list[Piece]) -> Asks:
    places: list[tuple[str, ...]] = []
    for index, piece in enumerate(found):
        if piece.kind is Kind.RUN:
            # What follows the run in the text is unknown where the phrase ends, and known where it goes on.
            ends = index == len(found) - 1
            places += [(token,) for token in (piece.tokens[:-1] if ends else piece.tokens)]
        else:
            places += _places(piece)
    if not places:
        return ((Starting(found[0].text),),) if found else ()
    if len(found) == 1 and found[0].kind is Kind.NUMBER:
        return tuple(_of_piece(found[0]))
    return ((Sequence(tuple(places)),),)


def _of_prefix(text: str) -> Asks:
    folded = fold(text).strip()
    head, last = _last_word(folded)
    before = tuple(ask for piece in pieces(head) for ask in _of_piece(piece))
    found = pieces(last)
    if not found:
        return before
    if found[-1].kind is Kind.RUN:
        return before + tuple(ask for piece in found for ask in _of_piece(piece))
    begun: list[Ask] = [Starting(last)]
    if latin := as_latin(last):
        begun.append(Starting(latin))
    if last.isalpha():
        begun.append(Sequence((stems(last),)))
    return (*before, tuple(begun))


def _last_word(folded: str) -> tuple[str, str]:
    """Folded text parted before the last piece, which keeps the separators behind it."""
    found = pieces(folded)
    if not found:
        return folded, ""
    start = folded.rfind(found[-1].text)
    if found[-1].kind is not Kind.RUN:
        start = max(folded.rfind(" ", 0, start) + 1, _after_run(folded, start))
    return folded[:start], folded[start:]


def _after_run(folded: str, end: int) -> int:
    runs = [piece.text for piece in pieces(folded[:end]) if piece.kind is Kind.RUN]
    return folded.rfind(runs[-1], 0, end) + len(runs[-1]) if runs else 0
