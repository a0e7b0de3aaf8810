"""The messages of an mbox: found in one pass, in constant memory, without changing a byte.

What separates messages (RFC 4155 and what programs really write): a line that begins with `From ` and carries a date
as asctime or RFC 5322 write it, or is `From -` (Netscape) or `From <digits>@xxx` (Gmail Takeout), and that is followed
by a header field. After a blank line, or at the start, an empty line or the end may follow instead. A line without
such a date (`From Russia with love`) separates nothing.
`Content-Length` counts only where a file's messages carry it as a rule (mboxcl, mboxcl2), and only where it lands on a
separator or the end: one stranger's header cannot hide his neighbours.
The blank line before a separator, or at the end, belongs to the container and not to the message.
"""

from __future__ import annotations

import io
import mmap
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import BinaryIO

from tallystick.model.message import Problem

Source = bytes | bytearray | memoryview | mmap.mmap | BinaryIO

WINDOW_BYTES = 1 << 20
LONGEST_FROM_LINE = 1000
LONGEST_HEADER = 1 << 16
SAMPLE_BYTES = 8 << 20
SAMPLE_MESSAGES = 64

_DAY = rb"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),?[ \t]+"
_MONTH = rb"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_TIME = rb"[ \t]+\d{1,2}:\d\d(?::\d\d)?"
_ASCTIME = _DAY + _MONTH + rb"[ \t]+\d{1,2}" + _TIME + rb"[^\r\n]{0,40}?[ \t]\d{4}"
_RFC5322 = _DAY + rb"\d{1,2}[ \t]+" + _MONTH + rb"[ \t]+\d{2,4}" + _TIME
_STAMP = rb"(?:" + _ASCTIME + rb"|" + _RFC5322 + rb")"
_SEPARATOR = re.compile(
    rb"From (?:-[ \t]*|\d{1,30}@xxx[ \t]*|(?:[^ \t\r\n]{1,320}+[ \t]++)?" + _STAMP + rb"[^\r\n]{0,100}"
    rb"|[^\r\n]{0,320}?[ \t]" + _STAMP + rb"[^\r\n]{0,100})(?:\r?\n|\Z)"
    rb"(?:(?P<field>[!-9;-~]{1,80}[ \t]*:|>From )|(?P<none>\r?\n|\Z))?"
)
_CONTENT_LENGTH = re.compile(rb"(?im)^content-length[ \t]*:[ \t]*(\d{1,15})[ \t]*\r?$")
_HEADER_END = re.compile(rb"\n\r?\n")
_QUOTED_ONCE = re.compile(rb"(?m)^>(?=From )")
_QUOTED = re.compile(rb"(?m)^>(?=>*From )")


class Dialect(StrEnum):
    """How a body line that begins with `From ` is kept apart from a separator."""

    MBOXO = "mboxo"
    MBOXRD = "mboxrd"
    MBOXCL = "mboxcl"
    MBOXCL2 = "mboxcl2"

    @property
    def counts_length(self) -> bool:
        return self in (Dialect.MBOXCL, Dialect.MBOXCL2)


@dataclass(frozen=True, slots=True)
class DialectGuess:
    """A dialect, how sure that is ("likely" or "assumed": an mbox never names its dialect), and the ground."""

    dialect: Dialect
    certainty: str
    ground: str


@dataclass(frozen=True, slots=True)
class MboxMessage:
    """One message: its separator line is `from_start..message_start`, its own bytes `message_start..message_end`."""

    ordinal: int
    from_start: int
    message_start: int
    message_end: int
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """A run of the container's bytes: a message's (`ordinal`), or the container's own (`ordinal` is None)."""

    start: int
    end: int
    ordinal: int | None


def split(source: Source, dialect: Dialect | None = None) -> Iterator[MboxMessage]:
    """The messages of `source` in order; all other bytes are the container's own (see `spans`).

    `source` is a buffer or a seekable binary file, read through windows of 1 MiB, so that its size does not matter.
    `dialect` is detected where it is not given. A Content-Length that lies is a problem of its message.
    """
    reach = _Reach(source)
    if dialect is None:
        dialect = _detect(reach).dialect
    return _walk(reach, counts_length=dialect.counts_length, until=reach.size)


def detect(source: Source) -> DialectGuess:
    """The dialect that the first 64 messages (at most 8 MiB) speak for."""
    return _detect(_Reach(source))


def spans(messages: Iterable[MboxMessage], size: int) -> Iterator[Span]:
    """Every byte of a container of `size` bytes in exactly one span, in order; no container's span is empty."""
    done = 0
    for message in messages:
        yield Span(done, message.message_start, None)
        yield Span(message.message_start, message.message_end, message.ordinal)
        done = message.message_end
    if done < size:
        yield Span(done, size, None)


def unquote(message: bytes, dialect: Dialect) -> bytes:
    """The message as it was before it was put into an mbox: `>From ` lines of its body taken back.

    In mboxo a line that the writer sent as `>From ` cannot be told from a quoted one; it loses its `>` too.
    """
    if dialect is Dialect.MBOXCL2 or b"From " not in message:
        return message
    end = _HEADER_END.search(message)
    if end is None:
        return message
    quoted = _QUOTED if dialect is Dialect.MBOXRD else _QUOTED_ONCE
    return message[: end.end()] + quoted.sub(b"", message[end.end() :])


def is_separator(buffer: bytes, at: int) -> bool:
    """Whether a separator stands at `at` of `buffer`."""
    return _separator_line(_Reach(buffer[: at + LONGEST_FROM_LINE]), at) >= 0


def next_separator(buffer: bytes, start: int) -> int:
    """The place of the first separator in `buffer` after its first line and from `start` on, or -1."""
    if buffer.find(b"\nFrom ", max(start - 1, 0)) < 0:
        return -1
    return _separator(_Reach(buffer), start, len(buffer))[0]


class _Reach:
    """Random access to a container through one window, which moves forward as the search does."""

    __slots__ = ("_base", "_file", "_view", "_window", "size")

    def __init__(self, source: Source) -> None:
        self._file: BinaryIO | None = None
        self._view = memoryview(b"")
        if isinstance(source, bytes | bytearray | memoryview | mmap.mmap):
            self._view = memoryview(source).cast("B")
            self.size = len(self._view)
        else:
            self._file = source
            self.size = source.seek(0, io.SEEK_END)
        self._base = 0
        self._window = self._read(0, WINDOW_BYTES)

    def _read(self, start: int, end: int) -> bytes:
        if self._file is None:
            return bytes(self._view[start:end])
        self._file.seek(start)
        return self._file.read(min(end, self.size) - start)

    def bytes_at(self, start: int, end: int) -> bytes:
        base = self._base
        if base <= start and end <= base + len(self._window):
            return self._window[start - base : end - base]
        return self._read(start, end)

    def places(self, needle: bytes, start: int, end: int) -> Iterator[int]:
        """The places in `start..end` where a line begins with `needle`, a byte order mark left out."""
        while start < end:
            if not self._base <= start <= self._base + len(self._window) - len(needle):
                self._base, self._window = start, self._read(start, start + WINDOW_BYTES)
            base, window = self._base, self._window
            at = window.find(needle, start - base)
            while at >= 0:
                if base + at >= end:
                    return
                if at == 0 or window[at - 1] == 0x0A or base + at == 3:
                    yield base + at
                at = window.find(needle, at + 1)
            start = base + len(window) - len(needle) + 1
            if base + len(window) >= self.size:
                return


def _walk(reach: _Reach, *, counts_length: bool, until: int) -> Iterator[MboxMessage]:
    """The messages whose separators begin before `until`."""
    ordinal = 0
    start, message_start = _separator(reach, 0, reach.size)
    while 0 <= start < until:
        problems: tuple[Problem, ...] = ()
        stated = _stated_end(reach, message_start) if counts_length else None
        landed = None if stated is None else _landing(reach, stated)
        if stated is not None and landed is not None:
            end, (after, next_start) = stated, landed
            problems = _hidden(reach, message_start, stated)
        else:
            after, next_start = _separator(reach, message_start, reach.size)
            end = _message_end(reach, message_start, reach.size if after < 0 else after)
            if stated is not None:
                problems = (
                    Problem(
                        "content-length-wrong", str(start), f"Content-Length ends at {stated}, the message at {end}"
                    ),
                )
        yield MboxMessage(ordinal, start, message_start, end, problems)
        ordinal, start, message_start = ordinal + 1, after, next_start


def _separator(reach: _Reach, start: int, end: int) -> tuple[int, int]:
    """The first separator that begins in `start..end`, and the end of its line; -1 and -1 where there is none."""
    for at in reach.places(b"From ", start, end):
        line_end = _separator_line(reach, at)
        if line_end >= 0:
            return at, line_end
    return -1, -1


def _separator_line(reach: _Reach, at: int) -> int:
    """The end of the separator's line at `at`, or -1 where no separator stands there."""
    line = _SEPARATOR.match(reach.bytes_at(at, at + LONGEST_FROM_LINE))
    if line is None:
        return -1
    before = reach.bytes_at(max(at - 3, 0), at)
    if before and before[-1] != 0x0A and before != b"\xef\xbb\xbf":
        return -1
    if line["field"] is not None:
        return at + line.start("field")
    at_paragraph = at <= 3 or before.endswith((b"\n\n", b"\n\r\n"))
    return at + line.start("none") if line["none"] is not None and at_paragraph else -1


def _message_end(reach: _Reach, start: int, end: int) -> int:
    """`end` without the blank line that the container put there."""
    tail = reach.bytes_at(max(start, end - 3), end)
    if tail.endswith(b"\n\r\n"):
        return end - 2
    if tail.endswith(b"\n\n") or tail == b"\n":
        return end - 1
    return end - 2 if tail == b"\r\n" else end


def _stated_end(reach: _Reach, start: int) -> int | None:
    """Where the message that begins at `start` ends by its Content-Length, or None where it states none."""
    header = reach.bytes_at(start, min(start + LONGEST_HEADER, reach.size))
    end = _HEADER_END.search(header)
    if end is None:
        return None
    length = _CONTENT_LENGTH.search(header, 0, end.start() + 1)
    return None if length is None else start + end.end() + int(length[1])


def _landing(reach: _Reach, stated: int) -> tuple[int, int] | None:
    """The separator at `stated`, at most one blank line further (-1 and -1 at the end), or None where none is."""
    if stated > reach.size:
        return None
    after = reach.bytes_at(stated, min(stated + 2, reach.size))
    at = stated + (1 if after.startswith(b"\n") else 2 if after == b"\r\n" else 0)
    if at == reach.size:
        return -1, -1
    line_end = _separator_line(reach, at)
    return None if line_end < 0 else (at, line_end)


def _hidden(reach: _Reach, start: int, end: int) -> tuple[Problem, ...]:
    """The problem that a message's Content-Length covers what looks like a separator, if it does."""
    at, _ = _separator(reach, start, end)
    if at < 0:
        return ()
    return (Problem("from-line-inside", str(at), "looks like a separator, but Content-Length says that it is text"),)


def _detect(reach: _Reach) -> DialectGuess:
    until = min(reach.size, SAMPLE_BYTES)
    stated = landed = seen = 0
    for message in _walk(reach, counts_length=True, until=until):
        if (end := _stated_end(reach, message.message_start)) is not None:
            stated += 1
            landed += end == message.message_end
        seen += 1
        if seen == SAMPLE_MESSAGES:
            until = message.message_end
            break
    counts = f"{landed} of {stated} Content-Length fields in {seen} messages land"
    quotes, deep_quotes = (
        next(reach.places(b">From ", 0, until), -1) >= 0,
        next(reach.places(b">>From ", 0, until), -1) >= 0,
    )
    if 2 * landed > seen:
        if quotes:
            return DialectGuess(Dialect.MBOXCL, "likely", counts + ", and From lines are quoted")
        return DialectGuess(Dialect.MBOXCL2, "likely", counts + ", and no From line is quoted")
    if deep_quotes:
        return DialectGuess(Dialect.MBOXRD, "likely", "quoted From lines are quoted again")
    if quotes:
        return DialectGuess(Dialect.MBOXRD, "assumed", "From lines are quoted once, as mboxo and mboxrd both do")
    return DialectGuess(Dialect.MBOXRD, "assumed", "nothing in it needs quoting")
