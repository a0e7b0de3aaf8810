"""What leaves the vault: a bag of originals byte for byte, and a folder that proves one of them or a part of it."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
from pathlib import Path

import bagit
import pytest

import test_authority
from tallystick.errors import OutputExists, PartNotFound, RecordStale, VaultDamaged
from tallystick.services.export import export, safe_name
from tallystick.services.prove import prove
from tallystick.services.seal import seal
from tallystick.sources.authority import ask
from tallystick.sources.settings import Authority
from tallystick.vault.catalog import Entry
from unit.services.workshop import Machine, mail, mail_with_pdf, mbox, sha256, silent


@pytest.fixture
def kept(machine: Machine) -> Machine:
    machine.offer("mail/invoice.eml", mail_with_pdf())
    machine.offer("mail/CON.eml", mail("apples"))
    machine.offer("mail/a:b*?\n\u202e.eml", mail("pears"))
    machine.offer("mail/box.mbox", mbox(mail("plums")))
    machine.keep(machine.folder / "offered" / "mail")
    return machine


def test_a_bag_holds_every_original(kept: Machine) -> None:
    """Another program validates it, each file is the original byte for byte, and the log names the manifest."""
    done = export(kept.root, kept.edges(), kept.folder / "bag")
    assert bagit.Bag(str(done.folder)).is_valid()
    found = {sha256(path.read_bytes()) for path in (done.folder / "data").iterdir()}
    assert found == {event.members["sha256"] for _i, event in kept.events("kept")}
    assert done.originals == len(found)
    ((_index, event),) = kept.events("exported")
    manifest = (done.folder / "manifest-sha256.txt").read_bytes()
    assert event.members["digest"] == done.manifest_sha256 == hashlib.sha256(manifest).hexdigest()
    assert (event.members["items"], event.members["query"]) == (len(found), "")
    kept.assert_sound()


def test_names_in_a_bag_are_safe_everywhere(kept: Machine) -> None:
    """No name is reserved, too long, or different only by case, and none has a character that some system forbids."""
    names = [path.name for path in (export(kept.root, kept.edges(), kept.folder / "bag").folder / "data").iterdir()]
    for name in names:
        assert re.fullmatch(r"\d{8}-[0-9a-f]{12}-[\w.-]+", name)
        assert len(name.encode()) < 255
        assert not name.endswith((".", " "))
    assert len({name.lower() for name in names}) == len(names)


@pytest.mark.parametrize(
    "locator",
    [
        "",
        "/",
        "..",
        "a/..",
        "x" * 500,
        "合同" * 200,
        "\x00\x1f\x7f",
        "nul",
        " . ",
        "a\u202eb",
        "C:\\x\\y.eml",
        "😀" * 99,
    ],
)
def test_a_safe_name_is_made_of_any_name(locator: str) -> None:
    """Whatever an original was called, its file name fits and stays in the folder."""
    name = safe_name(Entry("ab" * 32, 7, 3, "message/rfc822"), locator)
    assert re.fullmatch(r"00000007-(ab){6}-[\w.-]+\.eml", name)
    assert len(name.encode()) < 255


def test_a_query_chooses_what_is_exported(kept: Machine) -> None:
    """Only what it finds is copied, and the log says with which query."""
    done = export(kept.root, kept.edges(), kept.folder / "bag", "subject:apples")
    assert done.originals == 1
    assert next((done.folder / "data").iterdir()).read_bytes() == mail("apples")
    assert kept.events("exported")[0][1].members["query"] == "subject:apples"
    assert bagit.Bag(str(done.folder)).is_valid()


def test_nothing_is_overwritten(kept: Machine) -> None:
    """A folder with anything in it is refused by export and prove, and stays as it was."""
    folder = kept.folder / "mine"
    folder.mkdir()
    (folder / "note").write_text("mine")
    for made in (lambda: export(kept.root, kept.edges(), folder), lambda: prove(kept.root, kept.edges(), "1", folder)):
        with pytest.raises(OutputExists):
            made()
    assert [path.name for path in folder.iterdir()] == ["note"]


def test_a_damaged_original_is_not_exported_as_if_it_were_whole(kept: Machine) -> None:
    """The export fails and names the pack; the log does not say that it was done."""
    for pack in (kept.root / "originals").rglob("*.warc.gz"):
        content = bytearray(pack.read_bytes())
        content[len(content) // 2] ^= 1
        pack.write_bytes(content)
    with pytest.raises(VaultDamaged, match=r"warc\.gz"):
        export(kept.root, kept.edges(), kept.folder / "bag")
    assert kept.events("exported") == []


def test_an_index_that_is_behind_exports_nothing(kept: Machine) -> None:
    """With a query, what the index does not know would be left out silently: it is an error instead."""
    shutil.rmtree(kept.root / "record" / "index")
    with pytest.raises(RecordStale):
        export(kept.root, kept.edges(), kept.folder / "bag", "apples")


def check(folder: Path, root: Path) -> tuple[int, str]:
    command = [sys.executable, "-I", "-S", "verify.py", "--roots", str(root)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60)
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def sealed(kept: Machine, authority: test_authority.Authority) -> Machine:
    with test_authority.serve(authority) as url:
        seal(kept.root, kept.edges(), (Authority("demo", url, (authority.root,)),), ask, silent())
    return kept


def test_a_whole_item_is_proved(sealed: Machine, authority: test_authority.Authority) -> None:
    """Its own verifier passes, and fails once a byte of the original is another."""
    done = prove(sealed.root, sealed.edges(), sha256(mail_with_pdf()), sealed.folder / "proof")
    assert (done.timestamps, done.part) == (1, "")
    assert set(done.files) == {str(p.relative_to(done.folder)) for p in done.folder.rglob("*") if p.is_file()}
    code, said = check(done.folder, authority.root)
    assert code == 0, said
    (original,) = (path for path in done.folder.iterdir() if path.is_file() and path.read_bytes() == mail_with_pdf())
    original.write_bytes(mail_with_pdf().replace(b"12,400", b"92,400").replace(b"secret", b"public"))
    assert check(done.folder, authority.root)[0] != 0


def test_a_part_is_proved_without_the_rest(sealed: Machine, authority: test_authority.Authority) -> None:
    """Neither text nor sender nor hash of the mail is in the folder, and a part that is not there is refused."""
    ident = sha256(mail_with_pdf())
    done = prove(sealed.root, sealed.edges(), ident, sealed.folder / "part", part="2")
    code, said = check(done.folder, authority.root)
    assert code == 0, said
    together = b"".join(path.read_bytes() for path in done.folder.rglob("*") if path.is_file())
    for undisclosed in (b"secret price", b"wei@factory.example", ident.encode(), b"invoice.eml"):
        assert undisclosed not in together
    with pytest.raises(PartNotFound, match="expected one of 1, 2"):
        prove(sealed.root, sealed.edges(), ident, sealed.folder / "none", part="3")
    assert not (sealed.folder / "none").exists()


def test_an_unsealed_item_is_proved_without_a_time(kept: Machine, authority: test_authority.Authority) -> None:
    """The folder says that nobody dated it, and its verifier does not pass what it cannot check."""
    done = prove(kept.root, kept.edges(), sha256(mail("apples")), kept.folder / "proof")
    assert done.timestamps == 0
    _code, said = check(done.folder, authority.root)
    assert "NOT_CHECKED" in said
