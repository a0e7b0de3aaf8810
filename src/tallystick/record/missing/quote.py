"""Quoted words: compared with the original where it is held, kept as a secondary copy where it is not."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from difflib import SequenceMatcher

from tallystick.record.holdings import HeldQuotation, Key
from tallystick.record.missing.finding import Missing, Scene
from tallystick.record.thread import MessageName, message_name

_WORD = re.compile(r"[\u3400-\u9fff]|[^\W_]+(?:[.,:/-][^\W_]+)*")
# What a narrower charset makes of a sign when it repeats it.
_SIGNS = str.maketrans({"№": "N", "₽": "руб", "×": "x", "€": "EUR", "£": "GBP", "¥": "CNY", "￥": "CNY", "…": " "})
_MARKS = re.compile(r"^[ \t>|]+", re.MULTILINE)
# What programs put into a quote when they turn HTML into plain text.
_PUT_IN = re.compile(r"<(?:mailto|https?|tel|callto):[^<>\s]{0,2000}>|\[(?:cid|image):[^\[\]]{0,500}\]", re.IGNORECASE)
_FEWEST_WORDS = 8
_MOST_WORDS = 2_000
_ALIKE = 0.7
_MOST_DIFFERENCES = 12
_RUN = 12
_LONGEST_RUN = 2_000
_MOST_VERSIONS = 5
# Pairs of equal words: letters of two thousand words have some forty thousand.
_MOST_PAIRS = 60_000


def altered_quotes(scene: Scene) -> Iterator[Missing]:
    """Quotes that differ in words from the held message that they answer."""
    for key, quoted, originals in _pairs(scene):
        texts = [scene.holdings.texts.get(original, "") for original in originals]
        found = [word_differences(text, quoted.text) for text in texts]
        # Where several versions are held, the quote is true to one of them or to none.
        if found and all(found):
            original, differences = originals[0], found[0]
            removed, added = differences[0]
            yield Missing(
                kind="quote-differs", items=(key, original), weight="high",
                ground=f'the quote has "{added}" where the held original has "{removed}"',
                mend="show both texts side by side; the held original is the stronger one",
                who=scene.sender(key), differences=differences,
            )  # fmt: skip


def secondary_copies(scene: Scene) -> Iterator[Missing]:
    """Quoted messages whose originals are not held."""
    alone = [(key, quoted, _run(quoted.text)) for key, quoted, originals in _pairs(scene) if not originals]
    held = _held_runs(scene, {run for _key, _quoted, run in alone})
    for key, quoted, run in alone:
        if run and run not in held and (quoted.author or quoted.stated):
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
    before, after = _comparable(_words(original), _words(quote))
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


def _comparable(before: list[str], after: list[str]) -> tuple[list[str], list[str]]:
    """Both, or as much of both as can be compared in a moment: texts of few words said over and over take hours."""
    while True:
        often = Counter(after)
        if sum(often[word] for word in before) <= _MOST_PAIRS:
            return before, after
        before, after = before[: len(before) // 2], after[: len(after) // 2]


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", _MARKS.sub("", _PUT_IN.sub("", text)).translate(_SIGNS))
    return _WORD.findall(plain)[:_MOST_WORDS]


def _pairs(scene: Scene) -> Iterator[tuple[Key, HeldQuotation, list[Key]]]:
    """Each outermost quote with the held messages that it should repeat one of, none where none is held."""
    holdings = scene.holdings
    by_id: defaultdict[MessageName, list[Key]] = defaultdict(list)
    for item in scene.spoken:
        if item.message_id:
            by_id[message_name(item, item.message_id)].append(item.key)
    for item in scene.spoken:
        key, quotations = item.key, holdings.quotations.get(item.key, ())
        answered = [name for kind, name in holdings.references.get(key, ()) if kind != "references"]
        held = [found for name in answered for found in by_id.get(message_name(item, name), ())]
        for quoted in quotations:
            if quoted.depth <= 1:
                yield key, quoted, held[:_MOST_VERSIONS]


def _run(quote: str) -> tuple[str, ...]:
    """The words with which a quote begins, at most twelve."""
    return tuple(_words(quote[:_LONGEST_RUN])[:_RUN])


def _held_runs(scene: Scene, wanted: set[tuple[str, ...]]) -> set[tuple[str, ...]]:
    """Those of these runs of words that stand in something held."""
    lengths = sorted({len(run) for run in wanted if run})
    found: set[tuple[str, ...]] = set()
    for text in scene.holdings.texts.values() if lengths else ():
        words = _words(text)
        for length in lengths:
            runs = zip(*(words[at:] for at in range(length)), strict=False)
            found.update(wanted.intersection(runs))
    return found
