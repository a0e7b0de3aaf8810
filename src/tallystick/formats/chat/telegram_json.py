"""Telegram Desktop's JSON: one chat, or the whole account with the chats that were left."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tallystick.errors import NotThisFormat
from tallystick.formats.carrier import Head, parse_json
from tallystick.formats.chat.field import Record, inner, list_of, listing, number, record_of, text
from tallystick.formats.chat.instant import zone_of
from tallystick.formats.chat.ledger import Ledger, speakers
from tallystick.formats.chat.telegram_message import message_of
from tallystick.model.chat import Chat, Participant
from tallystick.model.reading import Reading

_NOTE = "telegram-json"
_KINDS = {
    "personal_chat": "private", "bot_chat": "private", "saved_messages": "private", "replies": "private",
    "verify_codes": "private", "private_group": "group", "private_supergroup": "group", "public_group": "group",
    "public_supergroup": "group", "private_channel": "channel", "public_channel": "channel",
}  # fmt: skip
_SIGN = re.compile(rf'"date_unixtime"\s{{0,8}}:\s{{0,8}}"\d|"type"\s{{0,8}}:\s{{0,8}}"(?:{"|".join(_KINDS)})"')
_ACCOUNT = re.compile(r'"about"\s{0,8}:\s{0,8}"Here is the data you requested')


def recognises(head: Head) -> bool:
    """Whether it is a record with Telegram's own kinds of chats or its pair of times."""
    if not head.start.startswith("{"):
        return False
    if _ACCOUNT.search(head.start):
        return True
    return '"messages"' in head.text and bool(_SIGN.search(head.text)) and '"weflow"' not in head.start


def read(original: bytes, name: str = "") -> Iterator[Reading]:  # noqa: ARG001 - the contract of formats
    """All chats of the export. Raises NotThisFormat where no list of messages stands in it, LimitExceeded."""
    root = record_of(parse_json(original))
    own = text(inner(root, "personal_information"), "user_id")
    ledger = Ledger("message record")
    found = list(_chats(root))
    if not found:
        raise NotThisFormat(_NOTE, "no list of messages")
    chats = tuple(_chat(chat, path, f"user{own}" if own else "", ledger) for path, chat in found)
    yield Reading(format=_NOTE, chats=chats, counts=(ledger.count(),), problems=tuple(ledger.problems))


def _chats(root: Record) -> Iterator[tuple[str, Record]]:
    """Each chat with its path; a chat whose messages are no list has none."""
    if isinstance(root.get("messages"), list):
        yield "", root
    for folder in ("chats", "left_chats"):
        for place, chat in enumerate(listing(inner(root, folder), "list")):
            if isinstance(chat, dict):
                yield f"/{folder}/list/{place}", chat


def _other_of_two(chat: Record) -> str:
    """The owner's id in a personal chat: of the two who speak there, the one who is not its namesake; "" if unclear."""
    if text(chat, "type") != "personal_chat":
        return ""
    peer = f"user{text(chat, 'id')}"
    ids = {text(record_of(one), "from_id") for one in list_of(chat.get("messages"))} - {""}
    others = ids - {peer}
    return others.pop() if peer in ids and len(others) == 1 else ""


def _chat(chat: Record, path: str, own: str, ledger: Ledger) -> Chat:
    own = own or _other_of_two(chat)
    records = ledger.records(list_of(chat.get("messages")), f"{path}/messages")
    messages = tuple(ledger.keep(message_of(record, place, own, ledger)) for place, record in records)
    kind = text(chat, "type")
    peer = (Participant(name=text(chat, "name"), ident=f"user{text(chat, 'id')}", is_own=False),)
    is_peer_known = kind == "personal_chat" and number(chat, "id") is not None
    return Chat(
        platform="telegram",
        title=text(chat, "name") or ("Saved Messages" if kind == "saved_messages" else ""),
        chat_id=text(chat, "id"),
        kind=_KINDS.get(kind, ""),
        zone=zone_of(messages),
        participants=speakers(messages, peer if is_peer_known else ()),
        messages=messages,
    )
