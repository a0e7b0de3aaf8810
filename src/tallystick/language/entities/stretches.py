"""Where digits stand in a text, so that a search for numbers need not look at the rest of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

__all__ = ["Spans", "any_of", "finds", "matches_from", "runs", "stretches"]

Spans = list[tuple[int, int]]
_RUN = re.compile(r"\d\d*")  # a set first, not its repetition: only then does `re` skip what cannot begin a match
_BEFORE, _AFTER = 60, 60  # the longest word before a number, and the longest number


def runs(text: str) -> Spans:
    """Each run of digits."""
    return [found.span() for found in _RUN.finditer(text)]


def stretches(digits: Spans, length: int, least: int) -> Spans:
    """The parts of a text around runs of digits of which at least so many stand close together."""
    found: Spans = []
    first = last = count = 0
    for start, end in [*digits, (length + 2 * _AFTER, length + 2 * _AFTER)]:
        if start - last > 2 and count:
            if count >= least:
                _add(found, max(0, first - _BEFORE), min(length, last + _AFTER))
            count = 0
        if not count:
            first = start
        count += end - start
        last = end
    return found


def _add(found: Spans, first: int, last: int) -> None:
    if found and first <= found[-1][1]:
        found[-1] = (found[-1][0], last)
    else:
        found.append((first, last))


def finds(pattern: re.Pattern[str], text: str, spans: Spans) -> Iterator[re.Match[str]]:
    """Each match inside the stretches."""
    for first, last in spans:
        yield from pattern.finditer(text, first, last)


def matches_from(places: Iterable[tuple[int, int]], pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Each match that begins inside one of the places, which are in order and hold all where one can begin: then
    they are those of `finditer`, and the rest of the text is not looked at."""
    at = 0
    for start, end in places:
        at = max(at, start)
        while at < end:
            found = pattern.match(text, at)
            if found is None:
                at += 1
            else:
                yield found
                at = found.end()


def any_of(words: Iterable[str]) -> str:
    """The source of a pattern that matches the longest of these words, letter by letter instead of word by word."""
    ways: list[str] = []
    is_whole = False
    for letter, group in groupby(sorted(set(words)), key=lambda word: word[:1]):
        rests = [word[1:] for word in group]
        if letter:
            ways.append(re.escape(letter) + (any_of(rests) if rests != [""] else ""))
        else:
            is_whole = True
    if len(ways) == 1 and not is_whole:
        return ways[0]
    return f"(?:{'|'.join(ways)}){'?' * is_whole}"
