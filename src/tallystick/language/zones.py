"""Whose words stand where: own, quoted, forwarded, signature, notice. Each character is in exactly one zone.

Every test of a line looks at a bounded number of lines, so the time is linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

from tallystick.language.zone_lines import LONGEST_LOOKED_AT, Line, lines
from tallystick.language.zone_marks import FORWARD_ENDS
from tallystick.language.zone_openings import Opening, attributions, author_and_date, block, may_be_marked
from tallystick.language.zone_signatures import tails
from tallystick.model.zone import Zone, ZoneKind

__all__ = ["zones", "zones_of_lines"]


class _Label(NamedTuple):
    kind: ZoneKind
    depth: int = 0
    author: str = ""
    stated: str = ""


class _Rest(NamedTuple):
    """A quotation without signs: it holds for all that follows at its depth of signs or deeper."""

    signs: int
    label: _Label


_LINES_AT_END = 80  # more than any signature or notice is looked for in
_OPENING = re.compile(r"[-_=*—–#\u2500]|[^:：]{0,24}+[:：]")
_OWN = _Label(ZoneKind.OWN)
_Said = tuple[str, str]  # author and time, as an attribution states them


@dataclass(slots=True)
class _Reader:
    """Goes down the lines and gives each its label. It owns what holds from one line to the next."""

    lines: Sequence[Line]
    openings: dict[int, Opening]
    labels: list[_Label] = field(default_factory=list)
    rests: list[_Rest] = field(default_factory=list)
    said: dict[int, _Said] = field(default_factory=dict)
    signs: int = 0
    steady: _Label | None = None  # the label of the line before, where the next of its depth has the same

    def read(self) -> list[_Label]:
        index, given, openings = 0, self.lines, self.openings
        while index < len(given):
            line = given[index]
            _start, _end, depth, words, mark, opens = line
            if not words and depth == 0:
                self.labels.append(self._blank())
            elif index not in openings and mark is None and not opens and not _may_open(words):
                if self.steady is not None and depth == self.signs:
                    self.labels.append(self.steady)
                else:
                    self._line(line)
                    self.steady = self.labels[-1]
            elif opening := self._opening(index):
                self.steady = None
                self._open(index, opening)
                index = max(index, opening.last)
            else:
                self.steady = None
                self._line(line)
            index += 1
        return self.labels

    def _blank(self) -> _Label:
        before = self.labels[-1] if self.labels else _OWN
        if before.kind is not ZoneKind.ATTRIBUTION:
            return before
        if self.rests:
            return self.rests[-1].label
        return before._replace(kind=ZoneKind.QUOTED, depth=before.depth + (before.depth + 1 in self.said))

    def _opening(self, index: int) -> Opening | None:
        line = self.lines[index]
        opening = self.openings.get(index)
        if opening is not None and (not opening.is_weak or self._depth_below(opening.last) > line.depth):
            return opening
        words = line.words
        found = block(self.lines, index) if words else None
        if found is not None:
            return found
        if line.mark is ZoneKind.ATTRIBUTION:
            return Opening(index, ZoneKind.QUOTED, *author_and_date(words), is_weak=True)
        return Opening(index - 1, ZoneKind.QUOTED, "", "") if line.opens else None

    def _depth_below(self, last: int) -> int:
        """The depth of the first line with words below one, 0 where there is none near."""
        return next((line.depth for line in self.lines[last + 1 : last + 6] if line.words), 0)

    def _open(self, index: int, opening: Opening) -> None:
        line = self.lines[index]
        is_first = line.depth > self.signs
        self._close(line)
        depth = line.depth + len(self.rests)
        said = (opening.author, opening.stated)
        label = _Label(ZoneKind.ATTRIBUTION, depth, *said)
        self.labels += [label] * (opening.last + 1 - index)
        if opening.last < index:
            self.rests.append(_Rest(line.depth, _Label(opening.kind, depth + 1, *said)))
            self._line(line)
            return
        if is_first and opening.kind is ZoneKind.QUOTED and self._depth_below(opening.last) <= line.depth:
            self.said[depth] = said
        elif self._depth_below(opening.last) > line.depth and opening.kind is ZoneKind.QUOTED:
            self.said[depth + 1] = said
        elif not opening.is_weak:
            self.rests.append(_Rest(line.depth, _Label(opening.kind, depth + 1, *said)))

    def _line(self, line: Line) -> None:
        self._close(line)
        depth = line.depth + len(self.rests)
        if depth == 0:
            self.labels.append(_OWN)
        elif self.rests and self.rests[-1].signs == line.depth:
            self.labels.append(self.rests[-1].label)
            if self.rests[-1].label.kind is ZoneKind.FORWARDED and _ends_forward(line.words):
                self.rests.pop()
        else:
            self.labels.append(_Label(ZoneKind.QUOTED, depth, *self.said.get(depth, ("", ""))))

    def _close(self, line: Line) -> None:
        if line.depth < self.signs:
            while self.rests and self.rests[-1].signs > line.depth:
                self.rests.pop()
            depth = line.depth + len(self.rests)
            self.said = {deep: said for deep, said in self.said.items() if deep <= depth + 1}
        self.signs = line.depth


def _ends_forward(words: str) -> bool:
    return words[:1] in "-=*" and words.strip(" -=*").lower() in FORWARD_ENDS


def _may_open(words: str) -> bool:
    return _OPENING.match(words) is not None or words[-1:] in (":", "：")


def zones(text: str, html_text: str = "") -> tuple[Zone, ...]:
    """The zones of a text, in order and without a gap; of `html_text` where the text is blank."""
    if not text.strip() and html_text:
        text = html_text
    return zones_of_lines(lines(text)) if may_be_marked(text) else _unquoted(text)


def _unquoted(text: str) -> tuple[Zone, ...]:
    """The zones of a text without any quotation: only its end is looked at."""
    if not text:
        return ()
    cut = len(text)
    for _ in range(_LINES_AT_END):
        cut = text.rfind("\n", 0, cut)
        if cut < 0:
            break
    pieces = text[cut + 1 :].split("\n")
    words = [piece[:LONGEST_LOOKED_AT].strip() for piece in pieces]
    end = len(words) - (not pieces[-1])
    bounds = [(ZoneKind.OWN, 0)]
    for kind, line in tails(words, 0, end):
        bounds.append((kind, cut + 1 + sum(map(len, pieces[:line])) + line))
    ends = [start for _kind, start in bounds[1:]] + [len(text)]
    return tuple([Zone(kind, start, end) for (kind, start), end in zip(bounds, ends, strict=True) if start < end])


def zones_of_lines(given: Sequence[Line]) -> tuple[Zone, ...]:
    """The zones of lines that follow each other without a gap."""
    labels = _Reader(given, attributions(given)).read()
    _mark_tails(given, labels)
    found: list[Zone] = []
    index = 0
    for label, group in groupby(labels):
        end = index + sum(1 for _ in group)
        found.append(Zone(label.kind, given[index].start, given[end - 1].end, *label[1:]))
        index = end
    return tuple(found)


def _mark_tails(given: Sequence[Line], labels: list[_Label]) -> None:
    """Signatures and notices are looked for at the end of own words before a quotation to the end, and at the end."""
    runs = _own_ends(labels)
    words = [line.words for line in given] if runs else []
    for first, end in runs:
        marked = next((at for at in range(first, end) if words[at] and given[at].mark is ZoneKind.SIGNATURE), None)
        for kind, start in tails(words, first, end, marked):
            labels[start:end] = [_Label(kind)] * (end - start)


def _own_ends(labels: Sequence[_Label]) -> list[tuple[int, int]]:
    """The first and the last stretch of own words."""
    runs: list[tuple[int, int]] = []
    index = 0
    for label, group in groupby(labels):
        end = index + sum(1 for _ in group)
        if label == _OWN:
            runs.append((index, end))
        index = end
    return runs if len(runs) < 2 else [runs[0], runs[-1]]
