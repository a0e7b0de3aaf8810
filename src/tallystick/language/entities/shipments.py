"""Containers and consignments, by numbers that carry their own check digit or a carrier's form."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tallystick.language.entities.stretches import Spans, finds
from tallystick.model.entity import Entity, EntityKind

__all__ = ["consignments", "containers"]

_CONTAINER = re.compile(r"([A-Z][A-Z][A-Z][UJZ])[ \-]?(\d{6}|\d{3} \d{3})[ \-/]?(\d)(?!\d)(?![A-Za-z])")
_CARRIERS = ("dhl", "fedex", "tnt", "顺丰", "сдэк", "cdek", "dpd", "gls", "ems")
_S10 = re.compile(r"[A-Z](?<![A-Za-z0-9].)[A-Z] ?\d(?: ?\d){8} ?[A-Z]{2}(?![A-Za-z0-9])")
_UPS = re.compile(r"(?<![A-Za-z0-9])1Z[0-9A-Z]{16}(?![A-Za-z0-9])")
_CARRIER = re.compile(r"(?<![A-Za-z0-9])(SF|YT|JD[A-Z]{0,2}|JT|ZTO|YUNDA|LP)(\d{11,15})(?!\d)")
_NAMED = re.compile(r"(dhl|fedex|tnt|顺丰|сдэк|cdek|dpd|gls|ems)[^\d\n]{0,30}?(?<!\d)(\d{10,15})(?!\d)")
_LETTERS = dict(zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", (n for n in range(10, 39) if n % 11), strict=True))
_S10_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)


def containers(text: str, spans: Spans) -> Iterator[Entity]:
    """Each container number. Source: ISO 6346, check digit."""
    for found in finds(_CONTAINER, text, spans):
        if text[found.start() - 1 : found.start()].isalnum() and found.start():
            continue
        number = found[1] + found[2].replace(" ", "")
        total = sum((_LETTERS[sign] if sign.isalpha() else int(sign)) << place for place, sign in enumerate(number))
        checked = "yes" if total % 11 % 10 == int(found[3]) else "no"
        yield Entity(EntityKind.CONTAINER, *found.span(), found[0], number + found[3], (("checked", checked),))


def consignments(text: str, low: str, spans: Spans, longer: Spans) -> Iterator[Entity]:
    """Each consignment number. Source: UPU S10 for post; UPS check digit; the carriers' own forms for others.

    `longer` are the stretches with the seven digits and more that all but the number of UPS have.
    """
    for found in finds(_S10, text, longer):
        number = found[0].replace(" ", "")
        rest = 11 - sum(int(digit) * weight for digit, weight in zip(number[2:10], _S10_WEIGHTS, strict=True)) % 11
        if {10: 0, 11: 5}.get(rest, rest) == int(number[10]):
            yield _consignment(found.span(), found[0], "post", checked="yes")
    for found in finds(_UPS, text, spans) if "1Z" in text else ():
        if _ups_check(found[0]):
            yield _consignment(found.span(), found[0], "ups", checked="yes")
    for found in finds(_CARRIER, text, longer):
        yield _consignment(found.span(), found[0], found[1].lower())
    for found in finds(_NAMED, low, longer) if longer and any(name in low for name in _CARRIERS) else ():
        yield _consignment(found.span(2), found[2], {"顺丰": "sf", "сдэк": "cdek"}.get(found[1], found[1]))


def _consignment(span: tuple[int, int], raw: str, carrier: str, checked: str = "") -> Entity:
    fields = (("carrier", carrier), *((("checked", checked),) if checked else ()))
    return Entity(EntityKind.TRACKING, *span, raw, raw.replace(" ", ""), fields)


def _ups_check(number: str) -> bool:
    values = [int(sign) if sign.isdigit() else (ord(sign) - 63) % 10 for sign in number[2:-1]]
    total = sum(values[::2]) + 2 * sum(values[1::2])
    return number[-1].isdigit() and -total % 10 == int(number[-1])
