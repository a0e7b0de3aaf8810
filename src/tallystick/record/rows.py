"""Readings as rows of the record's tables, without any database. Rows lack the log index, which the log gives later."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from tallystick.model.custody import Event
from tallystick.model.message import Address, Message, Moment, Part

Row = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one original, by table name. Each becomes a whole row with its log index put first."""

    tables: dict[str, list[Row]] = field(default_factory=dict)

    def put(self, table: str, rows: Sequence[Row]) -> None:
        if rows:
            self.tables.setdefault(table, []).extend(rows)


def original_row(event: Event) -> Row:
    """The row of `Original` that a `kept` event gives."""
    found = event.members
    source, container = event.source, event.container
    return (
        found["sha256"],
        found["size"],
        found["type"],
        _instant(event.moment),
        source.kind,
        source.locator,
        source.modified,
        container.sha256 if container else "",
        container.path if container else "",
        found.get("run", ""),
    )


def sighting_row(position: int, event: Event) -> Row:
    """The row of `Sighting` that a `met` event gives; `position` is the event's own log index."""
    source, container = event.source, event.container
    return (
        position,
        source.kind,
        source.locator,
        container.sha256 if container else "",
        container.path if container else "",
    )


def mail_rows(message: Message, languages: tuple[str, ...]) -> Rows:
    """All rows that one mail gives, those of the mails nested in it included."""
    rows = Rows()
    stack = [message]
    position = 0
    parts: list[Part] = []
    while stack:
        nested = stack.pop()
        _put_message(rows, nested, position, languages if nested is message else ())
        parts += nested.parts
        stack.extend(reversed(nested.nested))
        position += 1
    rows.put("part", [
        (n, p.path, p.media_type, p.role, p.name, p.size_bytes, p.sha256, p.start, p.end)
        for n, p in enumerate(parts)
    ])  # fmt: skip
    rows.put("moment", [(n, *_moment(moment)) for n, moment in enumerate(message.moments)])
    rows.put("signature", [(n, s.domain, s.selector) for n, s in enumerate(message.signatures)])
    rows.put("label", [(n, label) for n, label in enumerate(message.labels)])
    rows.put("problem", [(n, p.code, p.place, p.detail) for n, p in enumerate(message.problems)])
    return rows


def content_digest(message: Message) -> str:
    """SHA-256 (hex) of what a mail says, whoever carried it: the same for a sent copy and the received one."""
    said = hashlib.sha256()
    boxes = [box.address.lower() for field in (message.from_, message.to, message.cc) for box in field]
    dates = [moment.utc.isoformat() for moment in message.moments if moment.source == "date" and moment.utc]
    attached = [part.sha256 for part in message.parts if part.role in ("attachment", "inline", "message", "tnef")]
    for text in (message.subject, *boxes, *dates, message.text, message.html_text, *attached):
        # White space is left out: carriers fold lines and change their ends.
        said.update(text.encode("utf-8", "surrogatepass").translate(None, b" \t\r\n") + b"\0")
    return said.hexdigest()


def _put_message(rows: Rows, message: Message, position: int, languages: tuple[str, ...]) -> None:
    date = message.date
    rows.put("message", [(
        position,
        message.message_id,
        message.subject,
        _instant(date.utc) if date else None,
        date.offset_minutes if date else None,
        date.source if date else "",
        " ".join(languages),
        " ".join(message.protection),
        "" if position else content_digest(message),
    )])  # fmt: skip
    if position:
        return
    rows.put("mailbox", [
        (n, role, box.name, box.address)
        for n, (role, box) in enumerate((role, box) for role, boxes in _boxes(message) for box in boxes)
    ])  # fmt: skip
    named = [("in-reply-to", known) for known in message.in_reply_to]
    named += [("references", known) for known in message.references]
    rows.put("reference", [(n, kind, known) for n, (kind, known) in enumerate(named)])


def _boxes(message: Message) -> tuple[tuple[str, tuple[Address, ...]], ...]:
    return (
        ("from", message.from_), ("sender", message.sender), ("reply-to", message.reply_to),
        ("to", message.to), ("cc", message.cc), ("bcc", message.bcc),
    )  # fmt: skip


def _moment(moment: Moment) -> Row:
    return moment.source, _instant(moment.utc), moment.offset_minutes, moment.raw


def _instant(moment: datetime | None) -> str | None:
    """A UTC time as databases read it; years before 1000 keep their four digits."""
    return None if moment is None else moment.replace(tzinfo=None).isoformat(" ", "microseconds")
