"""Checkpoints: their exact form and who signed them."""

from __future__ import annotations

import pytest

from tallystick.errors import MalformedCheckpoint
from tallystick.model.check import Verdict
from tallystick.seal import checkpoint, note

ALICE = note.SignerKey("alice.example/log", bytes(range(32)))
BOB = note.SignerKey("bob.example", bytes(32))
HEAD = checkpoint.Checkpoint(ALICE.name, 15, bytes(32))
ROOT = "A" * 43 + "="


def test_round_trip():
    """A signed checkpoint reads back from its file, extension lines and further signatures too."""
    for head in (HEAD, checkpoint.Checkpoint("x", 0, bytes(32), ("one", "two"))):
        signed = checkpoint.sign(head, [ALICE, BOB])
        assert checkpoint.parse(signed.encode()) == signed
    assert HEAD.text == f"alice.example/log\n15\n{ROOT}\n"


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "x\n",
            "x\n1\n",
            f"\n1\n{ROOT}\n",
            f"x\n01\n{ROOT}\n",
            f"x\n-1\n{ROOT}\n",
            f"x\n+1\n{ROOT}\n",
            f"x\n1\n{ROOT}",
        ),
        *(
            f"x\n{2**63}\n{ROOT}\n",
            f"x\n١\n{ROOT}\n",
            f"x\n1\n{ROOT[:-1]}\n",
            f"x\n1\n{ROOT}\n\n",
            "x\n1\nAAAA\n",
            "x\n1\n!\n",
        ),
    ],
)
def test_other_texts_are_refused(text):
    """A text in any other form is no checkpoint."""
    with pytest.raises(MalformedCheckpoint):
        checkpoint.parse_text(text)


def test_a_file_that_is_no_note_is_refused():
    """Bytes that are no signed note are no checkpoint, and the error is a checkpoint's."""
    with pytest.raises(MalformedCheckpoint, match="signed note"):
        checkpoint.parse(HEAD.text.encode())


def test_our_own_form_is_narrower():
    """A vault's own checkpoint has three lines and one signature; others may have more."""
    plain = checkpoint.sign(HEAD, [ALICE])
    assert checkpoint.parse(plain.encode(), is_own=True) == plain
    extended = checkpoint.Checkpoint(ALICE.name, 15, bytes(32), ("more",))
    for signed in (checkpoint.sign(HEAD, [ALICE, BOB]), checkpoint.sign(extended, [ALICE])):
        with pytest.raises(MalformedCheckpoint, match="one signature line"):
            checkpoint.parse(signed.encode(), is_own=True)


@pytest.mark.parametrize(
    "arguments",
    [("x", -1, bytes(32)), ("x", 2**63, bytes(32)), ("x", 1, b""), ("", 1, bytes(32)), ("x", 1, bytes(32), ("a\nb",))],
)
def test_impossible_checkpoints_are_misuse(arguments):
    """A checkpoint that cannot be written is not made."""
    with pytest.raises(ValueError, match="checkpoint"):
        checkpoint.Checkpoint(*arguments)


def test_verify():
    """A checkpoint passes by its log's key, and fails by another key or as another log's."""
    signed = checkpoint.sign(HEAD, [ALICE])
    good = checkpoint.verify(signed, ALICE.name, [ALICE.verifier], "log/checkpoint")
    assert (good.verdict, good.name, good.place, good.facts["size"]) == (
        Verdict.PASS,
        "checkpoint",
        "log/checkpoint",
        "15",
    )
    wrong_key = checkpoint.verify(signed, ALICE.name, [BOB.verifier])
    assert (wrong_key.verdict, wrong_key.name) == (Verdict.FAIL, "checkpoint")
    assert "another log" in checkpoint.verify(signed, BOB.name, [ALICE.verifier]).reason
