"""What stands inside an original: files attached to mails, packed into pages, documents and archives, read in turn."""

from __future__ import annotations

from dataclasses import replace

from tallystick.errors import FormatError
from tallystick.formats import format_of
from tallystick.formats.carrier import Zipped
from tallystick.formats.carrier.head import Head
from tallystick.formats.mail.content import part_content
from tallystick.formats.mail.read import read as read_mail
from tallystick.formats.mail.sniff import HEAD_BYTES, sniff
from tallystick.language.detect import languages
from tallystick.model.message import Message, Problem
from tallystick.model.reading import DerivedMail, Embedded, Reading
from tallystick.record.entry.accounts import put_invoice, put_statement, put_timesheet
from tallystick.record.entry.chats import put_chat
from tallystick.record.entry.documents import put_document
from tallystick.record.entry.mails import put_mail
from tallystick.record.entry.pages import put_page
from tallystick.record.entry.sheaf import Sheaf
from tallystick.services.reading.eyes import Eyes
from tallystick.services.reading.mail import mail_document
from tallystick.services.reading.wall import walled

_MOST_BYTES = 256 << 20
_MOST_FILES = 2_000
_DEPTH = 4
# What an iPhone calls every WhatsApp chat inside its zip.
_NAMELESS_CHAT = "_chat.txt"
_CHAT_MARK = "聊天记录"


def name_of(locator: str) -> str:
    """The file's own name in a locator; of the one chat in an archive the archive's, which alone says whose it is."""
    archive, _, member = locator.rpartition("!/")
    name = (member or locator).rpartition("/")[2]
    return archive.rpartition("/")[2] if archive and name == _NAMELESS_CHAT else name


class Derived:
    """Puts readings into a sheaf, and reads the files inside them until they are too deep, too many or too large."""

    def __init__(self, sheaf: Sheaf, eyes: Eyes) -> None:
        self._sheaf = sheaf
        self._looks = eyes.open()
        self._bytes = _MOST_BYTES
        self._files = _MOST_FILES

    def of_mail(self, block: bytes, message: Message, origin: str = "", depth: int = 0) -> None:
        """The files that a mail carries are read, and its text where that is itself a chat."""
        above = f"{origin} > " if origin else ""
        if _CHAT_MARK in message.text:
            self._read(Embedded("", "text/plain", message.text.encode(), "text"), f"{above}text", depth + 1)
        for part in message.parts:
            if part.role not in ("attachment", "inline") or not part.size_bytes:
                continue
            content = part_content(block, part)
            if content is not None:
                inside = f"{above}part {part.path} {part.name}".strip()
                self._read(Embedded(part.name, part.media_type, content, part.path), inside, depth + 1)

    def put(self, reading: Reading, name: str, origin: str, depth: int = 0, content: bytes = b"") -> None:
        """All that a reading says stands in the sheaf; `origin` says how it was come by, "" for the original itself.

        `content` is what was read: a picture is looked at.
        """
        sheaf = self._sheaf
        for mail in reading.mails:
            self._put_mail(mail, origin, depth)
        for chat in reading.chats:
            put_chat(sheaf, chat, origin)
        for page in reading.pages:
            put_page(sheaf, page, origin)
        for document in reading.documents:
            document, unseen = self._looks.at(document, content)
            put_document(sheaf, document, name, origin)
            sheaf.problems(replace(problem, place=origin) for problem in unseen)
        for statement in reading.statements:
            put_statement(sheaf, statement, origin)
        for invoice in reading.invoices:
            put_invoice(sheaf, invoice, origin)
        for sheet in reading.timesheets:
            put_timesheet(sheaf, sheet, origin)
        sheaf.counts(reading.format, reading.counts, reading.checks)
        sheaf.problems(reading.problems)
        for embedded in reading.embedded:
            inside = f"{origin} > {embedded.name or embedded.place}" if origin else embedded.name or embedded.place
            self._read(embedded, inside, depth + 1)

    def _put_mail(self, mail: DerivedMail, origin: str, depth: int) -> None:
        derived = " ".join(filter(None, (origin, mail.folder, f"node {mail.node}" if mail.node else "")))
        message = mail.message
        spoken = languages(message.text or message.html_text or message.subject)
        position = put_mail(self._sheaf, message, spoken, origin=derived or "message")
        self._sheaf.document(mail_document(message, self._sheaf.sha256, position, spoken, derived))
        self._sheaf.problems(message.problems)
        for embedded in mail.embedded:
            self._read(embedded, f"{derived} > {embedded.name or embedded.place}".strip(), depth + 1)

    def _read(self, embedded: Embedded, origin: str, depth: int) -> None:
        content = embedded.content
        self._files -= 1
        self._bytes -= len(content)
        if depth > _DEPTH or self._files < 0 or self._bytes < 0:
            self._sheaf.problems([Problem("limit-inside", origin, "too deep, too many or too large to be read")])
            return
        with walled(self._sheaf, origin):
            self._open(embedded, origin, depth)

    def _open(self, embedded: Embedded, origin: str, depth: int) -> None:
        content, name = embedded.content, embedded.name
        kind = sniff(content[:HEAD_BYTES], len(content), name)
        if kind.name == "message":
            message = read_mail(content)
            self._put_mail(DerivedMail(message, "", ""), f"{origin}, attached", depth)
            self.of_mail(content, message, origin, depth)
            return
        found = format_of(Head.of(content, name))
        if found is not None:
            for reading in found.read(content, name):
                self.put(reading, name, origin, depth, content)
        elif kind.name == "zip":
            self._unpack(content, name, origin, depth)

    def _unpack(self, content: bytes, archive: str, origin: str, depth: int) -> None:
        packed = Zipped(content)
        self._sheaf.problems(replace(problem, place=f"{origin} > {problem.place}") for problem in packed.problems)
        self._sheaf.problems([Problem("archive-member-refused", origin, refused) for refused in packed.refusals])
        for name in packed.names:
            inside = f"{origin} > {name}"
            try:
                member = packed.read(name, max(self._bytes, 0))
            except FormatError as error:
                self._sheaf.problems([Problem(error.code, inside, str(error))])
                continue
            self._read(Embedded(name_of(f"{archive}!/{name}"), "", member, name), inside, depth + 1)
