"""Members of a JSON record, taken as what they should be; whatever else stands there reads as absent."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any, TypeAlias

Record: TypeAlias = dict[str, Any]

_LONGEST_NUMBER = 24
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def record_of(value: Any) -> Record:
    """The value where it is a record, else an empty one."""
    return value if isinstance(value, dict) else {}


def list_of(value: Any) -> list[Any]:
    """The value where it is a list, else an empty one."""
    return value if isinstance(value, list) else []


def inner(record: Record, name: str) -> Record:
    """The record that stands under a name."""
    return record_of(record.get(name))


def listing(record: Record, *names: str) -> list[Any]:
    """The first list under one of the names."""
    return next((value for name in names if isinstance(value := record.get(name), list)), [])


def text(record: Record, *names: str) -> str:
    """The first text or number, not empty, under one of the names, as text that can be written as UTF-8; else ""."""
    for name in names:
        value = record.get(name)
        if isinstance(value, str):
            if value:
                return writable(value)
        elif isinstance(value, int | Decimal) and not isinstance(value, bool):
            return str(value)
    return ""


def number(record: Record, *names: str) -> int | None:
    """The first whole number under one of the names, also where it is written as text."""
    for name in names:
        value = record.get(name)
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        if isinstance(value, Decimal) and value.is_finite() and abs(value) < 10**_LONGEST_NUMBER:
            return int(value)
        if isinstance(value, str) and (found := whole(value)) is not None:
            return found
    return None


def flag(record: Record, *names: str) -> bool | None:
    """The first yes or no under one of the names: true, 1 or "1" and their opposites; None where it is not said."""
    for name in names:
        value = record.get(name)
        if isinstance(value, bool):
            return value
        if value in (0, 1, "0", "1", "true", "false"):
            return value in (1, "1", "true")
    return None


def whole(value: str) -> int | None:
    """The whole number that a text is, of at most 24 digits; None where it is not one."""
    stripped = value.strip()
    digits = stripped.removeprefix("-")
    return int(stripped) if len(digits) <= _LONGEST_NUMBER and digits.isascii() and digits.isdigit() else None


def writable(value: str) -> str:
    """The text with each lone surrogate, which no charset can write, shown as U+FFFD."""
    return value if value.isascii() else _LONE_SURROGATE.sub("\ufffd", value)
