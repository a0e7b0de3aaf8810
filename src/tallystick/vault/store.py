"""The port between a vault and what holds its files. Names are relative, with `/`; a local disk implements it today."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from typing import Protocol


class Appender(Protocol):
    """An open file that only grows. What was appended is durable only after `Store.sync`."""

    @property
    def size(self) -> int:
        """Bytes in the file, those appended included."""
        ...

    def append(self, content: bytes) -> None:
        """The bytes stand at the end of the file. Raises VaultNotWritable; the file may then have a torn tail."""
        ...

    def close(self) -> None: ...


class Store(Protocol):
    """Files of one vault. Every failure to write is a VaultNotWritable, a missing file a VaultDamaged."""

    def read(self, name: str) -> bytes: ...

    def view(self, name: str) -> AbstractContextManager[memoryview]:
        """The whole file as memory, without reading it first; closed with the context."""
        ...

    def size_bytes(self, name: str) -> int | None:
        """The file's size, or None where there is no such file."""
        ...

    def names(self, folder: str) -> Iterator[str]:
        """All files below a folder, in no order; none where there is no such folder."""
        ...

    def write(self, files: Mapping[str, bytes]) -> None:
        """Every file is durable and whole; if this does not return, each is wholly old or wholly new."""
        ...

    def remove(self, names: Iterable[str]) -> None:
        """The files are gone. Not made durable: what comes back after a crash is removed again."""
        ...

    def create(self, name: str) -> Appender | None:
        """A new empty file open for appending, or None where the name is taken."""
        ...

    def reopen(self, name: str) -> Appender: ...

    def sync(self, names: Iterable[str]) -> None:
        """What was appended to these files, and their names, is durable."""
        ...

    def check_place(self) -> None:
        """The vault still stands where it was opened. Raises VaultMoved."""
        ...
