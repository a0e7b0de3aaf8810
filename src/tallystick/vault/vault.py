"""A vault: originals, log and seals behind one door. Opened for reading by anybody, for writing by one."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from tallystick.errors import ItemNotFound, RecordStale, VaultDamaged, VaultExists, VaultNotWritable
from tallystick.model.custody import Event, Location, format_time
from tallystick.seal.merkle import leaf_hash
from tallystick.seal.note import SignerKey
from tallystick.vault import lock, pack, sheet
from tallystick.vault.catalog import Catalog, Entry, remove_database
from tallystick.vault.disk import TEMPORARY_SUFFIX, LocalDisk, sync_folder
from tallystick.vault.log import CHECKPOINT, FOLDER, Log
from tallystick.vault.memory import Memory
from tallystick.vault.sheet import Sheet
from tallystick.vault.signing import KeyRing
from tallystick.vault.warc import RECORD_END, RecordFacts, record_header, seed_of

VIEWS = "record"


@dataclass(frozen=True, slots=True)
class Edges:
    """What a vault needs of the world: the clock (aware UTC), random bytes, keys, and who runs the program.

    `ocr` is the languages (zh, en, ru) that the user wants read in pictures, none where he wants no such thing.
    """

    clock: Callable[[], datetime]
    random: Callable[[int], bytes]
    keys: KeyRing
    memory: Memory
    actor: str
    software: str
    ocr: tuple[str, ...] = ()

    def for_worker(self) -> Edges:
        """The same without the environment, in which a secret key may stand: workers sign nothing."""
        return replace(self, keys=KeyRing(self.keys.folder, {}))

    def nonce(self) -> str:
        return self.random(16).hex()

    def event(self, kind: str, **members: object) -> Event:
        """An event of this moment."""
        return Event(kind, format_time(self.clock()), self.actor, self.nonce(), members)


class Vault:
    """One open vault. `signer` is there only while it is open for writing."""

    def __init__(self, root: Path, edges: Edges, *, is_writing: bool = False) -> None:
        self.root = root
        self.edges = edges
        self._is_writing = is_writing
        self.store = LocalDisk(root)
        self.sheet: Sheet = sheet.parse(self.store.read(sheet.NAME))
        self.log = Log.open(self.store, self.sheet.origin)
        self.signer: SignerKey | None = None
        self._catalog: Catalog | None = None

    @property
    def views(self) -> Path:
        return self.root / VIEWS

    @property
    def catalog_path(self) -> Path:
        return self.views / "catalog.sqlite3"

    @property
    def catalog(self) -> Catalog:
        """The catalog, filled as far as the log goes, made anew where it is missing or unusable."""
        if self._catalog is None:
            self._catalog = self._open_catalog()
        return self._catalog

    def heal(self) -> None:
        """What an interrupted writer left is gone, and the sheet is the one that the log names."""
        self.log.heal()
        last = next((event for event in self._rotations() if event.members["sheet"] != self.sheet.sha256()), None)
        if last is not None and last.members["old"] == self.sheet.keys[-1]:
            changed = Sheet(self.sheet.origin, (*self.sheet.keys, last.members["new"]))
            if changed.sha256() == last.members["sheet"]:
                self.store.write({sheet.NAME: changed.encode()})
                self.sheet = changed

    def _rotations(self) -> list[Event]:
        """The newest rotation, if there was one."""
        return [self.log.event(index) for index in self.catalog.events("rotated")[-1:]]

    def close(self) -> None:
        if self._catalog is not None:
            self._catalog.close()
            self._catalog = None

    def append(self, events: list[Event]) -> int:
        """The events are in the log and acknowledged; returns the index of the first."""
        entries = [event.encode() for event in events]
        return self.append_entries(entries, [leaf_hash(entry) for entry in entries], events)

    def append_entries(self, entries: list[bytes], leaf_hashes: list[bytes], events: list[Event]) -> int:
        """The same for events whose entries and leaf hashes are made already."""
        assert self.signer is not None, "the vault is open for reading only"
        start = self.log.size
        self.log.append(entries, leaf_hashes, self.signer)
        self.catalog.take_in(start, events)
        return start

    def sync_packs(self, names: set[str]) -> None:
        """What was appended to these packs is durable."""
        self.store.sync(f"{pack.FOLDER}/{name}" for name in sorted(names))

    def reusable_packs(self) -> list[str]:
        """Packs that are not full and end where the log says, so that they may be appended to."""
        return [
            name
            for name, end in sorted(self.catalog.packs().items())
            if end < pack.LARGEST_PACK_BYTES and self.store.size_bytes(f"{pack.FOLDER}/{name}") == end
        ]

    def find(self, ident: str) -> Entry:
        """The kept original that `ident` names. Raises ItemNotFound, ItemAmbiguous."""
        return self.catalog.find(ident)

    def kept_event(self, sha256: str) -> tuple[int, Event]:
        """The `kept` event of an original, with its log index. Raises ItemNotFound."""
        index = self.catalog.log_index(bytes.fromhex(sha256))
        if index is None or index >= self.log.size:
            raise ItemNotFound(sha256)
        return index, self.log.event(index)

    def read(self, sha256: str) -> bytes:
        """A whole original. Raises ItemNotFound, VaultDamaged where its bytes are not what the log says."""
        return b"".join(self.stream(sha256))

    def stream(self, sha256: str) -> Iterator[bytes]:
        """An original in pieces, hashed as it goes. Raises as `read`, perhaps after pieces were given."""
        _index, event = self.kept_event(sha256)
        whole = hashlib.sha256()
        for piece in self._block(event):
            whole.update(piece)
            yield piece
        if whole.hexdigest() != sha256:
            assert event.location is not None
            raise VaultDamaged(event.location.pack, f"original {sha256[:16]} has other bytes than the log says")

    def read_event(self, event: Event) -> bytes:
        """The original whose record an event locates, not compared with its hash."""
        return b"".join(self._block(event))

    def seed(self, event: Event) -> bytes:
        """The 32-byte seed of an original's record, which keeps its part hashes from being guessed."""
        header, _rest = self._header_and_rest(event)
        seed = seed_of(header)
        if seed is None:
            raise VaultDamaged(self._place(event), "the record's header is not as this program writes it")
        return seed

    def _block(self, event: Event) -> Iterator[bytes]:
        _header, rest = self._header_and_rest(event)
        left = event.members["size"]
        for piece in rest:
            kept = piece[:left]
            left -= len(kept)
            if kept:
                yield kept

    def _header_and_rest(self, event: Event) -> tuple[bytes, Iterator[bytes]]:
        location = event.location
        assert location is not None
        pieces = self._record(location, header_size(event) + event.members["size"] + len(RECORD_END))
        first = next(pieces, b"")
        while len(first) < header_size(event):
            more = next(pieces, b"")
            if not more:
                break
            first += more
        cut = header_size(event)
        return first[:cut], _chain(first[cut:], pieces)

    def _record(self, location: Location, size_bytes: int) -> Iterator[bytes]:
        place = f"{pack.FOLDER}/{location.pack}"
        with self.store.view(place) as view:
            member = view[location.offset : location.end]
            try:
                yield from pack.expand_stream(member, size_bytes)
            except ValueError as error:
                raise VaultDamaged(place, f"at byte {location.offset}: {error}") from error
            finally:
                member.release()

    def _place(self, event: Event) -> str:
        assert event.location is not None
        return f"{pack.FOLDER}/{event.location.pack}"

    def _open_catalog(self) -> Catalog:
        try:
            catalog = Catalog(self.catalog_path, read_only=not self._is_writing)
            # A writer beside us may be further: what lies beyond our checkpoint is not looked at.
            if catalog.log_size == self.log.size or (catalog.log_size > self.log.size and not self._is_writing):
                return catalog
            catalog.close()
        except RecordStale:
            if self._is_writing:
                remove_database(self.catalog_path)
        try:
            return self._filled_catalog(Catalog(self.catalog_path))
        except (VaultNotWritable, RecordStale):
            if self._is_writing:
                raise
            return self._filled_catalog(Catalog.in_memory())

    def _filled_catalog(self, catalog: Catalog) -> Catalog:
        if catalog.log_size > self.log.size:
            catalog.clear()
        start = catalog.log_size
        batch: list[Event] = []
        for _index, event in self.log.events(start):
            batch.append(event)
            if len(batch) == 4096:
                catalog.take_in(start, batch)
                start, batch = start + len(batch), []
        catalog.take_in(start, batch)
        return catalog


def header_size(event: Event) -> int:
    """How many bytes the header of the event's record has: it does not depend on the seed."""
    return len(record_header(record_facts(event), bytes(32)))


def record_facts(event: Event) -> RecordFacts:
    """What the record's header of a `kept` event is made from."""
    found = event.members
    return RecordFacts(event.time, found["sha256"], found["size"], found["type"], event.nonce)


def create(root: Path, origin: str, edges: Edges) -> Vault:
    """A new vault with its first checkpoint; its key is saved first, so that no vault is without one.

    Raises VaultExists where the folder holds anything.
    """
    if root.exists() and not _is_free(root):
        raise VaultExists(root)
    signer = edges.keys.make(origin, edges.random(32))
    try:
        root.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise VaultNotWritable(str(root), str(error)) from error
    store = LocalDisk(root)
    made = Sheet(origin, (str(signer.verifier),))
    first = edges.event("vault", format=sheet.FORMAT, origin=origin, key=made.keys[0], sheet=made.sha256())
    entry = first.encode()
    edges.keys.save(signer)
    _sync_above(root)
    store.write({sheet.NAME: made.encode()})
    Log(store, origin).append([entry], [leaf_hash(entry)], signer)
    return Vault(root, edges)


def _sync_above(root: Path) -> None:
    """The vault's folder itself survives a loss of power, and every folder that was made for it."""
    for above in root.absolute().parents:
        with contextlib.suppress(PermissionError):
            sync_folder(above)


def _is_free(root: Path) -> bool:
    """Whether a vault may be made here: nothing is here, or an `init` that ended before its first checkpoint."""
    if not root.is_dir():
        return False
    names = {found.name.removesuffix(TEMPORARY_SUFFIX) for found in root.iterdir()}
    return names <= {sheet.NAME, FOLDER} and not (root / CHECKPOINT).exists()


@contextlib.contextmanager
def open_for_writing(root: Path, edges: Edges, command: str) -> Iterator[Vault]:
    """The vault, ours alone to write while the context lasts, healed of what an interrupted writer left.

    Raises VaultLocked, and what `KeyRing.load` raises.
    """
    with lock.writing(root, command, format_time(edges.clock())):
        vault = Vault(root, edges, is_writing=True)
        try:
            vault.heal()
            vault.signer = edges.keys.load(vault.sheet.origin, vault.sheet.keys[-1])
            yield vault
        finally:
            vault.close()
            if vault.log.signed is not None:
                edges.memory.remember(vault.sheet.origin, vault.log.signed.encode())


@contextlib.contextmanager
def open_for_reading(root: Path, edges: Edges) -> Iterator[Vault]:
    """The vault as it was last acknowledged."""
    vault = Vault(root, edges)
    try:
        yield vault
    finally:
        vault.close()


def _chain(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest
