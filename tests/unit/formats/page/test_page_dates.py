"""Dates as pages show them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tallystick.formats.page.dates import day_order, find_date


@pytest.mark.parametrize(
    ("text", "utc", "offset"),
    [
        ("2026-05-07 08:46:10", (2026, 5, 7, 8, 46, 10), None),
        ("2026-05-07T08:46:10.123Z", (2026, 5, 7, 8, 46, 10), 0),
        ("2026/5/7 8:46 (UTC+8)", (2026, 5, 7, 0, 46), 480),
        ("2026-05-07T08:46:10+05:30", (2026, 5, 7, 3, 16, 10), 330),
        ("提交时间：2026年5月7日 下午2:05", (2026, 5, 7, 14, 5), None),
        ("2026年5月7日 上午12:05", (2026, 5, 7, 0, 5), None),
        ("北京时间 2026-05-07 08:46", (2026, 5, 7, 0, 46), 480),
        ("May 7, 2026, 2:05 PM PST", (2026, 5, 7, 22, 5), -480),
        ("Submitted on 7th May 2026 at 14:05 GMT", (2026, 5, 7, 14, 5), 0),
        ("May 7, 2026 10:00 CST", (2026, 5, 7, 10, 0), None),
        ("14:05, 7 May 2026", (2026, 5, 7, 14, 5), None),
        ("7 мая 2026 г., 14:05 (МСК)", (2026, 5, 7, 11, 5), 180),
        ("7 мая 2026 года в 14:05", (2026, 5, 7, 14, 5), None),
        ("07.05.2026 14:05", (2026, 5, 7, 14, 5), None),
        ("25/05/2026", (2026, 5, 25), None),
        ("05/25/2026 11:00 pm", (2026, 5, 25, 23, 0), None),
        ("05/05/2026", (2026, 5, 5), None),
        ("Tue May 05 2026 10:23:45 GMT+0800 (China Standard Time)", (2026, 5, 5, 2, 23, 45), 480),
    ],
)
def test_dates_are_read_as_written(text: str, utc: tuple[int, ...], offset: int | None) -> None:
    """Each way of writing a date gives its moment, and a zone only where one is stated that is one."""
    found = find_date(text)
    assert found is not None
    assert (found.moment.utc, found.moment.offset_minutes) == (datetime(*utc, tzinfo=UTC), offset)  # type: ignore[arg-type, misc]
    assert found.moment.raw in text


@pytest.mark.parametrize(
    "text", ["", "no date", "12345678", "1.2.3.4", "5/7", "7 of 2026", "order 2026050712345", "13:45"]
)
def test_other_numbers_are_no_dates(text: str) -> None:
    """Numbers, times alone, and versions are no dates."""
    assert find_date(text) is None


def test_impossible_day_is_no_moment() -> None:
    """30 February is a date as written, and no moment."""
    found = find_date("2026-02-30 10:00")
    assert found is not None
    assert found.moment.utc is None
    assert found.moment.raw == "2026-02-30 10:00"


def test_order_is_decided_by_evidence_only() -> None:
    """One date with a day above twelve decides; contradicting ones, or none, leave it open."""
    assert day_order(["05/07/2026", "25/07/2026"]) is True
    assert day_order(["05/07/2026", "07/25/2026"]) is False
    assert day_order(["05/07/2026"]) is None
    assert day_order(["25/07/2026", "07/25/2026"]) is None
    open_ = find_date("05/07/2026")
    assert open_ is not None
    assert (open_.is_ambiguous, open_.moment.utc) == (True, None)
    closed = find_date("05/07/2026", is_day_first=False)
    assert closed is not None
    assert closed.moment.utc == datetime(2026, 5, 7, tzinfo=UTC)
