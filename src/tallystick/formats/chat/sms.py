"""Android's "SMS Backup & Restore": messages with their pictures, or the list of calls, as XML.

The absolute time decides; the readable one is the phone's local time, and only shows the zone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tallystick.errors import NotThisFormat
from tallystick.formats.carrier import Head, XmlNode, parse_xml
from tallystick.formats.chat.field import whole
from tallystick.formats.chat.instant import zone_of
from tallystick.formats.chat.ledger import Ledger, speakers
from tallystick.formats.chat.sms_record import Unit, call_of, mms_of, sms_of
from tallystick.model.chat import Chat, ChatMessage
from tallystick.model.reading import Embedded, Reading

_FORMAT = "sms"
_SIGN = re.compile(r"<(?:smses|calls)[\s>]")
_RECORD = re.compile(r"<(?:sms|mms|call) ")
# The app writes characters beyond the basic plane as two references to halves, which is no XML.
_HALVES = re.compile(rb"&#(5[56]\d{3});&#(5[67]\d{3});")
_NO_CHARACTER = re.compile(rb"&#(?:x0*[0-8bcBCef]|x0*1[0-9a-fA-F]|0*[0-8]|0*1[124-9]|0*2\d|0*3[01]|5[5-7]\d{3});")


def recognises(head: Head) -> bool:
    """Whether the root is smses or calls and the app's records stand below it."""
    return bool(_SIGN.search(head.start)) and (bool(_RECORD.search(head.text)) or "count=" in head.start)


def read(original: bytes, name: str = "") -> Iterator[Reading]:  # noqa: ARG001 - the contract of formats
    """One chat for each number or group of numbers. Raises NotThisFormat, LimitExceeded."""
    root, is_broken = _root(original)
    if root.tag not in ("smses", "calls"):
        raise NotThisFormat(_FORMAT, f"its root is {str(root.tag)[:40]}; expected smses or calls")
    children = [child for child in root if isinstance(child.tag, str)]
    ledger = Ledger("record", len(children))
    if is_broken:
        ledger.note("broken-xml", "/", "the file is damaged or cut off; what could not be read is not counted here")
    chats: dict[str, tuple[str, list[ChatMessage]]] = {}
    embedded: list[Embedded] = []
    for place, child in enumerate(children):
        unit = _unit(child, f"/{root.tag}/{place}", ledger)
        if unit is None:
            continue
        title, messages = chats.setdefault(unit.address, (unit.name, []))
        messages.append(ledger.keep(unit.message))
        if unit.name and not title:
            chats[unit.address] = (unit.name, messages)
        embedded.extend(unit.embedded)
    _compare(root, len(children), ledger)
    found = tuple(_chat(address, title, messages) for address, (title, messages) in chats.items())
    yield Reading(
        format=_FORMAT, chats=found, embedded=tuple(embedded), counts=(ledger.count(),), problems=tuple(ledger.problems)
    )


def _root(original: bytes) -> tuple[XmlNode, bool]:
    """The root element, and whether something had to be passed over to get it."""
    whole_ = _NO_CHARACTER.sub("\ufffd".encode(), _HALVES.sub(_character, original))
    try:
        return parse_xml(whole_), False
    except NotThisFormat:
        return parse_xml(whole_, recover=True), True


def _character(found: re.Match[bytes]) -> bytes:
    """The one character that two references to halves mean."""
    high, low = int(found[1]), int(found[2])
    if not (0xD800 <= high < 0xDC00 <= low < 0xE000):
        return found[0]
    return b"&#%d;" % (0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))


def _unit(child: XmlNode, place: str, ledger: Ledger) -> Unit | None:
    reader = {"sms": sms_of, "mms": mms_of, "call": call_of}.get(str(child.tag))
    if reader is None:
        ledger.lose("not-a-record", place, f"<{str(child.tag)[:40]}> is no message and no call")
        return None
    return reader(child, place, ledger)


def _compare(root: XmlNode, found: int, ledger: Ledger) -> None:
    """The app states how many records it wrote."""
    stated = whole(root.get("count") or "")
    if stated is not None and stated != found:
        ledger.note("count-differs", f"/{root.tag}", f"{stated} records are stated, {found} are there")


def _chat(address: str, title: str, messages: list[ChatMessage]) -> Chat:
    return Chat(
        platform="sms", title=title or address, chat_id=address, kind="group" if "~" in address else "private",
        zone=zone_of(messages), participants=speakers(messages), messages=tuple(messages),
    )  # fmt: skip
