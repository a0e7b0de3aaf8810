"""WACZ: web archives with their list of pages in one zip; each resource's digest and the signature are checked.

Source: WACZ 1.1.1.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from tallystick.errors import FormatError, NotThisFormat
from tallystick.formats.carrier import Head, Zipped, parse_json, parse_json_lines, without_secrets
from tallystick.formats.page.dates import find_date
from tallystick.formats.page.wacz_signature import check_signature
from tallystick.formats.page.warc import Archive
from tallystick.model.check import Check
from tallystick.model.message import Problem
from tallystick.model.page import Page
from tallystick.model.reading import Count, Reading

NAME = "wacz"
MOST_RESOURCES = 2_000
_PACKAGE, _DIGEST = "datapackage.json", "datapackage-digest.json"
_LARGEST_JSON = 32 << 20


def recognises(head: Head) -> bool:
    """Whether the zip holds a datapackage and a folder of archives."""
    return _PACKAGE in head.names and any(name.startswith("archive/") for name in head.names)


def read(original: bytes, name: str = "") -> Iterator[Reading]:  # noqa: ARG001 - the contract of all formats
    """One reading: the pages of all archives inside, and what digests and signature prove. Raises FormatError."""
    opened = Zipped(original)
    if _PACKAGE not in opened:
        raise NotThisFormat(NAME, f"no {_PACKAGE} in it")
    datapackage = opened.read(_PACKAGE, _LARGEST_JSON)
    package = _Package(opened, datapackage)
    checks = [*package.resource_checks(), *package.signature_checks()]
    archive = Archive()
    for member in opened.names:
        package.take(member, archive)
    pages = package.listed(archive.pages)
    reading = archive.reading(NAME, checks=tuple(checks), more=tuple(package.problems))
    files = Count("members", len(opened.names), tuple(package.became.items()))
    yield replace(reading, pages=pages, counts=(files, archive.count))


class _Package:
    """The zip, its datapackage, and what each member became."""

    def __init__(self, opened: Zipped, datapackage: bytes) -> None:
        self._opened = opened
        self._datapackage = datapackage
        self._pages: dict[str, dict[str, Any]] = {}
        self.became = dict.fromkeys(("archives", "page-lists", "structure", "problems"), 0)
        self.problems: list[Problem] = [Problem("member-refused", "", one[:300]) for one in opened.refusals[:100]]
        try:
            parsed = parse_json(datapackage)
        except FormatError as error:
            self.problems.append(Problem("datapackage-unreadable", _PACKAGE, str(error)))
            parsed = {}
        self._stated: dict[str, Any] = parsed if isinstance(parsed, dict) else {}

    @property
    def software(self) -> str:
        value = self._stated.get("software")
        return value[:200] if isinstance(value, str) else ""

    def resource_checks(self) -> Iterator[Check]:
        """Each resource that the datapackage lists, against its bytes; members that it does not list are named."""
        resources = self._stated.get("resources")
        listed = [one for one in resources if isinstance(one, dict)] if isinstance(resources, list) else []
        if not listed:
            yield Check.not_checked("wacz-resources", "datapackage.json lists no resources", _PACKAGE)
            return
        fitting, paths = 0, set()
        if len(listed) > MOST_RESOURCES:
            yield Check.not_checked("wacz-resources", f"more than {MOST_RESOURCES} resources; the rest was not checked")
        for resource in listed[:MOST_RESOURCES]:
            check = self._resource_check(resource)
            paths.add(str(resource.get("path", "")))
            if check is None:
                fitting += 1
            else:
                yield check
        if fitting == len(listed):
            yield Check.passed("wacz-resources", f"all {fitting} resources have the digests that are stated", _PACKAGE)
        for name in sorted(set(self._opened.names) - paths - {_PACKAGE, _DIGEST})[:50]:
            yield Check.failed("wacz-unlisted", "a file is in the archive that its datapackage does not list", name)

    def _resource_check(self, resource: dict[str, Any]) -> Check | None:
        """What is wrong with the resource, or None where its bytes have the stated digest and length."""
        path, stated = str(resource.get("path", ""))[:500], str(resource.get("hash", ""))
        algorithm, _, value = stated.partition(":")
        if algorithm not in ("sha256", "md5") or not value:
            return Check.not_checked("wacz-resource", "no digest of it is stated", path)
        try:
            content = self._opened.read(path)
        except FormatError as error:
            return Check.failed("wacz-resource", str(error)[:300], path)
        actual = hashlib.new(algorithm, content, usedforsecurity=False).hexdigest()
        size = resource.get("bytes")
        if actual != value.lower() or (isinstance(size, int) and size != len(content)):
            return Check.failed("wacz-resource", "it has another digest or length than is stated", path, actual=actual)
        return None

    def signature_checks(self) -> Iterator[Check]:
        if _DIGEST not in self._opened:
            yield Check.not_checked("wacz-signature", "the archive is not signed", _PACKAGE)
            return
        try:
            digest = parse_json(self._opened.read(_DIGEST, _LARGEST_JSON))
        except FormatError as error:
            yield Check.failed("wacz-signature", f"it cannot be read: {error}"[:300], _DIGEST)
            return
        yield from check_signature(digest, self._datapackage)

    def take(self, member: str, archive: Archive) -> None:
        """Read the member, and count it once."""
        try:
            if member.startswith("archive/") and member.endswith((".warc", ".warc.gz", ".arc", ".arc.gz")):
                archive.take(self._opened.read(member), member)
                self.became["archives"] += 1
            elif member.startswith("pages/") and member.endswith(".jsonl"):
                self._take_list(member)
                self.became["page-lists"] += 1
            else:
                self.became["structure"] += 1
        except FormatError as error:
            self.problems.append(Problem("member-unreadable", member, str(error)))
            self.became["problems"] += 1

    def _take_list(self, member: str) -> None:
        for number, line in parse_json_lines(self._opened.read(member, _LARGEST_JSON)):
            if isinstance(line, FormatError):
                self.problems.append(Problem("page-list-line", f"{member} line {number}", str(line)))
            elif isinstance(line, dict) and isinstance(url := line.get("url"), str):
                self._pages.setdefault(without_secrets(url), line)

    def listed(self, pages: list[Page]) -> tuple[Page, ...]:
        """The pages with the titles that the list gives to those without one; listed and not held is a problem."""
        held = {page.url for page in pages}
        for url in list(self._pages)[:MOST_RESOURCES]:
            if url not in held:
                self.problems.append(
                    Problem("page-not-held", url[:500], "the list of pages names it, no archive holds it")
                )
        return tuple(self._completed(page) for page in pages)

    def _completed(self, page: Page) -> Page:
        line = self._pages.get(page.url, {})
        title, stamp = line.get("title"), line.get("ts")
        found = find_date(stamp, source="capture") if isinstance(stamp, str) and page.captured is None else None
        return replace(
            page,
            title=page.title or (title[:2_000] if isinstance(title, str) else ""),
            captured=found.moment if found is not None else page.captured,
            captured_by=page.captured_by or self.software,
        )
