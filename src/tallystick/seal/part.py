"""The salted tree over a message's parts, so that one can be shown without the others (docs/format.md section 3)."""

from __future__ import annotations

import hmac
import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from tallystick.errors import MalformedProof, PartNotFound
from tallystick.model import canonical
from tallystick.model.check import Check
from tallystick.model.message import Part
from tallystick.seal import merkle

SALT_SIZE = 32
_LINE = re.compile(r"((?:[1-9][0-9]*(?:\.[1-9][0-9]*)*)?) (0|[1-9][0-9]{0,18}) (0|[1-9][0-9]{0,18})\n", re.ASCII)
_LARGEST_PROOF = 100_000

_DERIVED = re.compile(r"\.(?:uu|tnef)\.|^(?:uu|tnef)\.")

Span = tuple[str, int, int]
"""A part's path ("1.2"; "" is the message itself), the offset where it starts, and its length, in bytes."""


@dataclass(frozen=True, slots=True)
class PartProof:
    """Shows that a part with this salt and line is leaf `index` of `count`; `path` are 32-byte hashes, lowest first."""

    salt: bytes
    line: str
    index: int
    count: int
    path: tuple[bytes, ...]

    def encode(self) -> bytes:
        """The proof as a file: canonical JSON, hashes and salt in hexadecimal."""
        path = [node.hex() for node in self.path]
        fields = {"count": self.count, "index": self.index, "line": self.line, "path": path, "salt": self.salt.hex()}
        return canonical.encode(fields)


def spans(parts: Sequence[Part]) -> list[Span]:
    """The spans that the tree covers, in order: every part but the message itself, or that alone.

    Parts that were made from another's decoded content have no span of their own and are left out.
    """
    own = [part for part in parts if not _DERIVED.search(part.path)]
    chosen = [part for part in own if part.path] or own
    return [(part.path, part.start, part.end - part.start) for part in chosen]


def part_salt(seed: bytes, path: str) -> bytes:
    """The 32 bytes that keep the part's leaf hash from being guessed."""
    return hmac.digest(seed, b"part " + path.encode("ascii"), "sha256")


def part_line(path: str, start: int, length: int) -> str:
    """The line that binds a part's bytes to their place in the original."""
    return f"{path} {start} {length}\n"


def part_leaf(salt: bytes, line: str, block: bytes | memoryview) -> bytes:
    """The leaf hash of a part, 32 bytes; `block` are the part's raw bytes and are not copied."""
    digest = sha256(b"\x00" + salt + line.encode("ascii"))
    digest.update(block)
    return digest.digest()


def part_leaves(seed: bytes, original: bytes | memoryview, covered: Sequence[Span]) -> list[bytes]:
    """The leaf hash of each span of the original. Raises ValueError for a span that the original does not have."""
    view = memoryview(original)
    size = len(view)
    leaves = []
    for path, start, length in covered:
        end = start + length
        if not 0 <= start <= end <= size:
            raise ValueError(f"an original of {size} bytes has no part at {start} to {end}")
        leaves.append(part_leaf(part_salt(seed, path), f"{path} {start} {length}\n", view[start:end]))
    return leaves


def parts_root(seed: bytes, original: bytes | memoryview, covered: Sequence[Span]) -> bytes:
    """The root over all spans, 32 bytes: what the `parts` entry holds."""
    return merkle.root(part_leaves(seed, original, covered))


def prove_part(seed: bytes, original: bytes | memoryview, covered: Sequence[Span], path: str) -> PartProof:
    """The proof for one part. It shows salt, place and bytes of that part and nothing of the others.

    Raises PartNotFound where no span has this path.
    """
    known = [span[0] for span in covered]
    if path not in known:
        raise PartNotFound(sha256(original).hexdigest(), path, known)
    index = known.index(path)
    leaves = part_leaves(seed, original, covered)
    hashes = merkle.inclusion_proof(index, len(leaves), merkle.hash_reader(leaves))
    return PartProof(part_salt(seed, path), part_line(*covered[index]), index, len(leaves), tuple(hashes))


def verify_part(proof: PartProof, block: bytes | memoryview, count: int, root: bytes, place: str = "") -> Check:
    """Whether `block` is, byte for byte, the part that a `parts` entry (count and root) covers."""
    match = _LINE.fullmatch(proof.line)
    if match is None or int(match[3]) != len(block):
        reason = f"the part has {len(block)} bytes, which its line does not say"
        return Check.failed("part", reason, place, line=proof.line.strip())
    if proof.count != count:
        reason = "the proof is of a message with another number of parts"
        return Check.failed("part", reason, place, expected=str(count), got=str(proof.count))
    leaf = part_leaf(proof.salt, proof.line, block)
    found = merkle.verify_inclusion(leaf, proof.index, count, proof.path, root, place)
    name = match[1] or "itself"
    good = f"these bytes are part {name} of the message, at offset {match[2]}"
    bad = f"these bytes are not part {name} of the message that was kept"
    passed = found.verdict == "PASS"
    return Check("part", found.verdict, good if passed else bad, place, found.facts)


def parse_proof(raw: bytes) -> PartProof:
    """The part proof in `raw`. Raises MalformedProof unless it is in the exact form that `PartProof.encode` gives."""
    if len(raw) > _LARGEST_PROOF:
        raise MalformedProof(f"expected at most {_LARGEST_PROOF} bytes, got {len(raw)}")
    try:
        fields = canonical.decode(raw)
    except (ValueError, RecursionError) as error:
        raise MalformedProof("the part proof is not canonical JSON") from error
    if not isinstance(fields, dict) or set(fields) != {"count", "index", "line", "path", "salt"}:
        raise MalformedProof("the part proof has not the members count, index, line, path and salt")
    if not _is_count(fields["count"]) or not _is_count(fields["index"]):
        raise MalformedProof("the part proof's count or index is not a number")
    if not isinstance(fields["line"], str) or not _LINE.fullmatch(fields["line"]):
        raise MalformedProof("the part proof's line is not <path> <start> <length>")
    path = fields["path"]
    if not isinstance(path, list) or len(path) > 63:
        raise MalformedProof("the part proof's path is not a list of at most 63 hashes")
    hashes = tuple(map(_decode_hex, path))
    return PartProof(_decode_hex(fields["salt"]), fields["line"], fields["index"], fields["count"], hashes)


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _decode_hex(value: Any) -> bytes:
    if not isinstance(value, str) or not re.fullmatch("[0-9a-f]{64}", value, re.ASCII):
        raise MalformedProof("a hash or salt is not 64 hexadecimal digits")
    return bytes.fromhex(value)
