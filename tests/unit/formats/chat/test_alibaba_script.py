"""Literals that a page's script assigns."""

from __future__ import annotations

import time
from contextlib import suppress
from typing import Any

import pytest

from tallystick.errors import FormatError, LimitExceeded
from tallystick.formats.chat import alibaba_script
from tallystick.formats.chat.alibaba_script import assigned


@pytest.mark.parametrize(
    ("literal", "value"),
    [
        ('{"a": [1, -2, "x"], "b": null}', {"a": [1, -2, "x"], "b": None}),
        ("{a: 'it\\'s', $b: undefined, 3: true,}", {"a": "it's", "$b": None, "3": True}),
        ("[/* one */ 1, // two\n 2,]", [1, 2]),
        ("'\\u041f\\x41\\ud83d\\ude42\\u{1F642}\\n\\\n'", "ПA🙂🙂\n"),
        ("0x1F", 31),
        ("1.50", "1.50"),
        ("123456789012345678901", "123456789012345678901"),
        ('JSON.parse("[{\\"a\\":1}]")', [{"a": 1}]),
        ("'\\ud83d'", "\ufffd"),
    ],
)
def test_literals_are_read_as_the_browser_reads_them(literal: str, value: Any) -> None:
    """Objects, arrays, texts with escapes, numbers and JSON.parse become values; nothing is rounded."""
    assert list(assigned(f"var a; window.cache = {literal};", "window.cache")) == [value]


@pytest.mark.parametrize(
    "literal",
    [
        "alert(1)",
        "{a}",
        "[1 2]",
        "'open",
        "{'a':",
        "",
        "JSON.parse(x)",
        "JSON.parse('{')",
        "`x`",
        "[" * 100,
        "{[1]: 2}",
    ],
)
def test_what_is_no_literal_is_refused_and_never_run(literal: str) -> None:
    """Calls, broken and too deep literals are an error of the format."""
    with pytest.raises(FormatError):
        list(assigned(f"cache = {literal}", "cache"))


def test_comparisons_and_longer_names_are_no_assignments() -> None:
    """Only the name itself counts, also in brackets, and only where a value is assigned to it."""
    assert list(assigned("if (cache == 1) mycache = 2; window['cache'] = 3; cache.x = 4", "cache")) == [3]


@pytest.mark.parametrize("unit", ["cache='", "cache=[", "cache=/*", "cache=/* *", "cache={a:'\\"], ids=repr)
def test_hostile_scripts_take_no_time(unit: str) -> None:
    """Many unfinished literals are given up at once."""
    started = time.perf_counter()
    with suppress(FormatError):
        list(assigned(unit * 100_000, "cache"))
    assert time.perf_counter() - started < 2


def test_more_tokens_than_are_read_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the bound of tokens the reading stops with LimitExceeded."""
    monkeypatch.setattr(alibaba_script, "MOST_TOKENS", 5)
    with pytest.raises(LimitExceeded):
        list(assigned("cache=[1,2,3,4]", "cache"))
