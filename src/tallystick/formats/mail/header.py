"""A header block as fields, and the parameters inside a field. Source: RFC 5322 2.2, RFC 2045 5.1, RFC 2231."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import unquote_to_bytes

from tallystick.formats.mail.charset import decode
from tallystick.formats.mail.deviation import Deviations
from tallystick.formats.mail.encoded_word import header_text

_FIELD_BREAK = re.compile(rb"\n(?![ \t])")
_NAME = re.compile(rb"[!-9;-~]{1,100}[ \t]*")
_PLAUSIBLE = re.compile(
    rb"(?i)[a-z0-9]{1,30}(?:-[a-z0-9-]{1,60})+|from|to|cc|bcc|date|subject|sender|received|references|comments|keywords"
)
_PARAMETER = re.compile(r';\s*+([^\s=;"]++)\s*+=\s*+(?:"((?:[^"\\]++|\\.)*)"?|([^;]*+))', re.DOTALL)
_CONTINUED = re.compile(r"([^*]+)\*(?:(\d{1,3})(\*)?)?")
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
MOST_PARAMETERS = 200


@dataclass(slots=True)
class Fields:
    """The fields of one block, in order: name as written, name in lower case, raw value; and where the body begins.

    `body_offset` counts from the block's beginning; None where the whole block is header.
    """

    listed: list[tuple[str, str, bytes]] = field(default_factory=list)
    body_offset: int | None = None
    junk: bytes = b""

    def first(self, lower: str) -> bytes | None:
        """The raw value of the first field of that name."""
        for _, name, raw in self.listed:
            if name == lower:
                return raw
        return None


def split(block: bytes, most: int) -> tuple[Fields, bool]:
    """The fields of a header block, and whether there were no more than `most`."""
    fields = Fields()
    lines = _FIELD_BREAK.split(block, most)
    is_whole = len(lines) <= most
    del lines[most:]
    broken: list[int] = []
    for index, line in enumerate(lines):
        name, colon, raw = line.partition(b":")
        if colon and (name.replace(b"-", b"").isalnum() or _NAME.fullmatch(name)):
            if not broken or _PLAUSIBLE.fullmatch(name.rstrip()):
                written = name.decode("ascii").rstrip()
                fields.listed.append((written, written.lower(), raw[:-1] if raw.endswith(b"\r") else raw))
                continue
        elif not line.strip():
            continue
        broken.append(index)
    if broken:
        _place_broken(fields, lines, broken)
    return fields, is_whole


def _place_broken(fields: Fields, lines: list[bytes], broken: list[int]) -> None:
    """Broken lines at the end of the block begin the body; those with fields behind them are junk."""
    tail = len(lines)
    while not lines[tail - 1].strip():
        tail -= 1
    end = tail
    while broken and broken[-1] == tail - 1:
        tail = broken.pop()
    if tail < end:
        fields.body_offset = sum(len(line) + 1 for line in lines[:tail])
    if broken:
        fields.junk = lines[broken[0]]


def parameters(raw: bytes, problems: Deviations, place: str) -> tuple[str, dict[str, str]]:
    """The value before the first semicolon in lower case, and the parameters, decoded, by lower-case name."""
    if raw.isascii() and len(raw) < 200 and b"=?" not in raw and b"*" not in raw:
        value, plain = _plain_parameters(raw)
        return value, dict(plain)
    text = header_text(raw[: 64 * 1024], problems, place)
    value, found = _split_parameters(text)
    return value, _joined(found, problems, place)


@lru_cache(maxsize=2048)
def _plain_parameters(raw: bytes) -> tuple[str, tuple[tuple[str, str], ...]]:
    value, found = _split_parameters(raw.decode("ascii").replace("\r\n", "").replace("\n", ""))
    return value, tuple(reversed(found))


def _split_parameters(text: str) -> tuple[str, list[tuple[str, str]]]:
    value = text.partition(";")[0].strip().lower()
    found: list[tuple[str, str]] = []
    for parameter in _PARAMETER.finditer(text):
        quoted = parameter[2]
        content = parameter[3].strip() if quoted is None else _ESCAPE.sub(r"\1", quoted) if "\\" in quoted else quoted
        found.append((parameter[1].lower(), content))
        if len(found) >= MOST_PARAMETERS:
            break
    return value, found


def _joined(found: list[tuple[str, str]], problems: Deviations, place: str) -> dict[str, str]:
    """Parameters with RFC 2231's continuations joined and its charsets decoded; these win over the plain form."""
    plain: dict[str, str] = {}
    pieces: dict[str, list[tuple[int, bool, str]]] = {}
    for name, content in found:
        continued = _CONTINUED.fullmatch(name)
        if continued is None:
            plain.setdefault(name, content)
        else:
            is_encoded = continued[2] is None or continued[3] is not None
            pieces.setdefault(continued[1], []).append((int(continued[2] or 0), is_encoded, content))
    for name, numbered in pieces.items():
        plain[name] = _continued(sorted(numbered, key=lambda piece: piece[0]), problems, place)
    return plain


def _continued(numbered: list[tuple[int, bool, str]], problems: Deviations, place: str) -> str:
    charset = ""
    raw = b""
    for order, (_, is_encoded, content) in enumerate(numbered):
        if is_encoded and order == 0 and content.count("'") >= 2:
            charset, _, content = content.split("'", 2)
        octets = content.encode("utf-8", "surrogateescape")
        raw += unquote_to_bytes(octets) if is_encoded else octets
    return decode(raw, charset, problems, place)[0]
