"""WARC and ARC web archives: each HTML response a page, with its address, time and status, and its digests checked."""

from __future__ import annotations

import base64
import hashlib
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from tallystick.errors import FormatError, NotThisFormat
from tallystick.formats.carrier import Head, without_secrets
from tallystick.formats.page.content import Files, charset_of, holds_chat, is_html, is_kept, limited, media_type_of
from tallystick.formats.page.dates import find_date
from tallystick.formats.page.http_response import HttpResponse, parse_response
from tallystick.formats.page.saved import Carried, page_of
from tallystick.formats.page.warc_records import Record, Records
from tallystick.model.check import Check
from tallystick.model.message import Moment, Problem
from tallystick.model.page import Page
from tallystick.model.reading import Count, Reading

NAME = "warc"
MOST_PAGES = 5_000
_BEGIN = re.compile(rb"WARC/\d\.\d{1,2}\r?\n|filedesc://[^\r\n]{1,500} \d{14} text/plain (?:-1|\d+)\r?\n")
_HASHES = {"sha1": 20, "sha256": 32, "md5": 16, "sha512": 64}
_SOFTWARE = re.compile(r"(?im)^software:\s*([^\r\n]{1,200})")


def recognises(head: Head) -> bool:
    """Whether the file begins with a WARC or ARC record, plain or in gzip."""
    block = head.block
    if block.startswith(b"\x1f\x8b\x08"):
        try:
            block = zlib.decompressobj(wbits=31).decompress(block[:4096], 2048)
        except zlib.error:
            return False
    return _BEGIN.match(block) is not None


def read(original: bytes, name: str = "") -> Iterator[Reading]:  # noqa: ARG001 - the contract of all formats
    """One reading of the whole archive, as far as it can be read. Raises NotThisFormat where no record begins it."""
    archive = Archive()
    archive.take(original)
    if not archive.total:
        raise NotThisFormat(NAME, "no record begins the file")
    yield archive.reading(NAME)


@dataclass(slots=True)
class Archive:
    """What the records of one or several files became."""

    pages: list[Page] = field(default_factory=list)
    files: Files = field(default_factory=Files)
    checks: list[Check] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    software: str = ""
    total: int = 0
    became: dict[str, int] = field(
        default_factory=lambda: dict.fromkeys(("pages", "embedded", "structure", "other", "problems"), 0)
    )
    _digests: dict[bool, int] = field(default_factory=lambda: {True: 0, False: 0})

    def take(self, original: bytes, prefix: str = "") -> None:
        """Read all records of the file, each counted once."""
        records = Records(original)
        for record in records:
            self.total += 1
            place = f"{prefix} {record.place}".strip()
            self._check(record, place)
            self.became[self._become(record, place)] += 1
        self.problems += [Problem(one.code, f"{prefix} {one.place}".strip(), one.detail) for one in records.problems]

    def reading(self, name: str, *, checks: tuple[Check, ...] = (), more: tuple[Problem, ...] = ()) -> Reading:
        """All of it as one reading."""
        return Reading(
            format=name,
            pages=tuple(self.pages),
            embedded=tuple(self.files.embedded),
            counts=(self.count,),
            checks=(*checks, *self.checks, *self._digest_summary()),
            problems=limited((*more, *self.problems, *self.files.problems)),
        )

    @property
    def count(self) -> Count:
        return Count("records", self.total, tuple(self.became.items()))

    def _become(self, record: Record, place: str) -> str:
        if not record.kind:
            self.problems.append(Problem("record-without-kind", place, "the record does not say what it is"))
            return "problems"
        if record.kind == "warcinfo":
            found = _SOFTWARE.search(record.block[:20_000].decode("utf-8", "replace"))
            self.software = found[1].strip() if found else self.software
        if record.kind not in ("response", "resource"):
            return "structure"
        response = parse_response(record.block) if record.kind == "response" else None
        if response is None:
            media_type = record.fields.get("content-type", "")
            return self._content(record, record.block, media_type, None, place)
        self._check_payload(record, response, place)
        self.problems += [Problem(code, place, detail) for code, detail in response.deviations]
        return self._content(record, response.content, response.fields.get("content-type", ""), response.status, place)

    def _content(self, record: Record, content: bytes, declared: str, status: int | None, place: str) -> str:
        media_type = media_type_of(declared)
        url = record.fields.get("warc-target-uri", "").strip("<>")
        if is_html(media_type) and content.strip():
            return self._page(record, content, url, charset_of(declared), status, place)
        if is_kept(media_type) and content and status in (None, 200, 203, 206):
            return "embedded" if self.files.add(url, media_type, content, place) else "problems"
        return "other"

    def _page(self, record: Record, content: bytes, url: str, charset: str, status: int | None, place: str) -> str:
        if len(self.pages) >= MOST_PAGES:
            self.problems.append(Problem("limit-pages", "", f"more than {MOST_PAGES} pages; the rest is not read"))
            return "problems"
        carried = Carried(
            place=place, url=url, captured=_captured(record.fields.get("warc-date", "")),
            captured_by=self.software, status=status, charset=charset,
        )  # fmt: skip
        try:
            saved = page_of(content, carried)
        except FormatError as error:
            self.problems.append(Problem("page-unreadable", place, str(error)))
            return "problems"
        self.pages += saved.pages
        self.problems += saved.problems
        if holds_chat(content):
            self.files.add(url, "text/html", content, place)
        return "pages"

    def _check(self, record: Record, place: str) -> None:
        stated = record.fields.get("warc-block-digest", "")
        if stated:
            self._compare("warc-block-digest", stated, (record.block,), place)

    def _check_payload(self, record: Record, response: HttpResponse, place: str) -> None:
        """Programs differ in whether they digest the payload with its chunks or without: either fits."""
        stated = record.fields.get("warc-payload-digest", "")
        if stated:
            self._compare("warc-payload-digest", stated, (response.payload, response.content), place)

    def _compare(self, name: str, stated: str, contents: tuple[bytes, ...], place: str) -> None:
        algorithm, _, value = stated.partition(":")
        wanted = _digest(algorithm, value)
        if wanted is None:
            reason = f"the digest {stated[:60]!r} is of no kind that is known"
            self.checks.append(Check.not_checked(name, reason, place))
            return
        hash_name = algorithm.lower().replace("-", "")
        fits = any(hashlib.new(hash_name, content, usedforsecurity=False).digest() == wanted for content in contents)
        self._digests[fits] += 1
        if not fits:
            self.checks.append(
                Check.failed(name, f"the content has not the {algorithm} digest that the record states", place)
            )

    def _digest_summary(self) -> tuple[Check, ...]:
        """One line for all digests that fit: an archive has thousands."""
        if not self._digests[True] and not self._digests[False]:
            return (Check.not_checked("warc-digests", "no record states a digest"),)
        if self._digests[False]:
            return ()
        return (
            Check.passed("warc-digests", f"all {self._digests[True]} digests that the records state fit their content"),
        )


def _digest(algorithm: str, value: str) -> bytes | None:
    """The digest as bytes, from hex, base64 or base32; None where it is none of them or of another length."""
    size = _HASHES.get(algorithm.lower().replace("-", ""))
    value = value.strip()
    try:
        if size and len(value) == size * 2:
            return bytes.fromhex(value)
        if size and len(value.rstrip("=")) == (size * 8 + 5) // 6:
            return base64.b64decode(value.rstrip("=") + "=" * (-len(value.rstrip("=")) % 4), validate=True)
        raw = base64.b32decode(value.upper() + "=" * (-len(value) % 8))
    except ValueError:
        return None
    return raw if len(raw) == size else None


def _captured(stated: str) -> Moment | None:
    if not stated:
        return None
    found = find_date(stated, source="capture")
    return found.moment if found is not None else Moment(None, None, "capture", without_secrets(stated[:200]))
