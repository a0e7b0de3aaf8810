"""What holds for any query."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tallystick.errors import QueryError
from tallystick.record.query import parse
from tallystick.record.search import SearchIndex
from tallystick.record.snippet import snippet

TERMS = st.lists(
    st.sampled_from(
        [
            "a",
            "договор",
            "交货的",
            "(",
            ")",
            '"',
            "OR",
            "AND",
            "NOT",
            "-",
            "*",
            "from:",
            "date:",
            "2026",
            "..",
            "id:1",
            ":",
            "，",
            "has:pdf",
            "PI-1*",
            "12 500",
            "|",
            "\x00",
            "𠀀",
            "的*",
            "12'500",
        ]
    ),
    max_size=14,
)
QUERIES = st.one_of(st.text(max_size=60), TERMS.map(" ".join), TERMS.map("".join))


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> SearchIndex:
    return SearchIndex.create(Path(tmp_path_factory.mktemp("index")))


@given(QUERIES)
def test_only_query_errors_leave_the_parser(query: str) -> None:
    """Any text is a query or a QueryError."""
    with suppress(QueryError):
        parse(query)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(QUERIES)
def test_what_parses_can_be_searched(index: SearchIndex, query: str) -> None:
    """Any tree becomes a search of the index, and an empty index answers with nothing."""
    with suppress(QueryError):
        assert index.search(query).total == 0


@settings(deadline=None)
@given(st.text(max_size=400), QUERIES, st.integers(16, 200))
def test_a_snippet_is_bounded_and_its_spans_lie_in_it(text: str, query: str, width: int) -> None:
    """Spans are in order, not empty, inside the snippet, and no control character is shown."""
    try:
        node = parse(query)
    except QueryError:
        return
    shown = snippet(text, node, width)
    assert len(shown.text) <= width + 2
    assert not any(ord(character) < 32 or character == "\x7f" for character in shown.text)
    end = 0
    for start, behind in shown.spans:
        assert end <= start < behind <= len(shown.text)
        end = behind
