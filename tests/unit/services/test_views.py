"""Views: what is beside the vault can be deleted, left behind or damaged, and comes back the same."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tallystick.errors import RecordStale
from tallystick.services.find import find
from tallystick.services.rebuild import rebuild, record_digest
from unit.services.workshop import Machine, mail, mail_with_pdf, mbox, names, silent


def found(machine: Machine, query: str) -> int:
    return find(machine.root, machine.edges(), query, limit=5).total


def digest(machine: Machine) -> tuple[tuple[str, int, str], ...]:
    return record_digest(machine.root / "record" / "record.sqlite3")


def filled(machine: Machine) -> Machine:
    """Mails of several kinds, one met again elsewhere."""
    machine.offer("mail/a.eml", mail("apples", "Äpfel sind reif.\n"))
    machine.offer("mail/b.eml", mail_with_pdf("pears"))
    machine.offer("mail/c.mbox", mbox(mail("plums"), mail("cherries")))
    machine.keep(machine.folder / "offered" / "mail")
    machine.keep(machine.offer("copy.eml", mail("apples", "Äpfel sind reif.\n")))
    return machine


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_rebuilt_record_is_the_same(machine: Machine, jobs: int) -> None:
    """Catalog, record and index made anew hold what the ones filled while keeping held."""
    before = digest(filled(machine))
    rebuilt = rebuild(machine.root, machine.edges(), jobs=jobs)
    assert rebuilt.tables == before == digest(machine)
    assert rebuilt.log_size == len(machine.events())
    assert {name: rows for name, rows, _sha in before}["sighting"] == 1
    assert found(machine, "apples") == 1


@pytest.mark.parametrize("gone", ["record.sqlite3", "index", "catalog.sqlite3", ""])
def test_a_deleted_view_comes_back(machine: Machine, gone: str) -> None:
    """The next import fills what is missing, one view or all."""
    before = digest(filled(machine))
    path = machine.root / "record" / gone
    shutil.rmtree(path) if path.is_dir() else [each.unlink() for each in path.parent.glob(f"{gone}*")]
    machine.keep(machine.offer("new.eml", mail("quinces")))
    assert [found(machine, word) for word in ("apples", "plums", "quinces")] == [1, 1, 1]
    after = digest(machine)
    assert rebuild(machine.root, machine.edges(), jobs=1).tables == after != before


@pytest.mark.parametrize("garbage", ["record.sqlite3", "catalog.sqlite3", "index/meta.json"])
def test_a_damaged_view_comes_back(machine: Machine, garbage: str) -> None:
    """Garbage in a view's place does not hinder the next import, nor what is found after it."""
    filled(machine)
    for path in (machine.root / "record").glob(f"{garbage}*"):
        path.write_bytes(b"garbage" * 999)
    machine.keep(machine.offer("new.eml", mail("quinces")))
    assert [found(machine, word) for word in ("apples", "plums", "quinces")] == [1, 1, 1]
    machine.assert_sound()


def test_views_left_behind_catch_up(machine: Machine) -> None:
    """Views of an older state are filled from the log."""
    machine.keep(machine.offer("old.eml", mail("apples")))
    shutil.copytree(machine.root / "record", machine.folder / "older")
    machine.keep(machine.offer("new.eml", mail("pears")))
    shutil.rmtree(machine.root / "record")
    shutil.copytree(machine.folder / "older", machine.root / "record")
    assert find(machine.root, machine.edges(), "apples", limit=1).behind == 2
    machine.keep(machine.offer("newest.eml", mail("plums")))
    assert [found(machine, word) for word in ("apples", "pears", "plums")] == [1, 1, 1]
    after = digest(machine)
    assert rebuild(machine.root, machine.edges(), jobs=1).tables == after


def test_views_ahead_of_the_log_are_made_anew(machine: Machine) -> None:
    """After an older copy of the vault is put back, its views hold no more than it kept, and no less."""
    machine.keep(machine.offer("old.eml", mail("apples")))
    shutil.copytree(machine.root, machine.folder / "older")
    for number in range(5):
        machine.keep(machine.offer(f"lost{number}.eml", mail(f"lost {number}")))
    for folder in ("log", "originals"):
        shutil.rmtree(machine.root / folder)
        shutil.copytree(machine.folder / "older" / folder, machine.root / folder)
    machine.keep(machine.offer("new.eml", mail("pears")))
    assert [found(machine, word) for word in ("apples", "pears", "lost")] == [1, 1, 0]
    after = digest(machine)
    assert rebuild(machine.root, machine.edges(), jobs=1).tables == after


def test_an_order_of_keeping_does_not_change_what_is_read(tmp_path: Path) -> None:
    """The same mails kept one after another or at once give the same messages, addresses and parts."""
    contents = {"a": mail("apples"), "b": mail_with_pdf("pears"), "c": mail("plums")}
    one, other = Machine(tmp_path / "one").init(), Machine(tmp_path / "other").init()
    for name, content in contents.items():
        one.keep(one.offer(f"{name}.eml", content))
        other.offer(f"mail/{name}.eml", content)
    other.keep(other.folder / "offered" / "mail", jobs=2)
    rows = [{name: rows for name, rows, _sha in digest(each)} for each in (one, other)]
    assert all(rows[0][table] == rows[1][table] for table in ("item", "identifier", "part", "moment"))


def test_a_query_before_anything_is_kept_says_what_to_do(machine: Machine) -> None:
    """Without an index there is nothing to ask."""
    with pytest.raises(RecordStale, match="tally rebuild"):
        find(machine.root, machine.edges(), "apples", limit=1)


def test_keys_and_names_are_not_asked_for_without_need(machine: Machine) -> None:
    """An import without signed mails asks no name server."""
    assert machine.keep(machine.offer("a.eml", mail("apples")), server=silent()).keys.wanted == 0
    with names({}) as server:
        assert machine.keep(machine.offer("b.eml", mail("pears")), server=server).keys.wanted == 0
