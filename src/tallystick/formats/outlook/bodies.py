"""What a stored message says: its plain, HTML and rich text bodies. Source: MS-OXCMSG 2.2.1.58, MS-OXRTFEX."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field

from tallystick.errors import FormatError
from tallystick.formats.mail import rtf
from tallystick.formats.mail.charset import decode
from tallystick.formats.mail.deviation import Deviations
from tallystick.formats.mail.limits import Limits
from tallystick.formats.mail.markup import visible_text
from tallystick.formats.outlook.codepage import charset_of
from tallystick.formats.outlook.properties import UNICODE, Properties, Value
from tallystick.model.message import Part

_PLAIN, _REPORT, _RTF, _HTML, _INTERNET_CODE_PAGE = 0x1000, 0x1001, 0x1009, 0x1013, 0x3FDE
_META = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?([A-Za-z0-9_-]{2,40})""", re.IGNORECASE)
_HTML_INSIDE = re.compile(rb"\\fromhtml1?\b")
# Tags stand in groups of their own; what stands between \htmlrtf and \htmlrtf0 says them again for readers of RTF.
_TAG = re.compile(rb"\{\\\*\\htmltag\d{0,9}[ ]?")
_SWITCH = re.compile(rb"\\htmlrtf([01]?)(?![0-9A-Za-z])[ ]?")
_LIMITS = Limits()


@dataclass(slots=True)
class Bodies:
    """The texts, a part for each body that the store holds, and what was wrong, as codes, places and sentences."""

    text: str = ""
    html_text: str = ""
    parts: list[Part] = field(default_factory=list)
    problems: list[tuple[str, str, str]] = field(default_factory=list)

    def add(self, base: str, media_type: str, role: str, content: bytes, charset: str) -> str:
        """A part for the body is listed; its path is returned."""
        path = f"{base}{len(self.parts) + 1}"
        digest = hashlib.sha256(content).hexdigest()
        self.parts.append(
            Part(path, 0, 0, 0, media_type, role, charset=charset, size_bytes=len(content), sha256=digest)
        )
        return path

    def bounded(self, text: str, most: int, path: str) -> str:
        if len(text) <= most:
            return text
        self.problems.append(("limit-text-bytes", path, f"more text than is read; the first {most} characters are"))
        return text[:most]


def bodies(properties: Properties, base: str, deviations: Deviations) -> Bodies:
    """All bodies, read; parts are numbered from 1 behind `base`."""
    found = Bodies()
    texts = (properties.by_id[ident] for ident in (_PLAIN, _REPORT) if properties.content(ident))
    if (plain := next(texts, None)) is not None:
        _add_plain(found, plain, properties.charset, base)
    html = properties.by_id.get(_HTML)
    if html is not None and html.content:
        _add_html(found, html, properties, base, deviations)
    compressed = properties.content(_RTF)
    if compressed:
        _add_rtf(found, compressed, base)
    return found


def _add_plain(found: Bodies, plain: Value, charset: str, base: str) -> None:
    table = "utf-16-le" if plain.kind == UNICODE else charset
    path = found.add(base, "text/plain", "text", plain.content, table)
    found.text = found.bounded(_lines(plain.text(charset)), _LIMITS.text_bytes, path)


def _add_html(found: Bodies, html: Value, properties: Properties, base: str, deviations: Deviations) -> None:
    content = html.content.rstrip(b"\0") if html.kind != UNICODE else html.content
    if html.kind == UNICODE:
        text, table = html.text(""), "utf-16-le"
    else:
        meta = _META.search(content[:4096])
        declared = charset_of(properties.number(_INTERNET_CODE_PAGE))
        if declared in ("", "ascii"):
            declared = meta[1].decode("ascii") if meta else ""
        text, table = decode(content[: 2 * _LIMITS.html_bytes], declared, deviations, "html")
    path = found.add(base, "text/html", "html", content, table)
    text = found.bounded(text, _LIMITS.html_bytes, path)
    found.html_text = visible_text(text)[0]


def _add_rtf(found: Bodies, compressed: bytes, base: str) -> None:
    """The rich text is a part; its text is read where no HTML says it, or no plain text either."""
    try:
        rich = rtf.decompress(compressed)
    except FormatError as error:
        found.problems.append(("rtf-damaged", "rtf", str(error)))
        return
    is_html = bool(_HTML_INSIDE.search(rich[:1024]))
    path = found.add(base, "text/rtf", "html" if is_html else "text", rich, "")
    if is_html and not found.html_text:
        html = found.bounded(rtf.text(_html_alone(rich)), _LIMITS.html_bytes, path)
        found.html_text = visible_text(html)[0]
    elif not is_html and not found.text:
        found.text = found.bounded(_lines(rtf.text(rich)), _LIMITS.text_bytes, path)


def _html_alone(rich: bytes) -> bytes:
    """The rich text with its HTML's tags as text, and without what is there for readers of RTF alone."""
    kept, at, is_html = [], 0, True
    for switch in _SWITCH.finditer(rich):
        if is_html:
            kept.append(rich[at : switch.start()])
        at, is_html = switch.end(), switch[1] == b"0"
    if is_html:
        kept.append(rich[at:])
    return _TAG.sub(b"{", b"".join(kept))


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
