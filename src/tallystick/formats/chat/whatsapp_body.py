"""What stands after the sender's name: words, a stub for media, a file's name, a deletion, a call, a poll, a notice."""

from __future__ import annotations

import re
from typing import NamedTuple

from tallystick.formats.carrier.secrets import without_secrets
from tallystick.formats.chat import whatsapp_words as words
from tallystick.model.chat import Media

_IOS_ATTACHED = re.compile(r"<([^<>:：\n]{2,40})[:：]\s?([^<>\n]{1,250}\.\w{1,8})>$")
_ANDROID_ATTACHED = re.compile(r"(.{1,250}\.\w{1,8}) \(([^()\n]{2,60})\)$")
_OWN_NAME = re.compile(r"(?:IMG|VID|PTT|AUD|STK|DOC|GIF)-\d{8}-WA\d{4,}\.\w{2,5}$")
_MAP_LINE = re.compile(r"[^\n]{0,80}?:? ?(https://maps\.google\.com/\?q=[\d.,+-]+)$")
_VENUE = re.compile(r"(https://foursquare\.com/v/[0-9a-f]{8,40})$")
_SHORTEST_NOTICE = 4
_LONGEST_STUB = 120
_LONGEST_EDITED = 60
_LONGEST_ATTACHED = 300
_APP_MARKS = ("\u200e", "\u200f")
_LONGEST_NOTICE = 600

_KINDS = {
    "image": "jpg jpeg png gif heic heif webp bmp tif tiff",
    "video": "mp4 mov 3gp mkv webm avi m4v",
    "audio": "opus ogg mp3 m4a aac amr wav oga",
    "contact": "vcf",
}
_KIND_OF_SUFFIX = {suffix: kind for kind, listed in _KINDS.items() for suffix in listed.split()}


class Body(NamedTuple):
    """A message's text and what it is, in the words of `ChatMessage`; `kind` "" says that it is WhatsApp's own line."""

    text: str
    kind: str = "text"
    media: tuple[Media, ...] = ()
    marks: tuple[str, ...] = ()
    is_own_deletion: bool = False


def read_body(body: str) -> Body:
    """What a message says and carries. Text that only resembles one of WhatsApp's stubs stays text."""
    if body.endswith(">"):
        at = body.rfind("<", max(0, len(body) - _LONGEST_EDITED))
        if at >= 0 and words.key(body[at:].replace(".>", ">")) in words.EDITED:
            inner = _unedited(body[:at].rstrip(f" \n{words.MARKS}"))
            return inner._replace(marks=(*inner.marks, "edited"))
    return _unedited(body)


def _unedited(body: str) -> Body:
    first, _, caption = body.partition("\n")
    stub = words.key(first) if len(first) <= _LONGEST_STUB else ""
    if stub in words.STUBS:
        if stub in words.OMITTED:
            return Body(caption, "media", (Media(words.OMITTED[stub], "omitted"),))
        if not caption:
            if stub in words.CALLS:
                return Body(words.unmarked(body), "call")
            return Body(words.unmarked(body), marks=("deleted",), is_own_deletion=stub in words.OWN_DELETED)
    attached = _attached(first, caption)
    if attached:
        return attached
    return _marked(body, first) if first[:1] in _APP_MARKS and first else _unmarked(body, first)


def _attached(first: str, caption: str) -> Body | None:
    """A file that is named: as "name (file attached)", as "<attached: name>", or stated as omitted after its name."""
    if first.endswith(")"):
        found = _ANDROID_ATTACHED.match(first)
        if found and (words.key(found[2]) in words.ATTACHED or _OWN_NAME.match(words.unmarked(found[1]))):
            return _named(words.unmarked(found[1]), caption)
    elif first.endswith(">"):
        found = _IOS_ATTACHED.search(first, max(0, len(first) - _LONGEST_ATTACHED))
        if found and first[found.start() - 1 : found.start()] in ("\u200e", "\u200f"):
            before = words.unmarked(first[: found.start()])
            return _named(words.unmarked(found[2]), "\n".join(part for part in (before, caption) if part))
    at = max(first.rfind("\u200e"), first.rfind("\u200f"))
    if at > 0 and words.OMITTED.get(words.key(first[at:])) == "document":
        name = words.unmarked(first[:at])
        return Body(caption, "media", (Media("document", "omitted", name.partition(" • ")[0]),))
    return None


def _named(name: str, caption: str) -> Body:
    return Body(caption, "media", (Media(_kind(name), "named", name),))


def _kind(name: str) -> str:
    upper = name.upper()
    if upper.startswith("STK-") or "-STICKER-" in upper:
        return "sticker"
    if "-GIF-" in upper:
        return "image"
    return _KIND_OF_SUFFIX.get(name.rpartition(".")[2].lower(), "document")


def _marked(body: str, first: str) -> Body:
    """What follows the app's own mark: a poll, a call, a place, a notice; anything else is somebody's text."""
    head = words.key(first)
    if head.startswith(tuple(f"{word}:" for word in words.POLLS)):
        return Body(words.unmarked(body), "poll")
    if head.startswith(words.MARKED_CALLS) and len(body) <= _LONGEST_STUB:
        return Body(words.unmarked(body), "call")
    place = _unmarked(body, words.unmarked(first))
    if place.kind != "text":
        return place
    return Body(words.unmarked(body), "") if is_notice(body) else Body(body)


def _unmarked(body: str, first: str) -> Body:
    if first.endswith((":", "：")) and words.key(first).rstrip(":：") in words.POLLS:
        return Body(body, "poll")
    if "://" in body:
        place = _MAP_LINE.match(first) if "https://maps." in first[:_LONGEST_STUB] else _VENUE.search(body)
        if place:
            return Body(words.unmarked(body), "media", (Media("location", "linked", link=without_secrets(place[1])),))
    return Body(body)


def is_notice(text: str) -> bool:
    """Whether these are words that WhatsApp itself sets into a chat."""
    plain = words.key(text)
    return _SHORTEST_NOTICE <= len(plain) <= _LONGEST_NOTICE and any(stem in plain for stem in words.NOTICES)


def is_group_notice(text: str) -> bool:
    """Whether the notice is one that only groups have."""
    plain = words.key(text[:_LONGEST_NOTICE])
    return any(stem in plain for stem in words.GROUP_NOTICES)
