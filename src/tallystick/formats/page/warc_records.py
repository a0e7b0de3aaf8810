"""The records of a web archive, one after another: WARC 1.0 and 1.1, and ARC 1, plain or with one gzip member a record.

Source: ISO 28500 (WARC 1.1) 4 to 6; the ARC file format of the Internet Archive.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from tallystick.model.message import Problem

LARGEST_RECORD = 128 << 20
MOST_RECORDS = 1_000_000
MOST_EXPANDED = 4 << 30
_HEADER_BYTES = 1 << 17
_WINDOW = 1 << 16
_GZIP = b"\x1f\x8b\x08"
_VERSION = re.compile(rb"WARC/(\d\.\d{1,2})\r?\n")
_ARC_LINE = re.compile(
    rb"([a-z][a-z0-9+.-]{1,20}:[^\r\n]{1,8000}) ([0-9A-Fa-f.:]{1,45}) (\d{14,18}) ([^ \r\n]{1,100}) (-1|\d{1,15})\r?\n"
)
_NEXT = re.compile(
    rb"\n(?=WARC/\d\.\d{1,2}\r?\n"
    rb"|[a-z][a-z0-9+.-]{1,20}:[^\r\n]{1,8000} [0-9A-Fa-f.:]{1,45} \d{14,18} [^ \r\n]{1,100} -?\d{1,15}\r?\n)"
)
_BREAKS = re.compile(rb"[\r\n]*+")
_BLANK = re.compile(rb"\r?\n\r?\n")
_FOLD = re.compile(rb"\r?\n[ \t]+")


@dataclass(frozen=True, slots=True)
class Record:
    """One record: its number from 1, its kind (response, resource, request, metadata, warcinfo, revisit, ...), its
    header fields by small-letter name, and its block. `is_whole` is False where the file ends inside it."""

    number: int
    offset: int
    kind: str
    fields: dict[str, str]
    block: bytes
    is_whole: bool = True

    @property
    def place(self) -> str:
        return f"record {self.number} at byte {self.offset}"


@dataclass(slots=True)
class Records:
    """The records of an archive, once; afterwards `problems` says where it breaks."""

    original: bytes
    problems: list[Problem] = field(default_factory=list)

    def __iter__(self) -> Iterator[Record]:
        number, expanded = 0, 0
        for offset, piece in self._pieces():
            expanded += len(piece)
            if expanded > MOST_EXPANDED:
                self._say(
                    "limit-expanded", offset, f"more than {MOST_EXPANDED} bytes when expanded; the rest is not read"
                )
                return
            for record in self._in_piece(piece, offset, number):
                number = record.number
                yield record
                if number >= MOST_RECORDS:
                    self._say("limit-records", offset, f"more than {MOST_RECORDS} records; the rest is not read")
                    return

    def _say(self, code: str, offset: int, detail: str) -> None:
        self.problems.append(Problem(code, f"byte {offset}", detail))

    def _pieces(self) -> Iterator[tuple[int, bytes]]:
        """The file itself, or what each of its gzip members holds; a damaged member ends the reading."""
        if not self.original.startswith(_GZIP):
            yield 0, self.original
            return
        at, view = 0, memoryview(self.original)
        while at < len(view):
            if self.original[at : at + 3] != _GZIP:
                self._trailing(at)
                return
            try:
                piece, end, is_whole = _member(view, at)
            except zlib.error as error:
                self._say("archive-broken", at, f"a compressed record is damaged ({error}); what follows is not read")
                return
            if len(piece) > LARGEST_RECORD:
                self._say(
                    "limit-record",
                    at,
                    f"a record expands to more than {LARGEST_RECORD} bytes; what follows is not read",
                )
                return
            yield at, piece
            if not is_whole:
                self._say("archive-cut", at, "the file ends inside a compressed record")
                return
            at = end

    def _trailing(self, at: int) -> None:
        if self.original[at:].strip(b"\0\r\n"):
            self._say("archive-trailing", at, "bytes that are no record follow the last one")

    def _in_piece(self, piece: bytes, offset: int, number: int) -> Iterator[Record]:
        at = 0
        while (at := _past_blank(piece, at)) < len(piece):
            place = offset if offset or self.original.startswith(_GZIP) else at
            taken = _warc(piece, at, number + 1, place) or _arc(piece, at, number + 1, place)
            if taken is None:
                following = _NEXT.search(piece, at)
                skipped = (following.end() if following else len(piece)) - at
                self._say("archive-broken", place, f"no record begins here; {skipped} bytes are passed over")
                at += skipped
                continue
            record, at = taken
            number = record.number
            if not record.is_whole:
                self._say("archive-cut", place, "the record is shorter than it states")
            yield record


def _member(view: memoryview, at: int) -> tuple[bytes, int, bool]:
    """What the gzip member at `at` holds, where it ends, and whether it does; fed in windows, or the rest of the file
    would be copied for each member."""
    inflater = zlib.decompressobj(wbits=31)
    pieces: list[bytes] = []
    size = 0
    while not inflater.eof and (at < len(view) or inflater.unconsumed_tail) and size <= LARGEST_RECORD:
        waiting = inflater.unconsumed_tail or bytes(view[at : at + _WINDOW])
        at += 0 if inflater.unconsumed_tail else len(waiting)
        pieces.append(inflater.decompress(waiting, _WINDOW * 16))
        size += len(pieces[-1])
    return b"".join(pieces), at - len(inflater.unused_data), inflater.eof


def _past_blank(piece: bytes, at: int) -> int:
    blank = _BREAKS.match(piece, at)
    return blank.end() if blank else at


def _warc(piece: bytes, at: int, number: int, offset: int) -> tuple[Record, int] | None:
    version = _VERSION.match(piece, at)
    if version is None:
        return None
    blank = _BLANK.search(piece, version.end() - 2, at + _HEADER_BYTES)
    if blank is None:
        return Record(number, offset, "", {}, b"", is_whole=False), len(piece)
    fields: dict[str, str] = {}
    for line in _FOLD.sub(b" ", piece[version.end() : blank.start()]).split(b"\n")[:500]:
        name, _, value = line.decode("utf-8", "replace").partition(":")
        fields.setdefault(name.strip().lower(), value.strip())
    length = _length(fields.get("content-length", ""))
    if length is None:
        return None
    start = blank.end()
    block = piece[start : start + length]
    kind = fields.get("warc-type", "").lower()
    return Record(number, offset, kind, fields, block, len(block) == length), start + length


def _arc(piece: bytes, at: int, number: int, offset: int) -> tuple[Record, int] | None:
    """An ARC record, its five words under the names that WARC gives them."""
    line = _ARC_LINE.match(piece, at)
    if line is None:
        return None
    url, _address, date, media_type, stated = (group.decode("utf-8", "replace") for group in line.groups())
    # Some programs write -1 where they do not know the length: the record goes on to the next.
    following = _NEXT.search(piece, line.end() - 1) if stated == "-1" else None
    length = int(stated) if stated != "-1" else (following.end() if following else len(piece)) - line.end()
    length = max(length, 0)
    block = piece[line.end() : line.end() + length]
    stamp = f"{date[:4]}-{date[4:6]}-{date[6:8]}T{date[8:10]}:{date[10:12]}:{date[12:14]}Z"
    kind = "warcinfo" if url.startswith("filedesc:") else "response" if block.startswith(b"HTTP/") else "resource"
    fields = {"warc-target-uri": url, "warc-date": stamp, "content-type": media_type}
    return Record(number, offset, kind, fields, block, len(block) == length), line.end() + length


def _length(stated: str) -> int | None:
    return int(stated) if stated.isascii() and stated.isdigit() and len(stated) < 16 else None
