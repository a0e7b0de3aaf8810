"""The day that is promised or demanded, where the words name one that can be told."""

from __future__ import annotations

import re
from datetime import date, timedelta

from tallystick.language.entities.scan import entities
from tallystick.model.act import ActKind
from tallystick.model.entity import Entity, EntityKind

__all__ = ["due"]

_DATED = frozenset({ActKind.PROMISE_PAY, ActKind.PROMISE_DELIVER, ActKind.DEMAND})
_ROUGH = re.compile(
    r"(?:about|around|approx\w*|roughly|estimated|maybe|probably|hopefully|大约|大概|左右|预计|约|примерно|около"
    r"|ориентировочно)[^,.;，。；]{0,16}$"
)
_SINCE = re.compile(
    r"(?<![^\W\d_])(?:since|from|of|dated|was due|were due|due on|fell due|after|sent on|ordered on|paid on"
    r"|от|с|dd|issued"
    r"|срок истек|истек|истекал)[ ]?$|[自从]$"
)
_HOURS = re.compile(r"^PT(\d{1,3})H$")
_DAYS = re.compile(r"^P(\d{1,3})([DW])$")
_EVENT_NOW = re.compile(
    r"(?:receipt|receiving|the date|date) ?(?:of)? ?(?:this|the present|our|my)"
    r"|this (?:letter|email|mail|message|notice)|today|now"
    r"|(?:настоящ|данн|эт)\w{0,4} (?:письм|претензи|требовани|уведомлени)|收到本|本函|本通知|本邮件"
)


def due(text: str, span: tuple[int, int], sentence: tuple[int, int], kind: ActKind, sent: date | None) -> date | None:
    """The first day named in the words, else in the rest of their sentence; None where it lies before `sent`."""
    if kind not in _DATED:
        return None
    words = text[slice(*sentence)]
    named = [day for day in (_day(words, one, sent) for one in _moments(words, sent)) if day is not None]
    inside = [day for at, day in named if span[0] - sentence[0] <= at < span[1] - sentence[0]]
    return next(iter(inside), next((day for _at, day in named), None))


def _moments(words: str, sent: date | None) -> list[Entity]:
    return [one for one in entities(words, sent) if one.kind in (EntityKind.DATE, EntityKind.DURATION)]


def _day(words: str, one: Entity, sent: date | None) -> tuple[int, date] | None:
    before = words[max(0, one.start - 24) : one.start].lower()
    if _ROUGH.search(before) or _SINCE.search(before):
        return None
    day = _resolved(words, one, sent)
    if day is None or (sent is not None and day < sent):
        return None
    return one.start, day


def _resolved(words: str, one: Entity, sent: date | None) -> date | None:
    if one.kind is EntityKind.DURATION:
        return _after(words, one, sent)
    if other := one.field("or"):
        return date.fromisoformat(other)
    try:
        return date.fromisoformat(one.value)
    except ValueError:
        return None


def _after(words: str, one: Entity, sent: date | None) -> date | None:
    """A period that counts from this message, which is taken to be received on the day it is sent."""
    if sent is None:
        return None
    if found := _HOURS.match(one.value):
        return sent + timedelta(hours=int(found[1]) // 24 * 24)
    found = _DAYS.match(one.value)
    around = words[max(0, one.start - 24) : one.end + 60].lower()
    if found is None or one.field("working") == "yes" or not _EVENT_NOW.search(around):
        return None
    return sent + timedelta(days=int(found[1]) * (7 if found[2] == "W" else 1))
