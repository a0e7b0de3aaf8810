"""A keep under way in processes of its own, to be stopped, killed or watched."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from fault_subject import Subject

PATIENCE_SECONDS = 60.0


@contextlib.contextmanager
def started(subject: Subject, words: list[str]) -> Iterator[subprocess.Popen[str]]:
    """The command in a process group of its own; whatever is left of that ends with the context."""
    process = subprocess.Popen(
        words,
        env=subject.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def ended(process: subprocess.Popen[str]) -> subprocess.CompletedProcess[str]:
    out, err = process.communicate(timeout=PATIENCE_SECONDS)
    return subprocess.CompletedProcess(process.args, process.returncode, out, err)


def wait_for(what: Callable[[], Any]) -> Any:
    """What the function gives as soon as that is true."""
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        if found := what():
            return found
        time.sleep(0.002)
    raise TimeoutError(what)


def packed_bytes(subject: Subject) -> int:
    """How many bytes stand in packs now."""
    total = 0
    for each in (subject.root / "originals").rglob("*.gz"):
        with contextlib.suppress(OSError):
            total += each.stat().st_size
    return total


def pack_writers(subject: Subject) -> list[int]:
    """The processes that have a pack of this vault open."""
    packs = f"{subject.root}/originals/"
    return [int(pid.name) for pid in Path("/proc").iterdir() if pid.name.isdigit() and _has_open(pid, packs)]


def _has_open(process: Path, below: str) -> bool:
    try:
        return any(os.readlink(number).startswith(below) for number in (process / "fd").iterdir())
    except OSError:
        return False
