"""JSON, read within bounds: any depth that would exhaust the stack, and any number too long to count, is refused."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from tallystick.errors import LimitExceeded, NotThisFormat
from tallystick.formats.carrier.text import decode_text

LARGEST_BYTES = 256 << 20
_LONGEST_LINE = 64 << 20
# A number beyond stays text: it measures nothing, and to count with it would take all time or memory.
_LONGEST_NUMBER = 100
_LARGEST_EXPONENT = 100


def parse_json(original: bytes) -> Any:
    """The value that the file is; numbers with a point are Decimal. Raises NotThisFormat, LimitExceeded."""
    if len(original) > LARGEST_BYTES:
        raise LimitExceeded("JSON file, bytes", LARGEST_BYTES, len(original))
    return _loads(decode_text(original).text)


def parse_json_lines(original: bytes) -> Iterator[tuple[int, Any]]:
    """Each line's number, from 1, and value; NotThisFormat as the value of a line that is no JSON. Blank lines are
    passed over."""
    for number, line in enumerate(decode_text(original).text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            yield number, _loads(line[:_LONGEST_LINE])
        except (NotThisFormat, LimitExceeded) as error:
            yield number, error


def _loads(text: str) -> Any:
    try:
        return json.loads(text, parse_float=_number, parse_constant=str)
    except RecursionError as error:
        raise LimitExceeded("JSON, depth", 1000, 1001) from error
    except ValueError as error:
        raise NotThisFormat("json", str(error)) from error


def _number(text: str) -> Decimal | str:
    _digits, _mark, exponent = text.lower().partition("e")
    if len(text) > _LONGEST_NUMBER or (exponent and abs(int(exponent)) > _LARGEST_EXPONENT):
        return text
    return Decimal(text)
