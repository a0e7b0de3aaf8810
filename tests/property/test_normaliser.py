"""What holds for any text."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tallystick.language.detect import languages
from tallystick.language.folding import fold
from tallystick.language.normaliser import BREAK, normalise
from tallystick.language.pieces import pieces

HAN = st.text(alphabet="供应商延迟交货的索赔貨款請確認訂單", min_size=1, max_size=12)
WORDS = st.lists(st.sampled_from(["pay", "договор", "交货", "PI-2026-0317", "12,500.00", "a@b.com", "№5"]), max_size=8)


@given(st.text(max_size=300))
def test_tokens_are_separated_by_single_spaces(text: str) -> None:
    """Any text gives tokens of bounded length with one space between them and none around."""
    normalised = normalise(text)
    assert normalised == " ".join(normalised.split())
    assert all(len(token) <= 160 for token in normalised.split())


@given(st.text(max_size=200))
def test_folding_twice_is_folding_once(text: str) -> None:
    """The folded form of a folded text is itself."""
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=200))
def test_case_makes_no_difference(text: str) -> None:
    """A text and its folded form have the same pieces."""
    assert [piece.tokens for piece in pieces(fold(text))] == [piece.tokens for piece in pieces(text)]


@given(HAN, st.integers(0, 11), st.integers(2, 12))
def test_each_part_of_a_run_is_a_phrase_of_it(run: str, start: int, length: int) -> None:
    """The pairs of any part of a run stand one after another among the pairs of the run."""
    part = run[start : start + length]
    if len(part) >= 2:
        wanted = normalise(part).split()[:-1]
        held = normalise(run).split()
        assert any(held[at : at + len(wanted)] == wanted for at in range(len(held)))


@given(WORDS, WORDS)
def test_a_text_of_two_parts_holds_the_tokens_of_both(first: list[str], second: list[str]) -> None:
    """Joining texts by a space joins their tokens: nothing depends on what stands beside it."""

    def main(words: list[str]) -> list[str]:
        return normalise(" ".join(words)).partition(f" {BREAK}")[0].split()

    assert main(first + second) == main(first) + main(second)


@settings(max_examples=50)
@given(st.text(max_size=700))
def test_any_text_has_languages_or_none(text: str) -> None:
    """Naming languages never fails, and names none twice."""
    found = languages(text)
    assert len(set(found)) == len(found)


@given(st.lists(st.one_of(HAN, st.sampled_from(["Pay", "договорам", "ёлки", "PI-2026-0317", "12,500.00"])), max_size=6))
def test_the_index_holds_what_the_pieces_say(words: list[str]) -> None:
    """The fast way to an index's tokens and the way that queries take give the same tokens."""
    text = " ".join(words)
    tokens = [token for piece in pieces(text) for token in piece.tokens]
    assert normalise(text).partition(f" {BREAK}")[0].split() == tokens
