"""What this machine remembers of vaults."""

from __future__ import annotations

from pathlib import Path

from tallystick.vault.memory import Memory


def test_remembered(tmp_path: Path) -> None:
    """The last checkpoint remembered is recalled, each vault's own; of an unknown vault there is none."""
    memory = Memory(tmp_path / "seen")
    assert memory.recall("a") is None
    memory.remember("a", b"1")
    memory.remember("a", b"2")
    memory.remember("b/../c", b"3")
    assert (memory.recall("a"), memory.recall("b/../c")) == (b"2", b"3")
    assert memory.path("../x").parent == memory.folder


def test_folder_that_cannot_be_written(tmp_path: Path) -> None:
    """Where nothing can be written, nothing is remembered, and that is no failure."""
    (tmp_path / "seen").write_bytes(b"a file")
    memory = Memory(tmp_path / "seen")
    memory.remember("a", b"1")
    assert memory.recall("a") is None
