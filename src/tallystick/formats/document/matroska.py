"""WebM and Matroska: what their elements say (RFC 9559, RFC 8794)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from tallystick.formats.document.recorded import Recorded
from tallystick.model.message import Moment

_MOST_ELEMENTS = 20_000
_EPOCH = datetime(2001, 1, 1, tzinfo=UTC)
_SEGMENT, _INFO, _TRACKS, _ENTRY, _CLUSTER = 0x18538067, 0x1549A966, 0x1654AE6B, 0xAE, 0x1F43B675
_SCALE, _DURATION, _DATE, _TITLE, _PROGRAM, _CODEC, _KIND = 0x2AD7B1, 0x4489, 0x4461, 0x7BA9, 0x5741, 0x86, 0x83
_HOLDERS = frozenset((_SEGMENT, _INFO, _TRACKS, _ENTRY))
_KINDS = {1: "video", 2: "audio"}


def read_matroska(original: bytes) -> Recorded:
    """What the elements before the first cluster say."""
    found = Recorded("WebM" if b"webm" in original[:64] else "Matroska")
    scale, length, kind = 1_000_000, 0.0, "other"
    for identifier, body in _elements(original):
        if identifier == _SCALE:
            scale = int.from_bytes(body[:8], "big")
        elif identifier == _DURATION and len(body) in (4, 8):
            length = struct.unpack(">f" if len(body) == 4 else ">d", body)[0]
        elif identifier == _DATE and len(body) == 8:
            _date(found, int.from_bytes(body, "big", signed=True))
        elif identifier in (_TITLE, _PROGRAM):
            found.tag("title" if identifier == _TITLE else "encoder", body.decode("utf-8", "replace"))
        elif identifier == _ENTRY:
            found.tracks.append(("other", "unknown"))
        elif identifier == _KIND and found.tracks:
            kind = _KINDS.get(int.from_bytes(body[:8], "big"), "other")
            found.tracks[-1] = (kind, found.tracks[-1][1])
        elif identifier == _CODEC and found.tracks:
            found.tracks[-1] = (found.tracks[-1][0], body[:40].decode("latin-1").partition("_")[2] or "unknown")
    # A hostile file may state no number at all.
    found.length(length * scale if length == length else 0, 1e9)
    return found


def _date(found: Recorded, nanoseconds: int) -> None:
    try:
        time = _EPOCH + timedelta(microseconds=nanoseconds // 1000)
    except OverflowError:
        return
    found.moments.append(Moment(time, 0, "recorded", f"{time:%Y-%m-%dT%H:%M:%SZ}"))


def _elements(original: bytes) -> Iterator[tuple[int, bytes]]:
    """Each element's id and first 4 KiB; of those that hold others, their elements follow."""
    at = 0
    for _ in range(_MOST_ELEMENTS):
        identifier, at = _number(original, at, keep_mark=True)
        size, at = _number(original, at, keep_mark=False)
        if identifier == _CLUSTER or at >= len(original) or identifier <= 0:
            return
        is_holder = identifier in _HOLDERS
        yield identifier, b"" if is_holder else original[at : at + min(max(size, 0), 4096)]
        at += 0 if is_holder else max(size, 0)


def _number(original: bytes, at: int, *, keep_mark: bool) -> tuple[int, int]:
    """A number of variable length, and where it ends; -1 for an unknown size."""
    if at >= len(original) or original[at] == 0:
        return -1, len(original)
    width = 9 - original[at].bit_length()
    value = int.from_bytes(original[at : at + width], "big")
    if not keep_mark:
        value &= (1 << 7 * width) - 1
        value = -1 if value == (1 << 7 * width) - 1 else value
    return value, at + width
