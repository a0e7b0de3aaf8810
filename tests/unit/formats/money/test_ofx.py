"""OFX and QFX."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tallystick.errors import NotThisFormat
from tallystick.model.check import Verdict
from tallystick.model.money import Money
from unit.formats.money.money_golden import codes, golden, read


def test_sgml_is_read_with_its_charset_and_zone() -> None:
    """Elements without end tags, bare ampersands, Windows bytes and bracketed zones are understood."""
    reading = read("ofx", golden("ofx", "bank.ofx"))
    (statement,) = reading.statements
    paid, fee = statement.transactions
    assert statement.account.number == "123456789"
    assert statement.account.bank_name == "First Harbour Bank"
    assert paid.money == Money(Decimal("1250.00"), "USD")
    assert paid.other.holder == "ACME & SONS"
    assert paid.text.endswith("Invoice 17 & 18")
    assert paid.moment is not None
    assert paid.moment.offset_minutes == -300
    assert fee.other.holder == "Café fee"
    assert fee.booked == date(2024, 3, 5)
    assert fee.moment is None
    assert statement.balances[0].money.amount == Decimal("4237.50")
    assert statement.reconciled.verdict is Verdict.NOT_CHECKED


def test_xml_of_a_card_is_read_and_the_banks_error_is_told() -> None:
    """CDATA, a decimal comma and a converted sum are read; a status that is an error is a problem."""
    reading = read("ofx", golden("ofx", "card.qfx"))
    (made,) = reading.statements[0].transactions
    assert made.money == Money(Decimal("-92.30"), "EUR")
    assert made.instructed == Money(Decimal("-100.00"), "USD")
    assert made.text == "Bücher <neu>"
    assert codes(reading) == {"status-error"}


def test_a_damaged_file_loses_nothing() -> None:
    """A booking without a sum is shown whole, one with an impossible date stays, an empty balance is told."""
    reading = read("ofx", golden("ofx", "damaged.ofx"))
    assert codes(reading) == {"entry-unreadable", "impossible-date", "balance-unreadable"}
    assert len(reading.statements[0].transactions) == 1
    assert "ACME" in next(problem.detail for problem in reading.problems if problem.code == "entry-unreadable")


def test_dealings_in_securities_are_counted_and_told() -> None:
    """What an investment account bought is no booking: it has a share of its own, and a problem says so."""
    text = golden("ofx", "bank.ofx").replace(
        b"<BANKTRANLIST>", b"<BANKTRANLIST><BUYSTOCK><INVTRAN><FITID>9</INVTRAN></BUYSTOCK>"
    )
    reading = read("ofx", text)
    assert codes(reading) == {"investments-not-read"}
    assert dict(reading.counts[0].became) == {"transactions": 2, "investments": 1, "problems": 0}


def test_bookings_outside_a_statement_are_told() -> None:
    """A booking that stands in no statement is counted and reported."""
    text = golden("ofx", "bank.ofx").replace(b"</OFX>", b"<STMTTRN><TRNAMT>1</STMTTRN></OFX>")
    assert "entry-out-of-place" in codes(read("ofx", text))


def test_an_empty_element_does_not_swallow_its_neighbours() -> None:
    """An SGML element without a value leaves the values behind it where they belong."""
    text = golden("ofx", "bank.ofx").replace(b"<NAME>ACME & SONS", b"<NAME>\r\n")
    made = read("ofx", text).statements[0].transactions[0]
    assert made.money.amount == Decimal("1250.00")
    assert made.text == "Invoice 17 & 18"


def test_other_text_is_refused() -> None:
    """Text without <OFX> is not read."""
    with pytest.raises(NotThisFormat):
        read("ofx", b"OFXHEADER:100\n")
