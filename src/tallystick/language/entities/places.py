"""Postal addresses, where street, place and house number stand together."""

from __future__ import annotations

import re
from collections.abc import Iterator

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


_STREETS = (" St", " Road", " Rd", " Ave", " Lane", " Ln", " Dr", " Boul", " Blvd", " Way", " Square", " Court", " Pl",
            " Cl", " Terr", " Parkway", " High")  # fmt: skip
_STRASSEN = ("traße", "trasse", "tr. ", "weg ", "platz ", "allee ", "gasse ", "damm ", "ring ", "ufer ")


def addresses(text: str) -> Iterator[Entity]:
    """Each postal address in English, German, Chinese or Russian form."""
    patterns = [_ENGLISH] if any(word in text for word in _STREETS) else []
    patterns += [_GERMAN] if any(word in text for word in _STRASSEN) else []
    if not text.isascii():
        patterns += [_CHINESE] if "市" in text else []
        patterns += [_RUSSIAN] if "ул" in text or "г." in text or "пр" in text else []
    for pattern in patterns:
        for found in pattern.finditer(text):
            if not text[found.start() - 1 : found.start()].isdigit():
                yield Entity(
                    EntityKind.ADDRESS, *found.span(), found[0], " ".join(found[0].replace("\n", ", ").split())
                )
