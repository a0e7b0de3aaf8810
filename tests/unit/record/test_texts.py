"""The words of one item, read without the tables' own library."""

from __future__ import annotations

from pathlib import Path

import pytest

from tallystick.errors import RecordStale
from tallystick.record.texts import text_of
from unit.services.test_derived import CHAT
from unit.services.workshop import Machine


def test_words_of_an_item(tmp_path: Path) -> None:
    """A message's own words, a heading's title, nothing for what is not there; a record that is none says so."""
    machine = Machine(tmp_path).init()
    machine.keep(machine.offer("WhatsApp Chat with Lin.txt", CHAT.encode()))
    record = machine.root / "record" / "record.sqlite3"
    (index,) = [index for index, event in machine.events("kept") if event.members["type"] == "text/plain"]
    assert text_of(record, index, 2).startswith("The mould")
    assert text_of(record, index, 0) == "Lin"
    assert text_of(record, index, 99) == ""
    damaged = tmp_path / "damaged.sqlite3"
    damaged.write_bytes(b"no database" * 100)
    for path in (damaged, tmp_path / "absent.sqlite3"):
        with pytest.raises(RecordStale):
            text_of(path, 0, 0)
