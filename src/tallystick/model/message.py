"""What a mail says, as data. A view: derived from an original by a pure function, never kept as a fact.

Places are byte offsets in the original. Text is Unicode. Times are `Moment`s.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple


class Moment(NamedTuple):
    """A time as somebody stated it.

    `utc` is aware, in UTC, or None where the text could not be read as a time.
    `offset_minutes` is the stated zone, None where no zone (or "-0000") was stated: then `utc` assumes UTC.
    `source` says who stated it: "date", "received:0" (topmost hop first), "from-line", "resent-date"; "platform" for a
    platform's own clock, "export" for a local time that an export wrote, "device" for the clock of a camera or phone,
    "page" for one shown on a page, "capture" for the program that saved it, "document" for what a document says of
    itself, "bank" for a day at a bank, and a store's own words ("client-submit", "delivery", "appointment-start").
    """

    utc: datetime | None
    offset_minutes: int | None
    source: str
    raw: str


@dataclass(frozen=True, slots=True)
class Address:
    """A mailbox: decoded display name and the address as written ("" where there is none)."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Header:
    """One header field: its name as written, its raw value bytes (folds kept), and the value decoded and unfolded."""

    name: str
    raw: bytes
    value: str


@dataclass(frozen=True, slots=True)
class Problem:
    """A deviation met while reading: a stable code, its place (part path, header or byte offset), and a sentence."""

    code: str
    place: str
    detail: str


@dataclass(frozen=True, slots=True)
class Part:
    """One entity of a message. A container has no hash.

    `path` numbers it as IMAP does ("1", "1.2"; "" is the message itself); `start`..`end` is the raw span in the
    original, headers included, `body_start` where its body begins. `size_bytes` and `sha256` (hex) are of the decoded
    content; both are of the raw body for containers. `role` is one of: text, html, attachment, inline, container,
    message, signature, encrypted, tnef, external.
    """

    path: str
    start: int
    body_start: int
    end: int
    media_type: str
    role: str
    name: str = ""
    charset: str = ""
    encoding: str = ""
    disposition: str = ""
    content_id: str = ""
    size_bytes: int = 0
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Signature:
    """A DKIM-Signature that a message carries: who says he signed, and the name under which his key is published."""

    domain: str
    selector: str


@dataclass(frozen=True, slots=True)
class Message:
    """One mail, read. `text` is what its plain parts say, `html_text` the visible text of its HTML parts.

    `moments` holds every time stated, `Date` first. `protection` names S/MIME and PGP where they are recognised.
    `nested` are the messages attached inside, whose parts are numbered below the part that holds them (`2.1` in `2`)
    and listed with them, not here; their places are in the same original where it holds them unencoded,
    else in the decoded part, with a Problem that says so.
    """

    message_id: str = ""
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    subject: str = ""
    from_: tuple[Address, ...] = ()
    sender: tuple[Address, ...] = ()
    reply_to: tuple[Address, ...] = ()
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    bcc: tuple[Address, ...] = ()
    moments: tuple[Moment, ...] = ()
    headers: tuple[Header, ...] = ()
    text: str = ""
    html_text: str = ""
    parts: tuple[Part, ...] = ()
    nested: tuple[Message, ...] = ()
    protection: tuple[str, ...] = ()
    signatures: tuple[Signature, ...] = ()
    labels: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def date(self) -> Moment | None:
        """The first moment that could be read as a time, or None."""
        return next((moment for moment in self.moments if moment.utc is not None), None)

    def attachments(self) -> Iterator[Part]:
        """The parts a person would call attachments, in order."""
        return (part for part in self.parts if part.role in ("attachment", "inline", "message", "tnef"))
