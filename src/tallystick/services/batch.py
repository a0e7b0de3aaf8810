"""What workers made, collected until it is committed: packs flushed, log extended, views filled."""

from __future__ import annotations

from dataclasses import replace

from tallystick.model.custody import Event
from tallystick.seal.merkle import leaf_hash
from tallystick.services.intake import Outcome
from tallystick.services.reading import Indexed
from tallystick.services.views import Views
from tallystick.vault.vault import Vault

# A commit flushes packs, tiles and checkpoint: often enough that a crash costs seconds, seldom enough to cost little.
_FULL_ITEMS = 2048
_FULL_BYTES = 256 << 20


class Batch:
    """Outcomes on their way into the log of one vault."""

    def __init__(self, vault: Vault, jobs: int) -> None:
        self._vault = vault
        self._jobs = jobs
        self._logged: list[tuple[Event, bytes, bytes, Indexed | None]] = []
        self._hashes: set[str] = set()
        self._packs: set[str] = set()
        self._bytes = 0
        self._views: Views | None = None
        self.last_hash = ""

    @property
    def is_full(self) -> bool:
        return len(self._logged) >= _FULL_ITEMS or self._bytes >= _FULL_BYTES

    def take(self, outcome: Outcome) -> Outcome:
        """The outcome waits for the next commit; a second worker's copy of one original becomes a meeting."""
        if outcome.status == "kept" and self._is_kept(outcome.sha256):
            outcome = _as_met(outcome)
        for number, event in enumerate(outcome.events):
            reading = outcome.reading if event.kind == "kept" else None
            self._logged.append((event, outcome.entries[number], outcome.leaf_hashes[number], reading))
            if "pack" in event.members:
                self._packs.add(event.members["pack"])
        if outcome.status == "kept":
            self._hashes.add(outcome.sha256)
            self._bytes += outcome.size_bytes
        self.last_hash = outcome.sha256
        return outcome

    def commit(self) -> None:
        """What was taken is acknowledged, and stands in the views."""
        if not self._logged:
            return
        logged = sorted(self._logged, key=lambda each: each[0].time)
        self._logged, self._hashes, self._bytes = [], set(), 0
        if self._views is None:
            self._views = Views(self._vault, self._jobs)
        self._vault.sync_packs(self._packs)
        self._packs = set()
        events = [event for event, _entry, _leaf, _reading in logged]
        start = self._vault.append_entries([each[1] for each in logged], [each[2] for each in logged], events)
        self._views.take(start, [(event, reading) for event, _entry, _leaf, reading in logged])

    def close(self) -> None:
        """The views are whole up to the last commit."""
        if self._views is not None:
            self._views.close()

    def _is_kept(self, sha256: str) -> bool:
        return sha256 in self._hashes or self._vault.catalog.log_index(bytes.fromhex(sha256)) is not None


def _as_met(outcome: Outcome) -> Outcome:
    """Two workers kept the same bytes at once: the second record stays in its pack, as a meeting."""
    events = [_meeting(event) for event in outcome.events if event.kind != "parts"]
    entries = tuple(event.encode() for event in events)
    leaves = tuple(map(leaf_hash, entries))
    return replace(outcome, status="met", events=tuple(events), entries=entries, leaf_hashes=leaves, reading=None)


def _meeting(event: Event) -> Event:
    return replace(event, kind="met") if event.kind == "kept" else event
