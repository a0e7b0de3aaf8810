"""MT940 and MT942: the customer statement and the interim report of SWIFT, with or without their envelope.

Source: SWIFT Category 9, MT940 and MT942; Deutsche Kreditwirtschaft, DFÜ-Abkommen appendix 3, chapter 8.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal

from tallystick.errors import NotThisFormat
from tallystick.formats.carrier import Head, decode_text
from tallystick.formats.money.amounts import comma_amount
from tallystick.formats.money.dates import short_day
from tallystick.formats.money.mt940_detail import POINTERS, detail_of
from tallystick.formats.money.mt940_field import Field, Fields, fields_of
from tallystick.formats.money.mt940_line import is_line, transaction_of
from tallystick.formats.money.reconcile import reconciled
from tallystick.model.account import Account, AccountStatement, Balance, Transaction
from tallystick.model.check import Check
from tallystick.model.message import Problem
from tallystick.model.money import Money
from tallystick.model.reading import Count, Reading

__all__ = ["read", "recognises"]

_FIRST = re.compile(r"^:(?:20|25|940):", re.MULTILINE)
_SECOND = re.compile(r"^:(?:60[FM]?|61|62[FM]?|28C?|34F):", re.MULTILINE)
_BALANCE = re.compile(r"\s*(R?[CD])\s*(\d{6})\s*([A-Z]{3})?\s*([\d.,]{1,20})")
_SUM = re.compile(r"\s*(\d{0,6})([A-Z]{3})([\d.,]{1,20})")
_KINDS = {"60F": "opening", "60": "opening", "62F": "closing", "62": "closing", "64": "available", "65": "forward"}
_LATEST_START = 1024
_CENTRAL = re.compile(rb":25P?:(?:[A-Z]{4}(?:HU|PL|CZ|SK|SI|HR|RO)|(?:HU|PL|CZ|SK|SI|HR|RO)\d\d)")


@dataclass(slots=True)
class _Draft:
    """A statement while its fields are read."""

    place: str
    account: str = ""
    number: str = ""
    currency: str = ""
    balances: list[tuple[str, Balance]] = field(default_factory=list)
    booked: list[tuple[Transaction, Field | None]] = field(default_factory=list)
    sums: list[tuple[str, str, str]] = field(default_factory=list)
    is_open: bool = True


def recognises(head: Head) -> bool:
    first = _FIRST.search(head.start[:_LATEST_START])
    return first is not None and bool(_SECOND.search(head.start))


def read(original: bytes, name: str = "") -> Iterator[Reading]:  # noqa: ARG001 - the content says all
    """One reading with every statement of the file. Raises NotThisFormat."""
    fields = fields_of(_decoded(original))
    if not fields.fields:
        raise NotThisFormat("mt940", "no line begins with a field such as :20: or :61:")
    problems = list(fields.problems)
    drafts = _drafts(fields, problems)
    statements = tuple(_statement(draft, problems) for draft in drafts)
    checks = [one.reconciled for one in statements]
    for draft in drafts:
        checks += _sums(draft)
    yield Reading(
        format="mt940",
        statements=statements,
        counts=(Count("line", fields.total, tuple(fields.shares.items())),),
        checks=tuple(checks),
        problems=tuple(problems),
    )


def _decoded(original: bytes) -> str:
    """The text. A file from central Europe may come from DOS: then more of its letters are letters in that charset."""
    found = decode_text(original)
    if found.charset.startswith("cp125") and _CENTRAL.search(original[:_LATEST_START]):
        dos = original.decode("cp852")
        if _odd(dos) < _odd(found.text):
            return dos
    return found.text


def _odd(text: str) -> int:
    return sum(character > "\x7f" and not character.isalpha() for character in text)


def _drafts(fields: Fields, problems: list[Problem]) -> list[_Draft]:
    """Statements begin at :20:, or where an account, number or opening balance follows a closing balance."""
    drafts: list[_Draft] = []
    for one in fields.fields:
        begins = one.tag == "20" or (one.tag in ("25", "25P", "28", "28C", "60F", "60M") and not drafts[-1:])
        if not drafts or begins or (not drafts[-1].is_open and one.tag in ("25", "25P", "28", "28C", "60F", "60M")):
            drafts.append(_Draft(f"line {one.line}"))
        _take(drafts[-1], one, fields, problems)
    return drafts


def _take(draft: _Draft, one: Field, fields: Fields, problems: list[Problem]) -> None:
    if one.tag in ("25", "25P"):
        if draft.booked and draft.account:
            problems.append(Problem("field-out-of-place", f"line {one.line}", f"a second :25: {one.text[:200]}"))
        else:
            draft.account = one.text.split("\n")[0].strip()
    elif one.tag in ("28", "28C"):
        draft.number = one.text.strip()
    elif one.tag[:2] in ("60", "62", "64", "65"):
        _take_balance(draft, one, problems)
    elif one.tag == "61":
        if is_line(one.text):
            draft.booked.append((transaction_of(one, _currency(draft), problems), None))
        else:
            fields.unread()
            problems.append(Problem("entry-unreadable", f"line {one.line}", one.text[:500]))
    elif one.tag in ("86", "NS") and draft.booked and draft.is_open and draft.booked[-1][1] is None:
        draft.booked[-1] = (draft.booked[-1][0], one)
    elif one.tag == "34F":
        draft.currency = draft.currency or one.text.strip()[:3]
    elif one.tag in ("90C", "90D") and (found := _SUM.match(one.text)):
        draft.sums.append((one.tag, found[1], found[3]))


def _take_balance(draft: _Draft, one: Field, problems: list[Problem]) -> None:
    found = _BALANCE.match(one.text)
    amount = comma_amount(found[4]) if found else None
    if found is None or amount is None:
        problems.append(Problem("balance-unreadable", f"line {one.line}", f":{one.tag}: {one.text[:200]}"))
        return
    day = short_day(found[2])
    if day is None:
        problems.append(Problem("impossible-date", f"line {one.line}", f"no such day: {found[2]}"))
    sign = -1 if found[1] in ("D", "RC") else 1
    kind = _KINDS.get(one.tag, "interim")
    draft.balances.append((one.tag, Balance(kind, day, Money(sign * amount, found[3] or _currency(draft)))))
    if one.tag.startswith("62"):
        draft.is_open = False


def _currency(draft: _Draft) -> str:
    return draft.balances[0][1].money.currency if draft.balances else draft.currency


def _statement(draft: _Draft, problems: list[Problem]) -> AccountStatement:
    currency = _currency(draft)
    transactions = []
    for made, remittance in draft.booked:
        if remittance is not None:
            made = detail_of(made, remittance, problems)
        if made.end_to_end in POINTERS:
            made = replace(made, end_to_end="")
        money = Money(made.money.amount, made.money.currency or currency)
        transactions.append(made if money == made.money else replace(made, money=money))
    opening = [balance for tag, balance in draft.balances if tag.startswith("60")]
    closing = [balance for tag, balance in draft.balances if tag.startswith("62")]
    number, bank = _account(draft.account, currency)
    return AccountStatement(
        account=Account(number=number, bank=bank),
        number=draft.number,
        place=draft.place,
        currency=currency,
        balances=tuple(balance for _tag, balance in draft.balances),
        transactions=tuple(transactions),
        reconciled=reconciled(
            opening[0] if opening else None, transactions, closing[-1] if closing else None, draft.place
        ),
    )


def _account(written: str, currency: str) -> tuple[str, str]:
    """The number and the bank: "BLZ/number" in Germany, "BIC/number" elsewhere, else the number alone. Some banks write
    the statement's currency behind it, which is no part of the number."""
    before = written.removesuffix(currency).rstrip()
    written = before if currency and before[-1:].isdigit() else written
    bank, slash, number = written.partition("/")
    return (number, bank) if slash and re.fullmatch(r"[A-Z0-9]{8,11}", bank) else (written, "")


def _sums(draft: _Draft) -> Iterator[Check]:
    """The number and the sum of debits and credits that an interim report states, held against its entries."""
    for tag, number, total in draft.sums:
        ours = [made.money.amount for made, _ in draft.booked if (made.money.amount < 0) == (tag == "90D")]
        said, found = comma_amount(total), abs(sum(ours, Decimal(0)))
        words = "debits" if tag == "90D" else "credits"
        facts = {
            "number_stated": number,
            "number_found": str(len(ours)),
            "sum_stated": total,
            "sum_found": f"{found:f}",
        }
        if said == found and (not number or int(number) == len(ours)):
            yield Check.passed("statement-summary", f"as many {words} and as much as stated", draft.place, **facts)
        else:
            reason = f"{number or '?'} {words} of {total} are stated, {len(ours)} of {found:f} are there"
            yield Check.failed("statement-summary", reason, draft.place, **facts)
