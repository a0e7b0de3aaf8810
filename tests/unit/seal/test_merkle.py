"""The Merkle tree: known roots, the growing frontier, and what each check says."""

from __future__ import annotations

import pytest

from tallystick.model.check import Verdict
from tallystick.seal import merkle

LEAVES = [merkle.leaf_hash(bytes([number])) for number in range(7)]


def slow_root(leaves: list[bytes]) -> bytes:
    """The definition of RFC 6962 2.1, word for word."""
    if not leaves:
        return merkle.EMPTY_ROOT
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return merkle.node_hash(slow_root(leaves[:split]), slow_root(leaves[split:]))


def test_known_hashes():
    """The empty root and an empty leaf have the published values."""
    assert merkle.EMPTY_ROOT.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert merkle.leaf_hash(b"").hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"


def test_root_is_that_of_the_definition():
    """The root of every size up to 130 is that of RFC 6962's recursive definition."""
    leaves = [merkle.leaf_hash(number.to_bytes(2, "big")) for number in range(130)]
    for size in range(131):
        assert merkle.root(leaves[:size]) == slow_root(leaves[:size])


def test_frontier_grows_and_reopens():
    """A frontier has the root of its leaves at every size, and goes on from its stored state."""
    frontier = merkle.Frontier()
    for size, leaf in enumerate(LEAVES):
        assert frontier.root() == merkle.root(LEAVES[:size])
        frontier = merkle.Frontier(frontier.size, frontier.nodes)
        frontier.append(leaf)
    assert frontier.size == 7
    again = merkle.Frontier.read(7, merkle.hash_reader(LEAVES))
    assert again.nodes == frontier.nodes


@pytest.mark.parametrize(("size", "nodes"), [(-1, []), (3, [bytes(32)]), (1, [bytes(31)]), (0, [bytes(32)])])
def test_frontier_refuses_impossible_state(size, nodes):
    """A frontier is not made of nodes that a tree of that size does not have."""
    with pytest.raises(ValueError, match=r"node|subtrees"):
        merkle.Frontier(size, nodes)


@pytest.mark.parametrize(("index", "size"), [(0, 0), (3, 3), (-1, 3)])
def test_no_proof_of_a_leaf_that_is_not_there(index, size):
    """A proof of a leaf outside the tree is misuse."""
    with pytest.raises(ValueError, match="no leaf"):
        merkle.inclusion_proof(index, size, merkle.hash_reader(LEAVES))


def test_no_consistency_backwards():
    """A proof that a smaller tree extends a larger one is misuse."""
    with pytest.raises(ValueError, match="does not extend"):
        merkle.consistency_proof(3, 2, merkle.hash_reader(LEAVES))


def inclusion(index: int = 2, size: int = 7, leaf: bytes = LEAVES[2], extra: int = 0, root: bytes | None = None):
    proof = merkle.inclusion_proof(2, 7, merkle.hash_reader(LEAVES))
    proof = proof + [bytes(32)] * extra if extra >= 0 else proof[:extra]
    return merkle.verify_inclusion(leaf, index, size, proof, root or merkle.root(LEAVES), "log")


def test_inclusion_passes_with_its_place():
    """A good proof passes, and says where and what was compared."""
    check = inclusion()
    assert check.verdict is Verdict.PASS
    assert check.place == "log"
    assert check.facts["expected"] == check.facts["got"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"index": 3}, "does not lead"),
        ({"index": 7}, "no entry 7"),
        ({"index": -1}, "no entry -1"),
        ({"size": 2}, "no entry 2"),
        ({"extra": 1}, "needs 3"),
        ({"extra": -1}, "needs 3"),
        ({"leaf": LEAVES[3]}, "does not lead"),
        ({"leaf": b"short"}, "32 bytes"),
        ({"root": bytes(32)}, "does not lead"),
    ],
)
def test_inclusion_fails_with_its_reason(change, words):
    """Each way in which a proof can be wrong is a FAIL that names it."""
    check = inclusion(**change)
    assert check.verdict is Verdict.FAIL
    assert words in check.reason


def consistency(old: int, new: int, proof=None, old_root=None, new_root=None):
    made = merkle.consistency_proof(old, new, merkle.hash_reader(LEAVES)) if proof is None else proof
    roots = (old_root or merkle.root(LEAVES[:old]), new_root or merkle.root(LEAVES[:new]))
    return merkle.verify_consistency(old, new, made, *roots)


def test_every_pair_of_sizes_is_consistent():
    """Of seven leaves, every tree is shown to extend every smaller one that is not empty."""
    for new in range(1, 8):
        for old in range(1, new + 1):
            assert consistency(old, new).verdict is Verdict.PASS


def test_consistency_of_a_tree_with_itself():
    """A tree extends itself with an empty proof, and only with its own root."""
    assert consistency(7, 7).verdict is Verdict.PASS
    assert "different roots" in consistency(7, 7, new_root=bytes(32)).reason
    assert "none are needed" in consistency(7, 7, proof=[bytes(32)]).reason


def test_an_empty_tree_shows_nothing():
    """That a log extends an empty one is NOT_CHECKED, and a FAIL where the empty one's root is another's."""
    assert consistency(0, 7).verdict is Verdict.NOT_CHECKED
    assert consistency(0, 0).verdict is Verdict.PASS
    assert "empty log" in consistency(0, 7, old_root=bytes(32)).reason


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"old": 3, "new": 7, "proof": []}, "not as many"),
        ({"old": 4, "new": 7, "proof": []}, "not shown"),
        ({"old": 3, "new": 7, "proof": [bytes(32)] * 9}, "not as many"),
        ({"old": 3, "new": 7, "proof": [bytes(32)] * 2}, "not as many"),
        ({"old": 3, "new": 7, "proof": [b"short"]}, "32 bytes"),
        ({"old": 3, "new": 7, "old_root": bytes(32)}, "not shown"),
        ({"old": 3, "new": 7, "new_root": bytes(32)}, "not shown"),
    ],
)
def test_consistency_fails_with_its_reason(arguments, words):
    """Each way in which a consistency proof can be wrong is no PASS and is named."""
    check = consistency(**arguments)
    assert check.verdict is Verdict.FAIL
    assert words in check.reason or "not as many" in check.reason


def test_consistency_backwards_fails():
    """A log that got shorter is a FAIL."""
    check = merkle.verify_consistency(7, 3, [], bytes(32), bytes(32))
    assert check.verdict is Verdict.FAIL
    assert "cannot extend" in check.reason
