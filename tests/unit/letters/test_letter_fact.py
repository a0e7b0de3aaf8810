"""Facts that a person states, and the vocabulary's own file."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tallystick.letters import fact
from tallystick.letters.fact import FactKind, KnownFact, stated, stated_facts, written
from tallystick.letters.letter import Ground
from tallystick.model.money import Money


def test_a_stated_fact_rests_on_the_person() -> None:
    """A fact stated for a letter has the value of its kind and says that it was stated."""
    assert stated("last_date", ("2026-12-12",)) == KnownFact(date(2026, 12, 12), (Ground("stated", "last_date"),))
    assert stated("claim", ("USD 59100.00",)).value == Money(Decimal("59100.00"), "USD")
    assert stated("reason", ("  two\nlines ",)).value == "two lines"
    assert stated("them", ("A Co.", "甲公司")).value == ("A Co.", "甲公司")


def test_several_statements_make_rows() -> None:
    """A fact of rows takes each statement as a row of its own."""
    rows = stated("defects", ("cells", "capacity")).value
    assert isinstance(rows, tuple)
    assert [row["defect"].value for row in rows if not isinstance(row, str)] == ["cells", "capacity"]


@pytest.mark.parametrize(
    ("name", "raws", "why"),
    [
        ("weather", ("rain",), "no fact 'weather' can be stated; one of account"),
        ("quotes", ("he said",), "no fact 'quotes' can be stated"),
        ("checkpoint", ("00",), "no fact 'checkpoint'"),
        ("last_date", ("12.12.2026",), "last_date is a day"),
        ("claim", ("59100",), "claim is a sum"),
        ("claim", ("usd 59100",), "claim is a sum"),
        ("claim", ("USD NaN",), "claim is a sum"),
        ("claim", ("USD 1", "USD 2"), "claim is one thing"),
        ("reason", (" \n",), "says something"),
    ],
)
def test_a_fact_that_cannot_be_stated_so_is_refused(name: str, raws: tuple[str, ...], why: str) -> None:
    """What is unknown, the program's own, or of another kind is refused with how it is written."""
    with pytest.raises(ValueError, match=why):
        stated(name, raws)


def test_a_fact_is_written_by_its_kind() -> None:
    """Words are quoted, names are picked, lists are joined, texts stand as given."""
    assert written(KnownFact("yes", ()), FactKind.WORDS, "en") == "“yes”"
    assert written(KnownFact("yes", ()), FactKind.TEXT, "en") == "yes"
    assert written(KnownFact(("A", "甲"), ()), FactKind.NAMES, "zh") == "甲"
    assert written(KnownFact(("A", "B"), ()), FactKind.TEXTS, "en") == "A and B"
    assert written(KnownFact(date(2026, 1, 2), ()), FactKind.DAY, "en") == "2 January 2026"


@pytest.mark.parametrize(
    ("table", "why"),
    [
        ({"kind": "text", "en": "a", "zh": "b"}, "wants its name"),
        ({"kind": "text", "en": "a", "zh": "b", "ru": "c", "colour": 1}, "unknown keys"),
        ({"kind": "day", "en": "a", "zh": "b", "ru": "c", "pick": "best"}, "earliest or latest"),
        ({"kind": "day", "en": "a", "zh": "b", "ru": "c", "event": "rain"}, "rain"),
    ],
)
def test_a_fault_in_the_vocabulary_is_named(table: dict[str, object], why: str) -> None:
    """The vocabulary is read as strictly as the texts."""
    with pytest.raises(ValueError, match=why):
        fact._meaning("x", table)


def test_statements_of_one_name_go_together() -> None:
    """A list is stated by saying its fact several times, among others."""
    found = stated_facts([("them", "A"), ("reason", "b"), ("them", "C")])
    assert found["them"].value == ("A", "C")
    assert found["reason"].value == "b"
