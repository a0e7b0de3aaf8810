"""The catalog, a view of the log."""

from __future__ import annotations

from pathlib import Path

import pytest

from tallystick.errors import ItemAmbiguous, ItemNotFound, RecordStale
from tallystick.model.custody import Event
from tallystick.vault.catalog import Catalog
from tallystick.vault.vault import Edges, Vault, open_for_writing


def kept(sha256: str, offset: int = 0) -> Event:
    members = {
        "sha256": sha256, "size": 5, "type": "text/plain", "source": {"kind": "file", "locator": "a"}, "pack": "p",
        "offset": offset, "length": 7, "crc32": "0" * 8, "seed": "0" * 64,
    }  # fmt: skip
    return Event("kept", "2026-01-01T00:00:00.000000Z", "alice", "0" * 32, members)


@pytest.fixture
def catalog(tmp_path: Path) -> Catalog:
    made = Catalog(tmp_path / "record" / "catalog.sqlite3")
    made.take_in(0, [kept("abcdef" + "0" * 58), kept("abcdef" + "1" * 58, 7), kept("123456" + "0" * 58, 14)])
    return made


def test_find(catalog: Catalog) -> None:
    """An original is found by its hash, the beginning of that in either case, or its index in the log."""
    assert catalog.find("abcdef0").log_index == 0
    assert catalog.find("ABCDEF1").log_index == 1
    assert catalog.find("123456" + "0" * 58).size_bytes == 5
    assert catalog.find("1").sha256.startswith("abcdef1")
    assert catalog.find("123456").log_index == 2


@pytest.mark.parametrize(
    "ident", ["", "abcde", "99999", "abcdee", "xyzxyz", "abcdef" + "0" * 59, "abcdef0 ", "²³", "-1"]
)
def test_not_found(catalog: Catalog, ident: str) -> None:
    """What names no original raises ItemNotFound, whatever it is."""
    with pytest.raises(ItemNotFound):
        catalog.find(ident)


def test_ambiguous(catalog: Catalog) -> None:
    """A beginning of several hashes is refused with the candidates."""
    with pytest.raises(ItemAmbiguous, match="abcdef0000000000, abcdef1111111111"):
        catalog.find("abcdef")


def test_readers_see_commits(catalog: Catalog, tmp_path: Path) -> None:
    """A reader sees what was taken in after it opened, and cannot write."""
    reader = Catalog(tmp_path / "record" / "catalog.sqlite3", read_only=True)
    catalog.take_in(3, [kept("ff" * 32, 21)])
    assert reader.log_size == 4
    assert reader.packs() == {"p": 28}
    assert [entry.log_index for entry in reader.originals()] == [0, 1, 2, 3]
    with pytest.raises(Exception, match="readonly"):
        reader.take_in(4, [])
    reader.close()


@pytest.mark.parametrize("content", [None, b"", b"no database" * 100])
def test_unusable(tmp_path: Path, content: bytes | None) -> None:
    """A catalog that is missing, empty or something else is stale for a reader."""
    path = tmp_path / "catalog.sqlite3"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(RecordStale):
        Catalog(path, read_only=True)


@pytest.mark.parametrize("damage", ["remove", "garbage", "behind", "ahead"])
def test_catch_up(root: Path, edges: Edges, writing: Vault, keep_all, damage: str) -> None:
    """A catalog that is missing, damaged, behind the log or ahead of it is made what the log says."""
    found = keep_all(writing, [b"one", b"two"])
    path = writing.catalog_path
    if damage == "ahead":
        writing.catalog.take_in(writing.log.size, [kept("ff" * 32)])
    writing.close()
    if damage in ("remove", "garbage"):
        for each in path.parent.iterdir():
            each.unlink()
    if damage == "garbage":
        path.write_bytes(b"garbage" * 1000)
    if damage == "behind":
        other = Catalog(path)
        other.clear()
        other.close()
    assert [entry.sha256 for entry in writing.catalog.originals()] == found
    assert writing.catalog.log_size == writing.log.size


def test_reader_without_a_catalog(root: Path, edges: Edges, keep_all) -> None:
    """A reader of a vault whose views were deleted still finds originals."""
    with open_for_writing(root, edges, "test") as vault:
        (sha256,) = keep_all(vault, [b"one"])
    for each in (root / "record").iterdir():
        each.unlink()
    reader = Vault(root, edges)
    assert reader.find(sha256).sha256 == sha256
    assert reader.read(sha256) == b"one"
    reader.close()
