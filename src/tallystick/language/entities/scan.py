"""All that a text names: each module is asked, and where two claim the same words the more certain one has them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from tallystick.language.entities.accounts import accounts, bics, ibans
from tallystick.language.entities.dates import dates
from tallystick.language.entities.figures import convention, numbers_in
from tallystick.language.entities.links import emails, handles, links, phones
from tallystick.language.entities.moment_words import moment_words
from tallystick.language.entities.money import money
from tallystick.language.entities.numbers import numbers_named
from tallystick.language.entities.places import addresses
from tallystick.language.entities.quantity import quantities
from tallystick.language.entities.registrations import registrations
from tallystick.language.entities.shipments import consignments, containers
from tallystick.language.entities.stretches import runs, stretches
from tallystick.model.entity import Entity

__all__ = ["entities"]

_LONG = 5  # digits: the shortest number of a register or a telephone
_LONGER = 7  # digits: the shortest number of an account, a container or a consignment


def entities(text: str, sent: date | datetime | None = None, language: str = "") -> tuple[Entity, ...]:
    """What a text names, in order and without overlap. `sent` is the day of the message in the sender's zone, against
    which relative dates are resolved; `language` ("en", "zh", "ru", "de") helps to read numbers."""
    low = _lower(text)
    day = sent.date() if isinstance(sent, datetime) else sent
    taken = bytearray(len(text))
    kept: list[Entity] = []
    for group in _claims(text, low, day, language):
        found = list(group)
        if len(found) > 1:
            found.sort(key=lambda one: (one.start, -one.end))
        for entity in found:
            if entity.end > entity.start and taken.find(1, entity.start, entity.end) < 0:
                taken[entity.start : entity.end] = b"\x01" * (entity.end - entity.start)
                kept.append(entity)
    kept.sort(key=lambda one: one.start)
    return tuple(kept)


def _lower(text: str) -> str:
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join([sign.lower() if len(sign.lower()) == 1 else sign for sign in text])


def _claims(text: str, low: str, sent: date | None, language: str) -> Iterator[Iterable[Entity]]:
    """What each module finds, the most certain first. A text without digits is asked for words only."""
    if "://" in text or "www." in text:
        yield links(text)
    if "@" in text:
        yield emails(text)
    digits = runs(low)
    if not digits:
        yield bics(text, low)
        yield moment_words(text, low, sent)
        yield handles(text, low)
        return
    spans = stretches(digits, len(text), _LONG)
    longer = stretches(digits, len(text), _LONGER)
    yield ibans(text, spans)
    yield bics(text, low)
    yield numbers_named(text, low, stretches(digits, len(text), 2))
    yield containers(text, longer)
    yield consignments(text, low, spans, longer)
    yield registrations(text, low, spans)
    yield accounts(text, low, longer)
    yield handles(text, low)
    yield addresses(text, digits)
    numbers = numbers_in(text, digits)
    groups = convention(numbers, language)
    yield money(text, low, numbers, groups)
    yield dates(text, low, sent, digits)
    yield moment_words(text, low, sent)
    yield phones(text, low, spans)
    yield quantities(text, low, numbers, groups)
