"""The views kept beside a vault: the record's tables and the search index. Both follow the log and can be made anew."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from tallystick.errors import RecordStale
from tallystick.model.custody import Event
from tallystick.record.places import INDEX, RECORD
from tallystick.record.rows import Rows, original_row, sighting_row
from tallystick.record.search import IndexFields, SearchIndex, Writer, placed
from tallystick.services.crew import Crew, Done, Lost
from tallystick.services.inspection import Again, make_inspection
from tallystick.services.reading import Indexed
from tallystick.services.reading.overflow import chunks
from tallystick.vault.vault import Vault

if TYPE_CHECKING:
    from tallystick.record.lookup import SameMessageId

_BATCH = 64
_FILLED_AT_ONCE = 2048
_HEAP_BYTES = 64_000_000


class Views:
    """Both views, open for filling. What `take` was given is found after `close`."""

    _index_size: int
    _writer: Writer

    def __init__(self, vault: Vault, jobs: int) -> None:
        # Django takes a third of a second to import; workers are busy meanwhile.
        from tallystick.record.database import Database

        self._vault = vault
        self._jobs = jobs
        vault.views.mkdir(exist_ok=True)
        self._database = Database(vault.views / RECORD)
        self._record_size = self._usable_record_size()
        self._open = ExitStack()
        self._is_torn = False
        try:
            index = open_index(vault.views / INDEX)
            if index.log_size > vault.log.size:
                raise RecordStale("the search index is ahead of the log, as after an older copy was put back")
            self._open_index(index)
        except RecordStale:
            self._open_index(SearchIndex.create(vault.views / INDEX))
        self._catch_up()

    def take(self, start: int, taken: Iterable[tuple[Event, Indexed | None]]) -> None:
        """The events from log index `start` on, with their readings, stand in both views.

        Raises RecordStale; from then on nothing is taken, so that no later batch stands where this one is missing.
        """
        from tallystick.record.fill import fill

        if self._is_torn:
            raise RecordStale("a batch before this one was not taken in")
        indexed = list(enumerate(taken, start))
        size = start + len(indexed)
        self._is_torn = True
        if size > self._record_size:
            fill(self._database, size, self._laid_out(indexed))
            self._record_size = size
        else:
            for _rows in self._laid_out(indexed):
                pass
        self._index_size = max(size, self._index_size)
        self._is_torn = False

    def close(self) -> None:
        """What was taken is findable; the views say how far they go.

        An index that cannot be committed, as after a crash in the middle of a commit, is made anew once. After a batch
        that the record refused nothing is committed: the next writer takes in again what both lack.
        Raises RecordStale where that fails too.
        """
        try:
            if self._is_torn:
                # The index has documents of a batch that the record refused: what is not committed is gone.
                with contextlib.suppress(RecordStale):
                    self._open.close()
                return
            try:
                self._commit_index()
            except RecordStale:
                self._renew_index()
                self._commit_index()
        finally:
            self._database.close()

    def _open_index(self, index: SearchIndex) -> None:
        self._index_size = index.log_size
        self._writer = self._open.enter_context(index.writer(_HEAP_BYTES))

    def _commit_index(self) -> None:
        self._writer.commit(self._index_size)
        self._open.close()

    def _renew_index(self) -> None:
        with contextlib.suppress(RecordStale):
            self._open.close()
        self._open_index(SearchIndex.create(self._vault.views / INDEX))
        self._catch_up()

    def _laid_out(self, indexed: list[tuple[int, tuple[Event, Indexed | None]]]) -> Iterator[tuple[int, Rows]]:
        """The rows that the record lacks; on the way the documents that the index lacks go there.

        Both in one pass, because the rest of a large reading can be read only once.
        """
        for index, (event, reading) in indexed:
            if index >= self._record_size:
                yield self._rows(index, event, reading)
            if event.kind != "kept" or reading is None:
                continue
            self._add(index, reading.documents)
            for rows, documents in chunks(reading.rest):
                if index >= self._record_size:
                    yield index, rows
                self._add(index, documents)

    def _add(self, index: int, documents: tuple[IndexFields, ...]) -> None:
        if index >= self._index_size:
            for fields in documents:
                self._writer.add(placed(fields, index))

    def _rows(self, index: int, event: Event, reading: Indexed | None) -> tuple[int, Rows]:
        rows = Rows()
        if event.kind == "kept":
            rows.put("original", [original_row(event)])
            if reading is not None:
                for table, found in reading.rows.tables.items():
                    rows.put(table, found)
        elif event.kind == "met":
            kept_at = self._vault.catalog.log_index(bytes.fromhex(event.members["sha256"]))
            if kept_at is None:
                raise RecordStale(f"log entry {index} meets an original that is not kept")
            rows.put("sighting", [sighting_row(index, event)])
            return kept_at, rows
        return index, rows

    def _usable_record_size(self) -> int:
        try:
            size = self._database.log_size()
        except RecordStale:
            size = 0
        if size == 0 or size > self._vault.log.size:
            self._database.drop()
            self._database.make()
            return 0
        return size

    def _catch_up(self) -> None:
        start = min(self._record_size, self._index_size)
        if not self._vault.catalog.originals_from(start):
            self.take(start, ((event, None) for _index, event in self._vault.log.events(start)))
            return
        with Crew(self._jobs, make_inspection, self._vault.root, self._vault.edges.for_worker()) as crew:
            for first, taken in _in_order(crew, self._vault.log.events(start)):
                self.take(first, taken)


def _in_order(
    crew: Crew, events: Iterator[tuple[int, Event]]
) -> Iterator[tuple[int, list[tuple[Event, Indexed | None]]]]:
    """Runs of events with their readings, in the order of the log."""
    while run := list(islice(events, _FILLED_AT_ONCE)):
        readings: dict[int, Indexed | None] = {}
        kept = [(index, event) for index, event in run if event.kind == "kept"]
        waiting = [Again(tuple(kept[at : at + _BATCH])) for at in range(0, len(kept), _BATCH)]
        while waiting or not crew.is_idle:
            while waiting and crew.has_room:
                crew.give(waiting.pop())
            for back in crew.take():
                if isinstance(back, Done):
                    readings.update(zip((index for index, _ in back.batch.events), back.result, strict=True))
                else:
                    waiting += _smaller(back)
        yield run[0][0], [(event, readings.get(index)) for index, event in run]


def _smaller(lost: Lost) -> list[Again]:
    """A lost batch one by one; the one that its reader died of is not read."""
    events = lost.batch.events
    if not lost.is_suspect:
        return [lost.batch]
    if lost.batch.died_of:
        return []
    if len(events) == 1:
        return [Again(events, lost.how)]
    return [Again((each,)) for each in events]


def open_index(path: Path) -> SearchIndex:
    """The index at `path`, made where it is missing or cannot be used."""
    try:
        return SearchIndex.open(path)
    except RecordStale:
        return SearchIndex.create(path)


def same_message_ids(vault: Vault, message_id: str = "") -> tuple[SameMessageId, ...]:
    """Every Message-ID, or the one given, under which the vault holds mails that say different things."""
    from tallystick.record.database import Database

    database = Database(vault.views / RECORD)
    # The tables can be named only once Django is set up, which opening the database does.
    from tallystick.record.lookup import conflicts

    try:
        return tuple(conflicts(database, message_id)) if database.log_size() else ()
    finally:
        database.close()
