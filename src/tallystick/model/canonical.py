"""Canonical JSON (RFC 8785) for the values that log entries use: objects, arrays, strings, integers, booleans, null."""

from __future__ import annotations

import json
import re
from typing import Any

# JavaScript cannot hold larger integers exactly, so RFC 8785 (via I-JSON, RFC 7493 2.2) does not either.
LARGEST_INTEGER = 2**53 - 1
_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
_SURROGATE = re.compile("[\ud800-\udfff]")


def encode(value: Any) -> bytes:
    """The one byte form of `value`: keys sorted, no white space, UTF-8.

    Raises ValueError for floats, large integers, keys outside ASCII and lone surrogates, which have no safe form here.
    Source: RFC 8785 3.2.
    """
    _refuse_unsafe(value)
    return _ENCODER.encode(value).encode("utf-8")


def decode(raw: bytes) -> Any:
    """The value whose canonical form is exactly `raw`. Raises ValueError where `raw` is not canonical."""
    value = json.loads(raw.decode("utf-8"))
    if encode(value) != raw:
        raise ValueError("not in canonical form")
    return value


def _refuse_unsafe(value: Any) -> None:
    kind = type(value)
    if kind is str:
        if not value.isascii() and _SURROGATE.search(value):
            raise ValueError("lone surrogate in a string")
    elif kind is dict:
        for key, item in value.items():
            if type(key) is not str or not key.isascii():
                raise ValueError("object key that is not an ASCII string")
            _refuse_unsafe(item)
    elif kind is int:
        if abs(value) > LARGEST_INTEGER:
            raise ValueError("integer too large to be exact")
    elif kind is list or kind is tuple:
        for item in value:
            _refuse_unsafe(item)
    elif kind is not bool and value is not None:
        raise ValueError(f"{kind.__name__} has no canonical form here")
