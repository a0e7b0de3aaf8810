"""The log on disk."""

from __future__ import annotations

from pathlib import Path

import pytest

from tallystick.errors import VaultDamaged
from tallystick.seal.merkle import leaf_hash, root
from tallystick.seal.note import ED25519, SignerKey
from tallystick.vault.disk import LocalDisk
from tallystick.vault.log import Log, expected_tiles, is_covered

SIGNER = SignerKey("example.org/log", bytes(range(32)), ED25519)


def grow(log: Log, count: int) -> list[bytes]:
    entries = [b'{"n":%d}' % number for number in range(log.size, log.size + count)]
    log.append(entries, [leaf_hash(entry) for entry in entries], SIGNER)
    return entries


@pytest.fixture
def log(tmp_path: Path) -> Log:
    return Log(LocalDisk(tmp_path), SIGNER.name)


@pytest.mark.parametrize("steps", [[1], [255, 1, 1], [256, 256], [1, 300, 600], [65536 + 3, 1]])
def test_append(log: Log, tmp_path: Path, steps: list[int]) -> None:
    """After each append the files are just those of the size, the root is that of the entries, and reopening agrees."""
    entries: list[bytes] = []
    for count in steps:
        entries += grow(log, count)
        assert log.signed is not None
        assert log.signed.checkpoint.root == root([leaf_hash(entry) for entry in entries])
        found = {name.removeprefix("log/") for name in LocalDisk(tmp_path).names("log")} - {"checkpoint"}
        assert found == {str(tile) for tile in expected_tiles(len(entries))}
        assert all(is_covered(name, len(entries)) for name in found)
    again = Log.open(LocalDisk(tmp_path), SIGNER.name)
    assert again.size == len(entries)
    assert [again.entry(index) for index in (0, len(entries) // 2, len(entries) - 1)] == [
        entries[index] for index in (0, len(entries) // 2, len(entries) - 1)
    ]


def test_bounds(log: Log) -> None:
    """Nothing stands before the first entry or beyond the checkpoint."""
    grow(log, 3)
    for index in (-1, 3):
        with pytest.raises(IndexError):
            log.entry(index)


def test_heal(log: Log, tmp_path: Path) -> None:
    """What the checkpoint does not cover is named, and gone after healing; the rest stays and can be appended to."""
    grow(log, 3)
    strange = {"log/tile/0/000.p/9": b"x" * 288, "log/tile/entries/001": b"", "log/checkpoint.part": b"", "log/x": b""}
    LocalDisk(tmp_path).write(strange)
    again = Log.open(LocalDisk(tmp_path), SIGNER.name)
    assert set(again.leftovers()) == set(strange)
    assert set(again.heal()) == set(strange)
    assert not list(again.leftovers())
    grow(again, 2)
    assert Log.open(LocalDisk(tmp_path), SIGNER.name).size == 5


def test_superseded_tile_that_came_back(log: Log, tmp_path: Path) -> None:
    """A narrower tile that a crash brought back is a leftover, not part of the log."""
    grow(log, 3)
    old = LocalDisk(tmp_path).read("log/tile/0/000.p/3")
    grow(log, 1)
    LocalDisk(tmp_path).write({"log/tile/0/000.p/3": old})
    assert list(log.leftovers()) == ["log/tile/0/000.p/3"]


@pytest.mark.parametrize("name", ["log/tile/0/000.p/3", "log/tile/entries/000.p/3"])
@pytest.mark.parametrize("damage", [None, b"", b"\0\1"])
def test_damaged_tiles(log: Log, tmp_path: Path, name: str, damage: bytes | None) -> None:
    """A missing or cut tile or bundle raises VaultDamaged that names it."""
    grow(log, 3)
    (tmp_path / name).unlink()
    if damage is not None:
        (tmp_path / name).write_bytes(damage)
    with pytest.raises(VaultDamaged, match="log"):
        Log.open(LocalDisk(tmp_path), SIGNER.name).entry(0)


def test_damaged_checkpoint(log: Log, tmp_path: Path) -> None:
    """A checkpoint that is none raises VaultDamaged."""
    grow(log, 1)
    (tmp_path / "log" / "checkpoint").write_bytes(b"nothing\n")
    with pytest.raises(VaultDamaged):
        Log.open(LocalDisk(tmp_path), SIGNER.name)


@pytest.mark.parametrize(
    ("path", "size", "is_it"),
    [
        ("tile/0/000.p/3", 3, True), ("tile/0/000.p/3", 4, False), ("tile/0/000", 256, True),
        ("tile/0/000", 255, False),
        ("tile/1/000.p/1", 256, True), ("tile/1/000.p/1", 512, False), ("tile/entries/001.p/1", 257, True),
        ("tile/entries/001", 511, False), ("tile/0/000.p/3.part", 3, False), ("checkpoint2", 3, False), ("", 3, False),
    ],
)  # fmt: skip
def test_is_covered(path: str, size: int, is_it: bool) -> None:
    """A tile belongs to a log of one size alone, a full one to every larger one."""
    assert is_covered(path, size) is is_it
