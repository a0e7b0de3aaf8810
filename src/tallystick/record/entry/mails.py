"""Mails: the outermost and those inside it, with their addresses, times, files and quotes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from tallystick.formats.mail.transfer import IDENTITY
from tallystick.language.zones import zones
from tallystick.language.zones_html import zones_html
from tallystick.model.message import Address, Message, Part
from tallystick.model.zone import ZonedText
from tallystick.record.entry.sheaf import ItemFacts, Sheaf
from tallystick.record.entry.words import own_words, put_mentions, put_quotations
from tallystick.record.rows import Row

# What a person would call attached, inline pictures and attached mails included.
ATTACHED = ("attachment", "inline", "message", "tnef")


def put_mail(sheaf: Sheaf, message: Message, languages: tuple[str, ...], *, origin: str = "", html: str = "") -> int:
    """The mail and all mails inside it stand in the record; returns the outermost one's position.

    `origin` says where a mail comes from that is no original itself: the part or the node of a store. `html` is the
    source of one that has no plain text, where it is at hand: its structure shows what is quoted.
    """
    first = _put_one(sheaf, message, languages, origin, html)
    sheaf.of_item("part", first, (_part(part) for part in _all_parts(message)))
    for nested in with_nested(message):
        if nested is not message:
            inside = f"{origin}, attached" if origin else "attached"
            _put_one(sheaf, nested, (), inside)
    sheaf.of_original("signature", ((one.domain, one.selector) for one in message.signatures))
    sheaf.of_original("label", ((label,) for label in message.labels))
    return first


def _put_one(sheaf: Sheaf, message: Message, languages: tuple[str, ...], origin: str, html: str = "") -> int:
    date = message.date
    text = message.text or message.html_text
    zoned = zones_html(html) if html else ZonedText(text, zones(text))
    text, parted = zoned.text, zoned.zones
    own = own_words(text, parted)
    facts = ItemFacts(
        "mail", "mail", title=message.subject, text=own, origin=origin, message_id=message.message_id,
        languages=languages, marks=message.protection, content_sha256=content_digest(message),
    )  # fmt: skip
    item = sheaf.item(facts, date)
    sheaf.of_item("identifier", item, (
        (role, "mail", box.address.lower(), box.name) for role, boxes in _boxes(message) for box in boxes
    ))  # fmt: skip
    sheaf.of_item("reference", item, _references(message))
    sheaf.moments(item, message.moments)
    put_quotations(sheaf, item, text, parted)
    put_mentions(sheaf, item, message.subject, date, "title")
    put_mentions(sheaf, item, own, date)
    signature = "".join(text[zone.start : zone.end] for zone in parted if zone.kind == "signature")
    if signature:
        put_mentions(sheaf, item, signature, date, "signature")
    return item


def content_digest(message: Message) -> str:
    """SHA-256 (hex) of what a mail says, whoever carried it: the same for a sent copy and the received one."""
    said = hashlib.sha256()
    boxes = [box.address.lower() for field in (message.from_, message.to, message.cc) for box in field]
    dates = [moment.utc.isoformat() for moment in message.moments if moment.source == "date" and moment.utc]
    attached = [_attached(part) for part in message.parts if part.role in ATTACHED]
    nested = [content_digest(inner) for inner in message.nested]
    for text in (message.subject, *boxes, *dates, message.text, message.html_text, *attached, *nested):
        # White space is left out: carriers fold lines and change their ends.
        said.update(text.encode("utf-8", "surrogatepass").translate(None, b" \t\r\n") + b"\0")
    return said.hexdigest()


def with_nested(message: Message) -> Iterator[Message]:
    """The message and all that are nested in it, in order."""
    stack = [message]
    while stack:
        each = stack.pop()
        yield each
        stack.extend(reversed(each.nested))


def _attached(part: Part) -> str:
    """What a file says: its hash, but the name alone of one whose line ends a carrier may change."""
    is_text = part.encoding in IDENTITY and part.media_type.startswith(("text/", "message/"))
    return part.name if is_text else part.sha256


def _all_parts(message: Message) -> Iterator[Part]:
    for each in with_nested(message):
        yield from each.parts


def _part(part: Part) -> Row:
    return (
        part.path, part.media_type, part.role, part.name, part.size_bytes, part.sha256, part.start, part.end, "held"
    )  # fmt: skip


def _references(message: Message) -> Iterator[Row]:
    for known in message.in_reply_to:
        yield "in-reply-to", known
    for known in message.references:
        yield "references", known


def _boxes(message: Message) -> tuple[tuple[str, tuple[Address, ...]], ...]:
    return (
        ("from", message.from_), ("sender", message.sender), ("reply-to", message.reply_to),
        ("to", message.to), ("cc", message.cc), ("bcc", message.bcc),
    )  # fmt: skip
