"""The exhibits that a person states on the matter sheet."""

from __future__ import annotations

import pytest

from tallystick.model.stated_exhibit import StatedExhibit, parse_exhibits


def test_a_table_becomes_an_exhibit() -> None:
    """Items, title, purpose and what is held back stand as they were stated."""
    wrong: list[str] = []
    table = {"items": ["abcdef", "abcdef12:3"], "title": " PI ", "proves": "price", "hold_back": True}
    assert parse_exhibits([table], wrong) == (
        StatedExhibit(items=("abcdef", "abcdef12:3"), title="PI", proves="price", hold_back=True),
    )
    assert wrong == []


@pytest.mark.parametrize(
    "table",
    [
        "text",
        {},
        {"items": []},
        {"items": ["xyz"]},
        {"items": "abcdef"},
        {"items": ["abcdef"], "title": 1},
        {"items": ["abcdef"], "hold_back": "yes"},
        {"items": ["abcdef"], "translation": "no id"},
        {"items": ["abcdef"], "other": "x"},
    ],
)
def test_what_is_wrong_is_said_and_left_out(table: object) -> None:
    """Each fault is written down with the table's number, and no half exhibit comes of it."""
    wrong: list[str] = []
    assert parse_exhibits([{"items": ["abcdef"]}, table], wrong) == (StatedExhibit(items=("abcdef",)),)
    assert wrong
    assert all("exhibit 2" in each for each in wrong)


def test_no_list_is_wrong() -> None:
    """A single table in place of a list is told."""
    wrong: list[str] = []
    assert parse_exhibits({"items": ["abcdef"]}, wrong) == ()
    assert len(wrong) == 1
