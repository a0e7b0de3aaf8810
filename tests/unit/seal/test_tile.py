"""Tiles and bundles: paths, strict reading, and what an append writes."""

from __future__ import annotations

import pytest

from tallystick.errors import MalformedTile
from tallystick.seal import merkle, tile

PATHS = [
    ("tile/0/000", tile.TilePath(0, 0)),
    ("tile/0/x001/x234/067", tile.TilePath(0, 1_234_067)),
    ("tile/63/x001/000.p/255", tile.TilePath(63, 1000, 255)),
    ("tile/entries/x001/234.p/1", tile.TilePath(None, 1234, 1)),
]


@pytest.mark.parametrize(("text", "path"), PATHS)
def test_paths_are_those_of_the_specification(text, path):
    """A place has one path, and the path gives the place back."""
    assert str(path) == text
    assert tile.parse_path(text) == path


@pytest.mark.parametrize(
    "text",
    [
        "",
        "tile/0/0",
        "tile/00/000",
        "tile/64/000",
        "tile/99/000",
        "/tile/0/000",
        "tile/0/000/",
        "tile/0/x000/001",
        "tile/0/001/x002",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/01",
        "tile/0/000.p/",
        "tile/data/000",
        "tile/0/000\n",
        "tile/0/٠٠٠",
        "tile/0/x999/x999/x999/x999/x999/x999/999",
        "../tile/0/000",
    ],
)
def test_other_paths_are_refused(text):
    """A path in any other form is refused, so that no file can stand for two tiles."""
    with pytest.raises(MalformedTile):
        tile.parse_path(text)


@pytest.mark.parametrize("arguments", [(0, -1), (0, 0, 0), (0, 0, 257), (64, 0), (None, 2**63)])
def test_impossible_places_are_misuse(arguments):
    """There is no place for a tile that no log has."""
    with pytest.raises(ValueError, match="no tile"):
        tile.TilePath(*arguments)


def test_bundles_round_trip():
    """A bundle gives its entries back, empty and largest ones too."""
    entries = [b"", b"x", b"y" * 65_535]
    assert tile.decode_bundle(tile.encode_bundle(entries)) == entries
    assert tile.encode_bundle([b"ab"]) == b"\x00\x02ab"


@pytest.mark.parametrize("entries", [[], [b""] * 257, [b"x" * 65_536]])
def test_impossible_bundles_are_misuse(entries):
    """A bundle of none, too many, or too large entries is not made."""
    with pytest.raises(ValueError, match=r"at most|holds"):
        tile.encode_bundle(entries)


@pytest.mark.parametrize(
    ("raw", "words"),
    [(b"", "empty"), (b"\x00", "cut off"), (b"\x00\x02a", "cut off"), (bytes(2 * 257), "more than 256")],
)
def test_broken_bundles_are_refused(raw, words):
    """A bundle that is cut off, empty or too long is refused by its place."""
    with pytest.raises(MalformedTile, match=f"tile here: .*{words}"):
        tile.decode_bundle(raw, "here")


@pytest.mark.parametrize("raw", [b"", bytes(31), bytes(63), bytes(32 * 257)])
def test_broken_tiles_are_refused(raw):
    """A tile that is not whole hashes, too short or too long is refused."""
    with pytest.raises(MalformedTile, match="bytes"):
        tile.decode_tile(raw, 2, "here")


def grown(*sizes: int) -> dict[str, bytes]:
    """The files of a log that grew to each of these sizes in turn."""
    stored: dict[str, bytes] = {}
    old = 0
    for size in sizes:
        entries = [number.to_bytes(4, "big") for number in range(old, size)]
        leaves = [merkle.leaf_hash(entry) for entry in entries]
        stored.update(tile.tiles_to_write(old, leaves, stored.__getitem__))
        stored.update(tile.bundles_to_write(old, entries, stored.__getitem__))
        old = size
    return stored


def test_the_specifications_example():
    """A log of 70,000 entries has the tiles that the specification counts."""
    paths = [tile.parse_path(path) for path in grown(70_000)]
    full = [path.level for path in paths if path.width == 256]
    partial = {(path.level, path.width) for path in paths if path.width < 256}
    assert (full.count(0), full.count(1), full.count(None)) == (273, 1, 273)
    assert partial == {(0, 112), (1, 17), (2, 1), (None, 112)}


def test_a_tree_of_256_has_a_full_tile_and_one_above():
    """A tree of 256 has one full tile, and a partial one of width 1 above it."""
    assert sorted(grown(256)) == ["tile/0/000", "tile/1/000.p/1", "tile/entries/000"]


def test_growth_in_steps_gives_the_same_last_files():
    """However a log grew, the files that its size calls for are the same."""
    once, steps = grown(66_000), grown(1, 255, 256, 257, 65_535, 65_536, 66_000)
    assert {path: steps[path] for path in once} == once


def test_an_empty_append_writes_nothing():
    """Nothing added, nothing written or read."""
    assert tile.tiles_to_write(5, [], {}.__getitem__) == []
    assert tile.bundles_to_write(5, [], {}.__getitem__) == []


def test_a_wider_stored_tile_serves():
    """Where the store gives a wider tile for the partial one, its beginning is used."""
    wide = grown(10)
    tiles = dict(tile.tiles_to_write(5, [merkle.leaf_hash(b"x")], lambda _path: wide["tile/0/000.p/10"]))
    assert tiles["tile/0/000.p/6"][: 5 * 32] == wide["tile/0/000.p/10"][: 5 * 32]
    bundles = dict(tile.bundles_to_write(5, [b"x"], lambda _path: wide["tile/entries/000.p/10"]))
    assert tile.decode_bundle(bundles["tile/entries/000.p/6"])[-1] == b"x"


def test_a_short_stored_bundle_is_refused():
    """A stored bundle with too few entries is not built upon."""
    with pytest.raises(MalformedTile, match="expected 5 entries, got 1"):
        tile.bundles_to_write(5, [b"x"], lambda _path: tile.encode_bundle([b"one"]))


@pytest.mark.parametrize("kept", ["tile/0/000", "tile/0/000.p/9"])
def test_reader_falls_back_to_a_wider_tile(kept):
    """Where the partial tile of a log's size is gone, a wider one or the full one is read."""
    files = grown(9, 256)
    reader = tile.TileReader(5, {kept: files[kept]}.get)
    assert reader(0, 4) == merkle.leaf_hash((4).to_bytes(4, "big"))
    assert reader(2, 0) == tile.TileReader(256, files.get)(2, 0)


def test_reader_says_what_is_missing():
    """A tile that is nowhere is MalformedTile, a subtree that the log does not have is misuse."""
    reader = tile.TileReader(5, {}.get)
    with pytest.raises(MalformedTile, match="missing"):
        reader(0, 0)
    for level, index in ((0, 5), (3, 0), (-1, 0), (0, -1)):
        with pytest.raises(ValueError, match="no complete subtree"):
            reader(level, index)


def test_reader_reads_each_tile_once_and_forgets_the_oldest():
    """A tile is read once while it is in use, and again after many others."""
    asked: list[str] = []

    def read(path: str) -> bytes:
        asked.append(path)
        return bytes(32 * 256)

    reader = tile.TileReader(2**20, read)
    for index in range(600):
        reader(0, index * 256)
        reader(0, index * 256 + 1)
    assert len(asked) == 600
    reader(0, 599 * 256)
    assert len(asked) == 600
    reader(0, 0)
    assert len(asked) == 601
