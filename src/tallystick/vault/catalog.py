"""The catalog: where each original stands, by its hash. A view of the log, kept in SQLite, safe to delete."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from tallystick.errors import ItemAmbiguous, ItemNotFound, RecordStale, VaultNotWritable
from tallystick.model.custody import ContainerPlace, Event, Location, Source

_SCHEMA = """
CREATE TABLE IF NOT EXISTS original (
  sha256 BLOB PRIMARY KEY, log_index INTEGER NOT NULL, size_bytes INTEGER NOT NULL, media_type TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS original_by_index ON original (log_index);
CREATE TABLE IF NOT EXISTS sighting (key BLOB PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS pack (name TEXT PRIMARY KEY, end_bytes INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS event (log_index INTEGER PRIMARY KEY, kind TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS state (only_row INTEGER PRIMARY KEY CHECK (only_row = 0), log_size INTEGER NOT NULL);
INSERT OR IGNORE INTO state VALUES (0, 0);
"""
# Kinds that are so many that they are not listed one by one.
_COMMON = ("kept", "met", "parts")


@dataclass(frozen=True, slots=True)
class Entry:
    """One kept original: SHA-256 (hex), the index of its `kept` entry in the log, size and media type."""

    sha256: str
    log_index: int
    size_bytes: int
    media_type: str


class Catalog:
    """An open catalog. Readers see what the last writer committed."""

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        self._path = path
        self._db = _open(path) if read_only else _create(path)

    @classmethod
    def in_memory(cls) -> Catalog:
        """An empty catalog for a vault on a disk that cannot be written."""
        return cls(Path(":memory:"))

    def close(self) -> None:
        self._db.close()

    @property
    def log_size(self) -> int:
        """How many log entries the catalog has taken in."""
        (size,) = self._ask("SELECT log_size FROM state").fetchone()
        return int(size)

    def log_index(self, sha256: bytes) -> int | None:
        """The index of the `kept` entry of an original, or None where it is not kept."""
        row = self._ask("SELECT log_index FROM original WHERE sha256 = ?", (sha256,)).fetchone()
        return None if row is None else int(row[0])

    def has_sighting(self, key: bytes) -> bool:
        """Whether the log already says that this original was met at this place (see `sighting_key`)."""
        return self._ask("SELECT 1 FROM sighting WHERE key = ?", (key,)).fetchone() is not None

    def find(self, ident: str) -> Entry:
        """The original whose hash begins with `ident` (hex, at least 6 digits) or whose log index it is.

        Raises ItemNotFound, ItemAmbiguous.
        """
        rows = self._rows_like(ident.lower())
        if not rows:
            raise ItemNotFound(ident)
        if len(rows) > 1:
            raise ItemAmbiguous(ident, [bytes(row[0]).hex()[:16] for row in rows])
        return _entry(rows[0])

    def originals(self, media_type: str = "") -> Iterator[Entry]:
        """All kept originals in the order of the log, or those of one media type."""
        where, given = ("WHERE media_type = ?", (media_type,)) if media_type else ("", ())
        with closing(self._ask(f"SELECT * FROM original {where} ORDER BY log_index", given)) as rows:  # noqa: S608
            for row in rows:
                yield _entry(row)

    def originals_from(self, log_index: int) -> int:
        """How many originals were kept at or after a log index."""
        (count,) = self._ask("SELECT count(*) FROM original WHERE log_index >= ?", (log_index,)).fetchone()
        return int(count)

    def events(self, kind: str) -> list[int]:
        """The log indexes of all events of a kind other than `kept` and `met`."""
        return [index for (index,) in self._ask("SELECT log_index FROM event WHERE kind = ? ORDER BY 1", (kind,))]

    def packs(self) -> dict[str, int]:
        """How far the log's entries cover each pack, in bytes."""
        return dict(self._ask("SELECT name, end_bytes FROM pack"))

    def clear(self) -> None:
        """The catalog is empty, as for a log of no entries."""
        for table in ("original", "sighting", "pack", "event"):
            self._ask(f"DELETE FROM {table}")  # noqa: S608 - names of our own tables
        self._ask("UPDATE state SET log_size = 0")

    def take_in(self, start: int, events: Iterable[Event]) -> None:
        """The events that are log entries `start` and on stand in the catalog, all or none of them."""
        originals: list[tuple[bytes, int, int, str]] = []
        places: dict[str, int] = {}
        sightings: list[tuple[bytes]] = []
        others: list[tuple[int, str]] = []
        size = start
        for event in events:
            if event.kind == "kept":
                found = event.members
                originals.append((bytes.fromhex(found["sha256"]), size, found["size"], found["type"]))
            if event.kind in ("kept", "met"):
                sightings.append((sighting_key(event.members["sha256"], event.source, event.container),))
            elif event.kind not in _COMMON:
                others.append((size, event.kind))
            name, end = _covered(event)
            places[name] = max(end, places.get(name, 0))
            size += 1
        places.pop("", None)
        self._ask("BEGIN IMMEDIATE")
        try:
            self._db.executemany("INSERT OR IGNORE INTO original VALUES (?, ?, ?, ?)", originals)
            self._db.executemany("INSERT OR IGNORE INTO sighting VALUES (?)", sightings)
            self._db.executemany("INSERT OR REPLACE INTO event VALUES (?, ?)", others)
            self._db.executemany(
                "INSERT INTO pack VALUES (?, ?) "
                "ON CONFLICT DO UPDATE SET end_bytes = max(end_bytes, excluded.end_bytes)",
                places.items(),
            )
            self._db.execute("UPDATE state SET log_size = max(log_size, ?)", (size,))
            self._db.execute("COMMIT")
        except sqlite3.Error as error:
            with contextlib.suppress(sqlite3.Error):
                self._db.execute("ROLLBACK")
            raise VaultNotWritable(self._path.name, str(error)) from error

    def _rows_like(self, ident: str) -> list[tuple[bytes, int, int, str]]:
        if ident.isascii() and ident.isdigit() and len(ident) < 6:
            return self._ask("SELECT * FROM original WHERE log_index = ?", (int(ident),)).fetchall()
        try:
            low, high = bytes.fromhex(ident.ljust(64, "0")), bytes.fromhex(ident.ljust(64, "f"))
        except ValueError:
            return []
        if len(ident) < 6 or len(low) != 32:
            return []
        return self._ask("SELECT * FROM original WHERE sha256 BETWEEN ? AND ? LIMIT 6", (low, high)).fetchall()

    def _ask(self, statement: str, given: tuple[object, ...] = ()) -> sqlite3.Cursor:
        try:
            return self._db.execute(statement, given)
        except sqlite3.OperationalError as error:
            raise VaultNotWritable(self._path.name, str(error)) from error
        except sqlite3.DatabaseError as error:
            raise RecordStale(f"catalog cannot be read ({error})") from error


def remove_database(path: Path) -> None:
    """An SQLite database and what stands beside it are gone."""
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def sighting_key(sha256: str, source: Source, container: ContainerPlace | None) -> bytes:
    """16 bytes that name an original at a place, so that the same place met again is not logged again."""
    place = [sha256, source.kind, source.locator]
    if container is not None:
        place += [container.sha256, container.path]
    return blake2b("\0".join(place).encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _open(path: Path) -> sqlite3.Connection:
    """Read only; on a disk that cannot be written, where SQLite can keep no lock, as a file that does not change."""
    try:
        for how in ("mode=ro", "immutable=1"):
            db = sqlite3.connect(f"{path.absolute().as_uri()}?{how}", uri=True, isolation_level=None)
            try:
                db.execute("SELECT log_size FROM state")
            except sqlite3.OperationalError as error:
                db.close()
                reason = str(error)
            else:
                return db
    except sqlite3.DatabaseError as error:
        reason = str(error)
    raise RecordStale(f"catalog cannot be read ({reason})")


def _create(path: Path) -> sqlite3.Connection:
    try:
        if path.name != ":memory:":
            path.parent.mkdir(exist_ok=True)
        db = sqlite3.connect(path, isolation_level=None)
        db.execute("PRAGMA journal_mode = WAL")
        # A view: after a loss of power it is filled again from the log, so it need not be flushed at each commit.
        db.execute("PRAGMA synchronous = NORMAL")
        db.executescript(_SCHEMA)
    except sqlite3.OperationalError as error:
        raise VaultNotWritable(path.name, str(error)) from error
    except sqlite3.DatabaseError as error:
        raise RecordStale(f"catalog cannot be read ({error})") from error
    except OSError as error:
        raise VaultNotWritable(path.name, str(error)) from error
    return db


def _entry(row: tuple[bytes, int, int, str]) -> Entry:
    return Entry(bytes(row[0]).hex(), row[1], row[2], row[3])


def _covered(event: Event) -> tuple[str, int]:
    location: Location | None = event.location
    if location is not None:
        return location.pack, location.end
    if event.kind == "pack":
        return str(event.members["pack"]), int(event.members["length"])
    return "", 0
