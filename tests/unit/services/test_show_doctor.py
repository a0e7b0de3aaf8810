"""Show, find and doctor: one item as it is, what a query finds, and what this machine can do."""

from __future__ import annotations

from pathlib import Path

import pytest

from tallystick.errors import ItemNotFound, QueryError, VaultDamaged
from tallystick.model.check import Verdict
from tallystick.services.doctor import examine
from tallystick.services.find import find
from tallystick.services.show import raw, show
from tallystick.sources.settings import Authority, Settings
from unit.services.workshop import Machine, mail, mail_with_pdf, mbox, sha256


@pytest.fixture
def kept(machine: Machine) -> Machine:
    machine.offer("mail/invoice.eml", mail_with_pdf())
    machine.offer("mail/russian.eml", mail("Оплата", "Счёт будет оплачен завтра.\n"))
    machine.offer("mail/note.txt", b"no mail at all")
    machine.offer("mail/box.mbox", mbox(mail("plums", "From here on it is worse.\n")))
    machine.keep(machine.folder / "offered" / "mail")
    return machine


def test_an_item_is_shown_as_it_was_read(kept: Machine) -> None:
    """By its hash, the beginning of it, or its place in the log: the same item, with what it does not prove."""
    whole = show(kept.root, kept.edges(), sha256(mail_with_pdf()))
    assert show(kept.root, kept.edges(), sha256(mail_with_pdf())[:9].upper()) == whole
    assert show(kept.root, kept.edges(), str(whole.log_index)) == whole
    assert whole.message is not None
    assert [part.name for part in whole.message.attachments()] == ["17.pdf"]
    assert whole.strength.name == "own export"
    assert whole.strength.does_not_prove.startswith("that")
    assert show(kept.root, kept.edges(), sha256(b"no mail at all")).message is None


@pytest.mark.parametrize("ident", ["", "0", "99999", "fffff", "zzzzzz", "f" * 65, "²", "../x", "-1"])
def test_what_names_no_item_is_not_found(kept: Machine, ident: str) -> None:
    """Too few digits, no digits, another entry of the log."""
    with pytest.raises(ItemNotFound):
        show(kept.root, kept.edges(), ident)


def test_raw_bytes_are_the_bytes_received(kept: Machine) -> None:
    """Byte for byte, and a damaged one is told after what could be read."""
    assert b"".join(raw(kept.root, kept.edges(), sha256(mail_with_pdf()))) == mail_with_pdf()
    for pack in (kept.root / "originals").rglob("*.warc.gz"):
        content = bytearray(pack.read_bytes())
        for at in range(600, len(content), 40):
            content[at] ^= 1
        pack.write_bytes(content)
    with pytest.raises(VaultDamaged):
        b"".join(raw(kept.root, kept.edges(), sha256(mail_with_pdf())))


def test_find_gives_hits_with_their_passages(kept: Machine) -> None:
    """Another form of a word finds the mail, and the passage shows it."""
    found = find(kept.root, kept.edges(), "счёта", limit=5)
    assert (found.total, found.behind) == (1, 0)
    assert "Счёт" in found.found[0].snippet.text
    with pytest.raises(QueryError):
        find(kept.root, kept.edges(), "from:(", limit=5)


def test_a_damaged_hit_is_still_named(kept: Machine) -> None:
    """The list goes on; the passage says that the original cannot be read."""
    for pack in (kept.root / "originals").rglob("*.warc.gz"):
        pack.write_bytes(pack.read_bytes()[:700])
    found = find(kept.root, kept.edges(), "channel:mail", limit=9)
    assert found.total == 3
    assert any("cannot be read" in each.snippet.text for each in found.found)


def verdicts(settings: Settings, machine: Machine, root: Path | None) -> dict[str, Verdict]:
    return {check.name: check.verdict for check in examine(settings, machine.edges(), root)}


def test_doctor_finds_a_sound_machine_sound(kept: Machine, tmp_path: Path) -> None:
    """Nothing fails; what is not set is NOT_CHECKED with what to do."""
    settings = Settings(tmp_path / "config")
    found = verdicts(settings, kept, kept.root)
    assert Verdict.FAIL not in {
        found[name] for name in ("python", "parts", "sqlite", "settings", "vault", "key", "index")
    }
    assert found["authority"] is Verdict.NOT_CHECKED
    assert verdicts(settings, kept, None)["vault"] is Verdict.NOT_CHECKED


def test_doctor_names_what_is_wrong(kept: Machine, tmp_path: Path) -> None:
    """A missing key, root or index, and a broken vault, each by name."""
    gone = Settings(tmp_path, authorities=(Authority("demo", "http://x", (tmp_path / "gone.pem",)),))
    assert verdicts(gone, kept, kept.root)["authority"] is Verdict.FAIL
    (key,) = (kept.folder / "config" / "keys").glob("*.key")
    key.unlink()
    assert verdicts(gone, kept, kept.root)["key"] is Verdict.FAIL
    (kept.root / "log" / "checkpoint").write_bytes(b"garbage")
    assert verdicts(gone, kept, kept.root)["vault"] is Verdict.FAIL
