"""The classifier of sentences: a linear model for each language whose weights lie beside this module.

`weights.gz` holds a line of JSON (labels; for each language where its part begins, its features' count, scale, biases
and thresholds), then for each language the sorted numbers of its features (32 bits each, little-endian) and a row of
signed 16-bit numbers for each feature, one a label. `tools/acts_model.py` makes it from `bench/acts`.
"""

from __future__ import annotations

import gzip
import json
import math
import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from operator import mul
from typing import Any
from zlib import crc32

from tallystick.language.acts.features import key, named, spelled, words

__all__ = ["FORM", "MARK_SHARE", "Model", "model"]

FORM = 1
_LANE = 32
_MASK = (1 << _LANE) - 1
_HALF = 1 << _LANE - 1
MARK_SHARE = 0.5  # what a mark weighs beside all words together


@dataclass(frozen=True, slots=True)
class Model:
    """The weights of one language: for each feature one number that holds those of all labels.

    They stand in lanes of 32 bits, so that one addition adds all of them; `scale` makes weights of them.
    """

    language: str
    labels: tuple[str, ...]
    scale: float
    bias: tuple[float, ...]
    thresholds: tuple[float, ...]
    rows: dict[int, int]

    def chances(self, low: str, marked: Sequence[str]) -> tuple[float, ...]:
        """For each label the chance, between 0 and 1, that a sentence in lower case performs it."""
        said = words(low, self.language)
        names = list(named(said, self.language))
        pieces = [_pieces(self.language, word) for word in said]
        parts = (
            (self._whole(names), 1 / math.sqrt(len(names) or 1)),
            (sum([row for _size, row in pieces]), 1 / math.sqrt(sum([size for size, _row in pieces]) or 1)),
            (self._whole(marked), MARK_SHARE),
        )
        sums = list(self.bias)
        for whole, share in parts:
            factor = self.scale * share
            for at, lane in enumerate(self._lanes(whole)):
                sums[at] += lane * factor
        return tuple(1 / (1 + math.exp(-max(-40.0, min(40.0, one)))) for one in sums)

    def reasons(self, low: str, label: str) -> tuple[str, ...]:
        """The words or pairs of words that speak most for a label, the strongest first, three at most."""
        place = self.labels.index(label)
        said = words(low, self.language)
        names = set(named(said, self.language))
        if self.language == "zh":
            names |= {piece for word in said for piece in spelled(word, "zh") if len(piece) > 1}
        weighed = sorted((-self._lanes(self.rows.get(key(name), 0))[place], name) for name in names)
        return tuple(name for weight, name in weighed[:3] if weight < 0)

    def _whole(self, names: Iterable[str]) -> int:
        get = self.rows.get
        return sum([get(crc32(name.encode()), 0) for name in names])

    def _lanes(self, whole: int) -> list[int]:
        """The numbers of all labels that a row or a sum of rows holds."""
        lifted = whole + _lift(len(self.labels))
        return [((lifted >> _LANE * at) & _MASK) - _HALF for at in range(len(self.labels))]


@cache
def _lift(count: int) -> int:
    """What makes every lane of a sum positive, so that none borrows from the next."""
    return sum(_HALF << _LANE * at for at in range(count))


@lru_cache(maxsize=16384)
def _pieces(language: str, word: str) -> tuple[int, int]:
    """How many pieces a word has, and their weights together."""
    rows = model(language).rows
    pieces = spelled(word, language)
    return len(pieces), sum([rows.get(key(piece), 0) for piece in pieces])


@cache
def _file() -> tuple[dict[str, Any], bytes]:
    content = gzip.decompress((files("tallystick.language.acts") / "weights.gz").read_bytes())
    head, _sep, body = content.partition(b"\n")
    return json.loads(head), body


@cache
def model(language: str) -> Model:
    """The model of a language, en, zh or ru, as the file beside this module has it."""
    about, body = _file()
    labels = tuple(about["labels"])
    one = next(one for one in about["languages"] if one["language"] == language)
    count, place, wide = one["features"], one["at"], len(labels)
    keys = struct.unpack_from(f"<{count}I", body, place)
    cells = struct.iter_unpack(f"<{wide}h", body[place + 4 * count : place + (4 + 2 * wide) * count])
    lanes = [1 << _LANE * at for at in range(wide)]
    rows = {number: sum(map(mul, row, lanes)) for number, row in zip(keys, cells, strict=True)}
    return Model(language, labels, one["scale"], tuple(one["bias"]), tuple(one["thresholds"]), rows)
