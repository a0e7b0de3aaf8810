"""A small disk of its own below a folder, where this user may mount one."""

from __future__ import annotations

import contextlib
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest


@contextlib.contextmanager
def small_disk(place: Path, size_bytes: int) -> Iterator[Path]:
    """A tmpfs of that size at `place`, gone with the context; skips the test where it cannot be mounted."""
    place.mkdir()
    if os.geteuid() != 0 or not _mount("-t", "tmpfs", "-o", f"size={size_bytes}", "tmpfs", str(place)):
        pytest.skip("a disk of limited size is a tmpfs: run as root where mounting is allowed")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def make_read_only(place: Path) -> None:
    assert _mount("-o", "remount,ro", str(place))


def make_writable(place: Path) -> None:
    assert _mount("-o", "remount,rw", str(place))


def _mount(*words: str) -> bool:
    return subprocess.run(["mount", *words], capture_output=True, check=False).returncode == 0
