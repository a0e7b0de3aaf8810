"""Statements as tables: exports of banks, wallets and marketplaces, each read through its mapping file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from tallystick.formats.carrier import Head
from tallystick.formats.money.bank_layout import Layout, layout_of
from tallystick.formats.money.bank_row import Rows, Sums, row_of
from tallystick.formats.money.currencies import currency_code
from tallystick.formats.money.dates import written_day
from tallystick.formats.money.reconcile import Row, reconciled, run_through
from tallystick.formats.money.sheet import Record, Sheet, header_of, normal, sheet_of
from tallystick.model.account import Account, AccountStatement, Balance
from tallystick.model.check import Check
from tallystick.model.message import Problem
from tallystick.model.money import Money
from tallystick.model.reading import Count, Reading

__all__ = ["read", "recognises"]

_IBAN = re.compile(r"[A-Z]{2}\d\d[A-Z0-9]{11,30}")


def recognises(head: Head) -> bool:
    return header_of(head.start, layout_of) is not None


def read(original: bytes, name: str = "") -> Iterator[Reading]:  # noqa: ARG001 - the content says all
    """One reading with a statement for every account and currency of the table. Raises NotThisFormat, LimitExceeded."""
    sheet, layout = sheet_of(original, layout_of, "bank-csv")
    rows = Rows.of(sheet, layout)
    made = [row_of(record, rows) for record in sheet.records]
    groups: dict[tuple[str, str], list[Sums]] = {}
    for one in made:
        if one.transactions:
            groups.setdefault((one.account, one.transactions[0].money.currency), []).append(one)
    number = _label(sheet, layout, "account")
    outside = _outside(sheet, layout, rows, {currency for _account, currency in groups})
    statements = tuple(
        _statement(account or number, currency, group, layout, outside if len(groups) == 1 else ())
        for (account, currency), group in groups.items()
    )
    shares = dict.fromkeys(("transactions", "blank", "notes", "void", "neutral", "problems"), 0)
    for one in made:
        shares[one.share] += 1
    statements = statements or (_statement(number, layout.currency, [], layout, outside),)
    yield Reading(
        format="bank-csv",
        statements=statements,
        counts=(Count("row", sheet.rows, (("preamble", len(sheet.preamble)), ("header", 1), *shares.items())),),
        checks=tuple(statement.reconciled for statement in statements),
        problems=(*_open_quote(sheet), *rows.problems, *(problem for one in made for problem in one.problems)),
    )


def _open_quote(sheet: Sheet) -> tuple[Problem, ...]:
    if not sheet.has_open_quote:
        return ()
    return (Problem("quote-not-closed", "", "a quotation mark is never closed; quotes were read as text"),)


def _label(sheet: Sheet, layout: Layout, role: str) -> str:
    """What stands behind a label above the table: in the same cell after a colon, else in the next one."""
    for record, beginning in ((r, b) for r in sheet.preamble for kind, b in layout.labels if kind == role):
        for at, cell in enumerate(record.cells):
            if normal(cell).startswith(beginning):
                behind = cell.partition(":")[2] or cell.partition("：")[2]
                beside = next((other for other in record.cells[at + 1 :] if other), "")
                if found := (behind or beside).strip(" []\t"):
                    return found
    # Some banks show the account in a line of its own, whatever it is called there.
    shown = (_IBAN.fullmatch(cell.replace(" ", "")) for record in sheet.preamble for cell in record.cells)
    return next((found[0] for found in shown if found), "") if role == "account" else ""


def _outside(sheet: Sheet, layout: Layout, rows: Rows, currencies: set[str]) -> tuple[Balance, ...]:
    """Balances that stand above or below the table, behind the labels of the layout."""
    labels = [(kind, beginning) for kind, beginning in layout.labels if kind in ("opening", "closing")]
    found: list[Balance] = []
    for record in (*sheet.preamble, *sheet.records):
        for kind, beginning in labels:
            if record.cells and normal(record.cells[0]).startswith(beginning):
                found += _balance(kind, record, rows, currencies)
                break
    return tuple(found)


def _balance(kind: str, record: Record, rows: Rows, currencies: set[str]) -> Iterator[Balance]:
    for cell in record.cells[1:]:
        amount = None if written_day(cell, rows.order) else rows.amount(cell)
        if amount is not None:
            named = (currency_code(part) for other in record.cells[1:] for part in other.split())
            currency = next(filter(None, named), "") or (next(iter(currencies)) if len(currencies) == 1 else "")
            day = next((day for other in record.cells for day in _days(other, rows)), None)
            yield Balance(kind, day, Money(amount, currency))
            return


def _days(cell: str, rows: Rows) -> Iterator[date]:
    for part in cell.replace(":", " ").split():
        if (day := written_day(part, rows.order)) is not None:
            yield day


def _statement(
    account: str, currency: str, group: list[Sums], layout: Layout, outside: tuple[Balance, ...]
) -> AccountStatement:
    transactions = tuple(made for one in group for made in one.transactions)
    place = transactions[0].place if transactions else ""
    run = [one for one in group if one.balance is not None and not one.transactions[0].is_pending]
    balances = outside or tuple(_last(run, currency))
    return AccountStatement(
        account=Account(number=account, bank_name=layout.bank),
        number="",
        place=place,
        currency=currency,
        balances=balances,
        transactions=transactions,
        reconciled=_reconciled(run, balances, group, currency, place),
    )


def _reconciled(run: list[Sums], balances: tuple[Balance, ...], group: list[Sums], currency: str, place: str) -> Check:
    rows = [Row(one.transactions[0].place, one.moved, one.balance) for one in run if one.balance is not None]
    if len(rows) > 1:
        return run_through(rows, currency, place)
    opening = next((one for one in balances if one.kind == "opening"), None)
    closing = next((one for one in balances if one.kind == "closing"), None)
    return reconciled(opening, [made for one in group for made in one.transactions], closing, place)


def _last(run: list[Sums], currency: str) -> Iterator[Balance]:
    """The balance of the newest row, where the days say which one that is."""
    days = [one.transactions[0].booked for one in run]
    if not run or days[0] is None or days[-1] is None or (days[0] == days[-1] and len(run) > 1):
        return
    newest = run[0] if days[0] > days[-1] else run[-1]
    if newest.balance is not None:
        yield Balance("closing", newest.transactions[0].booked, Money(newest.balance, currency))
