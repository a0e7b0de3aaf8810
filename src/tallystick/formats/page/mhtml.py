"""MHTML: a page with its pictures and frames in one file, as browsers save it. Source: RFC 2557.

Chrome, Edge and Opera state the address in Snapshot-Content-Location, the time in Date; Internet Explorer and Word
state the address at the first part.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from tallystick.errors import FormatError, NotThisFormat
from tallystick.formats.carrier import Head
from tallystick.formats.mail import moment as mail_moment
from tallystick.formats.mail.deviation import Deviations
from tallystick.formats.mail.encoded_word import header_text
from tallystick.formats.mail.limits import Limits
from tallystick.formats.mail.structure import Entity, scan
from tallystick.formats.mail.transfer import decoded
from tallystick.formats.page.content import Files, holds_chat, is_html, is_kept, limited
from tallystick.formats.page.saved import Carried, page_of
from tallystick.model.message import Problem
from tallystick.model.page import Page
from tallystick.model.reading import Count, Reading

NAME = "mhtml"
_LIMITS = Limits()
_SNAPSHOT = re.compile(r"(?im)^Snapshot-Content-Location:|^From:\s*\"?<?Saved by ")
_RELATED = re.compile(r"(?im)^Content-Type:\s*multipart/(?:related|alternative|mixed)")
_LOCATION = re.compile(r"(?im)^Content-Location:")
_MAILED = re.compile(r"(?im)^(?:Message-ID|Received|To|Return-Path|X-Mailer):")
_FIELD = re.compile(r"[A-Za-z][A-Za-z0-9-]{1,60}:")
_SAVED_BY = re.compile(r"Saved by ([^<>\"]{1,100})")


def recognises(head: Head) -> bool:
    """Whether the file begins with a browser's MIME header: an address of its own, and nobody it was sent to."""
    start = head.text[:16_384].lstrip()
    if _FIELD.match(start) is None:
        return False
    header = re.split(r"\r?\n\r?\n", start, maxsplit=1)[0]
    if _SNAPSHOT.search(header):
        return True
    return bool(_RELATED.search(header) and _LOCATION.search(start) and not _MAILED.search(header))


def read(original: bytes, name: str = "") -> Iterator[Reading]:  # noqa: ARG001 - the contract of all formats
    """One reading: the page, the documents in its frames, and its pictures as files inside. Raises FormatError."""
    deviations = Deviations(_LIMITS.problems)
    root = scan(original[: _LIMITS.original_bytes], _LIMITS, deviations)
    snapshot = _Snapshot(original, root, deviations)
    for path, entity in _numbered(root, ""):
        snapshot.take(path, entity)
    if not snapshot.pages:
        raise NotThisFormat(NAME, "no HTML part can be read in it")
    yield snapshot.reading()


def _numbered(entity: Entity, path: str) -> Iterator[tuple[str, Entity]]:
    """All entities, containers first, numbered as IMAP does. The scan has bounded their depth."""
    yield path, entity
    for number, child in enumerate(entity.children, 1):
        yield from _numbered(child, f"{path}.{number}" if path else str(number))


class _Snapshot:
    """The file while it is read: what its header states, and what each part became."""

    def __init__(self, original: bytes, root: Entity, deviations: Deviations) -> None:
        self._original = original
        self._deviations = deviations
        self._files = Files()
        self._problems: list[Problem] = []
        self._became = dict.fromkeys(("pages", "embedded", "structure", "problems"), 0)
        self._total = 0
        self.pages: list[Page] = []
        self._url = self._field(root, "snapshot-content-location")
        self._title = self._field(root, "subject")
        date = self._field(root, "date")
        self._captured = mail_moment.moment(date, "capture") if date else None
        saved_by = _SAVED_BY.search(self._field(root, "from"))
        self._captured_by = saved_by[1].strip() if saved_by else self._field(root, "x-mimeole")[:100]

    def take(self, path: str, entity: Entity) -> None:
        """Count the entity once, as what it became."""
        self._total += 1
        if entity.children or entity.media_type.startswith("multipart/"):
            self._became["structure"] += 1
            return
        place = f"part {path or '1'}"
        content = decoded(self._original[entity.body_start : entity.end], entity.encoding, self._deviations, place)
        if is_html(entity.media_type):
            self._became[self._page(content, entity, place)] += 1
        elif is_kept(entity.media_type):
            address = self._field(entity, "content-location") or self._field(entity, "content-id").strip("<>")
            is_listed = self._files.add(address, entity.media_type, content, place)
            self._became["embedded" if is_listed else "problems"] += 1
        else:
            self._became["structure"] += 1

    def _page(self, document: bytes, entity: Entity, place: str) -> str:
        location = self._field(entity, "content-location")
        is_first = not self.pages
        carried = Carried(
            place=place,
            url=(self._url if is_first else "") or location,
            captured=self._captured,
            captured_by=self._captured_by,
            charset=entity.parameters.get("charset", ""),
        )
        try:
            saved = page_of(document, carried)
        except FormatError as error:
            self._problems.append(Problem("page-unreadable", place, str(error)))
            return "problems"
        first, *framed = saved.pages
        self.pages += [replace(first, title=first.title or self._title) if is_first else first, *framed]
        self._problems += saved.problems
        if holds_chat(document):
            self._files.add(location or "page.html", "text/html", document, place)
        if is_first and self._url and location and not location.startswith("cid:") and location != self._url:
            detail = "the header and the first part state different addresses"
            self._problems.append(Problem("address-differs", place, detail))
        return "pages"

    def _field(self, entity: Entity, name: str) -> str:
        raw = entity.fields.first(name)
        return header_text(raw[: _LIMITS.field_bytes], self._deviations, name).strip() if raw is not None else ""

    def reading(self) -> Reading:
        return Reading(
            format=NAME,
            pages=tuple(self.pages),
            embedded=tuple(self._files.embedded),
            counts=(Count("parts", self._total, tuple(self._became.items())),),
            problems=limited((*self._problems, *self._files.problems, *self._deviations.listed())),
        )
