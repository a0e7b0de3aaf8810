"""Instagram's own download, message_1.json: one conversation. Facebook's Messenger writes the same form.

The letters beyond ASCII are UTF-8 taken for Latin-1, which is undone here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tallystick.errors import NotThisFormat
from tallystick.formats.carrier import Head, parse_json, without_secrets
from tallystick.formats.chat.field import Record, flag, inner, listing, number, record_of, text
from tallystick.formats.chat.instant import at_millis
from tallystick.formats.chat.ledger import Ledger, speakers
from tallystick.model.chat import Chat, ChatMessage, Media, Participant
from tallystick.model.reading import Reading

_FORMAT = "instagram"
_FACEBOOK = "your_facebook_activity/"
_SIGN = re.compile(r'"sender_name"\s{0,8}:')
_TIME = re.compile(r'"timestamp_ms"\s{0,8}:\s{0,8}\d')
_FILES = (("photos", "image"), ("videos", "video"), ("audio_files", "audio"), ("gifs", "image"), ("files", "document"))


def recognises(head: Head) -> bool:
    """Whether messages by sender_name and timestamp_ms stand in it."""
    return head.start.startswith("{") and '"messages"' in head.text and bool(
        _SIGN.search(head.text) and _TIME.search(head.text)
    )  # fmt: skip


def read(original: bytes, name: str = "") -> Iterator[Reading]:  # noqa: ARG001 - the contract of formats
    """One conversation. Raises NotThisFormat, LimitExceeded."""
    root = record_of(parse_json(original))
    records = root.get("messages")
    if not isinstance(records, list):
        raise NotThisFormat(_FORMAT, "no list of messages")
    ledger = Ledger("message record")
    messages = tuple(
        ledger.keep(_message(record, place, ledger)) for place, record in ledger.records(records, "/messages")
    )
    people = [Participant(name=_true(text(record_of(one), "name"))) for one in listing(root, "participants")]
    chat = Chat(
        platform=_platform(messages),
        title=_true(text(root, "title")),
        chat_id=text(root, "thread_path"),
        kind="group" if len(people) > 2 else "private" if people else "",
        zone="UTC" if messages else "",
        participants=speakers(messages, [one for one in people if one.name]),
        messages=messages,
    )
    yield Reading(format=_FORMAT, chats=(chat,), counts=(ledger.count(),), problems=tuple(ledger.problems))


def _platform(messages: tuple[ChatMessage, ...]) -> str:
    """Both write the same records; only the folder of a file says that it was Facebook's."""
    is_facebook = any(one.name.startswith(_FACEBOOK) for message in messages for one in message.media)
    return "messenger" if is_facebook else "instagram"


def _true(value: str) -> str:
    """The text as it was written, where it is UTF-8 that was taken for Latin-1."""
    try:
        return value if value.isascii() else value.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return value


def _message(record: Record, place: str, ledger: Ledger) -> ChatMessage:
    moment = at_millis(number(record, "timestamp_ms"))
    if moment is None:
        ledger.note("no-time", place, "timestamp_ms is no number of milliseconds")
    media = tuple(_media(record))
    share = inner(record, "share")
    parts = (_true(text(record, "content")), _true(text(share, "share_text")))
    duration = number(record, "call_duration")
    has_file = any(one.status != "linked" for one in media)
    return ChatMessage(
        place, _true(text(record, "sender_name")), moment, "\n".join(part for part in parts if part),
        kind="call" if duration is not None else "card" if share else "media" if has_file else "text",
        media=media, marks=("recalled",) if flag(record, "is_unsent") else (),
    )  # fmt: skip


def _media(record: Record) -> Iterator[Media]:
    for name, kind in _FILES:
        for one in map(record_of, listing(record, name)):
            uri = text(one, "uri")
            is_linked = "://" in uri
            yield Media(
                kind, "linked" if is_linked else "named" if uri else "omitted", "" if is_linked else uri,
                link=without_secrets(uri.partition("?")[0]) if is_linked else "",
            )  # fmt: skip
    if sticker := text(inner(record, "sticker"), "uri"):
        yield Media("sticker", "named", sticker)
    if link := text(inner(record, "share"), "link"):
        yield Media("card", "linked", link=without_secrets(link))
