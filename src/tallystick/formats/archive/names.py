"""The names inside a zip: decoded by evidence where nothing says how they are written, and made safe to show."""

from __future__ import annotations

import codecs
import re
import unicodedata
import zlib
from collections.abc import Iterable

_SAMPLE_BYTES = 1 << 14
_CONTROL = re.compile("[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_DRIVE = re.compile(r"[A-Za-z]:")

# A Cyrillic letter beside a Latin one is a Western accent misread.
_CYRILLIC = re.compile("(?<![A-Za-z])[А-Яа-яЁё]+(?![A-Za-z])")
_CHINESE = re.compile("[\u4e00-\u9fa5\u3000-\u303f\uff00-\uffef]+")
_LATIN = re.compile("[À-ÿ]+")

# Code pages of the archivers of our users, and the characters that their names are ordinarily made of.
CANDIDATES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("cp866", _CYRILLIC),
    ("gbk", _CHINESE),
    ("cp1251", _CYRILLIC),
    ("big5", _CHINESE),
    ("cp850", _LATIN),
)
# What has no better reading is read as the zip specification says (APPNOTE 4.4.17, appendix D).
DEFAULT = "cp437"


def charset_of(names: Iterable[bytes]) -> str:
    """The charset that all `names` together are most likely written in."""
    sample = b"/".join(name for name in names if not name.isascii())[:_SAMPLE_BYTES]
    if not sample:
        return "ascii"
    if _is_utf8(sample):
        return "utf-8"
    best, best_score = DEFAULT, 0.5
    for charset, ordinary in CANDIDATES:
        score = _score(sample, charset, ordinary)
        if score > best_score:
            best, best_score = charset, score
    return best


def decode(raw: bytes, extra: bytes | None, *, is_utf8: bool, charset: str) -> str:
    """The name that `raw` spells; bytes that have no reading become U+FFFD. `extra` is its Unicode Path field."""
    if extra is not None and extra[:1] == b"\1" and int.from_bytes(extra[1:5], "little") == zlib.crc32(raw):
        return extra[5:].decode("utf-8", "replace")
    return raw.decode("utf-8" if is_utf8 else charset, "replace")


def safe_path(name: str) -> tuple[str, str]:
    """A relative path without steps upwards, and why it is not as written ("" where it is)."""
    path = name.replace("\\", "/")
    why = ""
    if path.startswith("/") or _DRIVE.match(path):
        path, why = _DRIVE.sub("", path, count=1).lstrip("/"), "absolute"
    steps = [step for step in path.split("/") if step not in ("", ".")]
    if ".." in steps:
        steps, why = [step for step in steps if step != ".."], "steps upwards"
    path = "/".join(steps)
    if _CONTROL.search(path):
        path, why = _CONTROL.sub("\ufffd", path), why or "control characters"
    return unicodedata.normalize("NFC", path) or "\ufffd", why


def _is_utf8(sample: bytes) -> bool:
    """Whether `sample` is UTF-8, its last character perhaps cut where the sample is."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample, final=len(sample) < _SAMPLE_BYTES)
    except UnicodeDecodeError:
        return False
    return True


def _score(sample: bytes, charset: str, ordinary: re.Pattern[str]) -> float:
    """The share of characters outside ASCII that are ordinary ones; rare Chinese characters do not count."""
    text = sample.decode(charset, "replace")
    foreign = sum(1 for char in text if not char.isascii())
    if ordinary is _CHINESE:
        level_one = ("gb2312", 0xD7) if charset == "gbk" else ("big5", 0xC6)
        return sum(1 for char in text if not char.isascii() and _is_common(char, *level_one)) / foreign
    return sum(len(run[0]) for run in ordinary.finditer(text)) / foreign


def _is_common(char: str, charset: str, highest: int) -> bool:
    """Whether a character is punctuation or in the level of the charset's common ones."""
    encoded = char.encode(charset, "ignore")
    return len(encoded) == 2 and 0xA1 <= encoded[0] <= highest and _CHINESE.match(char) is not None
