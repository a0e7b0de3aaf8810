"""Members of JSON records, whatever stands there."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tallystick.formats.chat.field import flag, inner, list_of, listing, number, record_of, text, whole, writable


def test_a_member_of_another_kind_reads_as_absent() -> None:
    """Lists, records, nothing and yes are no text; the next name is asked."""
    record = {"a": ["x"], "b": None, "c": True, "d": "", "e": "word", "n": 5, "x": Decimal("1.5")}
    assert text(record, "a", "b", "c", "d", "e") == "word"
    assert (text(record, "n"), text(record, "x"), text(record, "a")) == ("5", "1.5", "")


def test_records_and_lists_are_empty_where_they_are_none() -> None:
    """Nothing fails on a value of another kind."""
    assert (record_of([1]), list_of({"a": 1}), inner({"a": 1}, "a"), listing({"a": 1, "b": [2]}, "a", "b")) == (
        {},
        [],
        {},
        [2],
    )
    assert (record_of({"a": 1}), list_of([1]), inner({"a": {"b": 1}}, "a"), listing({}, "a")) == (
        {"a": 1},
        [1],
        {"b": 1},
        [],
    )


@pytest.mark.parametrize(
    ("value", "expected"),
    [(7, 7), ("7", 7), (" -7 ", -7), (Decimal("7.9"), 7), (True, None), ("seven", None), (Decimal("Infinity"), None),
     (Decimal("1e40"), None), ("9" * 30, None), (None, None), ("٣", None)],
)  # fmt: skip
def test_whole_numbers(value: object, expected: int | None) -> None:
    """A number is read where it is one, and of bounded length."""
    assert number({"a": value}, "a") == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [(True, True), (0, False), ("1", True), ("false", False), (2, None), ("yes", None), (None, None), ([], None)],
)
def test_yes_and_no(value: object, expected: bool | None) -> None:
    """Only what plainly says yes or no is taken."""
    assert flag({"a": value}, "a") is expected


def test_half_characters_become_writable() -> None:
    """A lone half of a character can be written nowhere, and is replaced; everything else stays."""
    assert writable("a\ud800b") == "a\ufffdb"
    assert (writable("好😊"), writable("plain")) == ("好😊", "plain")
    assert [whole(value) for value in ("12", "1 2", "-", "")] == [12, None, None, None]
