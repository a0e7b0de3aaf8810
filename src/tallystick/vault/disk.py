"""Durable files on a local disk.

Guarantee: after `write` or `sync` returns, the bytes and the names survive a loss of power, as far as the disk keeps
its word about fsync. Expected system calls of `write`, for each file: openat, write, fsync, close, rename; then one
fsync for each folder touched, parents of new folders included. The hole that remains: a disk that acknowledges a flush
it did not make; `tally verify` finds what it lost.
"""

from __future__ import annotations

import contextlib
import mmap
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from tallystick.errors import VaultDamaged, VaultMoved, VaultNotWritable

try:
    import fcntl

    # On macOS fsync only reaches the drive's cache.
    _FULL_SYNC: int | None = getattr(fcntl, "F_FULLFSYNC", None)
except ImportError:  # Windows: os.fsync flushes to the drive
    _FULL_SYNC = None

TEMPORARY_SUFFIX = ".part"


class LocalDisk:
    """The files below one folder. Implements `vault.store.Store`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._identity = _identity(root)

    def path(self, name: str) -> Path:
        return self.root / name

    def read(self, name: str) -> bytes:
        try:
            return self.path(name).read_bytes()
        except OSError as error:
            self.check_place()
            raise VaultDamaged(name, _reason(error)) from error

    @contextlib.contextmanager
    def view(self, name: str) -> Iterator[memoryview]:
        try:
            with self.path(name).open("rb") as file:
                mapped = (
                    mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if os.fstat(file.fileno()).st_size else b""
                )
        except OSError as error:
            raise VaultDamaged(name, _reason(error)) from error
        view = memoryview(mapped)
        try:
            yield view
        finally:
            # A raised error may still hold slices of the map; then the collector closes it.
            with contextlib.suppress(BufferError):
                view.release()
                if isinstance(mapped, mmap.mmap):
                    mapped.close()

    def size_bytes(self, name: str) -> int | None:
        try:
            return self.path(name).stat().st_size
        except FileNotFoundError:
            return None
        except OSError as error:
            raise VaultDamaged(name, _reason(error)) from error

    def names(self, folder: str) -> Iterator[str]:
        top = self.path(folder)
        for place, _folders, files in os.walk(top):
            for file in files:
                yield (Path(place) / file).relative_to(self.root).as_posix()

    def write(self, files: Mapping[str, bytes]) -> None:
        folders: set[Path] = set()
        for name, content in files.items():
            with _writing(name):
                target = self.path(name)
                folders |= self._make_folder(target.parent)
                temporary = target.with_name(target.name + TEMPORARY_SUFFIX)
                _write_synced(temporary, content)
                os.replace(temporary, target)
        self._sync_folders(folders)

    def remove(self, names: Iterable[str]) -> None:
        for name in names:
            with _writing(name), contextlib.suppress(FileNotFoundError):
                self.path(name).unlink()
            with contextlib.suppress(OSError):
                self.path(name).parent.rmdir()

    def create(self, name: str) -> DiskAppender | None:
        with _writing(name):
            self._sync_folders(self._make_folder(self.path(name).parent))
            try:
                number = os.open(self.path(name), os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_EXCL | _BINARY, 0o644)
            except FileExistsError:
                return None
            return DiskAppender(name, number)

    def reopen(self, name: str) -> DiskAppender:
        with _writing(name):
            return DiskAppender(name, os.open(self.path(name), os.O_WRONLY | os.O_APPEND | _BINARY))

    def sync(self, names: Iterable[str]) -> None:
        folders: set[Path] = set()
        for name in names:
            with _writing(name):
                number = os.open(self.path(name), os.O_WRONLY | _BINARY)
                try:
                    _flush(number)
                finally:
                    os.close(number)
            folders |= self._make_folder(self.path(name).parent)
        self._sync_folders(folders)

    def check_place(self) -> None:
        if _identity(self.root) != self._identity:
            raise VaultMoved(self.root)

    def _make_folder(self, folder: Path) -> set[Path]:
        """The folder exists; returns it and all above it in the vault, whose entries must be made durable.

        All of them, for an interrupted writer may have made one and not flushed it. Never makes the vault's own.
        """
        if folder == self.root:
            return {folder}
        above = self._make_folder(folder.parent)
        with contextlib.suppress(FileExistsError):
            folder.mkdir()
        return above | {folder}

    def _sync_folders(self, folders: set[Path]) -> None:
        for place in sorted(folders, reverse=True):
            with _writing(place.relative_to(self.root).as_posix()):
                sync_folder(place)


class DiskAppender:
    """Implements `vault.store.Appender`. Unbuffered: what `append` returned from is the kernel's."""

    def __init__(self, name: str, number: int) -> None:
        self._name = name
        self._number = number
        self._size = os.fstat(number).st_size

    @property
    def size(self) -> int:
        return self._size

    def append(self, content: bytes) -> None:
        with _writing(self._name):
            rest = memoryview(content)
            while rest:
                rest = rest[os.write(self._number, rest) :]
        self._size += len(content)

    def close(self) -> None:
        with _writing(self._name):
            os.close(self._number)


_BINARY = getattr(os, "O_BINARY", 0)


def _write_synced(path: Path, content: bytes) -> None:
    number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | _BINARY, 0o644)
    try:
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(number, rest) :]
        _flush(number)
    finally:
        os.close(number)


def sync_folder(folder: Path) -> None:
    """The names in the folder are durable. Raises OSError."""
    if os.name == "nt":  # a folder cannot be opened there; its entries are journalled
        return
    number = os.open(folder, os.O_RDONLY)
    try:
        _flush(number)
    finally:
        os.close(number)


def _flush(number: int) -> None:
    if _FULL_SYNC is not None:
        fcntl.fcntl(number, _FULL_SYNC)
    else:
        os.fsync(number)


@contextlib.contextmanager
def _writing(name: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise VaultNotWritable(name or ".", _reason(error)) from error


def _reason(error: OSError) -> str:
    return os.strerror(error.errno) if error.errno else str(error)


def _identity(root: Path) -> tuple[int, int] | None:
    try:
        found = root.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
