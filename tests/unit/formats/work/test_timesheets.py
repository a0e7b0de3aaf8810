"""Timesheets."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tallystick.errors import NotThisFormat
from tallystick.formats.carrier import Head
from tallystick.formats.work import clockify, harvest, timesheet_csv, toggl
from tallystick.formats.work.duration import duration_seconds
from tallystick.model.check import Verdict
from tallystick.model.money import Money
from unit.formats.money.money_golden import codes, golden, read


@pytest.mark.parametrize(
    ("text", "mark", "seconds"),
    [
        ("1:30", ".", 5400),
        ("01:30:15", ".", 5415),
        ("120:00:00", ".", 432000),
        ("1.25", ".", 4500),
        ("1,5", ",", 5400),
        ("1h 30m", ".", 5400),
        ("2 ч 15 мин", ".", 8100),
        ("3小时", ".", 10800),
        ("45 min", ".", 2700),
        ("1,5", None, None),
        ("-1", ".", None),
        ("soon", ".", None),
        ("30s ago", ".", None),
        ("", ".", None),
        ("1:75", ".", None),
    ],
)
def test_durations_are_exact(text: str, mark: str | None, seconds: int | None) -> None:
    """Clock, decimal and worded durations are whole seconds; what is none, or cannot be decided, is none."""
    assert duration_seconds(text, mark) == seconds


def test_toggl_is_read_with_times_past_midnight() -> None:
    """Entries carry both times without a zone, duration, tags, whether they are billable, and the stated sum."""
    (sheet,) = read("toggl", golden("toggl", "detailed.csv")).timesheets
    call, late = sheet.entries
    assert sheet.zone == ""
    assert (call.seconds, late.seconds) == (5400, 2700)
    assert call.tags == ("call", "planning")
    assert call.sum == Money(Decimal("90.00"), "EUR")
    assert (call.is_billable, late.is_billable) == (True, False)
    assert call.begun is not None
    assert call.begun.offset_minutes is None
    assert late.ended is not None
    assert late.ended.raw == "2024-03-05 00:15:00"


def test_clockify_and_harvest_are_read() -> None:
    """American dates decided by a 14th, half days, decimal hours, full names and currencies in words."""
    (entry,) = read("clockify", golden("clockify", "detailed.csv")).timesheets[0].entries
    assert (entry.day, entry.seconds, entry.sum) == (date(2024, 3, 14), 16200, Money(Decimal("270.00"), "USD"))
    assert entry.ended is not None
    assert entry.ended.utc is not None
    assert entry.ended.utc.hour == 13
    first, _second = read("harvest", golden("harvest", "detailed.csv")).timesheets[0].entries
    assert (first.person, first.seconds, first.sum) == ("Alice Li", 4500, Money(Decimal("75.0"), "EUR"))


def test_damaged_rows_are_told() -> None:
    """A duration that its own times contradict is kept as stated and told; one that is none is a problem."""
    damaged = read("toggl", golden("toggl", "damaged.csv"))
    assert codes(damaged) == {"duration-differs", "duration-unreadable"}
    assert damaged.timesheets[0].entries[0].seconds == 9000
    ambiguous = read("clockify", golden("clockify", "damaged.csv"))
    assert codes(ambiguous) == {"date-order-ambiguous", "row-without-entry"}
    assert ambiguous.timesheets[0].entries[0].day is None
    total = read("harvest", golden("harvest", "damaged.csv"))
    assert [check.verdict for check in total.checks] == [Verdict.FAIL]


def test_any_table_of_hours_is_read() -> None:
    """German and Chinese heads are known; a row of totals is compared, work past midnight is counted."""
    reading = read("timesheet-csv", golden("timesheet-csv", "arbeit.csv"))
    first, night = reading.timesheets[0].entries
    assert (first.seconds, night.seconds) == (12600, 10800)
    assert [check.verdict for check in reading.checks] == [Verdict.PASS]
    (sheet,) = read("timesheet-csv", golden("timesheet-csv", "gongshi.csv")).timesheets
    assert [entry.seconds for entry in sheet.entries] == [27000, 21600]
    assert sheet.program == "csv"
    damaged = read("timesheet-csv", golden("timesheet-csv", "damaged.csv"))
    assert {"date-order-ambiguous", "decimal-mark-ambiguous", "duration-unreadable"} == codes(damaged)


def test_each_program_is_told_from_the_others() -> None:
    """Toggl, Clockify and Harvest do not claim each other's files, and a table without hours is claimed by none."""
    modules = {"toggl": toggl, "clockify": clockify, "harvest": harvest}
    for name in modules:
        head = Head.of(golden(name, "detailed.csv"))
        assert [other for other, module in modules.items() if module.recognises(head)] == [name]
    plain = Head.of(b"Date,From,To,Subject\n1,2,3,4\n")
    assert not any(module.recognises(plain) for module in (*modules.values(), timesheet_csv))
    with pytest.raises(NotThisFormat):
        read("toggl", b"Date,From,To,Subject\n1,2,3,4\n")
