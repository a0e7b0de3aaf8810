"""The program's vaults before a verifier that was written from docs/format.md alone."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

from tallystick.model.check import Verdict

_PLACE = Path(__file__).resolve().parents[1] / "attack" / "machine.py"
if "tallystick_tests_machine" not in sys.modules:
    _spec = importlib.util.spec_from_file_location("tallystick_tests_machine", _PLACE)
    assert _spec is not None
    assert _spec.loader is not None
    sys.modules[_spec.name] = importlib.util.module_from_spec(_spec)
    _spec.loader.exec_module(sys.modules[_spec.name])
machine = sys.modules["tallystick_tests_machine"]


@pytest.fixture(scope="module")
def owner(tmp_path_factory):
    """A vault of several kinds of source, met twice, sealed by two keys, with more than one bundle of entries."""
    owner = machine.Machine(tmp_path_factory.mktemp("owner"))
    offered = owner.folder / "offered"
    offered.mkdir()
    (offered / "a.eml").write_bytes(machine.mail("a", attachment=b"%PDF-1.7" * 50))
    (offered / "copy of a.eml").write_bytes((offered / "a.eml").read_bytes())
    (offered / "b.emlx").write_bytes(machine.emlx(machine.mail("b", "Оплата завтра.\n")))
    many = [machine.mail(f"m{number}", "From here on, 退款.\n") for number in range(140)]
    (offered / "many.mbox").write_bytes(machine.mbox(*many, many[0]))
    machine.zipped(offered / "c.zip", {"in/c.eml": machine.mail("c"), "d.eml": machine.mail("d")})
    owner.done("init")
    owner.keep(offered)
    owner.seal()
    owner.held = owner.folder / "held"
    owner.held.write_bytes((owner.vault / "log/checkpoint").read_bytes())
    owner.done("key", "rotate")
    owner.keep(offered)
    (owner.folder / "late.eml").write_bytes(machine.mail("late"))
    owner.keep(owner.folder / "late.eml")
    owner.seal()
    return owner


def test_both_pass_a_sound_vault(owner):
    """Both verifiers pass every duty that this vault gives work for, against a checkpoint held from before."""
    assert len(machine.entries_of(owner.vault)) > 256
    ours = machine.verdicts(owner.verify(owner.vault, owner.held))
    theirs = machine.second.verify(owner.vault, owner.authority.root, [owner.held])
    assert {duty: verdict for duty, (verdict, _) in theirs.items()} == dict.fromkeys(machine.second.DUTIES, "PASS")
    assert {duty for duty, verdict in ours.items() if verdict is not Verdict.PASS} == {"witnesses"}


def test_it_saw_all_there_was(owner):
    """The vault that both pass holds every kind of entry that these steps make."""
    kinds = {entry["kind"] for entry in machine.parsed(machine.entries_of(owner.vault))}
    assert kinds == {"vault", "pack", "kept", "parts", "met", "sealed", "rotated"}


@pytest.mark.parametrize(
    ("name", "duty"),
    [
        ("tallystick.toml", "sheet"),
        ("log/checkpoint", "checkpoint"),
        ("log/tile/0/000", "tree"),
        ("log/tile/1/000.p/*", "tree"),
        ("log/tile/entries/000", "checkpoint"),
        ("originals/*/*", "originals"),
        ("seals/*.tsr", "seals"),
        ("seals/*.tsq", "seals"),
        ("seals/*.pem", "seals"),
        ("seals/*.checkpoint", "seals"),
    ],
)
def test_both_fail_a_changed_file(owner, tmp_path, name, duty):
    """A byte changed in the middle of a file of each kind fails with both verifiers, and with the duty concerned."""
    vault = owner.copy(tmp_path / "vault")
    path = min(vault.glob(name))
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 4
    path.write_bytes(content)
    found = owner.failed_by_second(vault)
    assert duty in found or "entries" in found
    assert owner.failed(vault)


@pytest.mark.parametrize("what", ["the origin of the sheet", "the order of two keys", "a rotation by nobody"])
def test_both_fail_what_the_owner_signed_wrongly(owner, tmp_path, what):
    """Rotations and sheet are checked though the owner's own key signs the log that holds them."""
    vault = owner.copy(tmp_path / "vault")
    entries = machine.parsed(machine.entries_of(vault))
    (rotated,) = (entry for entry in entries if entry["kind"] == "rotated")
    if what == "the origin of the sheet":
        rotated["sheet"] = "0" * 64
    elif what == "the order of two keys":
        rotated["old"], rotated["new"] = rotated["new"], rotated["old"]
    else:
        text, _, line = rotated["signature"].partition("\n\n")
        rotated["signature"] = f"{text}\n\n{line[:-10]}AAAAAAAA=\n"
    machine.write_log(vault, [machine.encoded(entry) for entry in entries], owner.key)
    wanted = "sheet" if what == "the origin of the sheet" else "keys"
    assert wanted in owner.failed_by_second(vault)
    assert wanted in owner.failed(vault)


def test_a_mailbox_within_an_archive(tmp_path):
    """An mbox inside a zip is taken apart too, its recipe kept, and both verifiers pass the vault."""
    nested = machine.Machine(tmp_path / "nested")
    mails = {"in/box.mbox": machine.mbox(machine.mail("d"), machine.mail("e"))}
    nested.done("init")
    nested.keep(machine.zipped(tmp_path / "c.zip", mails))
    types = [entry["type"] for entry in machine.parsed(machine.entries_of(nested.vault)) if entry["kind"] == "kept"]
    assert types.count("message/rfc822") == 2
    assert types.count("application/vnd.tallystick.recipe+jsonl") == 1
    assert nested.failed(nested.vault) == nested.failed_by_second(nested.vault) == set()


def test_it_runs_by_itself(owner):
    """A stranger runs it as a program, without Tallystick being imported, and reads twelve lines."""
    command = [sys.executable, "-m", "second_verifier", str(owner.vault), "--roots", str(owner.authority.root)]
    done = subprocess.run(command, cwd=Path(__file__).parent, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert len(done.stdout.splitlines()) == 12
    assert not any("tallystick" in path.read_text() and "import tallystick" in path.read_text() for path in _sources())


def _sources():
    return (Path(__file__).parent / "second_verifier").glob("*.py")
