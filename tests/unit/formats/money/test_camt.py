"""CAMT messages."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tallystick.errors import NotThisFormat
from tallystick.formats.carrier import Head
from tallystick.formats.money import camt
from tallystick.model.check import Verdict
from tallystick.model.money import Money
from unit.formats.money.money_golden import codes, golden, read


def test_a_statement_is_read_whole_and_adds_up() -> None:
    """Accounts, balances, both sides, references, charges and the sum before conversion are there; the sums agree."""
    reading = read("camt", golden("camt", "statement.xml"))
    (statement,) = reading.statements
    paid, *_rest = statement.transactions
    assert statement.account.number == "DE02120300000000202051"
    assert statement.account.bank == "BYLADEM1001"
    assert [check.verdict for check in reading.checks] == [Verdict.PASS] * 3
    assert paid.money == Money(Decimal("1800.00"), "EUR")
    assert paid.other.holder == "Acme Trading Ltd"
    assert paid.other.number == "GB33BUKB20201555555555"
    assert paid.end_to_end == "INV-2024-017"
    assert paid.instructed == Money(Decimal("1950.00"), "USD")
    assert paid.code == "PMNT-RCDT-ESCT"
    assert paid.moment is not None
    assert paid.moment.offset_minutes == 60
    assert paid.text.split("\n") == [
        "Invoice INV-2024-017",
        "RF18539007547034",
        "ultimate debtor: Acme Group plc",
        "charges: EUR 7.50",
    ]


def test_details_of_a_batch_are_transactions_where_they_add_up() -> None:
    """A batch that adds up is counted once as an entry and gives one transaction for each detail."""
    reading = read("camt", golden("camt", "statement.xml"))
    parts = reading.statements[0].transactions[1:3]
    assert [part.money.amount for part in parts] == [Decimal("-300.00"), Decimal("-50.50")]
    assert [part.other.holder for part in parts] == ["Druckerei Alt", "Hosting Neu"]
    assert dict(reading.counts[0].became) == {"transactions": 3, "batches": 1, "problems": 0}


def test_a_returned_payment_names_whom_it_was_sent_to() -> None:
    """In a reversal the other side is the creditor of the payment taken back, not ourselves."""
    returned = read("camt", golden("camt", "statement.xml")).statements[0].transactions[3]
    assert returned.is_reversal
    assert returned.money.amount == Decimal("200.00")
    assert returned.other.holder == "Falsche Adresse KG"


def test_pending_entries_do_not_count_as_booked() -> None:
    """An entry that is not booked is marked, and is left out of the sums."""
    last = read("camt", golden("camt", "statement.xml")).statements[0].transactions[4]
    assert last.is_pending
    assert last.booked is None
    assert last.valued == date(2024, 3, 5)


def test_a_damaged_file_keeps_what_can_be_read() -> None:
    """A batch that does not add up stays one transaction with its details as text; a sum that is none is a problem."""
    reading = read("camt", golden("camt", "damaged.xml"))
    assert codes(reading) == {"xml-damaged", "batch-sum-differs", "entry-unreadable"}
    batch = reading.statements[0].transactions[1]
    assert batch.money.amount == Decimal("-350.50")
    assert "Hosting Neu" in batch.text
    assert reading.statements[0].reconciled.verdict is Verdict.FAIL


def test_sums_of_version_2_stand_below_the_details() -> None:
    """A notification of version 2, which has no balances, is read and says that it was not reconciled."""
    reading = read("camt", golden("camt", "notification-v2.xml"))
    assert [made.money.amount for made in reading.statements[0].transactions] == [Decimal("10.00"), Decimal("20.00")]
    assert reading.statements[0].reconciled.verdict is Verdict.NOT_CHECKED


def test_pages_of_a_statement_are_reconciled_by_their_interim_balances() -> None:
    """Where a page opens and closes with interim balances, these are compared."""
    page = golden("camt", "statement.xml").replace(b"OPBD", b"ITBD").replace(b"CLBD", b"ITBD")
    assert read("camt", page).statements[0].reconciled.verdict is Verdict.PASS


def test_a_summary_that_differs_fails() -> None:
    """The stated number of entries is held against the entries."""
    wrong = golden("camt", "statement.xml").replace(b"<NbOfNtries>4", b"<NbOfNtries>5")
    checks = {check.reason: check.verdict for check in read("camt", wrong).checks}
    assert Verdict.FAIL in checks.values()


def test_entries_outside_a_statement_are_told() -> None:
    """An entry that stands in no statement is counted and reported, not dropped."""
    stray = golden("camt", "notification-v2.xml").replace(b"<Ntfctn>", b"<Ntry/><Ntfctn>")
    reading = read("camt", stray)
    assert codes(reading) == {"entry-out-of-place"}


def test_other_xml_is_refused() -> None:
    """XML that is no CAMT is neither claimed nor read; one that defines entities is refused."""
    assert not camt.recognises(Head.of(b"<html><body>camt</body></html>"))
    with pytest.raises(NotThisFormat):
        read("camt", b"<a><b/></a>")
    with pytest.raises(NotThisFormat):
        read("camt", b'<!DOCTYPE a [<!ENTITY x "y">]><Document><BkToCstmrStmt/></Document>')
