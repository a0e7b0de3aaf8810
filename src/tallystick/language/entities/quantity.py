"""Quantities with their unit."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tallystick.language.entities.figures import figure, plain
from tallystick.language.entities.stretches import any_of
from tallystick.model.entity import Entity, EntityKind

__all__ = ["quantities"]

_UNITS = {
    "pcs": "pcs|pc|pcs.|piece|pieces|unit|units|件|个|個|只|шт.|шт|штук|штуки|штука|единиц|единицы|stück|stk|stk.",
    "set": "set|sets|套|台套|комплект|комплекта|комплектов",
    "machine": "台|辆|台机器",
    "kg": "kg|kgs|kilo|kilos|kilogram|kilograms|公斤|千克|кг|кг.|килограмм|килограммов",
    "g": "g|gram|grams|克|гр|грамм",
    "t": "ton|tons|tonne|tonnes|mt|mts|吨|噸|тонн|тонны|тонна|т",
    "lb": "lb|lbs|pounds",
    "carton": "carton|cartons|ctn|ctns|箱|коробок|коробки|коробка|короб|kartons",
    "box": "box|boxes|盒|ящиков|ящика|ящик",
    "pallet": "pallet|pallets|plt|plts|托|托盘|паллет|паллеты|поддонов|палет|paletten",
    "bag": "bag|bags|袋|мешков|мешка",
    "roll": "roll|rolls|卷|рулонов|рулона",
    "pair": "pair|pairs|双|пар|пары",
    "drum": "drum|drums|桶|бочек",
    "container": "container|containers|контейнера|контейнеров|контейнер|个柜|条柜|柜",
    "sheet": "sheet|sheets|张|листов|листа",
    "dozen": "dozen|打|дюжин",
    "bottle": "bottle|bottles|瓶|бутылок",
    "strip": "条|根|支|把",
    "cbm": "cbm|m3|m³|cubic meters|cubic metres|立方米|立方|м3|м³|куб.м|кубов|кубометров",
    "sqm": "sqm|m2|m²|square meters|square metres|平方米|平方|平米|м2|м²|кв.м|кв. м",
    "m": "m|meter|meters|metre|metres|米|м|метров|метра",
    "km": "km|公里|км",
    "cm": "cm|厘米|см|сантиметров|сантиметра",
    "mm": "mm|毫米|мм",
    "l": "liter|liters|litre|litres|l|升|л|литров|литра",
    "hour": "hour|hours|hrs|小时|час|часа|часов|stunden",
}
_UNIT = {word: unit for unit, words in _UNITS.items() for word in words.split("|")}
_WORDS = any_of(_UNIT)
_AFTER = re.compile(rf"[ \u00a0]?((?:万|千)?)({_WORDS})(?![a-zа-яё0-9_])")
_FIRST = frozenset(" \u00a0万千") | {word[0] for word in _UNIT}
_LETTERS = frozenset(("m", "g", "t", "l", "т", "м", "л"))  # too short to be believed without a space
_AFTER_PIECE = frozenset("人月小工星自点字问季学晚")  # 3个人, 3个月: no pieces of goods
_HAN_NUMBER = {"万": 10_000, "千": 1_000, "": 1}


def quantities(text: str, low: str, numbers: list[re.Match[str]], groups: str) -> Iterator[Entity]:
    """Each number with a unit behind it. `low` is the text in lower case."""
    for number in numbers:
        start, end = number.span()
        if low[end : end + 1] not in _FIRST:
            continue
        after = _AFTER.match(low, end)
        if after is None or (after[2] in _LETTERS and low[end] == after[2]):
            continue
        if after[2] == "个" and low[after.end() : after.end() + 1] in _AFTER_PIECE:
            continue
        unit = _UNIT[after[2]]
        read = figure(number[0], groups)
        raw = text[start : after.end()]
        if read.amount is None:
            either = "|".join(plain(other) for other in read.others)
            yield Entity(EntityKind.QUANTITY, start, after.end(), raw, "", (("ambiguous", either), ("unit", unit)))
            continue
        amount = plain(read.amount * _HAN_NUMBER[after[1]])
        yield Entity(
            EntityKind.QUANTITY, start, after.end(), raw, f"{amount} {unit}", (("amount", amount), ("unit", unit))
        )
