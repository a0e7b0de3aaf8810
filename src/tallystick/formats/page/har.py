"""HAR: what a browser's network tools saved; each HTML response with its content is a page. Source: HAR 1.2.

Cookies and headers with keys are never looked at: address, time, status and content are.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from typing import Any

from tallystick.errors import FormatError, NotThisFormat
from tallystick.formats.carrier import Head, parse_json
from tallystick.formats.page.content import Files, charset_of, holds_chat, is_html, is_kept, limited, media_type_of
from tallystick.formats.page.dates import find_date
from tallystick.formats.page.saved import Carried, page_of
from tallystick.model.message import Moment, Problem
from tallystick.model.page import Page
from tallystick.model.reading import Count, Reading

NAME = "har"
MOST_PAGES = 2_000
_BEGIN = re.compile(r'\A\{\s*"log"\s*:\s*\{')
_MEMBERS = re.compile(r'"(?:creator|entries|pages|browser|version)"\s*:')


def recognises(head: Head) -> bool:
    """Whether the file is a JSON object whose first member is the log of a browser or proxy."""
    return _BEGIN.match(head.start) is not None and len(set(_MEMBERS.findall(head.start))) >= 2


def read(original: bytes, name: str = "") -> Iterator[Reading]:  # noqa: ARG001 - the contract of all formats
    """One reading of all entries. Raises NotThisFormat, LimitExceeded."""
    parsed = parse_json(original)
    log = parsed.get("log") if isinstance(parsed, dict) else None
    entries = log.get("entries") if isinstance(log, dict) else None
    if not isinstance(log, dict) or not isinstance(entries, list):
        raise NotThisFormat(NAME, "no list of entries in it")
    log_read = _Log(_program(log))
    for number, entry in enumerate(entries, 1):
        log_read.became[log_read.take(entry, f"entry {number}")] += 1
    yield log_read.reading(len(entries))


def _program(log: dict[str, Any]) -> str:
    """The browser and the program that wrote the file, with their versions."""
    named = []
    for member in ("browser", "creator"):
        stated = log.get(member)
        if isinstance(stated, dict) and _text(stated, "name"):
            named.append(f"{_text(stated, 'name')} {_text(stated, 'version')}".strip()[:100])
    return ", ".join(dict.fromkeys(named))


class _Log:
    """The entries while they are read, and what each became."""

    def __init__(self, program: str) -> None:
        self._program = program
        self._pages: list[Page] = []
        self._files = Files()
        self._problems: list[Problem] = []
        self.became = dict.fromkeys(("pages", "embedded", "without-content", "other", "problems"), 0)

    def take(self, entry: Any, place: str) -> str:
        """What the entry is counted as; pages and files in it are listed."""
        request, response = _member(entry, "request"), _member(entry, "response")
        if not request or not response:
            return self._problem("entry-unreadable", place, "no request or no response in it")
        content = _member(response, "content")
        declared = _text(content, "mimeType")
        media_type = media_type_of(declared)
        if not (is_html(media_type) or is_kept(media_type)):
            return "other"
        if not _text(content, "text"):
            return "without-content"
        document = _document(content)
        if document is None:
            return self._problem("content-unreadable", place, "its content is no base64, as it says it is")
        if is_kept(media_type):
            is_listed = self._files.add(_text(request, "url"), media_type, document, place)
            return "embedded" if is_listed else "problems"
        is_decoded = _text(content, "encoding") != "base64"
        return self._page(entry, document, "utf-8" if is_decoded else charset_of(declared), place)

    def _page(self, entry: dict[str, Any], document: bytes, charset: str, place: str) -> str:
        if len(self._pages) >= MOST_PAGES:
            return self._problem("limit-pages", place, f"more than {MOST_PAGES} pages; the rest is not read")
        url, status = _text(entry["request"], "url"), entry["response"].get("status")
        carried = Carried(
            place=place, url=url, captured=_moment(_text(entry, "startedDateTime")), captured_by=self._program,
            status=status if isinstance(status, int) and status > 0 else None, charset=charset,
        )  # fmt: skip
        try:
            saved = page_of(document, carried)
        except FormatError as error:
            return self._problem("page-unreadable", place, str(error))
        self._pages += saved.pages
        self._problems += saved.problems
        if holds_chat(document):
            self._files.add(url, "text/html", document, place)
        return "pages"

    def _problem(self, code: str, place: str, detail: str) -> str:
        self._problems.append(Problem(code, place, detail))
        return "problems"

    def reading(self, total: int) -> Reading:
        """All entries as one reading."""
        return Reading(
            format=NAME,
            pages=tuple(self._pages),
            embedded=tuple(self._files.embedded),
            counts=(Count("entries", total, tuple(self.became.items())),),
            problems=limited((*self._problems, *self._files.problems)),
        )


def _member(held: Any, name: str) -> dict[str, Any]:
    value = held.get(name) if isinstance(held, dict) else None
    return value if isinstance(value, dict) else {}


def _text(held: dict[str, Any], name: str) -> str:
    value = held.get(name)
    return value if isinstance(value, str) else ""


def _document(content: dict[str, Any]) -> bytes | None:
    text = _text(content, "text")
    if _text(content, "encoding") != "base64":
        return text.encode("utf-8", "replace")
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        return None


def _moment(stated: str) -> Moment | None:
    if not stated:
        return None
    found = find_date(stated, source="capture")
    return found.moment if found is not None else Moment(None, None, "capture", stated[:200])
