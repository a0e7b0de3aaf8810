"""Registration numbers of companies, each behind the word for it or with a check digit that decides."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stdnum.cn import uscc
from stdnum.eu import vat
from stdnum.ru import inn, ogrn

from tallystick.language.entities.stretches import Spans, finds
from tallystick.model.entity import Entity, EntityKind

__all__ = ["registrations"]

_RUSSIAN = re.compile(r"(инн|огрнип|огрн|кпп)(?:/кпп)?[ \u00a0:：№]{0,4}(\d{9,15})(?!\d)(?:[ /]{1,3}(\d{9})(?!\d))?")
_CHINESE = re.compile(r"[0-9A-HJ-NP-RT-UW-Y][0-9A-HJ-NP-RT-UW-Y]\d{6}[0-9A-HJ-NP-RT-UW-Y]{10}(?![0-9A-Za-z])")
_VAT = re.compile(
    r"(?:vat|ust\.?-?id\.?(?:-?nr\.?)?|umsatzsteuer-id|tva|btw|p\.? ?iva|uid|nip|cif|nif)[^a-z0-9\n]{0,4}"
    r"(?:(?:reg(?:istration)?|no|number|nr|id"
    r"|intra)\b[^a-z0-9\n]{0,4}){0,2}((?:[a-z]{2}) ?[0-9a-z][0-9a-z .\-]{6,14}[0-9a-z])(?![0-9a-z])"
)
_GERMAN = re.compile(r"(?<![a-z])(hr[ab]) ?(?:nr\.? ?)?(\d{2,6}(?: ?b)?)(?![0-9a-z])")
_BRITISH = re.compile(
    r"(?:company|registration|registered|companies house)(?: (?:reg(?:istration)?|registered))? ?(?:no|number"
    r"|num)[.:]{0,2}"
    r"(?: in england(?: and wales)?)?[ :]{0,3}((?:sc|ni|oc|so)?\d{6,8})(?![0-9a-z])"
)
_AMERICAN = re.compile(
    r"(?:ein|fein|tax id|employer identification number)(?: ?(?:no|number))?[.:# ]{1,3}(\d{2}-\d{7})(?!\d)"
)


_TAXES = ("vat", "ust", "umsatz", "tva", "btw", "iva", "uid", "nip", "cif", "nif")


def registrations(text: str, low: str, spans: Spans) -> Iterator[Entity]:
    """Each number of a register: of tax payers, companies or merchants."""
    if text.isascii() is False and ("инн" in low or "огрн" in low or "кпп" in low):
        yield from _russian(low)
    for found in finds(_CHINESE, text, spans):
        if found.start() and text[found.start() - 1].isascii() and text[found.start() - 1].isalnum():
            continue
        if uscc.is_valid(found[0]) and ("信用代码" in text or any(map(str.isalpha, found[0]))):
            yield _registration(found.span(), found[0], "CN-USCC", found[0], "yes")
    for found in finds(_VAT, low, spans) if any(word in low for word in _TAXES) else ():
        number = re.sub(r"[ .\-]", "", found[1]).upper()
        if vat.is_valid(number):
            yield _registration(found.span(1), text[found.start(1) : found.end(1)], "EU-VAT", number, "yes")
    for found in _GERMAN.finditer(low) if "hrb" in low or "hra" in low else ():
        value = f"{found[1].upper()} {found[2].replace(' ', '').upper()}"
        yield _registration(found.span(), text[found.start() : found.end()], "DE-HR", value)
    named = (
        (_BRITISH, "GB-CH", "regist" in low or "compan" in low),
        (_AMERICAN, "US-EIN", "ein" in low or "tax id" in low or "employer" in low),
    )
    for pattern, register in [(pattern, register) for pattern, register, is_likely in named if is_likely]:
        for found in finds(pattern, low, spans):
            yield _registration(found.span(1), text[found.start(1) : found.end(1)], register, found[1].upper().zfill(8))


def _registration(span: tuple[int, int], raw: str, register: str, value: str, checked: str = "") -> Entity:
    fields = (("register", register), *((("checked", checked),) if checked else ()))
    return Entity(EntityKind.REGISTRATION, *span, raw, f"{register}:{value}", fields)


def _russian(low: str) -> Iterator[Entity]:
    for found in _RUSSIAN.finditer(low):
        name, number = found[1], found[2]
        register = {"инн": "RU-INN", "кпп": "RU-KPP"}.get(name, "RU-OGRN")
        if len(number) not in {"RU-INN": (10, 12), "RU-KPP": (9,)}.get(register, (13, 15)):
            continue
        valid = {"RU-INN": inn.is_valid, "RU-OGRN": ogrn.is_valid}.get(register)
        checked = "" if valid is None else "yes" if valid(number) else "no"
        yield _registration(found.span(2), number, register, number, checked)
        if found[3]:
            yield _registration(found.span(3), found[3], "RU-KPP", found[3])
