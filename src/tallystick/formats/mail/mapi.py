"""MAPI properties as TNEF carries them (MS-OXTNEF 2.1.3.4): bounded, and without believing any length."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from tallystick.errors import NotThisFormat
from tallystick.model.message import Problem

MOST_PROPERTIES = 20_000
MOST_VALUES = 100_000

STRING8, UNICODE, OBJECT, BINARY = 0x001E, 0x001F, 0x000D, 0x0102
_MULTIPLE = 0x1000
_NAMED = 0x8000
_VARIABLE = frozenset((STRING8, UNICODE, OBJECT, BINARY))
# Bytes that a value of a fixed type takes, padding included (MS-OXTNEF 2.1.3.4.1).
_FIXED: dict[int, int] = {
    0x0000: 4,
    0x0001: 4,
    0x0002: 4,
    0x0003: 4,
    0x0004: 4,
    0x0005: 8,
    0x0006: 8,
    0x0007: 8,
    0x000A: 4,
    0x000B: 4,
    0x0014: 8,
    0x0040: 8,
    0x0048: 16,
}


@dataclass(frozen=True, slots=True)
class Property:
    """A property: its id (named ones from 0x8000), its type, and its first value's bytes without padding."""

    ident: int
    kind: int
    content: bytes

    def text(self, code_page: str) -> str:
        """The value as text without its final zero, or "" where it is no text."""
        if self.kind == UNICODE:
            return self.content.decode("utf-16-le", "replace").rstrip("\0")
        if self.kind == STRING8:
            return self.content.decode(code_page, "replace").rstrip("\0")
        return ""

    def number(self) -> int:
        """The value as an unsigned whole number."""
        return int.from_bytes(self.content[:8], "little")


class Bytes:
    """Little-endian bytes read from front to back. Reading past the end raises NotThisFormat."""

    __slots__ = ("_content", "_what", "at")

    def __init__(self, content: bytes, what: str) -> None:
        self._content = content
        self._what = what
        self.at = 0

    @property
    def left(self) -> int:
        return len(self._content) - self.at

    def take(self, length: int) -> bytes:
        if length > self.left:
            raise NotThisFormat(self._what, f"{length} bytes are said to follow at byte {self.at}, {self.left} do")
        self.at += length
        return self._content[self.at - length : self.at]

    def skip(self, length: int) -> None:
        """Moves on by `length`, or to the end where less is left: padding is often missing there."""
        self.at += min(length, self.left)

    def u16(self) -> int:
        return int(struct.unpack("<H", self.take(2))[0])

    def u32(self) -> int:
        return int(struct.unpack("<I", self.take(4))[0])


def read_properties(content: bytes, place: str, problems: list[Problem]) -> dict[int, Property]:
    """The properties in `content` by id, those read before damage too; the damage is added to `problems`."""
    found: dict[int, Property] = {}
    try:
        for prop in _properties(Bytes(content, "MAPI properties")):
            found.setdefault(prop.ident, prop)
    except NotThisFormat as error:
        problems.append(Problem("tnef-bad-properties", place, str(error)))
    return found


def _properties(source: Bytes) -> Iterator[Property]:
    count = source.u32()
    if count > MOST_PROPERTIES:
        raise NotThisFormat("MAPI properties", f"{count} are said to follow, more than {MOST_PROPERTIES}")
    for _ in range(count):
        kind, ident = source.u16(), source.u16()
        if ident >= _NAMED:
            _skip_name(source)
        yield Property(ident, kind & ~_MULTIPLE, _first_value(source, kind))


def _skip_name(source: Bytes) -> None:
    source.take(16)
    if source.u32() == 0:
        source.take(4)
        return
    length = source.u32()
    source.take(length)
    source.skip(-length % 4)


def _first_value(source: Bytes, kind: int) -> bytes:
    is_variable = kind & ~_MULTIPLE in _VARIABLE
    count = source.u32() if is_variable or kind & _MULTIPLE else 1
    width = 0 if is_variable else _FIXED.get(kind & ~_MULTIPLE, -1)
    if width < 0 or count > MOST_VALUES:
        raise NotThisFormat("MAPI properties", f"type {kind:#06x} with {count} values is not known")
    first = b""
    for number in range(count):
        length = source.u32() if is_variable else width
        value = source.take(length)
        source.skip(-length % 4)
        if number == 0:
            first = value
    return first
