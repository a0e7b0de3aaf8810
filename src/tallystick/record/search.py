"""The search index: Tantivy over text that `language.normaliser` made, a view that can be deleted and made again."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

import tantivy

from tallystick.errors import RecordStale
from tallystick.language.normaliser import VERSION, normalise
from tallystick.model.message import Moment
from tallystick.record.matching import TEXT_FIELDS, matching
from tallystick.record.query import parse

_SCHEMA_VERSION = 2
_STATE = "state"
_LONGEST_SHOWN = 200
# Enough for a book of a thousand pages; a longer body is found by what stands before.
LONGEST_INDEXED = 2_000_000
HEAP_BYTES = 48_000_000
_IMAGE = re.compile(r"\.(?:jpe?g|png|gif|bmp|tiff?|webp|heic)$", re.IGNORECASE)
_PDF = re.compile(r"\.pdf$", re.IGNORECASE)

Order = Literal["relevance", "date"]
IndexFields = dict[str, str | int | bytes | list[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchDocument:
    """What is known of one item, as its reading has it. Addresses are (name, address).

    `position` is the item's place among those of its original, `place` says the same in words.
    """

    log_index: int = 0
    sha256: str
    position: int = 0
    moment: Moment | None = None
    subject: str = ""
    from_: tuple[tuple[str, str], ...] = ()
    to: tuple[tuple[str, str], ...] = ()
    cc: tuple[tuple[str, str], ...] = ()
    body: str = ""
    attachments: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    channel: str = ""
    place: str = ""
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """One item found. `date` is RFC 3339 in UTC, without the Z where its zone is unknown, "" where there is none; other
    texts are cut at 200 characters."""

    log_index: int
    position: int
    sha256: str
    score: float
    date: str
    from_: str
    subject: str
    channel: str
    place: str


@dataclass(frozen=True, slots=True)
class Results:
    """`total` counts all that match, `hits` are the page asked for."""

    total: int
    hits: tuple[Hit, ...]


def index_fields(document: SearchDocument) -> IndexFields:
    """Everything that the index takes of `document`, normalised; plain values that cross processes cheaply."""
    fields: IndexFields = {
        "subject": _normalised(document.subject),
        "from": _mailboxes(document.from_),
        "to": _mailboxes(document.to),
        "cc": _mailboxes(document.cc),
        "body": normalise(document.body[:LONGEST_INDEXED]),
        "attachment": normalise("\n".join(document.attachments)) if document.attachments else "",
    }
    fields = {name: text for name, text in fields.items() if text}
    fields |= {
        "log": document.log_index,
        "sha256": document.sha256,
        "lang": list(document.languages),
        "channel": document.channel,
        "flag": sorted(_flags(document)),
        "summary": _summary(document),
    }
    if document.moment is not None and document.moment.utc is not None:
        fields["date"] = int(document.moment.utc.timestamp())
    return fields


def placed(fields: IndexFields, log_index: int) -> IndexFields:
    """The same fields for the log index that the document was given after they were made."""
    summary = fields["summary"]
    assert isinstance(summary, bytes)
    return {**fields, "log": log_index, "summary": log_index.to_bytes(8, "big") + summary[8:]}


class SearchIndex:
    """An index in a folder. Any number of readers, one writer."""

    def __init__(self, index: tantivy.Index, stand_in: TemporaryDirectory[str] | None = None) -> None:
        self._index = index
        self._stand_in = stand_in
        self._schema = index.schema

    @classmethod
    def create(cls, path: Path) -> SearchIndex:
        """An empty index at `path`; what was there is gone. Raises RecordStale where it cannot be made."""
        with _writing():
            shutil.rmtree(path, ignore_errors=True)
            path.mkdir(parents=True, exist_ok=True)
            created = cls(tantivy.Index(_schema(), str(path)))
        with created.writer() as writer:
            writer.commit(0)
        return created

    @classmethod
    def open(cls, path: Path) -> SearchIndex:
        """The index at `path`. Raises RecordStale where there is none that this version can read."""
        if not (path / "meta.json").is_file():
            raise RecordStale("the search index is missing")
        opened = cls(*_opened(path))
        if opened._state()[:2] != (_SCHEMA_VERSION, VERSION):
            raise RecordStale("the search index was made by another version")
        return opened

    @property
    def log_size(self) -> int:
        """The size of the log up to which the last commit filled the index."""
        return self._state()[2]

    def reload(self) -> None:
        """What other processes committed is seen by searches from here on."""
        self._index.reload()

    @contextmanager
    def writer(self, heap_bytes: int = HEAP_BYTES, threads: int = 1) -> Iterator[Writer]:
        """The one writer; what it did not commit is gone afterwards. `heap_bytes` (15 MB and up) is for all threads."""
        with _writing():
            writer = self._index.writer(heap_bytes, threads)
        try:
            yield Writer(writer, self._schema)
        finally:
            with _writing():
                writer.wait_merging_threads()
                self._index.reload()

    def search(self, query: str, limit: int = 20, offset: int = 0, order: Order = "relevance") -> Results:
        """The messages that `query` finds, best or newest first. Raises QueryError."""
        searcher = self._index.searcher()
        wanted = matching(parse(query), self._schema, searcher)
        by_date = "date" if order == "date" else None
        found = searcher.search(wanted, limit, count=True, order_by_field=by_date, offset=offset)
        hits = tuple(_hit(searcher.doc(address), score) for score, address in found.hits)
        total: int = found.count  # type: ignore[attr-defined]  # its stubs forget it
        return Results(total, hits)

    def _state(self) -> tuple[int, int, int]:
        """Schema version, normaliser version, log size."""
        searcher = self._index.searcher()
        found = searcher.search(tantivy.Query.term_query(self._schema, "meta", _STATE), 1).hits
        if not found:
            return (0, 0, 0)
        schema, normaliser, size = _summary_of(searcher.doc(found[0][1])).split()
        return int(schema), int(normaliser), int(size)


class Writer:
    """Adds documents; they can be found after the next commit."""

    def __init__(self, writer: tantivy.IndexWriter, schema: tantivy.Schema) -> None:
        self._writer = writer
        self._schema = schema

    def add(self, fields: Mapping[str, str | int | bytes | list[str]]) -> None:
        """Take what `index_fields` made of one document."""
        with _writing():
            self._writer.add_document(tantivy.Document.from_dict(dict(fields), self._schema))

    def remove(self, log_index: int) -> None:
        """The document of this log index is gone after the next commit, if there was one."""
        self._writer.delete_documents_by_query(tantivy.Query.term_query(self._schema, "log", log_index))

    def commit(self, log_size: int) -> None:
        """Everything added is durable and found, and the index says that it is filled up to `log_size`.

        Both happen in one commit of Tantivy: the size is a document of its own, replaced each time.
        """
        state = f"{_SCHEMA_VERSION} {VERSION} {log_size}".encode()
        with _writing():
            self._writer.delete_documents_by_term("meta", _STATE)
            self._writer.add_document(tantivy.Document.from_dict({"meta": _STATE, "summary": state}, self._schema))
            self._writer.commit()


@contextmanager
def _writing() -> Iterator[None]:
    """Tantivy tells every failure to write as a ValueError."""
    try:
        yield
    except (ValueError, OSError) as error:
        raise RecordStale(f"the search index cannot be written ({error})") from error


def _opened(path: Path) -> tuple[tantivy.Index, TemporaryDirectory[str] | None]:
    """The index, through links in a folder of its own where its disk cannot hold the lock that Tantivy wants."""
    try:
        if os.access(path, os.W_OK):
            return tantivy.Index.open(str(path)), None
        stand_in = TemporaryDirectory(prefix="tally-index-")
        for file in path.iterdir():
            if not file.name.endswith(".lock"):
                Path(stand_in.name, file.name).symlink_to(file.absolute())
        return tantivy.Index.open(stand_in.name), stand_in
    except (ValueError, OSError) as error:
        raise RecordStale(f"the search index cannot be opened ({error})") from error


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for name in TEXT_FIELDS:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="position")
    for name in ("sha256", "lang", "channel", "flag", "meta"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("log", indexed=True, fast=True)
    builder.add_integer_field("date", fast=True)
    builder.add_bytes_field("summary", stored=True)
    return builder.build()


# Thousands of messages of one chat have the same title and a few senders.
_normalised = lru_cache(maxsize=1024)(normalise)


@lru_cache(maxsize=4096)
def _mailboxes(mailboxes: tuple[tuple[str, str], ...]) -> str:
    return normalise("\n".join(f"{name} {address}" for name, address in mailboxes))


def _flags(document: SearchDocument) -> set[str]:
    found = set(document.flags)
    if document.attachments:
        found.add("attachment")
    if any(map(_IMAGE.search, document.attachments)):
        found.add("image")
    if any(map(_PDF.search, document.attachments)):
        found.add("pdf")
    if len(document.body) > LONGEST_INDEXED:
        found.add("truncated")
    return found


def _summary(document: SearchDocument) -> bytes:
    """What a list of results shows: log index (8 bytes), position (4), hash (32), then texts with NUL between them."""
    sender = document.from_[0] if document.from_ else ("", "")
    date = _stated(document.moment) if document.moment else ""
    texts = (sender[0] or sender[1], document.subject, document.channel, document.place)
    shown = [date, *(text[:_LONGEST_SHOWN] for text in texts)]
    text = "\0".join(part.replace("\0", "") for part in shown).encode("utf-8", "replace")
    placed = document.log_index.to_bytes(8, "big") + document.position.to_bytes(4, "big")
    return placed + bytes.fromhex(document.sha256) + text


def _stated(moment: Moment) -> str:
    if moment.utc is None:
        return ""
    is_local = moment.offset_minutes is None and moment.source != "platform"
    return moment.utc.replace(tzinfo=None).isoformat(timespec="seconds") + ("" if is_local else "Z")


def _hit(document: tantivy.Document, score: float | None) -> Hit:
    summary = _summary_of(document)
    date, sender, subject, channel, place = summary[44:].decode("utf-8").split("\0")
    index, position = int.from_bytes(summary[:8], "big"), int.from_bytes(summary[8:12], "big")
    return Hit(index, position, summary[12:44].hex(), float(score or 0.0), date, sender, subject, channel, place)


def _summary_of(document: tantivy.Document) -> bytes:
    return bytes(document.get_first("summary") or b"")
