"""Exchange rates that a person supplies, each with its day and source; nothing is converted without one."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tallystick.claims.rounding import EXACT
from tallystick.errors import MalformedStatement
from tallystick.model.money import Money

_RATE = re.compile(r"([A-Z]{3})/([A-Z]{3})=([0-9]{1,9}(?:[.][0-9]{1,10})?)@(\d{4}-\d{2}-\d{2}):(.{1,200})\Z")
_COLUMNS = ["pair", "rate", "day", "source"]
_MOST_ROWS = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeRate:
    """One unit of `of` is `rate` units of `into` on that day, as the source says."""

    of: str
    into: str
    rate: Decimal
    on: date
    source: str

    def __str__(self) -> str:
        return f"{self.of}/{self.into}={self.rate}@{self.on}:{self.source}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Converted:
    """A sum in another currency, exact; `rate` is None where the currency is the same."""

    money: Money
    rate: ExchangeRate | None


def exchange_rate(text: str) -> ExchangeRate:
    """The rate of "USD/CNY=7.12@2026-11-20:source". Raises MalformedStatement."""
    found = _RATE.match(text)
    if found is None:
        raise MalformedStatement("exchange rate", f"{text[:60]!r}; expected USD/CNY=7.12@2026-11-20:source")
    of, into, rate, day, source = found.groups()
    try:
        on = date.fromisoformat(day)
    except ValueError as error:
        raise MalformedStatement("exchange rate", f"{day!r} is no day") from error
    if of == into or not Decimal(rate):
        raise MalformedStatement("exchange rate", f"{text[:60]!r} converts nothing")
    return ExchangeRate(of=of, into=into, rate=Decimal(rate), on=on, source=source.strip())


def exchange_table(content: str) -> tuple[ExchangeRate, ...]:
    """The rates of a CSV file with the columns pair, rate, day, source. Raises MalformedStatement."""
    try:
        rows = list(csv.reader(io.StringIO(content.lstrip("\ufeff"), newline="")))
    except csv.Error as error:
        raise MalformedStatement("exchange rates", f"no table: {error}") from error
    if not rows or [cell.strip() for cell in rows[0]] != _COLUMNS or len(rows) > _MOST_ROWS:
        raise MalformedStatement("exchange rates", f"expected the columns {', '.join(_COLUMNS)}")
    if any(row and len(row) != len(_COLUMNS) for row in rows):
        raise MalformedStatement("exchange rates", "a row has more or fewer cells than there are columns")
    return tuple(
        exchange_rate(f"{pair.strip()}={rate.strip()}@{day.strip()}:{source.strip()}")
        for pair, rate, day, source in (row for row in rows[1:] if row)
    )


def converted(money: Money, into: str, rates: Iterable[ExchangeRate], on: date) -> Converted | None:
    """The sum in another currency by the latest rate of a day up to `on`, in either direction; None without one.

    Raises MalformedStatement for two rates of one day.
    """
    if money.currency == into:
        return Converted(money=money, rate=None)
    usable = [each for each in rates if {each.of, each.into} == {money.currency, into} and each.on <= on]
    if not usable:
        return None
    rate = max(usable, key=lambda each: each.on)
    if any(each.on == rate.on and (each.of, each.rate) != (rate.of, rate.rate) for each in usable):
        raise MalformedStatement("exchange rates", f"two rates of {rate.of} and {rate.into} for {rate.on}")
    turn = EXACT.multiply if rate.of == money.currency else EXACT.divide
    return Converted(money=Money(turn(money.amount, rate.rate), into), rate=rate)
