"""PDF objects reached safely: every value may be missing, of the wrong type, endless or a bomb (ISO 32000-2, 7.3)."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import Any

import pikepdf

from tallystick.errors import LimitExceeded

LARGEST_STREAM = 256 << 20
MOST_NODES = 100_000
# Filters other than Flate expand by a factor that is not known before: their input is kept small.
_LARGEST_OTHER = 4 << 20
_LONGEST_TEXT = 1 << 20
# How pikepdf names what it reads from memory: by an address that differs each time.
_STREAM = re.compile(r"(?:stream )?<[^<>]{0,80}object at 0x[0-9a-f]+>[,:]? ?")


def member(parent: Any, *names: str) -> Any:
    """What stands at the path of names below a dictionary; None where any step is missing."""
    node = parent
    for name in names:
        try:
            if not isinstance(node, (pikepdf.Dictionary, pikepdf.Stream)):
                return None
            node = node.get(f"/{name}")
        except (pikepdf.PdfError, ValueError, TypeError):
            return None
    return node


def words(value: Any) -> str:
    """A text string, name or number as text, "" for anything else."""
    try:
        if isinstance(value, pikepdf.Name):
            return _encodable(str(value).removeprefix("/"))
        if isinstance(value, pikepdf.String):
            text = str(value).replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")
            return _encodable(text[:_LONGEST_TEXT])
        return str(value) if isinstance(value, (bool, int, float)) or type(value).__name__ == "Decimal" else ""
    except (pikepdf.PdfError, ValueError, UnicodeError):
        return ""


def members(parent: Any, most: int) -> Iterator[tuple[str, Any]]:
    """The names and values of a dictionary, at most `most`; nothing for anything else."""
    if not isinstance(parent, pikepdf.Dictionary):
        return
    try:
        names = [str(key).removeprefix("/") for key in list(parent.keys())[:most]]
    except (pikepdf.PdfError, ValueError):
        return
    for name in names:
        yield _encodable(name), member(parent, name)


def reason(fault: object) -> str:
    """What a library says of a fault, the same for the same file, at most 300 characters."""
    return _STREAM.sub("", str(fault))[:300]


def _encodable(text: str) -> str:
    """The text without halves of characters, which UTF-16 in a hostile file can have."""
    return text.encode("utf-8", "replace").decode("utf-8")


def sequence(value: Any, most: int = MOST_NODES) -> Iterator[Any]:
    """The elements of an array, at most `most`; nothing for anything else."""
    if isinstance(value, pikepdf.Array):
        for at in range(min(len(value), most)):
            try:
                yield value[at]
            except (pikepdf.PdfError, ValueError, IndexError):
                continue


def tree(root: Any, children: str) -> Iterator[Any]:
    """All dictionaries of a tree, each once, whatever loops somebody built into it; at most 100,000."""
    waiting, seen, given = [root], set(), 0
    while waiting and given < MOST_NODES:
        node = waiting.pop()
        if not isinstance(node, pikepdf.Dictionary):
            continue
        identity = node.objgen
        if identity != (0, 0):
            if identity in seen:
                continue
            seen.add(identity)
        given += 1
        yield node
        waiting += list(sequence(member(node, children)))[::-1]


def stream_bytes(stream: Any, largest: int = LARGEST_STREAM) -> bytes:
    """The decoded content of a stream. Raises LimitExceeded, and ValueError where it is no stream or damaged."""
    if not isinstance(stream, pikepdf.Stream):
        raise ValueError("it is no stream")
    filters = [words(one) for one in sequence(member(stream, "Filter"))] or [words(member(stream, "Filter"))]
    try:
        raw = bytes(stream.get_raw_stream_buffer())
        if filters == [""]:
            return _within(raw, largest)
        if filters == ["FlateDecode"] and member(stream, "DecodeParms", "Predictor") is None:
            return inflated(raw, largest)
        if len(raw) > _LARGEST_OTHER:
            raise LimitExceeded(f"PDF stream of filters {' '.join(filters)}, bytes", _LARGEST_OTHER, len(raw))
        return _within(stream.read_bytes(), largest)
    except (pikepdf.PdfError, zlib.error, RuntimeError) as error:
        raise ValueError(reason(error)) from error


def inflated(raw: bytes, largest: int) -> bytes:
    """`raw` expanded, as far as it is whole. Raises LimitExceeded; ValueError where nothing of it can be read."""
    inflater = zlib.decompressobj()
    try:
        content = inflater.decompress(raw, largest + 1)
    except zlib.error as error:
        raise ValueError(f"its compressed content is damaged ({error})") from error
    return _within(content, largest)


def _within(content: bytes, largest: int) -> bytes:
    if len(content) > largest:
        raise LimitExceeded("PDF stream, expanded bytes", largest, f"more than {largest}")
    return content
