"""Statements, invoices and timesheets: each booking, invoice and piece of work is an item with its sums."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from hashlib import sha256

from tallystick.model.account import Account, AccountStatement, Invoice, Timesheet, TradeParty, Transaction, WorkEntry
from tallystick.model.message import Moment
from tallystick.model.money import Money
from tallystick.record.entry.sheaf import ItemFacts, Sheaf
from tallystick.record.entry.words import put_mentions
from tallystick.record.rows import Row
from tallystick.record.search import SearchDocument

_IBAN = re.compile(r"[A-Z]{2}\d\d")
_MASK = re.compile(r"[*•…]|X{3,}")
# A KPP names the tax office and the reason: all who registered there for that reason share it.
_SHARED = frozenset(("kpp",))
_MOST_DIGITS = 60


def put_statement(sheaf: Sheaf, statement: AccountStatement, origin: str = "") -> None:
    """The statement and each of its bookings stand in the record and are found."""
    title = f"{statement.account.bank_name or statement.account.bank} {statement.account.number} {statement.number}"
    heading = sheaf.item(ItemFacts(
        "account", "bank", statement.place, title.strip(), conversation=f"bank:{statement.account.number}",
        origin=origin, marks=(f"reconciled={statement.reconciled.verdict.value}",),
    ))  # fmt: skip
    sheaf.of_item("identifier", heading, _account("owner", statement.account))
    for balance in statement.balances:
        sheaf.of_item("sum", heading, _sum(balance.kind, balance.money, balance.day))
    sheaf.document(SearchDocument(
        sha256=sheaf.sha256, position=heading, subject=title.strip(), channel="bank", place=statement.place,
        from_=((statement.account.holder, statement.account.number),), flags=("account",),
    ))  # fmt: skip
    met: Counter[str] = Counter()
    for transaction in statement.transactions:
        same = "|".join(map(str, (statement.account.number, transaction.money, transaction.booked)))
        met[same] += 1
        digest = sha256(f"{same}|{met[same]}".encode("utf-8", "replace")).hexdigest()
        _put_transaction(sheaf, statement, transaction, origin, digest)


def _put_transaction(sheaf: Sheaf, statement: AccountStatement, one: Transaction, origin: str, digest: str) -> None:
    """The booking; its digest is the same in every statement of the account that has it, whatever its format."""
    moment = one.moment or day_moment(one.booked or one.valued, "bank")
    text = "\n".join(filter(None, (one.text, one.reference, one.end_to_end)))
    item = sheaf.item(ItemFacts(
        "transaction", "bank", one.place, one.other.holder, text, f"bank:{statement.account.number}", origin,
        one.reference, marks=tuple(_transaction_marks(one)), is_own=_is_paid(one.money),
        content_sha256=digest,
    ), moment)  # fmt: skip
    other, own = ("payee", "payer") if _is_paid(one.money) else ("payer", "payee")
    sheaf.of_item("identifier", item, (*_account(other, one.other), *_account(own, statement.account)))
    sheaf.of_item("sum", item, _transaction_sums(one))
    put_mentions(sheaf, item, text, moment)
    sheaf.document(SearchDocument(
        sha256=sheaf.sha256, position=item, moment=moment,
        subject=f"{one.money.amount} {one.money.currency} {one.other.holder}".strip(),
        from_=((one.other.holder, one.other.number),), body=text, channel="bank", place=one.place, flags=("booking",),
    ))  # fmt: skip


def _transaction_marks(one: Transaction) -> Iterator[str]:
    if one.is_reversal:
        yield "reversal"
    if one.is_pending:
        yield "pending"
    if one.code:
        yield f"code={one.code.replace(' ', '_')}"


def _transaction_sums(one: Transaction) -> Iterator[Row]:
    yield from _sum("booking", one.money, one.valued or one.booked)
    if one.instructed is not None:
        yield from _sum("instructed", one.instructed, one.valued or one.booked)


def put_invoice(sheaf: Sheaf, invoice: Invoice, origin: str = "") -> None:
    """The invoice, its parties and its sums stand in the record and are found."""
    moment = day_moment(invoice.issued, "document")
    lines = "\n".join(line.name for line in invoice.lines)
    text = "\n".join(filter(None, (lines, invoice.terms, *invoice.notes)))
    item = sheaf.item(ItemFacts(
        "invoice", "file", invoice.place, f"{invoice.kind} {invoice.number}", text, origin=origin,
        message_id=invoice.number, marks=(invoice.kind, f"sums={invoice.sums.verdict.value}"),
    ), moment)  # fmt: skip
    sheaf.of_item("identifier", item, (*_party("seller", invoice.seller), *_party("buyer", invoice.buyer)))
    for account in invoice.pay_to:
        sheaf.of_item("identifier", item, _account("pay-to", account))
    sheaf.of_item("sum", item, _invoice_sums(invoice))
    sheaf.of_item("mention", item, [("invoice", invoice.number, invoice.number, 0, 0, "invoice")])
    sheaf.of_item("mention", item, ((kind, number, number, 0, 0, "invoice") for kind, number in invoice.references))
    if invoice.due:
        sheaf.of_item(
            "mention", item, [("deadline", invoice.due.isoformat(), invoice.due.isoformat(), 0, 0, "invoice")]
        )
    sheaf.document(SearchDocument(
        sha256=sheaf.sha256, position=item, moment=moment,
        subject=f"{invoice.kind} {invoice.number}", from_=((invoice.seller.name, invoice.seller.mail),),
        to=((invoice.buyer.name, invoice.buyer.mail),), body=text, channel="file", place=origin or invoice.place,
        flags=("invoice",),
    ))  # fmt: skip


def _invoice_sums(invoice: Invoice) -> Iterator[Row]:
    for role, amount in (
        ("net", invoice.net), ("tax", invoice.tax), ("total", invoice.total), ("payable", invoice.payable),
    ):  # fmt: skip
        if amount is not None:
            yield from _sum(role, Money(amount, invoice.currency), invoice.due if role == "payable" else invoice.issued)


def put_timesheet(sheaf: Sheaf, sheet: Timesheet, origin: str = "") -> None:
    """Each piece of work stands in the record and is found."""
    facts = ItemFacts("timesheet", "work", sheet.place, sheet.program, origin=origin, conversation="work")
    heading = sheaf.item(facts)
    if not sheet.entries:
        sheaf.document(SearchDocument(
            sha256=sheaf.sha256, position=heading, subject=sheet.program, channel="work", place=sheet.place,
        ))  # fmt: skip
    for entry in sheet.entries:
        _put_work(sheaf, entry, origin)


def _put_work(sheaf: Sheaf, entry: WorkEntry, origin: str) -> None:
    moment = entry.begun or day_moment(entry.day, "export")
    title = " / ".join(filter(None, (entry.client, entry.project, entry.task)))
    item = sheaf.item(ItemFacts(
        "work", "work", entry.place, title, entry.text, "work", origin, is_own=True,
        marks=(f"seconds={entry.seconds}",) if entry.seconds is not None else (),
    ), moment)  # fmt: skip
    named = [("worker", "mail" if entry.mail else "work-name", entry.mail.lower() or entry.person, entry.person)]
    if entry.client:
        named.append(("client", "work-name", entry.client, entry.client))
    sheaf.of_item("identifier", item, [each for each in named if each[2]])
    if entry.sum is not None:
        sheaf.of_item("sum", item, _sum("work", entry.sum, entry.day))
    sheaf.document(SearchDocument(
        sha256=sheaf.sha256, position=item, moment=moment, subject=title,
        from_=((entry.person, entry.mail),), body=entry.text, channel="work", place=entry.place, flags=("work",),
    ))  # fmt: skip


def day_moment(day: date | None, source: str) -> Moment | None:
    """A calendar day as a moment whose zone is unknown; None where there is no day."""
    if day is None:
        return None
    return Moment(datetime.combine(day, time(), UTC), None, source, day.isoformat())


def _is_paid(money: Money) -> bool | None:
    """Whether it went out of the account; None for what is no amount."""
    return money.amount < 0 if money.amount.is_finite() else None


def _sum(role: str, money: Money, day: date | None) -> Iterator[Row]:
    """The sum in digits; nothing for what is no amount, and for what would be written in more digits than any sum."""
    if money.amount.is_finite() and abs(money.amount.adjusted()) <= _MOST_DIGITS:
        yield role, f"{money.amount:f}", money.currency, day.isoformat() if day else ""


def _account(role: str, account: Account) -> Iterator[Row]:
    number = "".join(account.number.split()).upper()
    if number and _MASK.search(number):
        # The last digits of an account are those of many.
        yield role, "account-name", f"{number} {account.holder}".strip(), account.holder
    # A word for an account, as "MAIN", is everybody's.
    elif any(map(str.isdigit, number)):
        scheme = "iban" if _IBAN.match(number) else "account"
        value = f"{account.bank}/{number}" if account.bank and scheme == "account" else number
        yield role, scheme, value, account.holder
    elif account.holder:
        yield role, "account-name", account.holder, account.holder


def _bare(scheme: str, number: str) -> str:
    """A number without spaces, in the case in which its register writes it."""
    bare = "".join(number.split())
    return bare.lower() if scheme == "mail" else bare.upper()


def _party(role: str, party: TradeParty) -> Iterator[Row]:
    numbers = [
        (scheme, known) for scheme, number in party.numbers
        if scheme not in _SHARED and (known := _bare(scheme, number))
    ]  # fmt: skip
    for scheme, known in numbers:
        yield role, scheme, known, party.name
    if party.mail:
        yield role, "mail", party.mail.lower(), party.name
    if not numbers and not party.mail and party.name:
        yield role, "invoice-name", party.name, party.name
