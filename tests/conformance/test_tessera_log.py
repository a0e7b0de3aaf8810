"""A static log that Tessera wrote: its checkpoints, tiles and bundles as ours would be."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tallystick.model.check import Verdict, worst
from tallystick.seal import checkpoint, merkle, note, proof, tile

SHARED = Path(os.environ.get("TALLY_SHARED", Path(__file__).resolve().parents[3] / "shared"))
LOG = SHARED / "data" / "verify" / "tessera-log" / "log"
ORIGIN = "example.com/log/testdata"
# The public key that Tessera publishes with this log.
VKEY = "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx"


@pytest.fixture
def log() -> Path:
    if not LOG.is_dir():
        pytest.skip(f"the log that Tessera wrote is not at {LOG}")
    return LOG


def read(log: Path):
    def read_tile(path: str) -> bytes | None:
        found = log / path
        return found.read_bytes() if found.exists() else None

    return read_tile


def entries_of(log: Path) -> list[bytes]:
    return tile.decode_bundle((log / "tile/entries/000.p/15").read_bytes())


def test_each_checkpoint_is_signed(log):
    """Every checkpoint of the log is in its exact form and signed by the published key."""
    key = note.parse_vkey(VKEY)
    for path in sorted(log.glob("checkpoint*")):
        signed = checkpoint.parse(path.read_bytes(), is_own=True)
        assert signed.encode() == path.read_bytes()
        assert checkpoint.verify(signed, ORIGIN, [key]).verdict is Verdict.PASS, path.name


def test_entries_give_each_checkpoints_root(log):
    """The first n entries have the root that the checkpoint of size n states, for every n."""
    leaves = [merkle.leaf_hash(entry) for entry in entries_of(log)]
    for size in range(16):
        path = log / ("checkpoint" if size == 15 else f"checkpoint.{size}")
        assert checkpoint.parse(path.read_bytes()).checkpoint.root == merkle.root(leaves[:size])


def test_our_tiles_are_theirs(log):
    """Growing the log one entry at a time, we write the very files that Tessera wrote."""
    stored: dict[str, bytes] = {}
    for size, entry in enumerate(entries_of(log)):
        stored.update(tile.tiles_to_write(size, [merkle.leaf_hash(entry)], stored.__getitem__))
        stored.update(tile.bundles_to_write(size, [entry], stored.__getitem__))
    theirs = {str(path.relative_to(log)): path.read_bytes() for path in log.glob("tile/**/*") if path.is_file()}
    assert stored == theirs


def test_proofs_from_their_tiles(log):
    """Proofs read from Tessera's tiles verify against its checkpoint, for every entry and every older size."""
    raw = (log / "checkpoint").read_bytes()
    reader = tile.TileReader(15, read(log))
    head = checkpoint.parse(raw).checkpoint
    for index, entry in enumerate(entries_of(log)):
        path = tuple(merkle.inclusion_proof(index, 15, reader))
        made = proof.TlogProof(index, path, raw)
        assert worst(proof.verify(entry, made, ORIGIN, [note.parse_vkey(VKEY)])) is Verdict.PASS
    for size in range(1, 15):
        older = checkpoint.parse((log / f"checkpoint.{size}").read_bytes()).checkpoint
        hashes = merkle.consistency_proof(size, 15, reader)
        assert merkle.verify_consistency(size, 15, hashes, older.root, head.root).verdict is Verdict.PASS
