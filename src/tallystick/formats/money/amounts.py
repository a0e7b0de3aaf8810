"""Sums as they are written: in XML, in SWIFT fields and by people, in every country's way. Never a float."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

__all__ = ["comma_amount", "decimal_mark", "plain_amount", "written_amount"]

_LONGEST = 40
_PLAIN = re.compile(r"[+-]?(?:\d{1,30}(?:\.\d{0,20})?|\.\d{1,20})")
_COMMA = re.compile(r"\d{1,30}(?:[.,]\d{0,20})?")
# What stands beside the digits: currency signs and codes, words for them, and spaces of all kinds.
_BESIDE = re.compile(r"[¥￥€$£₽₴₸₺₩₹元\s\u00a0\u2007\u202f\u2009'’`]|(?i:\b[A-Z]{3}\b)|(?i:руб\.?|р\.)")
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*[.,]?|[.,]\d+")
_MINUS = "-\u2212\u2013\u2010"


def plain_amount(text: str | None) -> Decimal | None:
    """The number that XML, JSON or OFX writes with a point, or None where it is no such number."""
    text = (text or "").strip()
    return Decimal(text) if len(text) <= _LONGEST and _PLAIN.fullmatch(text) else None


def comma_amount(text: str) -> Decimal | None:
    """The number that SWIFT writes with a comma ("1234,", "0,5"); a point is understood too. None where it is none."""
    text = text.strip()
    return Decimal(text.replace(",", ".")) if len(text) <= _LONGEST and _COMMA.fullmatch(text) else None


def written_amount(text: str, mark: str) -> Decimal | None:
    """The number that a person or bank wrote with `mark` as its decimal mark ("" where no sum of the file has one).

    Groups of digits, currency signs and codes, a sign before or behind, and brackets for a negative are understood.
    None where the text is no number, or where its marks stand in places that `mark` does not explain.
    """
    if len(text) > _LONGEST:
        return None
    bare, is_negative = _unsigned(_BESIDE.sub("", text))
    if not _DIGITS.fullmatch(bare):
        return None
    whole, fraction = bare, ""
    if mark and mark in bare:
        whole, _, fraction = bare.rpartition(mark)
    if (mark and mark in whole) or (not fraction.isdigit() and fraction):
        return None
    groups = re.split(r"[.,]", whole)
    if len(groups) > 1 and not _grouped(groups):
        return None
    value = Decimal(("".join(groups) or "0") + "." + (fraction or "0")) if fraction else Decimal("".join(groups) or "0")
    return -value if is_negative else value


def decimal_mark(texts: Iterable[str]) -> str | None:
    """The decimal mark that all these sums show: "." or ","; "" where none has one, None where they cannot decide.

    Two marks in one sum, a mark that is repeated, or digits behind it in any number but three, decide.
    """
    votes: set[str] = set()
    is_open = False
    for text in texts:
        bare, _ = _unsigned(_BESIDE.sub("", text[:_LONGEST]))
        if not _DIGITS.fullmatch(bare) or not (marks := re.findall(r"[.,]", bare)):
            continue
        behind = len(bare) - max(bare.rfind("."), bare.rfind(",")) - 1
        if len(set(marks)) == 2:
            votes.add(marks[-1])
        elif len(marks) > 1:
            votes.add("," if marks[0] == "." else ".")
        elif behind != 3 or bare.startswith(("0.", "0,")):
            votes.add(marks[0])
        else:
            is_open = True
    if len(votes) == 1:
        return votes.pop()
    return None if votes or is_open else ""


def _unsigned(text: str) -> tuple[str, bool]:
    is_negative = False
    if text.startswith("(") and text.endswith(")"):
        text, is_negative = text[1:-1], True
    if text[:1] and text[0] in _MINUS + "+":
        return text[1:], is_negative or text[0] != "+"
    if text[-1:] and text[-1] in _MINUS + "+":
        return text[:-1], is_negative or text[-1] != "+"
    return text, is_negative


def _grouped(groups: list[str]) -> bool:
    """Whether the digits stand in groups of three, or in twos before the last three as in India."""
    first, *middle, last = groups
    return 1 <= len(first) <= 3 and len(last) == 3 and all(len(group) in (2, 3) for group in middle)
