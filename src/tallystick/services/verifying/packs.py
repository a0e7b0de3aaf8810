"""Whether the records that the log locates cover every pack without gap. Duty 7."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tallystick.model.check import Check
from tallystick.vault.pack import FOLDER
from tallystick.vault.store import Store


class Coverage:
    """Takes what records cover, nearly in order, and holds only what does not yet join up."""

    def __init__(self) -> None:
        self._ends: dict[str, int] = {}
        self._apart: dict[str, dict[int, int]] = {}
        self.overlaps: list[Check] = []

    def take(self, covered: Iterable[tuple[str, int, int]]) -> None:
        for name, offset, length in covered:
            apart = self._apart.setdefault(name, {})
            if offset < self._ends.get(name, 0) or offset in apart:
                self.overlaps.append(_failed(name, f"two log entries locate the bytes at {offset}"))
                continue
            apart[offset] = offset + length
            while (end := apart.pop(self._ends.get(name, 0), None)) is not None:
                self._ends[name] = end

    def checks(self, store: Store) -> Iterator[Check]:
        """FAIL for each gap or missing end, a PASS that names torn tails and packs that were never acknowledged."""
        yield from self.overlaps
        notes = []
        for name, end in self._ends.items():
            size = store.size_bytes(f"{FOLDER}/{name}")
            if size is None:
                yield _failed(name, "the pack is missing")
            elif size < end:
                yield _failed(name, f"the pack has {size} bytes, the log locates records up to {end}")
            elif self._apart[name]:
                yield _failed(name, f"no log entry locates the bytes from {end} to {min(self._apart[name])}")
            elif size > end:
                notes.append(f"{name}: torn tail of {size - end} bytes")
        strange = (name for name in store.names(FOLDER) if name.removeprefix(f"{FOLDER}/") not in self._ends)
        notes += [f"{name}: no log entry names it" for name in strange]
        said = "; never acknowledged, no part of the evidence: " + ", ".join(sorted(notes)) if notes else ""
        yield Check.passed("packs", f"the log locates every record of {len(self._ends)} packs{said}", FOLDER)


def _failed(name: str, reason: str) -> Check:
    return Check.failed("packs", reason, f"{FOLDER}/{name}")
