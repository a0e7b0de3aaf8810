"""1CClientBankExchange: what Russian banks and 1C exchange, one "name=value" a line.

Source: 1C, "Стандарт обмена с системами «Клиент банка»", versions 1.00 to 1.03.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from tallystick.errors import LimitExceeded, NotThisFormat
from tallystick.formats.carrier import Head, decode_text
from tallystick.formats.money.amounts import written_amount
from tallystick.formats.money.dates import written_day
from tallystick.formats.money.one_c_document import document_text, other_side, payment_code
from tallystick.formats.money.reconcile import reconciled
from tallystick.model.account import Account, AccountStatement, Balance, Transaction
from tallystick.model.check import Check
from tallystick.model.message import Problem
from tallystick.model.money import Money
from tallystick.model.reading import Count, Reading

__all__ = ["read", "recognises"]

_MARK = "1CClientBankExchange"
_MOST_LINES = 3_000_000
_MOST_ODD = 10_000
_LONGEST_VALUE = 100_000
_CURRENCIES = {"810": "RUB", "643": "RUB", "840": "USD", "978": "EUR", "156": "CNY", "398": "KZT", "933": "BYN"}
_KEYWORDS = ("СекцияДокумент".encode("cp1251"), "СекцияДокумент".encode("cp866"))
_ACCOUNT = "СекцияРасчСчет"
_DOCUMENT = "СекцияДокумент"
_ENDS = {"КонецРасчСчет": _ACCOUNT, "КонецДокумента": _DOCUMENT}
_PAYER = ("ПлательщикСчет", "ПлательщикРасчСчет")
_RECEIVER = ("ПолучательСчет", "ПолучательРасчСчет")
_LONGEST_SHOWN = 2_000


@dataclass(slots=True)
class _Section:
    """One section: its kind, the line that it begins on, and its values in their order."""

    kind: str
    line: int
    values: dict[str, str] = field(default_factory=dict)
    last: str = ""


@dataclass(slots=True)
class _File:
    """All sections of a file, what became of its lines, and what is wrong with it."""

    total: int = 0
    header: _Section = field(default_factory=lambda: _Section("", 1))
    accounts: list[str] = field(default_factory=list)
    sections: list[_Section] = field(default_factory=list)
    shares: dict[str, int] = field(
        default_factory=lambda: dict.fromkeys(("header", "accounts", "documents", "blank", "problems"), 0)
    )
    problems: list[Problem] = field(default_factory=list)


def recognises(head: Head) -> bool:
    return _MARK in head.start[:200]


def read(original: bytes, name: str = "") -> Iterator[Reading]:  # noqa: ARG001 - the content says all
    """One reading with a statement for every account. Raises NotThisFormat, LimitExceeded."""
    file = _parsed(_decoded(original))
    owners = dict.fromkeys(file.accounts)
    owners |= {one.values.get("РасчСчет", ""): None for one in file.sections if one.kind == _ACCOUNT}
    owners.pop("", None)
    documents = [one for one in file.sections if one.kind == _DOCUMENT]
    placed: set[int] = set()
    by_account = _by_account(file)
    statements = tuple(_statement(account, file, *by_account.get(account, ([], [])), placed) for account in owners)
    for one in documents:
        if one.line not in placed:
            _unplaced(one, file)
    checks = [
        check
        for one in statements
        for check in (one.reconciled, *_totals(one, by_account.get(one.account.number, ([], []))[0]))
    ]
    yield Reading(
        format="1c",
        statements=statements,
        counts=(
            Count("line", file.total, tuple(file.shares.items())),
            Count(
                "document", len(documents), (("transactions", len(placed)), ("problems", len(documents) - len(placed)))
            ),
        ),
        checks=tuple(checks),
        problems=tuple(file.problems),
    )


def _decoded(original: bytes) -> str:
    """The text: UTF-8 where it is that, else the Russian charset in which the format's own words stand there."""
    windows, dos = (original.count(word) for word in _KEYWORDS)
    declared = "cp866" if dos > windows else "cp1251" if windows else ""
    found = decode_text(original, declared)
    if declared and found.charset not in ("utf-8", declared, "utf-16-le", "utf-16-be"):
        return original.decode(declared, "replace")
    return found.text


def _parsed(text: str) -> _File:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if lines and not lines[-1]:
        lines.pop()
    if len(lines) > _MOST_LINES:
        raise LimitExceeded("1C file, lines", _MOST_LINES, len(lines))
    if _MARK not in "".join(lines[:3]):
        raise NotThisFormat("1c", f"it does not begin with {_MARK}")
    file = _File(total=len(lines))
    current = file.header
    for number, line in enumerate(lines, 1):
        current = _line(file, current, line, number)
    if current is not file.header:
        file.problems.append(Problem("section-not-closed", f"line {current.line}", f"{current.kind} has no end"))
    if not any(line.strip() == "КонецФайла" for line in lines[-5:]):
        file.problems.append(Problem("file-cut", f"line {len(lines)}", "the last line, КонецФайла, is missing"))
    return file


def _line(file: _File, current: _Section, line: str, number: int) -> _Section:
    """Puts one line where it belongs and returns the section that the next line stands in."""
    name, equals, value = (part.strip() for part in line.partition("="))
    if not line.strip():
        file.shares["blank"] += 1
        return current
    if name in (_ACCOUNT, _DOCUMENT):
        if current is not file.header:
            file.problems.append(Problem("section-not-closed", f"line {current.line}", f"{current.kind} has no end"))
        file.sections.append(_Section(name, number, {"": value} if value else {}))
        file.shares[_share(name)] += 1
        return file.sections[-1]
    if name in _ENDS and not equals:
        file.shares[_share(_ENDS[name])] += 1
        return file.header
    file.shares[_share(current.kind)] += 1
    if equals and name and not name.isspace() and " " not in name:
        _put(file, current, name, value, number)
    elif len(file.problems) > _MOST_ODD:
        raise LimitExceeded("1C file, odd lines", _MOST_ODD, len(file.problems))
    elif current is not file.header and current.last and len(current.values[current.last]) < _LONGEST_VALUE:
        current.values[current.last] += "\n" + line.strip()
        file.problems.append(Problem("line-odd", f"line {number}", f"taken as more of {current.last}: {line[:200]}"))
    elif name not in (_MARK, "\ufeff" + _MARK, "КонецФайла"):
        file.shares[_share(current.kind)] -= 1
        file.shares["problems"] += 1
        file.problems.append(Problem("line-odd", f"line {number}", line[:200]))
    return current


def _share(kind: str) -> str:
    return {_ACCOUNT: "accounts", _DOCUMENT: "documents"}.get(kind, "header")


def _put(file: _File, current: _Section, name: str, value: str, number: int) -> None:
    if current is file.header and name == "РасчСчет":
        file.accounts.append(value)
    elif current is not file.header and name in current.values and current.values[name] != value:
        current.values[name] = f"{current.values[name]}\n{value}"[:_LONGEST_VALUE]
        file.problems.append(Problem("field-repeated", f"line {number}", f"{name} stands twice: {value[:200]}"))
    else:
        current.values[name] = value
    current.last = name


def _sum(text: str) -> Decimal | None:
    """Sums have a point; some programs write a comma, or a hyphen before the kopecks."""
    text = text.strip()
    if len(text) > 3 and text[-3] == "-":
        text = f"{text[:-3]}.{text[-2:]}"
    mark = "," if text.rfind(",") > text.rfind(".") else "."
    return written_amount(text, mark)


def _currency(account: str) -> str:
    """Digits 6 to 8 of a Russian account number say its currency."""
    return _CURRENCIES.get(account[5:8], "") if len(account) == 20 and account.isdigit() else ""


def _by_account(file: _File) -> dict[str, tuple[list[_Section], list[_Section]]]:
    """The sections of each account, and the documents that name it."""
    found: dict[str, tuple[list[_Section], list[_Section]]] = {}
    for one in file.sections:
        if one.kind == _ACCOUNT:
            found.setdefault(one.values.get("РасчСчет", ""), ([], []))[0].append(one)
        else:
            for account in dict.fromkeys(one.values.get(name, "") for name in (*_PAYER, *_RECEIVER)):
                found.setdefault(account, ([], []))[1].append(one)
    return found


def _statement(
    account: str, file: _File, periods: list[_Section], documents: list[_Section], placed: set[int]
) -> AccountStatement:
    currency = _currency(account)
    balances = tuple(_balances(periods, currency, file))
    owner: tuple[str, str] = ("", "")
    transactions = []
    for document in documents:
        direction = _direction(document.values, account)
        if direction is None or (made := _transaction(document, direction, currency, bool(periods), file)) is None:
            continue
        placed.add(document.line)
        own = other_side(document.values, is_out=direction == "in")
        owner = (owner[0] or own.holder, owner[1] or own.bank)
        transactions.append(made)
    opening = next((one for one in balances if one.kind == "opening"), None)
    closing = next((one for one in reversed(balances) if one.kind == "closing"), None)
    place = f"line {periods[0].line}" if periods else "line 1"
    return AccountStatement(
        account=Account(number=account, holder=owner[0], bank=owner[1]),
        number="",
        place=place,
        currency=currency,
        balances=balances,
        transactions=tuple(transactions),
        reconciled=reconciled(opening, transactions, closing, place),
    )


def _balances(periods: list[_Section], currency: str, file: _File) -> Iterator[Balance]:
    """A section may stand for each day: then they follow one another, and the first and the last count."""
    for one in periods:
        begun = _day(one.values.get("ДатаНачала", ""), one, file)
        ended = _day(one.values.get("ДатаКонца", ""), one, file)
        for name, kind, day in (("НачальныйОстаток", "opening", begun), ("КонечныйОстаток", "closing", ended)):
            text = one.values.get(name, "")
            amount = _sum(text) if text else None
            if amount is not None:
                yield Balance(kind, day, Money(amount, currency))
            elif text:
                file.problems.append(Problem("balance-unreadable", f"line {one.line}", f"{name}={text[:100]}"))


def _day(text: str, section: _Section, file: _File) -> date | None:
    day = written_day(text, "dmy")
    if text and day is None:
        file.problems.append(Problem("impossible-date", f"line {section.line}", f"no such day: {text[:100]}"))
    return day


def _direction(values: dict[str, str], account: str) -> str | None:
    """Money goes out where the account is the payer's, and in where it is the receiver's; by the account alone."""
    payer, receiver = (tuple(values.get(name, "") for name in names) for names in (_PAYER, _RECEIVER))
    if account in payer and not (account in receiver and values.get("ДатаПоступило") and not values.get("ДатаСписано")):
        return "out"
    return "in" if account in receiver else None


def _transaction(
    document: _Section, direction: str, currency: str, is_statement: bool, file: _File
) -> Transaction | None:
    values, place = document.values, f"line {document.line}"
    amount = _sum(values.get("Сумма", ""))
    if amount is None:
        return None
    stated = values.get("ДатаСписано" if direction == "out" else "ДатаПоступило", "")
    booked = _day(stated, document, file)
    if is_statement and not stated:
        file.problems.append(Problem("booking-date-missing", place, f"dated {values.get('Дата', 'not at all')[:40]}"))
    return Transaction(
        place=place,
        booked=booked,
        valued=booked,
        money=Money(-amount if direction == "out" else amount, currency),
        other=other_side(values, is_out=direction == "out"),
        text=document_text(values, is_out=direction == "out"),
        reference=values.get("Номер", ""),
        end_to_end=values.get("Код", ""),
        code=payment_code(values),
        is_pending=not is_statement and not stated,
    )


def _unplaced(one: _Section, file: _File) -> None:
    """A document that could not become a transaction is shown whole."""
    shown = "; ".join(f"{name}={value}" for name, value in one.values.items())[:_LONGEST_SHOWN]
    amount = one.values.get("Сумма", "")
    if _sum(amount) is None:
        file.problems.append(Problem("sum-unreadable", f"line {one.line}", f"Сумма={amount[:100]}; {shown}"))
    else:
        file.problems.append(
            Problem("direction-unknown", f"line {one.line}", f"no account of this file in it: {shown}")
        )


def _totals(statement: AccountStatement, periods: list[_Section]) -> Iterator[Check]:
    """What came in and what went out as the sections state it, held against the documents."""
    for name, sign in (("ВсегоПоступило", 1), ("ВсегоСписано", -1)):
        stated = [_sum(one.values[name]) for one in periods if one.values.get(name)]
        if not stated or any(one is None for one in stated):
            continue
        said = sum((one for one in stated if one is not None), Decimal(0))
        moneys = (made.money.amount for made in statement.transactions)
        found = sum((sign * amount for amount in moneys if sign * amount > 0), Decimal(0))
        facts = {"stated": f"{said:f}", "found": f"{found:f}"}
        if said == found:
            yield Check.passed("statement-summary", f"{name}: as much as stated", statement.place, **facts)
        else:
            reason = f"{name}: {said:f} is stated, the documents give {found:f}"
            yield Check.failed("statement-summary", reason, statement.place, **facts)
