"""The worker's side of reading again: kept originals in, readings out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tallystick.model.custody import Event
from tallystick.services.reading import LARGEST_IN_MEMORY, Eyes, Indexed, read_large, read_original, reader_died, unread
from tallystick.services.reading.overflow import FOLDER, Overflow
from tallystick.services.watch import alive, allowed, within
from tallystick.vault.vault import Edges, Vault


@dataclass(frozen=True, slots=True)
class Again:
    """A batch of `kept` events whose originals are read again. Where a reader died of them, `died_of` says how: they
    only get their names."""

    events: tuple[tuple[int, Event], ...]
    died_of: str = ""


def make_inspection(root: Path, edges: Edges) -> Callable[[Again], Any]:
    """What one worker process does: a reading, or None, for each event in order."""
    vault = Vault(root, edges)
    eyes = Eyes(edges.ocr)

    def inspect(batch: Again) -> list[Indexed | None]:
        if batch.died_of:
            problem = reader_died(batch.died_of)
            return [unread(event.members["sha256"], event.source, problem) for _index, event in batch.events]
        is_alone = len(batch.events) == 1
        return [_reading(vault, event, eyes, is_alone=is_alone) for _index, event in batch.events]

    return inspect


def _reading(vault: Vault, event: Event, eyes: Eyes, *, is_alone: bool) -> Indexed | None:
    overflow = Overflow(vault.views / FOLDER, vault.edges.nonce())
    size = event.members["size"]
    if size > LARGEST_IN_MEMORY:
        return _large(vault, event, overflow, eyes)
    block = vault.read_event(event)
    sha256, media_type = event.members["sha256"], event.members["type"]
    with within(allowed(size, is_alone=is_alone)):
        return read_original(block, sha256, media_type, bytes(32), event.source, overflow, eyes)


def _large(vault: Vault, event: Event, overflow: Overflow, eyes: Eyes) -> Indexed:
    """The original lies in a file of its own while it is read."""
    overflow.folder.mkdir(exist_ok=True)
    path = overflow.folder / f"{overflow.name}.original"
    try:
        with path.open("wb") as file:
            for piece in vault.stream(event.members["sha256"]):
                alive()
                file.write(piece)
        with within(allowed(event.members["size"], is_alone=True)):
            return read_large(str(path), event.members["sha256"], event.source, overflow, eyes)
    finally:
        path.unlink(missing_ok=True)
