"""The folder's own verify.py, run as a stranger runs it, against honest folders, attacks and what others made."""

from __future__ import annotations

import ast
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from argparse import Namespace
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from types import ModuleType

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tallystick.bundle import verify as verifier
from tallystick.seal import merkle, note

TESTS = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("TALLY_SHARED", TESTS.parent / ".." / "shared" / "data"))
SOURCE = TESTS.parent / "src" / "tallystick" / "bundle" / "verify.py"


@pytest.fixture(scope="module")
def maker() -> ModuleType:
    """The module that makes logs, mails and folders."""
    spec = importlib.util.spec_from_file_location("folder_maker", TESTS / "unit" / "bundle" / "folder_maker.py")
    assert spec is not None
    assert spec.loader is not None
    sys.modules["folder_maker"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(sys.modules["folder_maker"])
    return sys.modules["folder_maker"]


@pytest.fixture(scope="module")
def authority(maker: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> object:
    """A timestamp authority by openssl."""
    return maker.test_authority.Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def full(maker: ModuleType, authority: object, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds every kind of file; not to be changed."""
    folder, _ = maker.full_folder(tmp_path_factory.mktemp("proof") / "full", authority)
    return Path(folder)


@pytest.fixture(scope="module")
def part(maker: ModuleType, authority: object, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that proves the PDF of a mail; not to be changed."""
    log, mail = maker.Log(), maker.plain_mail()
    index = log.keep_parts(mail, maker.part_spans(mail))
    log.fill(3)
    material = maker.single_part(log, index, mail, "2", timestamps=(log.stamped(authority, index),))
    return Path(maker.write(tmp_path_factory.mktemp("proof") / "part", material))


@pytest.fixture
def copy(tmp_path: Path) -> Callable[[Path], Path]:
    """Makes a fresh copy of a folder."""
    return lambda source: Path(shutil.copytree(source, tmp_path / "copy"))


# ---- honest folders


def test_a_whole_proof_passes_with_the_authority_s_root(maker: ModuleType, authority: object, full: Path) -> None:
    """Every duty that applies passes, and the exit code is 0."""
    code, report = maker.verify(full, "--roots", str(authority.root))  # type: ignore[attr-defined]
    assert (code, report["verdict"]) == (0, "PASS")
    duties = list(maker.verdicts(report))
    assert duties == [duty for duty in verifier.DUTIES if duty not in ("part", "attachment", "key", "against")]


def test_a_part_proof_passes_with_the_authority_s_root(maker: ModuleType, authority: object, part: Path) -> None:
    """Part and decoded file are checked, and nothing asks for the rest of the message."""
    code, report = maker.verify(part, "--roots", str(authority.root))  # type: ignore[attr-defined]
    assert code == 0
    assert list(maker.verdicts(report))[:4] == ["folder", "event", "part", "attachment"]


def test_without_roots_the_chain_is_named_and_not_passed(maker: ModuleType, authority: object, full: Path) -> None:
    """The exit code is 3, and the sentence holds the fingerprint that openssl prints."""
    code, report = maker.verify(full)
    command = ["openssl", "x509", "-noout", "-fingerprint", "-sha256", "-in", str(authority.root)]  # type: ignore[attr-defined]
    printed = subprocess.run(command, capture_output=True, check=True).stdout.decode()
    fingerprint = printed.partition("=")[2].strip().replace(":", "").lower()
    said = [finding for finding in report["findings"] if finding["duty"] == "authority"]
    assert code == 3
    assert all(one["verdict"] == "NOT_CHECKED" and fingerprint in one["sentence"] for one in said)


def test_without_a_timestamp_the_time_is_not_checked(maker: ModuleType, tmp_path: Path) -> None:
    """A folder without a timestamp says so and ends with 3."""
    log, mail = maker.Log(), maker.plain_mail()
    folder = maker.write(tmp_path / "p", maker.whole(log, log.keep(mail), mail), mail)
    code, report = maker.verify(folder)
    assert code == 3
    assert maker.verdicts(report)["timestamp"] == "NOT_CHECKED"


@pytest.mark.parametrize("language", ["en", "zh", "ru"])
def test_the_text_report_is_there_in_each_language(full: Path, language: str) -> None:
    """Each duty is one line, and what is not proved is always said."""
    command = [sys.executable, "-I", "-S", "-B", str(full / "verify.py"), "--lang", language]
    done = subprocess.run(command, capture_output=True, env={"PYTHONIOENCODING": "utf-8"})
    text = done.stdout.decode(sys.getdefaultencoding())
    assert done.returncode == 3
    assert text.count(" PASS ") > 10
    assert {"en": "not proved", "zh": "未证明", "ru": "Что не доказано"}[language] in text


def test_a_console_that_knows_no_chinese_does_not_stop_it(full: Path) -> None:
    """Characters that the console lacks are written as escapes."""
    command = [sys.executable, "-S", "-B", str(full / "verify.py"), "--lang", "zh"]
    done = subprocess.run(command, capture_output=True, env={"PYTHONIOENCODING": "ascii"})
    assert (done.returncode, done.stderr) == (3, b"")
    assert b"\\u" in done.stdout


def test_it_needs_the_standard_library_only() -> None:
    """Every import is of the standard library, none of tallystick, and the syntax is that of Python 3.8."""
    tree = ast.parse(SOURCE.read_text(encoding="utf-8"), feature_version=(3, 8))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in names} <= sys.stdlib_module_names
    assert not names & {"socket", "subprocess", "urllib", "http", "ctypes", "pickle", "ssl", "importlib"}
    calls = {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    assert not calls & {"eval", "exec", "compile", "__import__"}


def test_checking_writes_nothing(maker: ModuleType, full: Path) -> None:
    """The folder is the same after the run."""
    before = {path: path.read_bytes() for path in full.rglob("*") if path.is_file()}
    maker.verify(full)
    assert {path: path.read_bytes() for path in full.rglob("*") if path.is_file()} == before


# ---- attacks, each by somebody who keeps the manifest in step


def attacked(maker: ModuleType, folder: Path, *words: str) -> dict[str, str]:
    maker.rewrite_manifest(folder)
    code, report = maker.verify(folder, *words)
    found: dict[str, str] = maker.verdicts(report)
    assert found["folder"] == "PASS"
    assert code == {"PASS": 0, "FAIL": 1, "NOT_CHECKED": 3}[report["verdict"]]
    return found


def test_another_mail_in_place_of_the_original_fails(
    maker: ModuleType, full: Path, copy: Callable[[Path], Path]
) -> None:
    """One digit of a price changed is found by hash and by the mail servers' signatures."""
    folder = copy(full)
    mail = (folder / "original.eml").read_bytes()
    (folder / "original.eml").write_bytes(mail.replace(b"12,400", b"12,900"))
    found = attacked(maker, folder)
    assert (found["original"], found["dkim"], found["inclusion"]) == ("FAIL", "FAIL", "PASS")


def test_an_event_changed_to_fit_another_mail_fails(
    maker: ModuleType, full: Path, copy: Callable[[Path], Path]
) -> None:
    """Mail and event may agree with each other; the log does not hold that event."""
    folder = copy(full)
    mail = (folder / "original.eml").read_bytes().replace(b"12,400", b"12,900")
    event = json.loads((folder / "event.json").read_bytes())
    event |= {"sha256": sha256(mail).hexdigest()}
    (folder / "original.eml").write_bytes(mail)
    (folder / "event.json").write_bytes(maker.canonical.encode(event))
    found = attacked(maker, folder)
    assert (found["original"], found["inclusion"]) == ("PASS", "FAIL")


def test_a_log_signed_anew_fails_against_the_timestamp(maker: ModuleType, authority: object, tmp_path: Path) -> None:
    """Whoever holds the key can sign another log, but the old timestamp is not over it."""
    honest, mail = maker.Log(), maker.plain_mail()
    index = honest.keep(mail)
    stamp = honest.stamped(authority, index)
    forged, other = maker.Log(), mail.replace(b"12,400", b"12,900")
    forged.keep(other)
    signed = forged.checkpoint()
    moved = maker.Timestamp(
        authority="test-tsa",
        checkpoint=signed,
        proof=forged.prove(index, signed).proof,
        reply=stamp.reply,
        certificates=stamp.certificates,
        stated=stamp.stated,
    )
    folder = maker.write(tmp_path / "p", maker.whole(forged, index, other, timestamps=(moved,)), other)
    found = attacked(maker, folder)
    assert (found["checkpoint"], found["inclusion"], found["timestamp"]) == ("PASS", "PASS", "FAIL")


def test_a_proof_of_another_part_fails(maker: ModuleType, part: Path, copy: Callable[[Path], Path]) -> None:
    """The proof of part 1 does not fit the bytes of part 2, nor part 2's proof those of part 1."""
    folder = copy(part)
    mail = maker.plain_mail()
    spans = maker.part_spans(mail)
    (folder / "part/part.json").write_bytes(maker.part.prove_part(maker.SEED, mail, spans, "1").encode())
    assert attacked(maker, folder)["part"] == "FAIL"


def test_an_entry_that_tells_of_the_whole_is_no_entry_for_a_part(maker: ModuleType, tmp_path: Path, part: Path) -> None:
    """In a part folder a `kept` entry, and a `parts` entry with a further member, fail though the log holds them."""
    log, mail = maker.Log(), maker.plain_mail()
    index = log.keep_parts(mail, maker.part_spans(mail))
    more = log.add("parts", count=2, root=json.loads(log.entries[index])["root"], sha256="0" * 64)
    for wrong in (index - 1, more):
        folder = Path(shutil.copytree(part, tmp_path / str(wrong)))
        shutil.rmtree(folder / "timestamps")
        proved = log.prove(wrong, log.checkpoint())
        (folder / "event.json").write_bytes(proved.entry)
        (folder / "proof.tlog-proof").write_bytes(proved.proof)
        found = attacked(maker, folder)
        assert (found["event"], found["part"], found["checkpoint"]) == ("FAIL", "FAIL", "PASS")


@pytest.mark.parametrize("name", ["original.eml", "original.pdf", "dkim/4.event.json"])
def test_a_file_that_no_duty_reads_cannot_stand_beside_a_part(
    maker: ModuleType, part: Path, copy: Callable[[Path], Path], name: str
) -> None:
    """An original or a key record put beside a part, and into the manifest, would look as if it had been checked."""
    folder = copy(part)
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_bytes(b"From: a@b.example\r\n\r\nforged")
    assert attacked(maker, folder)["part"] == "FAIL"


def test_only_a_kept_entry_proves_an_original(maker: ModuleType, full: Path, copy: Callable[[Path], Path]) -> None:
    """Entries `parts` and `met` say nothing, or too little, of an original."""
    folder, log, mail = copy(full), maker.Log(), maker.plain_mail()
    shutil.rmtree(folder / "rotations")
    (folder / "vkey.txt").write_text(f"{log.key.verifier}\n")
    index = log.keep_parts(mail, maker.part_spans(mail))
    log.fill(1)
    for wrong in (index, index + 1):
        proved = log.prove(wrong, log.checkpoint())
        (folder / "event.json").write_bytes(proved.entry)
        (folder / "proof.tlog-proof").write_bytes(proved.proof)
        assert attacked(maker, folder)["event"] == "FAIL"


def test_a_decoded_file_that_does_not_follow_fails(maker: ModuleType, part: Path, copy: Callable[[Path], Path]) -> None:
    """A PDF put beside the proved bytes is found."""
    folder = copy(part)
    (folder / "part/decoded.pdf").write_bytes(b"%PDF-1.4 another invoice")
    found = attacked(maker, folder)
    assert (found["part"], found["attachment"]) == ("PASS", "FAIL")


def test_a_foreign_key_fails(maker: ModuleType, full: Path, copy: Callable[[Path], Path]) -> None:
    """The folder does not verify under another log's key."""
    folder = copy(full)
    shutil.rmtree(folder / "rotations")
    (folder / "vkey.txt").write_text(f"{note.SignerKey(maker.ORIGIN, bytes([9]) * 32).verifier}\n")
    assert attacked(maker, folder)["checkpoint"] == "FAIL"


def test_a_hidden_rotation_fails(maker: ModuleType, full: Path, copy: Callable[[Path], Path]) -> None:
    """Without the rotation the older timestamped checkpoint has no key."""
    folder = copy(full)
    shutil.rmtree(folder / "rotations")
    assert attacked(maker, folder)["checkpoint"] == "FAIL"


def test_an_unknown_authority_fails(maker: ModuleType, full: Path, tmp_path: Path) -> None:
    """A timestamp by an authority of one's own does not chain to the root that the reader trusts."""
    other = maker.test_authority.Authority(tmp_path / "other", "Other Authority")
    code, report = maker.verify(full, "--roots", str(other.root))
    assert code == 1
    assert maker.verdicts(report)["authority"] == "FAIL"


def test_the_prover_s_roots_are_never_trusted(maker: ModuleType, full: Path) -> None:
    """roots/ in the folder does not turn NOT_CHECKED into PASS."""
    assert maker.verdicts(maker.verify(full)[1])["authority"] == "NOT_CHECKED"
    assert (full / "roots/test-tsa.pem").exists()


@pytest.mark.parametrize("purpose", ["none", "timeStamping", "critical,serverAuth", "critical,timeStamping,serverAuth"])
def test_a_certificate_for_other_purposes_fails(maker: ModuleType, tmp_path: Path, purpose: str) -> None:
    """A signing certificate must be for timestamps, only for them, and say so critically; openssl's own way to sign."""
    good = maker.test_authority.Authority(tmp_path / "tsa")
    signed = maker.Log().checkpoint()
    reply = maker.stamped(good, signed, b"").reply
    now = maker.datetime.now(tz=maker.UTC)
    span = (now - maker.timedelta(days=1), now + maker.timedelta(days=9))
    good.issue("bad", "Bad Authority", *span, purpose=purpose, issuer="intermediate")
    tsa = maker.load_script("tally_tests_tsa", TESTS / "tsa.py")
    with pytest.raises(verifier.Wrong, match=r"for timestamps only|another certificate|not bound"):
        verifier.parse_token(tsa.forge(good.folder, reply, "bad"), signed)


def test_an_event_later_than_its_timestamp_fails(maker: ModuleType, authority: object, tmp_path: Path) -> None:
    """A clock that ran ahead is a finding."""
    log, mail = maker.Log(), maker.plain_mail()
    index = log.keep(mail, time=maker.tomorrow())
    folder = maker.write(
        tmp_path / "p", maker.whole(log, index, mail, timestamps=(log.stamped(authority, index),)), mail
    )
    assert attacked(maker, folder)["clock"] == "FAIL"


def test_links_and_climbing_names_are_refused(
    maker: ModuleType, full: Path, copy: Callable[[Path], Path], tmp_path: Path
) -> None:
    """A link in place of a file, and a manifest that names a file outside, fail; nothing outside is read."""
    folder = copy(full)
    (tmp_path / "outside.eml").write_bytes((folder / "original.eml").read_bytes())
    (folder / "original.eml").unlink()
    (folder / "original.eml").symlink_to(tmp_path / "outside.eml")
    manifest = json.loads((folder / "manifest.json").read_bytes())
    for name in ("../outside.eml", "/etc/passwd", "part/../../outside.eml", "C:\\x", "timestamps"):
        listed = {**manifest, "files": {**manifest["files"], name: {"sha256": "0" * 64, "size": 0}}}
        (folder / "manifest.json").write_bytes(maker.canonical.encode(listed))
        code, report = maker.verify(folder)
        found = maker.verdicts(report)
        assert (code, found["folder"], found["original"]) == (1, "FAIL", "FAIL")


def test_a_file_that_is_no_part_of_the_proof_is_named(
    maker: ModuleType, full: Path, copy: Callable[[Path], Path]
) -> None:
    """A stray file is NOT_CHECKED, litter of file managers is passed over."""
    folder = copy(full)
    (folder / ".DS_Store").write_bytes(b"x")
    assert maker.verdicts(maker.verify(folder)[1])["folder"] == "PASS"
    (folder / "expert-opinion.pdf").write_bytes(b"x")
    _, report = maker.verify(folder)
    assert report["findings"][0]["verdict"] == "NOT_CHECKED"
    assert "expert-opinion.pdf" in report["findings"][0]["sentence"]


def test_what_a_folder_says_cannot_steer_the_terminal(maker: ModuleType, tmp_path: Path) -> None:
    """Escape sequences and direction marks in an event come out as escapes."""
    log, mail = maker.Log(), maker.plain_mail()
    index = log.keep(mail)
    event = {**json.loads(log.entries[index]), "actor": "\x1b[2J\u202eanna"}
    log.entries[index] = maker.canonical.encode(event)
    folder = maker.write(tmp_path / "p", maker.whole(log, index, mail), mail)
    done = subprocess.run([sys.executable, "-I", "-S", "-B", str(folder / "verify.py")], capture_output=True)
    assert b"\x1b" not in done.stdout
    assert "\\u001b[2J\\u202eanna" in done.stdout.decode()


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x30",
        b"\x30\x80\x00\x00",
        b"\x30\x84\xff\xff\xff\xff",
        b"\x30\x83\x00\x00\x01\x00",
        b"\x30\x82\x13\x88" + b"\x05\x00" * 2500,
        b"\x30\x05\x30\x03\x02\x01\x02",
        b"\x1f\x81\x01\x00",
    ],
)
def test_hostile_der_fails_and_nothing_else(
    maker: ModuleType, part: Path, copy: Callable[[Path], Path], raw: bytes
) -> None:
    """Lengths that lie, endless forms and long tags end in FAIL within the time of a test."""
    folder = copy(part)
    (folder / "timestamps/5.test-tsa.tsr").write_bytes(raw)
    assert attacked(maker, folder)["timestamp"] == "FAIL"


def test_deeply_nested_der_does_not_exhaust_the_stack(
    maker: ModuleType, part: Path, copy: Callable[[Path], Path]
) -> None:
    """Ten thousand values inside one another fail, too."""
    raw = b""
    for _ in range(10_000):
        length = len(raw).to_bytes(3, "big").lstrip(b"\0")
        raw = b"\x30" + ((length or b"\0") if len(raw) < 128 else bytes([0x80 | len(length)]) + length) + raw
    folder = copy(part)
    (folder / "timestamps/5.test-tsa.tsr").write_bytes(raw)
    assert attacked(maker, folder)["timestamp"] == "FAIL"


def test_deeply_nested_json_fails_and_nothing_else(maker: ModuleType, part: Path, copy: Callable[[Path], Path]) -> None:
    """An event of brackets ends in FAIL."""
    folder = copy(part)
    (folder / "event.json").write_bytes(b"[" * 60_000)
    assert attacked(maker, folder)["event"] == "FAIL"


def test_wrong_use_ends_with_2(full: Path) -> None:
    """A file that is not there is wrong use, not a verdict."""
    command = [sys.executable, "-I", "-S", "-B", str(full / "verify.py"), "--roots", "nowhere.pem"]
    assert subprocess.run(command, capture_output=True).returncode == 2


# ---- what the reader brings


def test_a_known_key_is_compared(maker: ModuleType, full: Path) -> None:
    """--key takes the older or the newer key of this log, as text or file, and refuses another."""
    newer = (full / "vkey.txt").read_text().strip()
    older = str(note.SignerKey(maker.ORIGIN, bytes(range(32))).verifier)
    for key in (newer, older, str(full / "vkey.txt")):
        assert maker.verdicts(maker.verify(full, "--key", key)[1])["key"] == "PASS"
    other = str(note.SignerKey(maker.ORIGIN, bytes([9]) * 32).verifier)
    assert maker.verify(full, "--key", other)[0] == 1


def test_a_remembered_checkpoint_is_compared(maker: ModuleType, tmp_path: Path) -> None:
    """--against passes with a consistency proof, is NOT_CHECKED without, and fails for a log with two faces."""
    log, mail = maker.Log(), maker.plain_mail()
    index = log.keep(mail)
    log.fill(5)
    older, size = tmp_path / "older", len(log.entries)
    older.write_bytes(log.checkpoint(3))
    folder = maker.write(tmp_path / "p", maker.whole(log, index, mail), mail)
    assert maker.verdicts(maker.verify(folder, "--against", str(older))[1])["against"] == "NOT_CHECKED"
    leaves = [merkle.leaf_hash(entry) for entry in log.entries]
    path = merkle.consistency_proof(3, size, merkle.hash_reader(leaves))
    proof = tmp_path / "consistency"
    proof.write_text("".join(note.encode_base64(value) + "\n" for value in path))
    words = ("--against", str(older), "--consistency", str(proof))
    assert maker.verdicts(maker.verify(folder, *words)[1])["against"] == "PASS"
    other = maker.Log()
    other.fill(size - 1)
    (tmp_path / "other").write_bytes(other.checkpoint())
    assert maker.verdicts(maker.verify(folder, "--against", str(tmp_path / "other"))[1])["against"] == "FAIL"


# ---- signatures of mail servers


def dkim_verdicts(maker: ModuleType, tmp_path: Path, mail: bytes, *keys: object, status: str = "found") -> list[str]:
    """The codes of the signatures' findings, topmost first."""
    log = maker.Log()
    index = log.keep(mail)
    numbers = [log.dkim_key(key, status) for key in keys]
    signed = log.checkpoint()
    material = maker.whole(log, index, mail, dkim_keys=tuple(log.prove(number, signed) for number in numbers))
    folder = maker.write(tmp_path / f"p{len(list(tmp_path.iterdir()))}", material, mail)
    options = Namespace(roots=None, key=None, against=None, consistency=None)
    verification = verifier.Verification(verifier.Folder(str(folder)), options)
    verification.run()
    return [one.code for one in verification.findings if one.duty == "dkim" and one.place == "original.eml"]


def test_what_dkimpy_signs_verifies(maker: ModuleType, tmp_path: Path) -> None:
    """Each form of canonicalisation, with line feeds only and with an mbox's quoting, verifies."""
    key = maker.rsa_dkim_key(1024)
    plain = (
        maker.plain_mail()
        .replace(b"The secret", b"From now  on\t\r\nthe secret")
        .replace(b"--b1--\r\n", b"--b1--\r\n\r\n")
    )
    for forms in ((b"simple", b"simple"), (b"relaxed", b"relaxed"), (b"relaxed", b"simple"), (b"simple", b"relaxed")):
        mail = key.sign(plain, canonicalize=forms)
        assert dkim_verdicts(maker, tmp_path, mail, key) == ["dkim.pass"]
        assert dkim_verdicts(maker, tmp_path, mail.replace(b"\r\n", b"\n"), key) == ["dkim.pass"]
        assert dkim_verdicts(maker, tmp_path, mail.replace(b"\r\nFrom now", b"\r\n>From now"), key) == ["dkim.pass"]
        assert dkim_verdicts(maker, tmp_path, mail.replace(b"secret", b"Secret"), key) == ["dkim.fail"]


def test_weak_partial_missing_and_withdrawn_keys_are_not_passed(maker: ModuleType, tmp_path: Path) -> None:
    """Short keys, l=, no record, no answer and an empty record each say what is lacking."""
    key, weak = maker.rsa_dkim_key(), maker.rsa_dkim_key(1024)
    mail = key.sign(maker.plain_mail())
    assert dkim_verdicts(maker, tmp_path, mail) == ["dkim.none"]
    assert dkim_verdicts(maker, tmp_path, mail, key, status="absent") == ["dkim.none"]
    partial = key.sign(maker.plain_mail(), length=True) + b"and 1,000 more\r\n"
    assert dkim_verdicts(maker, tmp_path, partial, key) == ["dkim.length"]
    doubled = mail.replace(b"\r\nFrom: ", b"\r\nSubject: Other\r\nFrom: ")
    assert dkim_verdicts(maker, tmp_path, doubled, key) == ["dkim.extra"]
    weak.record = "v=DKIM1; p="
    assert dkim_verdicts(maker, tmp_path, weak.sign(maker.plain_mail()), weak) == ["dkim.revoked"]


def test_the_vectors_of_rfc_8463_verify() -> None:
    """The RFC's own message verifies with both of its keys, as dkimpy ships it."""
    folder = SHARED / "mail" / "dkimpy" / "data"
    if not folder.is_dir():
        pytest.skip("the shared data is not here: set TALLY_SHARED to the folder that holds mail/dkimpy")
    mail = (folder / "rfc6376.signed.msg").read_bytes()
    fields = verifier.header_fields(verifier.split_entity(mail)[0])
    records = {
        "ed25519": "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
        "rsa": "v=DKIM1; k=rsa; p="
        "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDkHlOQoBTzWRiGs5V6NpP3idY6Wk08a5qhdR6wy5bdOKb2jLQiY/J16JYi0Qvx/byYzCNb3W91"
        "y3FutACDfzwQ/BC/e/8uBsCR+yz1Lxj+PL6lHvqMKrM3rG4hstT5QjvHO9PzoxZyVYLzBfO2EeC3Ip3G+2kryOTIKT+l/K4w3QIDAQAB",
    }
    own = [field for field in fields if field[0].lower() == b"dkim-signature"]
    assert own
    for field in own:
        kind = verifier.tags(field[1])["a"].split("-")[0]
        assert verifier.check_dkim(mail, field, fields, records[kind])["domain"] == "football.example.com"


# ---- numbers, against the library


@pytest.mark.parametrize("curve", [ec.SECP256R1(), ec.SECP384R1(), ec.SECP521R1()])
@pytest.mark.parametrize("name", ["sha256", "sha384", "sha512"])
def test_ecdsa_agrees_with_the_library(curve: ec.EllipticCurve, name: str) -> None:
    """Each curve with each hash: its signature is accepted, one over other bytes refused."""
    key = ec.generate_private_key(curve)
    algorithm = getattr(hashes, name.upper())()
    signature = key.sign(b"text", ec.ECDSA(algorithm))
    spki = verifier.der(key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))
    method = next(code for code, known in verifier.ECDSA_WITH.items() if known == name)
    identifier = verifier.der(b"\x30" + bytes([len(method) + 2]) + b"\x06" + bytes([len(method)]) + method)
    assert verifier.signature_ok(spki, identifier, b"text", signature)
    assert not verifier.signature_ok(spki, identifier, b"Text", signature)


@pytest.mark.parametrize("bits", [1024, 2048, 2049, 3072])
@pytest.mark.parametrize("name", ["sha256", "sha384", "sha512"])
def test_rsa_agrees_with_the_library(bits: int, name: str) -> None:
    """PKCS#1 v1.5 and PSS, salts of several lengths, moduli whose length is no multiple of eight."""
    key = rsa.generate_private_key(65537, bits)
    numbers, algorithm = key.public_key().public_numbers(), getattr(hashes, name.upper())()
    digest, other = (hashlib.new(name, text).digest() for text in (b"text", b"Text"))
    signature = key.sign(b"text", padding.PKCS1v15(), algorithm)
    public = (numbers.n, numbers.e)
    assert verifier.rsa_pkcs1_ok(public, name, digest, signature)
    assert not verifier.rsa_pkcs1_ok(public, name, other, signature)
    for salt in (0, 20, 32):
        signature = key.sign(b"text", padding.PSS(padding.MGF1(algorithm), salt), algorithm)
        assert verifier.rsa_pss_ok(public, name, salt, digest, signature)
        assert not verifier.rsa_pss_ok(public, name, salt, other, signature)
        assert not verifier.rsa_pss_ok(public, name, salt + 1, digest, signature)


def test_forms_of_ed25519_that_others_let_through_are_refused() -> None:
    """S above the group's order, a key of small order and a y that is not reduced are refused."""
    key = note.SignerKey("a", bytes(32))
    public, signature = key.verifier.public_key, key.sign_bytes(b"text")
    s = int.from_bytes(signature[32:], "little") + verifier.L25519
    for bad_key, bad in (
        (public, signature[:32] + s.to_bytes(32, "little")),
        (b"\x01" + bytes(31), b"\x01" + bytes(63)),
        ((verifier.P25519 + 1).to_bytes(32, "little"), signature),
        (public, signature[:63]),
    ):
        with pytest.raises(verifier.Wrong):
            verifier.ed25519_ok(bad_key, b"text", bad)


def test_a_token_of_another_authority_s_software_is_read() -> None:
    """The sigstore authority's replies, made by other software, are read and refused for other bytes."""
    folder = SHARED / "verify" / "rfc3161-test_tsa"
    if not folder.is_dir():
        pytest.skip("the shared data is not here: set TALLY_SHARED to the folder that holds verify/rfc3161-test_tsa")
    with pytest.raises(verifier.Wrong, match=r"other bytes|not SHA-256"):
        verifier.parse_token((folder / "response.tsr").read_bytes(), b"hello")


# ---- timestamps of other kinds, made by openssl

TSA_CONFIG = """
[req]
distinguished_name = name
[name]
[tsa]
default_tsa = one
[one]
serial = serial
signer_cert = tsa.pem
certs = root.pem
signer_key = tsa.key
signer_digest = {digest}
default_policy = 1.2.3.4
digests = sha256
ess_cert_id_alg = {binding}
[extensions]
extendedKeyUsage = critical,timeStamping
{more}
"""


def other_authority(
    maker: ModuleType, folder: Path, key: list[str], digest: str, binding: str, padding_mode: list[str], more: str = ""
) -> Path:
    """A root and an authority's certificate of these kinds, in the folder."""
    folder.mkdir()
    run = maker.test_authority.run
    (folder / "serial").write_text("01\n")
    (folder / "c").write_text(TSA_CONFIG.format(digest=digest, binding=binding, more=more))
    new = ["req", "-config", "c", "-nodes", "-new"]
    root = [
        "-x509",
        "-newkey",
        "rsa:2048",
        "-keyout",
        "root.key",
        "-subj",
        "/CN=Root",
        "-days",
        "9",
        "-out",
        "root.pem",
    ]
    run(*new, *root, *padding_mode, folder=folder)
    run(*new, "-newkey", *key, "-keyout", "tsa.key", "-subj", "/CN=Authority", "-out", "tsa.csr", folder=folder)
    signing = ["-CA", "root.pem", "-CAkey", "root.key", "-set_serial", "2", "-days", "9", *padding_mode]
    extensions = ["-extfile", "c", "-extensions", "extensions"]
    run("x509", "-req", "-in", "tsa.csr", "-out", "tsa.pem", *signing, *extensions, folder=folder)
    return folder


def other_reply(maker: ModuleType, folder: Path, stamped: bytes) -> bytes:
    (folder / "q").write_bytes(maker.timestamp.request(stamped, 1))
    maker.test_authority.run("ts", "-reply", "-config", "c", "-queryfile", "q", "-out", "r", folder=folder)
    return (folder / "r").read_bytes()


PSS = ["-sigopt", "rsa_padding_mode:pss"]


@pytest.mark.parametrize(
    ("key", "digest", "binding", "padding_mode"),
    [
        (["rsa:2048"], "sha256", "sha1", []),
        (["rsa:3072"], "sha512", "sha256", PSS),
        (["ec", "-pkeyopt", "ec_paramgen_curve:P-384"], "sha384", "sha384", [*PSS, "-sha512"]),
        (["ec", "-pkeyopt", "ec_paramgen_curve:P-521"], "sha512", "sha512", ["-sha384"]),
    ],
)
def test_timestamps_of_every_kind_verify_to_their_root(
    maker: ModuleType, tmp_path: Path, key: list[str], digest: str, binding: str, padding_mode: list[str]
) -> None:
    """RSA and each curve, each digest, both bindings, certificates signed by PKCS#1 v1.5 and by PSS."""
    folder = other_authority(maker, tmp_path / "tsa", key, digest, binding, padding_mode)
    token = verifier.parse_token(other_reply(maker, folder, b"text"), b"text")
    roots = verifier.parse_pem((folder / "root.pem").read_bytes())
    chain, is_trusted = verifier.find_chain(token.signer, token.certificates, roots, token.time)
    assert (is_trusted, len(chain), verifier.name_text(token.signer.subject)) == (True, 2, "Authority")
    with pytest.raises(verifier.Wrong, match="other bytes"):
        verifier.parse_token(other_reply(maker, folder, b"text"), b"Text")


def test_an_algorithm_that_is_not_known_is_not_a_failure(maker: ModuleType, tmp_path: Path) -> None:
    """A curve that the verifier lacks, SHA-1 in a chain, and an unknown critical condition are NOT_CHECKED."""
    brainpool = ["ec", "-pkeyopt", "ec_paramgen_curve:brainpoolP256r1"]
    folder = other_authority(maker, tmp_path / "a", brainpool, "sha256", "sha256", [])
    with pytest.raises(verifier.Unchecked, match="algorithm"):
        verifier.parse_token(other_reply(maker, folder, b"text"), b"text")
    folder = other_authority(maker, tmp_path / "b", ["rsa:2048"], "sha256", "sha256", ["-sha1"])
    token = verifier.parse_token(other_reply(maker, folder, b"text"), b"text")
    with pytest.raises(verifier.Unchecked, match="algorithm"):
        verifier.find_chain(token.signer, [], verifier.parse_pem((folder / "root.pem").read_bytes()), token.time)
    odd = "1.2.3.4.5 = critical,ASN1:NULL"
    folder = other_authority(maker, tmp_path / "c", ["rsa:2048"], "sha256", "sha256", [], odd)
    folder.joinpath("chain.pem").write_bytes(folder.joinpath("root.pem").read_bytes())
    log, mail = maker.Log(), maker.plain_mail()
    index = log.keep(mail)
    signed = log.checkpoint()
    stamp = maker.Timestamp(
        authority="odd",
        checkpoint=signed,
        proof=log.prove(index, signed).proof,
        reply=other_reply(maker, folder, signed),
        certificates=b"",
        stated=maker.datetime.now(tz=maker.UTC),
    )
    proof = maker.write(tmp_path / "p", maker.whole(log, index, mail, timestamps=(stamp,)), mail)
    found = maker.verdicts(maker.verify(proof, "--roots", str(folder / "root.pem"))[1])
    assert (found["timestamp"], found["authority"]) == ("PASS", "NOT_CHECKED")
