"""Witnesses' signatures on a checkpoint, each with its time. Source: C2SP tlog-cosignature, cosignature/v1."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from tallystick.model.check import Check
from tallystick.seal.note import COSIGNATURE_V1, Note, NoteSignature, SignerKey, VerifierKey

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SIGNATURE_SIZE = 8 + 64


@dataclass(frozen=True, slots=True)
class Cosignature:
    """What a check of one witness's cosignature found. `time` is in UTC, None where the check did not pass."""

    check: Check
    time: datetime | None


def cosign(note: Note, key: SignerKey, time: datetime) -> NoteSignature:
    """The line by which a witness says that at `time` (aware, whole seconds) it saw this checkpoint, consistent.

    Raises ValueError for a key of another algorithm or a time before 1970.
    """
    _require_cosigner(key.algorithm)
    seconds = (time - _EPOCH) // timedelta(seconds=1)
    if seconds < 0:
        raise ValueError("a cosignature's time is not before 1970")
    signature = key.sign_bytes(_message(note.text, seconds))
    return NoteSignature(key.name, key.verifier.key_id, seconds.to_bytes(8, "big") + signature)


def verify(note: Note, key: VerifierKey, place: str = "") -> Cosignature:
    """What the witness's signature on the checkpoint is worth; FAIL where it is wrong or there is none.

    Raises ValueError for a key of another algorithm. Of several good ones the earliest counts.
    """
    _require_cosigner(key.algorithm)
    times = []
    for line in note.signatures:
        if not line.is_by(key):
            continue
        time = _verified_time(note.text, line, key)
        if time is None:
            check = Check.failed("cosignature", f"the cosignature of {key.name} is wrong", place, key=str(key))
            return Cosignature(check, None)
        times.append(time)
    if not times:
        return Cosignature(Check.failed("cosignature", f"{key.name} did not cosign it", place, key=str(key)), None)
    earliest = min(times)
    reason = f"{key.name} saw this checkpoint at {earliest:%Y-%m-%dT%H:%M:%SZ}"
    return Cosignature(Check.passed("cosignature", reason, place, key=str(key)), earliest)


def _verified_time(text: str, line: NoteSignature, key: VerifierKey) -> datetime | None:
    if len(line.signature) != _SIGNATURE_SIZE:
        return None
    seconds = int.from_bytes(line.signature[:8], "big")
    if not key.verifies(line.signature[8:], _message(text, seconds)):
        return None
    try:
        return _EPOCH + timedelta(seconds=seconds)
    except OverflowError:
        return None


def _message(text: str, seconds: int) -> bytes:
    return f"cosignature/v1\ntime {seconds}\n{text}".encode()


def _require_cosigner(algorithm: int) -> None:
    if algorithm != COSIGNATURE_V1:
        raise ValueError("only a key with algorithm 4 makes cosignatures")
