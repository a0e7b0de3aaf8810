"""The sheaf: positions go on over all that is taken, and nothing in it breaks a database or an index."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from tallystick.model.check import Check
from tallystick.model.message import Moment, Problem
from tallystick.model.reading import Count
from tallystick.record.entry.sheaf import ItemFacts, Sheaf, storable
from tallystick.record.entry.words import local_time, own_words
from tallystick.record.search import SearchDocument

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def test_positions_go_on_after_what_was_taken() -> None:
    """An original of many items is handed over in pieces, numbered through."""
    sheaf = Sheaf("ab" * 32)
    assert [sheaf.item(ItemFacts("message", "line")) for _ in range(2)] == [0, 1]
    sheaf.document(SearchDocument(sha256="ab" * 32))
    assert (sheaf.items, sheaf.waiting) == (2, 1)
    rows, documents = sheaf.take()
    assert (len(rows.tables["item"]), len(documents), sheaf.waiting) == (2, 1, 0)
    assert sheaf.item(ItemFacts("message", "line")) == 2
    assert [row[0] for row in sheaf.take()[0].tables["item"]] == [2]
    assert sheaf.take()[0].tables == {}


def test_problems_are_counted_beyond_those_that_are_told() -> None:
    """Two thousand are written down, all are counted."""
    sheaf = Sheaf("ab" * 32)
    sheaf.problems(Problem("bare-cr", "", "") for _ in range(2_100))
    assert sheaf.problem_codes["bare-cr"] == 2_100
    assert len(sheaf.take()[0].tables["problem"]) == 2_000


def test_counts_and_checks_are_of_the_original() -> None:
    """What the units became is JSON, in the order of the reader."""
    sheaf = Sheaf("ab" * 32)
    sheaf.counts("line", [Count("lines", 3, (("messages", 2), ("blank", 1)))], [Check.passed("sums", "good", "row 1")])
    tables = sheaf.take()[0].tables
    ((position, name, unit, total, became),) = tables["count"]
    assert (position, name, unit, total, json.loads(str(became))) == (
        0,
        "line",
        "lines",
        3,
        {"messages": 2, "blank": 1},
    )
    assert tables["finding"] == [(0, "sums", "PASS", "good", "row 1")]


@pytest.mark.parametrize(
    ("cell", "stored"),
    [
        ("合同 Счёт 😀", "合同 Счёт 😀"), ("a\udc80b", "a\ufffdb"), ("\ud83d\ude00", "😀"), ("\0", "\0"), (None, None),
        (2**63 - 1, 2**63 - 1), (2**63, 2**63 - 1), (-(2**70), -(2**63)), (True, True),
    ],
)  # fmt: skip
def test_what_a_database_can_hold(cell: object, stored: object) -> None:
    """Lone surrogates become U+FFFD, pairs their character, numbers beyond 64 bits the nearest that fits."""
    assert storable(cell) == stored


def test_the_clock_of_him_who_wrote() -> None:
    """His own time where he states a zone; none on a clock that no machine of ours can show."""
    assert local_time(Moment(NOON, 480, "date", "")) == datetime(2026, 3, 2, 20, 0)  # noqa: DTZ001
    assert local_time(Moment(NOON, None, "date", "")) == NOON.replace(tzinfo=None)
    assert local_time(Moment(None, 480, "date", "")) is None
    assert local_time(Moment(NOON, 10**13, "date", "")) is None
    assert local_time(Moment(NOON - timedelta(days=400_000), 0, "date", "")) is None
    assert local_time(None) is None
    assert own_words("", ()) == ""
