"""People, matters, timelines and gaps of a real vault, and the statements that decide about them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tallystick.errors import (
    ItemNotFound,
    MalformedStatement,
    MatterNotFound,
    OutputExists,
    PartyAmbiguous,
    PartyNotFound,
)
from tallystick.model.decision import DecisionKind
from tallystick.services import matter
from tallystick.services.gaps import gaps
from tallystick.services.parties import decide, people, undo
from tallystick.services.timeline import timeline
from unit.services.workshop import Machine, mail

ANNA, WEI = "anna@importer.example", "wei@factory.example"


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """Wei offers, Anna answers weeks later, and answers something that nobody holds."""
    machine = Machine(tmp_path).init()
    offer = mail("Offer PI-2026-007", "Our PI-2026-007: 6,000 lanterns at USD 9.95.\n", ident="<offer@x>")
    answer = mail(
        "Re: Offer PI-2026-007", "We order as per PI-2026-007.\n", From=f"Anna <{ANNA}>", To=WEI,
        Date="Mon, 30 Mar 2026 10:00:00 +0200", In_Reply_To="<offer@x>", References="<offer@x> <lost@x>",
    )  # fmt: skip
    machine.keep(machine.offer("offer.eml", offer), machine.offer("answer.eml", answer))
    return machine


def test_people_are_listed_and_decided_about(machine: Machine) -> None:
    """A decision is an original in the log, counts at once, and can be taken back."""
    root, edges = machine.root, machine.edges()
    assert {party.name for party in people(root, edges).parties} == {"Chen Wei", "Anna Berg"}
    decided = decide(root, edges, DecisionKind.OURS, [ANNA], "our office")
    assert [party.is_ours for party in people(root, edges, ANNA).parties] == [True]
    assert people(root, edges, ANNA).decisions[0].why == "our office"
    assert "application/vnd.tallystick.decision+json" in machine.kept_types()
    undo(root, edges, decided.sha256[:12], "wrong mailbox")
    assert [party.is_ours for party in people(root, edges, ANNA).parties] == [False]
    with pytest.raises(ItemNotFound):
        undo(root, edges, decided.sha256[:12], "again")
    machine.assert_sound()


def test_what_was_undone_can_be_decided_again(machine: Machine) -> None:
    """The same words on the same party are a new decision then, and count."""
    root, edges = machine.root, machine.edges()
    for _each in range(3):
        decided = decide(root, edges, DecisionKind.OURS, [ANNA], "our office")
        assert [party.is_ours for party in people(root, edges, ANNA).parties] == [True]
        undo(root, edges, decided.sha256, "no")
        assert [party.is_ours for party in people(root, edges, ANNA).parties] == [False]


def test_one_party_by_decision(machine: Machine) -> None:
    """Two mailboxes become one party and stay one after a rebuild of the record."""
    from tallystick.services.rebuild import rebuild

    root, edges = machine.root, machine.edges()
    decide(root, edges, DecisionKind.SAME, [ANNA, WEI], "a test")
    assert len(people(root, edges).parties) == 1
    rebuild(root, edges, jobs=1)
    assert len(people(root, edges).parties) == 1
    with pytest.raises(PartyNotFound):
        decide(root, edges, DecisionKind.OURS, ["nobody"], "")


def test_a_timeline_merges_and_shows_silence(machine: Machine) -> None:
    """Everything with Wei in the order of time, the long pause before the answer included."""
    shown = timeline(machine.root, machine.edges(), WEI, silence_days=7)
    assert [line.entry.item.title for line in shown.lines] == ["Offer PI-2026-007", "Re: Offer PI-2026-007"]
    assert [line.entry.silence.days if line.entry.silence else 0 for line in shown.lines] == [0, 27]
    assert shown.lines[0].strength.does_not_prove


def test_a_matter_from_its_draft_to_its_items(machine: Machine) -> None:
    """The draft knows number and people; applied, it is kept, and names what belongs with the reason."""
    root, edges = machine.root, machine.edges()
    draft = matter.new(root, edges, "PO-7", (WEI,), machine.folder / "PO-7.toml")
    assert "PI-2026-007" in draft.read_text()
    with pytest.raises(OutputExists):
        matter.new(root, edges, "PO-7", (WEI,), draft)
    applied = matter.apply(root, edges, draft)
    assert dict(applied.belongs) == {"number": 2}
    shown = matter.show(root, edges, "PO-7")
    assert [item.title for _belonging, item, _original in shown.lines] == ["Offer PI-2026-007", "Re: Offer PI-2026-007"]
    assert len(timeline(root, edges, "PO-7", silence_days=7).lines) == 2
    assert [sheet.name for sheet in matter.names(root, edges)] == ["PO-7"]
    with pytest.raises(MatterNotFound, match="PO-7"):
        matter.show(root, edges, "PO-8")


def test_the_newest_sheet_counts(machine: Machine) -> None:
    """A second sheet of the same name takes the place of the first; a wrong one changes nothing."""
    root, edges = machine.root, machine.edges()
    sheet = machine.folder / "m.toml"
    for text in ('matter = "m"\nnumbers = ["PI-2026-007"]\n', 'matter = "m"\ntitle = "second"\n'):
        sheet.write_text(text)
        matter.apply(root, edges, sheet)
    assert matter.show(root, edges, "m").lines == ()
    sheet.write_text('matter = "m"\ntitel = "typing error"\n')
    with pytest.raises(MalformedStatement, match="titel"):
        matter.apply(root, edges, sheet)
    assert matter.show(root, edges, "m").matter.sheet.title == "second"


def test_gaps_of_all_and_of_one_matter(machine: Machine) -> None:
    """The lost parent is missed in the record, by its party and by its matter, and not in another matter."""
    root, edges = machine.root, machine.edges()
    for name, number in (("m", "PI-2026-007"), ("other", "PI-9")):
        sheet = machine.folder / f"{name}.toml"
        sheet.write_text(f'matter = "{name}"\nnumbers = ["{number}"]\n')
        matter.apply(root, edges, sheet)
    for who in ("", ANNA, "m"):
        assert "parent-not-held" in [gap.missing.kind for gap in gaps(root, edges, who)]
    assert gaps(root, edges, "other") == ()


def test_telling_apart_touches_nobody_else(machine: Machine) -> None:
    """Two parties told apart by their names keep their own identifiers; one name for two, and two for one, decide
    nothing."""
    root, edges = machine.root, machine.edges()
    other = mail("Third", From="Wei Private <wei@private.example>", To=ANNA)
    machine.keep(machine.offer("third.eml", other))
    decide(root, edges, DecisionKind.SAME, ["WEI@factory.example", "wei@private.example"], "his own")
    with pytest.raises(PartyAmbiguous):
        decide(root, edges, DecisionKind.DIFFERENT, ["Chen Wei", "Wei Private"], "")
    with pytest.raises(PartyAmbiguous):
        decide(root, edges, DecisionKind.SAME, [WEI, "wei@private.example"], "")
    decide(root, edges, DecisionKind.DIFFERENT, ["Chen Wei", "Anna Berg"], "two people")
    assert [len(party.identifiers) for party in people(root, edges, WEI).parties] == [2]
    decide(root, edges, DecisionKind.DIFFERENT, ["WEI@factory.example", "wei@private.example"], "another Wei")
    assert len(people(root, edges).parties) == 3


def test_a_file_kept_before_lies_beside_the_chat_all_the_same(machine: Machine) -> None:
    """A photo that was kept from elsewhere, and again from the chat's zip, is not missing."""
    from unit.services.test_derived import zipped

    photo, lines = b"\xff\xd8\xff\xe0photo", "23/03/2026, 13:3{} - Lin: IMG-20260323-WA000{}.jpg (file attached)\n"
    machine.keep(machine.offer("photo.jpg", photo))
    members = {"_chat.txt": "".join(lines.format(n, n) for n in (1, 2, 3)).encode(), "IMG-20260323-WA0001.jpg": photo}
    members["IMG-20260323-WA0002.jpg"] = b"\xff\xd8\xff\xe0other"
    machine.keep(machine.offer("chat.zip", zipped(**members)))
    lost = [gap for gap in gaps(machine.root, machine.edges()) if gap.missing.kind == "media-not-held"]
    assert ["WA0003" in gap.missing.ground for gap in lost] == [True]


def test_a_side_that_is_not_known_is_not_guessed(machine: Machine) -> None:
    """Before anybody said who we are no mail is ours or theirs; afterwards each is one of both."""
    root, edges = machine.root, machine.edges()
    assert [line.is_ours for line in timeline(root, edges, WEI, silence_days=7).lines] == [None, None]
    decide(root, edges, DecisionKind.OURS, [ANNA], "our office")
    assert [line.is_ours for line in timeline(root, edges, WEI, silence_days=7).lines] == [False, True]
