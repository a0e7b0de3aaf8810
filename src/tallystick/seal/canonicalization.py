"""The forms of a mail's headers and body that DKIM signs. Source: RFC 6376 3.4.

Every function takes CRLF line ends and time in proportion to its input: mail is hostile.
"""

from __future__ import annotations

import re

_RUN = re.compile(rb"[ \t]{2,}|\t")
_FIELD_END = re.compile(rb"\r\n(?![ \t])")


def has_bare_line_feed(message: bytes) -> bool:
    """Whether a line ends without a carriage return."""
    return message.count(b"\n") != message.count(b"\r\n")


def with_crlf(message: bytes) -> bytes:
    """The message with every line end as CRLF, as it was when it was sent."""
    return message.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def split(message: bytes) -> tuple[list[bytes], bytes]:
    """The header fields, each with its folds and without its last CRLF, and the body."""
    if message.startswith(b"\r\n"):
        return [], message[2:]
    head, _, body = message.partition(b"\r\n\r\n")
    head = head.removesuffix(b"\r\n")
    return _FIELD_END.split(head) if head else [], body


def header(field: bytes, is_relaxed: bool) -> bytes:
    """The field in canonical form, without a line end. Source: RFC 6376 3.4.1, 3.4.2."""
    if not is_relaxed:
        return field
    name, _, value = field.partition(b":")
    unfolded = _RUN.sub(b" ", value.replace(b"\r\n", b""))
    return name.rstrip(b" \t").lower() + b":" + unfolded.strip(b" \t")


def body(raw: bytes, is_relaxed: bool) -> bytes:
    """The body in canonical form. Source: RFC 6376 3.4.3, 3.4.4."""
    if is_relaxed:
        raw = _RUN.sub(b" ", raw).replace(b" \r\n", b"\r\n").removesuffix(b" ")
    end = len(raw)
    while raw.endswith(b"\r\n", 0, end):
        end -= 2
    if end == 0 and is_relaxed:
        return b""
    return raw[:end] + b"\r\n"
