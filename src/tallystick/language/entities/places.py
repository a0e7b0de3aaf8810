"""Postal addresses, where street, place and house number stand together."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tallystick.language.entities.stretches import Spans, matches_from
from tallystick.model.entity import Entity, EntityKind

__all__ = ["addresses"]

_GERMAN = re.compile(
    r"[A-ZÄÖÜ][\wäöüß.\-]{1,30}(?: [A-ZÄÖÜ][\wäöüß.\-]{1,20}){0,3}(?<=[a-z.ßs])"
    r"(?:(?<=straße)|(?<=strasse)|(?<=str\.)|(?<=Str\.)|(?<=Straße)|(?<=weg)|(?<=platz)|(?<=allee)|(?<=gasse)"
    r"|(?<=damm)|(?<=ring)|(?<=ufer))"
    r" \d{1,4} ?[a-z]?(?:-\d{1,4})?[,\n ]{1,3}(?:[A-Z]{1,2}-)?\d{4,5} [A-ZÄÖÜ][\wäöüß]{2,20}(?:[ \-](?:am "
    r"|an der )?[A-ZÄÖÜ][\wäöüß]{2,20}){0,2}"
)
_ENGLISH = re.compile(
    r"\d{1,5}[A-Z]? (?:[A-Z][\w'.\-]{1,20} ){1,4}"
    r"(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Boulevard|Blvd|Way|Square|Court|Place|Close|Terrace"
    r"|Parkway|Highway)\b\.?"
    r"(?:[,\n ]{1,3}(?:Suite|Unit|Floor|Apt|Room)\.? ?[\w\-]{1,8})?(?:[,\n]{1,2} ?[A-Z][\w'.\- ]{1,30}){1,3}?"
    r"[,\n ]{1,3}(?:[A-Z]{2} \d{5}(?:-\d{4})?|[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}|\d{4,6})(?!\d)"
)
_CHINESE = re.compile(
    r"(?:[\u4e00-\u9fff]{2,3}省|[\u4e00-\u9fff]{2,5}自治区)?[\u4e00-\u9fff]{2,4}市[\u4e00-\u9fff]{0,20}?"
    r"(?:路|街|道|巷|弄|大街|大道|工业园|工业区|开发区"
    r"|村)[\u4e00-\u9fff]{0,10}?[A-Za-z]?\d{1,5}号?(?:[\u4e00-\u9fff0-9A-Za-z\-]{0,20}?(?:楼|室|栋|座|层|幢|号))*"
)
_RUSSIAN = re.compile(
    r"(?:\d{6},\s{0,2})?(?:(?:Россия|РФ),\s{0,2})?(?:г\.?|гор\."
    r"|город) ?[А-ЯЁ][а-яё\-]{1,25}(?:-[А-ЯЁ][а-яё]+)?,\s{0,2}"
    r"(?:ул\.|улица|пр-т|пр\.|проспект|пер\.|переулок|наб\.|набережная|ш\.|шоссе|б-р|бульвар"
    r"|пл\.) ?[А-ЯЁ0-9][^,;\n]{1,40}"
    r",\s{0,2}(?:д\.|дом) ?\d{1,4}[а-яА-Я]?(?:/\d{1,3})?(?:,\s{0,2}(?:стр\.|к\.|корп\.|офис|оф\.|кв\."
    r"|пом\.) ?[\w/\-]{1,8}){0,3}"
)
_STRASSEN = ("traße", "trasse", "tr.", "weg", "platz", "allee", "gasse", "damm", "ring", "ufer")
_CITY = re.compile("市")
_TOWN = re.compile(r"г(?:\.|ор\.|ород)? ?[А-ЯЁ]")
# How many characters of an address can stand before the number of the house, the "市" and the word for a town.
_BEFORE_HOUSE, _BEFORE_CITY, _BEFORE_TOWN = 100, 12, 20


def addresses(text: str, digits: Spans) -> Iterator[Entity]:
    """Each postal address in English, German, Chinese or Russian form."""
    for found in _addresses(text, digits):
        if not text[found.start() - 1 : found.start()].isdigit():
            yield Entity(EntityKind.ADDRESS, *found.span(), found[0], " ".join(found[0].replace("\n", ", ").split()))


def _addresses(text: str, digits: Spans) -> Iterator[re.Match[str]]:
    """Each form is tried only around the part of it that is quickest to see."""
    houses = [(max(start, end - 5), end) for start, end in digits if " " in text[end : end + 2]]
    yield from matches_from(houses, _ENGLISH, text)
    streets = [
        (start - _BEFORE_HOUSE, start)
        for start, _end in digits
        if text[start - 1 : start] == " " and text.endswith(_STRASSEN, 0, start - 1)
    ]
    yield from matches_from(streets, _GERMAN, text)
    if text.isascii():
        return
    if "市" in text:
        cities = [(found.start() - _BEFORE_CITY, found.start()) for found in _CITY.finditer(text)]
        yield from matches_from(cities, _CHINESE, text)
    if "ул" in text or "г." in text or "пр" in text:
        towns = [(found.start() - _BEFORE_TOWN, found.start() + 1) for found in _TOWN.finditer(text)]
        yield from matches_from(towns, _RUSSIAN, text)
