"""Zones cover any text without a gap, whatever it holds."""

# ruff: noqa: E501 (each case on a line of its own)
from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.language.zones import zones
from tallystick.language.zones_html import zones_html
from tallystick.model.zone import Zone

_LINES = st.sampled_from(
    [
        "> ", ">> x", "On 5 May 2024 at 10:20, a@b.cn wrote:", "From: A", "Sent: 5 May", "To: B", "Subject: C", "", "--", "-- ",
        "Best regards,", "Ann Lee", "Tel: +49 30 1234567", "-----Original Message-----", "发件人：A", "写道：", "Sent from my iPhone",
        "This e-mail is confidential.", "\r", "\u2028", "______", "---------- Forwarded message ----------", "word " * 5,
    ]
)  # fmt: skip
_TAGS = st.sampled_from(
    ["<div>", "</div>", "<blockquote type=cite>", "</blockquote>", "<p", ">", "<!--", "-->", "<style>", "</style>", '"', "x",
     "<br>", "<hr id=stopSpelling>", "<div class=gmail_signature>", "&gt; ", "wrote:", "<pre>", "\n", "From: A", "<td>"]
)  # fmt: skip


def covers(found: tuple[Zone, ...], length: int) -> bool:
    bounds = [0, *(zone.end for zone in found)]
    return (
        [zone.start for zone in found] == bounds[:-1] and bounds[-1] == length and all(z.start < z.end for z in found)
    )


@given(st.one_of(st.text(), st.lists(_LINES).map("\n".join)))
def test_zones_cover_a_text(text: str) -> None:
    """They follow each other without a gap or an overlap, from the first character to the last."""
    found = zones(text)
    assert covers(found, len(text))
    assert found == zones(text)


@given(st.lists(_TAGS).map("".join))
def test_zones_cover_the_text_of_html(html: str) -> None:
    """The same holds for the text made from any HTML."""
    page = zones_html(html)
    assert covers(page.zones, len(page.text))


@pytest.mark.parametrize(
    "piece",
    [
        ">",
        ">\n",
        "> ",
        "wrote:\n",
        "On 5 May 2024 10:20 a@b wrote:\n",
        "On 1\n",
        "From: x\n",
        "--\n",
        "Thanks,\n",
        "2024-",
        "a@b>:\n",
    ],
)
def test_time_is_linear_in_a_hostile_text(piece: str) -> None:
    """Four times the text takes far less than sixteen times the time."""
    costs = []
    for size in (50_000, 200_000):
        text = piece * (size // len(piece))
        start = time.perf_counter()
        zones(text)
        costs.append(time.perf_counter() - start)
    assert costs[1] < 10 * costs[0] + 0.2


@pytest.mark.parametrize("piece", ["<div>", "<blockquote>", "<", '<a "', "<!--", "<style>", "<div>x</span>"])
def test_time_is_linear_in_hostile_html(piece: str) -> None:
    """The same holds for tags."""
    costs = []
    for size in (50_000, 200_000):
        html = piece * (size // len(piece))
        start = time.perf_counter()
        zones_html(html)
        costs.append(time.perf_counter() - start)
    assert costs[1] < 10 * costs[0] + 0.2
