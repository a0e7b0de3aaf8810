"""One import: everything offered is accounted for, whatever it is and whatever becomes of it."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tallystick.errors import SourceNotFound, VaultLocked
from tallystick.model.ledger import MEDIA_TYPE, ImportLedger
from tallystick.services.importing import Import
from tallystick.services.reading import LARGEST_IN_MEMORY
from tallystick.sources import folder as walk
from tallystick.vault import lock
from tallystick.vault.vault import open_for_reading, open_for_writing
from unit.services.workshop import Machine, mail, mail_with_pdf, mbox, sha256


def kept_ledger(machine: Machine, ident: str) -> dict[str, object]:
    return json.loads(machine.read(ident))


def test_the_ledger_is_kept_and_says_what_was_told(machine: Machine) -> None:
    """The import's own account is an original with the counts that the caller got."""
    folder = machine.offer("mail/a.eml", mail("one")).parent
    machine.offer("mail/b.eml", mail("one"))
    machine.offer("mail/note.txt", b"a note")
    os.mkfifo(folder / "pipe")
    kept = machine.keep(folder)
    ledger = kept.ledger
    assert (ledger.offered, ledger.kept, ledger.already_kept) == (4, 2, 1)
    assert [(refused.locator, refused.code) for refused in ledger.refused] == [("mail/pipe", "is-no-file")]
    assert kept_ledger(machine, kept.ledger_id) == ledger.members()
    (event,) = [event for _i, event in machine.events("kept") if event.members["type"] == MEDIA_TYPE]
    assert event.members["sha256"] == kept.ledger_id
    assert event.members["run"] == ledger.run
    machine.assert_sound()


def test_an_empty_folder_has_a_ledger_of_nothing(machine: Machine) -> None:
    """Nothing offered is nothing kept, and that is said too."""
    (machine.folder / "empty").mkdir()
    kept = machine.keep(machine.folder / "empty")
    assert (kept.ledger.offered, kept.ledger.kept) == (0, 0)
    assert kept_ledger(machine, kept.ledger_id)["offered"] == 0
    machine.assert_sound()


def test_keeping_again_keeps_nothing(machine: Machine) -> None:
    """The second import meets everything at the same place, and the log grows by its ledger alone."""
    machine.offer("mail/a.eml", mail("one"))
    machine.offer("mail/b.mbox", mbox(mail("two"), mail("three")))
    folder = machine.folder / "offered" / "mail"
    machine.keep(folder)
    before = len(machine.events())
    again = machine.keep(folder).ledger
    assert (again.offered, again.kept, again.already_kept) == (3, 0, 3)
    assert [event.members["type"] for _i, event in machine.events()[before:]] == [MEDIA_TYPE]
    assert machine.events("met") == []


def test_the_same_mail_elsewhere_is_a_meeting(machine: Machine) -> None:
    """Another place of a kept original is one entry without a record; the same place again is none."""
    machine.keep(machine.offer("a.eml", mail("one")))
    copy = machine.offer("copy.eml", mail("one"))
    machine.keep(copy)
    machine.keep(copy)
    ((_index, met),) = machine.events("met")
    assert met.members["sha256"] == sha256(mail("one"))
    assert met.source.locator == "copy.eml"
    assert met.location is None
    machine.assert_sound()


def test_duplicates_across_two_workers_become_one_original(machine: Machine) -> None:
    """Two workers that kept the same bytes at once: one `kept`, the other record is located by its `met`."""
    for number in range(240):
        machine.offer(f"left/{number:03d}.eml", mail_with_pdf(f"twin {number % 60}"))
    kept = machine.keep(machine.folder / "offered" / "left", jobs=2)
    assert (kept.ledger.kept, kept.ledger.already_kept, kept.ledger.offered) == (60, 180, 240)
    hashes = [e.members["sha256"] for _i, e in machine.events("kept") if e.members["type"] == "message/rfc822"]
    assert len(hashes) == len(set(hashes)) == 60
    stored_twice = [event for _i, event in machine.events("met") if event.location is not None]
    assert {event.members["sha256"] for event in stored_twice} <= set(hashes)
    parts = machine.events("parts")
    kept_at = {index for index, event in machine.events("kept") if event.members["type"] == "message/rfc822"}
    assert {index - 1 for index, _event in parts} == kept_at
    machine.assert_sound()


def test_a_dry_run_says_what_a_real_one_does(machine: Machine) -> None:
    """Duplicates, containers, what is kept already and refusals count as they would; the vault stays as it is."""
    machine.keep(machine.offer("old.eml", mail("old")))
    folder = machine.offer("mail/a.eml", mail("one")).parent
    for name, content in (("b.eml", mail("one")), ("c.eml", mail("old")), ("d.mbox", mbox(mail("two"), mail("x")))):
        machine.offer(f"mail/{name}", content)
    os.mkfifo(folder / "pipe")
    before = _evidence(machine.root)
    dry = machine.keep(folder, is_dry=True)
    assert _evidence(machine.root) == before
    assert dry.ledger_id == ""
    real = machine.keep(folder)
    counts = ("offered", "kept", "already_kept", "containers", "refused", "kept_bytes")
    assert {name: getattr(dry.ledger, name) for name in counts} == {name: getattr(real.ledger, name) for name in counts}


def _evidence(root: Path) -> dict[str, bytes]:
    found = [path for path in root.rglob("*") if path.is_file() and path.name not in ("lock", "lock.json")]
    return {str(path): path.read_bytes() for path in found if "record" not in path.relative_to(root).parts}


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_import_that_is_stopped_leaves_the_rest(machine: Machine, jobs: int) -> None:
    """What was begun is finished, the ledger says that it was interrupted, and nothing more is taken."""
    for number in range(600):
        machine.offer(f"many/{number:04d}.eml", mail(f"number {number}"))
    stopped: list[bool] = []
    folder = machine.folder / "offered" / "many"
    kept = machine.keep(folder, jobs=jobs, stop=lambda: bool(stopped), progress=lambda _ledger: stopped.append(True))
    assert kept.ledger.interrupted
    assert 0 < kept.ledger.kept < 600
    assert kept_ledger(machine, kept.ledger_id) == kept.ledger.members()
    kept_types = machine.kept_types()
    assert kept_types.count("message/rfc822") == kept.ledger.kept
    again = machine.keep(folder).ledger
    assert again.kept + again.already_kept == 600
    assert again.already_kept == kept.ledger.kept
    machine.assert_sound()


def test_a_file_that_changes_or_goes_is_refused(machine: Machine) -> None:
    """A file that is not what was seen is one refusal, and the ledger balances."""
    folder = machine.offer("mail/a.eml", mail("one")).parent
    for name in ("b", "c"):
        machine.offer(f"mail/{name}.eml", mail(name))
    grown, gone = folder / "b.eml", folder / "c.eml"
    offered = list(walk.offers([folder]))
    grown.write_bytes(grown.read_bytes() + b"more")
    gone.unlink()
    codes = _keep_offers(machine, offered)
    assert codes == {"mail/b.eml": "source-changed", "mail/c.eml": "source-unreadable"}


def _keep_offers(machine: Machine, offered: list[object]) -> dict[str, str]:
    """One import of offers made earlier; its refusals."""
    with open_for_writing(machine.root, machine.edges(), "test") as vault:
        ledger = ImportLedger(vault.edges.nonce(), ("mail",))
        Import(vault, ledger, 1, False, lambda _ledger: None, lambda: False).run(iter(offered))
    assert ledger.unbalanced == 0
    return {refused.locator: refused.code for refused in ledger.refused}


def test_a_box_that_changes_is_refused_by_name(machine: Machine) -> None:
    """An mbox that was written to between listing and keeping is told by its own locator."""
    path = machine.offer("box.mbox", mbox(mail("one"), mail("two")))
    offered = list(walk.offers([path]))
    with path.open("ab") as box:
        box.write(mbox(mail("three")))
    codes = _keep_offers(machine, offered)
    assert set(codes.values()) == {"source-changed"}
    assert set(codes) == {"box.mbox"}
    machine.assert_sound()


def test_a_large_original_is_streamed(machine: Machine) -> None:
    """What is larger than is held in memory is kept all the same, in its turn among small ones."""
    path = machine.folder / "offered" / "big.bin"
    machine.offer("a.eml", mail("one"))
    with path.open("wb") as file:
        file.truncate(LARGEST_IN_MEMORY + 1)
    machine.offer("z.eml", mail("two"))
    kept = machine.keep(path.parent, jobs=2)
    assert (kept.ledger.kept, kept.ledger.offered) == (3, 3)
    assert kept.ledger.kept_bytes > LARGEST_IN_MEMORY
    machine.assert_sound()


def test_a_missing_source_keeps_nothing(machine: Machine) -> None:
    """A wrong path is told before the vault is touched."""
    before = len(machine.events())
    with pytest.raises(SourceNotFound):
        machine.keep(machine.offer("a.eml", mail("one")), machine.folder / "nowhere")
    assert len(machine.events()) == before


def test_two_writers_are_told_apart(machine: Machine) -> None:
    """The second is told who writes."""
    with lock.writing(machine.root, "tally keep", "now"), pytest.raises(VaultLocked, match="tally keep"):
        machine.keep(machine.offer("a.eml", mail("one")))


def test_two_mails_of_one_message_id_are_both_kept_and_found(machine: Machine) -> None:
    """Another price under the same Message-ID is a finding; the same mail carried otherwise is none."""
    offer = mail("Offer", "The price is USD 10,000.\n", ident="<offer@factory.example>")
    forged = mail("Offer", "The price is USD 70,000.\n", ident="<offer@factory.example>")
    carried = b"X-Folder: Sent\r\n" + offer
    assert machine.keep(machine.offer("a.eml", offer), machine.offer("b.eml", carried)).conflicts == ()
    (found,) = machine.keep(machine.offer("c.eml", forged)).conflicts
    assert found.message_id == "offer@factory.example"
    assert {sha for _index, sha, _subject in found.originals} == {sha256(offer), sha256(forged)}


@pytest.mark.parametrize(
    "line",
    [
        b"Subject: =?utf-7?Q?+2AA-?=\r\n", b"From: =?utf-7?Q?+2AA-?= <a@b.example>\r\n", b"Subject: a\0b\r\n",
        b"Subject: =?utf-8?B?7aCA?=\r\n", b"Subject: =?utf-16?B?ANg=?=\r\n", b"Subject: \xff\xfe\r\n",
        b"Content-Type: text/plain; charset=utf-7\r\n", b"Subject: \xed\xa0\x80\r\n",
    ],
)  # fmt: skip
def test_text_of_any_bytes_is_kept_and_read(machine: Machine, line: bytes) -> None:
    """Lone surrogates, NUL and bytes of no charset: kept, indexed, and no hindrance for the next import."""
    machine.offer("mail/hostile.eml", line + b"To: x@y.example\r\nDate: x\r\n\r\nbody +2AA- \0\r\n")
    kept = machine.keep(machine.folder / "offered" / "mail")
    assert (kept.ledger.kept, kept.ledger.refused) == (1, [])
    assert machine.keep(machine.offer("mail/next.eml", mail("next"))).ledger.kept == 1
    machine.assert_sound()


def test_a_name_of_any_bytes_is_kept(machine: Machine) -> None:
    """A file whose name is no UTF-8, or holds a line break, is an original like any other."""
    folder = machine.offer("mail/a\nb.eml", mail("one")).parent
    Path(os.fsdecode(os.fsencode(folder) + b"/\xff\xfe.eml")).write_bytes(mail("two"))
    kept = machine.keep(folder)
    assert (kept.ledger.kept, kept.ledger.refused) == (2, [])
    locators = {event.source.locator for _i, event in machine.events("kept")}
    assert {"mail/a\nb.eml", "mail/\\xff\\xfe.eml"} <= locators
    with open_for_reading(machine.root, machine.edges()) as vault:
        assert vault.catalog.originals_from(0) == 3
