"""Field 61, the statement line: value date, entry date, mark, sum, type and references.

Source: SWIFT MT940 field 61: 6!n[4!n]2a[1!a]15d1!a3!c16x[//16x][34x].
"""

from __future__ import annotations

import re
from datetime import date

from tallystick.formats.money.amounts import comma_amount
from tallystick.formats.money.dates import short_day
from tallystick.formats.money.mt940_field import Field
from tallystick.model.account import Transaction
from tallystick.model.message import Problem
from tallystick.model.money import Money

__all__ = ["is_line", "transaction_of"]

# The mark is one or two letters; the letter behind it is the third of the currency, or a funds code.
_LINE = re.compile(
    r"\s*(?P<value>\d{6})(?P<entry>\d{4})?\s?(?P<mark>R[CD]|E[CD]|[CD])(?P<funds>[A-Z])?\s?"
    r"(?P<amount>\d{1,15}(?:[.,]\d{0,10})?)(?P<type>[A-Z][A-Z0-9 ]{3})?(?P<rest>.*)",
    re.DOTALL,
)
_CONVERTED = re.compile(r"/OCMT/([A-Z]{3})([\d.,]{1,18})")
_NO_REFERENCE = ("NONREF", "")


def is_line(text: str) -> bool:
    """Whether the field can be read as a statement line."""
    return _LINE.match(text) is not None


def transaction_of(one: Field, currency: str, problems: list[Problem]) -> Transaction:
    """The booking that the field states; `currency` is "" where no balance has named it yet."""
    found = _LINE.match(one.text)
    if found is None:
        raise ValueError(one.text)
    place = f"line {one.line}"
    valued = short_day(found["value"])
    if valued is None:
        problems.append(Problem("impossible-date", place, f"no such day: {found['value']}"))
    booked = _entry_day(found["value"], found["entry"], valued)
    if found["entry"] and booked is None:
        problems.append(Problem("impossible-date", place, f"no such day: {found['entry']}"))
    references, _, extra = found["rest"].partition("\n")
    own, _, bank = references.partition("//")
    mark = found["mark"]
    amount = comma_amount(found["amount"])
    sign = -1 if mark in ("D", "RC", "ED") else 1
    return Transaction(
        place=place,
        booked=booked,
        valued=valued,
        money=Money(sign * (amount or 0), currency),  # type: ignore[arg-type]
        text=extra.strip(),
        reference=bank.strip(),
        end_to_end="" if own.strip() in _NO_REFERENCE else own.strip(),
        code=(found["type"] or "").strip(),
        is_reversal=mark in ("RC", "RD"),
        is_pending=mark in ("EC", "ED"),
        instructed=_instructed(extra, sign),
    )


def _instructed(extra: str, sign: int) -> Money | None:
    """The sum before conversion, which stands behind the references as /OCMT/ with its currency."""
    found = _CONVERTED.search(extra)
    amount = comma_amount(found[2]) if found else None
    return Money(sign * amount, found[1]) if found and amount is not None else None


def _entry_day(value: str, entry: str | None, valued: date | None) -> date | None:
    """The entry date has no year: the one that brings it nearest to the value date. Where there is no entry date, the
    booking was made on the value date (SWIFT states it only where it differs)."""
    if not entry:
        return valued
    if valued is None:
        return short_day(value[:2] + entry)
    near = []
    for year in (valued.year - 1, valued.year, valued.year + 1):
        try:
            near.append(date(year, int(entry[:2]), int(entry[2:])))
        except ValueError:
            continue
    return min(near, key=lambda day: abs((day - valued).days), default=None)
