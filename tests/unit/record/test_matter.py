"""Matters: the sheet that a person writes, and what belongs to it."""

from __future__ import annotations

from datetime import date

import pytest

from tallystick.errors import MalformedStatement
from tallystick.model.decision import Decision, DecisionKind, standing
from tallystick.model.decision import parse as parse_decision
from tallystick.model.matter import MatterSheet, parse, template
from tallystick.record.matter import Matter, matter
from tallystick.record.party import parties
from tallystick.record.thread import threads
from told import Told, mention

ANNA, WEI = "anna@importer.example", "wei@factory.example"


def assigned(told: Told, **facts: object) -> Matter:
    held = told.holdings()
    return matter(MatterSheet(name="m", **facts), held, parties(held, []), threads(held))  # type: ignore[arg-type]


def test_what_names_a_number_belongs() -> None:
    """However the number is written, and with all of its thread; other numbers do not."""
    told = Told()
    named = told.mail(WEI, 0, mentions=[mention("proforma", "MY-PI-250922-07")])
    answer = told.mail(ANNA, 1, references=[("in-reply-to", f"{named[0]}@test")])
    told.mail(WEI, 2, mentions=[mention("proforma", "MY-PI-250922-08")])
    found = assigned(told, numbers=("my pi 250922/07",))
    assert [(each.key, each.ground) for each in found.belongings] == [(named, "number"), (answer, "thread")]
    assert "names my pi 250922/07 in its text" in found.belongings[0].reason


def test_people_belong_within_the_period_alone() -> None:
    """Without a period nothing belongs by its people; with one, mails and the chats of two do, groups do not."""
    told = Told()
    before = told.mail(WEI, -10, to=[ANNA])
    within = told.mail(WEI, 1, to=[ANNA])
    ours = told.mail(ANNA, 2, to=[WEI])
    told.mail(ANNA, 2, to=["x@y.example"])
    assert assigned(told, counterparty=(WEI,)).belongings == ()
    found = assigned(told, counterparty=(WEI,), begins=date(2026, 3, 1))
    assert found.keys == (within, ours)
    assert before not in found.keys


def test_a_chat_of_two_belongs_whole() -> None:
    """What we said in it ourselves belongs too; a group does not."""
    told = Told()
    theirs, own = told.say("Wei", "Wei", 0), told.say("Wei", "Anna", 0.1)
    for who in ("Wei", "Anna", "Leo"):
        told.say("group", who, 0.2)
    keys = assigned(told, counterparty=("Wei",), begins=date(2026, 1, 1)).keys
    assert {theirs, own} <= set(keys)
    assert len([key for key in keys if key[0] != theirs[0]]) == 1


def test_a_person_chooses() -> None:
    """What the sheet takes in belongs with its reason, what it takes out does not."""
    told = Told()
    named = told.mail(WEI, 0, mentions=[mention("proforma", "PI-7")])
    photo = told.mail(WEI, 5)
    sheet = parse(
        b'matter = "m"\nnumbers = ["PI-7"]\n'
        + f'[[include]]\nid = "{photo[0]:064x}"\nwhy = "the pallet"\n'.encode()
        + f'[[exclude]]\nid = "{named[0]:064x}:0"\nwhy = "another order"\n'.encode()
    )
    held = told.holdings()
    (found,) = matter(sheet, held, parties(held, []), threads(held)).belongings
    assert (found.key, found.ground, found.reason) == (photo, "chosen", "the pallet")


def test_names_that_nobody_goes_by_are_said() -> None:
    """A counterparty that is not in the record is no silent nothing."""
    assert "nobody" in assigned(Told(), counterparty=("Nobody Ltd",)).unknown[0]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("x = ", "Invalid value"),
        ('matter = "a b"', "not a name"),
        ('matter = "m"\ncolour = 1', "unknown key 'colour'"),
        ('matter = "m"\nnumbers = "PI-7"', "'numbers' is no list"),
        ('matter = "m"\nfrom = "2026-03-01"', "'from' is no day"),
        ('matter = "m"\nfrom = 2026-03-02\nuntil = 2026-03-01', "'from' is after 'until'"),
        ('matter = "m"\n[[include]]\nid = "xyz"\nwhy = ""', "is no item's id"),
        ('matter = "m"\n[[include]]\nid = "abcdef"', "has id and why"),
        ('matter = "m"\ntitle = 7', "'title' is no text"),
    ],
)
def test_a_wrong_sheet_says_what_is_wrong(text: str, wrong: str) -> None:
    """Each fault is named; nothing is guessed."""
    with pytest.raises(MalformedStatement, match=wrong.replace("[", r"\[")):
        parse(text.encode())


def test_a_draft_is_a_sheet() -> None:
    """What `template` writes can be parsed, with whatever names stand in it."""
    text = template("PO-7", counterparty=('mail:a"\\b@x',), numbers=("PI\u202e7",), begins=date(2026, 3, 1))
    sheet = parse(text.encode())
    assert (sheet.name, sheet.counterparty, sheet.numbers) == ("PO-7", ('mail:a"\\b@x',), ("PI\u202e7",))
    assert (sheet.begins, sheet.ends) == (date(2026, 3, 1), None)
    with pytest.raises(ValueError, match="no name for a matter"):
        template("../x")


def test_a_decision_can_be_undone() -> None:
    """It counts until a later one takes it back; taking that back makes it count again."""
    first = Decision(kind=DecisionKind.SAME, identifiers=(("mail", ANNA), ("mail", WEI)), why="x", sha256="1")
    undo = Decision(kind=DecisionKind.UNDO, decision="1", sha256="2")
    redo = Decision(kind=DecisionKind.UNDO, decision="2", sha256="3")
    assert standing([first]) == [first]
    assert standing([first, undo]) == []
    assert standing([first, undo, redo]) == [first]
    assert parse_decision(first.encode(), "1") == first
    with pytest.raises(MalformedStatement):
        parse_decision(b'{"kind":"same"}')
