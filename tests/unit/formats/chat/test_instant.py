"""Times as platforms and exporters write them."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from tallystick.formats.chat.instant import at_millis, at_seconds, iso, local, with_local, zone_of
from tallystick.model.chat import ChatMessage
from tallystick.model.message import Moment

NOON = datetime(2026, 3, 5, 12, tzinfo=UTC)
SECONDS = int(NOON.timestamp())


def message(moment: Moment | None) -> ChatMessage:
    return ChatMessage("1", "A", moment, "words")


@pytest.mark.parametrize("value", [SECONDS, str(SECONDS), f"{SECONDS}.000200", Decimal(SECONDS)])
def test_seconds_are_a_moment_in_utc(value: int | str | Decimal) -> None:
    """A number of seconds states UTC, however it is written."""
    moment = at_seconds(value)
    assert moment
    assert (moment.utc, moment.offset_minutes, moment.raw) == (NOON, 0, str(value))


@pytest.mark.parametrize("value", [None, 0, -5, 10**12, "soon", "", "1" * 40])
def test_other_numbers_are_no_seconds(value: int | str | None) -> None:
    """Nothing is made of what cannot be a time."""
    assert at_seconds(value) is None


def test_milliseconds_are_a_moment() -> None:
    """The number stays as it was written."""
    moment = at_millis(SECONDS * 1000 + 7)
    assert moment
    assert (moment.utc, moment.raw) == (NOON, str(SECONDS * 1000 + 7))
    assert at_millis(None) is None


@pytest.mark.parametrize("value", ["2026-03-05 12:00:00", "2026/3/5 12:00", "2026-03-05T12:00:00.123"])
def test_a_local_time_claims_no_zone(value: str) -> None:
    """Year first, it is read as it stands."""
    moment = local(value)
    assert moment
    assert (moment.utc, moment.offset_minutes, moment.source) == (NOON, None, "export")


@pytest.mark.parametrize("value", ["05.03.2026 12:00", "2026-02-30 12:00", "2026-03-05 25:00", "x" * 100, ""])
def test_other_texts_are_no_local_time(value: str) -> None:
    """A day that does not exist, another order, or anything else gives nothing."""
    assert local(value) is None


def test_iso_keeps_the_zone_that_is_stated() -> None:
    """With a zone it is absolute, without one local."""
    assert iso("2026-03-05T20:00:00+08:00") == Moment(NOON, 480, "platform", "2026-03-05T20:00:00+08:00")
    assert iso("2026-03-05T12:00:00Z") == Moment(NOON, 0, "platform", "2026-03-05T12:00:00Z")
    bare = iso("2026-03-05T12:00:00")
    assert bare
    assert bare.offset_minutes is None
    assert [iso(value) for value in ("", "2026-03-05", "never at all", "0001-01-01T00:00:00+14:00")] == [None] * 4


@pytest.mark.parametrize(
    ("written", "offset"),
    [
        ("2026-03-05 20:00:00", 480),
        ("2026-03-05 12:00:00", 0),
        ("2026-03-05 17:45:00", 345),
        ("2026-03-05 03:00:00", -540),
    ],
)
def test_the_difference_of_two_times_is_the_zone(written: str, offset: int) -> None:
    """A local time beside an absolute one shows the zone."""
    absolute = at_seconds(SECONDS)
    assert absolute
    moment, can_be = with_local(absolute, local(written))
    assert (moment.utc, moment.offset_minutes, can_be) == (NOON, offset, True)


@pytest.mark.parametrize(
    "written", ["2026-03-05 12:00:01", "2026-03-06 03:00:00", "2026-03-04 23:00:00", "2020-03-05 12:00:00"]
)
def test_times_that_no_zone_explains_disagree(written: str) -> None:
    """The absolute time stands, and it is said that the two cannot both be true."""
    absolute = at_seconds(SECONDS)
    assert absolute
    assert with_local(absolute, local(written)) == (absolute, False)


def test_without_a_second_time_nothing_disagrees() -> None:
    """One time alone stands."""
    absolute = at_seconds(SECONDS)
    assert absolute
    assert with_local(absolute, None) == (absolute, True)


def test_the_zone_of_a_chat_is_the_one_that_all_times_show() -> None:
    """One zone is the chat's; several, or none, are not."""
    east, utc = Moment(NOON, 330, "platform", ""), Moment(NOON, 0, "platform", "")
    west, bare = Moment(NOON, -210, "platform", ""), Moment(NOON, None, "export", "")
    assert zone_of([message(east), message(None)]) == "+05:30"
    assert zone_of([message(west)]) == "-03:30"
    assert zone_of([message(utc)]) == "UTC"
    assert [zone_of(each) for each in ([], [message(bare)], [message(east), message(utc)])] == ["", "", ""]
