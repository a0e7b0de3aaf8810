"""Sums as they are written."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tallystick.formats.money.amounts import comma_amount, decimal_mark, plain_amount, written_amount


@pytest.mark.parametrize(
    ("text", "mark", "expected"),
    [
        ("1,234.50", ".", "1234.50"),
        ("1.234,50", ",", "1234.50"),
        ("1 234,50", ",", "1234.50"),
        ("1\u202f234,50\u00a0€", ",", "1234.50"),
        ("12'345.60", ".", "12345.60"),
        ("¥3,000.00", ".", "3000.00"),
        ("(45.10)", ".", "-45.10"),
        ("45,10-", ",", "-45.10"),
        ("−7", "", "-7"),
        ("1,23,456.00", ".", "123456.00"),
        ("12 000,50 руб.", ",", "12000.50"),
        ("EUR 5", "", "5"),
    ],
)
def test_written_sums_are_read_exactly(text: str, mark: str, expected: str) -> None:
    """A sum with groups, signs, brackets and currency marks is the number that a person reads in it."""
    assert written_amount(text, mark) == Decimal(expected)


@pytest.mark.parametrize(
    ("text", "mark"), [("1,23", "."), ("1.2.3", "."), ("", "."), ("abc", "."), ("12,34,5", "."), ("9" * 60, "")]
)
def test_marks_in_the_wrong_place_are_no_sum(text: str, mark: str) -> None:
    """What the decimal mark of the file does not explain is not read as some other number."""
    assert written_amount(text, mark) is None


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["1,000", "2.50"], "."),
        (["1.000", "2,50"], ","),
        (["1,000.00"], "."),
        (["1.000.000"], ","),
        (["0,500"], ","),
        (["5", "7"], ""),
        (["1,000", "2,000"], None),
        (["1,5", "1.5"], None),
    ],
)
def test_the_decimal_mark_is_decided_by_evidence_or_not_at_all(texts: list[str], expected: str | None) -> None:
    """The mark is taken only from sums that allow no other; a file that shows none, or both, decides nothing."""
    assert decimal_mark(texts) == expected


def test_numbers_of_machines_are_strict() -> None:
    """XML numbers have a point, SWIFT numbers a comma; exponents, signs in SWIFT and words are no numbers."""
    assert plain_amount("+12.30") == Decimal("12.30")
    assert plain_amount(".5") == Decimal("0.5")
    assert plain_amount("1e9") is None
    assert plain_amount("NaN") is None
    assert comma_amount("1234,") == Decimal(1234)
    assert comma_amount("-1,0") is None
