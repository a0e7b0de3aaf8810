"""Timelines: channels merged, silences shown, copies counted once, and what each clock is worth."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tallystick.record.clock import clock
from tallystick.record.holdings import HeldMoment
from tallystick.record.party import parties
from tallystick.record.timeline import items_of, timeline
from told import BEGIN, Told

ANNA, WEI = "anna@importer.example", "wei@factory.example"
WEEK = timedelta(days=7)


def test_channels_are_merged_in_the_order_of_time() -> None:
    """What has no time comes last, headings not at all, and a long silence is shown before what breaks it."""
    told = Told()
    late = told.mail(WEI, 20)
    chat = told.say("Wei", "Wei", 1)
    first = told.mail(ANNA, 0)
    undated = told.mail(ANNA, 0)
    told.items[undated] = told.items[undated]._replace(sent_at=None)
    heading = told.say("Wei", "", 0, kind="chat")
    entries = timeline(told.holdings(), [late, chat, first, undated, heading], WEEK)
    assert [entry.item.key for entry in entries] == [first, chat, late, undated]
    assert [entry.silence.days if entry.silence else None for entry in entries] == [None, None, 19, None]


def test_copies_of_one_mail_are_one_entry() -> None:
    """The same mail in two mailboxes stands once, with the other named."""
    told = Told()
    one = told.mail(WEI, 0, content_sha256="same")
    other = told.mail(WEI, 0, content_sha256="same")
    (entry,) = timeline(told.holdings(), [one, other], WEEK)
    assert entry.others == (other,)


def test_everything_with_somebody() -> None:
    """Mails from and to him, and all of a chat of two with him; of a group only his own words."""
    told = Told()
    mail = told.mail(ANNA, 0, to=["Wei"])
    theirs, ours = told.say("Wei", "Wei", 1), told.say("Wei", "Anna", 2)
    in_group = told.say("group", "Wei", 3)
    told.say("group", "Anna", 3)
    told.say("group", "Leo", 3)
    held = told.holdings()
    party = next(each for each in parties(held, []).all if each.name == "Wei")
    assert items_of(held, party) == [theirs, ours, in_group]
    assert mail not in items_of(held, party)


@pytest.mark.parametrize(
    ("minutes", "certainty"), [(3, "confirmed"), (-60, "contradicted"), (60 * 24 * 3, "contradicted")]
)
def test_the_senders_clock_against_the_first_servers(minutes: int, certainty: str) -> None:
    """The hop at the foot of the chain is the first; ten minutes are no contradiction."""
    hop = HeldMoment("received:1", BEGIN + timedelta(minutes=minutes), 480, "x")
    top = HeldMoment("received:0", BEGIN + timedelta(days=9), 0, "x")
    told = Told()
    key = told.mail(WEI, 0, moments=[top, hop])
    assert clock(told.holdings(), told.items[key]).certainty == certainty


def test_a_time_after_the_keeping_is_contradicted() -> None:
    """What was kept before it says that it was written did not say the truth."""
    told = Told()
    key = told.mail(WEI, 5000)
    assert clock(told.holdings(), told.items[key]).certainty == "contradicted"


def test_a_local_time_says_that_its_zone_is_unknown() -> None:
    """A chat export's clock, a platform's clock, the sender's clock alone, and no time at all."""
    told = Told()
    chat = told.say("Wei", "Wei", 0)
    frame = told.say("Wei", "Wei", 0, sent_source="platform", zone_minutes=0)
    mail = told.mail(WEI, 0)
    held = told.holdings()
    assert "zone unknown" in clock(held, told.items[chat]).reason
    assert [clock(held, told.items[key]).certainty for key in (chat, frame, mail)] == ["local", "stated", "stated"]
    assert clock(held, told.items[mail]._replace(sent_at=None)).certainty == "none"


@pytest.mark.parametrize(
    ("facts", "certainty"),
    [
        ({"sent_source": "platform"}, "stated"), ({"sent_source": "bank"}, "stated"),
        ({"sent_source": "platform", "zone_minutes": 480}, "stated"), ({}, "local"), ({"zone_minutes": 60}, "stated"),
    ],
)  # fmt: skip
def test_a_clock_of_a_platform_and_one_of_a_phone(facts: dict[str, Any], certainty: str) -> None:
    """A platform's time needs no zone to be one; a phone's without a zone is local, with one it is stated."""
    told = Told()
    key = told.say("Wei", "Wei", 0, **facts)
    assert clock(told.holdings(), told.items[key]).certainty == certainty


def test_a_time_that_cannot_be_read_and_a_mail_that_no_server_saw() -> None:
    """None, and stated by the sender alone; a difference is told in minutes, hours or days."""
    told = Told()
    undated, unseen = told.mail(WEI, 0), told.mail(WEI, 0)
    told.items[undated] = told.items[undated]._replace(sent_at=None)
    assert clock(told.holdings(), told.items[undated]).certainty == "none"
    assert "no server" in clock(told.holdings(), told.items[unseen]).reason
    for minutes, said in ((30, "30 minutes after"), (-600, "10 hours before"), (60 * 24 * 9, "9 days after")):
        hop = HeldMoment("received:0", BEGIN + timedelta(minutes=minutes), 0, "x")
        key = told.mail(WEI, 0, moments=[hop])
        assert said in clock(told.holdings(), told.items[key]).reason


def test_a_message_of_two_exports_is_one_entry() -> None:
    """The later export repeats the earlier one: each message stands once, with its copy named."""
    told = Told()
    first = told.say("Wei", "Wei", 0, content_sha256="same", export="march")
    again = told.say("Wei", "Wei", 0, content_sha256="same", export="april")
    (entry,) = timeline(told.holdings(), [first, again], WEEK)
    assert entry.others == (again,)
