"""1CClientBankExchange."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tallystick.errors import NotThisFormat
from tallystick.model.check import Verdict
from unit.formats.money.money_golden import codes, golden, read


@pytest.mark.parametrize("charset", ["cp1251", "cp866", "utf-8", "utf-8-sig"])
def test_a_statement_is_read_in_every_charset(charset: str) -> None:
    """Windows, DOS and UTF-8 files say the same, whatever they say of their charset."""
    original = golden("1c", "statement.txt").decode("cp1251").encode(charset)
    reading = read("1c", original)
    (statement,) = reading.statements
    paid, spent = statement.transactions
    assert [check.verdict for check in reading.checks] == [Verdict.PASS] * 3
    assert statement.account.number == "40702810900000000001"
    assert statement.currency == "RUB"
    assert paid.money.amount == Decimal("5000.00")
    assert paid.booked == date(2024, 3, 5)
    assert paid.other.holder == 'ИНН 7701234567 ООО "Ромашка"'
    assert paid.other.bank == "044525225"
    assert paid.text.startswith("Оплата по счету № 5 от 01.03.2024. В том числе НДС 20% - 833.33")
    assert "ИНН 7701234567 КПП 770101001" in paid.text
    assert spent.money.amount == Decimal("-200.50")
    assert spent.other.holder == 'АО "Хостинг"'
    assert codes(reading) == set()


def test_one_bad_line_never_loses_the_statement() -> None:
    """A line without a name goes on with the purpose; a document without its end or sum leaves the others whole."""
    reading = read("1c", golden("1c", "damaged.txt"))
    (paid,) = reading.statements[0].transactions
    assert codes(reading) == {"line-odd", "section-not-closed", "file-cut", "impossible-date", "sum-unreadable"}
    assert "продолжение без знака" in paid.text
    assert paid.booked is None
    assert reading.statements[0].reconciled.verdict is Verdict.FAIL
    assert "Хостинг" in next(problem.detail for problem in reading.problems if problem.code == "sum-unreadable")


def test_orders_that_no_bank_has_booked_are_pending() -> None:
    """A file of payment orders has no balances and no booking dates: its documents are not taken for bookings."""
    text = golden("1c", "statement.txt").decode("cp1251")
    orders = text[: text.index("СекцияРасчСчет")] + text[text.index("СекцияДокумент") :]
    orders = orders.replace("ДатаСписано=06.03.2024\r\n", "").replace("ДатаПоступило=05.03.2024\r\n", "")
    (statement,) = read("1c", orders.encode("cp1251")).statements
    assert all(made.is_pending for made in statement.transactions)
    assert statement.reconciled.verdict is Verdict.NOT_CHECKED


def test_a_document_of_another_account_is_shown_whole() -> None:
    """Where no account of the file stands in a document its direction is unknown: it is told, never guessed."""
    text = (
        golden("1c", "statement.txt")
        .decode("cp1251")
        .replace("ПлательщикСчет=40702810900000000001", "ПлательщикСчет=1")
    )
    reading = read("1c", text.encode("cp1251"))
    assert "direction-unknown" in codes(reading)
    assert len(reading.statements[0].transactions) == 1


def test_a_booking_without_its_date_is_told() -> None:
    """In a statement, a document that lacks its booking date is a booking with no day and a problem."""
    text = golden("1c", "statement.txt").decode("cp1251").replace("ДатаСписано=06.03.2024\r\n", "")
    reading = read("1c", text.encode("cp1251"))
    assert "booking-date-missing" in codes(reading)
    assert reading.statements[0].transactions[1].booked is None


def test_odd_values_are_understood_or_told() -> None:
    """Kopecks behind a hyphen or a comma are a sum; a balance that is none and a repeated field are problems."""
    text = golden("1c", "statement.txt").decode("cp1251").replace("Сумма=200.50", "Сумма=200-50")
    assert read("1c", text.encode("cp1251")).statements[0].reconciled.verdict is Verdict.PASS
    bad = text.replace("КонечныйОстаток=5799.50", "КонечныйОстаток=много\r\nсирота").replace(
        "Номер=18", "Номер=18\r\nНомер=19"
    )
    assert {"balance-unreadable", "field-repeated", "line-odd"} <= codes(read("1c", bad.encode("cp1251")))


def test_other_text_is_refused() -> None:
    """A file that does not begin with the format's name is not read."""
    with pytest.raises(NotThisFormat):
        read("1c", "Кодировка=Windows\nСумма=1\n".encode())


def test_a_purpose_that_goes_on_in_numbered_lines_is_whole() -> None:
    """Some banks write the first line under the plain name and the rest under numbers; others write all of it twice."""
    text = golden("1c", "statement.txt").decode("cp1251")
    first = next(line for line in text.splitlines() if line.startswith("НазначениеПлатежа="))
    said = first.partition("=")[2]
    more = text.replace(first, f"{first}\r\nНазначениеПлатежа1={said}\r\nНазначениеПлатежа2=по договору 7", 1)
    purpose = read("1c", more.encode("cp1251")).statements[0].transactions[0].text
    assert purpose.startswith(f"{said}\nпо договору 7")
    assert purpose.count(said) == 1
