"""Times as mail states them."""

from __future__ import annotations

import pytest

from tallystick.formats.mail import moment


@pytest.mark.parametrize(
    ("stated", "utc", "offset"),
    [
        ("Tue, 3 Mar 2026 10:20:11 +0800", "2026-03-03T02:20:11+00:00", 480),
        ("3 Mar 2026 10:20 -0130", "2026-03-03T11:50:00+00:00", -90),
        ("Tue, 03 Mar 26 10:20:11 GMT", "2026-03-03T10:20:11+00:00", 0),
        ("Tue, 03 Mar 98 10:20:11 EST", "1998-03-03T15:20:11+00:00", -300),
        ("Tue, 3 Mar 2026 10:20:11 -0000", "2026-03-03T10:20:11+00:00", None),
        ("Tue, 3 Mar 2026 10:20:11 +0000 (UTC)", "2026-03-03T10:20:11+00:00", 0),
        ("Tue, 3 Mar 2026 10:20:11", "2026-03-03T10:20:11+00:00", None),
        ("Tue, 3 Mar 2026 10:20:11 XYZ", "2026-03-03T10:20:11+00:00", None),
        ("Tue, 3 Mar 2026 10:20:11 +9900", "2026-03-03T10:20:11+00:00", None),
        ("Tue, 3 Mar 2026 23:59:60 +0000", "2026-03-03T23:59:59+00:00", 0),
        ("вт, 3 Mar 2026 10:20:11 +0300", "2026-03-03T07:20:11+00:00", 180),
        ("2026-03-03T10:20:11+08:00", "2026-03-03T02:20:11+00:00", 480),
        ("2026-03-03 10:20:11Z", "2026-03-03T10:20:11+00:00", 0),
        ("Tue Mar  3 10:20:11 2026", "2026-03-03T10:20:11+00:00", None),
        ("Tue Mar  3 10:20:11 MSK 2026", "2026-03-03T07:20:11+00:00", 180),
        ("Tue Mar 03 10:20:11 +0000 2026", "2026-03-03T10:20:11+00:00", 0),
        ("Sat, 8 Jun 2002 1:5:3 +-0500", "2002-06-08T01:05:03+00:00", None),
        ("2002/09/14 Sat 02:29:32", None, None),
        ("Tue, 31 Feb 2026 10:20:11 +0000", None, None),
        ("Tue, 3 Foo 2026 10:20:11 +0000", None, None),
        ("Foo 3 10:20:11 2026", None, None),
        ("31 Dec 9999 23:59:59 -0100", None, None),
        ("yesterday", None, None),
        ("", None, None),
        ("Wednesday, 03-Mar-26 10:20:11 -0500", "2026-03-03T15:20:11+00:00", -300),
        ("Tue, 3 Mar, 2026, 10:20:11 +0800", "2026-03-03T02:20:11+00:00", 480),
    ],
)
def test_a_stated_time_is_read(stated: str, utc: str | None, offset: int | None) -> None:
    """The instant, the zone as stated, and None where there is none, whatever the form."""
    found = moment.moment(stated, "date")
    assert (found.utc.isoformat() if found.utc else None, found.offset_minutes) == (utc, offset)
    assert (found.source, found.raw) == ("date", stated.strip())


def test_a_hop_states_its_time_behind_the_last_semicolon() -> None:
    """Semicolons in comments do not matter; without one, a date at the end counts; without a date there is no time."""
    hop = moment.hop("from a (b; c) by d; Tue, 3 Mar 2026 10:20:11 +0800", "received:0")
    assert hop is not None
    assert hop.offset_minutes == 480
    loose = moment.hop("from a by d Tue, 3 Mar 2026 10:20:11 +0800 (CST)", "received:1")
    assert loose is not None
    assert (loose.utc is not None, loose.source) == (True, "received:1")
    assert moment.hop("from a by d", "received:2") is None
    assert moment.hop("from a by d;  ", "received:3") is None


def test_an_mbox_line_states_a_time() -> None:
    """The time of a From line is read with its own source; a line without one states nothing."""
    stated = moment.from_line("From 123@xxx Tue Mar 03 07:20:11 +0000 2026")
    assert stated is not None
    assert (stated.source, stated.offset_minutes) == ("from-line", 0)
    assert moment.from_line("From nobody") is None
