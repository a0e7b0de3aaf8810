"""Durations as timesheets write them: 1:30, 01:30:15, 1.5, 1,5, 1h 30m. Exact, in seconds."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

from tallystick.formats.money.amounts import written_amount

__all__ = ["duration_seconds"]

_LONGEST_HOURS = 100_000
_CLOCK = re.compile(r"(\d{1,6}):([0-5]?\d)(?::([0-5]?\d))?")
_WORDS = re.compile(
    r"(?:(\d{1,6})\s?(?:h|hrs?|hours?|std\.?|stunden?|小时|时|ч\.?|час(?:а|ов)?)\s?)?"
    r"(?:(\d{1,6})\s?(?:m|mins?|minutes?|min\.|分钟|分|мин\.?|минут[аы]?)\s?)?(?:(\d{1,6})\s?(?:s|secs?|秒|сек\.?)?)?",
    re.IGNORECASE,
)


def duration_seconds(text: str, mark: str | None = ".") -> int | None:
    """Whole seconds, or None where the text is no duration. A plain number is hours, with `mark` as its decimal mark;
    where the mark is not known (None), a number that has one is no duration."""
    text = text.strip()
    if found := _CLOCK.fullmatch(text):
        return int(found[1]) * 3600 + int(found[2]) * 60 + int(found[3] or 0)
    if not text or len(text) > 40:
        return None
    if not any(character.isalpha() for character in text):
        if mark is None and ("." in text or "," in text):
            return None
        hours = written_amount(text, mark or "")
        if hours is None or not 0 <= hours <= _LONGEST_HOURS:
            return None
        return int((hours * 3600).quantize(Decimal(1), ROUND_HALF_UP))
    found = _WORDS.fullmatch(text)
    if not found or (found[3] is not None and found[1] is None and found[2] is None):
        return None
    hours_, minutes, seconds = (int(part or 0) for part in found.groups())
    return hours_ * 3600 + minutes * 60 + seconds
