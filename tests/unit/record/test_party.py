"""Who is who: joined only on proof or by a person's word, proposed on likeness, warned of where one only looks like."""

from __future__ import annotations

import pytest

from tallystick.errors import PartyAmbiguous, PartyNotFound
from tallystick.model.decision import Decision, DecisionKind
from tallystick.record.holdings import HeldMention, HeldMoment, Ident, Use
from tallystick.record.likeness import Proposal, proposals, skeleton
from tallystick.record.party import Parties, parties
from told import Told

MIA, FAKE = "mia@mingyao-opto.example", "mia@minqyao-opto.example"


def known(told: Told, *decisions: Decision) -> Parties:
    return parties(told.holdings(), decisions)


def proposed(told: Told, kind: str) -> list[Proposal]:
    return [each for each in proposals(told.holdings(), known(told)) if each.kind == kind]


def decision(kind: str, *values: str, **facts: str) -> Decision:
    idents = tuple(("mail" if "@" in value else "whatsapp-name", value) for value in values)
    return Decision(kind=DecisionKind(kind), identifiers=idents, **facts)


def test_one_mailbox_is_one_party() -> None:
    """Whatever names stand beside an address, it is one party, called as it is called most."""
    told = Told()
    told.mail(MIA, 0, name="Mia Chen")
    told.mail(MIA, 1, name="Mia Chen")
    told.mail(MIA, 2, name="陈美")
    (party,) = known(told).all
    assert (party.name, party.names, len(party.items)) == ("Mia Chen", ("Mia Chen", "陈美"), 3)
    assert party.channels == (("mail", 3),)


def test_one_name_is_not_one_party() -> None:
    """Two mailboxes of one name stay two parties, and are proposed as one with the reason."""
    told = Told()
    told.mail("ivan@a.example", 0, name="Иван Петров")
    told.say("x", "Ivan Petrov", 1)
    assert len(known(told).all) == 2
    (found,) = proposed(told, "same")
    assert "in another script or spelling" in found.reason


def test_a_person_says_who_is_one() -> None:
    """Identifiers said to be the same are one party, with that as its reason; said to be different they are two."""
    told = Told()
    told.mail(MIA, 0, name="Mia")
    told.say("x", "Mia 陈", 1)
    same = decision("same", MIA, "Mia 陈", why="she told us", time="2026-03-02T00:00:00")
    (party,) = known(told, same).all
    assert set(party.identifiers) == {Ident("mail", MIA), Ident("whatsapp-name", "Mia 陈")}
    assert "she told us" in party.reasons[0]
    assert len(known(told, same, decision("different", MIA, "Mia 陈")).all) == 2


def test_our_own_side() -> None:
    """We are who a person says we are, and who an export calls its owner."""
    told = Told()
    told.mail(MIA, 0)
    told.say("x", "Katrin", 1, is_own=True)
    assert known(told).ours == {Ident("whatsapp-name", "Katrin")}
    assert known(told, decision("ours", MIA)).ours == {Ident("whatsapp-name", "Katrin"), Ident("mail", MIA)}


@pytest.mark.parametrize(
    ("domain", "reason"),
    [
        ("minqyao-opto.example", "look alike"),
        ("mingyao-optо.example".replace("о", "0"), "look alike"),
        ("mingyaoopto.example", "look alike"),
        ("mingyao-opto.test", "ending alone"),
        ("mingyao-opt.example", "one letter"),
        ("mignyao-opto.example", "one letter"),
    ],
)
def test_a_domain_that_only_looks_like_another(domain: str, reason: str) -> None:
    """One letter changed, left out or swapped, letters that look alike, another ending: a lookalike, never one."""
    told = Told()
    for day in range(3):
        told.mail(MIA, day, name="Mia Chen")
    told.mail(f"mia@{domain}", 4, name="Mia Chen")
    (found,) = proposed(told, "lookalike")
    assert (found.one, found.other) == (Ident("mail", MIA), Ident("mail", f"mia@{domain}"))
    assert reason in found.reason
    assert proposed(told, "same") == []


@pytest.mark.parametrize("domain", ["qhbridge.example", "gmail.com", "mingyao-optics.example"])
def test_another_domain_is_no_lookalike(domain: str) -> None:
    """Names that share no more than a beginning, and providers where anybody has a mailbox."""
    told = Told()
    told.mail(MIA, 0)
    told.mail("x@gmial.com", 0)
    told.mail(f"x@{domain}", 1)
    assert proposed(told, "lookalike") == []


def test_a_company_is_proposed_by_its_domain() -> None:
    """Mailboxes of one company belong together; those of a provider do not."""
    told = Told()
    told.mail(MIA, 0)
    told.mail("boss@mingyao-opto.example", 1)
    told.mail("a@qq.com", 2)
    told.mail("b@qq.com", 3)
    (found,) = proposed(told, "company")
    assert "mingyao-opto.example" in found.reason


def test_a_number_under_a_mail_is_a_proposal() -> None:
    """The phone number in a signature that somebody chats under leads to him."""
    told = Told()
    mail = told.mail(MIA, 0, mentions=[HeldMention("phone", "+8675512345678", "+86 755 1234 5678", "signature")])
    chat = told.say("x", "", 1)
    told.uses[chat].append(Use("from", "phone", "+8675512345678", ""))
    (found,) = proposed(told, "same")
    assert {found.one, found.other} == {Ident("mail", MIA), Ident("phone", "+8675512345678")}
    assert mail


def test_sent_copies_say_who_we_may_be() -> None:
    """Mails held as they left, before any server took them, lie with their sender; received ones do not."""
    told = Told()
    for day in range(3):
        told.mail("katrin@spreelicht.example", day)
        told.mail(MIA, day, moments=[HeldMoment("received:0", None, 0, "x")])
    (found,) = proposed(told, "ours")
    assert found.one == Ident("mail", "katrin@spreelicht.example")


def test_who_is_found_by_any_name() -> None:
    """By address, by a part of a name; several are told apart, nobody is said to be nobody."""
    told = Told()
    told.mail(MIA, 0, name="Mia Chen")
    told.mail("leo@qhbridge.example", 1, name="Leo Lin")
    told.mail("lin@other.example", 1, name="Lin Wei")
    people = known(told)
    assert people.named("mia").name == "Mia Chen"
    assert people.named("LEO@qhbridge.example").name == "Leo Lin"
    assert people.named("Lin Wei").name == "Lin Wei"
    with pytest.raises(PartyAmbiguous, match="leo@qhbridge"):
        people.named("l")
    with pytest.raises(PartyNotFound):
        people.named("nobody")


@pytest.mark.parametrize(
    ("one", "other"), [("Иван Петров", "Petrov Ivan"), ("Müller GmbH", "muller gmbh"), ("CHEN Wei", "Wei Chen")]
)
def test_names_compare_across_scripts(one: str, other: str) -> None:
    """Script, case, marks and order do not count."""
    assert skeleton(one) == skeleton(other)
