"""A mail from what a store holds of it. Source: MS-OXOMSG, MS-OXCMSG, MS-OXPROPS."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from tallystick.formats.mail.charset import decode
from tallystick.formats.mail.deviation import Deviations
from tallystick.formats.outlook import mailbox
from tallystick.formats.outlook.attachments import file_part
from tallystick.formats.outlook.bodies import Bodies, bodies
from tallystick.formats.outlook.codepage import charset_of, charset_of_locale, windows_charset
from tallystick.formats.outlook.mailbox import Mailbox
from tallystick.formats.outlook.properties import Properties, Stored, moment
from tallystick.formats.outlook.transport import transport
from tallystick.model.message import Address, Message, Moment, Part, Problem
from tallystick.model.reading import DerivedMail, Embedded

MOST_PROBLEMS = 500
_CLASS, _SUBJECT, _NORMALIZED, _PREFIX = 0x001A, 0x0037, 0x0E1D, 0x003D
_SENSITIVITY, _IMPORTANCE, _FLAGS, _IS_UNSENT = 0x0036, 0x0017, 0x0E07, 0x08
_ID, _REPLIED_TO, _ORIGINAL_ID, _REFERENCES = 0x1035, 0x1042, 0x1046, 0x1039
_CODE_PAGE, _INTERNET_CODE_PAGE, _LOCALE = 0x3FFD, 0x3FDE, 0x3FF1
_TIMES = ((0x0039, "client-submit"), (0x0E06, "delivery"))
_KEPT_TIMES = ((0x3007, "created"), (0x3008, "modified"))
_NAMED_TIMES = (("appointment:820d", "appointment-start"), ("appointment:820e", "appointment-end"))
_SENSITIVITIES = {1: "personal", 2: "private", 3: "confidential"}
_IMPORTANCES = {0: "low-importance", 2: "high-importance"}
_SAMPLE_BYTES = 1 << 16


def mail_of(stored: Stored, node: str, folder: str) -> DerivedMail:
    """The mail that `stored` is, marked as derived, with every file attached to it or to the messages inside."""
    embedded: list[Embedded] = []
    message = _message(stored, "", embedded)
    return DerivedMail(message, node, folder, tuple(embedded))


@dataclass(slots=True)
class _Mail:
    """One message while it is put together."""

    stored: Stored
    base: str
    header: Message | None = None
    problems: list[Problem] = field(default_factory=list)

    @property
    def properties(self) -> Properties:
        return self.stored.properties

    def add(self, code: str, place: str, detail: str) -> None:
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(Problem(code, place, detail))
        elif len(self.problems) == MOST_PROBLEMS:
            self.problems.append(Problem("limit-problems", "", "more problems than are listed"))


def _message(stored: Stored, base: str, embedded: list[Embedded]) -> Message:
    deviations = Deviations(MOST_PROBLEMS)
    mail = _Mail(stored, base)
    for code, detail in stored.problems:
        mail.add(code, base.rstrip("."), detail)
    _set_charset(stored, deviations)
    mail.header = transport(stored.properties)
    body = bodies(stored.properties, base, deviations)
    parts, nested = _files(mail, body, embedded)
    from_, sender = _senders(mail)
    to, cc, bcc = _recipients(mail)
    subject = _subject(mail)
    header = mail.header or Message()
    problems = (*mail.problems, *(Problem(*problem) for problem in body.problems), *deviations.listed())
    return Message(
        message_id=_first_id(stored.properties, _ID) or header.message_id,
        in_reply_to=_ids(stored.properties, _REPLIED_TO, _ORIGINAL_ID) or header.in_reply_to,
        references=_ids(stored.properties, _REFERENCES) or header.references,
        subject=subject,
        from_=from_,
        sender=sender,
        reply_to=mailbox.reply_to(stored.properties) or header.reply_to,
        to=to,
        cc=cc,
        bcc=bcc,
        moments=tuple(_moments(mail)),
        headers=header.headers,
        text=body.text,
        html_text=body.html_text,
        parts=parts,
        nested=nested,
        protection=_protection(stored.properties.text(_CLASS)),
        signatures=header.signatures,
        labels=tuple(_labels(stored.properties)),
        problems=(*problems, *header.problems),
    )


def _set_charset(stored: Stored, deviations: Deviations) -> None:
    """All objects of the message know in which table their 8-bit strings are: as stated, else by evidence."""
    owned = [stored.properties, *stored.recipients, *(file.properties for file in stored.files)]
    strings = [content for properties in owned for content in properties.strings8() if not content.isascii()]
    if not strings:
        return
    sample = b"\n".join(string.rstrip(b"\0") for string in strings)[:_SAMPLE_BYTES]
    _text, charset = decode(sample, _declared(stored.properties), deviations, "strings")
    for properties in owned:
        properties.charset = charset


def _declared(properties: Properties) -> str:
    """The table that the message says, "" where it says none that has more than ASCII."""
    return (
        charset_of(properties.number(_CODE_PAGE))
        or charset_of_locale(properties.number(_LOCALE))
        or windows_charset(charset_of(properties.number(_INTERNET_CODE_PAGE)))
    )


def _subject(mail: _Mail) -> str:
    properties = mail.properties
    subject = properties.text(_SUBJECT)
    if subject.startswith("\x01"):
        # A PST tells by two characters how long the "Re: " before the topic is (MS-PST 2.5.3.1.1.1).
        subject = subject[2:]
    subject = subject or properties.text(_PREFIX) + properties.text(_NORMALIZED)
    if mail.header is None or not mail.header.subject:
        return subject
    if subject and subject.split() != mail.header.subject.split():
        mail.add("subject-differs", "Subject", f"the header block says {mail.header.subject[:200]!r}")
    return subject or mail.header.subject


def _senders(mail: _Mail) -> tuple[tuple[Address, ...], tuple[Address, ...]]:
    """From and, where another sent it off, Sender; the header block may spell what is only a name in a directory."""
    by, sent_for = mailbox.sender(mail.properties), mailbox.sent_for(mail.properties)
    author = sent_for or by
    header = mail.header or Message()
    if author is None:
        return header.from_, header.sender
    if not author.is_internet and header.from_:
        from_: tuple[Address, ...] = header.from_
    else:
        from_ = (_checked(mail, author, "From"),)
    is_other = by is not None and by.address.address.lower() != author.address.address.lower()
    if by is None or not is_other:
        return from_, header.sender
    return from_, (header.sender if not by.is_internet and header.sender else (_checked(mail, by, "Sender"),))


def _recipients(mail: _Mail) -> list[tuple[Address, ...]]:
    found: dict[str, list[Address]] = {"to": [], "cc": [], "bcc": []}
    for number, properties in enumerate(mail.stored.recipients, 1):
        role, box = mailbox.recipient(properties)
        if box is None:
            mail.add("recipient-unreadable", str(number), "a recipient without name and address")
            continue
        place = {"to": "To", "cc": "Cc", "bcc": "Bcc"}.get(role)
        if place is None:
            mail.add(
                "recipient-role", str(number), f"{box.address.address or box.address.name!r} is none of to, cc, bcc"
            )
            continue
        found[role].append(_checked(mail, box, place))
    if any(found.values()):
        return [tuple(found[role]) for role in ("to", "cc", "bcc")]
    if mail.header is not None and (mail.header.to or mail.header.cc):
        return [mail.header.to, mail.header.cc, mail.header.bcc]
    return [mailbox.displayed(mail.properties, role) for role in ("to", "cc", "bcc")]


def _checked(mail: _Mail, box: Mailbox, place: str) -> Address:
    if not box.is_internet:
        said = box.address.address or box.address.name
        mail.add("address-not-smtp", place, f"{said[:200]!r} is an address inside an organisation, or only a name")
    return box.address


def _moments(mail: _Mail) -> Iterator[Moment]:
    """Date first, then what the sender's client and the store say, then the hops."""
    properties = mail.properties
    stated = mail.header.moments if mail.header is not None else ()
    yield from (each for each in stated if each.source == "date")
    times = [moment(properties.by_id.get(ident), source) for ident, source in _TIMES]
    times += [moment(properties.by_name.get(name), source) for name, source in _NAMED_TIMES]
    yield from (each for each in times if each is not None)
    yield from (each for each in stated if each.source != "date")
    kept = (moment(properties.by_id.get(ident), source) for ident, source in _KEPT_TIMES)
    yield from (each for each in kept if each is not None)


def _labels(properties: Properties) -> Iterator[str]:
    """The message's class where it is no plain mail, its marks, and the person's categories."""
    message_class = properties.text(_CLASS)
    if message_class and message_class.upper() != "IPM.NOTE":
        yield message_class
    if properties.number(_FLAGS) & _IS_UNSENT:
        yield "unsent"
    if (sensitivity := properties.number(_SENSITIVITY)) in _SENSITIVITIES:
        yield _SENSITIVITIES[sensitivity]
    if _IMPORTANCE in properties.by_id and (importance := properties.number(_IMPORTANCE)) in _IMPORTANCES:
        yield _IMPORTANCES[importance]
    yield from properties.named_texts("Keywords")


def _protection(message_class: str) -> tuple[str, ...]:
    name = message_class.upper()
    if "SMIME.MULTIPARTSIGNED" in name:
        return ("smime-signed",)
    return ("smime-encrypted",) if ".SMIME" in name else ()


def _first_id(properties: Properties, ident: int) -> str:
    return next(iter(_ids(properties, ident)), "")


def _ids(properties: Properties, *idents: int) -> tuple[str, ...]:
    words = (word for ident in idents for word in properties.text(ident).replace(">", "> ").split())
    return tuple(dict.fromkeys(word.strip("<>,;") for word in words if word.strip("<>,;")))


def _files(mail: _Mail, body: Bodies, embedded: list[Embedded]) -> tuple[tuple[Part, ...], tuple[Message, ...]]:
    parts, nested = list(body.parts), list[Message]()
    for number, file in enumerate(mail.stored.files, len(parts) + 1):
        path = f"{mail.base}{number}"
        part, content, problems = file_part(file, path)
        for code, detail in problems:
            mail.add(code, path, detail)
        parts.append(part)
        if content is not None:
            embedded.append(content)
        if file.message is not None:
            inner = _message(file.message, f"{path}.", embedded)
            nested.append(inner)
            parts[-1] = replace(part, name=part.name or inner.subject)
    return tuple(parts), tuple(nested)
