"""Witnesses' cosignatures: made, verified, dated."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tallystick.model.check import Verdict
from tallystick.seal import checkpoint, cosignature, note

ALICE = note.SignerKey("alice.example/log", bytes(range(32)))
WITNESS = note.SignerKey("witness.example", bytes(32), note.COSIGNATURE_V1)
NOON = datetime(2026, 3, 1, 12, 0, 5, tzinfo=UTC)
SIGNED = checkpoint.sign(checkpoint.Checkpoint(ALICE.name, 15, bytes(32)), [ALICE]).note

# The example of C2SP tlog-cosignature; its keys are not published, so only its form is read.
EXAMPLE = (
    "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
    "— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeM"
    "cTOAYQ8=\n"
    "— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+"
    "mbIUBkBIfZ+qnA==\n"
)


def cosigned(*lines: note.NoteSignature) -> note.Note:
    return note.Note(SIGNED.text, (*SIGNED.signatures, *lines))


def test_a_cosignature_passes_with_its_time():
    """A witness's line verifies and says when, to the second, whatever zone it was made in."""
    local = NOON.astimezone(tz=None).replace(microsecond=999)
    found = cosignature.verify(cosigned(cosignature.cosign(SIGNED, WITNESS, local)), WITNESS.verifier, "here")
    assert (found.check.verdict, found.check.place, found.time) == (Verdict.PASS, "here", NOON)
    assert "2026-03-01T12:00:05Z" in found.check.reason


def test_the_signed_message_is_that_of_the_specification():
    """What is signed is the header line, the time line and the note's text."""
    line = cosignature.cosign(SIGNED, WITNESS, NOON)
    message = f"cosignature/v1\ntime {int(NOON.timestamp())}\n{SIGNED.text}".encode()
    assert WITNESS.verifier.verifies(line.signature[8:], message)


def test_the_specifications_example_is_read():
    """The published cosigned checkpoint has two signatures, and the witness's holds the published time."""
    signed = checkpoint.parse(EXAMPLE.encode())
    assert signed.encode() == EXAMPLE.encode()
    assert int.from_bytes(signed.note.signatures[1].signature[:8], "big") == 1_679_315_147


def test_the_earliest_counts():
    """Of several good cosignatures of one witness the earliest is the time."""
    lines = [cosignature.cosign(SIGNED, WITNESS, NOON + timedelta(hours=hours)) for hours in (2, 0, 1)]
    assert cosignature.verify(cosigned(*lines), WITNESS.verifier).time == NOON


def test_none_and_wrong_fail():
    """No cosignature, one of another text, one of another time, one cut short, one of an impossible time: FAIL."""
    line = cosignature.cosign(SIGNED, WITNESS, NOON)
    other = cosignature.cosign(note.Note("other\n", ()), WITNESS, NOON)
    later = (int(NOON.timestamp()) + 1).to_bytes(8, "big") + line.signature[8:]
    seconds = 2**63 - 1
    far = seconds.to_bytes(8, "big") + WITNESS.sign_bytes(f"cosignature/v1\ntime {seconds}\n{SIGNED.text}".encode())
    wrong = [note.NoteSignature(line.name, line.key_id, raw) for raw in (later, line.signature[:-1], far)]
    assert "did not cosign" in cosignature.verify(SIGNED, WITNESS.verifier).check.reason
    for bad in (other, *wrong):
        found = cosignature.verify(cosigned(bad), WITNESS.verifier)
        assert (found.check.verdict, found.time) == (Verdict.FAIL, None)


def test_misuse():
    """A log's key makes no cosignature, and no time before 1970 is signed."""
    with pytest.raises(ValueError, match="algorithm 4"):
        cosignature.cosign(SIGNED, ALICE, NOON)
    with pytest.raises(ValueError, match="algorithm 4"):
        cosignature.verify(SIGNED, ALICE.verifier)
    with pytest.raises(ValueError, match="1970"):
        cosignature.cosign(SIGNED, WITNESS, datetime(1969, 12, 31, tzinfo=UTC))
