"""What a text names: sums, dates, numbers, accounts, addresses. A view, derived from the text alone."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class EntityKind(StrEnum):
    """What is named. A deadline is a date with the field `deadline`."""

    MONEY = "money"
    QUANTITY = "quantity"
    DATE = "date"
    DURATION = "duration"
    ORDER = "order"
    PURCHASE_ORDER = "purchase-order"
    PROFORMA = "proforma"
    INVOICE = "invoice"
    CONTRACT = "contract"
    BILL_OF_LADING = "bill-of-lading"
    LETTER_OF_CREDIT = "letter-of-credit"
    CONTAINER = "container"
    TRACKING = "tracking"
    IBAN = "iban"
    BIC = "bic"
    ACCOUNT = "account"
    REGISTRATION = "registration"
    ADDRESS = "address"
    LINK = "link"
    EMAIL = "email"
    PHONE = "phone"
    HANDLE = "handle"


@dataclass(frozen=True, slots=True)
class Entity:
    """One thing named at `start`..`end`, in characters, as written in `raw`.

    `value` is canonical, so that two ways to write one thing are equal; "" where the text does not decide, and then
    `fields` says between what. `fields` holds what else was understood: amount, currency, unit, checked ("yes", "no").
    """

    kind: EntityKind
    start: int
    end: int
    raw: str
    value: str
    fields: tuple[tuple[str, str], ...] = ()

    def field(self, name: str) -> str:
        """A field's value, "" where it is not stated."""
        return next((value for key, value in self.fields if key == name), "")
