"""Proof files: one entry's path to a signed checkpoint, to be checked offline. Source: C2SP tlog-proof."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tallystick.errors import MalformedCheckpoint, MalformedProof
from tallystick.model.check import Check
from tallystick.seal import checkpoint as checkpoints
from tallystick.seal import cosignature, merkle
from tallystick.seal.note import LARGEST_NOTE, VerifierKey, decode_base64, encode_base64

HEADER = "c2sp.org/tlog-proof@v1"
LONGEST_PATH = 63
_INDEX = re.compile("index (0|[1-9][0-9]{0,18})", re.ASCII)
_EXTRA = "extra "


@dataclass(frozen=True, slots=True)
class TlogProof:
    """An entry's index, its path of 32-byte hashes from leaf to root, and the checkpoint file as it stands.

    `extra` is opaque and proves nothing; None where there is none.
    """

    index: int
    path: tuple[bytes, ...]
    checkpoint: bytes
    extra: bytes | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.index < 2**63 or len(self.path) > LONGEST_PATH:
            raise ValueError("a proof's index is below 2**63 and its path has at most 63 hashes")
        if any(len(node) != merkle.HASH_SIZE for node in self.path) or self.extra == b"":
            raise ValueError("a proof's hashes have 32 bytes and its extra data, if any, is not empty")

    def encode(self) -> bytes:
        """The proof as a file."""
        lines = [HEADER]
        if self.extra is not None:
            lines.append(_EXTRA + encode_base64(self.extra))
        lines.append(f"index {self.index}")
        lines.extend(map(encode_base64, self.path))
        return "\n".join(lines).encode() + b"\n\n" + self.checkpoint


def parse(raw: bytes) -> TlogProof:
    """The proof in `raw`. Raises MalformedProof unless it is in the exact form that `TlogProof.encode` gives."""
    if len(raw) > 2 * LARGEST_NOTE:
        raise MalformedProof(f"expected at most {2 * LARGEST_NOTE} bytes, got {len(raw)}")
    head, separator, checkpoint = raw.partition(b"\n\n")
    if not separator:
        raise MalformedProof("no blank line with a checkpoint behind it")
    try:
        lines = head.decode("ascii").split("\n")
    except UnicodeDecodeError as error:
        raise MalformedProof(f"not ASCII at byte {error.start}") from error
    if lines.pop(0) != HEADER:
        raise MalformedProof(f"the first line is not {HEADER}")
    extra = None
    if lines and lines[0].startswith(_EXTRA):
        extra = _decode(lines.pop(0).removeprefix(_EXTRA), "extra data")
    match = _INDEX.fullmatch(lines.pop(0)) if lines else None
    if match is None:
        raise MalformedProof("no line 'index <decimal>' where it belongs")
    if len(lines) > LONGEST_PATH:
        raise MalformedProof(f"expected at most {LONGEST_PATH} hashes, got {len(lines)}")
    try:
        return TlogProof(int(match[1]), tuple(_decode(line, "a hash") for line in lines), checkpoint, extra)
    except ValueError as error:
        raise MalformedProof(str(error)) from error


def verify(
    entry: bytes,
    proof: TlogProof,
    origin: str,
    keys: Sequence[VerifierKey],
    cosigners: Sequence[VerifierKey] = (),
    place: str = "",
) -> list[Check]:
    """What the proof shows of `entry`: the checkpoint's signature, each cosigner's, and the entry's inclusion.

    Raises ValueError for a key of the wrong kind. Source: C2SP tlog-proof, Verifying a tlog proof.
    """
    try:
        signed = checkpoints.parse(proof.checkpoint)
    except MalformedCheckpoint as error:
        return [
            Check.failed("checkpoint", str(error), place),
            Check.not_checked("inclusion", "the checkpoint in the proof cannot be read", place),
        ]
    head = signed.checkpoint
    checks = [checkpoints.verify(signed, origin, keys, place)]
    checks.extend(cosignature.verify(signed.note, key, place).check for key in cosigners)
    leaf = merkle.leaf_hash(entry)
    checks.append(merkle.verify_inclusion(leaf, proof.index, head.size, proof.path, head.root, place))
    return checks


def _decode(text: str, what: str) -> bytes:
    try:
        return decode_base64(text)
    except ValueError as error:
        raise MalformedProof(f"{what} is {error}") from error
