"""The salted tree over a message's parts."""

from __future__ import annotations

import hashlib
import hmac

import pytest

from tallystick.errors import MalformedProof, PartNotFound
from tallystick.model import canonical
from tallystick.model.check import Verdict
from tallystick.model.message import Part
from tallystick.seal import merkle, part

SEED = bytes(range(32))
ORIGINAL = b"headers\r\n\r\npart one, part two, nested"
COVERED = [("1", 11, 8), ("2", 21, 8), ("2.1", 31, 6)]
ROOT = part.parts_root(SEED, ORIGINAL, COVERED)


def block(path: str) -> bytes:
    start, length = next((start, length) for name, start, length in COVERED if name == path)
    return ORIGINAL[start : start + length]


def test_the_leaf_is_that_of_the_format():
    """A leaf's data is salt, line and bytes, the salt an HMAC of the path under the seed (docs/format.md section 3)."""
    salt = hmac.new(SEED, b"part 2.1", hashlib.sha256).digest()
    leaf = hashlib.sha256(b"\x00" + salt + b"2.1 31 6\n" + b"nested").digest()
    assert part.part_leaves(SEED, ORIGINAL, COVERED)[2] == leaf
    assert merkle.root(part.part_leaves(SEED, memoryview(ORIGINAL), COVERED)) == ROOT


def test_spans_leave_the_message_out_unless_it_is_alone():
    """The tree covers every part but the message itself, or that alone."""
    whole = Part("", 0, 11, 37, "multipart/mixed", "container")
    inner = Part("1", 11, 13, 19, "text/plain", "text")
    assert part.spans([whole, inner]) == [("1", 11, 8)]
    assert part.spans([whole]) == [("", 0, 37)]


@pytest.mark.parametrize("path", ["1", "2", "2.1"])
def test_a_part_is_proved_alone(path):
    """The proof of a part passes for its bytes and for no others, and holds no other part's bytes."""
    proof = part.prove_part(SEED, ORIGINAL, COVERED, path)
    assert part.parse_proof(proof.encode()) == proof
    check = part.verify_part(proof, block(path), 3, ROOT, "here")
    assert (check.verdict, check.place) == (Verdict.PASS, "here")
    assert f"part {path} " in check.reason
    changed = bytes([block(path)[0] ^ 1]) + block(path)[1:]
    assert part.verify_part(proof, changed, 3, ROOT).verdict is Verdict.FAIL
    assert all(ORIGINAL[start : start + length] not in proof.encode() for _, start, length in COVERED)


def test_a_message_of_one_part_is_proved_as_itself():
    """A message that is its only part is proved whole, by an empty path."""
    root = part.parts_root(SEED, ORIGINAL, [("", 0, len(ORIGINAL))])
    proof = part.prove_part(SEED, ORIGINAL, [("", 0, len(ORIGINAL))], "")
    check = part.verify_part(proof, ORIGINAL, 1, root)
    assert check.verdict is Verdict.PASS
    assert "part itself" in check.reason


def test_what_does_not_fit_fails():
    """A proof for another part, of another length, another count or another message fails with its reason."""
    one = part.prove_part(SEED, ORIGINAL, COVERED, "1")
    assert "not part 1" in part.verify_part(one, block("2"), 3, ROOT).reason
    assert "bytes" in part.verify_part(one, block("2.1"), 3, ROOT).reason
    assert "another number" in part.verify_part(one, block("1"), 4, ROOT).reason
    assert part.verify_part(one, block("1"), 3, bytes(32)).verdict is Verdict.FAIL
    loose = part.PartProof(one.salt, "no line", 0, 3, one.path)
    assert part.verify_part(loose, block("1"), 3, ROOT).verdict is Verdict.FAIL


def test_misuse():
    """A part that is not there is PartNotFound; a span outside the original is misuse."""
    with pytest.raises(PartNotFound, match=r"no part 9; expected one of 1, 2, 2\.1"):
        part.prove_part(SEED, ORIGINAL, COVERED, "9")
    for span in (("1", 30, 99), ("1", -1, 3), ("1", 5, -1)):
        with pytest.raises(ValueError, match="has no part"):
            part.parts_root(SEED, ORIGINAL, [span])


GOOD = {"count": 3, "index": 0, "line": "1 11 8\n", "path": [], "salt": "00" * 32}


@pytest.mark.parametrize(
    "change",
    [
        *(
            {"count": True},
            {"count": -1},
            {"index": "0"},
            {"line": 5},
            {"line": "1 11 8"},
            {"line": "01 1 1\n"},
            {"path": {}},
        ),
        *(
            {"path": ["00" * 32] * 64},
            {"path": [5]},
            {"path": ["00"]},
            {"salt": "ZZ" * 32},
            {"salt": None},
            {"more": 1},
        ),
        {"salt": "AA" * 32},
    ],
)
def test_other_forms_are_refused(change):
    """A part proof in any other form is refused."""
    with pytest.raises(MalformedProof):
        part.parse_proof(canonical.encode({**GOOD, **change}))


@pytest.mark.parametrize("raw", [b"", b"{}", b"[]", b"\xff", b"{ }", b"[" * 99_000, b"x" * 100_001])
def test_what_is_no_proof_is_refused(raw):
    """Bytes that are no canonical JSON object of the right members are refused."""
    with pytest.raises(MalformedProof):
        part.parse_proof(raw)
