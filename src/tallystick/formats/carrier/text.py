"""Text files: which charset, by mark, by validity, then by evidence; and never an exception."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from tallystick.formats.mail.evidence import likeliest

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LONGEST_CHARACTER = 4
_SAMPLE_BYTES = 1 << 16


@dataclass(frozen=True, slots=True)
class Text:
    """Decoded text without its mark. `is_damaged` says that some bytes fitted no charset and are now U+FFFD."""

    text: str
    charset: str
    is_damaged: bool = False


def decode_text(block: bytes, declared: str = "", *, is_cut: bool = False) -> Text:
    """The text of `block`: by its byte order mark, as UTF-8 where it is that, as `declared`, else by evidence.

    `is_cut` says that the block may end within a character.
    """
    for mark, charset in _MARKS:
        if block.startswith(mark):
            return _as(block[len(mark) :], charset)
    for tail in range(_LONGEST_CHARACTER if is_cut else 1):
        try:
            return Text(block[: len(block) - tail].decode("utf-8"), "utf-8")
        except UnicodeDecodeError:
            continue
    if declared:
        try:
            return Text(block.decode(declared), declared)
        except (LookupError, UnicodeDecodeError, ValueError):
            pass
    return _as(block, _unmarked(block))


def _unmarked(block: bytes) -> str:
    sample = block[:_SAMPLE_BYTES]
    # Half of all bytes zero, and always on the same side: UTF-16 without a mark.
    if sample[1::2].count(0) > len(sample) // 5 and not sample[::2].count(0):
        return "utf-16-le"
    if sample[::2].count(0) > len(sample) // 5 and not sample[1::2].count(0):
        return "utf-16-be"
    # Mostly valid UTF-8 with a few broken bytes is broken UTF-8, not another charset.
    read = sample.decode("utf-8", "replace")
    broken, beyond = read.count("\ufffd"), sum(character > "\x7f" for character in read)
    if broken * 10 < beyond:
        return "utf-8"
    return likeliest(sample) or "cp1252"


def _as(block: bytes, charset: str) -> Text:
    try:
        return Text(block.decode(charset), charset)
    except UnicodeDecodeError:
        return Text(block.decode(charset, "replace"), charset, is_damaged=True)
