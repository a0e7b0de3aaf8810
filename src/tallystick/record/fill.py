"""Filling the record by bulk statements."""

from __future__ import annotations

from collections.abc import Iterable

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


_STATEMENTS = {str(model._meta.model_name): _statement(model) for model in TABLES}


def fill(database: Database, log_size: int, indexed_rows: Iterable[tuple[int, Rows]]) -> None:
    """The rows stand in the record, which then holds the log up to `log_size`; all of them or none.

    Raises RecordStale where the database refuses them.
    """
    by_table: dict[str, list[Row]] = {}
    for index, rows in indexed_rows:
        for table, found in rows.tables.items():
            by_table.setdefault(table, []).extend((index, *row) for row in found)
    try:
        with transaction.atomic(), database.connection.cursor() as cursor:
            for table, statement in _STATEMENTS.items():
                if table in by_table:
                    cursor.executemany(statement, by_table[table])
            State.objects.update(log_size=log_size)
    except DatabaseError as error:
        raise RecordStale(f"refuses rows up to log size {log_size} ({error})") from error
