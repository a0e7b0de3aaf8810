"""What commands print: nothing of somebody else's moves the terminal, and a check says its verdict first."""

from __future__ import annotations

import click
from hypothesis import given
from hypothesis import strategies as st

from tallystick.cli.output import check_line, line_of, safe, size
from tallystick.model.check import Check

_HOSTILE = st.text(st.characters(categories=("Cc", "Cf", "Zl", "Zp", "L")), max_size=40)
_BIDI = {*map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A))), "\u200e", "\u200f", "\u061c"}


@given(_HOSTILE)
def test_text_has_no_control_but_tab_and_line_feed(text: str) -> None:
    """Escapes, C1 controls and direction marks are shown as what they are; everything else stays."""
    shown = safe(text)
    assert not any((ord(char) < 32 and char not in "\t\n") or 127 <= ord(char) < 160 for char in shown)
    assert not _BIDI & set(shown)


@given(_HOSTILE)
def test_a_line_is_one_line(text: str) -> None:
    """Whatever ends a line on any system does not end this one."""
    assert len(line_of(text).splitlines()) <= 1
    assert "\t" not in line_of(text)


@given(_HOSTILE, st.integers(1, 20))
def test_a_line_is_no_wider_than_asked(text: str, width: int) -> None:
    """What is cut says so."""
    shown = safe(text, width)
    assert len(shown) <= width
    assert shown == safe(text) or shown.endswith("…")


def test_plain_text_stays_as_it_is() -> None:
    """Chinese, Russian, accents and emoji are no danger."""
    text = "合同 Счёт für Ø 😀 a\u0301"
    assert safe(text) == line_of(text) == text


def test_a_failed_check_shows_what_was_compared() -> None:
    """Verdict, duty, reason and place in one line; the facts below only where it failed."""
    failed = click.unstyle(check_line(Check.failed("tree", "another\nroot", "log/\x1bx", expected="aa", got="")))
    assert failed.splitlines() == ["FAIL        tree        another root  [log/\\x1bx]", " " * 13 + "expected: aa"]
    passed = click.unstyle(check_line(Check.passed("tree", "good", "log", root="aa")))
    assert passed == "PASS        tree        good  [log]"


def test_sizes_are_for_people() -> None:
    """Decimal units, as disks are sold."""
    assert [size(n) for n in (0, 999, 1000, 1_234_567, 2_500_000_000)] == [
        "0 bytes", "999 bytes", "1.0 KB", "1.2 MB", "2.5 GB"
    ]  # fmt: skip
