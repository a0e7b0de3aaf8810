"""What a person claims in a matter: the [[claim]] tables of the matter sheet."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from tallystick.model.case import CURRENCY, IDENT
from tallystick.model.money import Money
from tallystick.model.situation import FIRST_DAY, LAST_DAY

_NUMBER = re.compile(r"[0-9]{1,15}(?:[.][0-9]{1,8})?\Z")
_PER = ("day", "week", "month")
_TEXTS = ("kind", "currency", "basis", "foreseen", "note", "per")
_SUMS = ("amount", "contract_value", "loss", "rate", "cap")
_DAYS = ("due", "until")
_KEYS = {*_TEXTS, *_SUMS, *_DAYS, "is_doubled", "shown_by", "paid"}


class ClaimKind(StrEnum):
    """What is asked for."""

    PRICE = "price"
    REFUND = "refund"
    DEPOSIT = "deposit"
    LIQUIDATED_DAMAGES = "liquidated_damages"
    LOSS = "loss"
    INTEREST_ONLY = "interest_only"
    PENALTY = "penalty"


# An agreed sum for a breach, fixed or growing with the delay.
AGREED_SUMS = frozenset((ClaimKind.LIQUIDATED_DAMAGES, ClaimKind.PENALTY))


@dataclass(frozen=True, slots=True)
class Payment:
    """Something was paid towards a claim on this day, in the claim's currency."""

    on: date
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimItem:
    """One thing claimed. `money` is the price, the sum paid, the deposit, the loss, the principal of the interest, or
    the value on which an agreed sum is reckoned (without `rate`: the agreed sum itself).

    `due` is the day on which it was to be paid, or the performance to be made: interest and delay run from the day
    after, until `until` where that is given. `rate` is a share for each started `per` (day, week, month), `cap` the
    largest share of it all. `is_doubled` asks for twice the deposit, `contract_value` bounds it; `loss` is the actual
    loss with which an agreed sum is compared. `foreseen` says how the other side knew of the loss in advance.
    """

    kind: ClaimKind
    money: Money
    due: date | None = None
    until: date | None = None
    basis: str = ""
    rate: Decimal | None = None
    per: str = "week"
    cap: Decimal | None = None
    is_doubled: bool = False
    contract_value: Decimal | None = None
    loss: Decimal | None = None
    foreseen: str = ""
    paid: tuple[Payment, ...] = ()
    shown_by: tuple[str, ...] = ()
    note: str = ""


def parse_claims(tables: Any, wrong: list[str]) -> tuple[ClaimItem, ...]:
    """The claims of a sheet's [[claim]] tables; what is wrong is added to `wrong`, and that claim left out."""
    if not isinstance(tables, list) or not all(isinstance(each, dict) for each in tables):
        wrong.append("'claim' is no list of [[claim]] tables")
        return ()
    read = (_Table(f"claim {number}", each, wrong).item() for number, each in enumerate(tables, 1))
    return tuple(item for item in read if item is not None)


@dataclass(slots=True)
class _Table:
    """Takes the values out of one [[claim]] table."""

    name: str
    found: Mapping[str, Any]
    wrong: list[str]

    def item(self) -> ClaimItem | None:
        before = len(self.wrong)
        self._unknown_keys()
        text = {key: self._text(key) for key in _TEXTS}
        number = {key: self._number(self.found.get(key), key) for key in _SUMS}
        due, until = (self._day(self.found.get(key), key) for key in _DAYS)
        shown_by, paid, is_doubled = self._shown_by(), self._paid(), self._doubled()
        self._consistent(text, number, due, until)
        if len(self.wrong) > before:
            return None
        return ClaimItem(
            kind=ClaimKind(text["kind"]), money=Money(number["amount"] or Decimal(0), text["currency"]), due=due,
            until=until, basis=text["basis"], rate=number["rate"], per=text["per"] or "week", cap=number["cap"],
            is_doubled=is_doubled, contract_value=number["contract_value"], loss=number["loss"],
            foreseen=text["foreseen"], paid=paid, shown_by=shown_by, note=text["note"],
        )  # fmt: skip

    def _unknown_keys(self) -> None:
        self.wrong.extend(f"{self.name}: unknown key {key!r}" for key in self.found if key not in _KEYS)

    def _consistent(self, text: Mapping[str, str], number: Mapping[str, Decimal | None],
                    due: date | None, until: date | None) -> None:  # fmt: skip
        if text["kind"] not in set(ClaimKind):
            self.wrong.append(f"{self.name}: kind {text['kind']!r}; expected one of {', '.join(ClaimKind)}")
        if not CURRENCY.match(text["currency"]):
            self.wrong.append(f'{self.name}: currency {text["currency"]!r} is no code as in "USD"')
        if "amount" not in self.found:
            self.wrong.append(f"{self.name}: no amount")
        if text["per"] and text["per"] not in _PER:
            self.wrong.append(f"{self.name}: per {text['per']!r}; expected one of {', '.join(_PER)}")
        if due and until and until < due:
            self.wrong.append(f"{self.name}: 'until' is before 'due'")
        if number["rate"] is not None and due is None:
            self.wrong.append(f"{self.name}: a rate runs from a day; 'due' is missing")
        if number["rate"] is not None and number["rate"] > 1:
            self.wrong.append(f'{self.name}: rate {number["rate"]} is a share: write 0.5 % as "0.005"')
        if number["cap"] is not None and number["cap"] > 1:
            self.wrong.append(f'{self.name}: cap {number["cap"]} is a share: write 5 % as "0.05"')

    def _text(self, key: str) -> str:
        value = self.found.get(key, "")
        if isinstance(value, str):
            return value.strip()
        self.wrong.append(f"{self.name}: {key!r} is no text (put it in quotes)")
        return ""

    def _number(self, value: Any, key: str) -> Decimal | None:
        if value is None:
            return None
        if isinstance(value, str) and _NUMBER.match(value):
            return Decimal(value)
        self.wrong.append(f'{self.name}: {key!r} is no number in quotes, as in "41200.00"')
        return None

    def _day(self, value: Any, key: str) -> date | None:
        if value is None:
            return None
        if isinstance(value, date) and not isinstance(value, datetime):
            if FIRST_DAY <= value <= LAST_DAY:
                return value
            self.wrong.append(f"{self.name}: {key!r} is {value}, not between {FIRST_DAY} and {LAST_DAY}")
            return None
        self.wrong.append(f"{self.name}: {key!r} is no day, as in {key} = 2026-03-01")
        return None

    def _doubled(self) -> bool:
        value = self.found.get("is_doubled", False)
        if not isinstance(value, bool):
            self.wrong.append(f"{self.name}: 'is_doubled' is true or false")
        return value is True

    def _shown_by(self) -> tuple[str, ...]:
        value = self.found.get("shown_by", [])
        if isinstance(value, list) and all(isinstance(each, str) and IDENT.match(each) for each in value):
            return tuple(value)
        self.wrong.append(f"{self.name}: 'shown_by' is no list of items' ids")
        return ()

    def _paid(self) -> tuple[Payment, ...]:
        value = self.found.get("paid", [])
        if not isinstance(value, list) or not all(isinstance(each, dict) and set(each) == {"on", "amount"}
                                                  for each in value):  # fmt: skip
            self.wrong.append(f"{self.name}: 'paid' is no list as in [{{on = 2026-05-01, amount = \"500\"}}]")
            return ()
        read = [(self._day(each["on"], "on"), self._number(each["amount"], "amount")) for each in value]
        return tuple(sorted((Payment(on, amount) for on, amount in read if on and amount is not None),
                            key=lambda payment: payment.on))  # fmt: skip
