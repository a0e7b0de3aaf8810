"""Claim and compare over a matter that a person stated."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tallystick.claims.comparison import Reach
from tallystick.claims.cost import StatedCost
from tallystick.claims.exchange import exchange_rate
from tallystick.errors import MalformedStatement, PackNotFound, SourceNotFound, SourceUnreadable
from tallystick.model.money import Money
from tallystick.record.matter import Matter
from tallystick.services import matter
from tallystick.services.claim import Supplied, claim, rate_file
from tallystick.services.compare import compare
from tallystick.services.known import Known
from tallystick.services.situation import Said, said
from unit.services.workshop import Machine

DAY = date(2026, 11, 23)
SHEET = """
matter = "lamps"
currency = "USD"

[case]
role = "buyer"
kind = "goods"
platform = "alibaba.com"
order = "trade_assurance"
their_country = "CN"
assets_in = "CN"
disputes = ["late", "defective"]

[[fact]]
event = "part_payment"
on = 2026-05-05
by = "them"
amount = "100.00"
currency = "USD"

[[claim]]
kind = "refund"
amount = "1000.00"
currency = "USD"
due = 2026-04-22

[[claim]]
kind = "liquidated_damages"
amount = "10000"
currency = "USD"
rate = "0.005"
due = 2026-01-01
until = 2026-01-10
loss = "50"
"""


@pytest.fixture
def stated(machine: Machine, tmp_path: Path) -> Machine:
    """A vault with a matter in which a refund and liquidated damages are claimed."""
    sheet = tmp_path / "lamps.toml"
    sheet.write_text(SHEET, "utf-8")
    matter.apply(machine.root, machine.edges(), sheet)
    return machine


def test_what_is_owed_and_what_it_costs(stated: Machine) -> None:
    """Sums, the test of the agreed sum, fees at the rate that was given, and a payment that nobody counted."""
    given = Supplied(rates=(exchange_rate("USD/CNY=7@2026-11-20:test"),),
                     costs=(StatedCost(name="lawyer", money=Money(Decimal(500), "CNY")),))  # fmt: skip
    found = claim(stated.root, stated.edges(), "lamps", "cn-court", DAY, given)
    assert [(each.low, each.high) for each in found.owed] == [(1000, 1000), (65, 100)]
    assert found.disputed == Money(Decimal("1100.00"), "USD")
    court = next(cost for cost in found.costs if cost.fee.purpose == "court")
    assert (court.amount, court.high) == (Money(Decimal(7700), "CNY"), 50)
    assert found.spending[0].start_high == 550
    assert [fact.money for fact in found.uncounted] == [Money(Decimal("100.00"), "USD")]


def test_a_platform_awards_no_interest_and_a_strange_forum_is_refused(stated: Machine) -> None:
    """Trade Assurance grants the refund; a forum without rules is an error."""
    found = claim(stated.root, stated.edges(), "lamps", "alibaba-trade-assurance", DAY)
    assert all(each.interest == () for each in found.owed)
    with pytest.raises(PackNotFound):
        claim(stated.root, stated.edges(), "lamps", "atlantis", DAY)


def test_forums_side_by_side(stated: Machine) -> None:
    """Those that the traits name, each with its readiness; the platform's decision is no judgment."""
    found = {column.pack.id: column for column in compare(stated.root, stated.edges(), "lamps", (), DAY).columns}
    assert {"alibaba-trade-assurance", "cn-court", "cn-arbitration"} <= set(found)
    assert found["cn-court"].enforceability.reach is Reach.AT_HOME
    assert found["alibaba-trade-assurance"].enforceability.reach is Reach.NOT_A_JUDGMENT
    assert found["alibaba-trade-assurance"].limit is not None
    assert sum(found["cn-court"].readiness.values()) > 0
    assert "USD/CNY" in dict(found["cn-court"].changes)


def test_an_english_judgment_needs_recognition_in_china(stated: Machine) -> None:
    """For assets in China the rules on foreign judgments are shown, for an award those on awards."""
    forums = ("england-wales", "hk-sg-arbitration")
    english, award = compare(stated.root, stated.edges(), "lamps", forums, DAY).columns
    assert english.enforceability.reach is award.enforceability.reach is Reach.BY_RECOGNITION
    assert {ruling.rule.id.split(".")[1] for ruling in english.enforceability.rules} == {"foreign-judgments"}
    assert {ruling.rule.id.split(".")[1] for ruling in award.enforceability.rules} == {"foreign-awards"}


def test_what_to_do_is_listed_for_each_dispute(stated: Machine) -> None:
    """The two disputes of the sheet have their lists, without the step for offline orders."""
    lists = compare(stated.root, stated.edges(), "lamps", ("cn-court",), DAY).actions
    assert [each.situation for each in lists] == ["late", "defective"]
    assert all(step.id != "complain-offline" for each in lists for step in each.steps)


def test_files_of_rates_that_cannot_be_read(tmp_path: Path) -> None:
    """A file that is absent, no text or no table is an error with its name."""
    with pytest.raises(SourceNotFound):
        rate_file(tmp_path / "none.csv")
    with pytest.raises(SourceUnreadable):
        rate_file(tmp_path)
    bad = tmp_path / "bad.csv"
    for content, error in ((b"\xff\xfe", SourceUnreadable), (b"x,y\n", MalformedStatement)):
        bad.write_bytes(content)
        with pytest.raises(error):
            rate_file(bad)
    bad.write_bytes(b"x" * (4 * 2**20 + 1))
    with pytest.raises(SourceUnreadable, match="more than"):
        rate_file(bad)


def test_a_supplied_key_rate_makes_interest_in_russia(machine: Machine, tmp_path: Path) -> None:
    """The rows of a file count for the days that they cover, and their file is the source that is named."""
    sheet, rows = tmp_path / "r.toml", tmp_path / "key.csv"
    sheet.write_text(
        'matter = "site"\n[case]\npenalty_agreed = "no"\ndisputes = ["unpaid"]\n'
        '[[claim]]\nkind = "price"\namount = "36500"\ncurrency = "RUB"\ndue = 2026-11-13\n', "utf-8")  # fmt: skip
    rows.write_text("date,rate\n2026-06-01,14\n2026-11-19,13\n2026-11-23,13\n", "utf-8")
    matter.apply(machine.root, machine.edges(), sheet)
    given = Supplied(series={"cbr-key-rate": rows})
    found = claim(machine.root, machine.edges(), "site", "ru-arbitrazh", DAY, given)
    (interest,) = found.owed[0].interest
    assert [(line.days, line.amount) for line in interest.found.low.lines if line.amount] == [(5, 70), (4, 52), (1, 13)]
    assert "key.csv" in interest.found.low.lines[0].ground
    assert (interest.low, interest.is_counted, interest.is_final) == (135, True, True)


def test_claims_say_something_of_the_situation(machine: Machine, tmp_path: Path) -> None:
    """A price that is claimed is unpaid, and a penalty that is claimed was agreed: no interest comes beside it."""
    sheet = tmp_path / "s.toml"
    price = '[[claim]]\nkind = "price"\namount = "700"\ncurrency = "CNY"\ndue = 2026-01-01\n'
    penalty = '[[claim]]\nkind = "penalty"\namount = "10"\ncurrency = "USD"\n'
    for name, text in (("one", price), ("two", price + penalty)):
        sheet.write_text(f'matter = "{name}"\n{text}', "utf-8")
        matter.apply(machine.root, machine.edges(), sheet)
    alone = claim(machine.root, machine.edges(), "one", "cn-court", DAY)
    assert [each.ruling.rule.id for each in alone.owed[0].interest] == ["cn-court.interest.late-payment"]
    assert not alone.is_final
    given = Supplied(rates=(exchange_rate("USD/CNY=7@2026-11-20:test"),))
    both = claim(machine.root, machine.edges(), "two", "cn-court", DAY, given)
    assert both.owed[0].interest == ()
    assert both.disputed == Money(Decimal("770.00"), "CNY")
    assert claim(machine.root, machine.edges(), "two", "cn-court", DAY).disputed is None


def test_forums_are_compared_over_one_record(stated: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    """The record is opened once and its messages are read once, however many forums are asked."""
    opened: list[str] = []

    def counting(known: Known, name: Matter) -> list[Said]:
        opened.append(name.sheet.name)
        return said(known, name)

    monkeypatch.setattr("tallystick.services.readiness.evidence.said", counting)
    found = compare(stated.root, stated.edges(), "lamps", ("cn-court", "eu", "cisg"), DAY)
    assert [sum(column.readiness.values()) > 0 for column in found.columns] == [True] * 3
    assert opened == ["lamps"]
