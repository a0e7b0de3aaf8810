"""CAMT.052, 053 and 054: account report, statement and notification of ISO 20022, in every version.

Source: ISO 20022 message definitions camt.052.001.01 to .13, camt.053.001.01 to .13, camt.054.001.01 to .13.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from tallystick.errors import LimitExceeded, NotThisFormat
from tallystick.formats.carrier import Head, XmlNode
from tallystick.formats.money.amounts import plain_amount
from tallystick.formats.money.camt_entry import Entry, account_of, read_entry
from tallystick.formats.money.dates import iso_day
from tallystick.formats.money.element import all_at, at, attribute, local, opened, text_at, text_of
from tallystick.formats.money.reconcile import only, reconciled
from tallystick.model.account import AccountStatement, Balance, Transaction
from tallystick.model.check import Check
from tallystick.model.message import Problem
from tallystick.model.money import Money
from tallystick.model.reading import Count, Reading

__all__ = ["read", "recognises"]

_MARK = re.compile(r"\bcamt\.05[234]\.001\.\d\d\b|<(?:\w+:)?BkToCstmr(?:Stmt|AcctRpt|DbtCdtNtfctn)\b")
_MOST_ENTRIES = 500_000
_GROUPS = ("Stmt", "Rpt", "Ntfctn")
_KINDS = {
    "OPBD": "opening",
    "PRCD": "opening",
    "CLBD": "closing",
    "OPAV": "available",
    "CLAV": "available",
    "ITAV": "available",
    "ITBD": "interim",
    "INFO": "interim",
    "FWAV": "forward",
    "XPCD": "forward",
}


def recognises(head: Head) -> bool:
    return ("camt.05" in head.start or "BkToCstmr" in head.start) and bool(_MARK.search(head.start))


def read(original: bytes, name: str = "") -> Iterator[Reading]:  # noqa: ARG001 - the content says all
    """One reading with every statement of the file. Raises NotThisFormat, LimitExceeded."""
    root, problems = opened(original)
    groups = list(root.iter(*_GROUPS))
    if not groups and not any(local(node).startswith("BkToCstmr") for node in root.iter() if isinstance(node.tag, str)):
        raise NotThisFormat("camt", "no BkToCstmrStmt, BkToCstmrAcctRpt or BkToCstmrDbtCdtNtfctn in it")
    total = sum(1 for _ in root.iter("Ntry"))
    if total > _MOST_ENTRIES:
        raise LimitExceeded("CAMT file, entries", _MOST_ENTRIES, total)
    statements, checks, found = [], [], list(problems)
    shares = dict.fromkeys(("transactions", "batches", "problems"), 0)
    for number, group in enumerate(groups, 1):
        statement, entries = _statement(group, f"{local(group)} {number}")
        statements.append(statement)
        checks += [statement.reconciled, *_summary(group, entries, statement.place)]
        for entry in entries:
            found += entry.problems
            shares[entry.share] += 1
    stray = total - sum(shares.values())
    if stray:
        shares["problems"] += stray
        found.append(Problem("entry-out-of-place", "", f"{stray} entries stand outside any statement"))
    yield Reading(
        format="camt",
        statements=tuple(statements),
        counts=(Count("entry", total, tuple(shares.items())),),
        checks=tuple(checks),
        problems=tuple(found),
    )


def _statement(group: XmlNode, place: str) -> tuple[AccountStatement, list[Entry]]:
    account = account_of(at(group, "Acct"), "Ownr/Nm", "Ownr/Pty/Nm", "Nm")
    currency = text_at(group, "Acct/Ccy")
    entries = [
        read_entry(node, account, currency, f"{place}/Ntry {number}")
        for number, node in enumerate(all_at(group, "Ntry"), 1)
    ]
    codes = [(_code(node), _balance(node)) for node in all_at(group, "Bal")]
    coded = [(code, balance) for code, balance in codes if balance is not None]
    transactions = tuple(made for entry in entries for made in entry.transactions)
    currency = currency or next(
        (money.currency for money in (*(b.money for _c, b in coded), *(t.money for t in transactions))), ""
    )
    statement = AccountStatement(
        account=account,
        number=text_at(group, "LglSeqNb", "ElctrncSeqNb", "Id"),
        place=place,
        currency=currency,
        balances=tuple(balance for _code, balance in coded),
        transactions=transactions,
        reconciled=_reconciled(coded, transactions, place),
    )
    return statement, entries


def _code(balance: XmlNode) -> str:
    return text_at(balance, "Tp/CdOrPrtry/Cd", "Tp/Cd", "Tp/CdOrPrtry/Prtry")


def _balance(node: XmlNode) -> Balance | None:
    amount = plain_amount(text_at(node, "Amt"))
    if amount is None:
        return None
    if text_at(node, "CdtDbtInd") == "DBIT":
        amount = -amount
    day = iso_day(text_at(node, "Dt/Dt", "Dt/DtTm", "Dt"))
    return Balance(_KINDS.get(_code(node), "interim"), day, Money(amount, attribute(at(node, "Amt"), "Ccy")))


def _reconciled(coded: list[tuple[str, Balance]], transactions: tuple[Transaction, ...], place: str) -> Check:
    """A page within a statement opens and closes with interim balances: its first and its last."""
    by_code: dict[str, list[Balance]] = {}
    for code, balance in coded:
        by_code.setdefault(code, []).append(balance)
    interim = by_code.get("ITBD", [])
    opening = only(by_code.get("OPBD", []) or by_code.get("PRCD", []) or interim[:1])
    closing = only(by_code.get("CLBD", []) or interim[1:] or (interim if "OPBD" in by_code else []))
    return reconciled(opening, transactions, closing, place)


def _summary(group: XmlNode, entries: list[Entry], place: str) -> Iterator[Check]:
    """What the statement says of all its entries, held against the entries."""
    stated = at(group, "TxsSummry")
    for path, sign in (("TtlNtries", ""), ("TtlCdtNtries", "CRDT"), ("TtlDbtNtries", "DBIT")):
        block = at(stated, path)
        if block is None:
            continue
        ours = [entry for entry in entries if not sign or entry.direction == sign]
        pairs = {}
        if number := text_at(block, "NbOfNtries"):
            pairs["number"] = (number.lstrip("0") or "0", str(len(ours)))
        if (total := plain_amount(text_of(at(block, "Sum")))) is not None:
            added = sum((abs(entry.amount) for entry in ours if entry.amount is not None), Decimal(0))
            pairs["sum"] = (f"{total.normalize():f}", f"{added.normalize():f}")
        wrong = [name for name, (said, found) in pairs.items() if said != found]
        facts = {f"{name}_{who}": value for name, both in pairs.items() for who, value in zip(("stated", "found"), both, strict=True)}  # fmt: skip # noqa: E501
        if wrong:
            reason = f"{path}: the stated {' and '.join(wrong)} differ from the entries"
            yield Check.failed("statement-summary", reason, place, **facts)
        elif pairs:
            yield Check.passed("statement-summary", f"{path}: as many entries and as much as stated", place, **facts)
