"""One message of a Slack export: its words as people saw them, its files, thread and edits.

Slack signs the addresses of files in its exports with a token of the workspace; none is shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from tallystick.formats.carrier import without_secrets
from tallystick.formats.chat.field import Record, inner, listing, number, record_of, text
from tallystick.formats.chat.instant import at_seconds
from tallystick.formats.chat.ledger import Ledger
from tallystick.model.chat import ChatMessage, Media, Quoted

_EVENTS = (
    "join", "leave", "topic", "purpose", "name", "archive", "unarchive", "convert_to_private", "convert_to_public",
    "posting_permissions", "canvas_updated", "open", "close",
)  # fmt: skip
_SYSTEM = frozenset(f"{where}_{what}" for where in ("channel", "group", "im", "mpim") for what in _EVENTS) | {
    "bot_add", "bot_remove", "bot_enable", "bot_disable", "pinned_item", "unpinned_item", "reminder_add",
    "app_conversation_join", "app_conversation_leave", "ekm_access_denied", "sh_room_created",
}  # fmt: skip
_CALLS = frozenset(("huddle_thread", "sh_room_shared"))
_MARKUP = re.compile(r"<([^<>]{1,8000})>")
_TOKEN = re.compile(r"\bxox[a-z](?:\.[a-z]+)?-[A-Za-z0-9-]{8,}")
_HOOK = re.compile(r"(hooks\.slack\.com/(?:services|workflows|triggers)/)[A-Za-z0-9/_-]+")
_MOST_BLOCKS = 2_000
_LINES = frozenset(("rich_text_section", "rich_text_preformatted", "rich_text_quote"))
_MENTIONS = {"user": "@", "channel": "#", "broadcast": "!", "usergroup": "!"}
_KINDS = {"image": "image", "video": "video", "audio": "audio"}


def message_of(record: Record, place: str, people: Mapping[str, str], ledger: Ledger) -> ChatMessage:
    """The message that a record is; the record of a change or removal is the message changed or removed."""
    subtype, marks = text(record, "subtype"), []
    if subtype in ("message_changed", "message_deleted"):
        marks.append("edited" if subtype == "message_changed" else "deleted")
        within = inner(record, "message") or inner(record, "previous_message") or inner(record, "original")
        record, subtype = {**within, "ts": text(within, "ts") or text(record, "ts")}, text(within, "subtype")
    if subtype == "tombstone":
        marks.append("deleted")
    if record.get("edited") and "edited" not in marks:
        marks.append("edited")
    stamp, thread = text(record, "ts"), text(record, "thread_ts")
    moment = at_seconds(stamp)
    if moment is None:
        ledger.note("no-time", place, f"ts {stamp[:40]!r} is no number of seconds")
    files = tuple(_file(record_of(one)) for one in (*listing(record, "files"), *_old_file(record)))
    kind = "system" if subtype in _SYSTEM else "call" if subtype in _CALLS else "media" if files else "text"
    sender_id = text(record, "user", "bot_id") or text(inner(record, "comment"), "user")
    return ChatMessage(
        place, _sender(record, sender_id, people), moment, _words(record, people), kind=kind, sender_id=sender_id,
        message_id=stamp, reply_to=thread if thread != stamp else "", quoted=_shared(record, people),
        media=(*files, *_previews(record, people)),
        marks=tuple(marks),
    )  # fmt: skip


def _sender(record: Record, sender_id: str, people: Mapping[str, str]) -> str:
    profile = inner(record, "user_profile")
    return (
        people.get(sender_id, "")
        or text(profile, "display_name")
        or text(profile, "real_name")
        or text(record, "username")
        or text(inner(record, "bot_profile"), "name")
        or sender_id
    )


def _old_file(record: Record) -> list[Any]:
    """Exports before 2018 have one file, not a list."""
    return [record["file"]] if isinstance(record.get("file"), dict) and text(record, "subtype") == "file_share" else []


def _words(record: Record, people: Mapping[str, str]) -> str:
    said = text(record, "text") or _blocks(record.get("blocks"))
    attachments = map(record_of, listing(record, "attachments"))
    cards = (_card(one) for one in attachments if not _is_shared(one) and not (said and one.get("from_url")))
    return "\n".join(shown for part in (said, *cards) if (shown := _shown(part, people)))


def _previews(record: Record, people: Mapping[str, str]) -> Iterator[Media]:
    """The pages that Slack itself looked up for the addresses in the words; nobody in the chat wrote their titles."""
    for one in map(record_of, listing(record, "attachments")):
        if text(one, "from_url") and not _is_shared(one) and text(record, "text"):
            link = without_tokens(without_secrets(text(one, "from_url")))
            yield Media("card", "linked", _shown(text(one, "title", "fallback"), people), link=link)


def _card(attachment: Record) -> str:
    """What a program or a preview put below the message."""
    fields = (record_of(one) for one in listing(attachment, "fields"))
    named = [f"{text(one, 'title')}: {text(one, 'value')}".strip(": ") for one in fields]
    parts = [text(attachment, "pretext"), text(attachment, "title"), text(attachment, "text"), *named]
    return "\n".join(part for part in parts if part) or text(attachment, "fallback")


def _is_shared(attachment: Record) -> bool:
    return bool(attachment.get("is_msg_unfurl") or attachment.get("is_share"))


def _shared(record: Record, people: Mapping[str, str]) -> Quoted | None:
    """The message of Slack that this one shows again."""
    for one in map(record_of, listing(record, "attachments")):
        if _is_shared(one):
            author = people.get(text(one, "author_id"), "") or text(one, "author_name", "author_subname")
            return Quoted(author, _shown(text(one, "text", "fallback"), people), text(one, "ts"))
    return None


def _blocks(value: Any) -> str:
    """The words in the blocks of a message that has no text beside them."""
    words: list[str] = []
    waiting, seen = [value], 0
    while waiting and seen < _MOST_BLOCKS:
        seen += 1
        block = waiting.pop()
        if isinstance(block, list):
            waiting.extend(reversed(block[:_MOST_BLOCKS]))
        elif isinstance(block, dict) and text(block, "type") in _LINES:
            words.append("".join(map(_inline, map(record_of, listing(block, "elements")[:_MOST_BLOCKS]))))
        elif isinstance(block, dict):
            said = text(block, "text")
            words.extend([said] if said else [])
            waiting.extend(
                block[name] for name in ("elements", "fields", "text") if isinstance(block.get(name), list | dict)
            )
    return "\n".join(words)


def _inline(element: Record) -> str:
    """A piece of a line of rich text in Slack's own markup; its plain words are not escaped yet."""
    kind, said = text(element, "type"), text(element, "text")
    said = said.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    if kind in _MENTIONS:
        return f"<{_MENTIONS[kind]}{text(element, 'user_id', 'channel_id', 'usergroup_id', 'range')}>"
    if kind == "link":
        return f"<{text(element, 'url')}|{said}>" if said else f"<{text(element, 'url')}>"
    if kind == "emoji":
        return f":{text(element, 'name')}:"
    return said or text(element, "fallback", "value")


def _shown(said: str, people: Mapping[str, str]) -> str:
    """Slack's markup as people saw it: names for ids, an address with its label, and the three escapes undone."""
    read = _MARKUP.sub(lambda found: _reference(found[1], people), said) if "<" in said else said
    read = read.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return without_tokens(read)


def without_tokens(said: str) -> str:
    """The text without Slack's tokens and the addresses that let anybody write into a channel."""
    if "xox" in said:
        said = _TOKEN.sub("[hidden]", said)
    return _HOOK.sub(r"\1[hidden]", said) if "hooks.slack.com" in said else said


def _reference(inside: str, people: Mapping[str, str]) -> str:
    target, _bar, label = inside.partition("|")
    if target.startswith("@"):
        return f"@{people.get(target[1:], '') or label or target[1:]}"
    if target.startswith("#"):
        return f"#{label or target[1:]}"
    if target.startswith("!"):
        return label or f"@{target[1:].partition('^')[0]}"
    link = without_secrets(target.removeprefix("mailto:"))
    return f"{label} ({link})" if label and label not in (target, link, target.partition("://")[2]) else link


def _file(file: Record) -> Media:
    media_type = text(file, "mimetype")
    kind = _KINDS.get(media_type.partition("/")[0], "document")
    name = text(file, "name", "title")
    if text(file, "mode") in ("tombstone", "hidden_by_limit") or not file:
        return Media(kind if media_type else "", "omitted", name)
    link = text(file, "url_private", "url_private_download", "permalink").partition("?")[0]
    return Media(kind, "linked" if link else "omitted", name, media_type, number(file, "size"), without_secrets(link))
