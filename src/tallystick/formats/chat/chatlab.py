"""ChatLab's interchange format: JSON of one chat, or JSON lines with a header, members and messages.

Other programs convert chats of any platform into it; what they left out on the way is not to be seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from tallystick.errors import FormatError, NotThisFormat
from tallystick.formats.carrier import Head, parse_json, parse_json_lines
from tallystick.formats.chat.field import Record, inner, listing, number, record_of, text
from tallystick.formats.chat.instant import at_seconds
from tallystick.formats.chat.ledger import Ledger, speakers
from tallystick.model.chat import Chat, ChatMessage, Media, Participant
from tallystick.model.reading import Reading

_FORMAT = "chatlab"
_SIGN = re.compile(r'"chatlab"\s{0,8}:\s{0,8}\{')
_PLATFORM = re.compile(r"[a-z0-9][a-z0-9 _.-]{0,30}")
# ChatLab's own numbers: the kind of message, and the kind of file where it carries one.
_CODES = {
    0: ("text", ""), 1: ("media", "image"), 2: ("media", "audio"), 3: ("media", "video"), 4: ("media", "document"),
    5: ("media", "sticker"), 7: ("card", ""), 8: ("media", "location"), 20: ("transfer", ""), 21: ("transfer", ""),
    22: ("system", ""), 23: ("call", ""), 24: ("card", ""), 25: ("text", ""), 26: ("card", ""), 27: ("card", "contact"),
    80: ("system", ""), 81: ("system", ""), 99: ("text", ""),
}  # fmt: skip
_RECALL = 81
_FORWARD = 26
_MILLISECONDS = 10**11


def recognises(head: Head) -> bool:
    """Whether ChatLab's own header stands in the beginning."""
    return head.start.startswith("{") and bool(_SIGN.search(head.text)) and '"meta"' in head.text


def read(original: bytes, name: str = "") -> Iterator[Reading]:  # noqa: ARG001 - the contract of formats
    """One chat. Raises NotThisFormat, LimitExceeded."""
    try:
        root = record_of(parse_json(original))
    except NotThisFormat:
        root = {}
    is_lines = not isinstance(root.get("messages"), list)
    reading = _lines(original) if is_lines else _whole(root)
    if reading is None:
        raise NotThisFormat(_FORMAT, "no header of ChatLab with messages")
    yield reading


def _whole(root: Record) -> Reading:
    ledger = Ledger("message record")
    people = [_member(record_of(one)) for one in listing(root, "members")]
    names = {one.ident: one.name for one in people}
    own = text(inner(root, "meta"), "ownerId")
    records = ledger.records(root["messages"], "/messages")
    messages = [ledger.keep(_message(record, place, names, own, ledger)) for place, record in records]
    return _reading(inner(root, "meta"), people, messages, ledger)


def _lines(original: bytes) -> Reading | None:
    """JSON lines: each line is counted; lines of remarks begin with "#"."""
    ledger = Ledger("line")
    meta: Record = {}
    people: list[Participant] = []
    names: dict[str, str] = {}
    messages: list[ChatMessage] = []
    for line, value in parse_json_lines(original):
        ledger.total += 1
        place, record = f"line {line}", record_of(value)
        kind = text(record, "_type")
        if kind == "header":
            meta = inner(record, "meta")
            ledger.share("structure")
        elif kind == "member":
            people.append(_member(record))
            names[people[-1].ident] = people[-1].name
            ledger.share("structure")
        elif kind == "message":
            messages.append(ledger.keep(_message(record, place, names, text(meta, "ownerId"), ledger)))
        else:
            _other_line(value, place, ledger)
    return _reading(meta, people, messages, ledger) if messages or meta else None


def _other_line(value: Any, place: str, ledger: Ledger) -> None:
    why = "it is no JSON" if isinstance(value, FormatError) else "it is no header, member or message"
    ledger.lose("line-not-understood", place, why)


def _reading(meta: Record, people: list[Participant], messages: list[ChatMessage], ledger: Ledger) -> Reading:
    platform = text(meta, "platform").strip().lower()
    kind = text(meta, "type")
    chat = Chat(
        platform=platform if _PLATFORM.fullmatch(platform) else "unknown",
        title=text(meta, "name"),
        chat_id=text(meta, "groupId"),
        kind=kind if kind in ("group", "private") else "",
        zone="UTC" if messages else "",
        participants=speakers(messages, people),
        messages=tuple(messages),
    )
    return Reading(format=_FORMAT, chats=(chat,), counts=(ledger.count(),), problems=tuple(ledger.problems))


def _member(record: Record) -> Participant:
    return Participant(name=text(record, "groupNickname", "accountName"), ident=text(record, "platformId"))


def _message(record: Record, place: str, names: dict[str, str], own: str, ledger: Ledger) -> ChatMessage:
    code, sender_id = number(record, "type"), text(record, "sender")
    kind, media_kind = _CODES.get(code if code is not None else 0, ("text", ""))
    stamp = number(record, "timestamp")
    # The format says seconds; some converters write milliseconds, which as seconds lie beyond the year 5000.
    moment = at_seconds(stamp // 1000 if stamp is not None and stamp > _MILLISECONDS else stamp)
    if moment is None:
        ledger.note("no-time", place, "timestamp is no number of seconds")
    elif stamp is not None and stamp > _MILLISECONDS:
        ledger.note("time-in-milliseconds", place, f"timestamp {stamp} is read as milliseconds")
    marks = ("recalled",) if code == _RECALL else ("forwarded",) if code == _FORWARD else ()
    status = "inside" if media_kind in ("contact", "location") else "omitted"
    return ChatMessage(
        place, text(record, "groupNickname", "accountName") or names.get(sender_id, "") or sender_id, moment,
        text(record, "content"), kind=kind, sender_id=sender_id, message_id=text(record, "platformMessageId"),
        reply_to=text(record, "replyToMessageId"), media=(Media(media_kind, status),) if media_kind else (),
        marks=marks, is_own=sender_id == own if own and sender_id and kind != "system" else None,
    )  # fmt: skip
