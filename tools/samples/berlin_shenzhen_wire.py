"""What each recipient's server stored of a letter: signed, carried, perhaps altered or damaged."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from berlin_shenzhen_content import KEYS, Content, Entry
from mailbox_letter import Letter, Person, address_field, compose
from mailbox_transport import Route, SigningKey, deliver, sign


@dataclass(frozen=True, slots=True, kw_only=True)
class Wire:
    """The servers and signing keys of all domains."""

    content: Content
    keys: Mapping[str, tuple[SigningKey, ...]]

    def sent(self, entry: Entry) -> bytes:
        """The message as the author's own program keeps it: unsigned, Bcc still shown."""
        letter = self._filled(entry.letter)
        if entry.bcc:
            letter = replace(letter, headers=(*letter.headers, ("Bcc", address_field(entry.bcc, letter))))
        return compose(letter)

    def received(self, entry: Entry, recipient: Person) -> bytes:
        """The message as it lies in the recipient's mailbox."""
        letter = self._filled(entry.letter)
        message = compose(letter)
        keys = self.keys.get(domain(letter.sender), ()) if entry.is_signed else ()
        for key in keys:
            message = sign(message, key, letter.at)
        for old, new in entry.edit:
            message = _replaced_once(message, old.encode(), new.encode())
        results = ";\r\n\t".join((f"spf=pass smtp.mailfrom={letter.sender.address}", *map(_result, keys)))
        message = deliver(message, self._route(entry, recipient), letter, recipient.address, results=results)
        return DAMAGES[entry.damage](message) if entry.damage in DAMAGES else message

    def verdict(self, entry: Entry) -> str:
        """What a verifier should find: none, pass, weak (passes, RSA-1024) or fail."""
        keys = self.keys.get(domain(entry.letter.sender), ()) if entry.is_signed else ()
        if not keys:
            return "none"
        if entry.edit or entry.damage in BREAKS_BODY:
            return "fail"
        return "weak" if any("rsa1024" in path for _, path in self._named(entry)) else "pass"

    def _named(self, entry: Entry) -> list[list[str]]:
        named: list[list[str]] = self.content.domains[domain(entry.letter.sender)].get("keys", [])
        return named

    def _filled(self, letter: Letter) -> Letter:
        """The letter, with the other letter that it carries as a file put in."""
        carried = self.content.pending.get(letter.key)
        if carried is None:
            return letter
        entry = self.content.entries[carried]
        content = self.received(entry, entry.letter.to[0])
        files = tuple(
            replace(a, content=content) if a.content_type == "message/rfc822" else a for a in letter.attachments
        )
        return replace(letter, attachments=files)

    def _route(self, entry: Entry, recipient: Person) -> Route:
        here = self.content.domains[domain(entry.letter.sender)]
        there = self.content.domains[domain(recipient)]
        return Route(
            client_host=here["client"],
            outgoing=here["outgoing"],
            outgoing_zone=_offset(here["zone"], entry.letter.at),
            incoming=there["incoming"],
            incoming_zone=_offset(there["zone"], entry.letter.at),
            seconds=4 + len(entry.letter.text) % 13 + int(entry.delay.total_seconds()),
        )


def wire_of(content: Content) -> Wire:
    """The wire with the test keys of all domains read."""
    keys = {
        name: tuple(SigningKey.read(KEYS / path, domain=name, selector=s) for s, path in fields.get("keys", ()))
        for name, fields in content.domains.items()
    }
    return Wire(content=content, keys=keys)


def domain(person: Person) -> str:
    """The part of the person's address after the at sign."""
    return person.address.rpartition("@")[2]


def _offset(zone: str, at: datetime) -> timedelta:
    offset = at.astimezone(ZoneInfo(zone)).utcoffset()
    return offset if offset is not None else timedelta(0)


def _result(key: SigningKey) -> str:
    return f"dkim=pass header.d={key.domain} header.s={key.selector}"


def _replaced_once(message: bytes, old: bytes, new: bytes) -> bytes:
    if message.count(old) != 1:
        raise ValueError(f"edit {old!r}: found {message.count(old)} times; expected once")
    return message.replace(old, new)


def _junk_header(message: bytes) -> bytes:
    return message.replace(b"\r\nFrom: ", b"\r\n### checked by MailGate 4.1 ###\r\nFrom: ", 1)


def _bad_base64(message: bytes) -> bytes:
    head, _, body = message.partition(b"\r\n\r\n")
    start = body.index(b"base64\r\n\r\n") + 60
    return head + b"\r\n\r\n" + body[:start] + b"%*!~" + body[start:]


def _no_closing_boundary(message: bytes) -> bytes:
    lines = message.rstrip(b"\r\n").split(b"\r\n")
    return b"\r\n".join(lines[:-1]) + b"\r\n"


def _nul(message: bytes) -> bytes:
    head, _, body = message.partition(b"\r\n\r\n")
    first, _, rest = body.partition(b"\r\n")
    return head + b"\r\n\r\n" + first + b"\r\n\0" + rest


def _truncated(message: bytes) -> bytes:
    return message[: len(message) * 7 // 10]


DAMAGES = {
    "junk-header": _junk_header,
    "bad-base64": _bad_base64,
    "no-closing-boundary": _no_closing_boundary,
    "nul": _nul,
    "truncated": _truncated,
}
BREAKS_BODY = frozenset({"bad-base64", "no-closing-boundary", "nul", "truncated"})
