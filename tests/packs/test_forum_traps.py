"""The traps of the forums outside the People's Republic: each would make a wrong rule."""

from __future__ import annotations

from datetime import date

import pytest

from tallystick.forums import load
from tallystick.forums.evaluate import evaluate_rule
from tallystick.model.rule import Channel, ExhibitRule, RuleKind, Status
from tallystick.model.ruling import Ruling
from tallystick.model.situation import Event, Fact, Situation

HEARING_PACKS = ("alibaba-trade-assurance", "alibaba-offline-order", "alibaba-ipp", "hk-sg-arbitration", "us-federal",
                 "england-wales", "eu", "ru-arbitrazh")  # fmt: skip
CHANNELS = {"platform-chat", "platform-file", "email", "messenger", "call", "paper", "page", "document", "statement"}


def _ruling(rule: str, *facts: Fact, as_of: date, **traits: str) -> Ruling:
    pack = load(rule.partition(".")[0])
    found = evaluate_rule(pack, pack.rule(rule), Situation(facts=facts, traits=traits), as_of)
    assert found is not None
    return found


def _fact(event: Event, on: date, by: str = "") -> Fact:
    return Fact(event=event, on=on, how="stated", by=by)


@pytest.mark.parametrize("name", HEARING_PACKS)
def test_every_channel_has_its_verdict(name: str) -> None:
    """Each forum says of each channel, once, what its messages are worth there."""
    found = [each.value.channel for rule in load(name).rules for each in rule.values if isinstance(each.value, Channel)]
    assert sorted(found) == sorted(CHANNELS)


@pytest.mark.parametrize("name", [*HEARING_PACKS, "cisg"])
def test_nothing_remembered_is_final(name: str) -> None:
    """What cites a text that was not read is unverified or in conflict."""
    final = [rule.id for rule in load(name).rules for each in rule.values
             if each.status.is_final and any("remembered" in cite.pinpoint for cite in each.citations)]  # fmt: skip
    assert final == []


def test_a_demand_does_not_interrupt_in_russia() -> None:
    """In Russia only the debtor's own acknowledgment starts limitation anew, never our demand."""
    known, rule = _fact(Event.BREACH_KNOWN, date(2026, 2, 9)), "ru-arbitrazh.deadline.limitation"
    demand = _fact(Event.DEMAND_REACHED, date(2026, 10, 12), "us")
    theirs = _fact(Event.DEBT_ACKNOWLEDGED, date(2026, 10, 12), "them")
    demanded = _ruling(rule, known, demand, as_of=date(2026, 11, 23)).term
    acknowledged = _ruling(rule, known, theirs, as_of=date(2026, 11, 23)).term
    assert demanded is not None
    assert demanded.last_day == date(2029, 2, 9)
    assert acknowledged is not None
    assert acknowledged.last_day == date(2029, 10, 12)


def test_the_two_orders_of_alibaba_have_two_clocks() -> None:
    """Thirty days after confirmed receipt under Trade Assurance, ninety after the agreed day for an offline order."""
    day = date(2026, 8, 1)
    facts = (_fact(Event.RECEIPT_CONFIRMED, day), _fact(Event.DELIVERY_DUE, day))
    assured = _ruling("alibaba-trade-assurance.deadline.claim-period", *facts, as_of=day, order="trade_assurance")
    offline = _ruling("alibaba-offline-order.deadline.complaint", *facts, as_of=day, order="offline")
    assert assured.term is not None
    assert assured.term.last_day == date(2026, 8, 31)
    assert offline.term is not None
    assert offline.term.last_day == date(2026, 10, 30)


def test_two_versions_of_a_help_page_yield_both_days() -> None:
    """Of the seventh and the eighth day both are shown, the earlier counts, and neither is final."""
    opened = _fact(Event.COMPLAINT_OPENED, date(2026, 11, 1))
    rule = "alibaba-trade-assurance.deadline.auto-escalation"
    ruling = _ruling(rule, opened, as_of=date(2026, 11, 2), order="trade_assurance")
    assert ruling.term is not None
    assert ruling.term.candidates == (date(2026, 11, 8), date(2026, 11, 9))
    assert not ruling.is_final


def test_no_later_counter_notice_is_shipped_as_a_fact() -> None:
    """The period that could not be read is in conflict."""
    rule = load("alibaba-ipp").rule("alibaba-ipp.deadline.later-counter-notice")
    assert {each.status for each in rule.values} == {Status.CONFLICT}


def test_alibaba_takes_no_mail_file_and_no_picture_of_it() -> None:
    """The upload takes none of .eml, .png and .mp4: these are converted or zipped."""
    for name in ("alibaba-trade-assurance", "alibaba-offline-order"):
        rules = [rule for rule in load(name).rules if rule.kind is RuleKind.EXHIBIT]
        suffixes = {each for value in rules[0].values if isinstance(value.value, ExhibitRule)
                    for each in value.value.suffixes}  # fmt: skip
        assert {".pdf", ".zip", ".jpg"} <= suffixes
        assert not suffixes & {".eml", ".png", ".mp4", ".msg"}
