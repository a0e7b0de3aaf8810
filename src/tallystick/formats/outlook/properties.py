"""The MAPI properties of one object: a message, a recipient or an attachment. Source: MS-OXCDATA 2.11, MS-OXPROPS."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from tallystick.formats.mail.mapi import BINARY, OBJECT, STRING8, UNICODE
from tallystick.model.message import Moment

__all__ = [
    "BINARY",
    "MULTIPLE",
    "OBJECT",
    "STRING8",
    "UNICODE",
    "Properties",
    "Stored",
    "StoredFile",
    "Value",
    "moment",
]

MULTIPLE = 0x1000
MOST_VALUES = 10_000
NAMED = 0x8000
_TIME = 0x0040
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)
# Property sets whose properties are called by number here (MS-OXPROPS 1.3.2); all others by their text.
_NUMBERED_SETS = {
    bytes.fromhex("0220060000000000c000000000000046"): "appointment",
    bytes.fromhex("0420060000000000c000000000000046"): "address",
}


@dataclass(frozen=True, slots=True)
class Value:
    """A property's type, without its mark of many values, and each value's bytes."""

    kind: int
    contents: tuple[bytes, ...]

    def text(self, charset: str) -> str:
        """The first value as text without its final zero, "" where it is no text."""
        return next(iter(self.texts(charset)), "")

    def texts(self, charset: str) -> tuple[str, ...]:
        """Each value as text."""
        if self.kind not in (STRING8, UNICODE):
            return ()
        table = "utf-16-le" if self.kind == UNICODE else charset
        return tuple(content.decode(table, "replace").rstrip("\0") for content in self.contents)

    @property
    def content(self) -> bytes:
        return self.contents[0] if self.contents else b""

    def number(self) -> int:
        """The first value as a whole number of at most 32 bits, without a sign."""
        return int.from_bytes(self.content[:4], "little")


@dataclass(slots=True)
class Properties:
    """The properties of one object, by id, and those with names by name ("Keywords", "appointment:820d")."""

    by_id: dict[int, Value] = field(default_factory=dict)
    by_name: dict[str, Value] = field(default_factory=dict)
    charset: str = "cp1252"

    def text(self, *idents: int) -> str:
        """The first of the properties that is a text, or ""."""
        found = (self.by_id[ident].text(self.charset) for ident in idents if ident in self.by_id)
        return next((text for text in found if text), "")

    def named_texts(self, name: str) -> tuple[str, ...]:
        return self.by_name[name].texts(self.charset) if name in self.by_name else ()

    def number(self, ident: int) -> int:
        """The value as an unsigned number, 0 where it is absent."""
        return self.by_id[ident].number() if ident in self.by_id else 0

    def content(self, ident: int) -> bytes:
        return self.by_id[ident].content if ident in self.by_id else b""

    def strings8(self) -> Iterable[bytes]:
        """The values that stand in a code page."""
        for value in (*self.by_id.values(), *self.by_name.values()):
            if value.kind == STRING8:
                yield from value.contents


@dataclass(slots=True)
class StoredFile:
    """An attachment: its properties, and its bytes or the message that it is; neither where nothing could be read."""

    properties: Properties
    content: bytes | None = None
    message: Stored | None = None
    problems: list[tuple[str, str]] = field(default_factory=list)
    """Codes and sentences of what was wrong with it."""


@dataclass(slots=True)
class Stored:
    """A message as a store holds it: its properties, recipients and attachments, and what was wrong with them."""

    properties: Properties
    recipients: list[Properties] = field(default_factory=list)
    files: list[StoredFile] = field(default_factory=list)
    problems: list[tuple[str, str]] = field(default_factory=list)


def moment(value: Value | None, source: str) -> Moment | None:
    """The time that a FILETIME states, in UTC; None where there is none. `raw` is the number of 100 ns since 1601."""
    if value is None or value.kind != _TIME or len(value.content) < 8:
        return None
    ticks = int.from_bytes(value.content[:8], "little")
    # Zero and the end of time are how "never" is written.
    if ticks == 0 or ticks >= 0x0CB34557A3DD4000:
        return None
    return Moment(_EPOCH + timedelta(microseconds=ticks // 10), 0, source, str(ticks))


def property_names(guids: bytes, entries: bytes, strings: bytes) -> dict[int, str]:
    """What each named property is called here, by id: its text, else its set and number ("appointment:820d").

    The three streams are the same in a message file and in a store. Source: MS-OXMSG 2.2.3, MS-PST 2.4.7.
    """
    found: dict[int, str] = {}
    for at in range(0, len(entries) - 7, 8):
        number, index, place = struct.unpack_from("<IHH", entries, at)
        if index & 1:
            length = int.from_bytes(strings[number : number + 4], "little")
            text = strings[number + 4 : number + 4 + length].decode("utf-16-le", "replace")
        else:
            # Sets 1 and 2 are fixed, the third is the first of the list.
            guid = guids[((index >> 1) - 3) * 16 :][:16] if index >> 1 >= 3 else b""
            text = f"{_NUMBERED_SETS.get(guid, guid.hex())}:{number & 0xFFFF:04x}"
        found[NAMED + place] = text
    return found


def split_multiple(content: bytes, most: int) -> tuple[bytes, ...]:
    """The values of a property with many values of varying length, as PST holds them (MS-PST 2.3.3.4.2)."""
    if len(content) < 4:
        return ()
    (count,) = struct.unpack_from("<I", content)
    count = min(count, most, (len(content) - 4) // 4)
    starts = struct.unpack_from(f"<{count}I", content, 4)
    ends = (*starts[1:], len(content))
    return tuple(content[start:end] for start, end in zip(starts, ends, strict=True))


def named(values: Mapping[int, Value], names: Mapping[int, str]) -> dict[str, Value]:
    """Those of `values` that have a name, by name."""
    return {names[ident]: value for ident, value in values.items() if ident in names}


def value_of(kind: int, content: bytes) -> Value:
    """A property as a PST holds it."""
    if kind & MULTIPLE and kind & ~MULTIPLE in (STRING8, UNICODE, BINARY):
        return Value(kind & ~MULTIPLE, split_multiple(content, MOST_VALUES))
    return Value(kind & ~MULTIPLE, (content,))
