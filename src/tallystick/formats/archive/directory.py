"""The central directory of a zip, with zip64 (PKWARE APPNOTE 6.3, sections 4.3.12 to 4.3.16 and 4.5.3)."""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from tallystick.errors import LimitExceeded, NotThisFormat
from tallystick.formats.archive.bounds import Limits

_END = struct.Struct("<4sHHHHIIH")
_LOCATOR = struct.Struct("<4sIQI")
_END64 = struct.Struct("<4sQHHIIQQQQ")
_ENTRY = struct.Struct("<4sHHHHHHIIIHHHHHII")
_LONGEST_COMMENT = 0xFFFF
_ZIP64, _UNICODE_PATH = 0x0001, 0x7075
_FULL16, _FULL32 = 0xFFFF, 0xFFFFFFFF
_UNIX, _MACOS = 3, 19


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as the directory has it; `header_at` counts from the start of the file, `mode` is Unix's or 0."""

    raw_name: bytes
    unicode_path: bytes | None
    flags: int
    method: int
    modified: str
    crc32: int
    packed_size: int
    size: int
    mode: int
    header_at: int


@dataclass(frozen=True, slots=True)
class _End:
    """Where the directory is said to be, and where it really ends."""

    entries: int
    size: int
    offset: int
    ends_at: int


def read_directory(file: BinaryIO, limits: Limits) -> list[Entry]:
    """All entries, in order. Raises NotThisFormat where the directory is not whole, LimitExceeded where it is huge."""
    end = _find_end(file)
    if end.entries > limits.members:
        raise LimitExceeded("zip members", limits.members, end.entries)
    if end.size > limits.directory_bytes:
        raise LimitExceeded("zip directory, in bytes", limits.directory_bytes, end.size)
    # What stands before the archive (a self-extracting program) shifts all its offsets.
    shift = end.ends_at - end.size - end.offset
    if shift < 0:
        raise NotThisFormat("zip", "its directory does not fit into the file")
    file.seek(end.offset + shift)
    directory = file.read(end.size)
    entries = []
    at = 0
    while at < len(directory):
        entry, at = _entry(directory, at, shift)
        entries.append(entry)
        if len(entries) > end.entries:
            break
    if len(entries) != end.entries:
        raise NotThisFormat("zip", f"its directory has {len(entries)} entries or more, its end says {end.entries}")
    return entries


def _find_end(file: BinaryIO) -> _End:
    size = file.seek(0, io.SEEK_END)
    tail_at = max(0, size - _LONGEST_COMMENT - _END.size - _LOCATOR.size)
    file.seek(tail_at)
    tail = file.read(size - tail_at)
    at = len(tail)
    while (at := tail.rfind(b"PK\x05\x06", 0, at)) >= 0:
        if at + _END.size <= len(tail):
            *_, entries, directory_size, offset, comment = _END.unpack_from(tail, at)
            if at + _END.size + comment <= len(tail):
                found = _End(entries, directory_size, offset, tail_at + at)
                return _end64(file, tail, at, found) or found
    raise NotThisFormat("zip", "it has no end of a directory; the file may have been cut")


def _end64(file: BinaryIO, tail: bytes, at: int, end: _End) -> _End | None:
    """The zip64 end, where the archive has one and needs it."""
    if end.entries != _FULL16 and end.size != _FULL32 and end.offset != _FULL32:
        return None
    if at < _LOCATOR.size or not tail.startswith(b"PK\x06\x07", at - _LOCATOR.size):
        return None
    _, _, end64_at, _ = _LOCATOR.unpack_from(tail, at - _LOCATOR.size)
    for place in (end64_at, end.ends_at - _LOCATOR.size - _END64.size):
        if 0 <= place <= end.ends_at - _LOCATOR.size - _END64.size:
            file.seek(place)
            head = file.read(_END64.size)
            if len(head) == _END64.size and head.startswith(b"PK\x06\x06"):
                *_, entries, size, offset = _END64.unpack(head)
                return _End(entries, size, offset, place)
    raise NotThisFormat("zip", "its zip64 end is not where it says")


def _entry(directory: bytes, at: int, shift: int) -> tuple[Entry, int]:
    """The entry at `at`, and where the next one begins."""
    if not directory.startswith(b"PK\x01\x02", at) or at + _ENTRY.size > len(directory):
        raise NotThisFormat("zip", f"its directory is damaged at byte {at}")
    fields = _ENTRY.unpack_from(directory, at)
    _, made_by, _, flags, method, time, date, crc32, packed_size, size = fields[:10]
    name_length, extra_length, comment_length, _, _, attributes, header_at = fields[10:]
    name_at = at + _ENTRY.size
    extra_at = name_at + name_length
    following = extra_at + extra_length + comment_length
    if following > len(directory):
        raise NotThisFormat("zip", f"its directory is damaged at byte {at}")
    extra = _fields_of(directory[extra_at : extra_at + extra_length])
    size, packed_size, header_at = _widen(extra.get(_ZIP64, b""), size, packed_size, header_at)
    entry = Entry(
        raw_name=directory[name_at:extra_at],
        unicode_path=extra.get(_UNICODE_PATH),
        flags=flags,
        method=method,
        modified=_modified(date, time),
        crc32=crc32,
        packed_size=packed_size,
        size=size,
        mode=attributes >> 16 if made_by >> 8 in (_UNIX, _MACOS) else 0,
        header_at=header_at + shift,
    )
    return entry, following


def _fields_of(extra: bytes) -> dict[int, bytes]:
    fields: dict[int, bytes] = {}
    at = 0
    while at + 4 <= len(extra):
        tag, length = struct.unpack_from("<HH", extra, at)
        fields.setdefault(tag, extra[at + 4 : at + 4 + length])
        at += 4 + length
    return fields


def _widen(wide: bytes, *narrow: int) -> tuple[int, ...]:
    """The sizes and the offset, those that do not fit into 32 bits taken from the zip64 field in their order."""
    values = []
    for number in narrow:
        if number == _FULL32 and len(wide) >= 8:
            number, wide = int.from_bytes(wide[:8], "little"), wide[8:]
        values.append(number)
    return tuple(values)


def _modified(date: int, time: int) -> str:
    """DOS date and time as ISO 8601 without a zone; "" where they are no time."""
    try:
        moment = datetime(  # noqa: DTZ001 - zip times are local and name no zone
            1980 + (date >> 9), date >> 5 & 15, date & 31, time >> 11, time >> 5 & 63, (time & 31) * 2
        )
    except ValueError:
        return ""
    return moment.isoformat()
