"""Checkpoints: the signed heads of a log. Source: C2SP tlog-checkpoint."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tallystick.errors import MalformedCheckpoint, MalformedNote
from tallystick.model.check import Check, Verdict
from tallystick.seal import note as notes
from tallystick.seal.merkle import HASH_SIZE

LARGEST_SIZE = 2**63 - 1
_SIZE = re.compile("0|[1-9][0-9]{0,18}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a log's head states: whose log, how many entries, and their root (32 bytes). Not signed yet."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not 0 <= self.size <= LARGEST_SIZE or len(self.root) != HASH_SIZE:
            raise ValueError("a checkpoint has a size below 2**63 and a root of 32 bytes")
        if any(not line or "\n" in line for line in (self.origin, *self.extensions)):
            raise ValueError("a checkpoint's lines are not empty")

    @property
    def text(self) -> str:
        """The text that is signed."""
        lines = (self.origin, str(self.size), notes.encode_base64(self.root), *self.extensions)
        return "".join(line + "\n" for line in lines)


@dataclass(frozen=True, slots=True)
class SignedCheckpoint:
    """A checkpoint and the note that carries it. Its signatures are not verified by being here."""

    checkpoint: Checkpoint
    note: notes.Note

    def encode(self) -> bytes:
        """The signed checkpoint as a file."""
        return self.note.encode()


def parse_text(text: str) -> Checkpoint:
    """The checkpoint that a note's text states. Raises MalformedCheckpoint unless it is in its exact form."""
    lines = text.split("\n")
    if len(lines) < 4 or lines.pop() or not all(lines):
        raise MalformedCheckpoint("expected at least three lines, none of them empty")
    origin, size, root_text, *extensions = lines
    if not _SIZE.fullmatch(size) or int(size) > LARGEST_SIZE:
        raise MalformedCheckpoint("the second line is not a tree size in decimal")
    try:
        root = notes.decode_base64(root_text)
    except ValueError as error:
        raise MalformedCheckpoint(f"the root hash is {error}") from error
    if len(root) != HASH_SIZE:
        raise MalformedCheckpoint(f"the root hash has {len(root)} bytes, not {HASH_SIZE}")
    return Checkpoint(origin, int(size), root, tuple(extensions))


def parse(raw: bytes, *, is_own: bool = False) -> SignedCheckpoint:
    """The signed checkpoint in `raw`. Raises MalformedCheckpoint unless it is in its exact form.

    With `is_own` that form is narrower: three lines of text and one signature line (docs/format.md section 2).
    """
    try:
        note = notes.parse(raw)
    except MalformedNote as error:
        raise MalformedCheckpoint(str(error)) from error
    checkpoint = parse_text(note.text)
    if is_own and (checkpoint.extensions or len(note.signatures) != 1):
        raise MalformedCheckpoint("expected three lines of text and one signature line")
    return SignedCheckpoint(checkpoint, note)


def sign(checkpoint: Checkpoint, keys: Iterable[notes.SignerKey]) -> SignedCheckpoint:
    """The checkpoint signed by each of these keys."""
    return SignedCheckpoint(checkpoint, notes.sign(checkpoint.text, keys))


def verify(signed: SignedCheckpoint, origin: str, keys: Sequence[notes.VerifierKey], place: str = "") -> Check:
    """Whether the checkpoint is of this log and signed by one of its keys."""
    checkpoint = signed.checkpoint
    if checkpoint.origin != origin:
        reason = "the checkpoint is of another log"
        return Check.failed("checkpoint", reason, place, expected=origin, got=checkpoint.origin)
    signature = notes.verify(signed.note, keys, place)
    if signature.verdict is not Verdict.PASS:
        return Check("checkpoint", signature.verdict, signature.reason, place, signature.facts)
    facts = {**signature.facts, "root": checkpoint.root.hex(), "size": str(checkpoint.size)}
    return Check("checkpoint", Verdict.PASS, f"{origin} signed its head of {checkpoint.size} entries", place, facts)
