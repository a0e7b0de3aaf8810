"""A WhatsApp export cut into messages: one pattern, made for the shape that the file has, finds each of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from tallystick.formats.chat.whatsapp_prefix import opening, shape_of_export
from tallystick.formats.chat.whatsapp_words import MARKS

# stamp, date, sender (None where the line names none), body with the lines that continue it
Row = tuple[str, str, str | None, str]


@dataclass(frozen=True, slots=True)
class Lines:
    """All lines of an export: those before the first message, and the messages in the order of the file."""

    preamble: tuple[str, ...]
    rows: list[Row]
    total: int
    has_marks: bool
    is_phone: bool
    is_time_first: bool


def split_messages(text: str) -> Lines | None:
    """The messages; None where no line begins one.

    A line that does not begin as the file's others do continues the message above it, whatever it resembles.
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n")
    shape = shape_of_export(text)
    if shape is None:
        return None
    total = text.count("\n") + (not text.endswith("\n"))
    has_marks = not text.isascii() and any(mark in text for mark in MARKS)
    # The literal line break in front lets the engine jump from line to line.
    pattern = re.compile(
        rf"\n{opening(shape._replace(has_marks=has_marks))}(?:([^:\n]++(?::(?![ \n]|\Z)[^:\n]*+)*):(?: |(?=\n)|\Z))?"
    )
    parts: list[Any] = pattern.split("\n" + text.removesuffix("\n"))
    before = (parts[0] or "").removeprefix("\n")
    preamble = tuple(before.split("\n")) if parts[0] else ()
    rows = list(zip(parts[1::4], parts[2::4], parts[3::4], parts[4::4], strict=True))
    return Lines(preamble, rows, total, has_marks, shape.has_brackets, shape.is_time_first)
