"""The place that shows why a message was found."""

from __future__ import annotations

import pytest

from tallystick.record.query import parse
from tallystick.record.snippet import snippet

LETTER = (
    "Dear Mr. Li,\n\n"
    + "we hope that you are well. " * 30
    + "You sent the goods late.\nWe paid USD 12,500.00 already.\n"
)


def marked(text: str, query: str, width: int = 160) -> list[str]:
    shown = snippet(text, parse(query), width)
    return [shown.text[start:end] for start, end in shown.spans]


@pytest.mark.parametrize(
    ("text", "query", "words"),
    [
        (LETTER, "send paying", ["sent", "paid"]),
        (LETTER, "12500", ["12,500.00"]),
        ("Вы не оплатили счета.", '"оплатить счёт"', ["оплатили", "счета"]),
        ("我们已经付款，請確認訂單的交貨期。", "交货期", ["交貨期"]),
        ("供应商延迟交货", "延迟交货", ["延迟交货"]),
        ("see PI-2026-0317, please", "PI-2026-*", ["PI-2026-0317"]),
        ("see (PI-2026-0317).", "0317", ["PI-2026-0317"]),
        ("ＩＮＶＯＩＣＥ here", "invoice", ["ＩＮＶＯＩＣＥ"]),
        ("款已付", "款", ["款"]),
        ("pay this", "-pay this", ["this"]),
        ("pay this", "from:pay", []),
        ("nothing here", "other", []),
    ],
)
def test_matching_words_are_marked(text: str, query: str, words: list[str]) -> None:
    """Words are marked in the form that the text has, whatever form was asked for."""
    assert marked(text, query) == words


def test_the_window_holds_the_most_different_words() -> None:
    """A place with both words is better than an earlier one with one of them twice."""
    text = "goods goods " + "filler " * 60 + "late goods " + "filler " * 60
    assert set(marked(text, "goods late", 60)) == {"goods", "late"}


def test_what_is_left_out_is_shown() -> None:
    """Ellipses stand where the text goes on, and only there."""
    shown = snippet(LETTER, parse("goods"), 80).text
    assert shown.startswith("…")
    assert len(shown) <= 82
    assert snippet("short text", parse("text")).text == "short text"


def test_nothing_found_shows_the_beginning() -> None:
    """A message found by its date is shown by its first words."""
    assert snippet(LETTER, parse("date:2026"), 30).text.startswith("Dear Mr. Li,")


def test_control_characters_are_not_shown() -> None:
    """A message cannot move the cursor or turn the direction of the reader's text."""
    shown = snippet("a\x1b[31mred\u202egoods\x07\x00 end", parse("goods")).text
    assert not any(character in shown for character in "\x1b\u202e\x07\x00")


def test_a_narrow_window_is_refused() -> None:
    """Less than 16 characters show nothing."""
    with pytest.raises(ValueError, match="16"):
        snippet("text", parse("text"), 5)
