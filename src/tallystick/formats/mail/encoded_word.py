"""Encoded words in headers, also those that are split, glued together or damaged. Source: RFC 2047, RFC 2231 5."""

from __future__ import annotations

import binascii
import re

from tallystick.formats.mail.charset import canonical, decode, guess
from tallystick.formats.mail.deviation import Deviations

# Each repetition is bounded or possessive, so that a subject of "=?" a hundred thousand times costs one pass.
_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?((?:[^?]++|\?(?!=)){0,40})\?=")
_NOT_BASE64 = re.compile(r"[^A-Za-z0-9+/=\s]")


def header_text(raw: bytes, problems: Deviations, place: str, hint: str = "") -> str:
    """The value of a header field as text: unfolded, raw 8-bit bytes read by evidence, encoded words decoded."""
    value = plain_text(raw, problems, place, hint)
    return decode_words(value, problems, place) if "=?" in value else value


def plain_text(raw: bytes, problems: Deviations, place: str, hint: str = "") -> str:
    """The value unfolded and as text, its encoded words still encoded."""
    if raw.isascii():
        value = raw.decode("ascii")
    else:
        try:
            value = raw.decode("utf-8")
        except UnicodeDecodeError:
            charset = guess(raw, problems, place, hint)
            problems.add("header-8bit", place, f"read as {charset}")
            value = raw.decode(charset, "replace")
    if "\n" in value:
        value = value.replace("\r\n", "").replace("\n", "")
    if "\x1b$" in value:
        value, _ = decode(value.encode("utf-8", "replace"), "", problems, place)
    if "\x00" in value:
        problems.add("nul-bytes", place)
    return value.strip(" \t\r")


def decode_words(value: str, problems: Deviations, place: str) -> str:
    """`value` with its encoded words decoded; white space between two of them goes, other text stays as it is."""
    pieces: list[str] = []
    run: list[tuple[str, bytes]] = []
    position = 0
    for word in _WORD.finditer(value):
        between = value[position : word.start()]
        if between and not (run and between.isspace()):
            _flush(run, pieces, problems, place)
            pieces.append(between)
        charset = word[1].partition("*")[0].lower()
        if run and run[0][0] != charset:
            _flush(run, pieces, problems, place)
        run.append((charset, _word_bytes(word[2], word[3], problems, place)))
        position = word.end()
    _flush(run, pieces, problems, place)
    pieces.append(value[position:])
    return "".join(pieces)


def _flush(run: list[tuple[str, bytes]], pieces: list[str], problems: Deviations, place: str) -> None:
    """Adjacent words of one charset become text: each alone where each decodes, else their bytes joined."""
    if not run:
        return
    charset = run[0][0]
    table = canonical(charset)
    words = [raw for _, raw in run]
    run.clear()
    if len(words) > 1 and table:
        try:
            pieces.append("".join([raw.decode(table) for raw in words]))
        except UnicodeDecodeError:
            if _decodes(b"".join(words), table):
                problems.add("encoded-word-split", place)
        else:
            return
    pieces.append(decode(b"".join(words), charset, problems, place)[0])


def _decodes(raw: bytes, table: str) -> bool:
    try:
        raw.decode(table)
    except UnicodeDecodeError:
        return False
    return True


def _word_bytes(encoding: str, content: str, problems: Deviations, place: str) -> bytes:
    raw = content.encode("utf-8", "surrogateescape")
    if encoding in "qQ":
        return binascii.a2b_qp(raw, header=True)
    if _NOT_BASE64.search(content):
        problems.add("encoded-word-damaged", place)
    letters = re.sub(rb"[^A-Za-z0-9+/]", b"", raw)
    if len(letters) % 4 == 1:
        problems.add("encoded-word-damaged", place)
        letters = letters[:-1]
    return binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))
