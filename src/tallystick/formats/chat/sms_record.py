"""One record of an SMS backup: a text message, a multimedia message with its parts, or a call."""

from __future__ import annotations

import base64
import binascii
import re
from datetime import UTC, datetime
from typing import NamedTuple

from tallystick.formats.carrier import XmlNode
from tallystick.formats.chat.field import whole
from tallystick.formats.chat.instant import at_millis, with_local
from tallystick.formats.chat.ledger import Ledger
from tallystick.model.chat import ChatMessage, Media
from tallystick.model.message import Moment
from tallystick.model.reading import Embedded

# Android's Telephony.TextBasedSmsColumns and CallLog.Calls.
_NOT_SENT = {"3": "a draft", "4": "waiting to be sent", "5": "a message that could not be sent", "6": "queued"}
_CALLS = {"1": "incoming", "2": "outgoing", "3": "missed", "4": "voicemail", "5": "rejected", "6": "blocked"}
_FROM = "137"
_ABSENT = ("null", "(Unknown)", "insert-address-token")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_READABLE = re.compile(
    r"(?:(?P<m1>[A-Z][a-z]{2})\.? (?P<d1>\d{1,2}),?|(?P<d2>\d{1,2}) (?P<m2>[A-Z][a-z]{2})\.?) (?P<year>\d{4}),?"
    r"\s(?P<hour>\d{1,2}):(?P<minute>\d{2}):(?P<second>\d{2})(?:\s(?P<half>[AaPp]\.?[Mm]\.?))?"
)
_LATEST_SENT_MS = 3_600_000


class Unit(NamedTuple):
    """A record as a message, with the address it belongs to, the contact's name, and files."""

    address: str
    name: str
    message: ChatMessage
    embedded: tuple[Embedded, ...] = ()


def sms_of(node: XmlNode, place: str, ledger: Ledger) -> Unit:
    """A text message."""
    address, name, kind = _stated(node, "address"), _stated(node, "contact_name"), _stated(node, "type")
    subject, body = _stated(node, "subject"), node.get("body") or ""
    _look_at_sending(kind, node, place, ledger)
    is_own = _is_own(kind)
    said = f"{subject}\n{body}" if subject else body
    message = ChatMessage(
        place, "" if is_own else name or address, _moment(node, place, ledger), said,
        sender_id="" if is_own else address, marks=("unread",) if _stated(node, "read") == "0" else (), is_own=is_own,
    )  # fmt: skip
    return Unit(address, name, message)


def mms_of(node: XmlNode, place: str, ledger: Ledger) -> Unit:
    """A multimedia message: the words of its text parts, and its other parts as files."""
    address, name, kind = _stated(node, "address"), _stated(node, "contact_name"), _stated(node, "msg_box")
    _look_at_sending(kind, node, place, ledger)
    words, media, embedded = [_stated(node, "sub")], [], []
    for number, part in enumerate(node.iterfind("./parts/part")):
        media_type = _stated(part, "ct")
        if media_type == "application/smil":
            continue
        if media_type == "text/plain" and "data" not in part.attrib:
            words.append(_stated(part, "text"))
            continue
        file = _part(part, f"{place}/parts/{number}", ledger)
        embedded.extend([file] if file else [])
        media.append(_shown(part, media_type, file))
    is_own = _is_own(kind)
    sender = next((_stated(one, "address") for one in node.iterfind("./addrs/addr") if one.get("type") == _FROM), "")
    sender = sender or ("" if "~" in address else address)
    message = ChatMessage(
        place, "" if is_own else (name if sender == address else "") or sender, _moment(node, place, ledger),
        "\n".join(word for word in words if word), kind="media" if media else "text",
        sender_id="" if is_own else sender, message_id=_stated(node, "m_id"), media=tuple(media), is_own=is_own,
    )  # fmt: skip
    return Unit(address, name, message, tuple(embedded))


def call_of(node: XmlNode, place: str, ledger: Ledger) -> Unit:
    """A call: which way, and how long."""
    address, name, kind = _stated(node, "number"), _stated(node, "contact_name"), _stated(node, "type")
    is_own = {"1": False, "2": True, "3": False, "5": False, "6": False}.get(kind)
    said = f"{_CALLS.get(kind, 'unknown')} call, {_stated(node, 'duration') or '0'} s"
    message = ChatMessage(
        place, "" if is_own else name or address, _moment(node, place, ledger), said, kind="call",
        sender_id="" if is_own else address, is_own=is_own,
    )  # fmt: skip
    return Unit(address, name, message)


def _is_own(kind: str) -> bool | None:
    """Whether the phone's owner wrote it: all boxes but the first are his."""
    return None if kind not in ("1", "2", *_NOT_SENT) else kind != "1"


def _stated(node: XmlNode, name: str) -> str:
    value = (node.get(name) or "").strip()
    return "" if value in _ABSENT else value


def _look_at_sending(kind: str, node: XmlNode, place: str, ledger: Ledger) -> None:
    """Notes what never left the phone, and a time of sending that lies after that of arrival."""
    if kind in _NOT_SENT:
        ledger.note("not-sent", place, f"this is {_NOT_SENT[kind]}, by the phone's own account")
    sent, arrived = whole(node.get("date_sent") or ""), whole(node.get("date") or "")
    if kind == "1" and sent and arrived and sent - arrived > _LATEST_SENT_MS:
        ledger.note("times-disagree", place, f"sent ({sent}) after it arrived ({arrived})")


def _moment(node: XmlNode, place: str, ledger: Ledger) -> Moment | None:
    """The phone's time, with the zone that the readable one shows."""
    absolute = at_millis(whole(node.get("date") or ""), "device")
    if absolute is None:
        ledger.note("no-time", place, "date is no number of milliseconds")
        return None
    moment, can_be = with_local(absolute, _readable(_stated(node, "readable_date")))
    if not can_be:
        ledger.note("times-disagree", place, f"readable_date {node.get('readable_date')} is not date {absolute.raw}")
    return moment


def _readable(value: str) -> Moment | None:
    """The local time as English phones write it; other languages are left alone, the absolute time stands beside it."""
    found = _READABLE.fullmatch(value[:60])
    month = (found["m1"] or found["m2"]) if found else ""
    if found is None or month not in _MONTHS:
        return None
    hour = int(found["hour"])
    if found["half"]:
        hour = hour % 12 + (12 if found["half"][0] in "Pp" else 0)
    day = int(found["d1"] or found["d2"])
    try:
        read = datetime(
            int(found["year"]),
            _MONTHS.index(month) + 1,
            day,
            hour,
            int(found["minute"]),
            int(found["second"]),
            tzinfo=UTC,
        )
    except ValueError:
        return None
    return Moment(read, None, "device", value)


def _part(part: XmlNode, place: str, ledger: Ledger) -> Embedded | None:
    """The bytes of a part, where the backup holds them."""
    stated = part.get("data")
    if not stated or stated == "null":
        return None
    try:
        content = base64.b64decode(stated, validate=False)
    except (binascii.Error, ValueError):
        ledger.note("bad-base64", place, "the bytes of this part cannot be read")
        return None
    return Embedded(_name(part), _stated(part, "ct"), content, place)


def _name(part: XmlNode) -> str:
    return _stated(part, "cl") or _stated(part, "name") or _stated(part, "fn")


def _shown(part: XmlNode, media_type: str, file: Embedded | None) -> Media:
    by_type = media_type.partition("/")[0]
    kind = (
        by_type
        if by_type in ("image", "audio", "video")
        else "contact"
        if "vcard" in media_type.lower()
        else "document"
    )
    status = "inside" if file else "omitted"
    return Media(kind, status, _name(part), media_type, len(file.content) if file else None)
