"""Numbers as people write them: grouped by comma, point, space or apostrophe. What cannot be decided is not guessed."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from tallystick.language.entities.stretches import Spans

__all__ = ["Figure", "convention", "figure", "numbers_in", "plain", "small_number"]

_NUMBER = re.compile(
    r"\d(?:\d{0,2}(?:(?:[ \u00a0\u202f\u2009]\d{3})+(?!\d)(?:[.,]\d{1,4}(?!\d))?"
    r"|(?:,\d{3})+(?!\d)(?:\.\d{1,4})?|(?:\.\d{3})+(?!\d)(?:,\d{1,4})?|(?:['’]\d{3})+(?!\d)(?:\.\d{1,4})?"
    r"|(?:,\d{2})+,\d{3}(?:\.\d{1,2})?)|\d{0,17}(?:[.,]\d{1,6})?(?!\d))"
)
_SEPARATORS = re.compile(r"[ \u00a0\u202f\u2009'’]")
_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "fourteen": 14, "thirty": 30, "a": 1, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7,
    "八": 8,
    "九": 9, "十": 10, "半": 0, "один": 1, "одного": 1, "два": 2, "двух": 2, "две": 2, "три": 3, "трёх": 3, "трех": 3,
    "четыре": 4, "пять": 5, "пяти": 5, "шесть": 6, "семь": 7, "семи": 7, "десять": 10, "десяти": 10, "zwei": 2,
    "drei": 3,
    "fünf": 5, "einer": 1, "einem": 1,
}  # fmt: skip


class Figure(NamedTuple):
    """A number's value, None where two readings remain, which `others` then holds."""

    amount: Decimal | None
    others: tuple[Decimal, ...] = ()


def numbers_in(text: str, digits: Spans) -> list[re.Match[str]]:
    """The numbers of a text that do not stand inside a word or a longer number."""
    found: list[re.Match[str]] = []
    taken = 0
    for start, _end in digits:
        if start >= taken and (number := _NUMBER.match(text, start)):
            taken = number.end()
            if not start or _is_free(text[start - 1]):
                found.append(number)
    return found


def _is_free(sign: str) -> bool:
    return not (sign in ".,_" or sign.isdigit() or (sign.isalpha() and sign < "\u2e80"))


def convention(numbers: list[re.Match[str]], language: str) -> str:
    """The sign that groups thousands in a text, by its other numbers or its language; "" where nothing tells."""
    groups = {_groups(number[0]) for number in numbers} - {""}
    if len(groups) == 1:
        return groups.pop()
    if language in ("en", "zh", "ja", "ko"):
        return ","
    return "." if language in ("de", "fr", "es", "it", "ru", "uk", "pl", "nl", "pt", "tr") else ""


def _groups(written: str) -> str:
    """The sign that groups thousands in one number where the number itself decides."""
    comma, point = written.rfind(","), written.rfind(".")
    if comma < 0 and point < 0:
        return ""
    if comma >= 0 and point >= 0:
        return "," if comma < point else "."
    last = max(comma, point)
    is_decimal = len(written) - last - 1 in (1, 2)
    if written.count(written[last]) == 1 and not is_decimal:
        return ""
    return "," if is_decimal == (point >= 0) else "."


def figure(written: str, groups: str = "") -> Figure:
    """The value of a number; `groups` decides where a sign and three digits could be either."""
    digits = _SEPARATORS.sub("", written)
    commas, points = digits.count(","), digits.count(".")
    if commas and points:
        decimal = "," if digits.rfind(",") > digits.rfind(".") else "."
        grouping = "." if decimal == "," else ","
        return Figure(Decimal(digits.replace(grouping, "").replace(decimal, ".")))
    if commas + points == 0:
        return Figure(Decimal(digits))
    sign = "," if commas else "."
    whole, _, part = digits.rpartition(sign)
    if commas + points > 1:
        return Figure(Decimal(digits.replace(sign, "")))
    as_decimal, as_group = Decimal(f"{whole}.{part}"), Decimal(whole + part)
    if len(part) != 3 or whole == "0" or len(whole) > 3 or len(digits) != len(written):
        return Figure(as_decimal)
    if groups:
        return Figure(as_group if groups == sign else as_decimal)
    return Figure(None, (as_group, as_decimal))


def plain(amount: Decimal) -> str:
    """A decimal without exponent or needless zeros."""
    text = format(amount, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def small_number(word: str) -> int | None:
    """A small whole number in digits or as a word."""
    return int(word) if word.isdecimal() and len(word) < 4 else _WORDS.get(word.lower())
