"""The query language."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tallystick.errors import QueryError
from tallystick.record.query import parse
from tallystick.record.tree import And, Dates, Exact, Field, Not, Or, Phrase, Prefix, Value, Word

A, B, C = (Word(Field.ANY, letter) for letter in "abc")


@pytest.mark.parametrize(
    ("query", "tree"),
    [
        ("", And(())),
        ("a", A),
        ("a b", And((A, B))),
        ("a AND b", And((A, B))),
        ("a OR b", Or((A, B))),
        ("a | b", Or((A, B))),
        ("a||b", Or((A, B))),
        ("a b OR c", Or((And((A, B)), C))),
        ("a (b OR c)", And((A, Or((B, C))))),
        ("-a", Not(A)),
        ("NOT a b", And((Not(A), B))),
        ("a -(b c)", And((A, Not(And((B, C)))))),
        ("a-b", Word(Field.ANY, "a-b")),
        ('"a b"', Phrase(Field.ANY, "a b")),
        ("“a b”", Phrase(Field.ANY, "a b")),
        ("«a b»", Phrase(Field.ANY, "a b")),
        ("PI-2026-*", Prefix(Field.ANY, "PI-2026-")),
        ("交货*", Prefix(Field.ANY, "交货")),
        ("from:ivan", Word(Field.FROM, "ivan")),
        ("FROM:@example.com", Word(Field.FROM, "@example.com")),
        ('subject:"late goods"', Phrase(Field.SUBJECT, "late goods")),
        ("ｓｕｂｊｅｃｔ：“延迟”", Phrase(Field.SUBJECT, "延迟")),
        ("subject:(a OR b)", Or((Word(Field.SUBJECT, "a"), Word(Field.SUBJECT, "b")))),
        ("（a OR b）", Or((A, B))),
        ("has:pdf", Value(Exact.HAS, "pdf")),
        ("lang:RU", Value(Exact.LANG, "ru")),
        ("id:AB12", Value(Exact.ID, "ab12")),
        ("https://example.com/a", Word(Field.ANY, "https://example.com/a")),
        ("Re: a", And((Word(Field.ANY, "Re:"), A))),
        ("10:30", Word(Field.ANY, "10:30")),
    ],
)
def test_a_query_has_this_tree(query: str, tree: object) -> None:
    """Words are joined by AND, OR binds weaker, NOT stronger, and full-width signs are signs."""
    assert parse(query) == tree


def day(year: int, month: int, number: int) -> datetime:
    return datetime(year, month, number, tzinfo=UTC)


@pytest.mark.parametrize(
    ("query", "start", "end"),
    [
        ("date:2026", day(2026, 1, 1), day(2027, 1, 1)),
        ("date:2026-12", day(2026, 12, 1), day(2027, 1, 1)),
        ("date:2026-02-28", day(2026, 2, 28), day(2026, 3, 1)),
        ("date:2026-01..2026-03", day(2026, 1, 1), day(2026, 4, 1)),
        ("date:2026-01-05..", day(2026, 1, 5), None),
        ("date:..2026-01-05", None, day(2026, 1, 6)),
        ("date:9999", day(9999, 1, 1), None),
        ("date:9999-12-31", day(9999, 12, 31), None),
    ],
)
def test_dates_are_half_open(query: str, start: datetime | None, end: datetime | None) -> None:
    """A year, month or day ends where the next begins, and both ends of a range belong to it."""
    assert parse(query) == Dates(start, end)


@pytest.mark.parametrize(
    ("query", "character"),
    [
        ("form:ivan", 1),
        ('a "b', 3),
        ("a (b", 3),
        ("a)", 2),
        ("()", 1),
        ('""', 1),
        ("a OR", 5),
        ("OR a", 1),
        ("a OR OR b", 5),
        ("a AND", 6),
        ("NOT", 4),
        ("date:2026-13", 1),
        ("date:2026-02-30", 1),
        ("date:today", 1),
        ("date:..", 1),
        ("date:2026..2025", 1),
        ("has:money", 1),
        ("id:xyz", 1),
        ("a from:", 8),
        ("a*", 1),
    ],
)
def test_a_mistake_is_named_with_its_place(query: str, character: int) -> None:
    """A query that cannot be meant says where and why."""
    with pytest.raises(QueryError, match=f"at character {character};"):
        parse(query)


@pytest.mark.parametrize(
    "query", ["(" * 5000, "-" * 1999 + "a", "NOT " * 400 + "a", "a " * 900, "a" * 5000, "(a " * 600]
)
def test_a_monstrous_query_is_refused(query: str) -> None:
    """Depth, terms and length are bounded."""
    with pytest.raises(QueryError):
        parse(query)
