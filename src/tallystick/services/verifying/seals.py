"""What others say of the log: timestamps, witnesses, checkpoints from elsewhere. Duties 10 to 12."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from tallystick.errors import (
    AuthorityRefused,
    ItemNotFound,
    MalformedCheckpoint,
    MalformedToken,
    VaultDamaged,
)
from tallystick.model.check import Check, Verdict, worst
from tallystick.model.custody import Event
from tallystick.seal import checkpoint as checkpoints
from tallystick.seal import merkle, timestamp
from tallystick.seal.checkpoint import SignedCheckpoint
from tallystick.services.verifying.heads import Keys
from tallystick.services.witness import witness_check
from tallystick.vault.vault import Vault

FOLDER = "seals"


@dataclass(frozen=True, slots=True)
class Stamped:
    """A checkpoint size that an authority dated, and when (UTC); the entry that says so, and that entry's time."""

    size: int
    time: datetime
    logged_index: int
    logged: str


@dataclass(slots=True)
class Seals:
    """Checks the seals of one vault. `roots` are certificates (PEM or DER) that the verifier trusts."""

    vault: Vault
    keys: Keys
    roots: tuple[bytes, ...]
    events: tuple[tuple[int, Event], ...]

    def checks(self) -> Iterator[Check | Stamped]:
        """The verdict on every seal and witness, and the times they prove."""
        for index, event in self.events:
            if event.kind == "sealed":
                yield from self._sealed(index, event)
            elif event.kind == "witnessed":
                yield self._witnessed(event)
        yield from self._unlogged()

    def against(self, name: str, raw: bytes, duty: str = "against") -> Check:
        """Whether this log extends the one whose checkpoint `raw` is. Duty 12."""
        try:
            signed = checkpoints.parse(raw)
        except MalformedCheckpoint as error:
            return Check.failed(duty, str(error), name)
        return self._extends(signed, name, duty)

    def _extends(self, signed: SignedCheckpoint, name: str, duty: str) -> Check:
        head, size = signed.checkpoint, self.vault.log.size
        if head.size > size:
            reason = f"this log has {size} entries, that checkpoint {head.size}: it was cut off, or is an older copy"
            return Check.failed(duty, reason, name, expected=str(head.size), got=str(size))
        signature = self.keys.verify(signed, name)
        if signature.verdict is not Verdict.PASS:
            return Check(
                duty, Verdict.FAIL, f"{signature.reason}; the log may have been replaced", name, signature.facts
            )
        root = self.root(head.size)
        if root != head.root:
            reason = f"the first {head.size} entries are not those that this checkpoint covered: the log was rewritten"
            return Check.failed(duty, reason, name, expected=head.root.hex(), got=root.hex())
        return Check.passed(duty, f"this log extends that of {head.size} entries", name, root=root.hex())

    def root(self, size: int) -> bytes:
        """The root of the first `size` entries, from the tiles."""
        return merkle.Frontier.read(size, self.vault.log.reader(size)).root()

    def _sealed(self, index: int, event: Event) -> Iterator[Check | Stamped]:
        size, authority = event.members["size"], event.members["authority"]
        place = f"{FOLDER}/{size}.{authority}.tsr"
        files = dict(self._files(event.members["files"]))
        wrong = [name for name, (content, expected) in files.items() if hashlib.sha256(content).hexdigest() != expected]
        if wrong:
            yield Check.failed("seals", "not the file that the log names", f"{FOLDER}/{wrong[0]}")
            return
        stamped, reply = files.get(f"{size}.checkpoint"), files.get(f"{size}.{authority}.tsr")
        asked = files.get(f"{size}.{authority}.tsq")
        if stamped is None or reply is None or asked is None:
            yield Check.failed("seals", "the log names no checkpoint, request or reply for this seal", place)
            return
        head = self.against(f"{FOLDER}/{size}.checkpoint", stamped[0], "seals")
        if head.verdict is not Verdict.PASS:
            yield head
            return
        for found in self._token(reply[0], stamped[0], asked[0], size, authority):
            yield found if isinstance(found, Check) else Stamped(size, found, index, event.time)

    def _token(
        self, reply: bytes, stamped: bytes, asked: bytes, size: int, authority: str
    ) -> Iterator[Check | datetime]:
        place = f"{FOLDER}/{size}.{authority}.tsr"
        try:
            request = timestamp.parse_request(asked)
            verified = timestamp.verify(reply, stamped, asked=request, roots=self.roots, place=place)
        except (MalformedToken, AuthorityRefused) as error:
            yield Check.failed("seals", str(error), place)
            return
        verdict = worst(verified.checks)
        said = [check.reason for check in verified.checks if check.verdict is verdict]
        if verdict is Verdict.PASS and verified.timestamp is not None:
            when = f"{verified.timestamp.time:%Y-%m-%dT%H:%M:%SZ}"
            yield Check.passed("seals", f"{authority} stamped the first {size} entries at {when}", place)
        else:
            yield Check("seals", verdict, f"{authority}, first {size} entries: {'; '.join(said)}", place)
        if verified.timestamp is not None and verdict is not Verdict.FAIL:
            yield verified.timestamp.time

    def _witnessed(self, event: Event) -> Check:
        size = event.members["size"]
        name = f"{size}.checkpoint"
        try:
            raw = self.vault.store.read(f"{FOLDER}/{name}")
            if hashlib.sha256(raw).hexdigest() != event.members["checkpoint"]:
                return Check.failed("witnesses", "not the file that the log names", f"{FOLDER}/{name}")
            head = self.against(f"{FOLDER}/{name}", raw, "witnesses")
            return head if head.verdict is not Verdict.PASS else witness_check(self.vault, event, self.events)
        except (VaultDamaged, ItemNotFound) as error:
            return Check.failed("witnesses", str(error), f"{FOLDER}/{name}")

    def _files(self, named: dict[str, str]) -> Iterator[tuple[str, tuple[bytes, str]]]:
        for name, expected in named.items():
            try:
                yield name, (self.vault.store.read(f"{FOLDER}/{name}"), expected)
            except VaultDamaged:
                yield name, (b"", expected)

    def _unlogged(self) -> Iterator[Check]:
        """Files beside the seals that no entry names: requests still to be answered, and what a crash left."""
        named = {f"{FOLDER}/{name}" for _index, event in self.events for name in event.members.get("files", ())}
        named |= {f"{FOLDER}/{e.members['size']}.checkpoint" for _i, e in self.events if e.kind == "witnessed"}
        waiting = sorted(set(self.vault.store.names(FOLDER)) - named)
        if waiting:
            reason = "asked for and not yet answered, or left by an interrupted 'tally seal'; run it again"
            yield Check.not_checked("seals", reason, ", ".join(waiting[:5]))
