"""OFX and QFX: what banks hand to bookkeeping programs, as SGML (1.x) or XML (2.x).

Source: Open Financial Exchange 1.6 and 2.3, chapters 2, 3 and 11.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from tallystick.errors import LimitExceeded, NotThisFormat
from tallystick.formats.carrier import Head, decode_text
from tallystick.formats.money.amounts import plain_amount, written_amount
from tallystick.formats.money.dates import compact_day
from tallystick.formats.money.ofx_tree import Node, tree_of
from tallystick.formats.money.reconcile import reconciled
from tallystick.model.account import Account, AccountStatement, Balance, Transaction
from tallystick.model.message import Moment, Problem
from tallystick.model.money import Money
from tallystick.model.reading import Count, Reading

__all__ = ["read", "recognises"]

_MARK = re.compile(r"^\s*OFXHEADER:|^\s*<OFX>|<\?OFX\s", re.IGNORECASE | re.MULTILINE)
_CHARSET = re.compile(rb"CHARSET:\s*([\w-]{2,20})|encoding=[\"']([\w-]{2,20})", re.IGNORECASE)
_BOOKING = re.compile(r"<(STMTTRNP?|INVTRAN)\s*/?>", re.IGNORECASE)
_WHEN = re.compile(
    r"\d{8}(\d{2})(\d{2})(\d{2})?(?:[.:]\d{1,6})?(?:\[([+-]?\d{0,2}(?:\.\d{1,2})?)(?::[A-Za-z]{0,8})?\])?"
)
_LARGEST = 64 << 20
_STATEMENTS = ("STMTRS", "CCSTMTRS", "INVSTMTRS")
_ACCOUNTS = ("BANKACCTFROM", "CCACCTFROM", "INVACCTFROM")
_BALANCES = (("LEDGERBAL", "closing"), ("AVAILBAL", "available"))


def recognises(head: Head) -> bool:
    start = head.start[:2048]
    return ("OFX" in start or "ofx" in start) and bool(_MARK.search(start))


def read(original: bytes, name: str = "") -> Iterator[Reading]:  # noqa: ARG001 - the content says all
    """One reading with every account of the file. Raises NotThisFormat, LimitExceeded."""
    if len(original) > _LARGEST:
        raise LimitExceeded("OFX file, bytes", _LARGEST, len(original))
    declared = _CHARSET.search(original[:1024])
    charset = (declared[1] or declared[2]).decode("ascii") if declared else ""
    text = decode_text(original, f"cp{charset}" if charset.isdigit() else charset).text
    root = tree_of(text)
    if root is None:
        raise NotThisFormat("ofx", "no <OFX> in it")
    problems = list(_statuses(root))
    bank = root.value("FI", "ORG")
    statements, read_ = [], 0
    for number, node in enumerate(root.all(*_STATEMENTS), 1):
        statement = _statement(node, f"statement {number}", bank, problems)
        statements.append(statement)
        read_ += len(statement.transactions)
    investments = sum(1 for _ in root.all("INVTRAN"))
    if investments:
        problems.append(Problem("investments-not-read", "", f"{investments} dealings in securities are not bookings"))
    total = sum(1 for _ in _BOOKING.finditer(text))
    unread = sum(problem.code == "entry-unreadable" for problem in problems)
    if stray := total - read_ - investments - unread:
        problems.append(Problem("entry-out-of-place", "", f"{stray} bookings stand outside any statement"))
    shares = (("transactions", read_), ("investments", investments), ("problems", total - read_ - investments))
    yield Reading(
        format="ofx",
        statements=tuple(statements),
        counts=(Count("transaction", total, shares),),
        checks=tuple(one.reconciled for one in statements),
        problems=tuple(problems),
    )


def _statuses(root: Node) -> Iterator[Problem]:
    """What the bank's server answered where it was an error."""
    for status in root.all("STATUS"):
        code = status.value("CODE")
        if code.strip("0") and status.value("SEVERITY").upper() == "ERROR":
            yield Problem("status-error", "STATUS", f"{code} {status.value('MESSAGE')}".strip()[:300])


def _statement(node: Node, place: str, bank: str, problems: list[Problem]) -> AccountStatement:
    currency = node.value("CURDEF").upper()
    owner = next(node.all(*_ACCOUNTS, own=True), None)
    account = Account(
        number=owner.value("ACCTID") if owner else "",
        bank=(owner.value("BANKID") or owner.value("BROKERID")) if owner else "",
        bank_name=bank,
    )
    transactions = []
    for number, one in enumerate(node.all("STMTTRN", "STMTTRNP", own=True), 1):
        made = _transaction(one, f"{place}/{one.name} {number}", currency, problems)
        if made is not None:
            transactions.append(made)
    balances = tuple(_balances(node, currency, place, problems))
    closing = next((one for one in balances if one.kind == "closing"), None)
    return AccountStatement(
        account=account,
        number="",
        place=place,
        currency=currency,
        balances=balances,
        transactions=tuple(transactions),
        reconciled=reconciled(None, transactions, closing, place),
    )


def _balances(node: Node, currency: str, place: str, problems: list[Problem]) -> Iterator[Balance]:
    for name, kind in _BALANCES:
        for one in node.all(name, own=True):
            text = one.value("BALAMT")
            amount = _amount(text)
            if amount is None:
                problems.append(Problem("balance-unreadable", f"{place}/{name}", f"BALAMT {text[:60]!r}"))
            else:
                yield Balance(kind, _day(one.value("DTASOF"), f"{place}/{name}", problems), Money(amount, currency))


def _amount(text: str) -> Decimal | None:
    """A point is the mark of OFX; programs in countries that write a comma write a comma here too."""
    amount = plain_amount(text)
    if amount is not None or not text.strip():
        return amount
    return written_amount(text, "," if text.rfind(",") > text.rfind(".") and not re.search(r",\d{3}$", text) else ".")


def _day(text: str, place: str, problems: list[Problem]) -> date | None:
    day = compact_day(text.strip())
    if day is None and text.strip():
        problems.append(Problem("impossible-date", place, f"no such day: {text[:60]}"))
    return day


def _transaction(node: Node, place: str, currency: str, problems: list[Problem]) -> Transaction | None:
    amount = _amount(node.value("TRNAMT"))
    if amount is None:
        shown = "; ".join(f"{name}={value}" for name, value in node.values())[:1000]
        problems.append(Problem("entry-unreadable", place, shown))
        return None
    posted = node.value("DTPOSTED")
    if not posted:
        problems.append(Problem("date-missing", place, f"no DTPOSTED; DTUSER is {node.value('DTUSER')!r}"[:200]))
    own = node.value("CURRENCY", "CURSYM").upper() or currency
    return Transaction(
        place=place,
        booked=_day(posted, place, problems),
        valued=compact_day(node.value("DTAVAIL") or node.value("VALUEDATE")),
        money=Money(amount, own),
        other=_other(node),
        text="\n".join(dict.fromkeys(filter(None, (node.value("NAME"), node.value("EXTDNAME"), node.value("MEMO"))))),
        reference=node.value("FITID"),
        end_to_end=node.value("REFNUM") or node.value("CHECKNUM"),
        code=node.value("TRNTYPE"),
        moment=_moment(posted),
        is_reversal=bool(node.value("CORRECTFITID")),
        is_pending=node.name == "STMTTRNP",
        instructed=_instructed(node, amount),
    )


def _other(node: Node) -> Account:
    there = next(node.all("BANKACCTTO", "CCACCTTO"), None)
    return Account(
        number=there.value("ACCTID") if there else "",
        holder=node.value("PAYEE", "NAME") or node.value("NAME"),
        bank=there.value("BANKID") if there else "",
    )


def _instructed(node: Node, amount: Decimal) -> Money | None:
    """The sum in the currency that was paid: the sum booked, divided by the stated rate where that comes out even."""
    currency, rate = node.value("ORIGCURRENCY", "CURSYM").upper(), plain_amount(node.value("ORIGCURRENCY", "CURRATE"))
    if not currency or not rate:
        return None
    return Money((amount / rate).quantize(Decimal("0.01")), currency)


def _moment(text: str) -> Moment | None:
    """The time of day with its zone; a bare midnight only fills the field and is no time."""
    raw = text.strip()
    found, day = _WHEN.fullmatch(raw), compact_day(text.strip())
    if found is None or day is None:
        return None
    hour, minute, second = int(found[1]), int(found[2]), int(found[3] or 0)
    if hour > 23 or minute > 59 or second > 59 or (not (hour or minute or second) and not found[4]):
        return None
    local = datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=UTC)
    digits = found[4] or ""
    if not digits.strip("+-"):
        return Moment(local, None, "bank", raw)
    offset = int(Decimal(digits) * 60)
    try:
        return Moment(local - timedelta(minutes=offset), offset, "bank", raw)
    except OverflowError:
        return Moment(None, None, "bank", raw)
