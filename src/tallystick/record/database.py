"""The record's database, through Django. One is open at a time in a process."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Any

import django
from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connections
from django.db.models import Model

from tallystick.errors import RecordStale

_APP = "tallystick.record"


class Database:
    """An open record. Making one configures Django for this process if that was not done."""

    def __init__(self, path: Path) -> None:
        _configure()
        self._path = path
        self._connection = connections["default"]
        self._connection.close()
        # On a disk that cannot be written SQLite can keep no lock: the file is read as one that does not change.
        is_fixed = path.exists() and not os.access(path.parent, os.W_OK)
        self._connection.settings_dict["NAME"] = f"{path.absolute().as_uri()}?immutable=1" if is_fixed else str(path)

    def close(self) -> None:
        self._connection.close()

    @property
    def connection(self) -> Any:
        return self._connection

    def log_size(self) -> int:
        """How much of the log the record holds; 0 where there is no record. Raises RecordStale where it is unusable."""
        from tallystick.record.models import State

        if not self._path.exists():
            return 0
        try:
            state = State.objects.first()
        except DatabaseError as error:
            raise RecordStale(f"{self._path.name} cannot be read ({error})") from error
        if state is None or state.shape != _shape():
            raise RecordStale(f"{self._path.name} was made by another version of the program")
        return int(state.log_size)

    def make(self) -> None:
        """The tables stand, empty, where there were none before."""
        from tallystick.record.models import TABLES, State

        self._path.parent.mkdir(exist_ok=True)
        self._tune()
        with self._connection.schema_editor() as editor:
            models: tuple[type[Model], ...] = (*TABLES, State)
            for model in models:
                editor.create_model(model)
        State.objects.create(pk=1, log_size=0, shape=_shape())

    def drop(self) -> None:
        """The record's files are gone; the vault is not touched."""
        self.close()
        for suffix in ("", "-wal", "-shm"):
            self._path.with_name(self._path.name + suffix).unlink(missing_ok=True)

    def _tune(self) -> None:
        with self._connection.cursor() as cursor:
            cursor.execute("PRAGMA journal_mode = WAL")


def _configure() -> None:
    if settings.configured:
        return
    settings.configure(
        INSTALLED_APPS=[_APP],
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.sqlite3",
                "NAME": "",
                # A view: what a loss of power takes is filled again from the vault.
                "OPTIONS": {"init_command": "PRAGMA synchronous = NORMAL; PRAGMA cache_size = -16000"},
            }
        },
        USE_TZ=True,
        TIME_ZONE="UTC",
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    )
    django.setup()


def _shape() -> str:
    """A digest of all tables and columns: two programs with the same one read each other's records."""
    columns = [
        f"{model._meta.db_table}.{column.column} {column.get_internal_type()}"
        for model in apps.get_app_config("record").get_models()
        for column in model._meta.concrete_fields
    ]
    return hashlib.sha256("\n".join(columns).encode()).hexdigest()[:16]
