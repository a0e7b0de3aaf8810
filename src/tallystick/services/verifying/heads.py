"""Who signed what: the sheet, the keys in the order in which they signed, the newest checkpoint. Duties 1 to 3."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field

from tallystick.errors import MalformedNote
from tallystick.model.check import Check, Verdict
from tallystick.model.custody import Event
from tallystick.seal import checkpoint as checkpoints
from tallystick.seal import note
from tallystick.seal.checkpoint import SignedCheckpoint
from tallystick.vault import sheet

ROTATION = "tallystick key rotation\n{old}\n{new}\n"


@dataclass(slots=True)
class Keys:
    """The verifier keys of a log, each with the index of the entry from which it signed."""

    origin: str = ""
    _from: list[tuple[int, str]] = field(default_factory=list)
    checks: list[Check] = field(default_factory=list)
    sheet_sha256: str = ""

    @classmethod
    def of(cls, events: Iterable[tuple[int, Event]]) -> Keys:
        """The keys that the events `vault` and `rotated` name, each rotation verified."""
        keys = cls()
        for index, event in events:
            if event.kind == "vault":
                keys._begin(index, event)
            elif event.kind == "rotated":
                keys._rotate(index, event)
        if not keys._from:
            keys.checks.append(Check.failed("keys", "entry 0 does not name the vault's key", "log entry 0"))
        elif not keys.checks:
            keys.checks.append(Check.passed("keys", f"{len(keys._from)} key(s), each vouched for by the one before"))
        return keys

    @property
    def all(self) -> tuple[str, ...]:
        return tuple(key for _index, key in self._from)

    def in_force(self, size: int) -> str:
        """The key that signs a checkpoint of this size, "" where none does."""
        return next((key for index, key in reversed(self._from) if index < size), "")

    def verify(self, signed: SignedCheckpoint, place: str) -> Check:
        """Whether a checkpoint is of this log and signed by the key of its time."""
        try:
            key = note.parse_vkey(self.in_force(signed.checkpoint.size))
        except MalformedNote as error:
            return Check.failed("checkpoint", str(error), place)
        return checkpoints.verify(signed, self.origin, [key], place)

    def _begin(self, index: int, event: Event) -> None:
        if index:
            self.checks.append(Check.failed("keys", "a second entry of kind vault", f"log entry {index}"))
            return
        self.origin = event.members["origin"]
        self.sheet_sha256 = event.members["sheet"]
        self._from.append((0, event.members["key"]))

    def _rotate(self, index: int, event: Event) -> None:
        found, place = event.members, f"log entry {index}"
        self.sheet_sha256 = found["sheet"]
        if not self._from or found["old"] != self._from[-1][1]:
            self.checks.append(Check.failed("keys", "a rotation of a key that was not in force", place))
            return
        self._from.append((index, found["new"]))
        try:
            signed = note.parse(found["signature"].encode())
            verdict = note.verify(signed, [note.parse_vkey(found["old"])], place)
        except MalformedNote as error:
            self.checks.append(Check.failed("keys", str(error), place))
            return
        if signed.text != ROTATION.format(old=found["old"], new=found["new"]) or verdict.verdict is not Verdict.PASS:
            self.checks.append(Check.failed("keys", "the old key did not sign this rotation", place))


def sheet_check(raw: bytes, found: sheet.Sheet, keys: Keys) -> Check:
    """Whether `tallystick.toml` is the one that the log holds the hash of, and names the log's keys. Duty 1."""
    got = hashlib.sha256(raw).hexdigest()
    if got != keys.sheet_sha256:
        return Check.failed("sheet", "not the file that the log names", sheet.NAME, expected=keys.sheet_sha256, got=got)
    if (found.origin, found.keys) != (keys.origin, keys.all):
        return Check.failed("sheet", "origin or keys are not those of the log", sheet.NAME)
    return Check.passed("sheet", f"origin and {len(found.keys)} key(s) are as the log says", sheet.NAME)
