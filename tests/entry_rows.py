"""What one thing gives to the record: its rows by table, and its search documents."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tallystick.record.entry.sheaf import Sheaf
from tallystick.record.rows import Row
from tallystick.record.search import IndexFields


def entered(put: Callable[..., Any], *given: Any) -> tuple[dict[str, list[Row]], tuple[IndexFields, ...]]:
    """Rows and documents of an original that gives this and nothing else."""
    sheaf = Sheaf("00" * 32)
    put(sheaf, *given)
    rows, documents = sheaf.take()
    return rows.tables, documents
