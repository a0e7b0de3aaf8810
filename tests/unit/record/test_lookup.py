"""Questions to the record: who signed, and which mails under one Message-ID say different things."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from record_rows import mail_rows
from tallystick.model.custody import Event
from tallystick.model.message import Address, Message, Signature
from tallystick.record.database import Database
from tallystick.record.rows import Rows, original_row

OFFER = Message(
    message_id="<offer@x>", subject="Offer", text="The price is USD 10,000.", from_=(Address("Wei", "wei@x"),)
)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(tmp_path / "record.sqlite3")
    opened.make()
    yield opened
    opened.close()


def fill_with(database: Database, *messages: Message) -> None:
    from tallystick.record.fill import fill

    indexed = []
    for number, message in enumerate(messages):
        members = {"sha256": f"{number:064x}", "size": 3, "type": "t", "source": {"kind": "file", "locator": "x"}}
        rows = Rows()
        rows.put("original", [original_row(Event("kept", "2026-03-02T10:00:00.000001Z", "a", "00" * 16, members))])
        for table, found in mail_rows(message, ()).tables.items():
            rows.put(table, found)
        indexed.append((number, rows))
    fill(database, len(messages), indexed)


def test_the_same_mail_carried_differently_is_no_finding(database: Database) -> None:
    """A sent copy and a received one with other headers and line ends do not contradict each other."""
    from tallystick.record.lookup import conflicts

    received = replace(OFFER, text="The price is\r\n USD 10,000.\r\n", labels=("Inbox",), message_id="<offer@x>")
    fill_with(database, OFFER, received, replace(OFFER, message_id="<other@x>", text="no"))
    assert list(conflicts(database)) == []


def test_another_price_is_a_finding(database: Database) -> None:
    """Of each content one original is named, in the order of the log."""
    from tallystick.record.lookup import conflicts

    forged = replace(OFFER, text="The price is USD 70,000.", subject="Offer!")
    fill_with(database, OFFER, replace(OFFER, labels=("Sent",)), forged, forged)
    (found,) = conflicts(database)
    assert found.message_id == "<offer@x>"
    assert found.originals == ((0, f"{0:064x}", "Offer"), (2, f"{2:064x}", "Offer!"))


def test_findings_can_be_asked_for_one_by_one(database: Database) -> None:
    """With a Message-ID given, only its finding comes."""
    from tallystick.record.lookup import conflicts

    messages = [replace(OFFER, message_id=f"<{n}@x>", text=str(n + k)) for n in range(3) for k in range(2)]
    fill_with(database, *messages)
    assert [found.message_id for found in conflicts(database)] == ["<0@x>", "<1@x>", "<2@x>"]
    assert [found.message_id for found in conflicts(database, "<1@x>")] == ["<1@x>"]
    assert list(conflicts(database, "<none@x>")) == []


def test_mails_without_a_message_id_and_nested_ones_are_no_finding(database: Database) -> None:
    """An empty id is no id, and a forwarded mail is not compared with the one that it was."""
    from tallystick.record.lookup import conflicts

    nameless = replace(OFFER, message_id="")
    forwarded = Message(message_id="<fwd@x>", nested=(replace(OFFER, text="shortened"),))
    fill_with(database, nameless, replace(nameless, text="another"), OFFER, forwarded)
    assert list(conflicts(database)) == []


def test_signers_are_named_once(database: Database) -> None:
    """Everybody who signed, by domain and selector, in order."""
    from tallystick.record.lookup import signers

    b, a2, a1 = Signature("b.example", "s"), Signature("a.example", "2"), Signature("a.example", "1")
    fill_with(database, replace(OFFER, signatures=(b, a2)), replace(OFFER, signatures=(a1, b)))
    assert signers(database) == [a1, a2, b]
