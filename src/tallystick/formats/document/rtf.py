"""Rich text files (RTF 1.9.1): the words seen, the header and footer, comments, and what the file says of itself."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from tallystick.errors import LimitExceeded, NotThisFormat
from tallystick.formats.carrier import Head
from tallystick.formats.document.stated_time import stated_time
from tallystick.formats.mail import rtf as rich_text
from tallystick.model.document import Document, Passage
from tallystick.model.message import Moment, Problem
from tallystick.model.reading import Count, Reading

LARGEST_BYTES = 64 << 20
MOST_GROUPS = 500
_LARGEST_GROUP = 64 << 10
_ALL_GROUPS = 2 << 20
_LARGEST_FONTS = 8 << 10
_TOKEN = re.compile(
    rb"(?P<control>\\(?:'[0-9A-Fa-f]{2}|[A-Za-z]{1,32}(?:-?\d{1,10})? ?|[^A-Za-z]))"
    rb"|(?P<open>\{)|(?P<close>\})|(?P<text>[^\\{}\r\n]+)|(?P<layout>[\r\n]+)|(?P<problems>\\)"
)
_NAME = re.compile(rb"\{\s*(?:\\\*\s*)?\\([a-z]{1,32})")
_BINARY = re.compile(rb"(?<!\\)\\bin(\d{1,9}) ?")
_TIME = re.compile(rb"\\(yr|mo|dy|hr|min|sec)(\d{1,4})")
_PAGE = re.compile(rb"\\ansicpg\d{1,5}")
_WANTED = frozenset(
    (
        b"title", b"author", b"operator", b"company", b"subject", b"creatim", b"revtim", b"printim", b"header",
        b"headerf", b"footer", b"footerf", b"annotation", b"atnauthor", b"fonttbl", b"generator", b"object", b"pict",
        b"template", b"fldinst",
    )
)  # fmt: skip
_OUTSIDE = re.compile(rb"(?i)\b(INCLUDEPICTURE|INCLUDETEXT|DDEAUTO|DDE|LINK)\b")


@dataclass(slots=True)
class _Groups:
    """The groups of a file by the control word that opens them, and the account of all its tokens."""

    found: dict[bytes, list[bytes]] = field(default_factory=dict)
    became: Counter[str] = field(default_factory=Counter)
    is_open: bool = False
    is_cut: bool = False
    left: int = _ALL_GROUPS


def recognises(head: Head) -> bool:
    return head.block.startswith(b"{\\rtf")


def read(original: bytes, name: str = "") -> Iterator[Reading]:  # noqa: ARG001 - the contract of all formats
    """The one reading of a rich text file. Raises NotThisFormat, LimitExceeded."""
    if not original.startswith(b"{\\rtf"):
        raise NotThisFormat("rtf", "it does not begin with {\\rtf")
    if len(original) > LARGEST_BYTES:
        raise LimitExceeded("rich text file, bytes", LARGEST_BYTES, len(original))
    original, raw_runs = _without_binary(original)
    groups = _groups(original)
    groups.became["raw"] += raw_runs
    prefix = _prefix(original, groups)

    def said(kind: bytes) -> list[str]:
        return [rich_text.text(prefix + _inner(one) + b"}").strip() for one in groups.found.get(kind, ())]

    passages = [Passage("text", rich_text.text(original))]
    for label, kinds in (("header", (b"header", b"headerf")), ("footer", (b"footer", b"footerf"))):
        passages += [Passage(label, text) for kind in kinds for text in said(kind) if text]
    authors = said(b"atnauthor")
    comments = [f"{authors[at] if at < len(authors) else 'unnamed'}: {t}" for at, t in enumerate(said(b"annotation"))]
    passages += [Passage("comments", "\n".join(comments))] if comments else []
    document = Document(
        kind="rtf",
        title=next(iter(said(b"title")), ""),
        author=next(iter(said(b"author")), ""),
        program=next(iter(said(b"generator")), "").rstrip(";"),
        moments=tuple(_moments(groups)),
        passages=tuple(passages),
        properties=tuple(
            (label, text)
            for label, kind in (("last-modified-by", b"operator"), ("company", b"company"), ("subject", b"subject"))
            for text in said(kind)[:1]
            if text
        ),
    )
    counted = Count("token", groups.became.total(), tuple(sorted(groups.became.items())))
    yield Reading(format="rtf", documents=(document,), counts=(counted,), problems=tuple(_problems(original, groups)))


def _without_binary(original: bytes) -> tuple[bytes, int]:
    """The file without its runs of raw bytes, which may hold anything, and how many there were."""
    kept, at, runs = [], 0, 0
    while found := _BINARY.search(original, at):
        kept.append(original[at : found.start()])
        at = found.end() + int(found[1])
        runs += 1
    return b"".join((*kept, original[at:])), runs


def _groups(original: bytes) -> _Groups:
    groups = _Groups()
    opened: list[int] = []
    at = 0
    while at < len(original):
        token = _TOKEN.match(original, at)
        if token is None:
            groups.became["problems"] += 1
            at += 1
            continue
        kind = token.lastgroup or "problems"
        groups.became["groups" if kind in ("open", "close") else kind] += 1
        at = token.end()
        if kind == "open":
            opened.append(token.start())
        elif kind == "close" and opened:
            _close(original, opened.pop(), at, groups)
    groups.is_open = bool(opened)
    return groups


def _close(original: bytes, start: int, end: int, groups: _Groups) -> None:
    name = _NAME.match(original, start, start + 64)
    if name and name[1] in _WANTED:
        found = groups.found.setdefault(name[1], [])
        # Of a picture or an object only its presence matters here.
        size = 0 if name[1] in (b"pict", b"object") else min(end - start, _LARGEST_GROUP)
        if len(found) < MOST_GROUPS and size <= groups.left:
            groups.left -= size
            found.append(original[start : start + size])
        else:
            groups.is_cut = True


def _inner(group: bytes) -> bytes:
    name = _NAME.match(group)
    return b" " + group[name.end() : -1].lstrip(b"0123456789") if name else b""


def _prefix(original: bytes, groups: _Groups) -> bytes:
    page = _PAGE.search(original[:4096])
    fonts = groups.found.get(b"fonttbl", [b""])[0]
    fonts = fonts if len(fonts) <= _LARGEST_FONTS else b""
    return b"{\\rtf1\\ansi" + (page[0] if page else b"") + fonts


def _moments(groups: _Groups) -> Iterator[Moment]:
    for kind, source in ((b"creatim", "created"), (b"revtim", "modified"), (b"printim", "printed")):
        for group in groups.found.get(kind, ())[:1]:
            stated = {key.decode(): int(number) for key, number in _TIME.findall(group)}
            year, month, day = stated.get("yr", 0), stated.get("mo", 0), stated.get("dy", 0)
            text = f"{year:04}-{month:02}-{day:02}T{stated.get('hr', 0):02}:{stated.get('min', 0):02}"
            moment = stated_time(text, source)
            if moment is not None:
                yield moment


def _problems(original: bytes, groups: _Groups) -> Iterator[Problem]:
    for kind, words in ((b"object", "object"), (b"pict", "picture")):
        number = len(groups.found.get(kind, ()))
        if number:
            yield Problem("embedded-not-read", "", f"{number} {words}(s) inside the rich text are not taken out")
    for field_code in groups.found.get(b"fldinst", ()):
        outside = _OUTSIDE.search(field_code[:2_000])
        if outside:
            yield Problem("external-reference", "field", f"a field of kind {outside[1].decode()}; it is not followed")
    if b"\\*\\template" in original:
        yield Problem("external-reference", "template", "a template is named; it is not fetched")
    if re.search(rb"\\deleted\b", original):
        yield Problem("tracked-changes", "", "text marked as deleted stands in the text as read")
    if groups.is_cut:
        yield Problem("limit-groups", "", "more headers, comments or objects than are read of one file")
    if groups.is_open:
        yield Problem("truncated", "", "the last group is not closed: the file is cut off or damaged")
