"""MessagePack, in which DingTalk's servers push messages. Source: github.com/msgpack/msgpack/blob/master/spec.md"""

from __future__ import annotations

import struct
from typing import Any

DEEPEST = 40
_FIXED: dict[int, tuple[str, int]] = {
    0xCA: (">f", 4), 0xCB: (">d", 8), 0xCC: (">B", 1), 0xCD: (">H", 2), 0xCE: (">I", 4), 0xCF: (">Q", 8),
    0xD0: (">b", 1), 0xD1: (">h", 2), 0xD2: (">i", 4), 0xD3: (">q", 8),
}  # fmt: skip
_CONSTANTS = {0xC0: None, 0xC2: False, 0xC3: True}
# First byte -> (what follows, bytes of its length).
_SIZED = {
    0xC4: ("bin", 1), 0xC5: ("bin", 2), 0xC6: ("bin", 4), 0xD9: ("str", 1), 0xDA: ("str", 2), 0xDB: ("str", 4),
    0xDC: ("array", 2), 0xDD: ("array", 4), 0xDE: ("map", 2), 0xDF: ("map", 4),
    0xC7: ("ext", 1), 0xC8: ("ext", 2), 0xC9: ("ext", 4),
}  # fmt: skip


class _Reader:
    """A position in packed bytes. Each method raises ValueError where they end too soon or go too deep."""

    def __init__(self, packed: bytes) -> None:
        self._packed = packed
        self._at = 0

    @property
    def is_at_end(self) -> bool:
        return self._at == len(self._packed)

    def value(self, depth: int = 0) -> Any:
        if depth > DEEPEST:
            raise ValueError("deeper than 40 levels")
        first = self._take(1)[0]
        if first <= 0x7F:
            return first
        if first >= 0xE0:
            return first - 0x100
        if first in _CONSTANTS:
            return _CONSTANTS[first]
        if first in _FIXED:
            form, size = _FIXED[first]
            return struct.unpack(form, self._take(size))[0]
        return self._sized(first, depth)

    def _sized(self, first: int, depth: int) -> Any:
        if first <= 0x8F:
            return self._map(first & 0x0F, depth)
        if first <= 0x9F:
            return self._array(first & 0x0F, depth)
        if first <= 0xBF:
            return self._text(first & 0x1F)
        if 0xD4 <= first <= 0xD8:
            return self._take(1 + (1 << (first - 0xD4)))[1:]
        if first not in _SIZED:
            raise ValueError(f"byte {first:#04x} begins nothing")
        kind, width = _SIZED[first]
        size = int.from_bytes(self._take(width), "big")
        if kind == "map":
            return self._map(size, depth)
        if kind == "array":
            return self._array(size, depth)
        if kind == "str":
            return self._text(size)
        return self._take(size + 1)[1:] if kind == "ext" else self._take(size)

    def _map(self, size: int, depth: int) -> dict[str, Any]:
        self._expect(size * 2)
        return {str(self.value(depth + 1)): self.value(depth + 1) for _ in range(size)}

    def _array(self, size: int, depth: int) -> list[Any]:
        self._expect(size)
        return [self.value(depth + 1) for _ in range(size)]

    def _text(self, size: int) -> str:
        return self._take(size).decode("utf-8", "replace")

    def _take(self, size: int) -> bytes:
        self._expect(size)
        taken = self._packed[self._at : self._at + size]
        self._at += size
        return taken

    def _expect(self, size: int) -> None:
        if size > len(self._packed) - self._at:
            raise ValueError("cut off")


def unpack(packed: bytes) -> Any:
    """The one value that the bytes are; the keys of maps are text. Raises ValueError for anything else."""
    reader = _Reader(packed)
    value = reader.value()
    if not reader.is_at_end:
        raise ValueError("bytes follow the value")
    return value
