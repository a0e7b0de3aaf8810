"""The Merkle tree of RFC 6962 section 2.1 (RFC 9162 section 2.1) over SHA-256.

A node is named by level and index: it is the hash of the `2**level` leaves numbered `index << level` onwards. Only
nodes over complete subtrees are ever read, so a proof of a tree of any size needs few of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256

from tallystick.model.check import Check, Verdict

HASH_SIZE = 32
EMPTY_ROOT = sha256(b"").digest()

HashReader = Callable[[int, int], bytes]
"""read(level, index) -> the hash of one complete subtree, 32 bytes."""


def leaf_hash(entry: bytes) -> bytes:
    """The hash of one entry as a leaf, 32 bytes. Source: RFC 6962 2.1."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of two neighbours, 32 bytes. Source: RFC 6962 2.1."""
    return sha256(b"\x01" + left + right).digest()


def parents(nodes: Sequence[bytes]) -> list[bytes]:
    """The level above: neighbours hashed in pairs, a last one without a neighbour left out."""
    raw = b"".join(nodes)
    return [sha256(b"\x01" + raw[at : at + 64]).digest() for at in range(0, len(raw) - 63, 64)]


def root(leaf_hashes: Sequence[bytes]) -> bytes:
    """The root over all leaves, 32 bytes. Source: RFC 6962 2.1."""
    level = leaf_hashes
    while len(level) > 1:
        above = parents(level)
        # A last node without a neighbour rises unchanged: the same tree as RFC 6962's split at a power of two.
        if len(level) % 2:
            above.append(level[-1])
        level = above
    return level[0] if level else EMPTY_ROOT


def subtrees(start: int, end: int) -> list[tuple[int, int]]:
    """The complete subtrees, (level, index), that make up the leaves `start` to `end`, widest first.

    `start` is a multiple of the widest one's width, as it is wherever RFC 6962 splits a tree.
    """
    found = []
    while start < end:
        level = (end - start).bit_length() - 1
        found.append((level, start >> level))
        start += 1 << level
    return found


def hash_reader(leaf_hashes: Sequence[bytes]) -> HashReader:
    """A reader over a tree held in memory as the list of its leaf hashes."""
    levels = [list(leaf_hashes)]
    while len(levels[-1]) > 1:
        levels.append(parents(levels[-1]))
    return lambda level, index: levels[level][index]


class Frontier:
    """A tree that only grows, held as the hashes of its complete subtrees (at most 64), widest first."""

    def __init__(self, size: int = 0, nodes: Iterable[bytes] = ()) -> None:
        """Raises ValueError where the nodes are not as many as a tree of `size` leaves has, or not 32 bytes each."""
        self._size = size
        self._nodes = list(nodes)
        if size < 0 or len(self._nodes) != size.bit_count():
            raise ValueError(f"a tree of {size} leaves does not have {len(self._nodes)} complete subtrees")
        if any(len(node) != HASH_SIZE for node in self._nodes):
            raise ValueError("a node is not 32 bytes")

    @classmethod
    def read(cls, size: int, read: HashReader) -> Frontier:
        """The frontier of a stored tree of `size` leaves, of which only its complete subtrees' hashes are read."""
        return cls(size, (read(level, index) for level, index in subtrees(0, size)))

    @property
    def size(self) -> int:
        """How many leaves there are."""
        return self._size

    @property
    def nodes(self) -> tuple[bytes, ...]:
        """The complete subtrees' hashes, widest first: with the size, all that is needed to go on later."""
        return tuple(self._nodes)

    def append(self, leaf: bytes) -> None:
        """The tree has one more leaf, given as its leaf hash."""
        self.extend((leaf,))

    def extend(self, leaf_hashes: Iterable[bytes]) -> None:
        """The tree has these further leaves, given as their leaf hashes, in this order."""
        size, nodes = self._size, self._nodes
        for node in leaf_hashes:
            rest = size
            while rest & 1:
                node = sha256(b"\x01" + nodes.pop() + node).digest()
                rest >>= 1
            nodes.append(node)
            size += 1
        self._size = size

    def root(self) -> bytes:
        """The root over all leaves so far, 32 bytes."""
        return _fold(self._nodes)


def inclusion_proof(index: int, size: int, read: HashReader) -> list[bytes]:
    """The hashes that lead from leaf `index` to the root of the first `size` leaves, lowest first.

    Raises ValueError where the tree has no such leaf. Source: RFC 6962 2.1.1.
    """
    if not 0 <= index < size:
        raise ValueError(f"a tree of {size} leaves has no leaf {index}")
    path = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append(_range_root(middle, end, read))
            end = middle
        else:
            path.append(_range_root(start, middle, read))
            start = middle
    return path[::-1]


def consistency_proof(old_size: int, new_size: int, read: HashReader) -> list[bytes]:
    """The hashes that show that the first `old_size` of `new_size` leaves are the old tree; none for an empty one.

    Raises ValueError where the old tree is larger than the new one. Source: RFC 6962 2.1.2.
    """
    if not 0 <= old_size <= new_size:
        raise ValueError(f"a tree of {new_size} leaves does not extend one of {old_size}")
    if old_size == 0:
        return []
    proof = []
    start, end, is_old_root = 0, new_size, True
    while end != old_size:
        middle = start + _split(end - start)
        if old_size <= middle:
            proof.append(_range_root(middle, end, read))
            end = middle
        else:
            proof.append(_range_root(start, middle, read))
            start, is_old_root = middle, False
    if not is_old_root:
        proof.append(_range_root(start, end, read))
    return proof[::-1]


def verify_inclusion(
    leaf: bytes, index: int, size: int, proof: Sequence[bytes], expected_root: bytes, place: str = ""
) -> Check:
    """Whether `leaf` (a leaf hash) stands at `index` in the tree of `size` leaves that has this root.

    Source: RFC 9162 2.1.3.2.
    """
    if not 0 <= index < size:
        return Check.failed("inclusion", f"a log of {size} entries has no entry {index}", place)
    if any(len(node) != HASH_SIZE for node in (leaf, expected_root, *proof)):
        return Check.failed("inclusion", f"a hash in the proof is not {HASH_SIZE} bytes", place)
    # The path has one hash for each level where the leaf has a neighbour: all below the point where it leaves the
    # right edge, and above it only those where the edge itself goes right.
    inner = (index ^ (size - 1)).bit_length()
    length = inner + (index >> inner).bit_count()
    if len(proof) != length:
        reason = f"the proof has {len(proof)} hashes where entry {index} of {size} needs {length}"
        return Check.failed("inclusion", reason, place)
    got = leaf
    for level, neighbour in enumerate(proof):
        is_right = level >= inner or index >> level & 1
        got = node_hash(neighbour, got) if is_right else node_hash(got, neighbour)
    facts = {"expected": expected_root.hex(), "got": got.hex()}
    if got != expected_root:
        reason = f"entry {index} does not lead to the root of the log of {size} entries"
        return Check("inclusion", Verdict.FAIL, reason, place, facts)
    return Check("inclusion", Verdict.PASS, f"entry {index} is in the log of {size} entries", place, facts)


def verify_consistency(
    old_size: int, new_size: int, proof: Sequence[bytes], old_root: bytes, new_root: bytes, place: str = ""
) -> Check:
    """Whether the tree with the new root begins with the tree that has the old one.

    Source: RFC 9162 2.1.4.2.
    """
    claim = f"the log of {new_size} entries extends that of {old_size}"
    if not 0 <= old_size <= new_size:
        return Check.failed("consistency", f"a log of {new_size} entries cannot extend one of {old_size}", place)
    if old_size in (0, new_size):
        return _trivial_consistency(old_size, new_size, proof, old_root, new_root, place)
    if any(len(node) != HASH_SIZE for node in (old_root, new_root, *proof)):
        return Check.failed("consistency", f"a hash in the proof is not {HASH_SIZE} bytes", place)
    roots = _roots_from_consistency(old_size, new_size, proof, old_root)
    if roots is None:
        return Check.failed("consistency", f"the proof has {len(proof)} hashes, not as many as needed", place)
    facts = {"old": old_root.hex(), "old_got": roots[0].hex(), "new": new_root.hex(), "new_got": roots[1].hex()}
    if roots == (old_root, new_root):
        return Check("consistency", Verdict.PASS, claim, place, facts)
    return Check("consistency", Verdict.FAIL, f"it is not shown that {claim}", place, facts)


def _trivial_consistency(
    old_size: int, new_size: int, proof: Sequence[bytes], old_root: bytes, new_root: bytes, place: str
) -> Check:
    if proof:
        return Check.failed("consistency", "the proof has hashes where none are needed", place)
    if old_size == 0 and old_root != EMPTY_ROOT:
        return Check.failed("consistency", "the older log's root is not that of an empty log", place)
    if old_size < new_size:
        return Check.not_checked("consistency", "every log extends an empty one, so nothing is shown", place)
    facts = {"old": old_root.hex(), "new": new_root.hex()}
    if old_root != new_root:
        return Check.failed("consistency", f"two logs of {new_size} entries have different roots", place, **facts)
    return Check.passed("consistency", f"both logs of {new_size} entries are one", place, **facts)


def _roots_from_consistency(
    old_size: int, new_size: int, proof: Sequence[bytes], old_root: bytes
) -> tuple[bytes, bytes] | None:
    """The two roots that a proof leads to, or None where it has too few or too many hashes."""
    path = list(proof)
    if old_size.bit_count() == 1:
        path.insert(0, old_root)
    node, last = old_size - 1, new_size - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    if not path:
        return None
    old = new = path[0]
    for step in path[1:]:
        if last == 0:
            return None
        if node & 1 or node == last:
            old, new = node_hash(step, old), node_hash(step, new)
            while node and not node & 1:
                node, last = node >> 1, last >> 1
        else:
            new = node_hash(new, step)
        node, last = node >> 1, last >> 1
    return (old, new) if last == 0 else None


def _split(width: int) -> int:
    """The largest power of two below `width`, which is at least 2."""
    return 1 << ((width - 1).bit_length() - 1)


def _range_root(start: int, end: int, read: HashReader) -> bytes:
    return _fold([read(level, index) for level, index in subtrees(start, end)])


def _fold(nodes: Sequence[bytes]) -> bytes:
    if not nodes:
        return EMPTY_ROOT
    result = nodes[-1]
    for node in reversed(nodes[:-1]):
        result = node_hash(node, result)
    return result
