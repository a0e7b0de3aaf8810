"""Money and work in the record: exact sums, whose account it is, and where each booking is found."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from entry_rows import entered
from tallystick.model.account import (
    Account,
    AccountStatement,
    Balance,
    Invoice,
    InvoiceLine,
    Timesheet,
    TradeParty,
    Transaction,
    WorkEntry,
)
from tallystick.model.check import Check
from tallystick.model.message import Moment
from tallystick.model.money import Money
from tallystick.record.entry.accounts import day_moment, put_invoice, put_statement, put_timesheet

DAY = date(2026, 3, 2)
OWN = Account(number="de89 3704 0044 0532 0130 00", holder="Spreelicht", bank_name="Sparkasse")
WEI = Account(number="4000 1234", holder="Mingyao", bank="ICBKCNBJ")


def usd(amount: str) -> Money:
    return Money(Decimal(amount), "USD")


def statement(*transactions: Transaction, **facts: Any) -> AccountStatement:
    given = {"account": OWN, "number": "7", "place": "statement 1", "currency": "USD", "balances": (),
             "reconciled": Check.passed("sums", "they agree")}  # fmt: skip
    return AccountStatement(transactions=transactions, **{**given, **facts})


def test_a_statement_gives_its_balances_and_bookings() -> None:
    """Sums are exact decimals as stated; each booking names payer and payee, and is found by text and counterparty."""
    paid = Transaction(
        place="entry 3", booked=DAY, valued=date(2026, 3, 3), money=usd("-12360.00"), other=WEI, text="PI-2026-007",
        reference="REF9", end_to_end="E2E1", code="NTRF 020", instructed=Money(Decimal("11000.10"), "EUR"),
        is_reversal=True, is_pending=True,
    )  # fmt: skip
    got = Transaction(
        place="entry 4", booked=None, valued=None, money=usd("0.10"), moment=Moment(None, None, "bank", "?")
    )
    balances = (Balance("opening", DAY, usd("100000000000000000000.01")), Balance("closing", None, usd("1E+3")))
    tables, (found, first, second) = entered(put_statement, statement(paid, got, balances=balances), "part 2")
    heading, item, last = tables["item"]
    assert heading[1:8] == (
        "account", "bank", "bank:de89 3704 0044 0532 0130 00", "statement 1", "part 2", "",
        "Sparkasse de89 3704 0044 0532 0130 00 7",
    )  # fmt: skip
    assert heading[13] == "reconciled=PASS"
    assert item[6:12] == (
        "REF9", "Mingyao", "PI-2026-007\nREF9\nE2E1", "2026-03-02 00:00:00.000000", None, "bank"
    )  # fmt: skip
    assert item[13:15] == ("reversal pending code=NTRF_020", True)
    assert (last[9], last[14]) == (None, False)
    assert [row[1:] for row in tables["identifier"]] == [
        (0, "owner", "iban", "DE89370400440532013000", "Spreelicht"),
        (1, "payee", "account", "ICBKCNBJ/40001234", "Mingyao"),
        (1, "payer", "iban", "DE89370400440532013000", "Spreelicht"),
        (2, "payee", "iban", "DE89370400440532013000", "Spreelicht"),
    ]
    assert [row[1:] for row in tables["sum"]] == [
        (0, "opening", "100000000000000000000.01", "USD", "2026-03-02"),
        (0, "closing", "1000", "USD", ""),
        (1, "booking", "-12360.00", "USD", "2026-03-03"),
        (1, "instructed", "11000.10", "EUR", "2026-03-03"),
        (2, "booking", "0.10", "USD", ""),
    ]
    assert (found["channel"], found["flag"]) == ("bank", ["account"])
    assert (first["channel"], first["flag"]) == ("bank", ["booking"])
    assert "date" not in second


@pytest.mark.parametrize(
    ("account", "found"),
    [
        (Account(number="DE89"), ("iban", "DE89")),
        (Account(number="40702 810 5"), ("account", "407028105")),
        (Account(number="账户12345678"), ("account", "账户12345678")),
        (Account(number="**** 1234", holder="Wei"), ("account-name", "****1234 Wei")),
        (Account(number="4000xxxx1234"), ("account-name", "4000XXXX1234")),
        (Account(holder="Wei"), ("account-name", "Wei")),
        (Account(), None),
    ],
)
def test_whose_account_it_is(account: Account, found: tuple[str, str] | None) -> None:
    """By its number with its bank; what is masked proves no account, and stands with its holder's name."""
    tables, _documents = entered(put_statement, statement(account=account))
    assert [row[3:5] for row in tables.get("identifier", ())] == ([found] if found else [])


@pytest.mark.parametrize("amount", ["NaN", "Infinity", "-Infinity", "sNaN"])
def test_an_amount_that_is_none_is_no_sum(amount: str) -> None:
    """It is neither nought nor shown as a number."""
    booking = Transaction(place="entry 1", booked=DAY, valued=None, money=usd(amount))
    tables, documents = entered(put_statement, statement(booking))
    assert "sum" not in tables
    assert len(documents) == 2
    assert tables["item"][1][14] is None


def invoice(**facts: Any) -> Invoice:
    given: dict[str, Any] = {
        "place": "", "kind": "invoice", "number": "RE-17", "issued": DAY, "due": date(2026, 4, 1), "currency": "EUR",
        "seller": TradeParty(name="Mingyao", mail="Sales@Mingyao.example", numbers=(("uscc", "9133 0200 MA"),)),
        "buyer": TradeParty(name="Spreelicht"), "net": Decimal("100.00"), "tax": Decimal("19.00"),
        "total": Decimal("119.00"), "payable": None, "sums": Check.failed("sums", "they differ"),
    }  # fmt: skip
    return Invoice(**{**given, **facts})


def test_an_invoice_gives_its_parties_sums_and_numbers() -> None:
    """Seller and buyer by what identifies them, every sum stated, the day it is due, and what it refers to."""
    line = InvoiceLine(number="1", name="Lantern CL-200", quantity=None, unit="", price=None, net=None)
    told = invoice(references=(("order", "4711"),), pay_to=(OWN,), lines=(line,), terms="30 days", notes=("note",))
    tables, (document,) = entered(put_invoice, told, "part 2")
    (item,) = tables["item"]
    assert item[6:9] == ("RE-17", "invoice RE-17", "Lantern CL-200\n30 days\nnote")
    assert item[13] == "invoice sums=FAIL"
    assert [row[2:] for row in tables["identifier"]] == [
        ("seller", "uscc", "91330200MA", "Mingyao"),
        ("seller", "mail", "sales@mingyao.example", "Mingyao"),
        ("buyer", "invoice-name", "Spreelicht", "Spreelicht"),
        ("pay-to", "iban", "DE89370400440532013000", "Spreelicht"),
    ]
    assert [row[2:4] for row in tables["sum"]] == [("net", "100.00"), ("tax", "19.00"), ("total", "119.00")]
    assert [row[2:4] for row in tables["mention"]] == [
        ("invoice", "RE-17"), ("order", "4711"), ("deadline", "2026-04-01")
    ]  # fmt: skip
    assert (document["channel"], document["flag"]) == ("file", ["invoice"])


def test_what_many_companies_share_identifies_none() -> None:
    """A Russian KPP names the tax office and the reason; a number that is missing names nobody."""
    seller = TradeParty(name="ООО Свет", numbers=(("inn", "7701 234567"), ("kpp", "770101001"), ("vat", " ")))
    tables, _documents = entered(put_invoice, invoice(seller=seller, buyer=TradeParty(name=""), due=None, issued=None))
    assert [row[2:5] for row in tables["identifier"]] == [("seller", "inn", "7701234567")]
    nobody = TradeParty(name="ООО Свет", numbers=(("kpp", "770101001"),))
    tables, _documents = entered(put_invoice, invoice(seller=nobody))
    assert tables["identifier"][0][2:5] == ("seller", "invoice-name", "ООО Свет")


def test_a_timesheet_gives_a_piece_of_work_each() -> None:
    """With its duration, its day, who worked, for whom, and what it came to."""
    begun = Moment(datetime(2026, 3, 2, 8, 0, tzinfo=UTC), 60, "export", "09:00")
    first = WorkEntry(place="row 2", day=DAY, seconds=5400, begun=begun, person="Katrin", mail="K@x.example",
                      client="Mingyao", project="PO-7", task="QC", text="defects found", sum=usd("90.00"))  # fmt: skip
    second = WorkEntry(place="row 3", day=DAY, seconds=None, person="Jo")
    third = WorkEntry(place="row 4", day=None, seconds=0)
    tables, documents = entered(put_timesheet, Timesheet(program="toggl", zone="", entries=(first, second, third)))
    heading, one, two, three = tables["item"]
    assert heading[1:3] == ("timesheet", "work")
    assert one[7:12] == (
        "Mingyao / PO-7 / QC", "defects found", "2026-03-02 08:00:00.000000", 60, "export"
    )  # fmt: skip
    assert (one[13], two[13], three[13]) == ("seconds=5400", "", "seconds=0")
    assert (two[9], two[10], three[9]) == ("2026-03-02 00:00:00.000000", None, None)
    assert [row[1:5] for row in tables["identifier"]] == [
        (1, "worker", "mail", "k@x.example"), (1, "client", "work-name", "Mingyao"), (2, "worker", "work-name", "Jo")
    ]  # fmt: skip
    assert tables["sum"] == [(0, 1, "work", "90.00", "USD", "2026-03-02")]
    assert {document["channel"] for document in documents} == {"work"}


def test_the_ends_of_the_calendar() -> None:
    """A day is a moment of unknown zone, the first and the last there are too."""
    for day in (date.min, date.max):
        moment = day_moment(day, "bank")
        assert moment is not None
        assert moment.utc is not None
        assert (moment.utc.date(), moment.offset_minutes) == (day, None)
    assert day_moment(None, "bank") is None


def test_an_account_without_bookings_and_a_timesheet_without_work_are_found() -> None:
    """What was kept and read is found, though nothing of it could be told."""
    for put, empty in ((put_statement, statement()), (put_timesheet, Timesheet(program="csv", zone="", entries=()))):
        _tables, documents = entered(put, empty)
        assert [document["channel"] for document in documents] == ["bank" if put is put_statement else "work"]
