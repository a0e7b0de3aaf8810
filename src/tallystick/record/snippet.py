"""The place in a text that best shows why a query found it, with the matching words marked."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tallystick.language.folding import UNSPACED, fold
from tallystick.language.pieces import Kind, pieces
from tallystick.record.expansion import Sequence, Starting, asks, leaves
from tallystick.record.tree import Field, Node

_LONGEST_SEARCHED = 200_000
_MOST_MARKS = 2_000
_LONGEST_CHUNK = 400
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")
_CHUNK = re.compile(rf"[{UNSPACED}]+|[^\s{UNSPACED}]+")
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")
_UNSPACED = re.compile(f"[{UNSPACED}]")


@dataclass(frozen=True, slots=True)
class Snippet:
    """A line of text without control characters, and the spans (start, end) in it that match, in order."""

    text: str
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class _Wanted:
    tokens: frozenset[str]
    prefixes: tuple[str, ...]
    runs: tuple[str, ...]

    def has(self, token: str) -> bool:
        return token in self.tokens or token.startswith(self.prefixes)


def snippet(text: str, query: Node, width: int = 160) -> Snippet:
    """About `width` characters of `text` around the most different words that `query` asks for, else its beginning.

    Only the first 200,000 characters are looked at. "…" stands where text is left out. Words stand marked in the
    form in which the text has them, whatever form the query had.
    """
    if width < 16:
        raise ValueError("a snippet is at least 16 characters wide")
    # Replaced one by one, so that places stay those of the text.
    text = _CONTROL.sub(" ", text[:_LONGEST_SEARCHED])
    marks = _marks(text, _wanted(query))
    start = _best_start(marks, width)
    start, end = _at_words(text, start, width)
    return _cut(text, start, end, marks)


def _wanted(query: Node) -> _Wanted:
    tokens: set[str] = set()
    prefixes: set[str] = set()
    runs: set[str] = set()
    for leaf in leaves(query):
        if leaf.field not in (Field.ANY, Field.BODY):
            continue
        runs |= {piece.text for piece in pieces(leaf.text) if piece.kind is Kind.RUN}
        for alternatives in asks(leaf):
            for ask in alternatives:
                if isinstance(ask, Starting):
                    (runs if _UNSPACED.match(ask.text) else prefixes).add(ask.text)
                elif isinstance(ask, Sequence):
                    places = [token for place in ask.places for token in place]
                    if _UNSPACED.match(places[0]):
                        runs.add("".join(token[0] for token in places) + places[-1][1:])
                    else:
                        tokens.update(token for token in places if not _UNSPACED.match(token))
    return _Wanted(frozenset(tokens), tuple(prefixes), tuple(sorted(runs, key=len, reverse=True)))


def _marks(text: str, wanted: _Wanted) -> list[tuple[int, int, str]]:
    """Start, end and what was asked for, of each match in order."""
    found: list[tuple[int, int, str]] = []
    for chunk in _CHUNK.finditer(text):
        if len(found) >= _MOST_MARKS:
            break
        if _UNSPACED.match(chunk[0]):
            found += _in_run(chunk[0], chunk.start(), wanted.runs)
        elif len(chunk[0]) <= _LONGEST_CHUNK:
            found += _in_word(chunk[0], chunk.start(), wanted)
    return found


def _in_run(run: str, offset: int, runs: tuple[str, ...]) -> list[tuple[int, int, str]]:
    folded = fold(run)
    if len(folded) != len(run) or not runs:
        return []
    pattern = "|".join(map(re.escape, runs))
    return [(offset + match.start(), offset + match.end(), match[0]) for match in re.finditer(pattern, folded)]


def _in_word(chunk: str, offset: int, wanted: _Wanted) -> list[tuple[int, int, str]]:
    for piece in pieces(chunk):
        for token in (*piece.wholes, *piece.tokens):
            if wanted.has(token):
                leading = _EDGES.match(chunk)
                start = leading.end() if leading else 0
                end = len(_EDGES.sub("", chunk)) + start
                return [(offset + start, offset + end, token)]
    return []


def _best_start(marks: list[tuple[int, int, str]], width: int) -> int:
    """Where a window begins that holds the most different matches, the first such one."""
    best, best_start = 0, 0
    for index, (start, _, _) in enumerate(marks):
        seen = set()
        for _, other_end, token in marks[index:]:
            if other_end - start > width * 3 // 4:
                break
            seen.add(token)
        if len(seen) > best:
            best, best_start = len(seen), max(0, start - width // 4)
    return best_start


def _at_words(text: str, start: int, width: int) -> tuple[int, int]:
    """A window moved so that it does not begin or end inside a word, where a space is near."""
    if start:
        space = text.find(" ", start, start + width // 8)
        start = space + 1 if space >= 0 else start
    end = min(len(text), start + width)
    if end < len(text):
        space = text.rfind(" ", end - width // 8, end)
        end = space if space > start else end
    return start, end


def _cut(text: str, start: int, end: int, marks: list[tuple[int, int, str]]) -> Snippet:
    """The window with white space drawn together and ellipses at its ends, and the marks moved to fit."""
    shown: list[str] = ["…"] if start else []
    place_of: dict[int, int] = {}
    length = len(shown)
    for place in range(start, end):
        place_of[place] = length
        character = text[place]
        if character.isspace() and (length == 0 or shown[-1] in " …"):
            continue
        shown.append(" " if character.isspace() else character)
        length += 1
    place_of[end] = length
    if end < len(text):
        shown.append("…")
    spans = tuple((place_of[first], place_of[last]) for first, last, _ in marks if start <= first and last <= end)
    return Snippet("".join(shown), tuple(span for span in spans if span[0] < span[1]))
