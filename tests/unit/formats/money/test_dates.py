"""Days and times of statements."""

from __future__ import annotations

from datetime import date

import pytest

from tallystick.formats.money.dates import (
    compact_day,
    day_order,
    iso_day,
    iso_moment,
    local_moment,
    short_day,
    written_day,
)


def test_a_day_that_could_be_two_is_none() -> None:
    """3/4/2024 is a day only where the order is known; 4/4/2024 is one either way; points always mean day first."""
    assert written_day("03/04/2024", None) is None
    assert written_day("03/04/2024", "dmy") == date(2024, 4, 3)
    assert written_day("03/04/2024", "mdy") == date(2024, 3, 4)
    assert written_day("04/04/2024", None) == date(2024, 4, 4)
    assert written_day("03.04.24", None) == date(2024, 4, 3)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-03-05 12:00", date(2024, 3, 5)),
        ("2024/3/5", date(2024, 3, 5)),
        ("2024年3月5日", date(2024, 3, 5)),
        ("5 Mar 2024", date(2024, 3, 5)),
        ("March 5, 2024", date(2024, 3, 5)),
        ("5 марта 2024", date(2024, 3, 5)),
        ("05-Mar-24", date(2024, 3, 5)),
        ("20240305", date(2024, 3, 5)),
        ("31.02.2024", None),
        ("5 Foo 2024", None),
        ("Total", None),
    ],
)
def test_days_are_read_in_every_usual_writing(text: str, expected: date | None) -> None:
    """Year first, names of months and Chinese dates need no order; what is no day is none."""
    assert written_day(text, None) == expected


def test_the_order_is_decided_over_the_whole_file() -> None:
    """One day above 12 decides for all; none, or both, decide nothing."""
    assert day_order(["03/04/2024", "13/04/2024"]) == "dmy"
    assert day_order(["03/04/2024", "04/13/2024"]) == "mdy"
    assert day_order(["03/04/2024"]) is None
    assert day_order(["13/04/2024", "04/13/2024"]) is None
    assert day_order(["2024-01-02", ""]) == ""


def test_times_keep_the_zone_that_was_stated_and_invent_none() -> None:
    """An offset is kept; without one the local reading stands with an unknown zone; an impossible time is no time."""
    moment = iso_moment("2024-03-05T10:15:00.5+01:00", "bank")
    assert moment is not None
    assert moment.offset_minutes == 60
    assert moment.utc is not None
    assert moment.utc.isoformat() == "2024-03-05T09:15:00+00:00"
    local = local_moment(date(2024, 3, 5), "01:30:00 PM", "export")
    assert local is not None
    assert local.offset_minutes is None
    assert local.utc is not None
    assert local.utc.hour == 13
    assert iso_moment("2024-03-05", "bank") is None
    broken = iso_moment("2024-13-05T10:00:00Z", "bank")
    assert broken is not None
    assert broken.utc is None
    edge = iso_moment("0001-01-01T00:00:00+14:00", "bank")
    assert edge is not None
    assert edge.utc is None
    out_of_range = local_moment(date(2024, 3, 5), "25:00", "export")
    assert out_of_range is not None
    assert out_of_range.utc is None
    midnight = local_moment(date(2024, 3, 5), "12:05 AM", "export")
    assert midnight is not None
    assert midnight.utc is not None
    assert midnight.utc.hour == 0


def test_compact_days_have_a_century() -> None:
    """SWIFT years turn at 80; a day that does not exist is none."""
    assert short_day("991231") == date(1999, 12, 31)
    assert short_day("240229") == date(2024, 2, 29)
    assert short_day("160230") is None
    assert short_day("x") is None
    assert compact_day("20240305") == date(2024, 3, 5)
    assert compact_day("2024") is None
    assert iso_day("2024-03-05+01:00") == date(2024, 3, 5)
    assert iso_day(None) is None
