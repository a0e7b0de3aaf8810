"""The worker's side of reading again: kept originals in, readings out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tallystick.model.custody import Event
from tallystick.services.reading import LARGEST_IN_MEMORY, Indexed, read_large, read_original
from tallystick.services.reading.overflow import FOLDER, Overflow
from tallystick.vault.vault import Edges, Vault


@dataclass(frozen=True, slots=True)
class Again:
    """A batch of `kept` events whose originals are read again. Without `is_reading` they only get their names."""

    events: tuple[tuple[int, Event], ...]
    is_reading: bool = True


def make_inspection(root: Path, edges: Edges) -> Callable[[Again], Any]:
    """What one worker process does: a reading, or None, for each event in order."""
    vault = Vault(root, edges)

    def inspect(batch: Again) -> list[Indexed | None]:
        return [_reading(vault, event) if batch.is_reading else None for _index, event in batch.events]

    return inspect


def _reading(vault: Vault, event: Event) -> Indexed | None:
    overflow = Overflow(vault.views / FOLDER, vault.edges.nonce())
    if event.members["size"] > LARGEST_IN_MEMORY:
        return _large(vault, event, overflow)
    block = vault.read_event(event)
    return read_original(block, event.members["sha256"], event.members["type"], bytes(32), event.source, overflow)


def _large(vault: Vault, event: Event, overflow: Overflow) -> Indexed:
    """The original lies in a file of its own while it is read."""
    overflow.folder.mkdir(exist_ok=True)
    path = overflow.folder / f"{overflow.name}.original"
    try:
        with path.open("wb") as file:
            file.writelines(vault.stream(event.members["sha256"]))
        return read_large(str(path), event.members["sha256"], event.source, overflow)
    finally:
        path.unlink(missing_ok=True)
