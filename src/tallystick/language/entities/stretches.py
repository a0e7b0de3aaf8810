"""Where digits stand in a text, so that a search for numbers need not look at the rest of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["Spans", "finds", "runs", "stretches"]

Spans = list[tuple[int, int]]
_RUN = re.compile(r"\d+")
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
