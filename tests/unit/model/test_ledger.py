"""The import ledger: every thing offered is accounted for, or the ledger says how many are not."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from tallystick.model.ledger import ImportLedger, Refusal

_COUNTS = st.integers(0, 50)


@given(_COUNTS, _COUNTS, _COUNTS, st.integers(-3, 3))
def test_the_balance_is_offered_less_all_that_became_of_it(kept: int, met: int, refused: int, missing: int) -> None:
    """Kept, already kept and refused together are what was offered; the difference is told either way."""
    refusals = [Refusal(f"x/{number}", "source-unreadable", "no") for number in range(refused)]
    ledger = ImportLedger("00" * 16, ("x",), kept + met + refused + missing, kept, met, refusals)
    assert ledger.unbalanced == missing
    assert ledger.members()["unbalanced"] == missing


def test_the_kept_form_says_everything() -> None:
    """The canonical form names sources, counts, problems in order, and each refusal with place, code and reason."""
    ledger = ImportLedger("ab" * 16, ("mail", "büro"), 3, 1, 1, [Refusal("mail/fifo", "is-no-file", "a pipe")], 10, 1)
    ledger.count_problems({"nul-bytes": 2, "bare-cr": 1})
    ledger.count_problems({"nul-bytes": 1})
    assert json.loads(ledger.encode()) == {
        "ledger": 1,
        "run": "ab" * 16,
        "sources": ["mail", "büro"],
        "offered": 3,
        "kept": 1,
        "already_kept": 1,
        "refused": [{"locator": "mail/fifo", "code": "is-no-file", "reason": "a pipe"}],
        "kept_bytes": 10,
        "containers": 1,
        "problems": {"bare-cr": 1, "nul-bytes": 3},
        "interrupted": False,
        "unbalanced": 0,
    }
    assert list(ledger.members()["problems"]) == ["bare-cr", "nul-bytes"]
