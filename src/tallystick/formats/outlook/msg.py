"""One message saved by Outlook as .msg. Source: MS-OXMSG."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

from tallystick.errors import NotThisFormat
from tallystick.formats.carrier.head import Head
from tallystick.formats.outlook.compound import Compound
from tallystick.formats.outlook.mail_of import mail_of
from tallystick.formats.outlook.properties import (
    BINARY,
    MULTIPLE,
    OBJECT,
    STRING8,
    UNICODE,
    Properties,
    Stored,
    StoredFile,
    Value,
    named,
    property_names,
)
from tallystick.model.message import Problem
from tallystick.model.reading import Count, Reading

DEEPEST = 30
MOST_RECIPIENTS = 20_000
MOST_ATTACHMENTS = 10_000

_PROPERTIES, _NAMES = "__properties_version1.0", "__nameid_version1.0"
_RECIPIENT, _ATTACHMENT = "__recip_version1.0_", "__attach_version1.0_"
_STARTS = tuple(name.encode("utf-16-le") for name in ("__substg1.0_", _PROPERTIES, _NAMES, _RECIPIENT, _ATTACHMENT))
_SUBSTREAM = re.compile(r"__substg1\.0_([0-9A-Fa-f]{4})([0-9A-Fa-f]{4})(?:-([0-9A-Fa-f]{8}))?")
_INSIDE = "__substg1.0_3701000D"
_DATA = 0x3701
_CLASS_ID = bytes.fromhex("0b0d020000000000c000000000000046")
_VARIABLE = frozenset((STRING8, UNICODE, OBJECT, BINARY, 0x0048))
# Bytes before the first entry of a property table (MS-OXMSG 2.4.1).
_OF_MESSAGE, _OF_INNER_MESSAGE, _OF_OTHERS = 32, 24, 8
# Streams of an OLE object that hold its file, by preference.
_OLE_FILES = ("CONTENTS", "Package", "\x01Ole10Native")
_Path = tuple[str, ...]


def recognises(head: Head) -> bool:
    """Whether the first sector of the directory lists a message's streams."""
    if not head.block.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") or len(head.block) < 512:
        return False
    shift = int.from_bytes(head.block[0x1E:0x20], "little")
    if shift not in (9, 12):
        return False
    start = (int.from_bytes(head.block[0x30:0x34], "little") + 1) << shift
    sector = (head.block if head.whole is None else head.whole)[start : start + 512]
    if not sector:
        return head.suffix in ("msg", "oft")
    if sector[0x50:0x60] == _CLASS_ID:
        return True
    return any(sector[at : at + 64].startswith(_STARTS) for at in (128, 256, 384))


def read(original: bytes, name: str = "") -> Iterator[Reading]:  # noqa: ARG001 - a reader may ask the name
    """The message, with those attached inside. Raises NotThisFormat, LimitExceeded."""
    file = Compound(original)
    if _PROPERTIES not in file.streams(()) and not any(map(_SUBSTREAM.match, file.streams(()))):
        raise NotThisFormat("msg", "none of a message's properties is in it")
    mail = mail_of(_Reader(file).message((), _OF_MESSAGE, 0), "", "")
    yield Reading(format="msg", mails=(mail,), counts=(_count(file),), problems=tuple(_problems(file)))


def _count(file: Compound) -> Count:
    """What became of each storage and stream that the file's directory lists."""
    became = {"properties": 0, "names": 0, "attachments": 0, "structure": 0, "problems": file.duplicates, "unread": 0}
    for path in file.paths():
        became[file.taken.get(path, "structure" if file.has(path) else "unread")] += 1
    return Count("stream", file.entries, tuple(became.items()))


def _problems(file: Compound) -> Iterator[Problem]:
    for fault in file.faults:
        yield Problem("container-damaged", "", f"the file's own tables: {fault}")
    if file.duplicates:
        yield Problem("stream-duplicate", "", f"{file.duplicates} streams or storages under a name that is taken")
    for path, purpose in file.taken.items():
        if purpose == "problems":
            yield Problem("stream-unreadable", "/".join(path), "a stream that the directory lists cannot be read")
    for path in file.cut:
        yield Problem("stream-cut", "/".join(path), "the stream is shorter than the directory says")
    for path in file.shared:
        yield Problem("stream-shared", "/".join(path), "the stream shares bytes with another, or runs in a circle")
    unread = [path for path in file.paths() if path not in file.taken and not file.has(path)]
    for path in unread[:50]:
        yield Problem("stream-unread", "/".join(path), "a stream that belongs to no property of the message")
    if len(unread) > 50:
        yield Problem("stream-unread", "", f"{len(unread) - 50} further such streams")


class _Reader:
    """Reads the objects of one file: the message, its recipients, its attachments, the messages inside."""

    def __init__(self, file: Compound) -> None:
        self._file = file
        self._names = _names(file)

    def message(self, path: _Path, offset: int, depth: int) -> Stored:
        stored = Stored(Properties())
        stored.properties = self._properties(path, offset, stored.problems)
        recipients = [name for name in self._file.storages(path) if name.startswith(_RECIPIENT)]
        files = [name for name in self._file.storages(path) if name.startswith(_ATTACHMENT)]
        for kind, names, most in (("recipients", recipients, MOST_RECIPIENTS), ("files", files, MOST_ATTACHMENTS)):
            if len(names) > most:
                stored.problems.append((f"limit-{kind}", f"{len(names)} are listed, {most} are read"))
        for name in recipients[:MOST_RECIPIENTS]:
            stored.recipients.append(self._properties((*path, name), _OF_OTHERS, stored.problems))
        for name in files[:MOST_ATTACHMENTS]:
            stored.files.append(self._attachment((*path, name), depth))
        return stored

    def _attachment(self, path: _Path, depth: int) -> StoredFile:
        file = StoredFile(Properties())
        file.properties = self._properties(path, _OF_OTHERS, file.problems)
        if _INSIDE not in self._file.storages(path):
            data = file.properties.by_id.pop(_DATA, None)
            file.content = None if data is None or data.kind != BINARY else data.content
            return file
        inside = (*path, _INSIDE)
        if _PROPERTIES not in self._file.streams(inside):
            file.content = self._object(inside)
        elif depth >= DEEPEST:
            file.problems.append(("limit-depth", f"messages inside messages are read {DEEPEST} deep"))
        else:
            file.message = self.message(inside, _OF_INNER_MESSAGE, depth + 1)
        return file

    def _object(self, path: _Path) -> bytes | None:
        """The file that an OLE object holds: by its usual names, else the largest of its streams."""
        contents = {name: self._file.take((*path, name), "attachments") or b"" for name in self._file.streams(path)}
        usual = next((contents[name] for name in _OLE_FILES if contents.get(name)), b"")
        return usual or max(contents.values(), key=len, default=None)

    def _properties(self, path: _Path, offset: int, problems: list[tuple[str, str]]) -> Properties:
        values = self._fixed(path, offset, problems)
        values |= self._variable(path)
        return Properties(values, named(values, self._names))

    def _fixed(self, path: _Path, offset: int, problems: list[tuple[str, str]]) -> dict[int, Value]:
        place = (*path, _PROPERTIES)
        table = self._file.take(place, "properties") if _PROPERTIES in self._file.streams(path) else None
        if table is None or len(table) < offset:
            problems.append(("properties-missing", f"{'/'.join(place)}: the table of properties is not there"))
            return {}
        if (len(table) - offset) % 16:
            problems.append(("properties-damaged", f"{'/'.join(place)}: the table ends within an entry"))
        end = len(table) - (len(table) - offset) % 16
        entries = struct.iter_unpack("<HHI8s", table[offset:end])
        return {ident: Value(kind, (value,)) for kind, ident, _flags, value in entries if _is_fixed(kind)}

    def _variable(self, path: _Path) -> dict[int, Value]:
        found: dict[int, Value] = {}
        several: dict[int, list[bytes]] = {}
        for name in self._file.streams(path):
            match = _SUBSTREAM.fullmatch(name)
            if match is None:
                continue
            ident, kind = int(match[1], 16), int(match[2], 16)
            content = self._file.take((*path, name), "attachments" if ident == _DATA else "properties")
            if content is None:
                continue
            if match[3] is not None:
                several.setdefault(ident, []).append(content)
                found[ident] = Value(kind & ~MULTIPLE, tuple(several[ident]))
            elif not kind & MULTIPLE:
                found[ident] = Value(kind, (content,))
        return found


def _is_fixed(kind: int) -> bool:
    return kind not in _VARIABLE and not kind & MULTIPLE


def _names(file: Compound) -> dict[int, str]:
    """How each named property is called (MS-OXMSG 2.2.3); the streams that only speed up a search are passed over."""
    streams = {name: file.take((_NAMES, name), "names") or b"" for name in file.streams((_NAMES,))}
    return property_names(*(streams.get(f"__substg1.0_000{number}0102", b"") for number in (2, 3, 4)))
