"""The recipe of a container: which originals and which literal bytes, put together, are the container byte for byte.

Source: docs/format.md 6.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from tallystick.errors import LimitExceeded, NotThisFormat
from tallystick.model import canonical
from tallystick.model.check import Check

MEDIA_TYPE = "application/vnd.tallystick.recipe+jsonl"
FORMAT = 1
# Longer literal runs are written as several lines, so that a reader needs to hold no more than one.
LITERAL_BYTES = 48 << 10
LONGEST_LINE = 1 << 17

_HASH = re.compile(r"[0-9a-f]{64}\Z")
_CONTAINER = re.compile(r"[a-z][a-z0-9-]{0,31}\Z")
_CHECK = "containers"


@dataclass(frozen=True, slots=True)
class Literal:
    """Bytes of the container that belong to no original."""

    content: bytes


@dataclass(frozen=True, slots=True)
class Kept:
    """All the bytes of one original: its SHA-256 (hex) and size in bytes."""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Whole:
    """The container itself, which the pieces before add up to; always the last piece and only it."""

    sha256: str
    size: int


Piece = Literal | Kept | Whole


def write(pieces: Iterable[Piece], container: str = "mbox") -> Iterator[bytes]:
    """The lines of the recipe, one at a time, each ending in a line feed.

    Raises ValueError where `pieces` do not end with exactly one `Whole` or their sizes do not add up to it.
    """
    yield _line({"container": container, "recipe": FORMAT})
    size, whole = 0, None
    for piece in pieces:
        if whole is not None:
            raise ValueError("a recipe's Whole is its last piece")
        if isinstance(piece, Whole):
            whole = piece
        else:
            size += len(piece.content) if isinstance(piece, Literal) else piece.size
        yield from _lines_of(piece)
    if whole is None or whole.size != size:
        raise ValueError("a recipe ends with a Whole of the size that its pieces have together")


def read(chunks: Iterable[bytes]) -> Iterator[Piece]:
    """The pieces of a recipe, given as bytes cut anywhere; the last is the `Whole`.

    Raises NotThisFormat where a line is not exactly as section 6 of docs/format.md says, LimitExceeded where one is
    longer than 128 KiB.
    """
    size, whole, number = 0, None, 0
    for number, line in enumerate(_split(chunks), 1):
        if whole is not None:
            raise _not_a_recipe(number, "something follows the line of the whole")
        members = _members(number, line)
        if number == 1:
            _check_first(members)
            continue
        piece = _piece(number, members)
        if isinstance(piece, Whole):
            whole = piece
        else:
            size += len(piece.content) if isinstance(piece, Literal) else piece.size
        yield piece
    if whole is None:
        raise _not_a_recipe(number, "it ends without the line of the whole")
    if whole.size != size:
        raise _not_a_recipe(number, f"the pieces have {size} bytes together, the whole is said to have {whole.size}")


class Rebuild:
    """The bytes of a container, put together again as they are iterated over, once; then `check` is the verdict."""

    def __init__(self, chunks: Iterable[bytes], read_original: Callable[[str], Iterable[bytes]]) -> None:
        self._chunks = chunks
        self._read_original = read_original
        self.check = Check.not_checked(_CHECK, "the container was not rebuilt to its end")

    def __iter__(self) -> Iterator[bytes]:
        digest, size, wrong = hashlib.sha256(), 0, ""
        for piece in read(self._chunks):
            if isinstance(piece, Whole):
                self.check = _verdict(piece, digest.hexdigest(), size, wrong)
                continue
            inner, inner_size = hashlib.sha256(), 0
            for chunk in (piece.content,) if isinstance(piece, Literal) else self._read_original(piece.sha256):
                digest.update(chunk)
                inner.update(chunk)
                inner_size += len(chunk)
                yield chunk
            size += inner_size
            if isinstance(piece, Kept) and (inner.hexdigest(), inner_size) != (piece.sha256, piece.size):
                wrong = wrong or piece.sha256


def rebuild(chunks: Iterable[bytes], read_original: Callable[[str], Iterable[bytes]]) -> Rebuild:
    """The container of a recipe as an iterable of bytes, whose `check` compares it with the recipe's whole.

    `read_original` gives the bytes of the original with that SHA-256 (hex); what it raises goes through.
    Iterating raises NotThisFormat or LimitExceeded where the recipe itself is wrong; `check` then stays NOT_CHECKED.
    """
    return Rebuild(chunks, read_original)


def check(chunks: Iterable[bytes], read_original: Callable[[str], Iterable[bytes]]) -> Check:
    """PASS where the recipe rebuilds the container that it names, FAIL where it does not or is no recipe."""
    rebuilding = rebuild(chunks, read_original)
    try:
        for _ in rebuilding:
            pass
    except (NotThisFormat, LimitExceeded) as error:
        return Check.failed(_CHECK, str(error))
    return rebuilding.check


def _verdict(whole: Whole, sha256: str, size: int, wrong: str) -> Check:
    facts = {"expected": whole.sha256, "got": sha256}
    if wrong:
        return Check.failed(_CHECK, f"original {wrong} has other bytes than its name says", wrong, **facts)
    if (sha256, size) != (whole.sha256, whole.size):
        return Check.failed(_CHECK, "the pieces put together are not the container", whole.sha256, **facts)
    return Check.passed(_CHECK, f"{size} bytes rebuilt", whole.sha256, **facts)


def _lines_of(piece: Piece) -> Iterator[bytes]:
    if isinstance(piece, Literal):
        for start in range(0, len(piece.content), LITERAL_BYTES):
            run = piece.content[start : start + LITERAL_BYTES]
            yield _line({"bytes": base64.b64encode(run).decode("ascii")})
    elif isinstance(piece, Kept):
        yield _line({"sha256": piece.sha256, "size": piece.size})
    else:
        yield _line({"sha256": piece.sha256, "size": piece.size, "whole": True})


def _line(members: dict[str, Any]) -> bytes:
    return canonical.encode(members) + b"\n"


def _split(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The lines without their line feeds."""
    rest = b""
    for chunk in chunks:
        *lines, rest = (rest + chunk).split(b"\n")
        yield from lines
        if len(rest) > LONGEST_LINE:
            raise LimitExceeded("recipe line, in bytes", LONGEST_LINE, len(rest))
    if rest:
        raise NotThisFormat("recipe", "its last line has no end")


def _members(number: int, line: bytes) -> dict[str, Any]:
    if len(line) > LONGEST_LINE:
        raise LimitExceeded("recipe line, in bytes", LONGEST_LINE, len(line))
    try:
        members = canonical.decode(line)
    except (ValueError, RecursionError) as error:
        raise _not_a_recipe(number, "not canonical JSON") from error
    if not isinstance(members, dict):
        raise _not_a_recipe(number, "not an object")
    return members


def _check_first(members: dict[str, Any]) -> None:
    container, version = members.get("container"), members.get("recipe")
    if members.keys() != {"container", "recipe"} or version is True or version != FORMAT:
        raise _not_a_recipe(1, "not the beginning of a recipe of format 1")
    if not isinstance(container, str) or not _CONTAINER.match(container):
        raise _not_a_recipe(1, "no name of a kind of container")


def _piece(number: int, members: dict[str, Any]) -> Piece:
    keys = members.keys()
    if keys == {"bytes"}:
        return Literal(_literal(number, members["bytes"]))
    if keys == {"sha256", "size"}:
        return Kept(*_name(number, members))
    if keys == {"sha256", "size", "whole"} and members["whole"] is True:
        return Whole(*_name(number, members))
    raise _not_a_recipe(number, "neither an original, nor bytes, nor the whole")


def _literal(number: int, text: object) -> bytes:
    try:
        content = base64.b64decode(text, validate=True) if isinstance(text, str) else b""
    except (binascii.Error, ValueError) as error:
        raise _not_a_recipe(number, "bytes that are not base64") from error
    if not content or base64.b64encode(content).decode("ascii") != text:
        raise _not_a_recipe(number, "bytes that are not base64 in its one form")
    return content


def _name(number: int, members: dict[str, Any]) -> tuple[str, int]:
    sha256, size = members["sha256"], members["size"]
    if not isinstance(sha256, str) or not _HASH.match(sha256):
        raise _not_a_recipe(number, "no SHA-256 in lower-case hexadecimal")
    if not isinstance(size, int) or isinstance(size, bool) or size < 0:
        raise _not_a_recipe(number, "no size")
    return sha256, size


def _not_a_recipe(number: int, why: str) -> NotThisFormat:
    return NotThisFormat("recipe", f"line {number}: {why}")
