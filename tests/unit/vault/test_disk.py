"""Files on the local disk."""

from __future__ import annotations

from pathlib import Path

import pytest

from tallystick.errors import VaultDamaged, VaultMoved, VaultNotWritable
from tallystick.vault.disk import LocalDisk


@pytest.fixture
def disk(tmp_path: Path) -> LocalDisk:
    (tmp_path / "root").mkdir()
    return LocalDisk(tmp_path / "root")


def test_written_files_are_read(disk: LocalDisk) -> None:
    """What was written is there whole, in folders made for it, and nothing temporary is left."""
    disk.write({"a": b"1", "deep/er/b": b"22"})
    assert (disk.read("a"), disk.read("deep/er/b")) == (b"1", b"22")
    disk.write({"a": b"other"})
    assert disk.read("a") == b"other"
    assert sorted(disk.names("")) == ["a", "deep/er/b"]
    assert list(disk.names("none")) == []


def test_missing_file(disk: LocalDisk) -> None:
    """A file that is not there is damage for who reads it and None for who asks its size."""
    with pytest.raises(VaultDamaged, match="none"):
        disk.read("none")
    with pytest.raises(VaultDamaged), disk.view("none"):
        pass
    assert disk.size_bytes("none") is None


def test_view(disk: LocalDisk) -> None:
    """A view shows the bytes of a file, of an empty one too."""
    disk.write({"a": b"123", "empty": b""})
    with disk.view("a") as view:
        assert bytes(view) == b"123"
    with disk.view("empty") as view:
        assert bytes(view) == b""


def test_failed_write_leaves_the_old_file(disk: LocalDisk) -> None:
    """Where the new file cannot be put in place, the error is ours and the old content stays."""
    disk.write({"a": b"old"})
    (disk.root / "a.part").mkdir()
    with pytest.raises(VaultNotWritable):
        disk.write({"a": b"new"})
    assert disk.read("a") == b"old"


def test_appender(disk: LocalDisk) -> None:
    """An appender grows its file and never overwrites one; a name that is taken gives none."""
    first = disk.create("p/x")
    assert first is not None
    first.append(b"ab")
    first.append(b"cd")
    first.close()
    assert disk.create("p/x") is None
    again = disk.reopen("p/x")
    assert again.size == 4
    again.append(b"e")
    assert again.size == 5
    again.close()
    disk.sync(["p/x"])
    assert disk.read("p/x") == b"abcde"
    with pytest.raises(VaultNotWritable):
        disk.reopen("p/none")
    with pytest.raises(VaultNotWritable):
        disk.sync(["p/none"])


def test_remove(disk: LocalDisk) -> None:
    """Removed files are gone with the folder that they leave empty; what is gone already is no error."""
    disk.write({"d/a": b"", "e/a": b"", "e/b": b""})
    disk.remove(["d/a", "e/a", "none"])
    assert list(disk.names("")) == ["e/b"]
    assert not (disk.root / "d").exists()


def test_moved_root(disk: LocalDisk) -> None:
    """A root that was moved or replaced is noticed and never made anew."""
    disk.check_place()
    disk.root.rename(disk.root.with_name("away"))
    with pytest.raises(VaultMoved):
        disk.check_place()
    with pytest.raises(VaultMoved):
        disk.read("log/checkpoint")
    with pytest.raises(VaultNotWritable):
        disk.write({"log/a": b""})
    assert not disk.root.exists()
    disk.root.mkdir()
    with pytest.raises(VaultMoved):
        disk.check_place()
