"""A gzip file (RFC 1952): its members one after another, expanded within bounds."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import BinaryIO

from tallystick.errors import NotThisFormat
from tallystick.formats.archive.bounds import CHUNK_BYTES, Budget
from tallystick.model.message import Problem

_MAGIC = b"\x1f\x8b\x08"
_EXTRA, _NAME = 0x04, 0x08
_HEAD_BYTES = 1 << 16


@dataclass(frozen=True, slots=True)
class GzipHead:
    """What the first member says of the file inside: its name ("" where it says none) and its own time (UTC)."""

    name: str
    modified: datetime | None


class GzipStream:
    """The bytes inside a gzip file, once; afterwards `problems` names what followed its last whole member."""

    def __init__(self, file: BinaryIO, budget: Budget, place: str) -> None:
        self._file = file
        self._budget = budget
        self._place = place
        self._first = file.read(_HEAD_BYTES)
        if not self._first.startswith(_MAGIC):
            raise NotThisFormat("gzip", "it does not begin as a gzip member does")
        self.head = _head(self._first)
        self.problems: tuple[Problem, ...] = ()

    def __iter__(self) -> Iterator[bytes]:
        packed, expanded, waiting = 0, 0, self._first
        while waiting.startswith(_MAGIC):
            member = zlib.decompressobj(wbits=31)
            while not member.eof:
                if not waiting:
                    raise NotThisFormat("gzip", f"it ends inside a member, after {expanded} expanded bytes")
                chunk = _expand(member, waiting)
                packed += len(waiting) - len(member.unconsumed_tail) - len(member.unused_data)
                expanded += len(chunk)
                self._budget.spend(self._place or "gzip", len(chunk), expanded, packed)
                if chunk:
                    yield chunk
                waiting = member.unconsumed_tail or (b"" if member.eof else self._file.read(CHUNK_BYTES))
            waiting = self._following(member.unused_data)
        if waiting:
            self.problems = (
                Problem("gzip-trailing", str(packed), "bytes that are no gzip member follow the last one"),
            )

    def _following(self, unused: bytes) -> bytes:
        """What follows a member, without zeros (tapes are padded with them): at least three bytes if there are."""
        unused = unused.lstrip(b"\0")
        while len(unused) < len(_MAGIC) and (more := self._file.read(CHUNK_BYTES)):
            unused = (unused + more).lstrip(b"\0")
        return unused


def read_gzip(file: BinaryIO, budget: Budget | None = None, place: str = "") -> GzipStream:
    """The bytes inside `file`, expanded as they are iterated over.

    Raises NotThisFormat where it is no gzip or is damaged (each member's CRC-32 and length are checked),
    LimitExceeded where it expands to more than `budget` allows; both also while iterating.
    """
    return GzipStream(file, budget or Budget(), place)


def _expand(member: zlib._Decompress, waiting: bytes) -> bytes:
    try:
        return member.decompress(waiting, CHUNK_BYTES)
    except zlib.error as error:
        raise NotThisFormat("gzip", f"a member is damaged ({error})") from error


def _head(first: bytes) -> GzipHead:
    flags, seconds = first[3:4], int.from_bytes(first[4:8], "little")
    modified = datetime.fromtimestamp(seconds, UTC) if seconds else None
    at = 10
    if flags and flags[0] & _EXTRA:
        at += 2 + int.from_bytes(first[at : at + 2], "little")
    end = first.find(b"\0", at)
    has_name = bool(flags) and flags[0] & _NAME and end >= 0
    return GzipHead(first[at:end].decode("utf-8", "replace") if has_name else "", modified)
