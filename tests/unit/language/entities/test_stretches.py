"""What makes the search for entities quick finds the same as the plain way."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from tallystick.language.entities.stretches import any_of, matches_from

_WORDS = st.lists(st.text("abк.年 ", min_size=1, max_size=5), min_size=1, max_size=8)


@given(_WORDS, st.text("abк.年 "))
def test_a_word_is_matched_as_by_a_list_of_words_longest_first(words: list[str], text: str) -> None:
    """Letter by letter or word by word: the same matches, also where what follows rules out the longest."""
    plain = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    for end in ("", "(?!a)"):
        by_words = re.finditer(f"(?:{plain}){end}", text)
        assert [found.span() for found in re.finditer(any_of(words) + end, text)] == [each.span() for each in by_words]


@given(st.text("ab1 "))
def test_matches_from_all_places_are_those_of_finditer(text: str) -> None:
    """Where each place at which a match can begin is given, also twice, the matches are those of `finditer`."""
    pattern = re.compile(r"\d+a?\d*")
    places = [(max(0, found.start() - 2), found.end()) for found in re.finditer(r"\d", text)]
    assert [each.span() for each in matches_from(places, pattern, text)] == [
        each.span() for each in pattern.finditer(text)
    ]
