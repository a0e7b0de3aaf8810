"""The stated side of a dispute on a matter sheet."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tallystick.errors import MalformedStatement
from tallystick.model.case import Looked
from tallystick.model.matter import parse
from tallystick.model.money import Money
from tallystick.model.situation import Event, Fact, Situation

SHEET = """
matter = "lamps"
lawyers = ["mail:law@firm.test"]
[case]
role = "buyer"
their_country = "CN"
disputes = ["late", "defective"]
[[fact]]
event = "part_payment"
on = 2026-03-01
by = "them"
amount = "1000.50"
currency = "USD"
shown_by = ["0123456789ab:4"]
channel = "statement"
note = " first half "
[[fact]]
event = "handed_over"
"""


def test_case_is_read() -> None:
    """Traits, disputes and facts stand as the sheet states them; a fact may be without a day."""
    sheet = parse(SHEET.encode())
    assert sheet.lawyers == ("mail:law@firm.test",)
    assert sheet.case.traits == {"role": "buyer", "their_country": "CN"}
    assert sheet.case.disputes == ("late", "defective")
    assert sheet.case.facts == (
        Fact(
            event=Event.PART_PAYMENT, on=date(2026, 3, 1), how="stated", shown_by=("0123456789ab:4",), by="them",
            money=Money(Decimal("1000.50"), "USD"), channel="statement", note="first half",
        ),
        Fact(event=Event.HANDED_OVER, on=None, how="stated"),
    )  # fmt: skip


def test_what_a_person_looked_at() -> None:
    """A requirement is stated to be met or not, with the reason."""
    sheet = parse(
        b'matter = "m"\n[[looked]]\ncheck = "seal_present"\nwhy = " red "\nshown_by = ["0123456789ab"]\n'
        b'[[looked]]\ncheck = "local_lawyer"\nis_met = false\nwhy = "none yet"\n'
    )
    assert sheet.case.looked == (
        Looked(check="seal_present", is_met=True, why="red", shown_by=("0123456789ab",)),
        Looked(check="local_lawyer", is_met=False, why="none yet"),
    )


def test_sheet_without_a_case() -> None:
    """A sheet may say nothing of a dispute."""
    case = parse(b'matter = "lamps"').case
    assert (case.traits, case.disputes, case.facts) == ({}, (), ())


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("case = 1", r"\[case\] is no table"),
        ('[case]\nrole = "uncle"', "case role is 'uncle', expected buyer or seller or client or contractor"),
        ("[case]\namount = 3", "case amount is 3, expected a text"),
        ('[case]\ncolour = "red"', "case 'colour' is no trait"),
        ('[case]\ndisputes = ["rain"]', "case disputes is no list out of late"),
        ('[case]\ndisputes = "late"', "case disputes is no list out of late"),
        ("fact = 1", r"'fact' is no list of \[\[fact\]\] tables"),
        ("fact = [1]", r"fact 1 is no \[\[fact\]\] table"),
        ('[[fact]]\nevent = "rain"', "fact 1: 'rain' is no event"),
        ('[[fact]]\nevent = "refused"\non = "yesterday"', "fact 1: 'on' is no day"),
        ('[[fact]]\nevent = "refused"\non = 2026-03-01T10:00:00', "fact 1: 'on' is no day"),
        ("looked = 1", r"each \[\[looked\]\] has check and why"),
        ('[[looked]]\ncheck = "seal_present"', r"each \[\[looked\]\] has check and why"),
        ('[[looked]]\ncheck = "a"\nwhy = "b"\nis_met = "no"', r"each \[\[looked\]\] has check and why"),
        ('[[looked]]\ncheck = "a"\nwhy = "b"\nshown_by = ["../x"]', r"each \[\[looked\]\] has check and why"),
        ('[[fact]]\nevent = "refused"\nby = "fate"', "fact 1: 'by' is us or them"),
        ('[[fact]]\nevent = "refused"\nnote = 1', "channel, note, amount and currency are texts"),
        ('[[fact]]\nevent = "refused"\nshown_by = ["../x"]', "shown_by is no list of items' ids"),
        ('[[fact]]\nevent = "refused"\nwhen = 1', "unknown key 'when'"),
        ('[[fact]]\nevent = "refused"\namount = "1,000"\ncurrency = "USD"', "amount is '1,000'"),
        ('[[fact]]\nevent = "refused"\namount = "1000"', "currency is ''"),
    ],
)
def test_what_is_wrong_is_said(wrong: str, said: str) -> None:
    """A sheet that says something impossible is refused with the place and what was expected."""
    with pytest.raises(MalformedStatement, match=said):
        parse(f'matter = "lamps"\n{wrong}'.encode())


def test_situation_is_asked() -> None:
    """Facts come in the order of their days, those without a day not at all; what is no trait cannot be asked for."""
    later = Fact(event=Event.REFUSED, on=date(2026, 5, 1), how="stated")
    sooner = Fact(event=Event.REFUSED, on=date(2026, 4, 1), how="read")
    found = Situation(facts=(later, Fact(event=Event.REFUSED, on=None, how="stated"), sooner), traits={"law": "CN"})
    assert list(found.on(Event.REFUSED)) == [sooner, later]
    assert (found.trait("law"), found.trait("role")) == ("CN", "")
    with pytest.raises(ValueError, match="no trait"):
        found.trait("colour")
