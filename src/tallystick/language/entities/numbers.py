"""Numbers of orders, invoices, contracts and documents of carriage. A number counts only behind the word for it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tallystick.language.entities.stretches import Spans, any_of
from tallystick.model.entity import Entity, EntityKind

__all__ = ["numbers_named"]

_K = EntityKind
_NAMES = {
    _K.PROFORMA: "pro-forma invoice|proforma invoice|pro forma invoice|proforma|pi|形式发票|проформа|проформы|проформе"
    "|проформа-инвойс",
    _K.PURCHASE_ORDER: "purchase order|p.o.|po|p/o|采购订单|采购单|заказ на закупку|bestellung|bestellnummer",
    _K.INVOICE: "commercial invoice|tax invoice"
    "|invoice|inv|rechnung|rechnungsnummer|发票|商业发票|инвойс|инвойса|инвойсу"
    "|счёт|счет|счёта|счета|счёту|счету|счёт-фактура|счет-фактура",
    _K.CONTRACT: "sales contract|contract|agreement|s/c|vertrag|合同|协议|договор|договора|договору|договоре|договором"
    "|контракт|контракта|контракту|контракте",
    _K.BILL_OF_LADING: "bill of lading|b/l|bl|mbl|hbl|提单|коносамент|коносамента|коносаменту",
    _K.LETTER_OF_CREDIT: "letter of credit|l/c|lc|信用证|аккредитив|аккредитива|аккредитиву",
    _K.TRACKING: "tracking|awb|air waybill|waybill|快递单|快递|运单|物流单|单号|трек-номер|трек|накладная|накладной"
    "|накладную|tracking code",
    _K.ORDER: "sales order|order|订单|訂單|auftrag|auftragsnummer|заказ|заказа|заказу|заказе|заказом|заявка|заявке",
}
_KIND = {name: kind for kind, names in _NAMES.items() for name in names.split("|")}
_WORDS = any_of(_KIND)
_WORD = re.compile(_WORDS)
_MARK = r"(?:numbers?|no\.|no|nr\.?|num\.?|ref\.?|id|号码|编号|编码|单号|号|номер|№|#|n(?=\s?\d))"
_NAMED = re.compile(
    rf"(?<![a-zа-яё0-9_@/.\-])({_WORDS})"
    rf"(?:[ \u00a0]?({_MARK})[ \u00a0]?[.:：#№]{{0,2}}[ \u00a0]?|([#:：])[ \u00a0]?|[ \u00a0\-]?)"
    r"((?:[a-zа-яё]{1,12}[\-/ ]?)??[\da-zа-яё][\da-zа-яё/\-_]{1,38})(?![0-9a-zа-яё_])"
)
_DATE = re.compile(r"(?:19|20)\d\d(?:[\-/.]\d{1,2}){0,2}$|\d{1,2}[\-/.]\d{1,2}[\-/.]\d{2,4}$")
_SUFFIX = re.compile(r"[ \u00a0]?(?:usd|eur|rmb|cny|pcs|sets?|kgs?|%|\$|€|元|台|件|个|吨|шт|руб|кг|days?|天|дн|месяц)")
_SURE = frozenset((_K.PROFORMA, _K.PURCHASE_ORDER, _K.INVOICE, _K.BILL_OF_LADING, _K.LETTER_OF_CREDIT, _K.TRACKING))
_SHORTEST_BARE = 5  # digits that need no "No." behind a word that names nothing but a document


def numbers_named(text: str, low: str, spans: Spans) -> Iterator[Entity]:
    """Each number of a document, with the kind of document that the word before it names."""
    for first, last in spans:
        yield from _within(text, low, first, last)


def _within(text: str, low: str, position: int, last: int) -> Iterator[Entity]:
    while begun := _WORD.search(low, position, last):
        position = begun.start() + 1
        found = _NAMED.match(low, begun.start(), last)
        if found is None:
            continue
        position = found.end(1)
        kind = _KIND[found[1]]
        start, end = found.span(4)
        if low[found.end(1)] == "-":
            start = found.start(1)
        while end > start and low[end - 1] in "-/_":
            end -= 1
        number = text[start:end]
        if _is_number(
            number.lower(), kind, is_marked=found[2] is not None, has_sign=found[3] is not None, rest=low[end:]
        ):
            position = end
            yield Entity(kind, start, end, number, "".join(number.split()).upper(), (("word", found[1]),))


def _is_number(number: str, kind: EntityKind, *, is_marked: bool, has_sign: bool, rest: str) -> bool:
    digits = sum(map(str.isdigit, number))
    if digits < 2 or len(number) < 3 or " " in number or (rest[:1] in ".," and rest[1:2].isdigit()):
        return digits >= 3 and " " in number and is_marked and number[:1].isalpha()
    if is_marked:
        return True
    if _DATE.match(number) or _SUFFIX.match(rest):
        return False
    has_letters = any(map(str.isalpha, number)) and number[0].isalpha()
    if has_letters:
        return digits >= 3
    if "-" in number or "/" in number:
        return digits >= 5 and (kind in _SURE or has_sign)
    return digits >= _SHORTEST_BARE and (kind in _SURE or has_sign)
