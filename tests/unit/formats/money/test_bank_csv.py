"""Statements as tables."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tallystick.errors import NotThisFormat
from tallystick.formats.carrier import Head
from tallystick.formats.money import bank_csv
from tallystick.formats.money.bank_layout import layout_of, layouts
from tallystick.model.check import Verdict
from tallystick.model.money import Money
from unit.formats.money.money_golden import codes, golden, read


def test_every_mapping_is_reached_by_its_own_header() -> None:
    """Each mapping file describes a header that leads to it and to no other, and names a date and a sum."""
    for layout in layouts():
        assert "booked" in layout.columns
        assert {"amount", "debit", "credit"} & layout.columns.keys()
        if not layout.is_generic:
            words = [*layout.required, *(heads[0] for heads in layout.columns.values())]
            assert layout_of(tuple(dict.fromkeys(words))) is layout, layout.bank
            assert layout.bank


def test_fees_are_bookings_of_their_own_and_balances_agree() -> None:
    """Revolut takes its fee beside the sum: it becomes a booking at the same place, and the balance column passes."""
    reading = read("bank-csv", golden("bank-csv", "revolut.csv"))
    (statement,) = reading.statements
    assert [str(made.money.amount) for made in statement.transactions] == ["500.00", "-100.00", "-1.50", "-20.00"]
    assert statement.transactions[2].code == "fee"
    assert statement.transactions[3].is_pending
    assert statement.reconciled.verdict is Verdict.PASS
    assert codes(reading) == {"not-executed"}


def test_newest_first_with_stated_balances_passes() -> None:
    """A German export with lines above its table, newest row first, gives account, balance and a passing check."""
    (statement,) = read("bank-csv", golden("bank-csv", "ing.csv")).statements
    assert statement.account.number == "DE12 5001 0517 0648 4898 90"
    assert statement.reconciled.verdict is Verdict.PASS
    assert statement.balances[0].money.amount == Decimal("1100.00")
    assert statement.transactions[0].other.holder == "Kunde Alpha"


def test_alipay_rows_without_direction_are_told_not_guessed() -> None:
    """Income and spending have signs; a refund outside both and a closed order are shares of their own."""
    reading = read("bank-csv", golden("bank-csv", "alipay.csv"))
    (statement,) = reading.statements
    assert [str(made.money.amount) for made in statement.transactions] == ["-1280.00", "500.00"]
    assert statement.account.number == "zhang@example.cn"
    assert statement.transactions[0].reference == "2024030522001"
    assert statement.transactions[0].moment is not None
    assert statement.transactions[0].moment.offset_minutes is None
    became = dict(reading.counts[0].became)
    assert (became["neutral"], became["void"]) == (1, 1)
    assert codes(reading) == {"direction-not-stated", "not-executed"}


def test_wechat_cmb_and_t_bank_are_read() -> None:
    """Yen signs, tabs before cells, footers and words for direction are understood."""
    wechat = read("bank-csv", golden("bank-csv", "wechat-pay.csv")).statements[0]
    assert [str(made.money.amount) for made in wechat.transactions] == ["3000.00", "-23.00"]
    merchants = read("bank-csv", golden("bank-csv", "cmb.csv"))
    assert merchants.statements[0].reconciled.verdict is Verdict.PASS
    assert codes(merchants) == {"row-without-booking"}
    business = read("bank-csv", golden("bank-csv", "t-business.csv")).statements[0]
    assert [str(made.money.amount) for made in business.transactions] == ["500000.00", "-1000.50"]
    assert business.currency == "RUB"


def test_paypal_gross_and_fee_follow_the_balance() -> None:
    """The fee bears its own sign, and gross and fee together give the balance column."""
    (statement,) = read("bank-csv", golden("bank-csv", "paypal.csv")).statements
    assert [str(made.money.amount) for made in statement.transactions] == ["1200.00", "-35.10", "-64.90"]
    assert statement.reconciled.verdict is Verdict.PASS
    assert statement.transactions[0].booked == date(2024, 3, 14)


def test_any_table_with_the_columns_of_a_statement_is_read() -> None:
    """An unknown bank's debit and credit columns are read by their words; day 13 decides the order."""
    (statement,) = read("bank-csv", golden("bank-csv", "generic.csv")).statements
    assert [made.booked for made in statement.transactions] == [date(2024, 3, 13), date(2024, 3, 14)]
    assert statement.reconciled.verdict is Verdict.PASS


def test_what_a_table_does_not_decide_is_not_decided() -> None:
    """Days that could be months and marks that could be thousands are problems, and no sum or day is made of them."""
    reading = read("bank-csv", golden("bank-csv", "ambiguous-damaged.csv"))
    assert {"date-order-ambiguous", "decimal-mark-ambiguous", "sum-unreadable"} <= codes(reading)
    assert not [made for statement in reading.statements for made in statement.transactions if made.booked]


def test_a_quote_that_never_closes_swallows_nothing() -> None:
    """Behind an open quote the rows are read as they stand, and the file says so."""
    rows = "\n".join(f"{day:02}/03/2024,Fee,-1.50,{100 - 1.5 * day:.2f}" for day in range(1, 29))
    text = f'Date,Description,Amount,Balance\n31/03/2024,"open,-1.00,1.00\n{(rows + chr(10)) * 10}'
    reading = read("bank-csv", text.encode())
    assert "quote-not-closed" in codes(reading)
    assert dict(reading.counts[0].became)["transactions"] == 281


def test_other_tables_are_not_claimed() -> None:
    """A price list, a mail list and a list of invoices are no statements."""
    for header in ("Item,Price,Stock", "Date,From,Subject,Amount,Balance", "Invoice Number,Date,Amount,Balance"):
        assert not bank_csv.recognises(Head.of(f"{header}\n1,2,3\n".encode()))
    with pytest.raises(NotThisFormat):
        read("bank-csv", b"Item,Price,Stock\n1,2,3\n")


def test_sums_of_upwork_are_dollars() -> None:
    """The column Currency belongs to the sum in local currency; the sums and balances are in US dollars."""
    table = (
        "Date,Type,Description,Agency,Freelancer,Team,Account Name,PO,Ref ID,Amount,Amount in local currency,Currency,"
        'Balance\n"Mar 21, 2024",Fixed Price,Milestone 1,,Anna,Acme,Bob,,601,"500.00",460.00,EUR,500.00\n'
        '"Mar 22, 2024",Service Fee,Fee for 601,,Anna,Acme,Bob,,602,"-50.00",,,450.00\n'
    )
    (statement,) = read("bank-csv", table.encode()).statements
    paid = statement.transactions[0]
    assert (paid.money, paid.instructed) == (Money(Decimal("500.00"), "USD"), Money(Decimal("460.00"), "EUR"))
    assert (paid.other.holder, paid.booked, statement.reconciled.verdict) == ("Acme", date(2024, 3, 21), Verdict.PASS)


def test_rabobank_is_read_with_its_account_and_balances() -> None:
    """The Dutch table names the own account, the other side and a running balance with its sign."""
    head = "IBAN/BBAN,Munt,BIC,Volgnr,Datum,Rentedatum,Bedrag,Saldo na trn,Tegenrekening IBAN/BBAN,Naam tegenpartij"
    lines = (
        '"NL69RABO0123456789","EUR","RABO","1","2024-03-20","2024-03-20","+2.000,00","+2.000,00","NL1","Bob","RE 5"',
        '"NL69RABO0123456789","EUR","RABO","2","2024-03-21","2024-03-21","-500,00","+1.500,00","NL2","Li","RE 6"',
    )
    table = "\r\n".join((f"{head},Omschrijving-1", *lines))
    (statement,) = read("bank-csv", table.encode("cp1252")).statements
    assert (statement.account.number, statement.reconciled.verdict) == ("NL69RABO0123456789", Verdict.PASS)
    assert [(made.money.amount, made.other.number, made.text) for made in statement.transactions] == [
        (Decimal("2000.00"), "NL1", "RE 5"),
        (Decimal("-500.00"), "NL2", "RE 6"),
    ]


def test_a_reference_that_was_not_provided_is_none() -> None:
    """Banks fill the field of the payer's reference with a word that says that there is none."""
    table = (
        '"Buchungsdatum";"Wertstellung";"Status";"Zahlungspflichtige*r";"Zahlungsempfänger*in";"Verwendungszweck";'
        '"Umsatztyp";"IBAN";"Betrag (€)";"Gläubiger-ID";"Mandatsreferenz";"Kundenreferenz"\n'
        '"21.03.24";"21.03.24";"Gebucht";"Anna";"Bob";"RE 5";"Ausgang";"DE1";"-5,00";"";"";"NOTPROVIDED"\n'
    )
    (statement,) = read("bank-csv", table.encode()).statements
    assert statement.transactions[0].end_to_end == ""


@pytest.mark.parametrize(
    ("head", "words"),
    [
        (
            "Datum;Naam / Omschrijving;Rekening;Tegenrekening;Code;Af Bij;Bedrag (EUR);Mutatiesoort;Mededelingen",
            "Af Bij",
        ),
        (
            (
                "Date;Name / Description;Account;Counterparty;Code;Debit/credit;Amount (EUR);"
                "Transaction type;Notifications"
            ),
            "Debit Credit",
        ),
    ],
)
def test_ing_of_the_netherlands_is_read_in_both_languages(head: str, words: str) -> None:
    """Sums bear no sign: a word of the row says whether money goes out or comes in."""
    out, into = words.split()
    rows = f"20240321;Ningbo;NL69;NL32;GT;{out};500,00;Online;RE 5\n20240320;Bob;NL69;NL2;OV;{into};2000,00;Over;RE 6\n"
    (statement,) = read("bank-csv", f"{head}\n{rows}".encode()).statements
    assert [made.money for made in statement.transactions] == [Money(Decimal(n), "EUR") for n in ("-500.00", "2000.00")]
    assert (statement.account.number, statement.transactions[0].booked) == ("NL69", date(2024, 3, 21))


@pytest.mark.parametrize(("zone", "offset"), [("UTC", 0), ("GMT", 0), ("PDT", None)])
def test_a_column_that_says_utc_gives_the_zone(zone: str, offset: int | None) -> None:
    """Another short name of a zone is shown as written and never turned into an offset: several zones share it."""
    head = "Date,Time,TimeZone,Name,Type,Status,Currency,Gross,Fee,Net"
    row = f"03/21/2024,14:05:33,{zone},Bob,Payment,Completed,USD,5.00,0.00,5.00"
    moment = read("bank-csv", f"{head}\n{row}\n".encode()).statements[0].transactions[0].moment
    assert moment is not None
    assert (moment.offset_minutes, moment.raw) == (offset, f"03/21/2024 14:05:33 {zone}")


@pytest.mark.parametrize(("status", "is_pending"), [("Completed", False), ("Pending", True), ("В обработке", True)])
def test_a_table_of_no_known_bank_may_say_that_a_row_is_not_booked(status: str, is_pending: bool) -> None:
    """A column of states is heeded wherever it stands; money that was not moved yet is not shown as moved."""
    table = f"Date,Description,Amount,Status,Balance\n2024-03-21,Withdrawal,-5.00,{status},95.00\n"
    assert read("bank-csv", table.encode()).statements[0].transactions[0].is_pending is is_pending
    failed = read("bank-csv", table.replace(status, "Declined").encode())
    assert "not-executed" in codes(failed)
