"""What one message of Alibaba's messengers carries: words, pictures and files, cards, and what it quotes.

Which member of a content is there decides, not its number: the numbers differ between Alibaba.com and 1688.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from tallystick.formats.carrier import without_secrets
from tallystick.formats.chat.lwp_push import content_in
from tallystick.model.chat import Media, Quoted

_SURROGATE = re.compile("[\ud800-\udfff]")
_KINDS = {
    "image": "image", "photo": "image", "picture": "image",
    "video": "video", "audio": "audio", "voice": "audio",
    "file": "document", "attachment": "document", "document": "document",
    "sticker": "sticker", "emotion": "sticker", "location": "location", "geo": "location",
}  # fmt: skip
_LINKS = ("url", "actionUrl", "link", "originalUrl", "fileUrl", "mediaId", "imageUrl", "videoUrl", "picUrl", "href")
_NAMES = ("fileName", "filename", "name", "title", "subject")
_SIZES = ("size", "fileSize", "sizeBytes")
_QUOTES = frozenset(
    ("quoteMessage", "quotedMessage", "referenceMessage", "referMessage", "replyMessage", "reply", "quote")
)
_SAID = (str, int, Decimal)
_CARD_LINES = ("price", "moq", "quantity", "amount", "orderId", "offerId", "productId", "status")
MOST_NESTED = 3


class Content(NamedTuple):
    """`kind` is a kind of ChatMessage; `unknown` names what was not understood, "" where all was."""

    kind: str
    text: str
    media: tuple[Media, ...] = ()
    unknown: str = ""


def words(value: Any) -> str:
    """The value as text that can be stored: no half characters, the secrets of addresses in it hidden."""
    if isinstance(value, bool) or not isinstance(value, _SAID):
        return ""
    text = str(value)
    if not text.isascii():
        text = _SURROGATE.sub("\ufffd", text)
    return without_secrets(text) if "://" in text or "?" in text or '":' in text else text


def first(source: Mapping[str, Any], names: tuple[str, ...]) -> str:
    """The first of the named members that says something, as text."""
    for name in names:
        value = source.get(name)
        if value is not None and (said := words(value)):
            return said
    return ""


def content_of(content: Any, summary: str = "", depth: int = 0) -> Content:
    """What a message's `content` says; `summary` is what the platform's search holds of it."""
    if not isinstance(content, dict):
        return Content("text", words(content) or summary)
    text = _text(content)
    media = tuple(
        _media(member, kind) for name, kind in _KINDS.items() if name in content for member in _members(content[name])
    )
    if media:
        return Content("media", text, media)
    card = content.get("card")
    if isinstance(card, dict):
        return _card(card, text or summary)
    custom = content.get("custom")
    if isinstance(custom, dict):
        return _custom(custom, text or summary, depth)
    if text or "text" in content:
        return Content("text", text)
    return Content("text", summary, unknown=f"content type {words(content.get('contentType'))[:20] or 'not stated'}")


def _text(content: Mapping[str, Any]) -> str:
    text = content.get("text")
    if isinstance(text, dict):
        return first(text, ("content", "text"))
    return words(text) or (words(content.get("content")) if isinstance(content.get("content"), str) else "")


def _members(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, dict):
        pictures = value.get("pics")
        return _members(pictures) if isinstance(pictures, list) and pictures else [value]
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _media(member: Mapping[str, Any], kind: str) -> Media:
    link = first(member, _LINKS)
    size = next((int(member[name]) for name in _SIZES if isinstance(member.get(name), int)), None)
    media_type = first(member, ("mimeType", "mediaType"))
    return Media(kind, "linked" if link else "named", first(member, _NAMES), media_type, size, link)


def _card(card: Mapping[str, Any], fallback: str) -> Content:
    product = card.get("productInfo")
    stated = product if isinstance(product, dict) else card
    title = first(stated, _NAMES) or first(card, _NAMES)
    lines = [title, *(f"{name}: {words(stated[name])}" for name in _CARD_LINES if words(stated.get(name)))]
    media = Media("card", "linked" if first(card, _LINKS) else "named", title, link=first(card, _LINKS))
    return Content("card", "\n".join(line for line in lines if line) or fallback, (media,))


def _custom(custom: Mapping[str, Any], fallback: str, depth: int) -> Content:
    summary = first(custom, ("summary", "title", "content")) or fallback
    packed = content_in(custom)
    if packed is None or depth >= MOST_NESTED:
        return Content("card" if not fallback or summary != fallback else "text", summary)
    inner = content_of(packed, summary, depth + 1)
    return inner._replace(unknown="") if inner.text or inner.media else Content("card", summary)


def quoted_in(*places: Any) -> Quoted | None:
    """What a message quotes, from the first place that holds a quote."""
    for place in places:
        if not isinstance(place, dict) or _QUOTES.isdisjoint(place):
            continue
        for name in sorted(_QUOTES.intersection(place)):
            quote = place[name]
            if isinstance(quote, dict):
                return _quoted(quote)
    return None


def _quoted(quote: Mapping[str, Any]) -> Quoted | None:
    inner = quote.get("message")
    source = inner if isinstance(inner, dict) else quote
    said = content_of(source.get("content", source.get("text", source.get("summary"))))
    sender = source.get("sender")
    name = first(source, ("sender_nick", "senderNick", "senderName", "nick", "name"))
    if not name and isinstance(sender, dict):
        name = first(sender, ("nick", "name", "uid"))
    message_id = first(source, ("messageId", "msgId", "id"))
    text = said.text or " ".join(one.name or one.kind for one in said.media)
    return Quoted(name, text, message_id) if text or message_id else None
