"""Messages as Apple Mail keeps them."""

from __future__ import annotations

import plistlib
from datetime import UTC, datetime
from typing import Any

import pytest

from tallystick.errors import NotThisFormat
from tallystick.formats.mail import emlx
from tallystick.formats.mail.emlx import read_emlx

MAIL = b"Subject: x\n\nhello\n"


def emlx_of(notes: dict[str, Any], message: bytes = MAIL) -> bytes:
    return b"%-10d\n" % len(message) + message + plistlib.dumps(notes)


def test_message_and_facts_are_read() -> None:
    """The span is the message alone, and flags, count, date and other facts come from the list behind it."""
    flags = 1 | 1 << 4 | 3 << 10 | 1 << 23
    content = emlx_of({"flags": flags, "date-received": 1700000000, "remote-id": "7", "nested": {"a": 1}})
    found = read_emlx(content, "1.emlx")
    assert content[found.start : found.end] == MAIL
    assert (found.flags, found.attachments, found.is_partial) == (("read", "flagged", "signed"), 3, False)
    assert found.received is not None
    assert found.received.utc == datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)
    assert found.facts == (("remote-id", "7"),)
    assert found.problems == ()


def test_partial_message_is_known_by_its_name() -> None:
    """A .partial.emlx says that its attachments lie elsewhere."""
    assert read_emlx(emlx_of({}), "1.partial.emlx").is_partial


@pytest.mark.parametrize("content", [b"", b"x", b"Subject: x\n\n", b"9" * 40 + b"\n", b"\n"])
def test_other_beginnings_are_refused(content: bytes) -> None:
    """A file without a length in its first line is no .emlx."""
    with pytest.raises(NotThisFormat):
        read_emlx(content)


@pytest.mark.parametrize(
    ("tail", "code"),
    [
        (b"", "emlx-no-plist"),
        (b" \n", "emlx-no-plist"),
        (b"<plist><dict>", "emlx-bad-plist"),
        (b"<plist version='1.0'><array/></plist>", "emlx-bad-plist"),
        (b"<plist version='1.0'><dict><key>a</key></dict></plist>", "emlx-bad-plist"),
        (b"<plist><dict><key>a</key><integer>x</integer></dict></plist>", "emlx-bad-plist"),
        (b"<!DOCTYPE plist [<!ENTITY a 'aaaa'>]><plist><dict/></plist>", "emlx-bad-plist"),
        (b"bplist00", "emlx-bad-plist"),
        (b"x" * (emlx.LONGEST_PLIST + 1), "emlx-plist-too-long"),
    ],
)
def test_bad_list_is_a_problem_and_the_message_stays(tail: bytes, code: str) -> None:
    """Whatever follows the message, the message is read and the trouble is named."""
    content = b"%d\n" % len(MAIL) + MAIL + tail
    found = read_emlx(content)
    assert content[found.start : found.end] == MAIL
    assert [problem.code for problem in found.problems] == [code]


def test_truncated_message_is_said() -> None:
    """A length beyond the end gives what is there, and a problem."""
    found = read_emlx(b"500\n" + MAIL)
    assert [problem.code for problem in found.problems] == ["emlx-truncated", "emlx-no-plist"]
    assert found.end == 4 + len(MAIL)


@pytest.mark.parametrize("seconds", [1e300, float("nan"), -1e18, 2**63])
def test_impossible_date_is_no_time(seconds: float) -> None:
    """A date that no calendar has is kept as text without a time."""
    found = read_emlx(emlx_of({"date-received": seconds}))
    assert found.received is not None
    assert found.received.utc is None


def test_values_of_wrong_kinds_are_left_out() -> None:
    """Flags or dates that are no numbers, and numbers that no program writes, say nothing."""
    found = read_emlx(emlx_of({"flags": "x", "date-received": True, "other": b"x"}))
    assert (found.flags, found.received, found.facts) == ((), None, ())
    huge = b"<plist><dict><key>flags</key><integer>0x" + b"f" * 9000 + b"</integer></dict></plist>"
    assert read_emlx(b"0\n" + huge).flags == ()
    assert read_emlx(emlx_of({"flags": -5})).flags == ()
