"""Addresses as people write them."""

from __future__ import annotations

import pytest

from tallystick.formats.mail.address import addresses
from tallystick.formats.mail.deviation import Deviations


@pytest.mark.parametrize(
    ("value", "found", "codes"),
    [
        ("ann@example.com", [("", "ann@example.com")], []),
        ("Ann Lee <ann@example.com>", [("Ann Lee", "ann@example.com")], []),
        ('"Lee, Ann" <ann@example.com>', [("Lee, Ann", "ann@example.com")], []),
        ("ann@example.com, Bob <bob@example.com>", [("", "ann@example.com"), ("Bob", "bob@example.com")], []),
        ("ann@example.com (Ann (the) Lee)", [("Ann (the) Lee", "ann@example.com")], []),
        ("team: ann@x.org, bob@x.org;", [("", "ann@x.org"), ("", "bob@x.org")], []),
        ("undisclosed-recipients:;", [], []),
        ("<@relay,@other:ann@example.com>", [("", "ann@example.com")], []),
        ('"Ann \\"A\\" Lee" <ann@x.org>', [('Ann "A" Lee', "ann@x.org")], []),
        ("=?utf-8?Q?=D0=90=D0=BD=D0=BD=D0=B0?= <ann@x.org>", [("Анна", "ann@x.org")], []),
        ('"=?utf-8?Q?=D0=90?=" <ann@x.org>', [("А", "ann@x.org")], []),
        ("=?utf-8?Q?Ann_<ann@x.org>?=", [("Ann", "ann@x.org")], []),
        (
            "=?utf-8?B?QW5uIDxhbm5AeC5vcmc+?=",
            [("Ann", "ann@x.org")],
            ["address-in-encoded-word"],
        ),
        ("Ann Lee", [("Ann Lee", "")], []),
        ("Ann Lee ann@x.org", [("Ann Lee", "ann@x.org")], []),
        ('"Ann <ann@x.org>', [("Ann", "ann@x.org")], ["address-unreadable"]),
        ("(Ann <ann@x.org>", [("Ann", "ann@x.org")], ["address-unreadable"]),
        ("Ann <ann@x.org", [("Ann", "ann@x.org")], []),
        ("Ann \\, Lee <ann@x.org>", [("Ann , Lee", "ann@x.org")], []),
        ("mailto:ann@x.org", [("", "ann@x.org")], []),
        ("", [], []),
        (", ,", [], []),
        ("ann@x.org; bob@x.org", [("", "ann@x.org"), ("", "bob@x.org")], []),
        ("\\", [("\\", "")], []),
    ],
)
def test_addresses_are_read_as_meant(value: str, found: list[tuple[str, str]], codes: list[str]) -> None:
    """Names are decoded, groups flattened, comments are names, and what does not close is repaired and said."""
    problems = Deviations(10)
    read = addresses(value, 100, problems, "To")
    assert [(address.name, address.address) for address in read] == found
    assert [problem.code for problem in problems.listed()] == codes


def test_long_lists_are_cut() -> None:
    """More addresses than the bound are not read, and that is said."""
    problems = Deviations(10)
    assert len(addresses("a@b.c, " * 50, 10, problems, "To")) == 10
    assert [problem.code for problem in problems.listed()] == ["limit-addresses"]
