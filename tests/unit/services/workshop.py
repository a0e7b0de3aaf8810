"""A person's machine for the tests of services: a vault, its keys, and mails to keep."""

from __future__ import annotations

import base64
import hashlib
import os
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import dkim
import dns.message
import dns.rdataclass
import dns.rdatatype
import dns.rrset
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from dns.rdtypes.ANY.TXT import TXT

import name_server
from tallystick.model.check import Check, Verdict
from tallystick.model.custody import Event
from tallystick.services.init import make_vault
from tallystick.services.keep import Kept, keep
from tallystick.services.verify import Trust, Verification, verify
from tallystick.sources.name_server import NameServer
from tallystick.vault.memory import Memory
from tallystick.vault.signing import KeyRing
from tallystick.vault.vault import Edges, open_for_reading


def real_clock() -> datetime:
    return datetime.now(UTC)


@dataclass
class Machine:
    """One user's machine in a folder: configuration in `config`, the vault in `vault`, what is offered in `offered`."""

    folder: Path
    clock: Callable[[], datetime] = real_clock
    name: str = "vault"
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def root(self) -> Path:
        return self.folder / self.name

    def edges(self) -> Edges:
        config = self.folder / "config"
        keys, memory = KeyRing(config / "keys", self.environment), Memory(config / "seen")
        return Edges(self.clock, os.urandom, keys, memory, "tester@here", "tallystick test")

    def init(self) -> Machine:
        make_vault(self.root, None, self.edges())
        return self

    def offer(self, name: str, content: bytes) -> Path:
        """A file to be kept."""
        path = self.folder / "offered" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return path

    def keep(self, *paths: Path, jobs: int = 1, server: NameServer | None = None, **given: Any) -> Kept:
        """One import, whose ledger balances whatever it was given."""
        kept = keep(self.root, self.edges(), list(paths), server, jobs=jobs, **given)
        assert kept.ledger.unbalanced == 0, kept.ledger.members()
        return kept

    def verify(self, *roots: Path, is_quick: bool = False) -> Verification:
        trust = Trust(tuple(path.read_bytes() for path in roots))
        return verify(self.root, self.edges(), trust, jobs=1, is_quick=is_quick)

    def assert_sound(self, *roots: Path) -> Verification:
        """Nothing fails of the whole vault."""
        found = self.verify(*roots)
        assert [check for check in found.checks if check.verdict is Verdict.FAIL] == []
        return found

    def events(self, kind: str = "") -> list[tuple[int, Event]]:
        """The log's events, or those of one kind, with their indexes."""
        with open_for_reading(self.root, self.edges()) as vault:
            return [(index, event) for index, event in vault.log.events(0) if kind in ("", event.kind)]

    def read(self, sha256: str) -> bytes:
        with open_for_reading(self.root, self.edges()) as vault:
            return vault.read(sha256)

    def kept_types(self) -> list[str]:
        return sorted(event.members["type"] for _index, event in self.events("kept"))


def mail(subject: str = "Order 4711", body: str = "We agree.\n", **fields: str) -> bytes:
    """A small mail with CRLF line ends; its Message-ID follows from its subject unless one is given."""
    message = EmailMessage()
    message["From"] = fields.pop("From", "Chen Wei <wei@factory.example>")
    message["To"] = fields.pop("To", "Anna Berg <anna@importer.example>")
    message["Date"] = fields.pop("Date", "Mon, 02 Mar 2026 10:00:00 +0100")
    message["Subject"] = subject
    message["Message-ID"] = fields.pop(
        "ident", f"<{hashlib.sha256(subject.encode()).hexdigest()[:12]}@factory.example>"
    )
    for name, value in fields.items():
        message[name.replace("_", "-")] = value
    message.set_content(body)
    return message.as_bytes().replace(b"\n", b"\r\n")


def mail_with_pdf(subject: str = "Invoice 17") -> bytes:
    """A mail of a text (part 1) and a PDF (part 2)."""
    message = EmailMessage()
    message["From"], message["To"] = "Chen Wei <wei@factory.example>", "Anna Berg <anna@importer.example>"
    message["Date"], message["Subject"] = "Tue, 03 Mar 2026 09:00:00 +0800", subject
    message["Message-ID"] = "<invoice-17@factory.example>"
    message.set_content("The secret price is 12,400 USD.\n")
    message.add_attachment(b"%PDF-1.4\nUSD 12,400\n%%EOF\n", maintype="application", subtype="pdf", filename="17.pdf")
    message.set_boundary("boundary")
    return message.as_bytes().replace(b"\n", b"\r\n")


def mbox(*mails: bytes) -> bytes:
    """An mbox of these mails with LF line ends."""
    separator = b"From wei@factory.example Mon Mar  2 10:00:00 2026\n"
    return b"".join(separator + each.replace(b"\r\n", b"\n") + b"\n" for each in mails)


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def checks_of(found: Verification, duty: str) -> list[Check]:
    return [check for check in found.checks if check.name == duty]


class MailServer:
    """A mail server with a DKIM key of its own."""

    def __init__(self, domain: str, selector: str = "s1") -> None:
        self.domain, self.selector = domain, selector
        key = generate_private_key(65537, 2048)
        self._private = key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
        self._public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)

    @property
    def zone(self) -> dict[str, str]:
        """What the name server says: a record of more than one string of 255 characters."""
        record = f"v=DKIM1; k=rsa; p={base64.b64encode(self._public).decode()}"
        return {f"{self.selector}._domainkey.{self.domain}": record}

    def sign(self, content: bytes) -> bytes:
        """The mail with this server's signature on top."""
        line = dkim.sign(content, self.selector.encode(), self.domain.encode(), self._private)
        return bytes(line) + content


def unbounded_answer(question: bytes, zone: Mapping[str, str]) -> bytes:
    """What a hostile name server says: a text of any length and any characters, however little was asked for."""
    asked = dns.message.from_wire(question)
    reply = dns.message.make_response(asked)
    text = zone[asked.question[0].name.to_text(omit_final_dot=True)].encode()
    record = TXT(dns.rdataclass.IN, dns.rdatatype.TXT, [text[at : at + 255] for at in range(0, len(text), 255)])
    reply.answer.append(dns.rrset.from_rdata(asked.question[0].name, 300, record))
    return bytes(reply.to_wire(max_size=65_000))


@contextmanager
def names(
    zone: Mapping[str, str], answer_of: Callable[[bytes, Mapping[str, str]], bytes] = name_server.answer
) -> Iterator[NameServer]:
    """The demo's name server on the loopback interface, or another, and the client that asks it."""
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind(("127.0.0.1", 0))
    server.settimeout(0.05)
    ended = threading.Event()

    def answer() -> None:
        while not ended.is_set():
            try:
                question, asker = server.recvfrom(4096)
            except TimeoutError:
                continue
            server.sendto(answer_of(question, zone), asker)

    thread = threading.Thread(target=answer)
    thread.start()
    try:
        yield NameServer(("127.0.0.1",), server.getsockname()[1])
    finally:
        ended.set()
        thread.join()
        server.close()


def silent() -> NameServer:
    """A name server that nobody runs."""
    return NameServer(("127.0.0.1",), 9)
