"""Letters composed into mail files, the same bytes on every run.

Content comes as data (`Letter`); everything that would be random in life (boundaries, queue numbers,
message identifiers) is derived from the letter's key, so that a sample can be rebuilt and compared.
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import format_datetime

from mailbox_quoting import Quoted, quoted_html, quoted_text, text_as_html

CRLF = b"\r\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Someone who writes letters, with the program that shapes what the letters look like."""

    name: str
    address: str
    client: str = "thunderbird"
    """A key of `CLIENTS`, and the prefix of a style in `mailbox_quoting.STYLES`."""
    quote_style: str = "thunderbird-en"
    signature: str = ""
    html: bool = False
    charset: str = "utf-8"
    transfer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that travels with a letter; with a content id it is shown inside the text."""

    name: str
    content_type: str
    content: bytes
    content_id: str = ""
    name_style: str = "rfc2231"
    """How a name beyond ASCII is written: rfc2231, encoded-word or raw."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One message as its author meant it, before any server touched it."""

    key: str
    at: datetime
    """The true time of sending, in the author's zone."""
    sender: Person
    to: tuple[Person, ...]
    subject: str
    text: str
    cc: tuple[Person, ...] = ()
    reply: "Letter | None" = None
    forward: bool = False
    quote: bool = True
    signed_off: bool = True
    attachments: tuple[Attachment, ...] = ()
    html: bool | None = None
    charset: str = ""
    """The charset that the message declares."""
    codec: str = ""
    """The charset that its bytes are really in; the declared one where empty."""
    transfer: str = ""
    raw_headers: bool = False
    """Headers beyond ASCII stand as naked bytes in `codec` instead of encoded words."""
    headers: tuple[tuple[str, str], ...] = ()
    message_id: str = ""
    without: frozenset[str] = field(default_factory=frozenset)
    """Header names that this message lacks, in lower case."""
    clock_error: timedelta = timedelta(0)
    """How far the author's clock, and so the Date field, is ahead of the true time."""
    body: bytes = b""
    """A body made elsewhere (encrypted, a bounce), whose headers stand in `headers`."""


@dataclass(frozen=True, slots=True)
class Entity:
    """A MIME entity: header fields in order, and an encoded body with CRLF line ends."""

    headers: tuple[tuple[str, str], ...]
    body: bytes


CLIENTS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "outlook": (("X-Mailer", "Microsoft Outlook 16.0"), ("Content-Language", "de-DE")),
    "gmail": (),
    "apple": (("X-Mailer", "Apple Mail (2.3826.700.81)"),),
    "iphone": (("X-Mailer", "iPhone Mail (22G100)"),),
    "foxmail": (("X-Priority", "3"), ("X-Has-Attach", "no"), ("X-Mailer", "Foxmail 7.2.25.331[cn]")),
    "qq": (("X-Priority", "3"), ("X-QQ-MIME", "TCMime 1.0 by Tencent"), ("X-Mailer", "QQMail 2.x")),
    "coremail": (("X-Priority", "3"), ("X-Mailer", "Coremail Webmail Server Version XT6.0.6 build 20240816")),
    "thunderbird": (("User-Agent", "Mozilla Thunderbird"),),
    "yandex": (("X-Mailer", "Yamail [ http://yandex.ru ] 5.0"),),
    "mailru": (("X-Mailer", "Mail.Ru Mailer 1.0"), ("X-Priority", "3 (Normal)")),
    "thebat": (("X-Mailer", "The Bat! (v9.5.1) Professional"), ("X-Priority", "3 (Normal)")),
    "server": (),
}
TRANSFERS: Mapping[str, str] = {
    "outlook": "quoted-printable",
    "gmail": "quoted-printable",
    "apple": "quoted-printable",
    "iphone": "quoted-printable",
    "thunderbird": "8bit",
    "yandex": "8bit",
    "thebat": "8bit",
    "server": "8bit",
}
BOUNDARIES: Mapping[str, str] = {
    "outlook": "_00{n}_{upper}_",
    "gmail": "00000000000{n}{hex}",
    "apple": "Apple-Mail={n}_{upper}",
    "iphone": "Apple-Mail-{upper}-{n}",
    "foxmail": "----=_00{n}_NextPart{digits}_=----",
    "qq": "----=_NextPart_{upper}_0000000{n}",
    "coremail": "----=_Part_{digits}_{n}",
    "thunderbird": "------------0{n}{hex}",
    "mailru": "--ALT--{hex}{n}",
}


def digest(*words: str) -> str:
    """The hexadecimal SHA-256 of the words: the source of everything that would else be random."""
    return hashlib.sha256("\0".join(words).encode()).hexdigest()


def message_id(letter: Letter) -> str:
    """The letter's Message-ID in the manner of its author's program, angle brackets included."""
    if letter.message_id:
        return letter.message_id
    host = letter.sender.address.rpartition("@")[2]
    hexed = digest(letter.key, "message-id")
    number = str(int(hexed[:12], 16))
    uuid = "-".join((hexed[:8], hexed[8:12], hexed[12:16], hexed[16:20], hexed[20:32]))
    stamp = (letter.at + letter.clock_error).strftime("%Y%m%d%H%M%S")
    manners = {
        "outlook": f"DB9PR04MB{number[:4]}{hexed[:20].upper()}@DB9PR04MB{number[:4]}.eurprd04.{host}",
        "gmail": f"CA+{hexed[:14]}={hexed[14:40]}@mail.{host}",
        "apple": f"{uuid.upper()}@{host}",
        "iphone": f"{uuid.upper()}@{host}",
        "foxmail": f"{stamp}{number[:10]}@{host}",
        "qq": f"tencent_{hexed[:40].upper()}@{host}",
        "coremail": f"{hexed[:6]}.{hexed[6:10]}.{hexed[10:21]}.Coremail.{letter.sender.address}",
        "yandex": f"{number}@mail.{host}",
        "mailru": f"{number[:10]}.{number[3:12]}@f{int(hexed[:2], 16)}.{host}",
    }
    return f"<{manners.get(letter.sender.client, f'{uuid}@{host}')}>"


def references(letter: Letter) -> tuple[str, ...]:
    """The identifiers of all letters that this one answers, oldest first."""
    chain: list[str] = []
    earlier = letter.reply
    while earlier is not None:
        chain.append(message_id(earlier))
        earlier = earlier.reply
    return tuple(reversed(chain))


def encoded_words(text: str, charset: str = "utf-8", codec: str = "") -> str:
    """The text as RFC 2047 encoded words of at most 75 characters, or unchanged where it is ASCII."""
    if text.isascii():
        return text
    words: list[str] = []
    chunk = ""
    for character in text:
        if len(base64.b64encode((chunk + character).encode(codec or charset))) > 75 - len(charset) - 7:
            words.append(chunk)
            chunk = ""
        chunk += character
    words.append(chunk)
    return "\r\n ".join(f"=?{charset}?B?{base64.b64encode(w.encode(codec or charset)).decode()}?=" for w in words)


def address_field(people: Iterable[Person], letter: Letter) -> str:
    """The people as a header value, one on each folded line."""
    shown: list[str] = []
    for person in people:
        name = person.name
        if not letter.raw_headers:
            name = encoded_words(name, _charset(letter), letter.codec)
        if name == person.name and not re.fullmatch(r"[\w ]*", name):
            name = f'"{name}"'
        shown.append(f"{name} <{person.address}>" if name else person.address)
    return ",\r\n\t".join(shown)


def full_text(letter: Letter) -> str:
    """What the reader of the plain part sees: the words, the signature and the quoted letter."""
    style = letter.sender.quote_style
    own = _own_text(letter)
    if letter.reply is None or not letter.quote:
        return own
    return own + quoted_text(style, quoted(letter.reply, letter.at), forward=letter.forward)


def quoted(earlier: Letter, now: datetime) -> Quoted:
    """The earlier letter as it is quoted by someone who answers in the zone of `now`."""
    return Quoted(
        name=earlier.sender.name,
        address=earlier.sender.address,
        to=tuple((p.name, p.address) for p in earlier.to),
        cc=tuple((p.name, p.address) for p in earlier.cc),
        at=(earlier.at + earlier.clock_error).astimezone(now.tzinfo),
        subject=earlier.subject,
        text=full_text(earlier),
    )


def compose(letter: Letter) -> bytes:
    """The letter as its author's program hands it to the first server, with CRLF line ends."""
    entity = Entity((), letter.body) if letter.body else _entity(letter)
    fields = (*_fields(letter), *letter.headers, *entity.headers)
    kept = [(name, value) for name, value in fields if name.lower() not in letter.without]
    codec = letter.codec or _charset(letter)
    codec = codec if letter.raw_headers else "utf-8"
    head = b"".join(f"{name}: {value}\r\n".encode(codec) for name, value in kept)
    return head + CRLF + entity.body


def _charset(letter: Letter) -> str:
    return letter.charset or letter.sender.charset


def _own_text(letter: Letter) -> str:
    text = letter.text.strip("\n") + "\n"
    if letter.signed_off and letter.sender.signature:
        text += "\n" + letter.sender.signature.strip("\n") + "\n"
    return text


def _fields(letter: Letter) -> list[tuple[str, str]]:
    charset = _charset(letter)
    subject = letter.subject if letter.raw_headers else encoded_words(letter.subject, charset, letter.codec)
    fields = [
        ("From", address_field((letter.sender,), letter)),
        ("To", address_field(letter.to, letter)),
        ("Cc", address_field(letter.cc, letter)),
        ("Subject", subject),
        ("Date", format_datetime(letter.at + letter.clock_error)),
        ("Message-ID", message_id(letter)),
    ]
    chain = references(letter)
    if chain:
        fields.append(("In-Reply-To", chain[-1]))
        fields.append(("References", "\r\n\t".join(chain)))
    fields.append(("MIME-Version", "1.0"))
    fields.extend(CLIENTS[letter.sender.client])
    overridden = {name.lower() for name, _ in letter.headers}
    return [(name, value) for name, value in fields if value and name.lower() not in overridden]


def _entity(letter: Letter) -> Entity:
    entity = _text_entity(letter, full_text(letter), "plain")
    html = letter.html if letter.html is not None else letter.sender.html
    inline = [a for a in letter.attachments if a.content_id]
    if html:
        entity = _multipart(letter, "alternative", 1, (entity, _text_entity(letter, _html(letter), "html")))
        if inline:
            entity = _multipart(letter, "related", 2, (entity, *(_file_entity(a, letter) for a in inline)))
    files = [a for a in letter.attachments if not (html and a.content_id)]
    if files:
        entity = _multipart(letter, "mixed", 3, (entity, *(_file_entity(a, letter) for a in files)))
    return entity


def _html(letter: Letter) -> str:
    style = letter.sender.quote_style
    html = text_as_html(style, _own_text(letter))
    if letter.reply is not None and letter.quote:
        html += quoted_html(style, quoted(letter.reply, letter.at), forward=letter.forward)
    return f'<html><head><meta charset="{_charset(letter)}"></head><body>\n{html}</body></html>\n'


def _text_entity(letter: Letter, text: str, subtype: str) -> Entity:
    charset = _charset(letter)
    raw = text.replace("\n", "\r\n").encode(letter.codec or charset)
    transfer = letter.transfer or letter.sender.transfer or TRANSFERS.get(letter.sender.client, "base64")
    if transfer == "8bit" and raw.isascii():
        transfer = "7bit"
    headers = (
        ("Content-Type", f"text/{subtype};\r\n\tcharset={charset}"),
        ("Content-Transfer-Encoding", transfer),
    )
    return Entity(headers, _transferred(raw, transfer))


def _transferred(raw: bytes, transfer: str) -> bytes:
    if transfer == "base64":
        lines = [raw[i : i + 57] for i in range(0, len(raw), 57)]
        return b"".join(base64.b64encode(line) + CRLF for line in lines)
    if transfer == "quoted-printable":
        soft = binascii.b2a_qp(raw.replace(CRLF, b"\n"), istext=True)
        return soft.replace(b"\n", CRLF)
    return raw


def _file_entity(attachment: Attachment, letter: Letter) -> Entity:
    kind = "inline" if attachment.content_id else "attachment"
    # RFC 2046 5.2.1 allows no base64 around a whole message.
    transfer = "8bit" if attachment.content_type == "message/rfc822" else "base64"
    headers = [
        ("Content-Type", f"{attachment.content_type};\r\n\tname={_file_name(attachment, letter, plain=True)}"),
        ("Content-Transfer-Encoding", transfer),
        ("Content-Disposition", f"{kind};\r\n\tfilename{_file_name(attachment, letter, plain=False)}"),
    ]
    if attachment.content_id:
        headers.append(("Content-ID", f"<{attachment.content_id}>"))
    return Entity(tuple(headers), _transferred(attachment.content, transfer))


def _file_name(attachment: Attachment, letter: Letter, *, plain: bool) -> str:
    lead = "" if plain else "="
    if attachment.name.isascii() or attachment.name_style == "raw":
        return f'{lead}"{attachment.name}"'
    if plain or attachment.name_style == "encoded-word":
        words = encoded_words(attachment.name, _charset(letter), letter.codec)
        return f'{lead}"{words}"'
    percent = "".join(f"%{byte:02X}" for byte in attachment.name.encode())
    return f"*=utf-8''{percent}"


def _multipart(letter: Letter, subtype: str, number: int, parts: tuple[Entity, ...]) -> Entity:
    hexed = digest(letter.key, "boundary", str(number))
    pattern = BOUNDARIES.get(letter.sender.client, "=_{hex}_{n}")
    boundary = pattern.format(n=number, hex=hexed[:20], upper=hexed[:24].upper(), digits=int(hexed[:10], 16))
    body = b"This is a multi-part message in MIME format.\r\n" if letter.sender.client == "foxmail" else b""
    for part in parts:
        codec = letter.codec or _charset(letter)
        head = b"".join(f"{name}: {value}\r\n".encode(codec) for name, value in part.headers)
        body += f"--{boundary}\r\n".encode() + head + CRLF + part.body
        body += b"" if part.body.endswith(CRLF) else CRLF
    body += f"--{boundary}--\r\n".encode()
    return Entity((("Content-Type", f'multipart/{subtype};\r\n\tboundary="{boundary}"'),), body)
