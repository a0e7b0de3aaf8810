"""The search index finds what it should, and nothing else."""

from __future__ import annotations

import hashlib
import pickle
import tomllib
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import getaddresses
from pathlib import Path
from typing import Any

import pytest

from tallystick.errors import QueryError, RecordStale
from tallystick.model.message import Moment
from tallystick.record.search import LONGEST_INDEXED, SearchDocument, SearchIndex, index_fields

GOLDEN = tomllib.loads((Path(__file__).parents[2] / "golden" / "queries.toml").read_text("utf-8"))


def at(utc: datetime) -> Moment:
    return Moment(utc, 0, "date", "")


PLAIN = SearchDocument(
    log_index=7,
    sha256="ab" * 32,
    moment=at(datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)),
    subject="late goods",
    from_=(("Anna", "anna@example.com"),),
    to=(),
    cc=(),
    body="nothing came",
    attachments=(),
    languages=("en",),
    channel="mail",
    flags=(),
)


def mailboxes(text: str) -> tuple[tuple[str, str], ...]:
    return tuple(pair for pair in getaddresses([text]) if any(pair))


def document(message: dict[str, Any]) -> SearchDocument:
    return SearchDocument(
        log_index=message["log"],
        sha256=hashlib.sha256(str(message["log"]).encode()).hexdigest(),
        moment=at(datetime.fromisoformat(message["date"]).astimezone(UTC)) if "date" in message else None,
        subject=message["subject"],
        from_=mailboxes(message["from"]),
        to=mailboxes(message["to"]),
        cc=mailboxes(message.get("cc", "")),
        body=message["body"],
        attachments=tuple(message.get("attachments", ())),
        languages=(message["lang"],),
        channel="mail",
        flags=tuple(message.get("flags", ())),
    )


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> SearchIndex:
    """The messages of the golden file, indexed in two commits."""
    created = SearchIndex.create(tmp_path_factory.mktemp("index"))
    documents = [document(message) for message in GOLDEN["message"]]
    for batch in (documents[:3], documents[3:]):
        with created.writer() as writer:
            for one in batch:
                writer.add(index_fields(one))
            writer.commit(batch[-1].log_index + 1)
    return created


@pytest.mark.parametrize("query", GOLDEN["queries"])
def test_a_query_finds_its_messages(index: SearchIndex, query: str) -> None:
    """Exactly the messages that the golden file names are found."""
    results = index.search(query)
    assert sorted(hit.log_index for hit in results.hits) == GOLDEN["queries"][query]
    assert results.total == len(results.hits)


def test_a_hash_or_its_beginning_finds_its_message(index: SearchIndex) -> None:
    """An id may be given in full or by its first digits."""
    sha256 = hashlib.sha256(b"4").hexdigest()
    for query in (f"id:{sha256}", f"id:{sha256[:8]}", f"id:{sha256[:9].upper()}"):
        assert [hit.log_index for hit in index.search(query).hits] == [4]


def test_a_hit_says_what_a_list_shows(index: SearchIndex) -> None:
    """Date in UTC, sender by name, subject as written, and the exact id."""
    (hit,) = index.search("id:4").hits
    assert (hit.date, hit.from_, hit.subject) == (
        "2026-03-01T09:00:00Z",
        "Анна Смирнова",
        "Счёт № 45-А и задержка оплаты",
    )
    assert hit.sha256 == hashlib.sha256(b"4").hexdigest()


def test_an_empty_query_finds_everything(index: SearchIndex) -> None:
    """Everything but the index's own state is found, newest first where asked, the undated last."""
    results = index.search("", order="date")
    assert [hit.log_index for hit in results.hits] == [5, 4, 3, 2, 1, 6]


def test_pages_do_not_overlap(index: SearchIndex) -> None:
    """Limit and offset cut the same order into pages; the total stays."""
    whole = [hit.log_index for hit in index.search("channel:mail", order="date").hits]
    pages = [index.search("channel:mail", limit=2, offset=offset, order="date") for offset in (0, 2, 4, 6)]
    assert [hit.log_index for page in pages for hit in page.hits] == whole
    assert {page.total for page in pages} == {6}


def test_a_subject_counts_more_than_a_body(tmp_path: Path) -> None:
    """The message that is about a word stands above the one that mentions it."""
    created = SearchIndex.create(tmp_path / "index")
    with created.writer() as writer:
        writer.add(index_fields(replace(PLAIN, log_index=1, subject="greetings", body="the refund was late today")))
        writer.add(index_fields(replace(PLAIN, log_index=2, subject="refund", body="hello my friend in town")))
        writer.commit(3)
    assert [hit.log_index for hit in created.search("refund").hits] == [2, 1]


def test_the_index_knows_how_far_it_is_filled(tmp_path: Path) -> None:
    """The size of the log is committed with the documents, and survives opening again."""
    created = SearchIndex.create(tmp_path / "index")
    assert created.log_size == 0
    with created.writer() as writer:
        writer.add(index_fields(PLAIN))
        writer.commit(8)
    assert created.log_size == 8
    assert SearchIndex.open(tmp_path / "index").log_size == 8


def test_what_was_not_committed_is_gone(tmp_path: Path) -> None:
    """A writer that is stopped leaves the last commit as it was, documents and size."""
    created = SearchIndex.create(tmp_path / "index")
    with created.writer() as writer:
        writer.add(index_fields(PLAIN))
        writer.commit(8)
    with suppress(KeyboardInterrupt), created.writer() as writer:
        writer.add(index_fields(replace(PLAIN, log_index=9)))
        raise KeyboardInterrupt
    reopened = SearchIndex.open(tmp_path / "index")
    assert (reopened.log_size, reopened.search("goods").total) == (8, 1)


def test_a_document_can_be_replaced(tmp_path: Path) -> None:
    """Removing a log index and adding it again leaves one document."""
    created = SearchIndex.create(tmp_path / "index")
    with created.writer() as writer:
        writer.add(index_fields(PLAIN))
        writer.commit(8)
        writer.remove(7)
        writer.add(index_fields(replace(PLAIN, body="everything came")))
        writer.commit(8)
    assert (created.search("nothing").total, created.search("everything").total) == (0, 1)


def test_a_missing_or_damaged_index_is_named(tmp_path: Path) -> None:
    """Opening what is not there or not an index says that the record must be rebuilt."""
    with pytest.raises(RecordStale, match="missing"):
        SearchIndex.open(tmp_path)
    (tmp_path / "meta.json").write_text("{}")
    with pytest.raises(RecordStale, match="cannot be opened"):
        SearchIndex.open(tmp_path)


def test_an_index_of_another_version_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tokens of another normaliser would find the wrong messages."""
    SearchIndex.create(tmp_path / "index")
    monkeypatch.setattr("tallystick.record.search.VERSION", 999)
    with pytest.raises(RecordStale, match="another version"):
        SearchIndex.open(tmp_path / "index")


def test_fields_cross_processes(tmp_path: Path) -> None:
    """A worker's fields can be pickled, and an index takes them as they come back."""
    created = SearchIndex.create(tmp_path / "index")
    with created.writer() as writer:
        writer.add(pickle.loads(pickle.dumps(index_fields(PLAIN))))
        writer.commit(8)
    assert created.search("goods").total == 1


def test_an_endless_body_is_cut_and_flagged(tmp_path: Path) -> None:
    """The rest of a monstrous body is not indexed, and the message says so."""
    created = SearchIndex.create(tmp_path / "index")
    with created.writer() as writer:
        writer.add(index_fields(replace(PLAIN, body="word " * (LONGEST_INDEXED // 5) + " unreachable")))
        writer.commit(8)
    assert (created.search("has:truncated").total, created.search("unreachable").total) == (1, 0)


def test_hostile_fields_are_taken(tmp_path: Path) -> None:
    """NUL, lone surrogates and an old date neither break the index nor the list of results."""
    created = SearchIndex.create(tmp_path / "index")
    hostile = replace(
        PLAIN,
        subject="a\0b \udcff late",
        body="\ud800 goods",
        moment=at(datetime(1, 1, 1, tzinfo=UTC)),
        from_=(("", ""),),
    )
    with created.writer() as writer:
        writer.add(index_fields(hostile))
        writer.commit(8)
    (hit,) = created.search("goods").hits
    assert hit.subject == "ab ? late"


def test_a_mistaken_query_is_refused(index: SearchIndex) -> None:
    """What cannot be parsed is not searched."""
    with pytest.raises(QueryError):
        index.search("form:ivan")
