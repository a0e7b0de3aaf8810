"""tlog-proof files: their exact form and what they show."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tallystick.errors import MalformedProof
from tallystick.model.check import Verdict
from tallystick.seal import checkpoint, cosignature, merkle, note, proof

ALICE = note.SignerKey("alice.example/log", bytes(range(32)))
WITNESS = note.SignerKey("witness.example", bytes(32), note.COSIGNATURE_V1)
ENTRIES = [b"zero", b"one", b"two"]
LEAVES = [merkle.leaf_hash(entry) for entry in ENTRIES]
SIGNED = checkpoint.sign(checkpoint.Checkpoint(ALICE.name, 3, merkle.root(LEAVES)), [ALICE])


def made(index: int = 1, extra: bytes | None = None, head: bytes = SIGNED.encode()) -> proof.TlogProof:
    path = merkle.inclusion_proof(index, 3, merkle.hash_reader(LEAVES))
    return proof.TlogProof(index, tuple(path), head, extra)


def test_the_form_is_that_of_the_specification():
    """The file has the header, the index, the hashes, a blank line and the checkpoint as it stands."""
    hashes = "".join(note.encode_base64(node) + "\n" for node in made().path)
    expected = f"c2sp.org/tlog-proof@v1\nindex 1\n{hashes}\n".encode() + SIGNED.encode()
    assert made().encode() == expected
    assert made(extra=b"hi").encode() == expected.replace(b"index", b"extra aGk=\nindex", 1)


@pytest.mark.parametrize("extra", [None, b"context"])
@pytest.mark.parametrize("index", [0, 1, 2])
def test_round_trip(index, extra):
    """A proof reads back from its file."""
    assert proof.parse(made(index, extra).encode()) == made(index, extra)


GOOD = made(extra=b"hi").encode()


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"c2sp.org/tlog-proof@v1\n",
        b"c2sp.org/tlog-proof@v1\n\nx",
        GOOD.replace(b"@v1", b"@v2"),
        GOOD[:40],
        *(
            GOOD.replace(b"index 1", b"index 01"),
            GOOD.replace(b"index 1", b"index -1"),
            GOOD.replace(b"index 1", b"index"),
        ),
        *(
            GOOD.replace(b"aGk=", b"aGk"),
            GOOD.replace(b"aGk=", b""),
            GOOD.replace(b"index 1", b"index 99999999999999999999"),
        ),
        *(
            GOOD.replace(b"index 1\n", b"index 1\nAAAA\n"),
            GOOD.replace(b"index 1\n", b"index 1\n\xff\n"),
            b"x" * 2_000_001,
        ),
        GOOD.replace(b"index 1\n", b"index 1\n" + b"A" * 43 + b"=\n" * 1 + (b"A" * 43 + b"=\n") * 63),
        GOOD.replace(b"index 1\n", b"index 9223372036854775808\n"),
        GOOD.replace(b"index 1\n", b"index 1\n!\n"),
    ],
)
def test_other_forms_are_refused(raw):
    """A proof in any other form is refused."""
    with pytest.raises(MalformedProof):
        proof.parse(raw)


@pytest.mark.parametrize(
    "arguments", [(-1, (), b""), (2**63, (), b""), (0, (b"x",), b""), (0, (bytes(32),) * 64, b""), (0, (), b"", b"")]
)
def test_impossible_proofs_are_misuse(arguments):
    """A proof that cannot be written is not made."""
    with pytest.raises(ValueError, match="proof"):
        proof.TlogProof(*arguments)


def test_a_good_proof_passes():
    """Checkpoint and inclusion pass for the entry, and inclusion fails for any other."""
    for index, entry in enumerate(ENTRIES):
        checks = proof.verify(entry, made(index), ALICE.name, [ALICE.verifier], place="p")
        assert [(check.name, check.verdict, check.place) for check in checks] == [
            ("checkpoint", Verdict.PASS, "p"),
            ("inclusion", Verdict.PASS, "p"),
        ]
    assert proof.verify(b"zero", made(1), ALICE.name, [ALICE.verifier])[1].verdict is Verdict.FAIL


def test_cosigners_are_each_a_check():
    """Each known witness is a check of its own: PASS where it cosigned, FAIL where not."""
    line = cosignature.cosign(SIGNED.note, WITNESS, datetime(2026, 1, 1, tzinfo=UTC))
    head = note.Note(SIGNED.note.text, (*SIGNED.note.signatures, line)).encode()
    absent = note.VerifierKey("absent.example", bytes(32), note.COSIGNATURE_V1)
    checks = proof.verify(b"one", made(head=head), ALICE.name, [ALICE.verifier], [WITNESS.verifier, absent])
    assert [check.verdict for check in checks] == [Verdict.PASS, Verdict.PASS, Verdict.FAIL, Verdict.PASS]


def test_an_unreadable_checkpoint_fails():
    """A proof around something that is no checkpoint fails, and inclusion is NOT_CHECKED."""
    checks = proof.verify(b"one", made(head=b"nothing"), ALICE.name, [ALICE.verifier])
    assert [check.verdict for check in checks] == [Verdict.FAIL, Verdict.NOT_CHECKED]
