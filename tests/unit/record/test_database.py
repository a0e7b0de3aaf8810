"""The record's database: made, opened, told apart from one that is not to be used."""

from __future__ import annotations

from pathlib import Path

import pytest

from tallystick.errors import RecordStale
from tallystick.record.database import Database


def made(path: Path) -> Database:
    database = Database(path)
    database.make()
    return database


def test_no_file_is_an_empty_record(tmp_path: Path) -> None:
    """Where nothing was made yet the record holds nothing of the log, and asking makes no file."""
    database = Database(tmp_path / "record.sqlite3")
    assert database.log_size() == 0
    database.close()
    assert list(tmp_path.iterdir()) == []


def test_a_record_survives_closing(tmp_path: Path) -> None:
    """What was made is there when it is opened again."""
    made(tmp_path / "record.sqlite3").close()
    database = Database(tmp_path / "record.sqlite3")
    assert database.log_size() == 0
    database.close()


@pytest.mark.parametrize("content", [b"not a database at all" * 99, b"SQLite format 3\0" + bytes(4096), b""])
def test_a_file_that_is_no_record_is_stale(tmp_path: Path, content: bytes) -> None:
    """Garbage in its place is told as such, and can be dropped and made anew."""
    path = tmp_path / "record.sqlite3"
    path.write_bytes(content)
    database = Database(path)
    with pytest.raises(RecordStale, match=r"record\.sqlite3"):
        database.log_size()
    database.drop()
    assert not path.exists()
    database.make()
    assert database.log_size() == 0
    database.close()


def test_a_record_of_another_shape_is_stale(tmp_path: Path) -> None:
    """Tables of another version of the program are not read."""
    database = made(tmp_path / "record.sqlite3")
    from tallystick.record.models import State

    State.objects.update(shape="another")
    with pytest.raises(RecordStale, match="another version"):
        database.log_size()
    database.close()


def test_opening_another_record_leaves_the_first(tmp_path: Path) -> None:
    """One is open at a time; each keeps its own content."""
    first = made(tmp_path / "first.sqlite3")
    from tallystick.record.models import State

    State.objects.update(log_size=5)
    first.close()
    second = made(tmp_path / "second.sqlite3")
    assert second.log_size() == 0
    second.close()
    again = Database(tmp_path / "first.sqlite3")
    assert again.log_size() == 5
    again.close()
