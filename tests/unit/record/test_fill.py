"""Filling the record: rows arrive in the columns that they are meant for, all of a call or none."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from record_rows import mail_rows
from tallystick.errors import RecordStale
from tallystick.model.custody import Event
from tallystick.model.message import Address, Message, Moment, Part, Problem, Signature
from tallystick.record.database import Database
from tallystick.record.rows import Rows, original_row, sighting_row

NOON = datetime(2026, 3, 2, 12, 0, 0, 5, UTC)
LETTER = Message(
    message_id="<1@x>",
    in_reply_to=("<0@x>",),
    subject="Заказ",
    from_=(Address("陈伟", "wei@x.example"),),
    moments=(Moment(NOON, 480, "date", "raw date"),),
    parts=(Part("1.2", 10, 15, 20, "text/plain", "text", "name.txt", size_bytes=9, sha256="cd" * 32),),
    signatures=(Signature("x.example", "s1"),),
    labels=("重要",),
    problems=(Problem("bare-cr", "header", "detail"),),
    protection=("pgp-signed",),
)


def kept(number: int) -> Event:
    source = {"kind": "file", "locator": f"mail/{number}.eml", "modified": "2026-01-01T00:00:00.000000Z"}
    members = {
        "sha256": f"{number:064x}", "size": 30, "type": "message/rfc822", "source": source, "run": "ef" * 16,
        "container": {"sha256": "ab" * 32, "path": "7"},
    }  # fmt: skip
    return Event("kept", "2026-03-02T10:00:00.000001Z", "a", "00" * 16, members)


def rows_of(number: int, message: Message | None = None) -> tuple[int, Rows]:
    rows = Rows()
    rows.put("original", [original_row(kept(number))])
    for table, found in (mail_rows(message, ("zh",)) if message else Rows()).tables.items():
        rows.put(table, found)
    return number, rows


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(tmp_path / "record" / "record.sqlite3")
    opened.make()
    yield opened
    opened.close()


def test_every_value_stands_in_its_column(database: Database) -> None:
    """Read back by the names of the columns, each table says what the mail and its event say."""
    from tallystick.record import models
    from tallystick.record.fill import fill

    number, rows = rows_of(4, LETTER)
    rows_met = Rows()
    rows_met.put("sighting", [sighting_row(9, kept(4))])
    fill(database, 10, [(number, rows), (4, rows_met)])
    found = {
        model._meta.model_name: [
            {name: value for name, value in row.items() if name not in ("id", "original_id")}
            for row in model.objects.values()
        ]
        for model in models.TABLES
    }
    place = {"source_kind": "file", "locator": "mail/4.eml", "container_sha256": "ab" * 32, "container_path": "7"}
    assert found["original"] == [{
        "log_index": 4, "sha256": f"{4:064x}", "size_bytes": 30, "media_type": "message/rfc822",
        "kept_at": datetime(2026, 3, 2, 10, 0, 0, 1, UTC), **place, "modified": "2026-01-01T00:00:00.000000Z",
        "run": "ef" * 16,
    }]  # fmt: skip
    assert found["sighting"] == [{"position": 9, **place}]
    (item,) = found["item"]
    assert len(item.pop("content_sha256")) == 64
    assert item == {
        "position": 0, "kind": "mail", "channel": "mail", "conversation": "", "place": "", "origin": "",
        "message_id": "<1@x>", "title": "Заказ", "text": "", "sent_at": NOON, "zone_minutes": 480,
        "sent_source": "date", "languages": "zh", "marks": "pgp-signed", "is_own": None,
    }  # fmt: skip
    first = {"position": 0, "item": 0}
    assert found["identifier"] == [
        {**first, "role": "from", "scheme": "mail", "name": "陈伟", "value": "wei@x.example"}
    ]
    assert found["reference"] == [{**first, "kind": "in-reply-to", "message_id": "<0@x>"}]
    assert found["moment"] == [{**first, "source": "date", "utc": NOON, "zone_minutes": 480, "raw": "raw date"}]
    assert found["part"] == [{
        **first, "status": "held", "path": "1.2", "media_type": "text/plain", "role": "text", "name": "name.txt",
        "size_bytes": 9, "sha256": "cd" * 32, "start": 10, "end": 20,
    }]  # fmt: skip
    assert found["signature"] == [{"position": 0, "domain": "x.example", "selector": "s1"}]
    assert found["label"] == [{"position": 0, "name": "重要"}]
    assert found["problem"] == [{"position": 0, "code": "bare-cr", "place": "header", "detail": "detail"}]


def test_the_record_knows_how_far_it_goes(database: Database) -> None:
    """Each call moves the log size, one without rows too."""
    from tallystick.record.fill import fill

    assert database.log_size() == 0
    fill(database, 3, [rows_of(1)])
    assert database.log_size() == 3
    fill(database, 8, [])
    assert database.log_size() == 8


def test_refused_rows_leave_nothing_behind(database: Database) -> None:
    """A row that the database refuses takes its whole call with it, and the log size stays."""
    from tallystick.record.fill import fill
    from tallystick.record.models import Original

    fill(database, 3, [rows_of(1)])
    with pytest.raises(RecordStale, match="refuses rows up to log size 9"):
        fill(database, 9, [rows_of(2), rows_of(1)])
    assert [row.log_index for row in Original.objects.all()] == [1]
    assert database.log_size() == 3
