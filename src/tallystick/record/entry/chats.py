"""Chats: a heading item for the conversation, and an item for each of its messages."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from tallystick.language.detect import languages
from tallystick.model.chat import Chat, ChatMessage, Media
from tallystick.record.entry.sheaf import ItemFacts, Sheaf
from tallystick.record.entry.words import put_mentions
from tallystick.record.rows import Row
from tallystick.record.search import SearchDocument

_MAILBOX = re.compile(r"[^\s@]{1,64}@[^\s@]{1,253}\.[^\s@.]{2,63}\Z")
_PHONE = re.compile(r"\+[\d\u2000-\u200a\u2010-\u2015\u202f\u00a0() ./-]{7,40}\Z")
# Direction marks and other signs without a width, which apps put around numbers and names.
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
_LONGEST_NUMBER = 15
_LONGEST_WRITTEN = 80


def put_chat(sheaf: Sheaf, chat: Chat, origin: str = "") -> None:
    """The chat and its messages stand in the record and are found."""
    named = conversation(chat) or f"{chat.platform}:{sheaf.sha256[:12]}/{sheaf.items}"
    marks = ("tail",) if chat.is_tail else ()
    facts = ItemFacts(
        "chat", chat.platform, title=chat.title, conversation=named, origin=origin, marks=(*marks, *_zone(chat.zone))
    )
    heading = sheaf.item(facts)
    sheaf.of_item("identifier", heading, (
        ("owner" if one.is_own else "participant", *identity(chat.platform, one.ident, one.name), one.name)
        for one in chat.participants
    ))  # fmt: skip
    found, met = sheaf.documents, Counter[str]()
    for message in chat.messages:
        _put_message(sheaf, chat, named, message, origin, _digest(chat, named, message, met))
    if sheaf.documents == found:
        # Nothing in it has words: the chat is found by itself.
        sheaf.document(SearchDocument(
            sha256=sheaf.sha256, position=heading, subject=chat.title, channel=chat.platform, place=chat.title,
            from_=tuple((one.name, one.ident) for one in chat.participants), flags=marks,
        ))  # fmt: skip


def conversation(chat: Chat) -> str:
    """What names a chat within everything kept: its platform and its id there, or its title; "" where it has none."""
    name = chat.chat_id or chat.title
    return f"{chat.platform}:{name}" if name else ""


@lru_cache(maxsize=4096)
def identity(platform: str, ident: str, name: str) -> tuple[str, str]:
    """The scheme and value of somebody in a chat: a phone number, the platform's id, or only a shown name."""
    if (number := phone(ident) or phone(name)) and platform in ("whatsapp", "signal", "viber", "sms", "telegram"):
        return "phone", number
    if _MAILBOX.match(ident):
        return "mail", ident.lower()
    if ident:
        return platform, ident
    return f"{platform}-name", shown_name(name)


def phone(text: str) -> str:
    """The digits of an international number with a plus before them, "" where the text is none."""
    seen = _UNSEEN.sub("", text[:_LONGEST_WRITTEN]).strip()
    if not _PHONE.match(seen):
        return ""
    digits = "".join(str(int(each)) for each in seen if each.isdecimal())
    return f"+{digits}" if 7 <= len(digits) <= _LONGEST_NUMBER else ""


def shown_name(name: str) -> str:
    """A name as it compares: however its accents are written, without signs that nobody sees."""
    return " ".join(_UNSEEN.sub("", unicodedata.normalize("NFC", name)).split()) or name


def _digest(chat: Chat, named: str, message: ChatMessage, met: Counter[str]) -> str:
    """SHA-256 (hex) of what a message says in its chat: the same in each export of the chat. Those that say the same at
    the same time are counted, so that two of one export stay two. "" where the chat or the time has no name."""
    moment = message.moment
    if moment is None or moment.utc is None or not (chat.chat_id or chat.title):
        return ""
    who = "/".join(identity(chat.platform, message.sender_id, message.sender))
    files = (f"{media.kind}/{media.name}" for media in message.media if media.status != "omitted")
    said = (named, message.message_id, who, moment.utc.isoformat(), message.kind, message.text, *files)
    whole = "\0".join("".join(each.split()) for each in said)
    digest = hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()
    met[digest] += 1
    return digest if met[digest] == 1 else hashlib.sha256(f"{digest} {met[digest]}".encode()).hexdigest()


def _put_message(sheaf: Sheaf, chat: Chat, named: str, message: ChatMessage, origin: str, content_sha256: str) -> None:
    text, moment = message.text, message.moment
    marks = message.marks if message.kind == "text" else (message.kind, *message.marks)
    facts = ItemFacts(
        "message", chat.platform, message.place, chat.title, text, named, origin, message.message_id,
        languages(text) if text else (), marks, message.is_own, content_sha256,
    )  # fmt: skip
    item = sheaf.item(facts, moment)
    if message.sender or message.sender_id:
        scheme, value = identity(chat.platform, message.sender_id, message.sender)
        sheaf.of_item("identifier", item, (("from", scheme, value, message.sender),))
    if message.reply_to:
        sheaf.of_item("reference", item, (("quotes", message.reply_to),))
    if message.quoted is not None:
        sheaf.of_item("quotation", item, (("quoted", 1, message.quoted.sender, "", message.quoted.text),))
    if message.media:
        sheaf.of_item("part", item, map(_part, message.media))
    if message.kind != "system" and text:
        put_mentions(sheaf, item, text, moment)
    names = tuple(media.name for media in message.media if media.name)
    if text or names:
        sheaf.document(SearchDocument(
            sha256=sheaf.sha256, position=item, moment=moment, subject=chat.title,
            from_=((message.sender, message.sender_id),), body=text, attachments=names, languages=facts.languages,
            channel=chat.platform, place=message.place, flags=_flags(message),
        ))  # fmt: skip


def _part(media: Media) -> Row:
    role = media.kind or "attachment"
    return "", media.media_type, role, media.name or media.link, media.size_bytes or 0, "", 0, 0, media.status


def _flags(message: ChatMessage) -> tuple[str, ...]:
    """What `has:` asks for."""
    found = {"attachment"} if any(media.status != "linked" for media in message.media) else set()
    found |= {"image" for media in message.media if media.kind == "image"}
    return tuple(sorted(found | set(message.marks)))


def _zone(zone: str) -> Iterator[str]:
    if zone:
        yield f"zone={zone}"
