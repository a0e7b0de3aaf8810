"""Laws of the log: proofs of every size, round trips, any flipped bit found, and no parser leaks another error."""

from __future__ import annotations

import contextlib
import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tallystick.errors import SealError
from tallystick.model.check import Verdict, worst
from tallystick.seal import checkpoint, cosignature, merkle, note, part, proof, tile, timestamp

ALICE = note.SignerKey("alice.example/log", bytes(range(32)))
LEAVES = [merkle.leaf_hash(number.to_bytes(2, "big")) for number in range(300)]
READ = merkle.hash_reader(LEAVES)
ROOTS = [merkle.root(LEAVES[:size]) for size in range(301)]


def flip(raw: bytes, bit: int) -> bytes:
    at = bit // 8 % len(raw)
    return raw[:at] + bytes([raw[at] ^ 1 << bit % 8]) + raw[at + 1 :]


def test_every_inclusion_proof_up_to_130_verifies():
    """For every size up to 130, every leaf's proof verifies, and at no other index."""
    for size in range(1, 131):
        for index in range(size):
            path = merkle.inclusion_proof(index, size, READ)
            assert merkle.verify_inclusion(LEAVES[index], index, size, path, ROOTS[size]).verdict is Verdict.PASS
            other = (index + 1) % size
            wrong = merkle.verify_inclusion(LEAVES[index], other, size, path, ROOTS[size])
            assert size == 1 or wrong.verdict is Verdict.FAIL


def test_every_consistency_proof_up_to_130_verifies():
    """For every pair of sizes up to 130, the larger tree is shown to extend the smaller."""
    for new in range(1, 131):
        for old in range(1, new + 1):
            hashes = merkle.consistency_proof(old, new, READ)
            assert merkle.verify_consistency(old, new, hashes, ROOTS[old], ROOTS[new]).verdict is Verdict.PASS


@given(st.integers(1, 300), st.data())
def test_proofs_are_bound_to_their_tree(size, data):
    """A proof with any bit flipped, or a leaf more or less in the tree, verifies no more."""
    index = data.draw(st.integers(0, size - 1))
    path = merkle.inclusion_proof(index, size, READ)
    other = data.draw(st.integers(1, 300).filter(lambda number: number != size))
    wrong_size = merkle.verify_inclusion(LEAVES[index], index, other, path, ROOTS[other])
    assert wrong_size.verdict is Verdict.FAIL
    if path:
        bit = data.draw(st.integers(0, 256 * len(path) - 1))
        path[bit // 256] = flip(path[bit // 256], bit % 256)
        assert merkle.verify_inclusion(LEAVES[index], index, size, path, ROOTS[size]).verdict is Verdict.FAIL


@given(st.integers(1, 300), st.integers(1, 300), st.integers(0, 299))
def test_a_rewritten_past_is_found(old, new, changed):
    """A log in which one older entry was changed is not shown to extend what it was."""
    old, new = min(old, new), max(old, new)
    changed %= old
    leaves = [*LEAVES[:changed], bytes(32), *LEAVES[changed + 1 : new]]
    hashes = merkle.consistency_proof(old, new, merkle.hash_reader(leaves))
    found = merkle.verify_consistency(old, new, hashes, ROOTS[old], merkle.root(leaves))
    assert found.verdict is Verdict.FAIL


@given(st.lists(st.integers(0, 700), max_size=6))
@settings(deadline=None, max_examples=50)
def test_tiles_grow_append_only(steps):
    """However a log grows, no file is written twice with other content, and its tiles give its root and proofs."""
    stored: dict[str, bytes] = {}
    frontier, entries = merkle.Frontier(), []
    for step in steps:
        new = [(len(entries) + number).to_bytes(3, "big") for number in range(step)]
        leaves = [merkle.leaf_hash(entry) for entry in new]
        files = tile.tiles_to_write(len(entries), leaves, stored.__getitem__)
        files += tile.bundles_to_write(len(entries), new, stored.__getitem__)
        for path, raw in files:
            assert str(tile.parse_path(path)) == path
            assert stored.setdefault(path, raw) == raw
        entries += new
        frontier.extend(leaves)
        reader = tile.TileReader(len(entries), stored.get)
        assert merkle.Frontier.read(len(entries), reader).root() == frontier.root()
        if entries:
            index = len(entries) // 3
            path = merkle.inclusion_proof(index, len(entries), reader)
            leaf = merkle.leaf_hash(entries[index])
            found = merkle.verify_inclusion(leaf, index, len(entries), path, frontier.root())
            assert found.verdict is Verdict.PASS


@given(st.lists(st.binary(max_size=40), min_size=1, max_size=256), st.integers(0))
def test_bundles_round_trip_and_show_every_flip(entries, bit):
    """A bundle reads back, and with one bit flipped it is refused or its entries have another root."""
    raw = tile.encode_bundle(entries)
    assert tile.decode_bundle(raw) == entries
    try:
        changed = tile.decode_bundle(flip(raw, bit))
    except SealError:
        return
    assert merkle.root(list(map(merkle.leaf_hash, changed))) != merkle.root(list(map(merkle.leaf_hash, entries)))


@given(st.one_of(st.none(), st.integers(0, 63)), st.integers(0, 2**63 - 1), st.integers(1, 256))
def test_tile_paths_round_trip(level, index, width):
    """Every place has one path, which gives it back."""
    path = tile.TilePath(level, index, width)
    assert tile.parse_path(str(path)) == path


SIGNED = checkpoint.sign(checkpoint.Checkpoint(ALICE.name, 300, ROOTS[300]), [ALICE])


@pytest.mark.parametrize("at", range(len(SIGNED.encode())))
def test_every_flipped_bit_of_a_checkpoint_is_found(at):
    """No bit of a checkpoint file can be changed without a FAIL or a refusal."""
    for bit in range(8):
        try:
            changed = checkpoint.parse(flip(SIGNED.encode(), at * 8 + bit), is_own=True)
        except SealError:
            continue
        assert checkpoint.verify(changed, ALICE.name, [ALICE.verifier]).verdict is Verdict.FAIL


@given(st.integers(0, 299), st.integers(0))
def test_every_flipped_bit_of_a_proof_is_found(index, bit):
    """No bit of a proof file can be changed without a FAIL or a refusal."""
    path = tuple(merkle.inclusion_proof(index, 300, READ))
    raw = proof.TlogProof(index, path, SIGNED.encode()).encode()
    entry = index.to_bytes(2, "big")
    assert worst(proof.verify(entry, proof.parse(raw), ALICE.name, [ALICE.verifier])) is Verdict.PASS
    try:
        changed = proof.parse(flip(raw, bit))
    except SealError:
        return
    assert worst(proof.verify(entry, changed, ALICE.name, [ALICE.verifier])) is Verdict.FAIL


@given(st.binary(min_size=1, max_size=400), st.lists(st.integers(0, 400), min_size=1, max_size=20), st.integers(0))
def test_every_flipped_bit_of_a_part_or_its_proof_is_found(original, cuts, bit):
    """Any part of any cutting is proved, and neither it nor its proof can be changed unnoticed."""
    places = sorted({min(cut, len(original)) for cut in (0, *cuts)} | {len(original)})
    covered = [(str(number), start, end - start) for number, (start, end) in enumerate(itertools.pairwise(places), 1)]
    root = part.parts_root(ALICE.seed, original, covered)
    path, start, length = covered[bit % len(covered)]
    made = part.prove_part(ALICE.seed, original, covered, path)
    block = original[start : start + length]
    assert part.verify_part(made, block, len(covered), root).verdict is Verdict.PASS
    assert part.verify_part(made, flip(block, bit), len(covered), root).verdict is Verdict.FAIL
    try:
        changed = part.parse_proof(flip(made.encode(), bit))
    except SealError:
        return
    assert part.verify_part(changed, block, len(covered), root).verdict is Verdict.FAIL


PARSERS = [
    note.parse,
    checkpoint.parse,
    proof.parse,
    tile.decode_bundle,
    part.parse_proof,
    timestamp.parse,
    timestamp.parse_request,
    timestamp.chain,
    lambda raw: note.parse_vkey(raw.decode("latin-1")),
    lambda raw: note.parse_skey(raw.decode("latin-1")),
    lambda raw: tile.parse_path(raw.decode("latin-1")),
    lambda raw: checkpoint.parse_text(raw.decode("latin-1")),
    lambda raw: tile.decode_tile(raw, 3, "here"),
]
SEEDS = [
    SIGNED.encode(),
    proof.TlogProof(0, (bytes(32),), SIGNED.encode(), b"x").encode(),
    str(ALICE.verifier).encode(),
    ALICE.encode().encode(),
    tile.encode_bundle([b"one", b"two"]),
    timestamp.request(b"x", 5),
    b"tile/0/x001/000.p/5",
    part.PartProof(bytes(32), "1 0 5\n", 0, 1, ()).encode(),
]


@given(
    st.sampled_from(PARSERS),
    st.one_of(
        st.binary(max_size=300),
        st.tuples(st.sampled_from(SEEDS), st.integers(0, 500), st.integers(0, 500), st.binary(max_size=8)).map(
            lambda drawn: drawn[0][: drawn[1]] + drawn[3] + drawn[0][drawn[2] :]
        ),
    ),
)
@settings(max_examples=1500, deadline=None)
def test_parsers_leak_no_other_error(parse, raw):
    """A parser given arbitrary or mangled bytes gives a value or one of our errors."""
    with contextlib.suppress(SealError):
        parse(raw)


@given(st.text(max_size=60), st.binary(min_size=1, max_size=100))
def test_arbitrary_signature_bytes_are_no_cosignature(name, raw):
    """Arbitrary bytes in a witness's line are a FAIL, not an error."""
    witness = note.SignerKey("witness.example", bytes(32), note.COSIGNATURE_V1).verifier
    line = note.NoteSignature(witness.name, witness.key_id, raw)
    found = (
        cosignature.verify(note.Note(name.replace("\x00", "") + "\n", (line,)), witness) if name.isprintable() else None
    )
    assert found is None or found.check.verdict is Verdict.FAIL
