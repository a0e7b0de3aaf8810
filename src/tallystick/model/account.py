"""What bank statements, invoices and timesheets say, as data. Money is decimal with its currency."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tallystick.model.check import Check
from tallystick.model.message import Moment
from tallystick.model.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A bank account as written: `number` (IBAN or national), its holder, and its bank by BIC, BIK or name."""

    number: str = ""
    holder: str = ""
    bank: str = ""
    bank_name: str = ""


@dataclass(frozen=True, slots=True)
class Balance:
    """A balance at a date. `kind` is opening, closing, available, interim or forward."""

    kind: str
    day: date | None
    money: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Transaction:
    """One booking. Money in is positive, money out negative; `booked` and `valued` are calendar days at the bank.

    `moment` is the exact time where one is stated. `other` is the counterparty, `text` the remittance text with all its
    lines. `reference` is the bank's own, `end_to_end` the payer's. `is_reversal` marks a booking that takes one back.
    `instructed` is the sum before conversion where another currency was paid.
    """

    place: str
    booked: date | None
    valued: date | None
    money: Money
    other: Account = Account()
    text: str = ""
    reference: str = ""
    end_to_end: str = ""
    code: str = ""
    moment: Moment | None = None
    is_reversal: bool = False
    is_pending: bool = False
    instructed: Money | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountStatement:
    """One statement of one account. `reconciled` says whether opening + movements = closing, with the sums compared."""

    account: Account
    number: str
    place: str
    currency: str
    balances: tuple[Balance, ...]
    transactions: tuple[Transaction, ...]
    reconciled: Check


@dataclass(frozen=True, slots=True, kw_only=True)
class TradeParty:
    """Somebody named on an invoice; `numbers` are (scheme, number): vat, registration, gln, inn, kpp, uscc ..."""

    name: str
    address: str = ""
    country: str = ""
    mail: str = ""
    phone: str = ""
    numbers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceLine:
    """One line: net sum, quantity with unit code as written (UN/ECE 20 in e-invoices), price for one unit."""

    number: str
    name: str
    quantity: Decimal | None
    unit: str
    price: Decimal | None
    net: Decimal | None
    tax_rate: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Invoice:
    """One invoice or credit note. `kind` is invoice, credit-note, correction, self-billed or prepayment.

    `profile` names the standard and its level as stated ("urn:cen.eu:en16931:2017", "FatturaPA 1.2"). `references` are
    (kind, number) of order, contract, despatch and preceding invoice. `sums` says whether lines + tax = total.
    """

    place: str
    kind: str
    number: str
    issued: date | None
    due: date | None
    currency: str
    seller: TradeParty
    buyer: TradeParty
    net: Decimal | None
    tax: Decimal | None
    total: Decimal | None
    payable: Decimal | None
    sums: Check
    profile: str = ""
    lines: tuple[InvoiceLine, ...] = ()
    references: tuple[tuple[str, str], ...] = ()
    pay_to: tuple[Account, ...] = ()
    terms: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkEntry:
    """A piece of work. `seconds` is its duration as stated, else counted from the two moments; sums as stated."""

    place: str
    day: date | None
    seconds: int | None
    begun: Moment | None = None
    ended: Moment | None = None
    person: str = ""
    mail: str = ""
    client: str = ""
    project: str = ""
    task: str = ""
    text: str = ""
    tags: tuple[str, ...] = ()
    is_billable: bool | None = None
    sum: Money | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Timesheet:
    """Work entries of one export. `program` is toggl, clockify, harvest or csv; `zone` is "" where it is unknown."""

    program: str
    zone: str
    entries: tuple[WorkEntry, ...]
    place: str = ""
