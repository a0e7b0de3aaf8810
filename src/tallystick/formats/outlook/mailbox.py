"""Who sent a stored message and to whom. Source: MS-OXOMSG 2.2.1, MS-OXCDATA 2.2.5.1."""

from __future__ import annotations

from dataclasses import dataclass

from tallystick.formats.outlook.properties import Properties
from tallystick.model.message import Address

# type, address, SMTP address, name, entry id
_SENT_FOR = (0x0064, 0x0065, 0x5D02, 0x0042, 0x0041)
_SENDER = (0x0C1E, 0x0C1F, 0x5D01, 0x0C1A, 0x0C19)
_RECIPIENT = (0x3002, 0x3003, 0x39FE, 0x3001, 0x0FFF)
_RECIPIENT_TYPE, _TRACKED_NAME, _REPLY_ENTRIES, _REPLY_NAMES = 0x0C15, 0x5FF6, 0x004F, 0x0050
_DISPLAYED = {"to": 0x0E04, "cc": 0x0E03, "bcc": 0x0E02}
_ROLES = {1: "to", 2: "cc", 3: "bcc"}
_ONE_OFF = bytes.fromhex("812b1fa4bea310199d6e00dd010f5402")
_MOST_REPLY = 1_000


@dataclass(frozen=True, slots=True)
class Mailbox:
    """An address and whether it is one of the internet; others are those of a directory, such as Exchange."""

    address: Address
    is_internet: bool


def sender(properties: Properties) -> Mailbox | None:
    """Who sent it off."""
    return _mailbox(properties, _SENDER)


def sent_for(properties: Properties) -> Mailbox | None:
    """In whose name it was sent."""
    return _mailbox(properties, _SENT_FOR)


def recipient(properties: Properties) -> tuple[str, Mailbox | None]:
    """to, cc, bcc or "" for what is none of these, and whose mailbox it is."""
    role = _ROLES.get(properties.number(_RECIPIENT_TYPE) & 0x0F, "")
    found = _mailbox(properties, _RECIPIENT)
    if found is None and (name := properties.text(_TRACKED_NAME)):
        found = Mailbox(Address(name, ""), is_internet=False)
    return role, found


def displayed(properties: Properties, role: str) -> tuple[Address, ...]:
    """The names that Outlook shows for to, cc or bcc."""
    names = properties.text(_DISPLAYED[role]).split(";")
    return tuple(_named(name.strip()) for name in names if name.strip())


def reply_to(properties: Properties) -> tuple[Address, ...]:
    """Where answers are asked to go."""
    entries = _flat_entries(properties.content(_REPLY_ENTRIES))
    found = [box.address for box in (_one_off(entry, properties.charset) for entry in entries) if box is not None]
    if found:
        return tuple(found)
    names = (name.strip() for name in properties.text(_REPLY_NAMES).split(";"))
    return tuple(_named(name) for name in names if name)


def _mailbox(properties: Properties, idents: tuple[int, int, int, int, int]) -> Mailbox | None:
    kind, address, smtp, name, entry = idents
    shown, written, internet = properties.text(name), properties.text(address), properties.text(smtp)
    is_internet = properties.text(kind).upper() == "SMTP" and "@" in written
    if not is_internet and internet:
        return Mailbox(Address(shown, internet), is_internet=True)
    if not written:
        found = _one_off(properties.content(entry), properties.charset)
        if found is not None:
            return Mailbox(Address(shown or found.address.name, found.address.address), found.is_internet)
    if not written and not shown:
        return None
    return Mailbox(Address(shown, written), is_internet)


def _named(name: str) -> Address:
    return Address("", name) if "@" in name and " " not in name else Address(name, "")


def _one_off(entry: bytes, charset: str) -> Mailbox | None:
    """The mailbox that an entry id spells out, None where it only points into a directory."""
    if len(entry) < 24 or entry[4:20] != _ONE_OFF:
        return None
    if int.from_bytes(entry[22:24], "little") & 0x8000:
        texts = entry[24:].decode("utf-16-le", "replace").split("\0")
    else:
        texts = entry[24:].decode(charset, "replace").split("\0")
    name, kind, address = (*texts, "", "", "")[:3]
    return Mailbox(Address(name, address), kind.upper() == "SMTP" and "@" in address)


def _flat_entries(content: bytes) -> list[bytes]:
    """The entry ids of a list (MS-OXCDATA 2.3.3)."""
    found: list[bytes] = []
    at = 8
    while at + 4 <= len(content) and len(found) < _MOST_REPLY:
        length = int.from_bytes(content[at : at + 4], "little")
        found.append(content[at + 4 : at + 4 + length])
        at += 4 + length + -length % 4
    return found
