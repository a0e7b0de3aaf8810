"""Carriers given what is made to exhaust them: refused before it costs anything, and honest files are not."""

from __future__ import annotations

import contextlib
import time
from decimal import Decimal

import pytest

from tallystick.errors import LimitExceeded, NotThisFormat
from tallystick.formats.carrier import parse_html, parse_json, parse_xml
from tallystick.formats.carrier.html_tree import MOST_ATTRIBUTES


def wide(number: int, value: str = "=1") -> str:
    return f"<html><body><p {' '.join(f'a{each}{value}' for each in range(number))}>words</p></body></html>"


@pytest.mark.parametrize("value", ["", "=1", "='>'", '=">"', " = x", '="\'"', "='<!--'"])
def test_too_many_attributes_are_refused_at_once(value: str) -> None:
    """However they are written, and wherever a careless count would take the element to end."""
    begun = time.process_time()
    with pytest.raises(LimitExceeded, match="attributes"):
        parse_html(wide(60_000, value).encode())
    assert time.process_time() - begun < 5


@pytest.mark.parametrize("value", ["=1", "='>'"])
def test_many_attributes_are_read(value: str) -> None:
    """A thousand of them are more than any page has."""
    assert "words" in (parse_html(wide(MOST_ATTRIBUTES, value).encode()).text() or "")


@pytest.mark.parametrize("inside", ["<script>{}</script>", "<style>{}</style>", "<!-- {} -->", "<SCRIPT>{}</Script>"])
def test_comparisons_in_a_script_are_no_attributes(inside: str) -> None:
    """What stands in scripts, styles and comments is no element, whatever its signs look like."""
    page = f"<html><body>{inside.format('if (a<b && c ) d = e; ' * 2_000)}<p>words</p></body></html>"
    assert "words" in (parse_html(page.encode()).text() or "")


@pytest.mark.parametrize(
    "hidden",
    ["<svg><style>{}", "<svg><script>{}", "<!-->{}-->", "<!--->{}-->", "<!-- --!>{}-->", "<style></style>{}</style>"],
)
def test_depth_is_found_wherever_it_is_hidden(hidden: str) -> None:
    """What only looks like a style, a script or a comment is counted."""
    with pytest.raises(LimitExceeded, match="depth"):
        parse_html(f"<html><body>{hidden.format('<b>' * 50_000)}".encode())


def test_whole_elements_of_a_drawing_add_no_depth() -> None:
    """A drawing has thousands of them beside one another."""
    page = f"<html><body><svg>{'<g id=1 />' * 5_000}</svg><p>words</p></body></html>"
    assert "words" in (parse_html(page.encode()).text() or "")


@pytest.mark.parametrize("tag", ["<a ", '<a x="', "<a x='\"<a y=\"'", "<!--", "<script>", "<a =", "</", "<a/"])
def test_tags_that_never_end_are_counted_in_one_pass(tag: str) -> None:
    """A megabyte of beginnings is dealt with in seconds."""
    begun = time.process_time()
    with contextlib.suppress(LimitExceeded):
        parse_html(b"<html>" + tag.encode() * (1_000_000 // len(tag)))
    assert time.process_time() - begun < 8


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1.50", Decimal("1.50")),
        ("1e3", Decimal(1000)),
        ("1e999999999", "1e999999999"),
        ("-1E-99999999999999999999", "-1E-99999999999999999999"),
        ("0." + "1" * 5000, "0." + "1" * 5000),
    ],
)
def test_numbers_that_measure_nothing_stay_text(written: str, value: object) -> None:
    """To count with them would take all time or memory."""
    assert parse_json(f"[{written}]".encode()) == [value]


@pytest.mark.parametrize("charset", ["utf-8", "utf-16", "utf-16-be", "utf-32"])
def test_entities_are_refused_in_every_charset(charset: str) -> None:
    """Also where zeros stand between the letters."""
    laughing = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><x y="&b;">&b;</x>'
    with pytest.raises(NotThisFormat, match="entities"):
        parse_xml(laughing.encode(charset))
