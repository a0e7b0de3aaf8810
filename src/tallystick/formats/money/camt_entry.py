"""An entry of a CAMT message: one booking, or a batch whose details are bookings of their own where they add up."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from tallystick.formats.carrier import XmlNode
from tallystick.formats.money.amounts import plain_amount
from tallystick.formats.money.dates import iso_day, iso_moment
from tallystick.formats.money.element import all_at, at, attribute, text_at, text_of, texts_at
from tallystick.model.account import Account, Transaction
from tallystick.model.message import Problem
from tallystick.model.money import Money

__all__ = ["Entry", "account_of", "read_entry"]

_NOT_GIVEN = ("NOTPROVIDED", "NOT PROVIDED", "NONREF")
_MOST_DETAIL = 2_000
_DETAIL_AMOUNTS = ("AmtDtls/TxAmt/Amt", "Amt", "AmtDtls/InstdAmt/Amt")


@dataclass(frozen=True, slots=True)
class Entry:
    """What became of one Ntry element: its transactions, its share of the count, its direction and sum."""

    transactions: tuple[Transaction, ...]
    share: str
    direction: str
    amount: Decimal | None
    problems: tuple[Problem, ...] = ()


def account_of(node: XmlNode | None, *holders: str) -> Account:
    """The account that an Acct element names, and its holder at the first of the paths that has one."""
    if node is None:
        return Account()
    return Account(
        number=text_at(node, "Id/IBAN", "Id/Othr/Id", "Id/PrtryAcct/Id", "Id/BBAN", "Id/UPIC"),
        holder=text_at(node, *holders),
        bank=_bic(at(node, "Svcr")),
        bank_name=_bank_name(at(node, "Svcr")),
    )


def _bic(agent: XmlNode | None) -> str:
    institution = at(agent, "FinInstnId")
    return text_at(institution, "BICFI", "BIC", "CmbndId/BIC", "ClrSysMmbId/MmbId", "Othr/Id", "PrtryId/Id")


def _bank_name(agent: XmlNode | None) -> str:
    return text_at(at(agent, "FinInstnId"), "Nm", "NmAndAdr/Nm", "CmbndId/Nm")


def _signed(node: XmlNode, direction: str) -> Money | None:
    amount = plain_amount(text_of(node))
    if amount is None:
        return None
    return Money(-amount if direction == "DBIT" else amount, attribute(node, "Ccy"))


def read_entry(node: XmlNode, account: Account, currency: str, place: str) -> Entry:
    """The entry's transactions; a batch stays one transaction, with a Problem, where its details do not add up."""
    direction = text_at(node, "CdtDbtInd")
    money = _signed(stated, direction) if (stated := at(node, "Amt")) is not None else None
    if money is None or direction not in ("CRDT", "DBIT"):
        shown = " ".join("".join(map(str, node.itertext())).split())[:_MOST_DETAIL]
        return Entry((), "problems", direction, None, (Problem("entry-unreadable", place, shown),))
    money = Money(money.amount, money.currency or currency)
    details = [*all_at(node, "NtryDtls/TxDtls"), *all_at(node, "TxDtls")]
    if len(details) < 2:
        single = details[0] if details else None
        made = _transaction(node, single, money, account, place)
        return Entry((made,), "transactions", direction, money.amount)
    sums = [_detail_money(detail, direction, money.currency) for detail in details]
    moneys = [one for one in sums if one is not None]
    if len(moneys) == len(sums) and sum((one.amount for one in moneys), Decimal(0)) == money.amount:
        parts = tuple(
            _transaction(node, detail, one, account, f"{place}/TxDtls {number}")
            for number, (detail, one) in enumerate(zip(details, moneys, strict=True), 1)
        )
        return Entry(parts, "batches", direction, money.amount)
    whole = _transaction(node, None, money, account, place)
    texts = "\n".join(
        line for detail in details for line in (_name_of(detail, direction), *_remittance(detail)) if line
    )
    one = replace(whole, text="\n".join(filter(None, (whole.text, texts))))
    return Entry((one,), "transactions", direction, money.amount, (_unequal(sums, money, place),))


def _unequal(sums: list[Money | None], money: Money, place: str) -> Problem:
    if any(one is None for one in sums):
        lacking = sum(one is None for one in sums)
        return Problem("batch-without-sums", place, f"{lacking} of {len(sums)} details show no sum in {money.currency}")
    added = sum((one.amount for one in sums if one is not None), Decimal(0))
    return Problem(
        "batch-sum-differs", place, f"{len(sums)} details add up to {added:f}, the entry is {money.amount:f}"
    )


def _detail_money(detail: XmlNode, direction: str, currency: str) -> Money | None:
    own = text_at(detail, "CdtDbtInd") or direction
    for path in _DETAIL_AMOUNTS:
        node = at(detail, path)
        money = _signed(node, own) if node is not None else None
        if money is not None and money.currency in ("", currency):
            return Money(money.amount, currency)
    return None


def _transaction(entry: XmlNode, detail: XmlNode | None, money: Money, account: Account, place: str) -> Transaction:
    direction = "DBIT" if money.amount < 0 or text_at(entry, "CdtDbtInd") == "DBIT" else "CRDT"
    is_reversal = text_at(entry, "RvslInd").lower() in ("true", "1")
    booked, stamp = at(entry, "BookgDt"), text_at(entry, "BookgDt/DtTm")
    references = at(detail, "Refs")
    end_to_end = text_at(references, "EndToEndId")
    returned = is_reversal or at(detail, "RtrInf") is not None
    return Transaction(
        place=place,
        booked=_day(booked),
        valued=_day(at(entry, "ValDt")),
        money=money,
        other=_other(detail, direction, returned, account),
        text="\n".join((*_remittance(detail), *_ultimate(detail), *_extra(entry, detail), *_charges(entry, detail))),
        reference=text_at(references, "AcctSvcrRef", "TxId")
        or text_at(entry, "AcctSvcrRef", "AcctSvcrTxId", "NtryRef"),
        end_to_end="" if end_to_end.upper() in _NOT_GIVEN else end_to_end,
        code=_code(at(detail, "BkTxCd")) or _code(at(entry, "BkTxCd")),
        moment=iso_moment(stamp or text_at(booked, "Dt"), "bank"),
        is_reversal=is_reversal,
        is_pending=text_at(entry, "Sts", "Sts/Cd") not in ("BOOK", ""),
        instructed=_instructed(entry, detail, money),
    )


def _day(node: XmlNode | None) -> date | None:
    return iso_day(text_at(node, "Dt", "DtTm"))


def _code(node: XmlNode | None) -> str:
    domain = [text_at(node, path) for path in ("Domn/Cd", "Domn/Fmly/Cd", "Domn/Fmly/SubFmlyCd")]
    return "-".join(filter(None, domain)) or text_at(node, "Prtry/Cd")


def _instructed(entry: XmlNode, detail: XmlNode | None, money: Money) -> Money | None:
    """The sum in the currency that was paid, where that is another than the account's."""
    for holder in (detail, entry):
        for path in ("AmtDtls/InstdAmt/Amt", "AmtDtls/TxAmt/Amt", "AmtDtls/CntrValAmt/Amt", "Amt"):
            node = at(holder, path)
            amount = plain_amount(text_of(node)) if node is not None else None
            if amount and (currency := attribute(node, "Ccy")) not in ("", money.currency):
                return Money(amount if money.amount >= 0 else -amount, currency)
    return None


def _party(detail: XmlNode | None, side: str) -> Account:
    parties, agents = at(detail, "RltdPties"), at(detail, "RltdAgts")
    named = account_of(at(parties, f"{side}Acct"))
    agent = at(agents, f"{side}Agt")
    name = text_at(parties, *(f"{part}/{way}" for part in (side, f"Ultmt{side}") for way in _NAMES))
    return Account(number=named.number, holder=name, bank=_bic(agent), bank_name=_bank_name(agent))


_NAMES = ("Nm", "Pty/Nm", "Agt/FinInstnId/Nm")


def _other(detail: XmlNode | None, direction: str, returned: bool, own: Account) -> Account:
    """The other side: who paid where money came in, who was paid where it went out. A return still names the parties
    of the payment that it takes back; a side that is our own account is never the other one."""
    sides = ["Dbtr", "Cdtr"] if (direction == "CRDT") != returned else ["Cdtr", "Dbtr"]
    found = [_party(detail, side) for side in sides]
    strangers = [party for party in found if party != Account() and (not party.number or party.number != own.number)]
    return strangers[0] if strangers else found[0]


def _name_of(detail: XmlNode, direction: str) -> str:
    return _party(detail, "Dbtr" if direction == "CRDT" else "Cdtr").holder


def _ultimate(detail: XmlNode | None) -> tuple[str, ...]:
    parties = at(detail, "RltdPties")
    found = []
    for side, words in (("Dbtr", "ultimate debtor"), ("Cdtr", "ultimate creditor")):
        ultimate = text_at(parties, *(f"Ultmt{side}/{way}" for way in _NAMES))
        if ultimate and ultimate != text_at(parties, *(f"{side}/{way}" for way in _NAMES)):
            found.append(f"{words}: {ultimate}")
    return tuple(found)


def _remittance(detail: XmlNode | None) -> tuple[str, ...]:
    information = at(detail, "RmtInf")
    lines = list(texts_at(information, "Ustrd"))
    for block in all_at(information, "Strd"):
        for path in ("CdtrRefInf/Ref", "CdtrRefInf/CdtrRef", "RfrdDocInf/Nb", "RfrdDocInf/RfrdDocNb", "AddtlRmtInf"):
            lines += [text for text in texts_at(block, path) if text not in lines]
    return tuple(lines)


def _extra(entry: XmlNode, detail: XmlNode | None) -> tuple[str, ...]:
    lines = (
        *texts_at(detail, "AddtlTxInf"),
        *texts_at(detail, "RtrInf/AddtlInf"),
        *texts_at(entry, "AddtlNtryInf"),
    )
    return tuple(dict.fromkeys(lines))


def _charges(entry: XmlNode, detail: XmlNode | None) -> tuple[str, ...]:
    found = []
    for holder in (detail, entry):
        for path in ("Chrgs/TtlChrgsAndTaxAmt", "Chrgs/Rcrd/Amt", "Chrgs/Amt"):
            stated = [f"charges: {attribute(node, 'Ccy')} {text_of(node)}" for node in all_at(holder, path)]
            if stated:
                found += stated
                break
    return tuple(dict.fromkeys(found))
