"""The one writer."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tallystick.errors import VaultLocked, VaultNotWritable
from tallystick.vault import lock


def test_second_writer_is_told_the_first(tmp_path: Path) -> None:
    """While one writes, another is refused with the first one's name; afterwards the lock is free and unnamed."""
    with lock.writing(tmp_path, "tally keep", "2026-01-01"):
        with (
            pytest.raises(VaultLocked, match=f"'tally keep' of .*process {os.getpid()}, since 2026"),
            lock.writing(tmp_path, "tally seal", "2026-01-02"),
        ):
            pass
        assert "'tally keep'" in lock.owner(tmp_path)
    assert not (tmp_path / "lock.json").exists()
    with lock.writing(tmp_path, "again", "2026-01-03"):
        pass


def test_killed_writer(tmp_path: Path) -> None:
    """The lock of a writer that was killed is free, whatever name it left."""
    text = (
        "import os, pathlib, signal; from tallystick.vault import lock\n"
        f"with lock.writing(pathlib.Path({str(tmp_path)!r}), 'tally keep', ''): os.kill(os.getpid(), signal.SIGKILL)"
    )
    assert subprocess.run([sys.executable, "-c", text], check=False).returncode == -9
    assert (tmp_path / "lock.json").exists()
    with lock.writing(tmp_path, "next", "now"):
        assert "'next'" in lock.owner(tmp_path)


@pytest.mark.parametrize("content", ["", "{", "[]", '{"who": 1}', "\udcff"])
def test_unreadable_name(tmp_path: Path, content: str) -> None:
    """A name that cannot be read is another program's."""
    (tmp_path / "lock.json").write_bytes(content.encode("utf-8", "surrogateescape"))
    assert lock.owner(tmp_path) == "another program"


def test_no_folder(tmp_path: Path) -> None:
    """Where there is no folder to lock, the error is ours, and none is made."""
    with pytest.raises(VaultNotWritable), lock.writing(tmp_path / "none", "x", "y"):
        pass
    assert not (tmp_path / "none").exists()
