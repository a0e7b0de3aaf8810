"""The worker's side of keeping: bytes in, a record in a pack, an event and a reading out."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from tallystick.errors import SourceChanged, SourceUnreadable, TallyError, VaultNotWritable
from tallystick.formats import format_of
from tallystick.formats.carrier.head import Head
from tallystick.formats.mail.sniff import HEAD_BYTES, sniff
from tallystick.formats.media_type import UNKNOWN, media_type_of
from tallystick.model.custody import Event, format_time
from tallystick.model.ledger import Refusal
from tallystick.seal.merkle import leaf_hash
from tallystick.services.reading import LARGEST_IN_MEMORY, Eyes, Indexed, read_large, read_original, reader_died, unread
from tallystick.services.reading.overflow import FOLDER, Overflow
from tallystick.services.watch import alive, allowed, within
from tallystick.sources.offer import Offer
from tallystick.vault.catalog import Catalog, sighting_key
from tallystick.vault.disk import LocalDisk
from tallystick.vault.pack import Member, PackWriter
from tallystick.vault.vault import Edges
from tallystick.vault.warc import RECORD_END, SEED_BYTES, RecordFacts, record_header

_PIECE_BYTES = 1 << 20
_REMEMBERED = 16384


@dataclass(frozen=True, slots=True)
class Task:
    """A batch of offers. Where a reader died of them, `died_of` says how: their bytes are kept and not read."""

    offers: tuple[Offer, ...]
    died_of: str = ""


@dataclass(frozen=True, slots=True)
class Way:
    """How an offer is dealt with: `died_of` as in its task; `is_alone` where nothing else is lost with it."""

    died_of: str
    is_alone: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one offer. `status` is kept, met, container or refused; the rest is there where it applies."""

    status: str
    sha256: str = ""
    size_bytes: int = 0
    events: tuple[Event, ...] = ()
    entries: tuple[bytes, ...] = ()
    leaf_hashes: tuple[bytes, ...] = ()
    reading: Indexed | None = None
    container_kind: str = ""
    refusal: Refusal | None = None


@dataclass(slots=True)
class Intake:
    """Keeps offers in packs of its own. Called with a `Task`, gives an `Outcome` for each offer in order."""

    writer: PackWriter
    catalog: Catalog | None
    edges: Edges
    run: str
    is_dry: bool
    overflow: Path
    eyes: Eyes
    # Hashes kept by this worker lately: the catalog knows them only after the next commit.
    _recent: OrderedDict[bytes, None] = field(default_factory=OrderedDict)

    def __call__(self, task: Task) -> list[Outcome]:
        way = Way(task.died_of, is_alone=len(task.offers) == 1)
        return [self._outcome(offer, way) for offer in task.offers]

    def _outcome(self, offer: Offer, way: Way) -> Outcome:
        try:
            if offer.length > LARGEST_IN_MEMORY:
                return self._keep_large(offer, way)
            return self._keep_small(offer, way)
        except VaultNotWritable:
            raise
        except TallyError as error:
            return _refused(offer, error.code, str(error))
        except OSError as error:
            return _refused(
                offer, "source-unreadable", str(SourceUnreadable(offer.source.locator, str(error.strerror)))
            )

    def _keep_small(self, offer: Offer, way: Way) -> Outcome:
        block = read_offer(offer)
        media_type = offer.media_type
        if not media_type:
            with within(allowed(len(block), is_alone=way.is_alone)):
                container, media_type = _recognised(Head.of(block, offer.name), way)
            if container:
                return Outcome("container", container_kind=container)
        digest = hashlib.sha256(block)
        if self._is_known(digest.digest()):
            return self._met(offer, digest.hexdigest(), len(block))
        return self._keep(offer, digest.digest(), block, media_type, way)

    def _keep(self, offer: Offer, digest: bytes, block: bytes, media_type: str, way: Way) -> Outcome:
        if self.is_dry:
            self._remember(digest)
            return Outcome("kept", digest.hex(), len(block))
        seed = self.edges.random(SEED_BYTES)
        facts = self._facts(digest.hex(), len(block), media_type)
        member = self.writer.append(b"".join((record_header(facts, seed), block, RECORD_END)))
        reading: Indexed | None
        if way.died_of:
            reading = unread(digest.hex(), offer.source, reader_died(way.died_of))
        else:
            overflow = Overflow(self.overflow, self.edges.nonce())
            with within(allowed(len(block), is_alone=way.is_alone)):
                reading = read_original(block, digest.hex(), media_type, seed, offer.source, overflow, self.eyes)
        self._remember(digest)
        self._remember(sighting_key(facts.sha256, offer.source, offer.container))
        return self._kept(offer, facts, member, seed, reading)

    def _keep_large(self, offer: Offer, way: Way) -> Outcome:
        head = b"".join(pieces(replace(offer, length=HEAD_BYTES)))
        kind = sniff(head, offer.length, offer.name)
        media_type = offer.media_type or kind.media_type
        if kind.name == "unknown":
            media_type = offer.media_type or media_type_of(Head(head, offer.length, offer.name))
        if not offer.media_type and kind.holds and kind.name != "emlx":
            return Outcome("container", container_kind=kind.name)
        digest, size = _hash(pieces(offer))
        if size != offer.length:
            raise SourceChanged(offer.source.locator)
        if self._is_known(digest):
            return self._met(offer, digest.hex(), size)
        if self.is_dry:
            self._remember(digest)
            return Outcome("kept", digest.hex(), size)
        seed = self.edges.random(SEED_BYTES)
        facts = self._facts(digest.hex(), size, media_type)
        again = hashlib.sha256()
        member = self.writer.append_stream(record_header(facts, seed), _hashed(pieces(offer), again))
        if again.digest() != digest:
            self.writer.abandon()
            raise SourceChanged(offer.source.locator)
        self._remember(digest)
        self._remember(sighting_key(facts.sha256, offer.source, offer.container))
        reading = unread(digest.hex(), offer.source, reader_died(way.died_of) if way.died_of else None)
        if not way.died_of and not offer.is_ours and not offer.offset:
            overflow = Overflow(self.overflow, self.edges.nonce())
            with within(allowed(size, is_alone=way.is_alone)):
                reading = read_large(offer.path, digest.hex(), offer.source, overflow, self.eyes)
        return self._kept(offer, facts, member, seed, reading)

    def _kept(self, offer: Offer, facts: RecordFacts, member: Member, seed: bytes, reading: Indexed | None) -> Outcome:
        location = member.location(hashlib.sha256(seed).hexdigest())
        members: dict[str, Any] = {
            "sha256": facts.sha256, "size": facts.size, "type": facts.media_type, "source": offer.source.members(),
            "pack": location.pack, "offset": location.offset, "length": location.length, "crc32": location.crc32,
            "seed": location.seed, "run": self.run,
        }  # fmt: skip
        if offer.container is not None:
            members["container"] = {"sha256": offer.container.sha256, "path": offer.container.path}
        events = [Event("kept", facts.time, self.edges.actor, facts.nonce, members)]
        if reading is not None and reading.parts_count:
            tree = {"count": reading.parts_count, "root": reading.parts_root}
            events.append(Event("parts", facts.time, self.edges.actor, self.edges.nonce(), tree))
        return self._logged("kept", facts.sha256, facts.size, events, reading)

    def _met(self, offer: Offer, sha256: str, size: int) -> Outcome:
        key = sighting_key(sha256, offer.source, offer.container)
        if self.is_dry or key in self._recent or (self.catalog is not None and self.catalog.has_sighting(key)):
            return Outcome("met", sha256, size)
        self._remember(key)
        members: dict[str, Any] = {"sha256": sha256, "source": offer.source.members(), "run": self.run}
        if offer.container is not None:
            members["container"] = {"sha256": offer.container.sha256, "path": offer.container.path}
        return self._logged("met", sha256, size, [self.edges.event("met", **members)], None)

    def _logged(self, status: str, sha256: str, size: int, made: list[Event], reading: Indexed | None) -> Outcome:
        events = (*self.writer.opened, *made)
        self.writer.opened.clear()
        entries = tuple(each.encode() for each in events)
        return Outcome(status, sha256, size, events, entries, tuple(map(leaf_hash, entries)), reading)

    def _facts(self, sha256: str, size: int, media_type: str) -> RecordFacts:
        return RecordFacts(format_time(self.edges.clock()), sha256, size, media_type, self.edges.nonce())

    def _is_known(self, digest: bytes) -> bool:
        return digest in self._recent or (self.catalog is not None and self.catalog.log_index(digest) is not None)

    def _remember(self, digest: bytes) -> None:
        self._recent[digest] = None
        if len(self._recent) > _REMEMBERED:
            self._recent.popitem(last=False)


def make_intake(root: Path, edges: Edges, run: str, is_dry: bool, reusable: tuple[str, ...]) -> Callable[[Task], Any]:
    """An intake for one worker process, which alone appends to the packs that it may use again."""
    writer = PackWriter(LocalDisk(root), edges.clock, edges.nonce, edges.actor, edges.software, list(reusable))
    return Intake(
        writer,
        Catalog(root / "record" / "catalog.sqlite3", read_only=True),
        edges,
        run,
        is_dry,
        root / "record" / FOLDER,
        Eyes(edges.ocr),
    )


def _recognised(head: Head, way: Way) -> tuple[str, str]:
    """The kind of container that this is, "" for none, and the media type. What a reader died of is none: it is kept
    whole, and no format is asked about it again."""
    kind = sniff(head.block, head.size, head.name)
    try:
        found = None if way.died_of else format_of(head)
        if kind.holds and kind.name != "emlx" and not (kind.name == "zip" and (way.died_of or found)):
            return kind.name, ""
        return "", media_type_of(head) if kind.name == "unknown" else kind.media_type
    except Exception:  # a mistake of ours; the reading meets it again, and names it
        return "", kind.media_type or UNKNOWN


def read_offer(offer: Offer) -> bytes:
    """All bytes of a small offer. Raises OSError, SourceChanged where they are not as many as were seen."""
    with open(offer.path, "rb", buffering=0) as file:
        if offer.offset:
            file.seek(offer.offset)
        block = file.read(offer.length + 1) if offer.container is None else file.read(offer.length)
    if len(block) != offer.length:
        raise SourceChanged(offer.source.locator)
    return block


def pieces(offer: Offer) -> Iterator[bytes]:
    """The bytes of an offer in pieces, in constant memory."""
    left = offer.length
    with open(offer.path, "rb") as file:
        file.seek(offer.offset)
        while left and (piece := file.read(min(left, _PIECE_BYTES))):
            alive()
            yield piece
            left -= len(piece)


def _hash(block: Iterator[bytes]) -> tuple[bytes, int]:
    whole = hashlib.sha256()
    size = 0
    for piece in block:
        whole.update(piece)
        size += len(piece)
    return whole.digest(), size


def _hashed(block: Iterator[bytes], whole: Any) -> Iterator[bytes]:
    for piece in block:
        whole.update(piece)
        yield piece


def _refused(offer: Offer, code: str, reason: str) -> Outcome:
    return Outcome("refused", refusal=Refusal(offer.source.locator, code, reason))
