"""A compound file's streams, each read once and within bounds. Source: MS-CFB, through olefile."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable, Iterator
from typing import Any

import olefile

from tallystick.errors import LimitExceeded, NotThisFormat

MOST_ENTRIES = 200_000
DEEPEST = 64
LARGEST_BYTES = 1 << 30
_STORAGE, _STREAM = 1, 2
_OPEN: Callable[[io.BytesIO], Any] = olefile.OleFileIO
# What olefile lets through where a file is damaged.
DAMAGE = (
    OSError,
    ValueError,
    TypeError,
    IndexError,
    KeyError,
    AttributeError,
    OverflowError,
    RecursionError,
    struct.error,
)


class Compound:
    """The storages and streams by path; what was taken is remembered, so that what nobody asked for can be said.

    Raises NotThisFormat, LimitExceeded.
    """

    def __init__(self, original: bytes) -> None:
        if len(original) > LARGEST_BYTES:
            raise LimitExceeded("compound file, bytes", LARGEST_BYTES, len(original))
        _check_header(original)
        try:
            self._file: Any = _OPEN(io.BytesIO(original))
            self._file.root.size = min(self._file.root.size, len(original))
            self.duplicates = 0
            self._children = dict(self._walk())
        except DAMAGE as error:
            raise NotThisFormat("compound file", f"{type(error).__name__}: {error}") from error
        # Streams of a sound file share no byte: more than all bytes are read of a hostile one alone.
        self._left = 2 * len(original) + (1 << 20)
        self.taken: dict[tuple[str, ...], str] = {}
        self.cut: list[tuple[str, ...]] = []
        self.shared: list[tuple[str, ...]] = []
        self._is_used = (bytearray(), bytearray())

    def _walk(self) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
        pending: list[tuple[tuple[str, ...], Any]] = [((), self._file.root)]
        count = 0
        while pending:
            path, entry = pending.pop()
            children = {child.name: child for child in entry.kids}
            count += len(entry.kids)
            self.duplicates += len(entry.kids) - len(children)
            if count > MOST_ENTRIES:
                raise LimitExceeded("compound file, entries", MOST_ENTRIES, count)
            # A storage that stands in itself has no end, and each level's path is longer than the one before.
            if len(path) > DEEPEST:
                raise LimitExceeded("compound file, storages in one another", DEEPEST, len(path))
            yield path, children
            pending += [((*path, name), child) for name, child in children.items() if child.entry_type == _STORAGE]

    @property
    def faults(self) -> list[str]:
        """What was wrong with the file's own tables."""
        return list(dict.fromkeys(str(message) for _kind, message in self._file.parsing_issues))

    @property
    def entries(self) -> int:
        """How many storages and streams the directory lists, those under a name that is taken included."""
        return sum(len(children) for children in self._children.values()) + self.duplicates

    def paths(self) -> Iterator[tuple[str, ...]]:
        """Every storage and stream but the root."""
        return ((*path, name) for path, children in self._children.items() for name in children)

    def storages(self, path: tuple[str, ...]) -> list[str]:
        """The names of the storages directly in `path`, in order of name."""
        children = self._children.get(path, {})
        return sorted(name for name, entry in children.items() if entry.entry_type == _STORAGE)

    def streams(self, path: tuple[str, ...]) -> list[str]:
        children = self._children.get(path, {})
        return sorted(name for name, entry in children.items() if entry.entry_type == _STREAM)

    def has(self, path: tuple[str, ...]) -> bool:
        return path in self._children

    def take(self, path: tuple[str, ...], purpose: str) -> bytes | None:
        """The stream's bytes, as many as there are, None where there are none; what it was for is remembered."""
        entry = self._children[path[:-1]].get(path[-1])
        if entry is None or entry.entry_type != _STREAM:
            return None
        content: bytes | None = None
        if entry.size <= self._left:
            try:
                content = self._file._open(entry.isectStart, entry.size).read()
            except DAMAGE:
                content = None
        if entry.size and not content:
            self.taken[path] = "problems"
            return None
        self._left -= len(content or b"")
        if len(content or b"") < entry.size:
            self.cut.append(path)
        if self._shares(entry.isectStart, entry.size):
            self.shared.append(path)
        self.taken[path] = purpose
        return content

    def _shares(self, sector: int, size: int) -> bool:
        """Whether a sector of the stream was one of a stream before, or is met twice in it."""
        is_small = size < self._file.minisectorcutoff
        table = (self._file.minifat if is_small else self._file.fat) or ()
        width = self._file.minisectorsize if is_small else self._file.sectorsize
        used = self._is_used[is_small]
        used.extend(bytes(len(table) - len(used)))
        for _ in range(-(-size // width)):
            if sector >= len(table):
                return False
            if used[sector]:
                return True
            used[sector] = 1
            sector = table[sector]
        return False


def _check_header(original: bytes) -> None:
    """The sizes of the tables fit into the file: olefile reads as many sectors as they say, round in a circle too."""
    if len(original) < 1536 or original[:8] != olefile.MAGIC:
        raise NotThisFormat("compound file", "it is shorter than its header, or begins otherwise")
    if int.from_bytes(original[0x1E:0x20], "little") not in (9, 12):
        raise NotThisFormat("compound file", "its sectors have neither 512 nor 4,096 bytes")
    for place in (0x28, 0x2C, 0x40, 0x48):
        if (count := int.from_bytes(original[place : place + 4], "little")) > len(original) // 512:
            raise NotThisFormat("compound file", f"a table of {count} sectors does not fit into it")
