"""What stands in a message: its parts with their spans and hashes, its text, and the messages inside."""

from __future__ import annotations

import hashlib
import re

from tallystick.errors import FormatError
from tallystick.formats.mail import uuencode
from tallystick.formats.mail.charset import decode
from tallystick.formats.mail.deviation import Deviations
from tallystick.formats.mail.limits import Limits
from tallystick.formats.mail.markup import visible_text
from tallystick.formats.mail.protection import container_kind, inline_kinds, leaf_kind
from tallystick.formats.mail.structure import Entity
from tallystick.formats.mail.tnef import TnefAttachment, read_tnef
from tallystick.formats.mail.transfer import IDENTITY, decoded
from tallystick.model.message import Part

MESSAGE_TYPES = ("message/rfc822", "message/global")
_REPORTS = ("message/delivery-status", "message/disposition-notification", "message/feedback-report")
_TNEF = ("application/ms-tnef", "application/vnd.ms-tnef")
_QUOTED_FROM = re.compile(rb"^>(?=>*From )", re.MULTILINE)
_MOST_TNEF_DEPTH = 5


class Budget:
    """What one original may still cost, messages inside it included."""

    __slots__ = ("decoded_bytes", "parts")

    def __init__(self, limits: Limits) -> None:
        self.decoded_bytes = limits.decoded_bytes
        self.parts = limits.parts


class Body:
    """The content of one message, filled by one walk over its entities."""

    __slots__ = (
        "_budget", "_original", "_problems", "_unquotes", "encoded", "html_bytes", "htmls", "nested", "parts",
        "protection", "text_bytes", "texts",
    )  # fmt: skip

    def __init__(self, original: bytes, limits: Limits, budget: Budget, problems: Deviations) -> None:
        self._original = original
        self._budget = budget
        self._problems = problems
        self._unquotes = False
        self.parts: list[Part] = []
        self.texts: list[str] = []
        self.htmls: list[str] = []
        self.text_bytes = limits.text_bytes
        self.html_bytes = limits.html_bytes
        self.nested: list[tuple[str, Entity]] = []
        """Messages that stand in the same original, by the path of the part that holds them."""
        self.encoded: list[tuple[str, bytes]] = []
        """Messages that had to be decoded, by the path of the part that held them."""
        self.protection: dict[str, None] = {}

    def walk(self, root: Entity, path: str, base: str) -> None:
        """Every entity of the message `root`, depth first; `base` is what its parts' paths begin with."""
        self._unquotes = bool(root.from_line)
        self._entity(root, path, base)

    def _entity(self, entity: Entity, path: str, base: str, outer_kind: str = "") -> None:
        if not entity.children:
            self._leaf(entity, path, "encrypted" if outer_kind == "pgp-encrypted" else "")
        elif entity.media_type.startswith("multipart/"):
            self._add(entity, path, "container", "", entity.end - entity.body_start, "")
            kind = container_kind(entity.media_type, entity.parameters)
            if kind:
                self.protection[kind] = None
            for number, child in enumerate(entity.children, 1):
                child_path = f"{base}.{number}" if base else str(number)
                self._entity(child, child_path, child_path, kind)
        else:
            raw = self._original[entity.body_start : entity.end]
            digest = self._hashed(raw, path)
            self._add(entity, path, "message", _name(entity), len(raw), digest)
            self.nested.append((path or "1", entity.children[0]))

    def _leaf(self, entity: Entity, path: str, role: str) -> None:
        raw = self._original[entity.body_start : entity.end]
        content = decoded(raw, entity.encoding, self._problems, path)
        name = _name(entity)
        kind, kind_role = leaf_kind(entity.media_type, entity.parameters, name)
        if kind:
            self.protection[kind] = None
            if kind in ("smime-opaque-signed", "smime-encrypted"):
                self._problems.add("smime-opaque", path, kind)
        if entity.media_type == "message/partial":
            self._problems.add("partial-message", path)
        digest = self._hashed(content, path)
        role = role or kind_role or _role(entity, name, is_first=not self.texts and not self.htmls)
        charset = ""
        if role in ("text", "html"):
            charset = self._text(content, entity, role, path)
        if role == "text" and entity.encoding == "7bit" and not content.isascii():
            self._problems.add("transfer-8bit", path)
        self._add(entity, path, role, name, len(content), digest, charset)
        self._open(entity, content, role, path)

    def _hashed(self, content: bytes, path: str) -> str:
        if len(content) > self._budget.decoded_bytes:
            self._problems.add("limit-decoded-bytes", path)
            return ""
        self._budget.decoded_bytes -= len(content)
        return hashlib.sha256(content).hexdigest()

    def _add(
        self, entity: Entity, path: str, role: str, name: str, size_bytes: int, digest: str, charset: str = ""
    ) -> None:
        content_id = entity.fields.first("content-id")
        self.parts.append(
            Part(
                path,
                entity.start,
                entity.body_start,
                entity.end,
                entity.media_type,
                role,
                name,
                charset or entity.parameters.get("charset", ""),
                entity.encoding,
                entity.disposition,
                content_id.strip(b"<> \t\r\n").decode("utf-8", "replace") if content_id else "",
                size_bytes,
                digest,
            )
        )

    def _text(self, content: bytes, entity: Entity, role: str, path: str) -> str:
        """The leaf's text joins the message's; the charset that was used is returned."""
        left = self.text_bytes if role == "text" else self.html_bytes
        if len(content) > left:
            self._problems.add("limit-text-bytes", path)
            content = content[:left]
        if self._unquotes and entity.encoding in IDENTITY and b">From " in content:
            content = _QUOTED_FROM.sub(b"", content)
            self._problems.add("mbox-quoting", path)
        text, charset = decode(content, entity.parameters.get("charset", ""), self._problems, path)
        if "\x00" in text:
            self._problems.add("nul-bytes", path)
        if role == "html":
            self.html_bytes -= len(content)
            visible, is_whole = visible_text(text)
            if not is_whole:
                self._problems.add("html-cut", path)
            self.htmls.append(visible)
            return charset
        self.text_bytes -= len(content)
        for kind in inline_kinds(text):
            self.protection[kind] = None
        self.texts.append(text.replace("\r\n", "\n"))
        return charset

    def _open(self, entity: Entity, content: bytes, role: str, path: str) -> None:
        """What hides inside a leaf's content: a message, a winmail.dat's files, uuencoded files."""
        if role == "message" and entity.encoding not in IDENTITY:
            self.encoded.append((path or "1", content))
        elif role == "tnef":
            self._tnef(entity, content, path, 1)
        elif role == "text" and b"begin" in content:
            for number, block in enumerate(uuencode.blocks(content), 1):
                if block.is_damaged:
                    self._problems.add("uuencode-damaged", path)
                name, _ = decode(block.name, "", self._problems, path)
                self._derive(entity, f"{path or 1}.uu.{number}", name, "", "", block.content)

    def _tnef(self, entity: Entity, content: bytes, path: str, depth: int) -> None:
        try:
            found = read_tnef(content)
        except FormatError:
            self._problems.add("tnef-unreadable", path)
            return
        if found.problems:
            self._problems.add("tnef-unreadable", path, found.problems[0].code)
        if found.text:
            self.texts.append(found.text.replace("\r\n", "\n")[: self.text_bytes])
        elif found.html:
            html, _ = decode(found.html[: self.html_bytes], found.html_charset, self._problems, path)
            self.htmls.append(visible_text(html)[0])
        for number, attachment in enumerate(found.attachments, 1):
            self._tnef_attachment(entity, attachment, f"{path or 1}.tnef.{number}", depth)

    def _tnef_attachment(self, entity: Entity, attachment: TnefAttachment, path: str, depth: int) -> None:
        name = attachment.name or attachment.short_name
        self._derive(entity, path, name, attachment.media_type, attachment.content_id, attachment.content)
        if attachment.is_message and depth < _MOST_TNEF_DEPTH:
            self._tnef(entity, attachment.content, path, depth + 1)

    def _derive(self, entity: Entity, path: str, name: str, media_type: str, content_id: str, content: bytes) -> None:
        """A part with the span of the part that it was found in."""
        if self._budget.parts <= 0:
            self._problems.add("limit-parts", path)
            return
        self._budget.parts -= 1
        self._problems.add("derived-part", path)
        digest = self._hashed(content, path)
        media_type = media_type or "application/octet-stream"
        role = "inline" if content_id else "attachment"
        self.parts.append(
            Part(
                path, entity.start, entity.body_start, entity.end, media_type, role, name,
                content_id=content_id, size_bytes=len(content), sha256=digest,
            )
        )  # fmt: skip


def _name(entity: Entity) -> str:
    return entity.disposition_parameters.get("filename", "") or entity.parameters.get("name", "")


def _role(entity: Entity, name: str, *, is_first: bool) -> str:
    """What a leaf is to its reader."""
    media_type = entity.media_type
    if media_type in ("text/plain", "text/html"):
        is_attached = entity.disposition == "attachment" or (
            bool(entity.disposition_parameters.get("filename")) and not is_first
        )
        if not is_attached:
            return "text" if media_type == "text/plain" else "html"
        return "attachment"
    if media_type.startswith("multipart/") or media_type in _REPORTS:
        # A multipart in which no part was found still says something.
        return "text"
    if media_type in MESSAGE_TYPES:
        return "message"
    if media_type == "message/external-body":
        return "external"
    if media_type in _TNEF or name.lower() == "winmail.dat":
        return "tnef"
    if entity.disposition == "inline" or (entity.disposition != "attachment" and entity.fields.first("content-id")):
        return "inline"
    return "attachment"
