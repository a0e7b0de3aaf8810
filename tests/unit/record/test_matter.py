"""Matters: the sheet that a person writes, and what belongs to it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from tallystick.errors import MalformedStatement
from tallystick.model.decision import Decision, DecisionKind, standing
from tallystick.model.decision import parse as parse_decision
from tallystick.model.matter import Choice, MatterSheet, parse, template
from tallystick.record.matter import Matter, matter
from tallystick.record.party import parties
from tallystick.record.thread import Thread, Threads, threads
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


def test_a_number_is_no_sum() -> None:
    """An order 4711 is not named by 4711 dollars or pieces, and a number of separators alone names nothing."""
    told = Told()
    told.mail(WEI, 0, mentions=[mention("money", "4711"), mention("quantity", "4711")])
    told.mail(WEI, 1, mentions=[mention("order", "--")])
    named = told.mail(WEI, 2, mentions=[mention("order", "4711")])
    assert assigned(told, numbers=("4711", "--")).keys == (named,)


def test_the_period_is_of_the_writers_calendar() -> None:
    """Half past midnight in Shenzhen is the new day there, though it is still yesterday in UTC; no time is no day."""
    told = Told()
    undated = told.mail(WEI, 0, to=[ANNA])
    told.items[undated] = told.items[undated]._replace(sent_at=None)
    key = told.mail(WEI, 0, to=[ANNA])
    for hour, zone, is_within in ((17, 480, True), (15, 480, False), (17, None, False), (17, 10**10, False)):
        when = datetime(2026, 2, 28, hour, 30, tzinfo=UTC)
        told.items[key] = told.items[key]._replace(sent_at=when, zone_minutes=zone)
        found = assigned(told, counterparty=(WEI,), begins=date(2026, 3, 1))
        assert bool(found.keys) is is_within, (hour, zone)
        assert bool(assigned(told, counterparty=(WEI,), ends=date(2026, 2, 28)).keys) is not is_within


def test_a_choice_that_means_nothing_or_too_much_is_said() -> None:
    """An id that no item has, a position that its original has not, and digits that fit several."""
    told = Told()
    first, second = told.mail(WEI, 0), told.mail(WEI, 1)
    chat = told.say("Wei", "Wei", 2)
    own = told.say("Wei", "Anna", 2)
    ids = [f"{0:063x}", "ffffff", f"{first[0]:064x}:7", f"{chat[0]:064x}", f"{own[0]:064x}:1"]
    found = assigned(told, include=tuple(Choice(ident, "") for ident in ids))
    assert found.keys == (chat, own)
    assert [said.partition(": ")[2] for said in found.unknown] == [
        "fits several items: give more digits", "no item has this id", "no item has this id"
    ]  # fmt: skip
    assert second not in found.keys


def test_a_named_message_brings_its_thread_once() -> None:
    """A chat of a thousand messages that all name the order is no work of a million steps."""
    told = Told()
    for number in range(1000):
        key = (0, number)
        told._item(key, number / 1000, "", kind="message", channel="whatsapp", conversation="whatsapp:x",
                   zone_minutes=None, sent_source="export", mentions=[mention("order", "4711")])  # fmt: skip
    told._original()
    thread_of = threads(told.holdings())
    asked = []

    class Counting(Threads):
        def of(self, key: tuple[int, int]) -> Thread | None:
            asked.append(key)
            return thread_of.of(key)

    sheet = MatterSheet(name="m", numbers=("4711",))
    held = told.holdings()
    found = matter(sheet, held, parties(held, []), Counting(thread_of.all))
    assert len(found.keys) == len(asked) == 1000


def test_a_sheet_of_wrong_kinds() -> None:
    """Lists that are none are named, however many faults there are."""
    with pytest.raises(MalformedStatement, match="'include' is no list") as caught:
        parse(b'matter = "m"\ninclude = "x"\nfrom = 2026-03-01T10:00:00\nnumbers = [""]\n')
    assert "'numbers' is no list of texts" in str(caught.value)
    assert "'from' is no day" in str(caught.value)
    with pytest.raises(MalformedStatement):
        parse(b"\xff\xfe")
    with pytest.raises(MalformedStatement):
        parse(b"a = " + b"[" * 100_000)


def test_a_decision_of_other_members() -> None:
    """What has too much or too little, or is no pair, is none."""
    for content in (b"[]", b"7", b'{"decision":"","identifiers":[["a"]],"kind":"same","why":""}', b"\xff"):
        with pytest.raises(MalformedStatement):
            parse_decision(content)


def test_a_number_stands_for_itself_in_any_words() -> None:
    """Without a word before it that names a document, however separated, and in letters that only look like its own."""
    told = Told()
    paid = told.mail(WEI, 0, "balance MYSL 2025/1009 paid")
    strange = told.mail(WEI, 1, "balance mıa-2025-77")
    told.mail(WEI, 2, "XMYSL-2025-10091 is another one")
    found = assigned(told, numbers=("MYSL-2025-1009", "MIA-2025-77"))
    assert {each.key for each in found.belongings if each.ground == "number"} == {paid, strange}
