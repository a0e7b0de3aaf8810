"""The situation of a matter: what is stated, what is read in messages, and what may never count as more than that."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tallystick.errors import MalformedStatement, MatterNotFound
from tallystick.model.decision import DecisionKind
from tallystick.model.situation import Event, Fact, Situation
from tallystick.services import matter
from tallystick.services.known import open_record
from tallystick.services.parties import decide
from tallystick.services.situation import situation, stated_alone
from unit.services.workshop import Machine, mail

ANNA, WEI = "anna@importer.example", "wei@factory.example"
SHEET = """
matter = "lamps"
currency = "USD"
numbers = ["PI-2026-007"]

[case]
role = "seller"

[[fact]]
event = "payment_due"
on = 2026-03-30
"""
DEMAND = mail(
    "PI-2026-007", "Please pay the outstanding USD 5,000 by 30 March 2026.\n", From=f"Anna <{ANNA}>", To=WEI,
    Date="Mon, 02 Mar 2026 10:00:00 +0100", ident="<demand@x>",
)  # fmt: skip
ANSWER = mail(
    "Re: PI-2026-007", "We admit that we still owe you USD 5,000.\n", From=f"Wei <{WEI}>", To=ANNA,
    Date="Wed, 04 Mar 2026 10:00:00 +0800", ident="<answer@x>", In_Reply_To="<demand@x>", References="<demand@x>",
)  # fmt: skip
OFFER = mail(
    "PI-2026-007 offer", "Without prejudice: we admit that we owe you USD 4,000.\n", From=f"Wei <{WEI}>", To=ANNA,
    Date="Thu, 05 Mar 2026 10:00:00 +0800", ident="<offer@x>",
)  # fmt: skip
LATE = mail(
    "PI-2026-007 one day", "We admit that we still owe you USD 7.\n", From=f"Wei <{WEI}>", To=ANNA,
    Date="Thu, 05 Mar 9998 10:00:00 +0800", ident="<late@x>",
)  # fmt: skip


def apply(machine: Machine, text: str) -> str:
    sheet = machine.folder / "sheet.toml"
    sheet.write_text(text, "utf-8")
    return matter.apply(machine.root, machine.edges(), sheet).sha256


def found(machine: Machine) -> Situation:
    with open_record(machine.root, machine.edges()) as known:
        return situation(known, "lamps")


@pytest.fixture
def stated(machine: Machine) -> Machine:
    """A demand of ours, the answer that admits it, an offer to settle, and a mail that claims the year 9998."""
    mails = {"demand": DEMAND, "answer": ANSWER, "offer": OFFER, "late": LATE}
    machine.keep(*(machine.offer(f"{name}.eml", content) for name, content in mails.items()))
    decide(machine.root, machine.edges(), DecisionKind.OURS, [ANNA], "our office")
    apply(machine, SHEET)
    return machine


def facts(of: Situation, event: Event) -> list[Fact]:
    return [fact for fact in of.facts if fact.event is event]


def test_what_messages_show_is_only_read(stated: Machine) -> None:
    """The demand arrived, for they answered it; the admission is theirs; none of it is stated."""
    whole = found(stated)
    (reached,) = facts(whole, Event.DEMAND_REACHED)
    assert (reached.how, reached.on, reached.by, len(reached.shown_by)) == ("read", date(2026, 3, 2), "us", 2)
    admitted = [fact.on for fact in facts(whole, Event.DEBT_ACKNOWLEDGED)]
    assert date(2026, 3, 4) in admitted
    assert {fact.how for fact in stated_alone(whole).facts} == {"stated"}


def test_an_offer_to_settle_admits_nothing(stated: Machine) -> None:
    """CPL Interpretation art. 107: what says that it is without prejudice is no acknowledgment."""
    assert date(2026, 3, 5) not in [fact.on for fact in facts(found(stated), Event.DEBT_ACKNOWLEDGED)]


def test_a_day_that_cannot_be_is_no_day(stated: Machine) -> None:
    """A header with the year 9998 is read, and no clock starts there."""
    assert None in [fact.on for fact in facts(found(stated), Event.DEBT_ACKNOWLEDGED)]


def test_who_is_not_paid_knows_it(stated: Machine) -> None:
    """The breach is known from the day that payment fell due, unless it is stated, or it was ours to pay."""
    assert [fact.on for fact in facts(found(stated), Event.BREACH_KNOWN)] == [date(2026, 3, 30)]
    apply(stated, SHEET + '\n[[fact]]\nevent = "breach_known"\non = 2026-04-02\n')
    assert [fact.on for fact in facts(found(stated), Event.BREACH_KNOWN)] == [date(2026, 4, 2)]
    apply(stated, SHEET + 'by = "us"\n')
    assert facts(found(stated), Event.BREACH_KNOWN) == []


def test_no_matter(machine: Machine) -> None:
    """In a vault that holds nothing no matter is known."""
    with open_record(machine.root, machine.edges()) as known, pytest.raises(MatterNotFound):
        situation(known, "\x1b[2Jlamps")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("on = 0001-01-01", "not between"),
        ("on = 9999-12-31", "not between"),
        ('on = 2026-01-01\namount = "-5"\ncurrency = "USD"', "amount"),
        ('on = 2026-01-01\namount = "1e999"\ncurrency = "USD"', "amount"),
        ('on = 2026-01-01\namount = "5"\ncurrency = "dollars"', "currency"),
        ("on = 2026-01-01T10:00:00Z", "no day"),
    ],
)
def test_absurd_facts_are_refused(machine: Machine, line: str, said: str) -> None:
    """What no clock and no sum can be made of is said when the sheet is applied, not later."""
    with pytest.raises(MalformedStatement, match=said):
        apply(machine, f'matter = "lamps"\n[[fact]]\nevent = "payment_due"\n{line}\n')


@pytest.mark.parametrize("line", ['their_country = "China"', 'assets_in = "cn"', 'colour = "red"', "role = 7"])
def test_unknown_traits_are_refused(machine: Machine, line: str) -> None:
    """A country that is not written as the rules write it would fit no forum, and is said to be wrong."""
    with pytest.raises(MalformedStatement, match="case"):
        apply(machine, f'matter = "lamps"\n[case]\n{line}\n')


def test_a_sheet_counts_that_was_kept_before_as_a_file(machine: Machine, tmp_path: Path) -> None:
    """Its bytes are an ordinary original already; applied, they are a statement."""
    machine.keep(machine.offer("lamps.toml", SHEET.encode()))
    apply(machine, SHEET)
    assert found(machine).trait("role") == "seller"
    machine.assert_sound()


def test_an_earlier_sheet_counts_again(machine: Machine) -> None:
    """Who goes back to what they stated before states it anew; who says the same again adds nothing."""
    first = apply(machine, SHEET)
    assert apply(machine, SHEET) == first
    apply(machine, SHEET.replace("seller", "buyer"))
    assert found(machine).trait("role") == "buyer"
    again = apply(machine, SHEET)
    assert again != first
    assert found(machine).trait("role") == "seller"
    assert apply(machine, SHEET) == again
    assert machine.kept_types().count("application/vnd.tallystick.matter+toml") == 3
