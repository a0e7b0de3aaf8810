"""One block of Telegram's HTML: a message with its words, time, files and what it answers."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from tallystick.formats.carrier import HtmlNode, without_secrets
from tallystick.formats.chat.ledger import Ledger
from tallystick.formats.chat.rich_text import hidden_links, plain
from tallystick.model.chat import ChatMessage, Media
from tallystick.model.message import Moment

_TIME = re.compile(
    r"(\d{1,2})\.(\d{1,2})\.(\d{4}) (\d{1,2}):(\d{2}):(\d{2})(?: UTC([+-])(\d{2}):(\d{2}))?", re.ASCII
)  # fmt: skip
_TARGET = re.compile(r"#go_to_message(\d{1,20})$")
_LEFT_OUT = re.compile(r"not included|exceeds maximum size|unavailable", re.IGNORECASE)
_VIA = re.compile(r" via @\w{1,64}$")
_KINDS = {
    "media_photo": "image", "media_video": "video", "media_animation": "video", "media_voice_message": "audio",
    "media_audio_file": "audio", "media_file": "document", "media_contact": "contact", "media_location": "location",
    "media_live_location": "location", "media_venue": "location",
}  # fmt: skip
_WRAPS = {
    "photo_wrap": "image", "video_file_wrap": "video", "animated_wrap": "video", "sticker_wrap": "sticker",
}  # fmt: skip
_MOST_FILES = 100


def message_of(node: HtmlNode, place: str, before: str, ledger: Ledger) -> ChatMessage:
    """The message that a block is; `before` is the sender of the one above, whom a joined block continues."""
    classes = (node.attributes.get("class") or "").split()
    ident = (node.attributes.get("id") or "").removeprefix("message")
    body = _child(node, "body")
    if body is None or "service" in classes:
        words = plain(body or node)
        return ChatMessage(place, "", None, words, kind="system", message_id=ident)
    sender = _name(_child(body, "from_name")) or (before if "joined" in classes else "")
    if not sender:
        ledger.note("no-sender", place, "no name stands here, and none above that it continues")
    forwarded = _child(body, "forwarded")
    inside = forwarded or body
    media = _media(inside)
    kind = _kind(inside, media)
    reply = _child(body, "reply_to")
    return ChatMessage(
        place, sender, _moment(body, place, ledger), _words(inside, kind), kind=kind, message_id=ident,
        reply_to=_answered(reply), media=media, marks=("forwarded",) if forwarded is not None else (),
    )  # fmt: skip


def _child(node: HtmlNode, name: str) -> HtmlNode | None:
    """The first child that has a class of this name."""
    return next((one for one in node.iter() if name in (one.attributes.get("class") or "").split()), None)


def _name(node: HtmlNode | None) -> str:
    """The name shown, without the bot through which the message went and the time of the first sending."""
    if node is None:
        return ""
    return _VIA.sub("", plain(node, frozenset(one.mem_id for one in node.css("span.details"))))


def _moment(body: HtmlNode, place: str, ledger: Ledger) -> Moment | None:
    """The time in the title of the date: with its zone since 2021, without one before."""
    date = _child(body, "date")
    stated = (date.attributes.get("title") or "").strip() if date else ""
    found = _TIME.fullmatch(stated)
    if found is None:
        ledger.note("no-time", place, f"no day and time can be read in {stated[:40]!r}")
        return None
    day, month, year, hour, minute, second = (int(part) for part in found.groups()[:6])
    try:
        local = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
        if found[7] is None:
            return Moment(local, None, "export", stated)
        offset = (int(found[8]) * 60 + int(found[9])) * (-1 if found[7] == "-" else 1)
        return Moment(local - timedelta(minutes=offset), offset, "platform", stated)
    except (ValueError, OverflowError):
        ledger.note("no-time", place, f"{stated[:40]} is no day and time")
        return None


def _answered(reply: HtmlNode | None) -> str:
    link = reply.css_first("a") if reply else None
    found = _TARGET.search(link.attributes.get("href") or "") if link else None
    return found[1] if found else ""


def _kind(inside: HtmlNode, media: tuple[Media, ...]) -> str:
    if inside.css_first(".media_poll, .media_wrap > .poll, .poll") is not None:
        return "poll"
    if inside.css_first(".media_call") is not None:
        return "call"
    if inside.css_first(".media_invoice") is not None:
        return "card"
    return "media" if any(one.kind for one in media) else "text"


def _words(inside: HtmlNode, kind: str) -> str:
    """What was written; for a poll, call, place or contact also what the block shows of it."""
    said = _child(inside, "text")
    parts = [plain(said)] if said is not None else []
    wrap = _child(inside, "media_wrap")
    if wrap is not None and (kind in ("poll", "call", "card") or wrap.css_first(".media_contact, .media_location")):
        parts.append(plain(wrap))
    return without_secrets("\n".join(part for part in parts if part))


def _media(inside: HtmlNode) -> tuple[Media, ...]:
    wrap = _child(inside, "media_wrap")
    found = [] if wrap is None else [_file(node) for node in wrap.css(".media, a")[:_MOST_FILES]]
    said = _child(inside, "text")
    return (*(one for one in found if one), *(hidden_links(said) if said else ()))


def _file(node: HtmlNode) -> Media | None:
    """The file that a link or a box of the page stands for."""
    classes = (node.attributes.get("class") or "").split()
    kind = next((_KINDS[name] for name in classes if name in _KINDS), "")
    kind = kind or next((_WRAPS[name] for name in classes if name in _WRAPS), "")
    if not kind:
        return None
    href = (node.attributes.get("href") or "").strip()
    title, about = _text(node, ".title"), _text(node, ".description")
    if kind in ("contact", "location"):
        return Media(kind, "inside", title, link=without_secrets(href) if "://" in href else "")
    if href and "://" not in href:
        return Media(kind, "named", href)
    if href:
        return Media(kind, "linked", title, link=without_secrets(href))
    return Media(kind, "omitted", "" if _LEFT_OUT.search(title) else title if about else "")


def _text(node: HtmlNode, selector: str) -> str:
    found = node.css_first(selector)
    return plain(found) if found else ""
