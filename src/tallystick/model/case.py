"""What a person states about a dispute on the matter sheet: its traits, what it is about, and what happened when."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from tallystick.model.money import Money
from tallystick.model.situation import DISPUTES, FIRST_DAY, LAST_DAY, TRAITS, Event, Fact

IDENT = re.compile(r"[0-9a-f]{6,64}(?::\d{1,9})?\Z")
_AMOUNT = re.compile(r"\d{1,15}(?:\.\d{1,6})?\Z")
CURRENCY = re.compile(r"[A-Z]{3}\Z")
# Traits that name a country, by ISO 3166; written otherwise they would fit no rule.
_COUNTRIES = frozenset(("our_country", "their_country", "assets_in", "law", "judgment_from"))
_COUNTRY = re.compile(r"[A-Z]{2}\Z")
_FACT_KEYS = {"event", "on", "by", "shown_by", "amount", "currency", "channel", "note"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What a person looked at and found: that a requirement or factor, named as rules name it, is met or not, and
    why; `shown_by` are ids of items."""

    check: str
    is_met: bool
    why: str
    shown_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """The stated side of a dispute; facts are all `how` "stated"."""

    traits: Mapping[str, str] = field(default_factory=dict)
    disputes: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    looked: tuple[Looked, ...] = ()


def parse_case(stated: Any, facts: Any, looked: Any, wrong: list[str]) -> Case:
    """The [case] table and the [[fact]] and [[looked]] tables of a sheet; what is wrong is written down in `wrong`."""
    if not isinstance(stated, dict):
        wrong.append("[case] is no table")
        stated = {}
    disputes = stated.get("disputes", [])
    if not isinstance(disputes, list) or not all(each in DISPUTES for each in disputes):
        wrong.append(f"case disputes is no list out of {', '.join(DISPUTES)}")
        disputes = []
    traits = {key: str(value) for key, value in stated.items() if key != "disputes" and _is_trait(key, value, wrong)}
    if not isinstance(facts, list):
        wrong.append("'fact' is no list of [[fact]] tables")
        facts = []
    found = (_fact(number, each, wrong) for number, each in enumerate(facts, 1))
    return Case(
        traits=traits, disputes=tuple(disputes), facts=tuple(fact for fact in found if fact is not None),
        looked=_looked(looked, wrong),
    )  # fmt: skip


def _looked(stated: Any, wrong: list[str]) -> tuple[Looked, ...]:
    if not isinstance(stated, list) or not all(map(_is_looked, stated)):
        wrong.append("each [[looked]] has check and why, both texts, perhaps is_met = false and shown_by")
        return ()
    return tuple(
        Looked(
            check=each["check"], is_met=each.get("is_met", True), why=each["why"].strip(),
            shown_by=tuple(each.get("shown_by", ())),
        )
        for each in stated
    )  # fmt: skip


def _is_looked(each: Any) -> bool:
    return (
        isinstance(each, dict)
        and {"check", "why"} <= each.keys() <= {"check", "why", "is_met", "shown_by"}
        and isinstance(each["check"], str) and isinstance(each["why"], str)
        and isinstance(each.get("is_met", True), bool)
        and isinstance(shown := each.get("shown_by", []), list)
        and all(isinstance(ident, str) and IDENT.match(ident) for ident in shown)
    )  # fmt: skip


def _is_trait(key: str, value: Any, wrong: list[str]) -> bool:
    allowed = TRAITS.get(key)
    if allowed is None:
        wrong.append(f"case {key!r} is no trait; there are {', '.join(TRAITS)}")
    elif not isinstance(value, str) or (allowed != ("*",) and value not in allowed):
        wrong.append(f"case {key} is {value!r}, expected {'a text' if allowed == ('*',) else ' or '.join(allowed)}")
    elif key in _COUNTRIES and not _COUNTRY.match(value):
        wrong.append(f'case {key} is {value!r}, expected a country in two capital letters, as in "CN"')
    else:
        return True
    return False


def _fact(number: int, each: Any, wrong: list[str]) -> Fact | None:
    place = f"fact {number}"
    if not isinstance(each, dict):
        wrong.append(f"{place} is no [[fact]] table")
        return None
    said = len(wrong)
    wrong += [f"{place}: unknown key {key!r}" for key in each if key not in _FACT_KEYS]
    if each.get("event") not in list(Event):
        wrong.append(f"{place}: {each.get('event')!r} is no event; there are {', '.join(Event)}")
    on = each.get("on")
    if on is not None and (not isinstance(on, date) or isinstance(on, datetime)):
        wrong.append(f"{place}: 'on' is no day, as in on = 2026-03-01")
    elif on is not None and not FIRST_DAY <= on <= LAST_DAY:
        wrong.append(f"{place}: 'on' is {on}, not between {FIRST_DAY} and {LAST_DAY}")
    if each.get("by", "") not in ("us", "them", ""):
        wrong.append(f"{place}: 'by' is us or them")
    if not all(isinstance(each.get(key, ""), str) for key in ("channel", "note", "amount", "currency")):
        wrong.append(f"{place}: channel, note, amount and currency are texts")
    shown = each.get("shown_by", [])
    if not isinstance(shown, list) or not all(isinstance(ident, str) and IDENT.match(ident) for ident in shown):
        wrong.append(f"{place}: shown_by is no list of items' ids")
    if len(wrong) > said:
        return None
    money = stated_money(each, place, wrong)
    return Fact(
        event=Event(each["event"]), on=on, how="stated", shown_by=tuple(shown), by=each.get("by", ""), money=money,
        channel=each.get("channel", ""), note=each.get("note", "").strip(),
    )  # fmt: skip


def stated_money(each: Mapping[str, Any], place: str, wrong: list[str]) -> Money | None:
    """The sum in `amount` and `currency`, both texts; None where neither stands there or they are wrong."""
    amount, currency = each.get("amount", ""), each.get("currency", "")
    if not amount and not currency:
        return None
    if not (isinstance(amount, str) and _AMOUNT.match(amount)):
        wrong.append(f'{place}: amount is {amount!r}, expected digits in quotes, as in "59100.00"')
    elif not (isinstance(currency, str) and CURRENCY.match(currency)):
        wrong.append(f"{place}: currency is {currency!r}, expected three capital letters")
    else:
        return Money(Decimal(amount), currency)
    return None
