"""One message of Telegram's JSON: its words, times, files and what it answers."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from tallystick.formats.carrier import without_secrets
from tallystick.formats.chat.field import Record, inner, list_of, number, record_of, text, writable
from tallystick.formats.chat.instant import at_seconds, iso, with_local
from tallystick.formats.chat.ledger import Ledger
from tallystick.model.chat import ChatMessage, Media
from tallystick.model.message import Moment

_MEDIA_KINDS = {
    "sticker": "sticker", "animation": "video", "video_file": "video", "video_message": "video",
    "voice_message": "audio", "audio_file": "audio",
}  # fmt: skip
_NOT_IN_DETAILS = frozenset(
    ("id", "type", "date", "date_unixtime", "actor", "actor_id", "action", "text", "text_entities", "from", "from_id",
     "edited", "edited_unixtime", "reply_to_message_id", "message_id", "photo", "width", "height")
)  # fmt: skip
_BESIDE = ("location_information", "contact_information", "poll", "invoice_information", "todo_list", "game_title")
# What every message may have beside that which it says.
_ABOUT = _NOT_IN_DETAILS | {
    "author", "reactions", "forwarded_from", "forwarded_from_id", "saved_from", "via_bot", "reply_to_peer_id",
    "inline_bot_buttons", "self_destruct_period_seconds", "media_spoiler",
}  # fmt: skip
_BEFORE_TELEGRAM = "1970"
_WHOLE = frozenset(("XTR", "JPY", "KRW", "VND", "CLP", "ISK", "UGX", "PYG"))


def message_of(record: Record, place: str, own: str, ledger: Ledger) -> ChatMessage:
    """The message that a record is; what is wrong with its time is noted."""
    is_service = text(record, "type") == "service"
    sender_id = text(record, "actor_id", "from_id")
    media = () if is_service else _media(record)
    words = _service(record) if is_service else _words(record)
    if not words and not media and (unknown := [name for name in record if name not in _ABOUT]):
        ledger.note("content-not-read", place, f"nothing is known of: {', '.join(unknown)[:200]}")
    return ChatMessage(
        place,
        text(record, "actor", "from"),
        _moment(record, place, ledger),
        words,
        kind=_kind(record, is_service, media),
        sender_id=sender_id,
        message_id=text(record, "id"),
        reply_to=text(record, "reply_to_message_id") or (text(record, "message_id") if is_service else ""),
        media=media,
        marks=_marks(record, is_service),
        is_own=sender_id == own if own and sender_id else None,
    )


def _moment(record: Record, place: str, ledger: Ledger) -> Moment | None:
    """The absolute time with the zone of the export's local one; where only the local one stands, that."""
    absolute, written = at_seconds(text(record, "date_unixtime")), iso(text(record, "date"), "export")
    if absolute is None:
        if written is None:
            ledger.note("no-time", place, "neither date nor date_unixtime can be read")
        return written
    moment, can_be = with_local(absolute, written)
    if not can_be:
        ledger.note("times-disagree", place, f"date {text(record, 'date')} is not {absolute.raw} in any zone")
    return moment


def _kind(record: Record, is_service: bool, media: tuple[Media, ...]) -> str:
    if is_service:
        return "call" if text(record, "action") in ("phone_call", "group_call") else "system"
    if record.get("poll"):
        return "poll"
    if record.get("invoice_information"):
        return "card"
    return "media" if any(one.status != "linked" for one in media) else "text"


def _words(record: Record) -> str:
    """What was written, and in words what stands beside it: a place, a contact, a poll, an invoice."""
    said = flat(record.get("text")) or flat(record.get("text_entities"))
    if record.keys().isdisjoint(_BESIDE):
        return said
    beside = (_place(record), _contact(record), _poll(record), _invoice(record), _todo(record), _game(record))
    return "\n".join(part for part in (said, *beside) if part)


def flat(value: Any) -> str:
    """The text of a string or of a list of strings and entities."""
    if isinstance(value, str):
        return writable(value)
    parts = (part if isinstance(part, str) else text(record_of(part), "text") for part in list_of(value))
    return writable("".join(parts))


def _place(record: Record) -> str:
    where = inner(record, "location_information")
    if not where:
        return ""
    named = (text(record, "place_name"), text(record, "address"))
    return ", ".join(part for part in (*named, text(where, "latitude"), text(where, "longitude")) if part)


def _contact(record: Record) -> str:
    whom = inner(record, "contact_information")
    return " ".join(part for part in (text(whom, name) for name in ("first_name", "last_name", "phone_number")) if part)


def _poll(record: Record) -> str:
    poll = inner(record, "poll")
    answers = (record_of(answer) for answer in list_of(poll.get("answers")))
    lines = (f"- {text(answer, 'text')}: {text(answer, 'voters')}" for answer in answers)
    return "\n".join((text(poll, "question"), *lines)).strip() if poll else ""


def _todo(record: Record) -> str:
    todo = inner(record, "todo_list")
    items = (record_of(item) for item in list_of(todo.get("answers")) or list_of(todo.get("items")))
    return "\n".join((flat(todo.get("title")), *(f"- {flat(item.get('text'))}" for item in items))).strip()


def _game(record: Record) -> str:
    stated = (text(record, name) for name in ("game_title", "game_description", "game_link"))
    return ", ".join(without_secrets(part) for part in stated if part)


def _invoice(record: Record) -> str:
    invoice = inner(record, "invoice_information")
    amount = number(invoice, "amount")
    currency = text(invoice, "currency")
    # Bot API: the amount is stated in the smallest unit of the currency.
    sum_ = f"{Decimal(amount).scaleb(0 if currency in _WHOLE else -2)} {currency}" if amount is not None else ""
    return ", ".join(part for part in (text(invoice, "title"), sum_, text(invoice, "description")) if part)


def _service(record: Record) -> str:
    """What happened, in Telegram's own names, with everything that the record says about it."""
    details = []
    for name, value in record.items():
        if name in _NOT_IN_DETAILS or isinstance(value, dict) or value in (None, ""):
            continue
        shown = ", ".join(str(one) for one in value[:100] if one) if isinstance(value, list) else str(value)
        details.append(f"{name}: {shown}")
    said = flat(record.get("text"))
    return writable(without_secrets("; ".join(part for part in (text(record, "action"), said, *details) if part)))


def _media(record: Record) -> tuple[Media, ...]:
    found = []
    if photo := text(record, "photo"):
        found.append(_file(photo, "image", record, "photo_file_size"))
    if file := text(record, "file"):
        kind = _MEDIA_KINDS.get(text(record, "media_type")) or _by_type(text(record, "mime_type"))
        found.append(_file(file, kind, record, "file_size"))
    if record.get("contact_information"):
        found.append(_file(text(record, "contact_vcard"), "contact", record, ""))
    if record.get("location_information"):
        found.append(Media("location", "inside"))
    links = (record_of(part) for part in (list_of(record.get("text")) or list_of(record.get("text_entities"))))
    hidden = (text(part, "href") for part in links if text(part, "type") == "text_link")
    found.extend(Media("", "linked", link=without_secrets(link)) for link in hidden if link)
    return tuple(found)


def _file(path: str, kind: str, record: Record, size: str) -> Media:
    """A file: "(File not included ...)" and its like stand where the export left it out."""
    if not path or path.startswith("("):
        status, name = ("inside" if kind == "contact" and not path else "omitted"), text(record, "file_name")
    else:
        status, name = "named", path
    return Media(kind, status, name, text(record, "mime_type"), number(record, size) if size else None)


def _by_type(media_type: str) -> str:
    kind = media_type.partition("/")[0]
    return kind if kind in ("image", "audio", "video") else "document"


def _marks(record: Record, is_service: bool) -> tuple[str, ...]:
    edited = text(record, "edited_unixtime") or text(record, "edited")
    # Exports of 2018 state the beginning of 1970 for what was never edited.
    is_edited = bool(edited) and edited != "0" and not edited.startswith(_BEFORE_TELEGRAM)
    is_forwarded = any(name in record for name in ("forwarded_from", "forwarded_from_id", "saved_from"))
    named = (("edited", is_edited and not is_service), ("forwarded", is_forwarded))
    return tuple(mark for mark, holds in named if holds)
