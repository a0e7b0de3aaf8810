"""Filling the record by bulk statements."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import DatabaseError, models, transaction

from tallystick.errors import RecordStale
from tallystick.record.database import Database
from tallystick.record.models import TABLES, State
from tallystick.record.rows import Row, Rows


def _statement(model: type[models.Model]) -> str:
    columns = [column.column for column in model._meta.concrete_fields if not isinstance(column, models.AutoField)]
    names = ", ".join(f'"{name}"' for name in columns)
    marks = ", ".join(["%s"] * len(columns))
    return f'INSERT INTO "{model._meta.db_table}" ({names}) VALUES ({marks})'  # noqa: S608 - names of our own tables


_ROWS_AT_ONCE = 100_000
_STATEMENTS = {str(model._meta.model_name): _statement(model) for model in TABLES}


def fill(database: Database, log_size: int, indexed_rows: Iterable[tuple[int, Rows]]) -> None:
    """The rows stand in the record, which then holds the log up to `log_size`; all of them or none.

    Raises RecordStale where the database refuses them.
    """
    by_table: dict[str, list[Row]] = {}
    waiting = 0
    try:
        with transaction.atomic(), database.connection.cursor() as cursor:
            for index, rows in indexed_rows:
                for table, found in rows.tables.items():
                    by_table.setdefault(table, []).extend((index, *row) for row in found)
                    waiting += len(found)
                if waiting > _ROWS_AT_ONCE:
                    _insert(cursor, by_table)
                    waiting = 0
            _insert(cursor, by_table)
            State.objects.update(log_size=log_size)
    except DatabaseError as error:
        raise RecordStale(f"refuses rows up to log size {log_size} ({error})") from error


def _insert(cursor: Any, by_table: dict[str, list[Row]]) -> None:
    """The waiting rows are written, each table in its turn, and wait no more."""
    for table, statement in _STATEMENTS.items():
        if rows := by_table.pop(table, None):
            cursor.executemany(statement, rows)
