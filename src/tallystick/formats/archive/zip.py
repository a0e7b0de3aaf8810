"""A zip file (PKWARE APPNOTE 6.3): its members listed and expanded within bounds, whoever made it.

Only the central directory counts, and each member's own header must agree with it: an archive that shows one list to
one program and another to the next is refused where the two differ.
"""

from __future__ import annotations

import stat
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from tallystick.errors import NotThisFormat
from tallystick.formats.archive import names
from tallystick.formats.archive.bounds import CHUNK_BYTES, Budget, Limits, Refusal
from tallystick.formats.archive.directory import Entry, read_directory
from tallystick.model.message import Problem

_LOCAL_BYTES = 30
_LENGTHS = struct.Struct("<HH")
_ENCRYPTED = 0x0001 | 0x0040 | 0x2000
_UTF8 = 0x0800
# Other methods are rare, and a reader of each would be one more thing to attack.
_STORED, _DEFLATED = 0, 8


@dataclass(frozen=True, slots=True)
class Member:
    """A file in the archive. `path` is relative and safe to show, and unique in its listing; `raw_name` is as written.

    `modified` is local time without a zone, as zip has it ("" where it is no time). `crc32` is of the content.
    """

    path: str
    raw_name: bytes
    charset: str
    size: int
    packed_size: int
    crc32: int
    method: int
    modified: str
    header_at: int
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """Every entry of an archive's directory: `entries` = members + folders + refusals."""

    entries: int
    members: tuple[Member, ...]
    folders: int
    refusals: tuple[Refusal, ...]


def list_zip(file: BinaryIO, budget: Budget | None = None) -> Listing:
    """The members of the zip in `file` (seekable), in the order of its directory; nothing is expanded.

    Raises NotThisFormat where there is no whole directory, LimitExceeded where it is larger than the limits.
    """
    limits = (budget or Budget()).limits
    entries = read_directory(file, limits)
    unmarked = (entry.raw_name for entry in entries if not entry.flags & _UTF8)
    charset = names.charset_of(unmarked)
    overlapping = _overlapping(entries)
    members: list[Member] = []
    refusals: list[Refusal] = []
    folders = 0
    taken: dict[str, int] = {}
    for ordinal, entry in enumerate(entries):
        name_charset = "utf-8" if entry.flags & _UTF8 else charset
        name = names.decode(entry.raw_name, entry.unicode_path, is_utf8=bool(entry.flags & _UTF8), charset=charset)
        path, why = names.safe_path(name)
        why_not = (
            ("overlap", "its bytes are also another member's") if ordinal in overlapping else _why_not(entry, limits)
        )
        if why_not is not None:
            refusals.append(Refusal(why_not[0], path, f"member {path}: {why_not[1]}; the archive itself is kept"))
        elif name.endswith("/"):
            folders += 1
        else:
            members.append(_member(entry, path, why, name_charset, taken))
    return Listing(len(entries), tuple(members), folders, tuple(refusals))


def read_member(file: BinaryIO, member: Member, budget: Budget | None = None) -> Iterator[bytes]:
    """The content of `member`, in chunks of at most 64 KiB, from the file that it was listed from.

    Raises NotThisFormat where its header, its length or its CRC-32 are not what the directory says, also after the
    last chunk; LimitExceeded where it expands to more than `budget` or the directory allow.
    """
    budget = budget or Budget()
    packed = _packed(file, member)
    expanded, crc = 0, 0
    for chunk, packed_size in packed if member.method == _STORED else _inflate(packed, member):
        expanded += len(chunk)
        budget.spend(member.path, len(chunk), expanded, packed_size)
        if expanded > member.size:
            raise NotThisFormat("zip", f"member {member.path}: more content than the {member.size} bytes stated")
        crc = zlib.crc32(chunk, crc)
        yield chunk
    if expanded != member.size or crc != member.crc32:
        raise NotThisFormat("zip", f"member {member.path}: its content has not the length and CRC-32 stated")


def _packed(file: BinaryIO, member: Member) -> Iterator[tuple[bytes, int]]:
    """The packed bytes in chunks, each with how many have come so far. Other readers may move `file` in between."""
    at, done = _content_at(file, member), 0
    while done < member.packed_size:
        file.seek(at + done)
        chunk = file.read(min(CHUNK_BYTES, member.packed_size - done))
        if not chunk:
            raise NotThisFormat("zip", f"member {member.path}: the archive ends inside it")
        done += len(chunk)
        yield chunk, done


def _inflate(packed: Iterator[tuple[bytes, int]], member: Member) -> Iterator[tuple[bytes, int]]:
    inflater = zlib.decompressobj(wbits=-zlib.MAX_WBITS)
    for waiting, done in packed:
        is_more = True
        while is_more and not inflater.eof:
            try:
                chunk = inflater.decompress(waiting, CHUNK_BYTES)
            except zlib.error as error:
                raise NotThisFormat("zip", f"member {member.path}: its content is damaged ({error})") from error
            waiting = inflater.unconsumed_tail
            if chunk:
                yield chunk, done
            # A few packed bits can become kilobytes: a full chunk may not be all, though the input is used up.
            is_more = bool(waiting) or len(chunk) == CHUNK_BYTES


def _member(entry: Entry, path: str, why: str, charset: str, taken: dict[str, int]) -> Member:
    problems = []
    if why:
        problems.append(Problem("zip-unsafe-name", path, f"its name in the archive has {why}: made safe here"))
    if path in taken:
        problems.append(Problem("zip-duplicate-name", path, "the archive has had this name before: numbered here"))
        path = _numbered(path, taken)
    taken[path] = 1
    return Member(
        path=path,
        raw_name=entry.raw_name,
        charset=charset,
        size=entry.size,
        packed_size=entry.packed_size,
        crc32=entry.crc32,
        method=entry.method,
        modified=entry.modified,
        header_at=entry.header_at,
        problems=tuple(problems),
    )


def _numbered(path: str, taken: dict[str, int]) -> str:
    """`path` with the next number that makes a name not yet taken; `taken` holds the last number of each."""
    number = taken[path] + 1
    while f"{path}#{number}" in taken:
        number += 1
    taken[path] = number
    return f"{path}#{number}"


def _why_not(entry: Entry, limits: Limits) -> tuple[str, str] | None:
    """The code and the words of why an entry is not opened, or None."""
    mode = entry.mode
    if len(entry.raw_name) > limits.name_bytes:
        return "name-too-long", f"its name has {len(entry.raw_name)} bytes"
    if entry.flags & _ENCRYPTED:
        return "encrypted", "it is encrypted; keep it decrypted beside the archive"
    if stat.S_ISLNK(mode):
        return "symlink", "it is a symbolic link, not a file"
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR):
        return "special-file", "it is neither a file nor a folder"
    if entry.raw_name.endswith(b"/") and entry.size:
        return "folder-with-content", "it is called a folder and has content"
    if entry.method not in (_STORED, _DEFLATED):
        return "unsupported-method", f"packed by method {entry.method}, which is not read"
    if entry.method == _STORED and entry.size != entry.packed_size:
        return "wrong-size", "it is stored unpacked, yet its two sizes differ"
    return None


def _overlapping(entries: list[Entry]) -> frozenset[int]:
    """The ordinals of the entries whose bytes begin inside another entry's."""
    found: set[int] = set()
    end = -1
    for ordinal in sorted(range(len(entries)), key=lambda number: (entries[number].header_at, number)):
        entry = entries[ordinal]
        if entry.header_at < end:
            found.add(ordinal)
        # A bomb of many entries over one stretch is refused but for its first entry.
        end = max(end, entry.header_at + _LOCAL_BYTES + len(entry.raw_name) + entry.packed_size)
    return frozenset(found)


def _content_at(file: BinaryIO, member: Member) -> int:
    file.seek(member.header_at)
    head = file.read(_LOCAL_BYTES)
    if len(head) < _LOCAL_BYTES or not head.startswith(b"PK\x03\x04"):
        raise NotThisFormat("zip", f"member {member.path}: no header where the directory says")
    name_length, extra_length = _LENGTHS.unpack_from(head, 26)
    if file.read(name_length) != member.raw_name:
        raise NotThisFormat("zip", f"member {member.path}: its header has another name than the directory")
    return member.header_at + _LOCAL_BYTES + int(name_length) + int(extra_length)
