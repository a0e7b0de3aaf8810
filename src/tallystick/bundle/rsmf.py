"""Chats for review platforms: one RSMF 2.0 file for each chat and day.

Such a file is a mail (RFC 5322) with headers of its own and one attachment, rsmf.zip, that holds rsmf_manifest.json.
Source: Relativity Short Message Format 2.0.0, header and manifest fields.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from tallystick.bundle.zipped import zipped
from tallystick.model.exhibit import Conversation, Spoken

_LINE = 76


@dataclass(frozen=True, slots=True)
class DayOfChat:
    """The messages of one chat on one day of its own clock; `day` is "undated" for those without a time."""

    day: str
    conversation: Conversation


def days(conversation: Conversation) -> Iterator[DayOfChat]:
    """The conversation cut at midnight of the clock that its messages were stated by."""
    found: dict[str, list[Spoken]] = {}
    for message in conversation.messages:
        found.setdefault(message.time[:10] or "undated", []).append(message)
    for day, messages in found.items():
        whole = Conversation(name=conversation.name, platform=conversation.platform, messages=tuple(messages))
        yield DayOfChat(day, whole)


def rsmf(chat: DayOfChat, *, custodian: str, generator: str) -> bytes:
    """The file of one day. A message without zone keeps its local reading, which the body says; one that is left out
    of the bundle stands there without its words."""
    manifest = json.dumps(_manifest(chat), ensure_ascii=False, indent=1, sort_keys=True).encode("utf-8", "replace")
    archive = zipped([("rsmf_manifest.json", manifest)])
    boundary = f"rsmf-{sha256(archive).hexdigest()[:32]}"
    times = [stamp for message in chat.conversation.messages if (stamp := _stamp(message))]
    heads = [
        ("X-RSMF-Version", "2.0.0"),
        ("X-RSMF-Generator", generator),
        ("X-RSMF-BeginDate", min(times, default="")),
        ("X-RSMF-EndDate", max(times, default="")),
        ("X-RSMF-EventCount", str(len(chat.conversation.messages))),
        ("X-RSMF-AttachmentCount", "0"),
        ("X-RSMF-Application", chat.conversation.platform),
        ("X-RSMF-Custodian", custodian),
        ("X-RSMF-Participants", ", ".join(_participants(chat))),
        ("X-RSMF-EventCollectionID", _collection(chat)),
        ("Subject", f"{chat.conversation.platform} {chat.conversation.name} {chat.day}"),
        ("MIME-Version", "1.0"),
        ("Content-Type", f'multipart/mixed; boundary="{boundary}"'),
    ]
    body = _encoded(_as_text(chat).encode("utf-8", "replace"))
    parts = (
        f"--{boundary}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n{body}"
        f'--{boundary}\r\nContent-Type: application/zip; name="rsmf.zip"\r\nContent-Transfer-Encoding: base64\r\n'
        f'Content-Disposition: attachment; filename="rsmf.zip"\r\n\r\n{_encoded(archive)}--{boundary}--\r\n'
    )
    return ("".join(_header(name, value) for name, value in heads if value) + "\r\n" + parts).encode("ascii")


def _manifest(chat: DayOfChat) -> dict[str, object]:
    names = _participants(chat)
    ids = {name: f"p{number}" for number, name in enumerate(names, 1)}
    conversation = _collection(chat)
    return {
        "version": "2.0.0",
        "eventcollectionid": conversation,
        "participants": [{"id": ids[name], "display": name} for name in names],
        "conversations": [{
            "id": conversation, "platform": chat.conversation.platform, "display": chat.conversation.name,
            "type": "direct" if len(names) <= 2 else "channel", "participants": list(ids.values()),
        }],
        "events": [_event(message, ids, conversation) for message in chat.conversation.messages],
    }  # fmt: skip


def _event(message: Spoken, ids: dict[str, str], conversation: str) -> dict[str, object]:
    said = "\n".join(filter(None, (message.text, *(f"[file: {name}]" for name in message.files), _note(message))))
    found: dict[str, object] = {
        "type": "unknown" if "system" in message.marks else "message", "id": message.ident, "body": said,
        "conversation": conversation, "participant": ids[message.sender or _NOBODY],
        "deleted": "deleted" in message.marks,
    }  # fmt: skip
    if stamp := _stamp(message):
        found["timestamp"] = stamp
    if message.is_ours is not None:
        found["direction"] = "outgoing" if message.is_ours else "incoming"
    return found


_NOBODY = "unknown sender"


def _participants(chat: DayOfChat) -> list[str]:
    return list(dict.fromkeys(message.sender or _NOBODY for message in chat.conversation.messages))


def _stamp(message: Spoken) -> str:
    """ISO 8601; without an offset where the zone is not known."""
    return message.time.replace(" ", "T") + message.zone if message.time else ""


def _note(message: Spoken) -> str:
    if "left-out" in message.marks:
        return "[left out of this production: see the log of what is withheld]"
    return "" if message.zone or not message.time else "[zone of this time unknown]"


def _collection(chat: DayOfChat) -> str:
    return sha256(f"{chat.conversation.platform}\0{chat.conversation.name}".encode("utf-8", "replace")).hexdigest()[:32]


def _as_text(chat: DayOfChat) -> str:
    return "".join(
        f"{message.time} {message.zone} {message.sender}: {message.text} {_note(message)}\n"
        for message in chat.conversation.messages
    )


def _encoded(content: bytes) -> str:
    text = b64encode(content).decode()
    return "".join(f"{text[at : at + _LINE]}\r\n" for at in range(0, len(text), _LINE))


def _header(name: str, value: str) -> str:
    """A header that is one line, whatever a name contains: other scripts as encoded words (RFC 2047)."""
    text = " ".join(value.split())
    if text.isascii() and text.isprintable() and len(text) < 900:
        return f"{name}: {text}\r\n"
    pieces: list[str] = [""]
    for sign in text:
        if len((pieces[-1] + sign).encode("utf-8", "replace")) > 42:
            pieces.append("")
        pieces[-1] += sign
    words = (f"=?utf-8?b?{b64encode(piece.encode('utf-8', 'replace')).decode()}?=" for piece in pieces)
    return f"{name}: " + "\r\n ".join(words) + "\r\n"
