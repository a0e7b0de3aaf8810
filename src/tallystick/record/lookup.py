"""Questions to the record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count

from tallystick.model.message import Signature
from tallystick.record.database import Database
from tallystick.record.models import Item
from tallystick.record.models import Signature as SignatureRow


@dataclass(frozen=True, slots=True)
class SameMessageId:
    """One Message-ID that stands on originals which differ in more than how they were carried.

    `originals` are (log index, SHA-256 hex, subject) of one of each kind, in the order of the log.
    """

    message_id: str
    originals: tuple[tuple[int, str, str], ...]


def signers(_database: Database) -> list[Signature]:
    """Everybody who signed a mail in the record, by domain and selector."""
    rows = SignatureRow.objects.values_list("domain", "selector").distinct().order_by("domain", "selector")
    return [Signature(domain, selector) for domain, selector in rows]


def conflicts(_database: Database, message_id: str = "") -> Iterator[SameMessageId]:
    """Every Message-ID, or the one given, whose mails do not say the same: all are kept, and this is the finding."""
    outermost = Item.objects.filter(kind="mail", origin="").exclude(message_id="")
    if message_id:
        outermost = outermost.filter(message_id=message_id)
    many = outermost.values("message_id").annotate(kinds=Count("content_sha256", distinct=True)).filter(kinds__gt=1)
    for message_id in many.order_by("message_id").values_list("message_id", flat=True):
        rows = outermost.filter(message_id=message_id).order_by("original_id")
        seen: dict[str, tuple[int, str, str]] = {}
        for index, sha256, subject, content in rows.values_list(
            "original_id", "original__sha256", "title", "content_sha256"
        ):
            seen.setdefault(content, (index, sha256, subject))
        yield SameMessageId(message_id, tuple(seen.values()))
