"""Quoted words: compared with the original where it is held, kept as a secondary copy where it is not."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from difflib import SequenceMatcher

from tallystick.record.holdings import HeldQuotation, Key
from tallystick.record.missing.finding import Missing, Scene

_WORD = re.compile(r"[\u3400-\u9fff]|[^\W_]+(?:[.,:/-][^\W_]+)*")
# What a narrower charset makes of a sign when it repeats it.
_SIGNS = str.maketrans({"№": "N", "₽": "руб", "×": "x", "€": "EUR", "£": "GBP", "¥": "CNY", "￥": "CNY", "…": " "})
_MARKS = re.compile(r"^[ \t>|]+", re.MULTILINE)
_FEWEST_WORDS = 8
_MOST_WORDS = 2_000
_ALIKE = 0.7
_MOST_DIFFERENCES = 12
_RUN = 12


def altered_quotes(scene: Scene) -> Iterator[Missing]:
    """Quotes that differ in words from the held message that they answer."""
    for key, quoted, original in _pairs(scene):
        if original is None:
            continue
        differences = word_differences(scene.holdings.texts.get(original, ""), quoted.text)
        if differences:
            removed, added = differences[0]
            yield Missing(
                kind="quote-differs", items=(key, original), weight="high",
                ground=f'the quote has "{added}" where the held original has "{removed}"',
                mend="show both texts side by side; the held original is the stronger one",
                who=scene.sender(key), differences=differences,
            )  # fmt: skip


def secondary_copies(scene: Scene) -> Iterator[Missing]:
    """Quoted messages whose originals are not held."""
    runs = _Runs(scene)
    for key, quoted, original in _pairs(scene):
        if original is None and not runs.has(quoted.text) and (quoted.author or quoted.stated):
            by = quoted.author or "somebody"
            yield Missing(
                kind="secondary-copy", items=(key,), weight="low",
                ground=f"words of {by}{f' of {quoted.stated}' if quoted.stated else ''} are held only as a quote",
                mend="ask for the original; until then this copy shows what whoever quoted it says was written",
                who=scene.sender(key), recovered=_MARKS.sub("", quoted.text).strip(),
            )  # fmt: skip


def word_differences(original: str, quote: str) -> tuple[tuple[str, str], ...]:
    """The words (removed, added) by which a quote differs from the original that it clearly repeats.

    Nothing where the quote is a part of the original, or where the two have little in common. White space, quote marks
    and the wrapping of lines do not count.
    """
    before, after = _words(original), _words(quote)
    if len(after) < _FEWEST_WORDS or len(before) < _FEWEST_WORDS:
        return ()
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size]
    matched = sum(block.size for block in blocks)
    if not blocks or matched < _ALIKE * min(len(before), len(after)):
        return ()
    # Whoever quotes may leave out the beginning and the end; what counts is what changed between.
    first, last = blocks[0], blocks[-1]
    found = []
    for tag, a, b, c, d in matcher.get_opcodes():
        is_within = a >= first.a and b <= last.a + last.size and c >= first.b and d <= last.b + last.size
        is_new = tag != "equal" and "".join(before[a:b]) != "".join(after[c:d])
        if is_within and is_new:
            found.append((" ".join(before[a:b])[:200], " ".join(after[c:d])[:200]))
    return tuple(found[:_MOST_DIFFERENCES])


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", _MARKS.sub("", text).translate(_SIGNS))
    return _WORD.findall(plain)[:_MOST_WORDS]


def _pairs(scene: Scene) -> Iterator[tuple[Key, HeldQuotation, Key | None]]:
    """Each outermost quote with the held message that it should repeat, None where none is held."""
    holdings = scene.holdings
    by_id: defaultdict[str, list[Key]] = defaultdict(list)
    for item in scene.spoken:
        if item.message_id:
            by_id[f"{item.channel}:{item.message_id}"].append(item.key)
    for key, quotations in holdings.quotations.items():
        channel = holdings.items[key].channel
        answered = [name for kind, name in holdings.references.get(key, ()) if kind != "references"]
        held = [found for name in answered for found in by_id.get(f"{channel}:{name}", ())]
        for quoted in quotations:
            if quoted.depth <= 1:
                yield key, quoted, held[0] if held else None


class _Runs:
    """Every run of twelve words in what is held, to be asked whether a quote stands there."""

    def __init__(self, scene: Scene) -> None:
        self._runs: set[int] = set()
        for text in scene.holdings.texts.values():
            words = _words(text)
            for at in range(max(1, len(words) - _RUN + 1)):
                self._runs.add(hash(tuple(words[at : at + _RUN])))

    def has(self, quote: str) -> bool:
        """Whether the quote's first words stand in a row in something held; a quote without words always does."""
        words = _words(quote)[:_RUN]
        return not words or hash(tuple(words)) in self._runs
