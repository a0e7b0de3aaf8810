"""MT940 and MT942."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tallystick.errors import NotThisFormat
from tallystick.formats.carrier import Head
from tallystick.formats.money import mt940
from tallystick.model.check import Verdict
from tallystick.model.money import Money
from unit.formats.money.money_golden import codes, golden, read

PAGE = ":20:A\n:25:1\n:28C:1\n:60F:C240101EUR10,\n{lines}\n:62F:C240101EUR{closing}\n"


def _one(line: str, closing: str = "10,") -> str:
    return PAGE.format(lines=line, closing=closing)


def test_a_german_statement_is_read_with_its_subfields() -> None:
    """Purpose lines are joined as they were cut, key words begin lines, and name, account and reference are found."""
    reading = read("mt940", golden("mt940", "german.sta"))
    (statement,) = reading.statements
    paid = statement.transactions[0]
    assert statement.reconciled.verdict is Verdict.PASS
    assert paid.other.holder == "Kanzlei Sonne und Mond"
    assert paid.other.number == "DE02120300000000202051"
    assert paid.other.bank == "BYLADEM1001"
    assert paid.end_to_end == "INV-2023-017"
    assert paid.reference == "B4A02XYZ"
    assert "SVWZ+Rechnung 2023-017 vom 01.12.2023" in paid.text
    assert paid.code == "NTRF/166"


def test_the_entry_date_takes_the_year_nearest_to_the_value_date() -> None:
    """31 December and 2 January belong to neighbouring years; without an entry date the value date is the booking."""
    paid = read("mt940", golden("mt940", "german.sta")).statements[0].transactions[0]
    assert (paid.valued, paid.booked) == (date(2023, 12, 30), date(2024, 1, 2))
    (statement,) = read("mt940", _one(":61:240105C1,NTRFNONREF").encode()).statements
    assert statement.transactions[0].booked == date(2024, 1, 5)


@pytest.mark.parametrize(
    ("mark", "amount", "is_reversal", "is_pending"),
    [
        ("C", "5", False, False),
        ("D", "-5", False, False),
        ("RC", "-5", True, False),
        ("RD", "5", True, False),
        ("EC", "5", False, True),
        ("ED", "-5", False, True),
        ("CR", "5", False, False),
        ("RDR", "5", True, False),
    ],
)
def test_marks_say_the_direction(mark: str, amount: str, is_reversal: bool, is_pending: bool) -> None:
    """A reversal of a credit takes money out; an expected entry is pending; a letter behind it changes nothing."""
    (statement,) = read("mt940", _one(f":61:2401010101{mark}5,00NTRFNONREF").encode()).statements
    (made,) = statement.transactions
    assert made.money.amount == Decimal(amount)
    assert (made.is_reversal, made.is_pending) == (is_reversal, is_pending)


def test_envelopes_code_words_and_interim_balances_are_understood() -> None:
    """A SWIFT block is unwrapped; /CNTP/ and /EREF/ are found; the sums of an interim report are compared."""
    reading = read("mt940", golden("mt940", "swift-block.sta"))
    first, second = reading.statements
    assert first.reconciled.verdict is Verdict.PASS
    assert {balance.kind for balance in first.balances} == {"interim"}
    assert first.transactions[0].other.holder == "J. JANSEN"
    assert first.transactions[0].end_to_end == "ORDER-77"
    assert second.currency == "EUR"
    assert second.reconciled.verdict is Verdict.NOT_CHECKED
    assert [check.verdict for check in reading.checks[2:]] == [Verdict.PASS, Verdict.PASS]


def test_a_damaged_statement_loses_nothing() -> None:
    """30 February is no day but the booking stays; a clock time is no field; lines that cannot be read are problems."""
    reading = read("mt940", golden("mt940", "damaged.sta"))
    made = reading.statements[0].transactions[0]
    assert codes(reading) == {"impossible-date", "entry-unreadable", "line-outside"}
    assert (made.valued, made.booked) == (None, date(2016, 3, 1))
    assert "T16\n:20:11; TNR: 1" in made.text
    assert made.other.number == "27114020040000300201355387"
    assert reading.statements[0].reconciled.verdict is Verdict.FAIL


def test_polish_subfields_and_broken_tags_are_read() -> None:
    """Subfields may be marked with "~"; a colon broken off its tag is put back."""
    text = _one(":61:2401010101C1,NTRFNONREF\n:\n86:020~00PRZELEW~20FV 1~30109~31PL611~32JAN KOWALSKI~33", "11,")
    reading = read("mt940", text.encode())
    made = reading.statements[0].transactions[0]
    assert made.other.holder == "JAN KOWALSKI"
    assert made.text == "PRZELEW\nFV 1"
    assert reading.statements[0].reconciled.verdict is Verdict.PASS


def test_a_balance_without_a_date_or_sum_is_told() -> None:
    """An impossible balance date keeps the balance; a balance that is none is a problem."""
    assert "impossible-date" in codes(read("mt940", _one("").replace("62F:C240101", "62F:C240231").encode()))
    assert "balance-unreadable" in codes(read("mt940", _one("", "x").encode()))


def test_sums_that_differ_fail() -> None:
    """The stated number and sum of debits are held against the entries."""
    reading = read("mt940", golden("mt940", "swift-block.sta").replace(b":90D:1", b":90D:2"))
    assert Verdict.FAIL in {check.verdict for check in reading.checks}


def test_dos_text_of_central_europe_is_decoded() -> None:
    """Bytes that fit no Windows charset are read as the DOS code page where the account is Hungarian or Polish."""
    text = _one(":61:2401010101C1,NTRFNONREF\n:86:Árvíztűrő belföldi").replace(":25:1", ":25:UBRTHUHB/1")
    (statement,) = read("mt940", text.encode("cp852")).statements
    assert "belföldi" in statement.transactions[0].text


def test_other_text_is_refused() -> None:
    """Text without fields is neither claimed nor read."""
    assert not mt940.recognises(Head.of(b"Hello\n:20: is a time\n"))
    with pytest.raises(NotThisFormat):
        read("mt940", b"1\n2\n3\n")


@pytest.mark.parametrize("pointer", ["EREF", "PREF", "KREF+", "NONREF"])
def test_a_word_that_points_to_field_86_is_no_reference(pointer: str) -> None:
    """The customer's reference of field 61 often only says where the real one stands; it is never shown as one."""
    line = f":61:2401050105C1,NTRF{pointer}//B1\n:86:/PREF/M0003333//REMI/USTD//TOTAL/"
    (made,) = read("mt940", _one(line).encode()).statements[0].transactions
    assert (made.end_to_end, made.reference) == ("", "B1")
    assert "M0003333" in made.text


@pytest.mark.parametrize(
    ("written", "number", "bank"),
    [
        ("NL69INGB0123456789EUR", "NL69INGB0123456789", ""),
        ("50070010/0123456 EUR", "0123456", "50070010"),
        ("NL69INGB0123456789USD", "NL69INGB0123456789USD", ""),
        ("EUR", "EUR", ""),
    ],
)
def test_the_currency_behind_an_account_is_no_part_of_its_number(written: str, number: str, bank: str) -> None:
    """Banks write the statement's currency behind the number; another word there stays what it is."""
    (statement,) = read(
        "mt940", PAGE.replace(":25:1", f":25:{written}").format(lines="", closing="10,").encode()
    ).statements
    assert (statement.account.number, statement.account.bank) == (number, bank)


def test_the_sum_before_conversion_is_read() -> None:
    """What was paid in another currency stands behind field 61 as /OCMT/, and takes the booking's direction."""
    line = ":61:2401050105DR50,25NMSCNONREF//B1\n/OCMT/USD54,10/CHGS/EUR1,00/"
    (made,) = read("mt940", _one(line).encode()).statements[0].transactions
    assert made.instructed == Money(Decimal("-54.10"), "USD")


def test_labels_of_commerzbank_state_the_reference() -> None:
    """Its older statements write "End-to-End-Ref.:" in words, with the reference behind it or in the next line."""
    for purpose in ("?20End-to-End-Ref.:?21RE-55?22Kundenreferenz?23NSCT1", "?20Miete End-to-End-Ref.: RE-55"):
        lines = f":61:2403210321C1,N062NONREF\n:86:062?00SEPA{purpose}?32LI WEI"
        (made,) = read("mt940", _one(lines).encode()).statements[0].transactions
        assert made.end_to_end == "RE-55"
    lines = ":61:2403210321C1,N062NONREF\n:86:062?00SEPA?20End-to-End-Ref.:?21nicht angegeben?32LI WEI"
    (made,) = read("mt940", _one(lines).encode()).statements[0].transactions
    assert made.end_to_end == ""
