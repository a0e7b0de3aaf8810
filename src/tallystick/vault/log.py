"""The log on disk: entries, tiles and the signed checkpoint that makes them count."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tallystick.errors import MalformedTile, SealError, VaultDamaged
from tallystick.model.custody import Event, parse
from tallystick.seal import checkpoint as checkpoints
from tallystick.seal import merkle, tile
from tallystick.seal.checkpoint import Checkpoint, SignedCheckpoint
from tallystick.seal.note import SignerKey
from tallystick.vault.disk import TEMPORARY_SUFFIX
from tallystick.vault.store import Store

FOLDER = "log"
CHECKPOINT = "log/checkpoint"
# A writer may replace a partial file between our listing and our reading it.
_ATTEMPTS = 5


class Log:
    """The log of one vault as its checkpoint states it. Nothing beyond the checkpoint is believed or shown."""

    def __init__(self, store: Store, origin: str) -> None:
        self._store = store
        self._origin = origin
        self._frontier = merkle.Frontier()
        self.signed: SignedCheckpoint | None = None

    @classmethod
    def open(cls, store: Store, origin: str) -> Log:
        """The log as it was last acknowledged. Raises VaultDamaged where its checkpoint or tiles cannot be read."""
        log = cls(store, origin)
        try:
            log.signed = checkpoints.parse(store.read(CHECKPOINT), is_own=True)
            log._frontier = merkle.Frontier.read(log.size, log.reader())
        except SealError as error:
            raise VaultDamaged(FOLDER, str(error)) from error
        return log

    @property
    def size(self) -> int:
        return self.signed.checkpoint.size if self.signed else 0

    def append(self, entries: Sequence[bytes], leaf_hashes: Sequence[bytes], signer: SignerKey) -> None:
        """The entries are in the log, and acknowledged: durable, and covered by a checkpoint signed now."""
        old_size = self.size
        frontier = merkle.Frontier(old_size, self._frontier.nodes)
        frontier.extend(leaf_hashes)
        files = [
            *tile.bundles_to_write(old_size, entries, self._read),
            *tile.tiles_to_write(old_size, leaf_hashes, self._read),
        ]
        self._store.write({f"{FOLDER}/{path}": content for path, content in files})
        head = Checkpoint(self._origin, frontier.size, frontier.root())
        signed = checkpoints.sign(head, [signer])
        self._store.check_place()
        self._store.write({CHECKPOINT: signed.encode()})
        self.signed, self._frontier = signed, frontier
        self._store.remove(self._superseded(old_size))

    def heal(self) -> list[str]:
        """What an interrupted append left behind the checkpoint is removed; returns the names."""
        left = list(self.leftovers())
        self._store.remove(left)
        return left

    def leftovers(self) -> Iterator[str]:
        """Files in the log's folder that the checkpoint does not cover."""
        for name in self._store.names(FOLDER):
            if name != CHECKPOINT and not is_covered(name.removeprefix(f"{FOLDER}/"), self.size):
                yield name

    def reader(self, size: int | None = None) -> tile.TileReader:
        """Reads the hashes of the first `size` entries, of all of them by default."""
        return tile.TileReader(self.size if size is None else size, self._read_or_none)

    def entry(self, index: int) -> bytes:
        """One entry's bytes. Raises IndexError beyond the checkpoint, VaultDamaged."""
        if not 0 <= index < self.size:
            raise IndexError(index)
        return self.bundle(index // tile.WIDTH)[index % tile.WIDTH]

    def event(self, index: int) -> Event:
        """Raises IndexError, VaultDamaged, MalformedEvent."""
        return parse(index, self.entry(index))

    def events(self, start: int = 0) -> Iterator[tuple[int, Event]]:
        """All events from `start` on, in order, with their indexes."""
        for number in range(start // tile.WIDTH, -(-self.size // tile.WIDTH)):
            for place, entry in enumerate(self.bundle(number)):
                index = number * tile.WIDTH + place
                if index >= start:
                    yield index, parse(index, entry)

    def bundle(self, number: int, size: int | None = None) -> list[bytes]:
        """The entries of one bundle that the checkpoint covers, or a log of `size` entries. Raises VaultDamaged."""
        width = min(tile.WIDTH, (self.size if size is None else size) - number * tile.WIDTH)
        path = str(tile.TilePath(None, number, width))
        try:
            raw, is_own = self._read_placed(path)
            entries = tile.decode_bundle(raw, path)
        except MalformedTile as error:
            raise VaultDamaged(f"{FOLDER}/{path}", str(error)) from error
        if len(entries) < width or (is_own and len(entries) > width):
            raise VaultDamaged(f"{FOLDER}/{path}", f"holds {len(entries)} entries, expected {width}")
        return entries[:width]

    def _superseded(self, old_size: int) -> list[str]:
        """The partial tiles of the old size that wider ones have taken the place of."""
        old = [tile.TilePath(None, old_size // tile.WIDTH, old_size % tile.WIDTH)] if old_size % tile.WIDTH else []
        level = 0
        while (nodes := old_size >> 8 * level) > 0:
            if nodes % tile.WIDTH:
                old.append(tile.TilePath(level, nodes // tile.WIDTH, nodes % tile.WIDTH))
            level += 1
        return [f"{FOLDER}/{path}" for path in old if not is_covered(str(path), self.size)]

    def _read(self, path: str) -> bytes:
        return self._read_placed(path)[0]

    def _read_placed(self, path: str) -> tuple[bytes, bool]:
        """A tile or bundle and whether it stands under its own name, or a wider one that begins with it.

        A writer beside us may have gone on and replaced the one that our checkpoint needs.
        """
        own = f"{FOLDER}/{path}"
        for _attempt in range(_ATTEMPTS):
            for name in self._names(path):
                try:
                    return self._store.read(name), name == own
                except VaultDamaged:
                    if self._store.size_bytes(name) is not None:
                        raise
        raise VaultDamaged(f"{FOLDER}/{path}", "the file is missing")

    def _names(self, path: str) -> Iterator[str]:
        """The file's own name, then those of wider ones."""
        yield f"{FOLDER}/{path}"
        found = tile.parse_path(path)
        if found.width < tile.WIDTH:
            yield f"{FOLDER}/{tile.TilePath(found.level, found.index)}"
            yield from sorted(self._store.names(f"{FOLDER}/{path.rpartition('/')[0]}"))

    def _read_or_none(self, path: str) -> bytes | None:
        try:
            return self._read(path)
        except VaultDamaged:
            return None

    def has(self, path: tile.TilePath) -> bool:
        """Whether the tile or bundle stands under its own name."""
        return self._store.size_bytes(f"{FOLDER}/{path}") is not None

    def is_newest(self) -> bool:
        """Whether the checkpoint in the vault is still the one that was opened."""
        return self.signed is not None and self._store.read(CHECKPOINT) == self.signed.encode()

    def tile(self, path: tile.TilePath) -> bytes:
        """A tile's bytes, from a wider one where it is gone. Raises VaultDamaged."""
        raw, is_own = self._read_placed(str(path))
        return raw if is_own or path.level is None else raw[: path.width * merkle.HASH_SIZE]


def is_covered(path: str, size: int) -> bool:
    """Whether a log of `size` entries has just this tile or bundle, `path` being relative to the log's folder."""
    if path.endswith(TEMPORARY_SUFFIX):
        return False
    try:
        found = tile.parse_path(path)
    except MalformedTile:
        return False
    nodes = size >> 8 * (found.level or 0)
    if found.width == tile.WIDTH:
        return (found.index + 1) * tile.WIDTH <= nodes
    return found.index == nodes // tile.WIDTH and found.width == nodes % tile.WIDTH


def expected_tiles(size: int) -> Iterator[tile.TilePath]:
    """Every tile and bundle that a log of `size` entries has."""
    for level in (None, *range(8)):
        nodes = size >> 8 * (level or 0)
        full, width = divmod(nodes, tile.WIDTH)
        yield from (tile.TilePath(level, index) for index in range(full))
        if width:
            yield tile.TilePath(level, full, width)
