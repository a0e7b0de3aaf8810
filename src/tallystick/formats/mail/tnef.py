"""What Outlook puts into winmail.dat (MS-OXTNEF): attachments, the text and a few facts, read within bounds."""

from __future__ import annotations

import codecs
from dataclasses import dataclass, field

from tallystick.errors import LimitExceeded, NotThisFormat
from tallystick.formats.mail import rtf
from tallystick.formats.mail.mapi import OBJECT, UNICODE, Bytes, Property, read_properties
from tallystick.model.message import Problem

MEDIA_TYPE = "application/vnd.ms-tnef"
MOST_ATTRIBUTES = 100_000
MOST_ATTACHMENTS = 10_000

_SIGNATURE = 0x223E9F78
_IN_MESSAGE, _IN_ATTACHMENT = 1, 2
# Attribute ids (MS-OXTNEF 2.1.3.2), the type in the upper half of the tag left out.
_SUBJECT, _MESSAGE_ID, _CLASS, _BODY = 0x8004, 0x8009, 0x8008, 0x800C
_DATA, _TITLE, _TRANSPORT_NAME, _RENDER = 0x800F, 0x8010, 0x9001, 0x9002
_MESSAGE_PROPERTIES, _ATTACHMENT_PROPERTIES, _CODE_PAGE = 0x9003, 0x9005, 0x9007
# Property ids (MS-OXPROPS).
_P_CLASS, _P_SUBJECT, _P_BODY, _P_RTF, _P_HTML = 0x001A, 0x0037, 0x1000, 0x1009, 0x1013
_P_INTERNET_ID, _P_INTERNET_CODE_PAGE = 0x1035, 0x3FDE
_P_DATA, _P_FILE_NAME, _P_LONG_NAME, _P_DISPLAY_NAME = 0x3701, 0x3704, 0x3707, 0x3001
_P_MIME_TAG, _P_CONTENT_ID = 0x370E, 0x3712
# The interface that says: this object is a message (IID_IMessage); others are OLE objects.
_IS_MESSAGE = bytes.fromhex("0703020000000000c000000000000046")
_NAMED_CODE_PAGES = {
    65001: "utf-8",
    20866: "koi8-r",
    21866: "koi8-u",
    20127: "ascii",
    54936: "gb18030",
    50220: "iso-2022-jp",
}


@dataclass(frozen=True, slots=True)
class TnefAttachment:
    """One attachment. `name` is the long name where there is one, `short_name` that of DOS.

    Where `is_message`, `content` is itself TNEF.
    """

    name: str
    short_name: str
    media_type: str
    content_id: str
    content: bytes
    is_message: bool = False


@dataclass(frozen=True, slots=True)
class TnefContents:
    """What a winmail.dat holds. `rtf` is expanded; `text` is the plain body, else what the RTF says."""

    message_class: str = ""
    subject: str = ""
    message_id: str = ""
    code_page: str = "cp1252"
    text: str = ""
    rtf: bytes = b""
    html: bytes = b""
    html_charset: str = ""
    attachments: tuple[TnefAttachment, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(slots=True)
class _Found:
    """What has been met so far of one object: the message or an attachment."""

    attributes: dict[int, bytes] = field(default_factory=dict)
    properties: dict[int, Property] = field(default_factory=dict)

    def text(self, code_page: str, *idents: int) -> str:
        """The first of the properties that is a text, or ""."""
        texts = (self.properties[ident].text(code_page) for ident in idents if ident in self.properties)
        return next((text for text in texts if text), "")

    def attribute(self, ident: int, code_page: str) -> str:
        return self.attributes.get(ident, b"").split(b"\0", 1)[0].decode(code_page, "replace")


def read_tnef(content: bytes) -> TnefContents:
    """Everything that could be read; damage behind the first attribute is a problem, not an error.

    Raises NotThisFormat where `content` does not begin as TNEF does.
    """
    source = Bytes(content, "TNEF")
    if len(content) < 6 or source.u32() != _SIGNATURE:
        raise NotThisFormat("TNEF", "it has not TNEF's signature")
    source.u16()
    problems: list[Problem] = []
    message, attachments = _Found(), list[_Found]()
    try:
        _read_attributes(source, message, attachments, problems)
    except (NotThisFormat, LimitExceeded) as error:
        problems.append(Problem("tnef-damaged", str(source.at), str(error)))
    return _contents(message, attachments, problems)


def _read_attributes(source: Bytes, message: _Found, attachments: list[_Found], problems: list[Problem]) -> None:
    for _ in range(MOST_ATTRIBUTES):
        if not source.left:
            return
        place = source.at
        level, ident = source.take(1)[0], source.u32() & 0xFFFF
        if level not in (_IN_MESSAGE, _IN_ATTACHMENT):
            raise NotThisFormat("TNEF", f"level {level} at byte {place}, expected 1 or 2")
        value = source.take(source.u32())
        if source.left < 2 or source.u16() != sum(value) & 0xFFFF:
            problems.append(Problem("tnef-checksum", str(place), f"attribute {ident:#06x} has not the checksum stated"))
        if level == _IN_ATTACHMENT and (ident == _RENDER or not attachments):
            if len(attachments) == MOST_ATTACHMENTS:
                raise LimitExceeded("TNEF attachments", MOST_ATTACHMENTS, len(attachments) + 1)
            attachments.append(_Found())
        owner = message if level == _IN_MESSAGE else attachments[-1]
        if ident in (_MESSAGE_PROPERTIES, _ATTACHMENT_PROPERTIES):
            owner.properties.update(read_properties(value, str(place), problems))
        else:
            owner.attributes.setdefault(ident, value)
    raise LimitExceeded("TNEF attributes", MOST_ATTRIBUTES, "more")


def _contents(message: _Found, attachments: list[_Found], problems: list[Problem]) -> TnefContents:
    code_page = _charset(int.from_bytes(message.attributes.get(_CODE_PAGE, b"")[:4], "little"))
    compressed = message.properties.get(_P_RTF)
    expanded = b"" if compressed is None else _expand_rtf(compressed.content, problems)
    html = message.properties.get(_P_HTML)
    cpid = message.properties.get(_P_INTERNET_CODE_PAGE)
    plain = message.text(code_page, _P_BODY) or message.attribute(_BODY, code_page)
    return TnefContents(
        message_class=message.text(code_page, _P_CLASS) or message.attribute(_CLASS, code_page),
        subject=message.text(code_page, _P_SUBJECT) or message.attribute(_SUBJECT, code_page),
        message_id=message.text(code_page, _P_INTERNET_ID) or message.attribute(_MESSAGE_ID, code_page),
        code_page=code_page,
        text=plain or rtf.text(expanded),
        rtf=expanded,
        html=b"" if html is None else html.content,
        html_charset="" if html is None else _html_charset(html, cpid, code_page),
        attachments=tuple(_attachment(found, code_page) for found in attachments),
        problems=tuple(problems),
    )


def _expand_rtf(compressed: bytes, problems: list[Problem]) -> bytes:
    try:
        return rtf.decompress(compressed)
    except (NotThisFormat, LimitExceeded) as error:
        problems.append(Problem("tnef-bad-rtf", "PR_RTF_COMPRESSED", str(error)))
        return b""


def _attachment(found: _Found, code_page: str) -> TnefAttachment:
    name = found.text(code_page, _P_LONG_NAME, _P_DISPLAY_NAME)
    short = found.text(code_page, _P_FILE_NAME) or found.attribute(_TITLE, code_page)
    content = found.properties.get(_P_DATA)
    body = found.attributes.get(_DATA, b"")
    is_message = content is not None and content.kind == OBJECT and content.content.startswith(_IS_MESSAGE)
    if content is not None and (is_message or not body):
        body = content.content[len(_IS_MESSAGE) if is_message else 0 :]
    return TnefAttachment(
        name=name or short or found.attribute(_TRANSPORT_NAME, code_page),
        short_name=short,
        media_type=found.text(code_page, _P_MIME_TAG),
        content_id=found.text(code_page, _P_CONTENT_ID),
        content=body,
        is_message=is_message,
    )


def _html_charset(html: Property, cpid: Property | None, code_page: str) -> str:
    if html.kind == UNICODE:
        return "utf-16-le"
    return code_page if cpid is None else _charset(cpid.number())


def _charset(number: int) -> str:
    """Python's name of a Windows code page; cp1252 where it has none."""
    name = _NAMED_CODE_PAGES.get(number) or (f"iso8859-{number - 28590}" if 28591 <= number <= 28605 else f"cp{number}")
    try:
        codecs.lookup(name)
    except LookupError:
        return "cp1252"
    return name
