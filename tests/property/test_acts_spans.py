"""Acts in any text: spans are exact, nothing is raised, and length costs time in proportion."""

from __future__ import annotations

import time

from hypothesis import given, settings
from hypothesis import strategies as st

from tallystick.language.acts import acts

_PIECES = st.sampled_from(
    ["we ", "will pay ", "the invoice ", "not ", "if ", "?", ". ", "\n", "> ", "我们", "付款", "不", "合同", "解除",
     "。", "мы ", "оплатим ", "договор ", "расторгаем ", "İ", "ё", "“", "”", "10 days ", "USD 5 ", "5月3日", "завтра ",
     "，", "的"]
)  # fmt: skip


@settings(max_examples=120, deadline=None)
@given(st.one_of(st.text(max_size=300), st.lists(_PIECES, max_size=60).map("".join)))
def test_words_are_exactly_those_at_the_place(text: str) -> None:
    """Whatever the text, each act's words stand where it says, and no error leaves."""
    for act in acts(text):
        assert text[act.start : act.end] == act.words != ""


def test_a_long_message_takes_seconds_not_minutes() -> None:
    """100 KB of words that begin many rules are read in bounded time."""
    text = "we will not pay the overdue invoice because the goods you sent are wrong, and " * 1300
    begun = time.perf_counter()

    acts(text, is_zoned=True)

    assert time.perf_counter() - begun < 20
