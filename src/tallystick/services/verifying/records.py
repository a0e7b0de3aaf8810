"""The worker's side of verifying: entries parsed, records compared byte by byte. Duties 5 and 8."""

from __future__ import annotations

import contextlib
import hashlib
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from isal import isal_zlib

from tallystick.errors import MalformedEvent, VaultDamaged
from tallystick.model.check import Check, Verdict
from tallystick.model.custody import Event, Location, parse
from tallystick.seal.merkle import leaf_hash
from tallystick.services.reading import LARGEST_IN_MEMORY
from tallystick.services.watch import alive
from tallystick.vault import pack
from tallystick.vault.disk import LocalDisk
from tallystick.vault.log import Log
from tallystick.vault.vault import header_size, record_facts
from tallystick.vault.warc import RECORD_END, is_seed, record_header, seed_of, warcinfo_record

# These are so many that only what they cover is handed back.
_COMMON = ("kept", "met", "parts")
_OPEN_PACKS = 64
_GZIP_HEADER_BYTES = 10


@dataclass(frozen=True, slots=True)
class Bundles:
    """A batch: the entry bundles `first` to `last` (exclusive) of a log of `size`, with their records or without."""

    first: int
    last: int
    size: int
    is_quick: bool


@dataclass(frozen=True, slots=True)
class Examined:
    """What was found in a run of bundles: leaf hashes and times in order, what each record covers, other events."""

    leaf_hashes: tuple[bytes, ...]
    times: tuple[tuple[int, str], ...]
    covered: tuple[tuple[str, int, int], ...]
    originals: int
    original_bytes: int
    recipes: tuple[str, ...]
    others: tuple[tuple[int, Event], ...]
    failures: tuple[tuple[int, Check], ...]


class Records:
    """Examines bundles of one vault. Packs stay mapped from one batch to the next."""

    def __init__(self, root: Path, origin: str) -> None:
        self._store = LocalDisk(root)
        self._log = Log.open(self._store, origin)
        self._mapped: dict[str, tuple[ExitStack, memoryview]] = {}

    def __call__(self, batch: Bundles) -> Examined:
        leaves: list[bytes] = []
        events: list[tuple[int, Event]] = []
        failures: list[tuple[int, Check]] = []
        for number in range(batch.first, batch.last):
            try:
                entries = self._log.bundle(number, batch.size)
            except VaultDamaged as error:
                failures.append((number * 256, Check.failed("tree", str(error), f"log/tile/entries/{number}")))
                break
            for index, entry in enumerate(entries, number * 256):
                leaves.append(leaf_hash(entry))
                try:
                    events.append((index, parse(index, entry)))
                except MalformedEvent as error:
                    failures.append((index, Check.failed("entries", str(error), f"log entry {index}")))
        if not batch.is_quick:
            failures += self._failures(events)
        kept = [event for _, event in events if event.kind == "kept"]
        return Examined(
            leaf_hashes=tuple(leaves),
            times=tuple((index, event.time) for index, event in events),
            covered=tuple(_covered(event) for _, event in events if event.kind == "pack" or event.location),
            originals=len(kept),
            original_bytes=sum(event.members["size"] for event in kept),
            recipes=tuple(e.members["sha256"] for e in kept if e.members["type"].endswith("recipe+jsonl")),
            others=tuple((index, event) for index, event in events if event.kind not in _COMMON),
            failures=tuple(failures),
        )

    def _failures(self, events: list[tuple[int, Event]]) -> Iterator[tuple[int, Check]]:
        for index, event in events:
            alive()
            location = event.location
            if location is None and event.kind != "pack":
                continue
            why = self._opening_problem(event) if location is None else self._record_problem(event, location)
            if why is not None:
                place = f"originals/{event.members['pack']} at byte {event.members.get('offset', 0)}"
                facts = {"log_index": str(index), "expected": event.members.get("sha256", ""), "got": why[1]}
                yield index, Check("originals", Verdict.FAIL, why[0], place, facts)

    def _opening_problem(self, event: Event) -> tuple[str, str] | None:
        found = event.members
        try:
            member = self._pack(found["pack"])[: found["length"]]
            whole = _warcinfo(event)
            if f"{isal_zlib.crc32(member):08x}" != found["crc32"]:
                return "the pack's first record was changed (its CRC-32 is another)", ""
            if pack.expand(member, len(whole)) != whole:
                return "the pack's first record is not what the log says", ""
        except (ValueError, VaultDamaged) as error:
            return f"the pack's first record cannot be read: {error}", ""
        return None

    def _record_problem(self, event: Event, location: Location) -> tuple[str, str] | None:
        """Why the record is not the one that the log says, and the hash found, or None. Duty 8."""
        if location.offset == 0:
            return "a pack begins with its own record, not with an original", ""
        try:
            member = self._pack(location.pack)[location.offset : location.end]
            if len(member) < location.length:
                return "the pack ends before this record does", ""
            is_same = f"{isal_zlib.crc32(member):08x}" == location.crc32
        except VaultDamaged as error:
            return f"its record cannot be read: {error}", ""
        try:
            header, got, tail = _taken_apart(member, event)
        except ValueError as error:
            return f"its record is damaged: {error}", _salvaged(member, event)
        if got != event.members["sha256"]:
            return "the original has other bytes than the log says", got
        seed = seed_of(header)
        if seed is None or not is_seed(seed, location.seed):
            return "the record's seed is not the one the log committed to", got
        if header != record_header(record_facts(event), seed) or tail != RECORD_END:
            return "the record's header is not what follows from the log", got
        if not is_same:
            return "the record's compressed bytes were changed, though the original is the same", got
        return None

    def _pack(self, name: str) -> memoryview:
        if name not in self._mapped:
            if len(self._mapped) >= _OPEN_PACKS:
                self._mapped.pop(next(iter(self._mapped)))[0].close()
            stack = ExitStack()
            self._mapped[name] = stack, stack.enter_context(self._store.view(f"{pack.FOLDER}/{name}"))
        return self._mapped[name][1]


def make_records(root: Path, origin: str) -> Callable[[Bundles], Any]:
    """What one worker process does with a batch of bundles."""
    return Records(root, origin)


def _taken_apart(member: memoryview, event: Event) -> tuple[bytes, str, bytes]:
    """A record's header, the SHA-256 (hex) of its block, and what follows the block. Raises ValueError."""
    cut, size = header_size(event), event.members["size"]
    whole = cut + size + len(RECORD_END)
    if size <= LARGEST_IN_MEMORY:
        record = pack.expand(member, whole)
        return record[:cut], hashlib.sha256(memoryview(record)[cut : cut + size]).hexdigest(), record[cut + size :]
    digest = hashlib.sha256()
    header = tail = b""
    done = 0
    for piece in pack.expand_stream(member, whole):
        alive()
        header += piece[: max(cut - done, 0)]
        digest.update(piece[max(cut - done, 0) : max(cut + size - done, 0)])
        tail += piece[max(cut + size - done, 0) :]
        done += len(piece)
    return header, digest.hexdigest(), tail


def _salvaged(member: memoryview, event: Event) -> str:
    """The SHA-256 (hex) of what can still be read of a damaged record's block."""
    cut, size = header_size(event), event.members["size"]
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    read = b""
    with contextlib.suppress(zlib.error):
        read = inflate.decompress(member[_GZIP_HEADER_BYTES:], cut + min(size, LARGEST_IN_MEMORY))
    return hashlib.sha256(read[cut:]).hexdigest() if len(read) > cut else "nothing can be read"


def _covered(event: Event) -> tuple[str, int, int]:
    found = event.members
    return found["pack"], found.get("offset", 0), found["length"]


def _warcinfo(event: Event) -> bytes:
    return warcinfo_record(event.members["pack"], event.time, event.nonce, event.members["software"])
