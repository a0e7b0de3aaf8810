"""What an original says, as data, whatever its format. A view: derived by a pure function, never kept as a fact."""

from __future__ import annotations

from dataclasses import dataclass

from tallystick.model.account import AccountStatement, Invoice, Timesheet
from tallystick.model.chat import Chat
from tallystick.model.check import Check
from tallystick.model.document import Document
from tallystick.model.message import Message, Problem
from tallystick.model.page import Page


@dataclass(frozen=True, slots=True)
class Count:
    """An account of what stood in an original: all `total` units (lines, frames, nodes, records, rows) and what each
    became: messages, system, continuation, structure, blank, problems ... A unit is counted once."""

    unit: str
    total: int
    became: tuple[tuple[str, int], ...]

    @property
    def unbalanced(self) -> int:
        """How many units are unaccounted for; 0 where all is well."""
        return self.total - sum(number for _name, number in self.became)


@dataclass(frozen=True, slots=True)
class Embedded:
    """A file that stands inside an original: its name as stated, media type ("" unknown), bytes, and where it stood."""

    name: str
    media_type: str
    content: bytes
    place: str


@dataclass(frozen=True, slots=True)
class DerivedMail:
    """A mail that a program's store holds in its own form, not as it was sent: `node` names it there, `folder` is the
    path of its folder, and its headers are what the store kept of them."""

    message: Message
    node: str
    folder: str
    embedded: tuple[Embedded, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Everything one original says. A very large original gives several readings, one after the other.

    `checks` are what was verified while reading: signatures of a page archive, sums, two counts that must agree.
    """

    format: str
    mails: tuple[DerivedMail, ...] = ()
    chats: tuple[Chat, ...] = ()
    pages: tuple[Page, ...] = ()
    documents: tuple[Document, ...] = ()
    statements: tuple[AccountStatement, ...] = ()
    invoices: tuple[Invoice, ...] = ()
    timesheets: tuple[Timesheet, ...] = ()
    embedded: tuple[Embedded, ...] = ()
    counts: tuple[Count, ...] = ()
    checks: tuple[Check, ...] = ()
    problems: tuple[Problem, ...] = ()
