"""Find: the messages that a query names, with the lines that say it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tallystick.errors import RecordStale, TallyError
from tallystick.record.places import INDEX, RECORD
from tallystick.record.query import parse
from tallystick.record.search import Hit, Order, SearchIndex
from tallystick.record.snippet import Snippet, snippet
from tallystick.record.texts import text_of
from tallystick.services.reading import LARGEST_IN_MEMORY, body_of, message_of
from tallystick.vault.vault import Edges, Vault, open_for_reading


@dataclass(frozen=True, slots=True)
class Found:
    """One message found, with the passage that says what was asked for."""

    hit: Hit
    snippet: Snippet


@dataclass(frozen=True, slots=True)
class Findings:
    """How many match in all, the page asked for, and how many originals the index has not taken in yet."""

    total: int
    found: tuple[Found, ...]
    behind: int


def find(root: Path, edges: Edges, query: str, *, limit: int, offset: int = 0, order: Order = "relevance") -> Findings:
    """What the query finds. Raises QueryError, RecordStale where there is no index."""
    with open_for_reading(root, edges) as vault:
        index = SearchIndex.open(vault.views / INDEX)
        results = index.search(query, limit, offset, order)
        found = tuple(_found(vault, hit, query) for hit in results.hits)
        return Findings(results.total, found, vault.catalog.originals_from(index.log_size))


def every(root: Path, edges: Edges, query: str) -> Iterator[Hit]:
    """All items that the query finds, newest first, a page at a time."""
    with open_for_reading(root, edges) as vault:
        index = SearchIndex.open(vault.views / INDEX)
        if vault.catalog.originals_from(index.log_size):
            raise RecordStale("the search index is behind the log")
        done = 0
        while hits := index.search(query, 1000, done, "date").hits:
            done += len(hits)
            yield from hits


def _found(vault: Vault, hit: Hit, query: str) -> Found:
    node = parse(query)
    try:
        if hit.channel != "mail" or hit.position:
            return Found(hit, snippet(text_of(vault.views / RECORD, hit.log_index, hit.position), node))
        event = vault.log.event(hit.log_index)
        size = event.members["size"]
        message = None if size > LARGEST_IN_MEMORY else message_of(
            vault.read_event(event), event.members["type"], event.source.kind
        )  # fmt: skip
    except TallyError as error:
        # A damaged original is still named; 'verify' says what is wrong with it.
        return Found(hit, Snippet(f"[cannot be read: {error.code}]", ()))
    except IndexError:
        return Found(hit, Snippet("[not in this log: the index is of a newer one; run tally rebuild]", ()))
    return Found(hit, snippet(body_of(message) if message else "", node))
