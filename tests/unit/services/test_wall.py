"""The wall: whatever a reader raises is a problem of its original, by its type alone where the words may quote it."""

from __future__ import annotations

import hashlib

import pytest

from tallystick.errors import LimitExceeded, VaultNotWritable
from tallystick.model.custody import Source
from tallystick.record.entry.sheaf import Sheaf
from tallystick.services import importing, views
from tallystick.services.find import find
from tallystick.services.intake import Intake, Task, make_intake
from tallystick.services.reading import original
from tallystick.services.reading.wall import walled
from tallystick.services.rebuild import rebuild
from tallystick.services.show import show
from tallystick.sources.offer import Offer
from unit.services import crew_work
from unit.services.workshop import Machine, mail, sha256


class PanicException(BaseException):
    """What a panic in Rust looks like from here: no Exception."""


@pytest.mark.parametrize(
    ("raised", "code"),
    [
        (LimitExceeded("rows", 1, 2), "limit-exceeded"),
        (MemoryError(), "reader-exhausted"),
        (RecursionError("secret words"), "reader-exhausted"),
        (ValueError("secret words"), "reader-failed"),
        (OSError(5, "secret words"), "reader-failed"),
        (PanicException("secret words"), "reader-failed"),
        (SystemExit("secret words"), "reader-failed"),
    ],
)
def test_what_a_reader_raises_is_a_problem(raised: BaseException, code: str) -> None:
    """Its code says what it was, and its words stay where they are."""
    sheaf = Sheaf("00")
    with walled(sheaf, "inside"):
        raise raised
    rows, _documents = sheaf.take()
    ((_at, found, place, detail),) = rows.tables["problem"]
    assert (found, place) == (code, "inside")
    assert "secret" not in detail


@pytest.mark.parametrize("raised", [KeyboardInterrupt(), VaultNotWritable("x", "no space")])
def test_what_is_no_readers_fault_goes_through(raised: BaseException) -> None:
    """The user's own interruption, and a disk that is full, are not the original's problem."""
    with pytest.raises(type(raised)), walled(Sheaf("00"), ""):
        raise raised


def intake(machine: Machine) -> Intake:
    machine.keep(machine.offer("first.eml", mail("first")))
    made = make_intake(machine.root, machine.edges().for_worker(), "run", False, ())
    assert isinstance(made, Intake)
    return made


def test_a_mistake_in_a_format_loses_no_original(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where recognising fails, the file is kept, found by its name, and the record says that its reader failed."""

    def fail(_head: object) -> None:
        raise ValueError("secret words")

    monkeypatch.setattr("tallystick.services.intake.format_of", fail)
    monkeypatch.setattr(original, "format_of", fail)
    path = machine.offer("notes.txt", b"some notes\n")
    offer = Offer(Source("file", "notes.txt"), str(path), 11, "notes.txt")
    (outcome,) = intake(machine)(Task((offer,)))
    assert (outcome.status, outcome.sha256) == ("kept", hashlib.sha256(b"some notes\n").hexdigest())
    assert outcome.reading is not None
    assert outcome.reading.problems == (("reader-failed", 1),)
    assert len(outcome.reading.documents) == 1


def test_a_mail_whose_reader_fails_is_kept(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    """A mail like any other original."""

    def fail(*_given: object) -> None:
        raise RecursionError

    monkeypatch.setattr(original, "message_of", fail)
    content = mail("plums", "We agree.\n")
    path = machine.offer("plums.eml", content)
    (outcome,) = intake(machine)(Task((Offer(Source("file", "plums.eml"), str(path), len(content), "plums.eml"),)))
    assert outcome.status == "kept"
    assert outcome.reading is not None
    assert outcome.reading.problems == (("reader-exhausted", 1),)


@pytest.mark.parametrize("name", ["deadly.docx", "deadly.txt"])
def test_what_readers_died_of_is_kept_whole_and_not_read(machine: Machine, name: str) -> None:
    """The record says of what they died; a zip is not taken apart, and no format is asked about it again."""
    content = b"PK\x03\x04 deadly" if name.endswith("docx") else b"deadly words"
    path = machine.offer(name, content)
    offer = Offer(Source("file", name), str(path), len(content), name)
    (outcome,) = intake(machine)(Task((offer,), "its time to be read ran out"))
    assert outcome.status == "kept"
    assert outcome.reading is not None
    assert outcome.reading.problems == (("reader-died", 1),)
    (row,) = outcome.reading.rows.tables["problem"]
    assert row[3] == "it is kept and not read: its time to be read ran out"


def test_a_reader_that_dies_or_hangs_costs_one_reading(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    """What kills or holds up its readers is kept unread, said so and found by name; all else of the import is read.

    The same when the record is made anew.
    """
    monkeypatch.setattr(importing, "make_intake", crew_work.deadly_intake)
    monkeypatch.setattr(views, "make_inspection", crew_work.deadly_inspection)
    contents = {name: f"words of {name}".encode() for name in ("a.txt", "deadly.txt", "hanging.txt", "z.txt")}
    for name, content in contents.items():
        machine.offer(name, content)
    kept = machine.keep(machine.folder / "offered", jobs=2)
    assert (kept.ledger.kept, kept.ledger.refused, kept.ledger.problems) == (4, [], {"reader-died": 2})
    for _again in range(2):
        for name, hits in (("a", 1), ("deadly", 0), ("hanging", 0), ("z", 1)):
            assert find(machine.root, machine.edges(), f'body:"words of {name}"', limit=9).total == hits
            assert find(machine.root, machine.edges(), f"attachment:{name}", limit=9).total == 1
        shown = show(machine.root, machine.edges(), sha256(contents["hanging.txt"])).contents
        assert shown is not None
        assert shown.problems == (("reader-died", "", "it is kept and not read: its time to be read ran out"),)
        rebuild(machine.root, machine.edges(), jobs=1)
    machine.assert_sound()
