"""An HTTP response as archives hold it: status, header and content, chunks joined and compression undone.

Source: RFC 9112 4 to 7, RFC 9110 8.4.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass

LARGEST_CONTENT = 64 << 20
_HEADER_BYTES = 1 << 18
_STATUS = re.compile(rb"HTTP/\d(?:\.\d)?\s+(\d{3})")
_CHUNK = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,12})[^\r\n]{0,200}\r?\n")
_BLANK = re.compile(rb"\r?\n\r?\n")


@dataclass(frozen=True, slots=True)
class HttpResponse:
    """`payload` is the body as it was sent, `content` the same without chunks and compression. `deviations` are
    (code, sentence) of what was wrong."""

    status: int | None
    fields: dict[str, str]
    payload: bytes
    content: bytes
    deviations: tuple[tuple[str, str], ...] = ()


def parse_response(block: bytes) -> HttpResponse | None:
    """The response in `block`, or None where it begins with no status line."""
    status = _STATUS.match(block)
    if status is None:
        return None
    blank = _BLANK.search(block, 0, _HEADER_BYTES)
    header, payload = (block[: blank.start()], block[blank.end() :]) if blank else (block, b"")
    fields = _fields(header)
    deviations: list[tuple[str, str]] = [] if blank else [("http-cut", "the header of the response does not end")]
    content = payload
    if "chunked" in fields.get("transfer-encoding", "").lower():
        content = _joined(payload, deviations)
    content = _uncompressed(content, fields.get("content-encoding", ""), deviations)
    return HttpResponse(int(status[1]), fields, payload, content, tuple(deviations))


def _fields(header: bytes) -> dict[str, str]:
    fields: dict[str, str] = {}
    for line in header.split(b"\n")[1:1_000]:
        name, colon, value = line.decode("utf-8", "replace").partition(":")
        if colon:
            fields.setdefault(name.strip().lower(), value.strip())
    return fields


def _joined(payload: bytes, deviations: list[tuple[str, str]]) -> bytes:
    """The chunks as one; a body that has none, although the header says so, stays as it is."""
    pieces: list[bytes] = []
    at = 0
    while (head := _CHUNK.match(payload, at)) is not None:
        length = int(head[1], 16)
        piece = payload[head.end() : head.end() + length]
        pieces.append(piece)
        if not length:
            return b"".join(pieces)
        at = head.end() + length
        if len(piece) < length:
            break
        at += 2 if payload.startswith(b"\r\n", at) else payload.startswith(b"\n", at)
    if not pieces:
        deviations.append(("http-not-chunked", "the header says chunked, the body is not; taken as it stands"))
        return payload
    deviations.append(("http-chunks-broken", "the chunks of the body do not end as they should"))
    return b"".join(pieces) + (payload[at:] if at < len(payload) else b"")


def _uncompressed(content: bytes, encodings: str, deviations: list[tuple[str, str]]) -> bytes:
    for encoding in reversed([one.strip().lower() for one in encodings.split(",") if one.strip()][:3]):
        if encoding in ("gzip", "x-gzip", "deflate"):
            content = _inflated(content, encoding, deviations)
        elif encoding != "identity":
            deviations.append(
                ("http-encoding-unknown", f"the content is packed as {encoding[:20]!r}, which is not opened")
            )
            return b""
    return content


def _inflated(content: bytes, encoding: str, deviations: list[tuple[str, str]]) -> bytes:
    for window in (47, -15) if encoding == "deflate" else (31,):
        try:
            inflater = zlib.decompressobj(wbits=window)
            opened = inflater.decompress(content, LARGEST_CONTENT)
        except zlib.error:
            continue
        if inflater.unconsumed_tail:
            deviations.append(
                ("limit-content", f"the content expands to more than {LARGEST_CONTENT} bytes; the rest is left out")
            )
        elif not inflater.eof:
            deviations.append(("http-content-cut", "the compressed content ends early"))
        return opened
    deviations.append(
        ("http-content-damaged", f"the content is not {encoding}, as its header says; taken as it stands")
    )
    return content
