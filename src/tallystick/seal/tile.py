"""The files of a log: hash tiles and entry bundles. Source: C2SP tlog-tiles.

A tile at level L, index N holds the hashes of the complete subtrees of `256**L` leaves numbered `256*N` onwards; an
entry bundle holds the entries themselves. Paths are relative to the log's folder and start with `tile/`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from tallystick.errors import MalformedTile
from tallystick.seal.merkle import HASH_SIZE, parents

WIDTH = 256
LARGEST_ENTRY = 65_535
# No log has more than 2**63 entries, so no tile has a larger index.
_LARGEST_INDEX = 2**63 - 1
_PATH = re.compile(
    r"tile/(?P<level>entries|0|[1-9][0-9]?)"
    r"/(?P<index>(?:x[0-9]{3}/){0,6}[0-9]{3})"
    r"(?:\.p/(?P<width>[1-9][0-9]{0,2}))?",
    re.ASCII,
)
_CACHED_TILES = 512


@dataclass(frozen=True, slots=True)
class TilePath:
    """Where a tile is: `level` is None for an entry bundle, `width` how many hashes or entries it holds, 1 to 256."""

    level: int | None
    index: int
    width: int = WIDTH

    def __post_init__(self) -> None:
        if not (0 <= self.index <= _LARGEST_INDEX and 1 <= self.width <= WIDTH and 0 <= (self.level or 0) <= 63):
            raise ValueError(f"there is no tile at level {self.level}, index {self.index}, width {self.width}")

    def __str__(self) -> str:
        level = "entries" if self.level is None else str(self.level)
        groups = [f"{self.index % 1000:03}"]
        rest = self.index // 1000
        while rest:
            groups.append(f"x{rest % 1000:03}")
            rest //= 1000
        partial = f".p/{self.width}" if self.width < WIDTH else ""
        return f"tile/{level}/{'/'.join(reversed(groups))}{partial}"


def parse_path(text: str) -> TilePath:
    """The place that a path names. Raises MalformedTile unless it is the one path of a possible tile."""
    match = _PATH.fullmatch(text)
    if match is None:
        raise MalformedTile(text, "the path is not that of a tile")
    level = None if match["level"] == "entries" else int(match["level"])
    try:
        path = TilePath(level, int(re.sub("[x/]", "", match["index"])), int(match["width"] or WIDTH))
    except ValueError as error:
        raise MalformedTile(text, str(error)) from error
    if str(path) != text:
        raise MalformedTile(text, f"the path is written otherwise; expected {path}")
    return path


def decode_tile(raw: bytes, width: int, place: str) -> list[bytes]:
    """The first `width` hashes of a tile. Raises MalformedTile where the file has not that many whole hashes."""
    if len(raw) % HASH_SIZE or not width * HASH_SIZE <= len(raw) <= WIDTH * HASH_SIZE:
        raise MalformedTile(place, f"expected {width} hashes of {HASH_SIZE} bytes, got {len(raw)} bytes")
    return [raw[at : at + HASH_SIZE] for at in range(0, width * HASH_SIZE, HASH_SIZE)]


def encode_bundle(entries: Sequence[bytes]) -> bytes:
    """The entry bundle of these entries. Raises ValueError for none, more than 256, or one over 65,535 bytes."""
    if not 1 <= len(entries) <= WIDTH:
        raise ValueError(f"a bundle holds 1 to {WIDTH} entries, not {len(entries)}")
    pieces = []
    for entry in entries:
        if len(entry) > LARGEST_ENTRY:
            raise ValueError(f"an entry holds at most {LARGEST_ENTRY} bytes, not {len(entry)}")
        pieces.append(len(entry).to_bytes(2, "big"))
        pieces.append(entry)
    return b"".join(pieces)


def decode_bundle(raw: bytes, place: str = "") -> list[bytes]:
    """The entries of a bundle. Raises MalformedTile where it is cut off, empty, or holds more than 256."""
    entries: list[bytes] = []
    at = 0
    while at < len(raw):
        start = at + 2
        at = start + int.from_bytes(raw[at:start], "big")
        if at > len(raw) or start > len(raw):
            raise MalformedTile(place, f"entry {len(entries)} of the bundle is cut off")
        entries.append(raw[start:at])
        if len(entries) > WIDTH:
            raise MalformedTile(place, f"the bundle holds more than {WIDTH} entries")
    if not entries:
        raise MalformedTile(place, "the bundle is empty")
    return entries


def tiles_to_write(
    old_size: int, new_leaf_hashes: Sequence[bytes], read_tile: Callable[[str], bytes]
) -> list[tuple[str, bytes]]:
    """Every tile, (path, bytes), that a log of `old_size` entries gains by these leaves, full or partial, lowest first.

    `read_tile` gives the partial tiles of the old log that are added to, at most one a level; a wider one serves too.
    Raises MalformedTile where one of them is too short.
    """
    written = []
    level, hashes = 0, new_leaf_hashes
    while hashes:
        size = old_size >> 8 * level
        kept = _stored_tail(level, size, read_tile) + list(hashes)
        hashes = []
        for start in range(0, len(kept), WIDTH):
            nodes = kept[start : start + WIDTH]
            path = TilePath(level, (size + start) // WIDTH, len(nodes))
            written.append((str(path), b"".join(nodes)))
            if path.width == WIDTH:
                hashes.append(_levels(nodes)[-1][0])
        level += 1
    return written


def bundles_to_write(
    old_size: int, new_entries: Sequence[bytes], read_bundle: Callable[[str], bytes]
) -> list[tuple[str, bytes]]:
    """Every entry bundle, (path, bytes), that a log of `old_size` entries gains by these, full and partial.

    `read_bundle` gives the partial bundle of the old log that is added to. Raises MalformedTile where it is too short.
    """
    width = old_size % WIDTH
    kept: list[bytes] = []
    if width and new_entries:
        place = str(TilePath(None, old_size // WIDTH, width))
        kept = decode_bundle(read_bundle(place), place)
        if len(kept) < width:
            raise MalformedTile(place, f"expected {width} entries, got {len(kept)}")
        kept = kept[:width]
    kept.extend(new_entries)
    return list(_bundles(old_size // WIDTH, kept))


def _bundles(first: int, entries: Sequence[bytes]) -> Iterator[tuple[str, bytes]]:
    for start in range(0, len(entries), WIDTH):
        held = entries[start : start + WIDTH]
        yield str(TilePath(None, first + start // WIDTH, len(held))), encode_bundle(held)


def _stored_tail(level: int, size: int, read_tile: Callable[[str], bytes]) -> list[bytes]:
    width = size % WIDTH
    if not width:
        return []
    place = str(TilePath(level, size // WIDTH, width))
    return decode_tile(read_tile(place), width, place)


def _levels(nodes: list[bytes]) -> list[list[bytes]]:
    """The tree within one tile: its hashes, their parents, and so on, as far as they are complete."""
    levels = [nodes]
    while len(levels[-1]) > 1:
        levels.append(parents(levels[-1]))
    return levels


class TileReader:
    """Reads the hashes of a log of `size` entries from its tiles: a `merkle.HashReader`.

    `read_tile` gives a tile's bytes by its path, or None where there is none. Where a partial tile is gone, the wider
    ones that begin with it are tried, the full one first. Hashes are not checked here: proofs made of them are.
    """

    def __init__(self, size: int, read_tile: Callable[[str], bytes | None]) -> None:
        self._size = size
        self._read_tile = read_tile
        self._tiles: dict[tuple[int, int], list[list[bytes]]] = {}

    def __call__(self, level: int, index: int) -> bytes:
        """The hash of one complete subtree, 32 bytes.

        Raises ValueError where the log has no such subtree, MalformedTile where its tile is missing or too short.
        """
        if level < 0 or index < 0 or (index + 1) << level > self._size:
            raise ValueError(f"a log of {self._size} entries has no complete subtree {index} at level {level}")
        tile_level, height = divmod(level, 8)
        tile_index, offset = divmod(index, WIDTH >> height)
        return self._tile(tile_level, tile_index)[height][offset]

    def _tile(self, level: int, index: int) -> list[list[bytes]]:
        found = self._tiles.pop((level, index), None)
        if found is None:
            found = _levels(self._load(level, index))
            if len(self._tiles) >= _CACHED_TILES:
                del self._tiles[next(iter(self._tiles))]
        self._tiles[level, index] = found
        return found

    def _load(self, level: int, index: int) -> list[bytes]:
        width = min(WIDTH, (self._size >> 8 * level) - index * WIDTH)
        for candidate in dict.fromkeys((width, WIDTH, *range(width + 1, WIDTH))):
            path = str(TilePath(level, index, candidate))
            raw = self._read_tile(path)
            if raw is not None:
                return decode_tile(raw, width, path)
        raise MalformedTile(str(TilePath(level, index, width)), "the file is missing")
