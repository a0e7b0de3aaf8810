"""The attachments of a stored message. Source: MS-OXCMSG 2.2.2."""

from __future__ import annotations

import hashlib

from tallystick.formats.carrier import without_secrets
from tallystick.formats.outlook.properties import Properties, StoredFile
from tallystick.model.message import Part
from tallystick.model.reading import Embedded

_METHOD, _MEDIA_TYPE, _CONTENT_ID = 0x3705, 0x370E, 0x3712
_NAMES = (0x3707, 0x3704, 0x3001)
_PATHS = (0x370D, 0x3708, 0x3707, 0x3704)
_BY_REFERENCE = (2, 3, 4, 7)
_OLE = 6
_OUTLOOK = "application/vnd.ms-outlook"

Found = tuple[Part, Embedded | None, list[tuple[str, str]]]


def file_part(stored: StoredFile, path: str) -> Found:
    """The part that an attachment is, its file where it holds one, and what was wrong as codes and sentences."""
    properties = stored.properties
    name, problems = properties.text(*_NAMES), list(stored.problems)
    content_id = properties.text(_CONTENT_ID).strip("<>")
    if stored.message is not None:
        return _part(path, _OUTLOOK, "message", name, content_id, b"", stored=False), None, problems
    method = properties.number(_METHOD)
    if method in _BY_REFERENCE and not stored.content:
        where = without_secrets(properties.text(*_PATHS))
        problems.append(("attachment-by-reference", f"only a pointer to {where!r} is held, not the file"))
        return (
            _part(path, "", "external", without_secrets(name) or where, content_id, b"", stored=False),
            None,
            problems,
        )
    if method == _OLE:
        problems.append(("attachment-ole", "an object of another program; of its parts the largest is kept as a file"))
    if stored.content is None:
        problems.append(("attachment-unread", f"the content of {name!r} is not held or cannot be read"))
        return _part(path, "", "attachment", name, content_id, b"", stored=False), None, problems
    media_type = _media_type(properties)
    role = "inline" if content_id else "attachment"
    part = _part(path, media_type, role, name, content_id, stored.content, stored=True)
    return part, Embedded(name, media_type, stored.content, path), problems


def _media_type(properties: Properties) -> str:
    return properties.text(_MEDIA_TYPE).strip().lower()


def _part(path: str, media_type: str, role: str, name: str, content_id: str, content: bytes, *, stored: bool) -> Part:
    digest = hashlib.sha256(content).hexdigest() if stored else ""
    return Part(
        path, 0, 0, 0, media_type or "application/octet-stream", role, name,
        content_id=content_id, size_bytes=len(content), sha256=digest,
    )  # fmt: skip
