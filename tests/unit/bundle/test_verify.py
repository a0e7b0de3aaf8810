"""Parts of the standalone verifier that a whole run does not reach."""

from __future__ import annotations

import base64
import contextlib
import json
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from string import Formatter
from types import ModuleType

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tallystick.bundle import verify

OPTIONS = Namespace(roots=None, key=None, against=None, consistency=None)


def run(folder: Path) -> dict[str, str]:
    """Each duty's verdicts, in one word each."""
    verification = verify.Verification(verify.Folder(str(folder)), OPTIONS)
    verification.run()
    found: dict[str, str] = {}
    for finding in verification.findings:
        found[finding.duty] = found.get(finding.duty, "") + finding.verdict[0]
    return found


@pytest.mark.parametrize("language", ["en", "zh", "ru"])
@pytest.mark.parametrize("form", [[], ["--json"]])
def test_main_prints_one_report_and_returns_the_exit_code(
    full_folder: Callable[[], Path], capsysbinary: pytest.CaptureFixture[bytes], language: str, form: list[str]
) -> None:
    """The same findings in words or as JSON."""
    folder = full_folder()
    assert verify.main([str(folder), "--lang", language, *form]) == 3
    printed = capsysbinary.readouterr().out.decode()
    if form:
        assert json.loads(printed)["verdict"] == "NOT_CHECKED"
    assert "NOT_CHECKED" in printed


def test_the_language_is_that_of_the_system(monkeypatch: pytest.MonkeyPatch, full_folder: Callable[[], Path]) -> None:
    """LC_ALL, then LANG; English where neither is a language that it speaks."""
    folder = str(full_folder())
    monkeypatch.delenv("LC_ALL", raising=False)
    for value, expected in (("ru_RU.UTF-8", "ru"), ("zh_CN", "zh"), ("fr_FR", "en"), ("", "en")):
        monkeypatch.setenv("LANG", value)
        assert verify.arguments([folder]).lang == expected


@pytest.mark.parametrize("words", [["no/such/folder"], [".", "--roots", "no.pem"], [".", "--against", "no"]])
def test_wrong_use_is_said_before_anything_is_checked(words: list[str]) -> None:
    """argparse ends with 2."""
    with pytest.raises(SystemExit, match="2"):
        verify.main(words)


def test_every_sentence_is_there_in_three_languages_with_the_same_values() -> None:
    """A code that a duty uses has three sentences, and each names the same values."""
    for code, sentences in verify.WORDS.items():
        assert len(sentences) == 3, code
        names = [{part[1] for part in Formatter().parse(text) if part[1]} for text in sentences]
        assert names[0] == names[1] == names[2], code
        assert all(text.strip() for text in sentences), code


def test_a_whole_and_a_part_folder_carry_out_their_duties(
    full_folder: Callable[[], Path], part_folder: Callable[[], Path]
) -> None:
    """Only what needs the reader's roots is left."""
    assert run(full_folder()) == {
        "folder": "P", "event": "P", "original": "P", "inclusion": "PPP", "checkpoint": "PPP", "keys": "P",
        "timestamp": "PP", "authority": "NN", "clock": "PP", "dkim": "PPPP",
    }  # fmt: skip
    assert run(part_folder())["part"] == "P"


def test_an_absent_or_second_original_fails(full_folder: Callable[[], Path]) -> None:
    """None, or two, is no original."""
    folder = full_folder()
    (folder / "original.pdf").write_bytes(b"x")
    assert run(folder)["original"] == "F"
    (folder / "original.pdf").unlink()
    (folder / "original.eml").unlink()
    assert run(folder)["original"] == "F"


def test_a_part_without_its_decoded_file_fails(part_folder: Callable[[], Path]) -> None:
    """The attachment's duty needs exactly one file."""
    folder = part_folder()
    (folder / "part/decoded.pdf").unlink()
    assert run(folder)["attachment"] == "F"


def test_too_large_for_memory_is_not_checked(
    full_folder: Callable[[], Path], part_folder: Callable[[], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """DKIM and decoding stop at their limits; hashes do not."""
    monkeypatch.setattr(verify, "LARGEST_MAIL", 100)
    monkeypatch.setattr(verify, "LARGEST_PART", 100)
    whole, part = run(full_folder()), run(part_folder())
    assert (whole["original"], whole["dkim"]) == ("P", "PPN")
    assert (part["part"], part["attachment"]) == ("P", "N")


def test_too_many_files_fail(full_folder: Callable[[], Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder of more files than a proof can have is not looked through."""
    monkeypatch.setattr(verify, "LARGEST_FOLDER", 5)
    assert run(full_folder())["folder"] == "F"


def test_more_than_64_timestamps_are_not_all_checked(full_folder: Callable[[], Path]) -> None:
    """Those beyond are said to be unchecked."""
    folder = full_folder()
    for number in range(64):
        (folder / f"timestamps/7.x{number}.tsr").write_bytes(b"")
    assert run(folder)["timestamp"].endswith("N")


def test_a_reply_without_a_proof_beside_it_fails(full_folder: Callable[[], Path]) -> None:
    """A timestamp over a checkpoint that does not hold the event proves nothing of it."""
    folder = full_folder()
    (folder / "timestamps/7.tlog-proof").unlink()
    assert run(folder)["timestamp"] == "FP"


def test_a_missing_certificate_file_is_no_fault(full_folder: Callable[[], Path]) -> None:
    """The chain is then built from the token alone."""
    folder = full_folder()
    for path in (folder / "timestamps").glob("*.pem"):
        path.unlink()
    assert run(folder)["authority"] == "NN"


def test_deep_folders_and_folders_in_place_of_files_are_named(full_folder: Callable[[], Path]) -> None:
    """What is too deep is left out; a folder where a file belongs fails."""
    folder = full_folder()
    (folder / "a/b/c/d").mkdir(parents=True)
    (folder / "a/b/c/d/x").write_bytes(b"")
    (folder / "vkey.txt").unlink()
    (folder / "vkey.txt").mkdir()
    found = run(folder)
    assert (found["folder"], found["keys"]) == ("F", "F")


@pytest.mark.parametrize(
    ("entity", "body"),
    [
        (b"Content-Transfer-Encoding: BASE64 (x)\r\n\r\nYWJj\r\nZA==\r\ntail", b"abcd"),
        (b"Content-Transfer-Encoding: base64\n\nYW!Jj-Z", b"abc"),
        (b"Content-Transfer-Encoding: base64\n\nYWJjZ", b"abc"),
        (b"content-transfer-encoding:\r\n quoted-printable\r\n\r\na=3Db=\r\nc", b"a=bc"),
        (b"Content-Type: text/plain\r\n\r\na=3D", b"a=3D"),
        (b"\r\nno header", b"no header"),
        (b"no body", b""),
    ],
)
def test_a_body_is_decoded_in_one_defined_way(entity: bytes, body: bytes) -> None:
    """Damage in base64 is passed over, a comment in the header too, other encodings are left alone."""
    assert verify.decoded_body(entity) == body


@pytest.mark.parametrize(
    "raw",
    [b"", b"a\n\n", b"\x01\n\n\xe2\x80\x94 a AAAA\n", b"a\n\n\xe2\x80\x94 a AAAA\n", b"a\n\n\xe2\x80\x94 a AAAB\n\n"],
)
def test_what_is_no_note_is_refused(raw: bytes) -> None:
    """No signature, a control character, a short signature, a line too many."""
    with pytest.raises((verify.Wrong, *verify.DAMAGE)):
        verify.parse_note(raw)


def test_what_is_no_key_is_refused(maker: ModuleType) -> None:
    """Other algorithms, a wrong id and other forms."""
    good = str(maker.Log().key.verifier)
    name, _, coded = good.split("+", 2)
    other = base64.b64encode(b"\4" + bytes(32)).decode()
    for text in ("", "a+b", f"{name}+00000000+{coded}", f"{name}+00000000+{other}", f"a b+{good[23:]}"):
        with pytest.raises((verify.Wrong, *verify.DAMAGE)):
            verify.parse_key(text)


@pytest.mark.parametrize("raw", [b"1.5", b"[]", b'{"a":NaN}', b'{"b":1,"a":2}', b'{"a":1,"a":1}', b'{"a": 1}', b"\xff"])
def test_what_is_not_canonical_is_refused(raw: bytes) -> None:
    """RFC 8785 has one form for each object."""
    with pytest.raises((verify.Wrong, *verify.DAMAGE)):
        verify.canonical(raw)


def test_times_in_certificates_are_read_as_rfc_5280_says() -> None:
    """Two-digit years from 1950 to 2049; four-digit ones with fractions; anything else is refused."""
    assert verify.der_time(verify.der(b"\x17\x0d500101000000Z")).year == 1950
    assert verify.der_time(verify.der(b"\x17\x0d491231235959Z")).year == 2049
    fraction = verify.der(b"\x18\x1320260305091527.123Z")
    assert verify.der_time(fraction).microsecond == 123000
    for raw in (b"\x17\x0b5001010000Z", b"\x18\x1320260305091527+0000", b"\x04\x0d500101000000Z"):
        with pytest.raises((verify.Wrong, *verify.DAMAGE)):
            verify.der_time(verify.der(raw))


def test_the_point_at_infinity_is_handled() -> None:
    """A point and its negative add up to it, and it changes nothing."""
    for curve in verify.CURVES.values():
        x, y = curve.g
        assert curve.add(curve.g, (x, curve.p - y)) is None
        assert curve.add(None, curve.g) == curve.g
        assert curve.times(curve.n, curve.g) is None


def test_dkim_terms_that_do_not_go_together_fail() -> None:
    """Version, algorithm, hash, service, identity and the sender's field are each looked at."""
    signature = {"a": "rsa-sha256", "d": "a.example", "v": "1", "h": "From:To", "i": "@mail.a.example"}
    verify.check_terms(signature, {"p": "x"})
    for wrong in ({"v": "2"}, {"i": "@b.example"}, {"h": "To"}):
        with pytest.raises(verify.Wrong):
            verify.check_terms({**signature, **wrong}, {})
    for key in ({"v": "DKIM2"}, {"k": "ed25519"}, {"h": "sha1"}, {"s": "tlsrpt"}, {"t": "y:s"}):
        with pytest.raises(verify.Wrong):
            verify.check_terms(signature, key)
    with pytest.raises(verify.Unchecked, match="obsolete"):
        verify.check_terms({**signature, "a": "rsa-sha1"}, {})


@pytest.mark.parametrize(
    ("body", "simple", "relaxed"),
    [
        (b"", b"\r\n", b""),
        (b"\r\n\r\n", b"\r\n", b""),
        (b" a \t b\t\r\n\r\n\r\n", b" a \t b\t\r\n", b" a b\r\n"),
        (b"a", b"a\r\n", b"a\r\n"),
        (b"a \n\nb ", b"a \r\n\r\nb \r\n", b"a\r\n\r\nb\r\n"),
    ],
)
def test_bodies_take_the_forms_of_rfc_6376(body: bytes, simple: bytes, relaxed: bytes) -> None:
    """Trailing lines go, white space shrinks in the relaxed form only."""
    assert verify.canonical_body(body, is_relaxed=False) == simple
    assert verify.canonical_body(body, is_relaxed=True) == relaxed


def test_no_changed_bit_of_an_algorithm_makes_a_signature_one_that_cannot_be_judged() -> None:
    """ECDSA with SHA-256 with any bit changed is wrong, or another algorithm whose check fails; never NOT_CHECKED."""
    secret = ec.generate_private_key(ec.SECP256R1())
    spki = secret.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    signature = secret.sign(b"text", ec.ECDSA(hashes.SHA256()))
    key, named = verify.der(spki), bytes.fromhex("300a06082a8648ce3d040302")
    assert verify.signature_ok(key, verify.der(named), b"text", signature)
    for place in range(4, len(named)):
        for bit in range(8):
            changed = named[:place] + bytes([named[place] ^ 1 << bit]) + named[place + 1 :]
            with contextlib.suppress(verify.Wrong):
                assert not verify.signature_ok(key, verify.der(changed), b"text", signature)
