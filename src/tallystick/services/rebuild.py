"""Rebuild: the record and the search index made anew from the vault."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from tallystick.record.places import INDEX, RECORD
from tallystick.services.reading.overflow import clear
from tallystick.services.views import Views
from tallystick.vault.catalog import remove_database
from tallystick.vault.vault import Edges, open_for_writing


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """How far the views go, and a digest of each table of the record: (name, rows, SHA-256 hex)."""

    log_size: int
    tables: tuple[tuple[str, int, str], ...]


def rebuild(root: Path, edges: Edges, *, jobs: int) -> Rebuilt:
    """Catalog, record and index hold what the vault says, whatever they held before. Raises VaultLocked."""
    with open_for_writing(root, edges, "tally rebuild") as vault:
        vault.close()
        remove_database(vault.catalog_path)
        shutil.rmtree(vault.views / INDEX, ignore_errors=True)
        remove_database(vault.views / RECORD)
        clear(vault.views)
        views = Views(vault, jobs)
        views.close()
        return Rebuilt(vault.log.size, record_digest(vault.views / RECORD))


def record_digest(path: Path) -> tuple[tuple[str, int, str], ...]:
    """A digest of each table of the record at `path`."""
    from tallystick.record.database import Database
    from tallystick.record.digest import digest

    database = Database(path)
    try:
        return tuple((found.table, found.rows, found.sha256) for found in digest(database))
    finally:
        database.close()
