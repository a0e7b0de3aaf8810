"""Mails as they are read: what an original says if it is one, and how it is found."""

from __future__ import annotations

import re
from dataclasses import replace

from tallystick.errors import NotThisFormat
from tallystick.formats.carrier import decode_text
from tallystick.formats.mail import emlx
from tallystick.formats.mail.content import part_content
from tallystick.formats.mail.read import read as read_mail
from tallystick.model.message import Address, Message, Part
from tallystick.record.entry.mails import ATTACHED, with_nested
from tallystick.record.search import SearchDocument


def message_of(block: bytes, media_type: str, source_kind: str = "") -> Message | None:
    """The mail that an original is, its places counted in the original; None where it is no mail."""
    if media_type == "message/rfc822":
        message = read_mail(block)
    elif media_type == "application/vnd.apple.emlx":
        try:
            found = emlx.read_emlx(block)
        except NotThisFormat:
            return None
        message = _shifted(read_mail(block[found.start : found.end]), found.start)
        message = replace(message, problems=message.problems + found.problems)
    else:
        return None
    return replace(message, text=_QUOTED_FROM.sub(r"\1", message.text)) if source_kind == "mbox" else message


def mail_span(block: bytes, media_type: str) -> tuple[int, int]:
    """Where the mail itself stands in an original that is one: all of it, or what an emlx wraps."""
    if media_type == "application/vnd.apple.emlx":
        found = emlx.read_emlx(block)
        return found.start, found.end
    return 0, len(block)


# An mbox quotes a line that begins with "From "; the text shown takes that back, the original does not.
_QUOTED_FROM = re.compile(r"^>(>*From )", re.MULTILINE)
_QUOTE_MARK = re.compile(r"^[ \t>|]+", re.MULTILINE)
_CHECKPOINT = re.compile(
    r"^[^\n]{1,200}\n\d{1,19}\n[A-Za-z0-9+/]{43}=\n\n(?:\u2014 [^\n ]{1,200} [A-Za-z0-9+/=]{1,200}\n)+", re.MULTILINE
)


def carried_checkpoints(text: str) -> tuple[str, ...]:
    """The signed checkpoints, of whatever log, that a mail's text carries, quoted or not."""
    if "\u2014 " not in text:
        return ()
    plain = "\n".join(line.rstrip() for line in _QUOTE_MARK.sub("", text).splitlines()) + "\n"
    return tuple(dict.fromkeys(_CHECKPOINT.findall(plain)))


def html_of(block: bytes, message: Message) -> str:
    """The source of the HTML of a mail that has no plain text, "" for any other."""
    if message.text.strip() or not message.html_text:
        return ""
    part = next((part for part in message.parts if part.role == "html"), None)
    content = part_content(block, part) if part is not None else None
    return decode_text(content, part.charset).text if part is not None and content is not None else ""


def mail_document(message: Message, sha256: str, position: int, spoken: tuple[str, ...], origin: str) -> SearchDocument:
    """How a mail is found: by all that it says, its nested mails included."""
    named = [part for each in with_nested(message) for part in each.parts if part.role in ATTACHED]
    return SearchDocument(
        sha256=sha256,
        position=position,
        moment=message.date,
        subject=message.subject,
        from_=_boxes(message.from_ or message.sender),
        to=_boxes(message.to),
        cc=_boxes(message.cc + message.bcc),
        body=body_of(message),
        attachments=tuple(part.name for part in named if part.name),
        languages=spoken,
        channel="mail",
        place=origin,
        flags=_flags(message, named),
    )


def body_of(message: Message) -> str:
    """All text of a mail that is searched: its own, what only its HTML says, and what nested mails say."""
    texts: list[str] = []
    for each in with_nested(message):
        if each is not message:
            texts.append(each.subject)
        texts.append(each.text)
        texts.append(_only_in_html(each))
    return "\n".join(text for text in texts if text)


def _only_in_html(message: Message) -> str:
    """The lines of the HTML that the plain text lacks: an alternative may say something else."""
    if not message.text or not message.html_text:
        return message.html_text
    said, shown = _bare(message.text), _bare(message.html_text)
    if shown in said:
        return ""
    return "\n".join(line for line in message.html_text.splitlines() if _bare(line) not in said)


def _bare(text: str) -> bytes:
    """The text without white space and quote marks, which the two alternatives set differently."""
    return text.encode("utf-8", "surrogatepass").replace(b"\xc2\xa0", b"").translate(None, b" \t\r\n>|")


def _boxes(boxes: tuple[Address, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((box.name, box.address) for box in boxes)


def _flags(message: Message, attached: list[Part]) -> tuple[str, ...]:
    """What `has:` asks for."""
    found = {"attachment"} if attached else set()
    found |= {"image" for part in attached if part.media_type.startswith("image/")}
    found |= {"pdf" for part in attached if part.media_type == "application/pdf" or part.name.lower().endswith(".pdf")}
    if message.problems:
        found.add("problem")
    if message.signatures:
        found.add("dkim")
    return tuple(sorted(found))


def _shifted(message: Message, start: int) -> Message:
    """The message with its parts' places counted from `start` bytes earlier."""
    parts = tuple(
        replace(part, start=part.start + start, body_start=part.body_start + start, end=part.end + start)
        for part in message.parts
    )
    return replace(message, parts=parts)
