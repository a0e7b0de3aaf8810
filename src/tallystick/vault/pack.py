"""Packs: WARC files of one gzip member a record, appended to and never rewritten."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from isal import igzip_lib, isal_zlib

from tallystick.model.custody import Event, Location, format_time
from tallystick.vault.store import Appender, Store
from tallystick.vault.warc import RECORD_END, warcinfo_record

LARGEST_PACK_BYTES = 1 << 30
FOLDER = "originals"
# Level 1 of ISA-L gives zlib's ratio at several times its speed; see docs/benchmarks.md.
_LEVEL = 1
_DAMAGE: type[Exception] = isal_zlib.error  # type: ignore[assignment]  # stubbed as an instance


@dataclass(frozen=True, slots=True)
class Member:
    """One gzip member as it was appended: offset and length in bytes, CRC-32 of the member's own bytes (8 hex)."""

    pack: str
    offset: int
    length: int
    crc32: str

    def location(self, seed_commitment: str) -> Location:
        return Location(self.pack, self.offset, self.length, self.crc32, seed_commitment)


@dataclass(slots=True)
class PackWriter:
    """Appends records, in the packs given and then in new ones, each rolled when it passes 1 GiB.

    `opened` collects the `pack` events of new packs until they are taken; they belong in the log before the records.
    """

    store: Store
    clock: Callable[[], datetime]
    nonce: Callable[[], str]
    actor: str
    software: str
    reusable: list[str] = field(default_factory=list)
    opened: list[Event] = field(default_factory=list)
    _appender: Appender | None = None
    _name: str = ""

    def append(self, record: bytes) -> Member:
        """One small record, compressed and at the end of a pack."""
        appender = self._current()
        member = igzip_lib.compress(record, _LEVEL, igzip_lib.COMP_GZIP)
        offset = appender.size
        self._put(member)
        return Member(self._name, offset, len(member), f"{isal_zlib.crc32(member):08x}")

    def append_stream(self, header: bytes, block: Iterable[bytes]) -> Member:
        """One record of any size, in constant memory."""
        offset = self._current().size
        squeeze = isal_zlib.compressobj(_LEVEL, isal_zlib.DEFLATED, 31)
        crc32 = length = 0
        for piece in _compressed(squeeze, header, block):
            self._put(piece)
            crc32 = isal_zlib.crc32(piece, crc32)
            length += len(piece)
        return Member(self._name, offset, length, f"{crc32:08x}")

    def abandon(self) -> None:
        """The current pack keeps what was appended, a torn tail perhaps; the next record goes into a new one."""
        if self._appender is not None:
            self._appender.close()
            self._appender = None

    def _put(self, content: bytes) -> None:
        assert self._appender is not None
        try:
            self._appender.append(content)
        except BaseException:
            self.abandon()
            raise

    def _current(self) -> Appender:
        if self._appender is not None and self._appender.size >= LARGEST_PACK_BYTES:
            self.abandon()
        if self._appender is None:
            self._appender = self._reopened() or self._created()
        return self._appender

    def _reopened(self) -> Appender | None:
        if not self.reusable:
            return None
        self._name = self.reusable.pop()
        return self.store.reopen(f"{FOLDER}/{self._name}")

    def _created(self) -> Appender:
        moment = self.clock()
        number = 0
        while True:
            name = f"{moment:%Y}/{moment:%Y%m%dT%H%M%SZ}-{number}.warc.gz"
            appender = self.store.create(f"{FOLDER}/{name}")
            if appender is not None:
                break
            number += 1
        time, nonce = format_time(moment), self.nonce()
        member = igzip_lib.compress(warcinfo_record(name, time, nonce, self.software), _LEVEL, igzip_lib.COMP_GZIP)
        self._appender, self._name = appender, name
        self._put(member)
        facts = {"pack": name, "length": len(member), "crc32": f"{isal_zlib.crc32(member):08x}"}
        self.opened.append(Event("pack", time, self.actor, nonce, {**facts, "software": self.software}))
        return appender


def _compressed(squeeze: isal_zlib.Compress, header: bytes, block: Iterable[bytes]) -> Iterator[bytes]:
    yield squeeze.compress(header)
    for chunk in block:
        yield squeeze.compress(chunk)
    yield squeeze.compress(RECORD_END)
    yield squeeze.flush()


def expand(member: bytes | memoryview, size_bytes: int) -> bytes:
    """The record in one gzip member, which must be exactly `size_bytes` long. Raises ValueError where it is not."""
    pieces = list(expand_stream(member, size_bytes))
    return pieces[0] if len(pieces) == 1 else b"".join(pieces)


def expand_stream(member: bytes | memoryview, size_bytes: int, chunk_bytes: int = 1 << 24) -> Iterator[bytes]:
    """The same in pieces of at most `chunk_bytes`, so that memory does not grow with the record."""
    inflate = igzip_lib.IgzipDecompressor(igzip_lib.DECOMP_GZIP)
    given: bytes | memoryview = member[:chunk_bytes]
    taken = len(given)
    rest = size_bytes
    while not inflate.eof:
        # One byte more than expected is asked for, so that a longer record shows itself.
        try:
            piece = inflate.decompress(given, min(rest + 1, chunk_bytes))
        except (EOFError, _DAMAGE) as error:
            raise ValueError(f"gzip member damaged ({error})") from error
        rest -= len(piece)
        if rest < 0:
            raise ValueError(f"record longer than the {size_bytes} bytes that the log says")
        if piece:
            yield piece
        given = b""
        if inflate.needs_input and not inflate.eof:
            if taken >= len(member):
                raise ValueError("gzip member ends early")
            given = member[taken : taken + chunk_bytes]
            taken += len(given)
    if rest:
        raise ValueError(f"record {rest} bytes shorter than the log says")
    if inflate.unused_data or taken < len(member):
        raise ValueError("bytes behind the end of the gzip member")
