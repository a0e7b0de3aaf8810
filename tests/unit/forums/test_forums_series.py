"""Reference rates: what is known on a day, and how a user's file is taken in."""

from __future__ import annotations

import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tallystick.errors import MalformedPack, MalformedStatement
from tallystick.forums.loader import SHELF, Shelf
from tallystick.forums.series import SERIES, merge, rate_on, series


def test_every_series_is_listed_and_read() -> None:
    """The table names exactly the files, and each is sound and has its source."""
    assert {f"{name}.yaml" for name in SERIES} == {entry.name for entry in SHELF.yaml("series")}
    assert all(series(name).sources for name in SERIES)


@pytest.mark.parametrize(
    ("day", "rate"),
    [
        (date(2019, 8, 20), "4.25"),
        (date(2019, 9, 19), "4.25"),
        (date(2019, 9, 20), "4.20"),
        (date(2024, 7, 21), "3.45"),
        (date(2024, 7, 22), "3.35"),
        (date(2026, 6, 22), "3.00"),
    ],
)
def test_the_rate_holds_until_the_next(day: date, rate: str) -> None:
    """On the day of a change the new rate counts, on the day before the old one."""
    found = rate_on(series("lpr-1y"), day)
    assert found is not None
    assert (found.rate, found.is_final) == (Decimal(rate), True)


def test_beyond_what_is_known_nothing_is_final() -> None:
    """After the last day that was looked up the last rate is shown, not final; before the first there is none."""
    after = rate_on(series("lpr-1y"), date(2026, 6, 23))
    assert after is not None
    assert (after.rate, after.is_final, after.known_until) == (Decimal("3.00"), False, date(2026, 6, 22))
    assert rate_on(series("lpr-1y"), date(2019, 8, 19)) is None
    assert rate_on(series("cbr-key-rate"), date(2026, 1, 1)) is None


def test_a_rate_of_reference_days_is_known_on_them_alone() -> None:
    """Of the Bank of England's rate only the reference days are listed."""
    found = rate_on(series("boe-bank-rate"), date(2024, 12, 31))
    assert found is not None
    assert found.rate == Decimal("4.75")
    assert rate_on(series("boe-bank-rate"), date(2025, 1, 1)) is None


def test_a_file_brings_a_series_up_to_date() -> None:
    """Rows of the user count from their day on and say whose they are."""
    merged = merge(series("lpr-1y"), "\ufeffdate,rate\n2026-06-22,3.00\n2026-07-20,2.90\n\n", "rates.csv")
    found = rate_on(merged, date(2026, 7, 20))
    assert found is not None
    assert (found.rate, found.is_final, found.supplied_by) == (Decimal("2.90"), True, "rates.csv")
    before = rate_on(merged, date(2026, 6, 22))
    assert before is not None
    assert (before.rate, before.supplied_by) == (Decimal("3.00"), "rates.csv")


def test_a_series_without_values_is_supplied() -> None:
    """The key rate has no checked value; with the user's file it has those of the file."""
    merged = merge(series("cbr-key-rate"), "date,rate\n2026-01-01,16.00\n", "cbr.csv")
    found = rate_on(merged, date(2026, 1, 1))
    assert found is not None
    assert found.is_final


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("day,rate\n", "line 1: expected the heading"),
        ("", "line 1: expected the heading"),
        ("date,rate\n2026-13-01,3.00\n", "line 2: expected a day and a rate"),
        ("date,rate\n2026-07-20,3%\n", "line 2: expected a day and a rate"),
        ("date,rate\n2026-07-20,1e3\n", "line 2: expected a day and a rate"),
        ("date,rate\n2026-07-20,3,4\n", "line 2: expected a day and a rate"),
        ("date,rate\n2026-07-20,3\n2026-07-20,4\n", "line 3: 2026-07-20 stands there twice"),
        ("date,rate\n2024-07-22,3.40\n", "line 2: 3.40 on 2024-07-22 conflicts with 3.35, known since 2024-07-22"),
        ("date,rate\n2024-08-01,3.40\n", "line 2: 3.40 on 2024-08-01 conflicts with 3.35"),
        ("date,rate\n" + "2026-07-20,3\n" * 10_001, "more than 10000 rows"),
    ],
)
def test_what_contradicts_or_is_no_rate_is_refused(text: str, said: str) -> None:
    """A later value never silently replaces what is known."""
    with pytest.raises(MalformedStatement, match=said):
        merge(series("lpr-1y"), text, "rates.csv")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("2019-09-20", "2019-08-20", "the days do not rise"),
        ("known_until: 2026-06-22", "known_until: 2025-01-01", "it is before the last value"),
        ("id: lpr-1y\n", "id: lpr\n", "the id is 'lpr'"),
        ("holds: until-next", "holds: ever", "unknown holds 'ever'"),
    ],
)
def test_a_broken_series_is_refused(tmp_path: Path, old: str, new: str, said: str) -> None:
    """A fault in a series is named with its line."""
    shutil.copytree(Path(str(SHELF.root)) / "series", tmp_path / "series")
    path = tmp_path / "series" / "lpr-1y.yaml"
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
    with pytest.raises(MalformedPack, match=said):
        series("lpr-1y", Shelf(tmp_path))


def test_an_unknown_series_is_misuse() -> None:
    """Only series that are there can be asked for."""
    with pytest.raises(ValueError, match="no series"):
        series("nothing")
