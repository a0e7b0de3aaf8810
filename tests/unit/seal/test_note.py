"""Signed notes, against the published examples of Go's note package and of C2SP."""

from __future__ import annotations

import pytest

from tallystick.errors import MalformedNote
from tallystick.model.check import Verdict
from tallystick.seal import note

VKEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
SKEY = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
LINE = "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
OTHER = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop"
OTHER_LINE = (
    "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n"
)
ALICE = note.SignerKey("alice.example/log", bytes(range(32)))
WITNESS = note.SignerKey("witness.example", bytes(32), note.COSIGNATURE_V1)


def test_signing_gives_the_published_note():
    """The published key signs the published text to the published note, byte for byte."""
    made = note.sign(TEXT, [note.parse_skey(SKEY)])
    assert made.encode() == (TEXT + "\n" + LINE).encode()
    assert str(note.parse_skey(SKEY).verifier) == VKEY


def test_the_published_note_verifies():
    """The published note with two signatures verifies by either key; the other one is returned as unknown."""
    made = note.parse((TEXT + "\n" + LINE + OTHER_LINE).encode())
    peter, enoch = note.parse_vkey(VKEY), note.parse_vkey(OTHER)
    for keys in ([peter], [enoch], [peter, enoch]):
        assert note.verify(made, keys).verdict is Verdict.PASS
    assert [line.name for line in note.unknown_signatures(made, [peter])] == ["EnochRoot"]
    assert note.unknown_signatures(made, [peter, enoch]) == ()


def test_a_wrong_signature_of_a_known_key_fails_all():
    """One wrong signature of a key that is asked for fails the note, a good one beside it or not."""
    made = note.parse((TEXT + "\n" + LINE + OTHER_LINE).encode())
    changed = note.Note(made.text.replace("you", "we", 1), made.signatures)
    check = note.verify(changed, [note.parse_vkey(VKEY), note.parse_vkey(OTHER)], "here")
    assert check.verdict is Verdict.FAIL
    assert check.place == "here"
    assert "wrong" in check.reason


def test_no_known_signature_fails():
    """A note that none of the keys signed fails, and so does asking for no key."""
    made = note.sign(TEXT, [ALICE])
    assert "no key that was asked for" in note.verify(made, [note.parse_vkey(VKEY)]).reason
    assert note.verify(made, []).facts["expected"] == "no key"


def test_same_name_other_key_is_unknown():
    """A signature by a key of the same name but another id is not held against the note."""
    other = note.SignerKey(ALICE.name, bytes(32))
    made = note.sign(TEXT, [other, ALICE])
    assert note.verify(made, [ALICE.verifier]).verdict is Verdict.PASS


def test_skey_round_trip_and_silence():
    """A key reads back from its form, and its seed is in no text about it."""
    assert note.parse_skey(ALICE.encode()) == ALICE
    assert note.parse_skey(WITNESS.encode()) == WITNESS
    assert ALICE.seed.hex() not in repr(ALICE)
    assert "seed" not in repr(ALICE)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "name",
        "name+00000000",
        "+c74f20a3+" + VKEY[22:],
        VKEY.replace("c74f20a3", "c74f20a4"),
        VKEY.replace("c74f20a3", "C74F20A3"),
        VKEY + "=",
        VKEY[:-4],
        VKEY[:-1] + "*",
        VKEY[:-1] + "ы",
        "a " + VKEY,
        "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",
        "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    ],
)
def test_mangled_vkeys_are_refused(text):
    """A verifier key in any other form is refused."""
    with pytest.raises(MalformedNote):
        note.parse_vkey(text)


@pytest.mark.parametrize("text", ["", VKEY, SKEY.replace("c74f20a3", "c74f20a4"), SKEY[:-1], SKEY.replace("A", "B")])
def test_mangled_skeys_are_refused_without_showing_them(text):
    """A signing key in any other form is refused, in words that do not hold it."""
    with pytest.raises(MalformedNote) as error:
        note.parse_skey(text)
    assert SKEY[-20:] not in str(error.value)


@pytest.mark.parametrize(
    "arguments",
    [
        ("", bytes(32)),
        ("a b", bytes(32)),
        ("a+b", bytes(32)),
        ("a", bytes(31)),
        ("a", bytes(32), 2),
        ("a\x01", bytes(32)),
    ],
)
def test_impossible_keys_are_misuse(arguments):
    """A key with a bad name, length or algorithm is not made."""
    with pytest.raises(ValueError, match="key"):
        note.VerifierKey(*arguments)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"text\n",
        b"text\n\n",
        TEXT.encode(),
        (TEXT + "\n").encode(),
        ("\n" + LINE).encode()[1:],
        (TEXT + "\n" + LINE[:-1]).encode(),
        (TEXT + LINE).encode(),
        (TEXT + "\n" + LINE + "\n").encode(),
        (TEXT + "\n" + LINE.replace("—", "-")).encode(),
        (TEXT + "\n" + LINE.replace("PeterNeumann ", "")).encode(),
        (TEXT + "\n" + LINE.replace("=", "")).encode(),
        (TEXT + "\n" + LINE.replace("M=", "N=")).encode(),
        (TEXT + "\n— a+b eDA4Z28v\n").encode(),
        (TEXT + "\n— a eDA=\n").encode(),
        (TEXT + "\n— a \n").encode(),
        *(
            (TEXT + "\n" + LINE).encode().replace(b"you", b"y\x00u"),
            (TEXT + "\n" + LINE).encode().replace(b"you", b"y\xffu"),
        ),
        (TEXT + "\n" + LINE).replace("\n", "\r\n").encode(),
        (TEXT + "\n" + LINE * 101).encode(),
        b"x" * 1_000_001,
    ],
)
def test_other_forms_are_refused(raw):
    """A note in any other form is refused."""
    with pytest.raises(MalformedNote):
        note.parse(raw)


def test_a_text_with_blank_lines_is_kept():
    """Only the last blank line parts text and signatures."""
    made = note.sign("a\n\nb\n", [ALICE])
    assert note.parse(made.encode()) == made


@pytest.mark.parametrize("text", ["", "no newline", "tab\t\n"])
def test_impossible_texts_are_misuse(text):
    """A text that no note can hold is not signed."""
    with pytest.raises(ValueError, match=r"newline|control"):
        note.sign(text, [ALICE])


def test_witness_keys_do_not_sign_notes():
    """A key for cosignatures neither signs nor verifies a note."""
    with pytest.raises(ValueError, match="cosignatures"):
        note.sign(TEXT, [WITNESS])
    with pytest.raises(ValueError, match="cosignatures"):
        note.verify(note.sign(TEXT, [ALICE]), [WITNESS.verifier])


@pytest.mark.parametrize("text", ["YQ", "YR==", "Y Q==", "YQ==\n", "é"])
def test_base64_has_one_form(text):
    """Base64 without padding, with loose bits or white space is refused."""
    with pytest.raises(ValueError, match="base64"):
        note.decode_base64(text)
