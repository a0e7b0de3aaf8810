"""Sums of money with their currency, in English, Chinese, Russian and German."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from tallystick.language.entities.figures import Figure, figure, plain
from tallystick.language.entities.stretches import any_of
from tallystick.model.entity import Entity, EntityKind

__all__ = ["money"]

_CODES = (
    "USD EUR RMB CNY GBP JPY RUB HKD CHF AUD CAD SGD INR KRW TWD AED TRY PLN UAH KZT BYN CNH SEK NOK DKK CZK THB VND"
)
_SIGNS = {
    "us$": "USD", "u.s.$": "USD", "$": "USD", "€": "EUR", "£": "GBP", "₽": "RUB", "hk$": "HKD", "a$": "AUD",
    "c$": "CAD",
    "s$": "SGD", "nt$": "TWD", "₹": "INR", "₩": "KRW", "￥": "CNY", "¥": "", "人民币": "CNY", "美元": "USD",
    "美金": "USD",
    "欧元": "EUR", "rmb": "CNY", "cnh": "CNY", "cn¥": "CNY", "rmb¥": "CNY", "usd$": "USD", "港币": "HKD",
} | {code.lower(): code for code in _CODES.split() if code not in ("RMB", "CNH")}  # fmt: skip
_NAMES = {
    "dollars": "USD", "dollar": "USD", "us dollars": "USD", "bucks": "USD", "euros": "EUR", "euro": "EUR", "eur": "EUR",
    "pounds": "GBP", "yuan": "CNY", "renminbi": "CNY", "rubles": "RUB", "roubles": "RUB", "yen": "JPY",
    "元人民币": "CNY", "人民币": "CNY", "美元": "USD", "美金": "USD", "刀": "USD", "欧元": "EUR", "欧": "EUR",
    "英镑": "GBP",
    "日元": "JPY", "港币": "HKD", "港元": "HKD", "卢布": "RUB", "元": "CNY", "块钱": "CNY", "块": "CNY",
    "руб.": "RUB", "руб": "RUB", "рублей": "RUB", "рубля": "RUB", "рубль": "RUB", "р.": "RUB", "₽": "RUB",
    "долларов": "USD", "доллара": "USD", "доллар": "USD", "долл.": "USD", "долл": "USD", "евро": "EUR", "юаней": "CNY",
    "юаня": "CNY", "юань": "CNY", "фунтов": "GBP", "тенге": "KZT", "гривен": "UAH", "грн": "UAH",
} | dict(_SIGNS)  # fmt: skip
_SCALES = {
    "k": 3, "thousand": 3, "m": 6, "mn": 6, "mln": 6, "million": 6, "mio.": 6, "mio": 6, "bn": 9, "billion": 9,
    "tsd.": 3,
    "十万": 5, "百万": 6, "千万": 7, "万": 4, "千": 3, "亿": 8, "тыс.": 3, "тыс": 3, "тысяч": 3, "тысячи": 3, "т.": 3,
    "млн": 6, "млн.": 6, "миллиона": 6, "миллионов": 6, "миллион": 6, "млрд": 9, "млрд.": 9, "тысяча": 3,
}  # fmt: skip


_BEFORE = re.compile(rf"(?<![a-zа-яё])({any_of(_SIGNS)})[ \u00a0:：]?$")
_SCALE = rf"(?:[ \u00a0]?({any_of(_SCALES)})(?![a-zа-яё]))?"
_AFTER = re.compile(rf"{_SCALE}(?:[ \u00a0]?(?:,-|\.-)?[ \u00a0]?({any_of(_NAMES)})(?![a-zа-яё]))?")
_IS_KANA = re.compile(r"[\u3040-\u30ff]")
_IS_HAN = re.compile(r"[\u4e00-\u9fff]")
_FIRST_AFTER = frozenset(" \u00a0,.$€£₽₹₩￥¥") | {word[0] for word in (*_NAMES, *_SCALES)}
_LAST_BEFORE = frozenset(" \u00a0:：") | {sign[-1] for sign in _SIGNS}


def money(text: str, low: str, numbers: list[re.Match[str]], groups: str) -> Iterator[Entity]:
    """Each sum whose currency stands beside it. `low` is the text in lower case."""
    for number in numbers:
        start, end = number.span()
        before = None
        if start and low[start - 1] in _LAST_BEFORE:
            before = _BEFORE.search(low[max(0, start - 6) : start])
        if before is None and low[end : end + 1] not in _FIRST_AFTER:
            continue
        after = _AFTER.match(low, end)
        scale, name = (after[1], after[2]) if after is not None else (None, None)
        if before is None and name is None:
            continue
        if before is not None:
            begun = max(0, start - 6) + before.start(1)
            sign = before[1]
            stop = end if after is None else (after.end() if _is_same(sign, name) else max(end, after.end(1)))
        else:
            begun, sign, stop = start, name or "", after.end() if after is not None else end
        yield _sum(text, (begun, stop), number[0], scale, sign, groups)


def _is_same(sign: str, name: str | None) -> bool:
    """Whether the word behind a sum repeats the sign before it: RMB 8万元, $500 USD."""
    return name is not None and (_SIGNS[sign] or "CNY") == (_NAMES[name] or "CNY")


def _sum(text: str, span: tuple[int, int], written: str, scale: str | None, sign: str, groups: str) -> Entity:
    currency = _NAMES.get(sign, "")
    fields: list[tuple[str, str]] = []
    if sign == "¥" or sign == "￥":
        is_yen = _IS_KANA.search(text) is not None
        currency = "JPY" if is_yen else "CNY" if sign == "￥" or _IS_HAN.search(text) else ""
        if not currency:
            fields.append(("ambiguous-currency", "CNY|JPY"))
    elif sign == "$":
        fields.append(("sign", "$"))
    if not groups and currency in ("CNY", "USD", "GBP", "HKD", "JPY") and re.fullmatch(r"\d{1,3},\d{3}", written):
        groups = ","
    read = figure(written, groups)
    factor = Decimal(10) ** _SCALES[scale] if scale else Decimal(1)
    if scale and read.amount is None:
        read = Figure(min(read.others))
    raw = text[span[0] : span[1]]
    if read.amount is None:
        either = "|".join(plain(other * factor) for other in read.others)
        return Entity(EntityKind.MONEY, *span, raw, "", (("ambiguous", either), ("currency", currency), *fields))
    amount = plain(read.amount * factor)
    value = f"{currency} {amount}" if currency else ""
    return Entity(EntityKind.MONEY, *span, raw, value, (("amount", amount), ("currency", currency), *fields))
