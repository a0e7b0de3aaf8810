"""Checks: three verdicts, of which NOT_CHECKED is never taken for PASS."""

from __future__ import annotations

from itertools import permutations

import pytest

from tallystick.model.check import Check, Verdict, worst

PASSED = Check.passed("tree", "as it should be")
FAILED = Check.failed("tree", "another root", "log/checkpoint", expected="aa", got="bb")
UNCHECKED = Check.not_checked("tree", "left out")


@pytest.mark.parametrize(
    ("checks", "verdict"),
    [
        ([PASSED], Verdict.PASS),
        ([PASSED, PASSED], Verdict.PASS),
        ([PASSED, UNCHECKED], Verdict.NOT_CHECKED),
        ([PASSED, UNCHECKED, FAILED], Verdict.FAIL),
        ([UNCHECKED], Verdict.NOT_CHECKED),
        ([FAILED, PASSED], Verdict.FAIL),
    ],
)
def test_the_worst_verdict_counts_in_any_order(checks: list[Check], verdict: Verdict) -> None:
    """One failure outweighs everything, one check not made outweighs every pass."""
    assert {worst(order) for order in permutations(checks)} == {verdict}


def test_nothing_checked_is_no_pass() -> None:
    """No checks at all are NOT_CHECKED."""
    assert worst([]) is Verdict.NOT_CHECKED
    assert worst(iter(())) is Verdict.NOT_CHECKED


def test_a_check_keeps_what_was_compared() -> None:
    """Place and facts stay with the verdict."""
    assert Check("tree", Verdict.FAIL, "another root", "log/checkpoint", {"expected": "aa", "got": "bb"}) == FAILED
    assert PASSED.facts == {}
    assert UNCHECKED.verdict is Verdict.NOT_CHECKED
