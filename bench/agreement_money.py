"""Statements and invoices beside the entries, days, names and sums that others expect of them."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

from lxml import etree

from bench.agreement_row import Row, reading_of
from tallystick.errors import FormatError
from tallystick.formats import FORMATS
from tallystick.model.reading import Reading

__all__ = ["camt", "invoices", "mt940", "ofx"]

_SELLER = "SellerTradeParty/Name|AccountingSupplierParty/Party/PartyLegalEntity/RegistrationName"
_BUYER = "BuyerTradeParty/Name|AccountingCustomerParty/Party/PartyLegalEntity/RegistrationName"


def camt(_data: Path) -> Row:
    """Entries and balances as genkgo/camt states them, in cents, cut where there are more digits."""
    from tests.conformance import test_money_shared as shared

    row = Row("CAMT")
    for path in shared.CAMT:
        reading = reading_of(path)
        parsed = json.loads(path.with_suffix(".json").read_text("utf-8"))
        entries = shared._expected_entries(parsed)
        ours = [made for statement in reading.statements for made in statement.transactions]
        row.files += 1
        row.counted("records", len(entries), len(ours))
        for made, entry in zip(ours, entries, strict=False):
            cents = (int(entry["getAmount"]["getAmount"]), entry["getAmount"]["getCurrency"]["getCode"])
            row.same("balances and sums", cents, (int(made.money.amount * 100), made.money.currency))
            row.same("times", shared._day(entry["getBookingDate"]), made.booked)
            row.same("times", shared._day(entry["getValueDate"]), made.valued)
        stated = [one for one in shared._dicts(parsed) if one.get("__CLASS__", "").endswith("DTO\\Balance")]
        balances = [balance for statement in reading.statements for balance in statement.balances]
        for expected, balance in zip(stated, balances, strict=False):
            whole = int(expected["getAmount"]["getAmount"])
            row.same("balances and sums", whole, int(balance.money.amount * shared._minor(expected)))
            row.same("times", shared._day(expected["getDate"]), balance.day)
    return row


def mt940(_data: Path) -> Row:
    """Lines and closing balances as the library mt-940 reads them."""
    from tests.conformance import test_money_shared as shared

    row = Row("MT940 and MT942")
    for path in shared.MT940:
        lines, data = shared._expected_mt940(path.with_suffix(".yml"))
        reading = _asked(path)
        ours = [made for statement in reading.statements for made in statement.transactions]
        stated = [one for one in lines if "amount" in one]
        row.files += 1
        row.counted("records", len(stated), len(ours))
        for expected, made in zip(stated, ours, strict=False):
            row.same("balances and sums", abs(Decimal(expected["amount"]["amount"][0])), abs(made.money.amount))
            row.same("times", shared._bytes_day(expected["date"]), made.valued)
            if expected.get("entry_date"):
                row.same("times", shared._bytes_day(expected["entry_date"]), made.booked)
            if expected.get("purpose"):
                row.same("texts", True, shared._letters(expected["purpose"]) in shared._letters(made.text))
            if expected.get("applicant_name"):
                holder = shared._letters(made.other.holder)
                row.same("parties", True, shared._letters(expected["applicant_name"]) in holder)
        if closing := data.get("final_closing_balance"):
            amounts = [abs(one.money.amount) for made in reading.statements for one in made.balances]
            row.same("balances and sums", True, abs(Decimal(closing["amount"]["amount"][0])) in amounts)
    return row


def _asked(path: Path) -> Reading:
    """What the file says when it is asked as MT940: a fragment of a statement is not recognised as one by itself."""
    try:
        (reading,) = FORMATS["mt940"].read(path.read_bytes(), path.name)
    except FormatError:
        return Reading(format="mt940")
    return reading


def ofx(_data: Path) -> Row:
    """Bookings and their sums as they stand in the raw file."""
    from tests.conformance import test_money_shared as shared

    row = Row("OFX")
    for path in shared.OFX:
        text = path.read_bytes().decode("latin-1")
        blocks = re.split(r"(?i)<STMTTRN>", text)[1:]
        ours = [made for statement in reading_of(path).statements for made in statement.transactions]
        row.files += 1
        row.counted("records", len(blocks), len(ours))
        for block, made in zip(blocks, ours, strict=False):
            amount = re.search(r"(?i)<TRNAMT>\s*([-+\d.,]+)", block)
            if amount:
                row.same("balances and sums", Decimal(amount[1].replace(",", ".")), made.money.amount)
            day = re.search(r"(?i)<DTPOSTED>\s*(\d{8})", block)
            row.same("times", day[1] if day else None, f"{made.booked:%Y%m%d}" if made.booked else None)
    return row


def invoices(_data: Path) -> Row:
    """Number, day, both names and grand total as they stand in the XML."""
    from tests.conformance import test_money_shared as shared

    row = Row("invoices, CII and UBL")
    for path in shared.INVOICES:
        tree = etree.parse(str(path)).getroot()
        (invoice,) = reading_of(path).invoices
        row.files += 1
        row.same("records", _first(tree, "ExchangedDocument/ID|HeaderExchangedDocument/ID|/ID"), invoice.number)
        total = _first(tree, "GrandTotalAmount|TaxInclusiveAmount")
        row.same("balances and sums", Decimal(total), invoice.total)
        day = _first(tree, "IssueDateTime/DateTimeString|/IssueDate").replace("-", "").strip()
        row.same("times", day, f"{invoice.issued:%Y%m%d}" if invoice.issued else "")
        for found, names in ((invoice.seller, _SELLER), (invoice.buyer, _BUYER)):
            row.same("parties", _first(tree, names).split(), found.name.split())
        row.counted("texts", sum(_is_line(element) for element in tree.iter("{*}*")), len(invoice.lines))
    return row


def _is_line(element: Any) -> bool:
    return etree.QName(element).localname in ("IncludedSupplyChainTradeLineItem", "InvoiceLine", "CreditNoteLine")


def _first(tree: Any, ways: str) -> str:
    """The text of the first element that one of the ways of local names leads to; "/" begins at the root."""
    for way in ways.split("|"):
        steps = "/".join(f"*[local-name()='{step}']" for step in way.lstrip("/").split("/"))
        if found := tree.xpath(("/*/" if way.startswith("/") else "//") + steps):
            return str(found[0].text or "").strip()
    return ""
