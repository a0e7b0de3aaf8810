"""A digest of the record, to show that a rebuilt one is the same."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.db import models

from tallystick.record.database import Database
from tallystick.record.models import TABLES


@dataclass(frozen=True, slots=True)
class TableDigest:
    """One table: how many rows it has, and the SHA-256 (hex) of all of them in order."""

    table: str
    rows: int
    sha256: str


def digest(database: Database) -> list[TableDigest]:
    """One digest a table. Row order and automatic row numbers do not enter into it."""
    return [_table_digest(database, model) for model in TABLES]


def _table_digest(database: Database, model: type[models.Model]) -> TableDigest:
    columns = [column.column for column in model._meta.concrete_fields if not isinstance(column, models.AutoField)]
    names = ", ".join(f'"{name}"' for name in columns)
    order = ", ".join(f'"{name}"' for name in columns if name in ("log_index", "position"))
    whole = hashlib.sha256()
    rows = 0
    with database.connection.cursor() as cursor:
        cursor.execute(f'SELECT {names} FROM "{model._meta.db_table}" ORDER BY {order}')  # noqa: S608 - own names
        for row in cursor:
            whole.update(repr(tuple(row)).encode("utf-8", "surrogatepass") + b"\n")
            rows += 1
    return TableDigest(str(model._meta.model_name), rows, whole.hexdigest())
