"""What one original gave to the record: its items, what became of its units, what was checked and what was wrong."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from tallystick.model.reading import Count
from tallystick.record import models as tables
from tallystick.record.database import Database

MOST_ITEMS = 40


@dataclass(frozen=True, slots=True)
class ContentsItem:
    """An item as it is shown: who said it ("" unknown), its words, the names of its files, and its sums in words."""

    position: int
    kind: str
    channel: str
    place: str
    origin: str
    title: str
    sender: str
    sent_at: datetime | None
    zone_minutes: int | None
    marks: tuple[str, ...]
    text: str
    files: tuple[str, ...]
    sums: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Contents:
    """At most 40 items from the one asked for on, of `total`; counts are (format, count), findings (name, verdict,
    reason), problems (code, place, detail)."""

    total: int
    items: tuple[ContentsItem, ...]
    counts: tuple[tuple[str, Count], ...]
    findings: tuple[tuple[str, str, str], ...]
    problems: tuple[tuple[str, str, str], ...]

    @property
    def formats(self) -> tuple[str, ...]:
        """The formats that the original was read in."""
        return tuple(dict.fromkeys(name for name, _count in self.counts))


def contents(_database: Database, log_index: int, position: int = 0) -> Contents:
    """What the original at `log_index` gave, its items from `position` on."""
    items = tables.Item.objects.filter(original_id=log_index).order_by("position")
    shown = [_item(log_index, row) for row in items.filter(position__gte=position)[:MOST_ITEMS]]
    counts = tables.Count.objects.filter(original_id=log_index).order_by("position")
    findings = tables.Finding.objects.filter(original_id=log_index).order_by("position")
    problems = tables.Problem.objects.filter(original_id=log_index).order_by("position")[:MOST_ITEMS]
    return Contents(
        items.count(),
        tuple(shown),
        tuple((c.format, Count(c.unit, c.total, tuple(json.loads(c.became).items()))) for c in counts),
        tuple((f.name, f.verdict, f.reason) for f in findings),
        tuple((p.code, p.place, p.detail) for p in problems),
    )


def _item(log_index: int, row: tables.Item) -> ContentsItem:
    of_item = {"original_id": log_index, "item": row.position}
    sender = tables.Identifier.objects.filter(**of_item, role="from").first()
    passages = tables.Passage.objects.filter(**of_item).order_by("position").values_list("text", flat=True)
    files = tables.Part.objects.filter(**of_item).exclude(name="").order_by("position").values_list("name", flat=True)
    sums = tables.Sum.objects.filter(**of_item).order_by("position")
    return ContentsItem(
        row.position, row.kind, row.channel, row.place, row.origin, row.title,
        (sender.name or sender.value) if sender else "", row.sent_at, row.zone_minutes, tuple(row.marks.split()),
        "\n".join([row.text, *passages]).strip(), tuple(files),
        tuple(f"{one.amount} {one.currency} {one.role}" for one in sums),
    )  # fmt: skip
