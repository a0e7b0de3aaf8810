"""The digest of the record: the same for the same content, whatever the order in which it came."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from record_rows import mail_rows
from tallystick.model.custody import Event
from tallystick.model.message import Message
from tallystick.record.database import Database
from tallystick.record.rows import Rows, original_row


def rows_of(number: int, subject: str = "") -> tuple[int, Rows]:
    members = {"sha256": f"{number:064x}", "size": 3, "type": "t", "source": {"kind": "file", "locator": "x"}}
    rows = Rows()
    rows.put("original", [original_row(Event("kept", "2026-03-02T10:00:00.000001Z", "a", "00" * 16, members))])
    for table, found in mail_rows(Message(subject=subject, labels=("a", "b")), ()).tables.items():
        rows.put(table, found)
    return number, rows


def digest_of(path: Path, *calls: list[tuple[int, Rows]]) -> dict[str, Any]:
    database = Database(path)
    database.make()
    from tallystick.record.digest import digest
    from tallystick.record.fill import fill

    for call in calls:
        fill(database, 9, call)
    found = digest(database)
    database.close()
    return {each.table: (each.rows, each.sha256) for each in found}


def test_the_order_of_filling_does_not_count(tmp_path: Path) -> None:
    """One call or several, forwards or backwards: the digest is that of the content."""
    one, two, three = rows_of(1), rows_of(2, "two"), rows_of(5)
    whole = digest_of(tmp_path / "a", [one, two, three])
    assert digest_of(tmp_path / "b", [three], [one], [two]) == whole
    assert whole["item"][0] == 3
    assert whole["label"][0] == 6


def test_one_other_letter_is_another_digest(tmp_path: Path) -> None:
    """Each table has its own digest, and only the one that differs changes."""
    first = digest_of(tmp_path / "a", [rows_of(1, "ten")])
    second = digest_of(tmp_path / "b", [rows_of(1, "tin")])
    assert {table for table in first if first[table] != second[table]} == {"item"}


def test_every_table_is_digested(tmp_path: Path) -> None:
    """A table that is filled is one that a rebuild is compared by."""
    found = digest_of(tmp_path / "a")
    from tallystick.record.models import TABLES

    assert list(found) == [model._meta.model_name for model in TABLES]
