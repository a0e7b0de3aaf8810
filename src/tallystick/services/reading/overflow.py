"""What a very large reading gives beyond its first part: written beside the record by the worker that read it, taken
from there by the process that fills the record. Only our own processes write and read these files."""

from __future__ import annotations

import pickle
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from tallystick.errors import VaultNotWritable
from tallystick.record.rows import Rows
from tallystick.record.search import IndexFields

Chunk = tuple[Rows, tuple[IndexFields, ...]]
FOLDER = "overflow"


@dataclass(slots=True)
class Overflow:
    """A file in `folder` for the chunks of one reading, made when the first one comes."""

    folder: Path
    name: str
    _file: BinaryIO | None = None

    @property
    def path(self) -> str:
        """Where the chunks are, "" where there are none."""
        return str(self.folder / self.name) if self._file is not None else ""

    def add(self, chunk: Chunk) -> None:
        """The chunk is in the file. Raises VaultNotWritable."""
        try:
            if self._file is None:
                self.folder.mkdir(exist_ok=True)
                self._file = (self.folder / self.name).open("wb")
            pickle.dump(chunk, self._file, pickle.HIGHEST_PROTOCOL)
        except OSError as error:
            raise VaultNotWritable(str(self.folder / self.name), error.strerror or str(error)) from error

    def close(self) -> None:
        if self._file is not None:
            self._file.close()


def chunks(path: str) -> Iterator[Chunk]:
    """The chunks written at `path`, which is gone afterwards; none where `path` is ""."""
    if not path:
        return
    with open(path, "rb") as file:
        while True:
            try:
                yield pickle.load(file)  # noqa: S301 - written by our own worker, see above
            except EOFError:
                break
    Path(path).unlink(missing_ok=True)


def clear(views: Path) -> None:
    """What an interrupted run left is gone."""
    shutil.rmtree(views / FOLDER, ignore_errors=True)
