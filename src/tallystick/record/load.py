"""The holdings out of the database, each table in one pass."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db import DatabaseError, models

from tallystick.errors import RecordStale
from tallystick.record import models as tables
from tallystick.record.database import Database
from tallystick.record.holdings import (
    HeldItem,
    HeldMention,
    HeldMoment,
    HeldOriginal,
    HeldPart,
    HeldQuotation,
    HeldSighting,
    HeldSum,
    Holdings,
    Key,
    Use,
    grouped,
)

_ITEM = (
    "original_id", "position", "kind", "channel", "conversation", "place", "origin", "message_id", "title", "sent_at",
    "zone_minutes", "sent_source", "marks", "is_own", "content_sha256",
)  # fmt: skip
_MARKS = _ITEM.index("marks")
_ORIGINAL = (
    "log_index",
    "sha256",
    "kept_at",
    "media_type",
    "source_kind",
    "locator",
    "container_sha256",
    "container_path",
)


def load(_database: Database, *, with_texts: bool = False, with_quotations: bool = False) -> Holdings:
    """Everything that the record holds; the words of items and quotations only where they are asked for.

    Raises RecordStale where it cannot be read.
    """
    try:
        return _loaded(with_texts, with_quotations)
    except DatabaseError as error:
        raise RecordStale(f"the record cannot be read ({error})") from error


def _loaded(with_texts: bool, with_quotations: bool) -> Holdings:
    items = {item.key: item for item in map(_item, _rows(tables.Item, *_ITEM))}
    return Holdings(
        items,
        {row[0]: HeldOriginal(*row) for row in _rows(tables.Original, *_ORIGINAL)},
        _by_item(tables.Identifier, Use, "role", "scheme", "value", "name"),
        _by_item(tables.Reference, _pair, "kind", "message_id"),
        _by_item(tables.Mention, HeldMention, "kind", "value", "raw", "zone"),
        _by_item(tables.Part, HeldPart, "role", "name", "media_type", "size_bytes", "sha256", "status"),
        _quotations() if with_quotations else {},
        _by_item(tables.Moment, HeldMoment, "source", "utc", "zone_minutes", "raw"),
        _by_item(tables.Sum, HeldSum, "role", "amount", "currency", "day"),
        _formats(),
        _texts() if with_texts else {},
        _sightings(),
    )


def _texts() -> dict[Key, str]:
    """The own words of all items that have any."""
    rows = tables.Item.objects.exclude(text="").values_list("original_id", "position", "text")
    return {(index, position): text for index, position, text in rows.iterator(chunk_size=10_000)}


def _sightings() -> dict[int, tuple[HeldSighting, ...]]:
    found: dict[int, list[HeldSighting]] = {}
    for index, *place in _rows(tables.Sighting, "original_id", "locator", "container_sha256"):
        found.setdefault(index, []).append(HeldSighting(*place))
    return {index: tuple(each) for index, each in found.items()}


def _formats() -> dict[int, tuple[str, ...]]:
    found: dict[int, dict[str, None]] = {}
    for index, name in _rows(tables.Count, "original_id", "format"):
        found.setdefault(index, {})[name] = None
    return {index: tuple(names) for index, names in found.items()}


def _quotations() -> Any:
    return _by_item(tables.Quotation, HeldQuotation, "kind", "depth", "author", "stated", "text")


def _item(row: tuple[Any, ...]) -> HeldItem:
    columns = list(row)
    columns[_MARKS] = frozenset(row[_MARKS].split())
    return HeldItem(*columns)


def _pair(kind: str, message_id: str) -> tuple[str, str]:
    return kind, message_id


def _by_item(model: type[models.Model], make: Callable[..., Any], *columns: str) -> Any:
    rows = _rows(model, "original_id", "item", *columns)
    return grouped(((row[0], row[1]), make(*row[2:])) for row in rows)


def _rows(model: type[models.Model], *columns: str) -> Iterable[tuple[Any, ...]]:
    order = ["log_index"] if model is tables.Original else ["original_id", "position"]
    return model.objects.order_by(*order).values_list(*columns).iterator(chunk_size=10_000)
