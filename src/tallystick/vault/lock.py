"""The one writer of a vault, by name. Readers need no lock."""

from __future__ import annotations

import contextlib
import getpass
import json
import os
import socket
from collections.abc import Iterator
from pathlib import Path

from tallystick.errors import VaultLocked, VaultNotWritable


@contextlib.contextmanager
def writing(root: Path, command: str, since: str) -> Iterator[None]:
    """While the context lasts, no other process writes this vault; `lock.json` names us.

    The operating system gives the lock back when this process ends, however it ends; a name left behind by a
    killed writer says nothing and is written over. Raises VaultLocked with the owner's name, VaultNotWritable.
    """
    # Readers never lock, and need not wait for the import.
    from filelock import FileLock, Timeout

    if not root.is_dir():
        raise VaultNotWritable(str(root), "no such folder")
    lock = FileLock(root / "lock")
    name = root / "lock.json"
    try:
        lock.acquire(blocking=False)
    except Timeout as error:
        raise VaultLocked(root, owner(root)) from error
    except OSError as error:
        raise VaultNotWritable("lock", os.strerror(error.errno or 0)) from error
    try:
        _write_name(name, {"who": who(), "pid": os.getpid(), "command": command, "since": since})
        yield
    finally:
        with contextlib.suppress(OSError):
            name.unlink()
        lock.release()


def _write_name(path: Path, owner_facts: dict[str, str | int]) -> None:
    try:
        path.write_text(json.dumps(owner_facts))
    except OSError as error:
        raise VaultNotWritable(path.name, os.strerror(error.errno or 0)) from error


def owner(root: Path) -> str:
    """Who writes the vault now, in words; "another program" where that cannot be read."""
    try:
        named = json.loads((root / "lock.json").read_text())
        return f"'{named['command']}' of {named['who']} (process {named['pid']}, since {named['since']})"
    except (OSError, ValueError, KeyError, TypeError):
        return "another program"


def who() -> str:
    """The user and machine that this process runs as, `user@host`."""
    try:
        user = getpass.getuser()
    except (OSError, KeyError):
        user = "unknown"
    return f"{user}@{socket.gethostname()}"
