"""What a time is worth: the sender's clock against the servers' clocks, and both against the log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from tallystick.record.holdings import HeldItem, Holdings

_AGREES = timedelta(minutes=10)
_PLATFORM = frozenset(("platform", "bank"))


@dataclass(frozen=True, slots=True)
class Clock:
    """An item's time with its worth. `certainty` is confirmed, stated, contradicted, local or none, and `reason` says
    in a sentence who stated it and who agrees or does not."""

    utc: datetime | None
    zone_minutes: int | None
    source: str
    certainty: str
    reason: str


def clock(holdings: Holdings, item: HeldItem) -> Clock:
    """The worth of an item's time."""
    certainty, reason = _worth(holdings, item)
    return Clock(item.sent_at, item.zone_minutes, item.sent_source, certainty, reason)


def _worth(holdings: Holdings, item: HeldItem) -> tuple[str, str]:
    sent = item.sent_at
    if sent is None:
        return "none", "no time is stated that could be read"
    original = holdings.originals.get(item.log_index)
    if original is not None and sent > original.kept_at + timedelta(days=1):
        return "contradicted", f"it was kept on {original.kept_at:%Y-%m-%d}, before the time it states"
    if item.zone_minutes is None and item.sent_source not in _PLATFORM:
        return "local", "zone unknown: the time is what a clock showed somewhere"
    if item.kind == "mail":
        return _against_hops(holdings, item, sent)
    if item.sent_source == "platform":
        return "stated", "the platform's clock, as the export gives it"
    return "stated", f"stated by the {item.sent_source or 'export'} alone"


def _against_hops(holdings: Holdings, item: HeldItem, sent: datetime) -> tuple[str, str]:
    """The first server to take the mail stands lowest in the chain of Received fields."""
    hops = [
        moment.utc for moment in holdings.moments.get(item.key, ())
        if moment.source.startswith("received:") and moment.utc is not None
    ]  # fmt: skip
    if not hops:
        return "stated", "the sender's own clock; no server's time is in the mail"
    apart = hops[-1] - sent
    if abs(apart) <= _AGREES:
        return "confirmed", "the sender's clock and the first server's agree within ten minutes"
    side = "after" if apart > timedelta() else "before"
    return "contradicted", f"the first server took it {_span(abs(apart))} {side} the time that the sender states"


def _span(span: timedelta) -> str:
    hours = round(span.total_seconds() / 3600)
    if span < timedelta(hours=1):
        return f"{round(span.total_seconds() / 60)} minutes"
    return f"{hours} hours" if hours < 72 else f"{span.days} days"
