"""What a page or document says, piece by piece."""

from __future__ import annotations

from tallystick.record import models as tables
from tallystick.record.holdings import Key


def passages(key: Key) -> tuple[tuple[str, str], ...]:
    """The passages of an item as (label, text), in their order. The record must be open."""
    rows = tables.Passage.objects.filter(original_id=key[0], item=key[1]).order_by("position")
    return tuple(rows.values_list("label", "text"))
