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


def test_different_wins_over_a_third() -> None:
    """Who is said not to be one party is not joined through somebody whom both are said to be."""
    told = Told()
    for who in ("a@x.example", "b@x.example", "c@x.example"):
        told.mail(who, 0)
    same = [decision("same", "a@x.example", "b@x.example"), decision("same", "b@x.example", "c@x.example")]
    apart = decision("different", "a@x.example", "b@x.example")
    assert {frozenset(ident.value[0] for ident in party.identifiers) for party in known(told, *same, apart).all} == {
        frozenset("a"), frozenset("bc")
    }  # fmt: skip
    apart = decision("different", "a@x.example", "c@x.example")
    assert {frozenset(ident.value[0] for ident in party.identifiers) for party in known(told, *same, apart).all} == {
        frozenset("ab"), frozenset("c")
    }  # fmt: skip
    third = [decision("same", "a@x.example", "b@x.example"), decision("same", "c@x.example", "a@x.example")]
    assert len(known(told, *third, decision("different", "b@x.example", "c@x.example")).all) == 2
    whole = decision("same", "a@x.example", "b@x.example", "c@x.example")
    assert len(known(told, whole, decision("different", "a@x.example", "b@x.example")).all) == 2


@pytest.mark.parametrize(
    ("domain", "reason"),
    [
        ("mingyao-opto.example.evil.test", "has the name of"),
        ("mingyao-opto-payment.test", "has the name of"),
        ("mingyao-opto.com.cn", "ending alone"),
        ("xn--" + "m\u0456ngy\u0430o-opt\u043e".encode("punycode").decode() + ".example", "look alike"),
    ],
)
def test_a_domain_that_hides_another(domain: str, reason: str) -> None:
    """The known name before a foreign one, inside a longer one, under another ending, in letters of another script."""
    told = Told()
    for day in range(3):
        told.mail(MIA, day, name="Mia Chen")
    told.mail(f"boss@{domain}", 4, name="Boss")
    told.mail(f"mia@{domain}", 4, name="Mia Chen")
    (found,) = proposed(told, "lookalike")
    assert (found.one, found.other.value.partition("@")[2]) == (Ident("mail", MIA), domain)
    assert reason in found.reason
    assert proposed(told, "same") == []


def test_one_owners_subdomains_are_no_lookalikes() -> None:
    """Two offices of one company differ by a letter, and nobody else has them."""
    told = Told()
    told.mail("a@us.factory-group.example", 0)
    told.mail("b@uk.factory-group.example", 1)
    told.mail("c@mail.factory-group.example", 1)
    assert proposed(told, "lookalike") == []


def test_an_address_as_a_name_is_a_warning() -> None:
    """Whoever shows somebody else's address, or one of his company, as his own name; a colleague may."""
    told = Told()
    told.mail(MIA, 0)
    told.mail("x@free-mail.example", 1, name=f"Mia <{MIA}>")
    told.mail("y@other-mail.example", 1, name="ceo@mingyao-opto.example")
    told.mail("boss@mingyao-opto.example", 1, name="office@mingyao-opto.example")
    told.mail("z@third.example", 1, name="z@third.example")
    told.mail("w@fourth.example", 1, name="w@elsewhere.example")
    told.mail("someone@gmail.com", 1)
    told.mail("v@fifth.example", 1, name="someone@gmail.com")
    found = proposed(told, "lookalike")
    warned = {each.other.value: each.one.value for each in found}
    assert warned == {
        "x@free-mail.example": MIA, "y@other-mail.example": MIA, "v@fifth.example": "someone@gmail.com"
    }  # fmt: skip


def test_many_lookalikes_do_not_hide_each_other() -> None:
    """A hundred spam domains of one shape are each named once, against the one that is used most."""
    told = Told()
    for day in range(3):
        told.mail(MIA, day)
    for ending in range(100):
        told.mail(f"x@mingyao-opto.t{ending}", 4)
    found = proposed(told, "lookalike")
    assert len(found) == 100
    assert {each.one for each in found} == {Ident("mail", MIA)}


def test_hostile_names_and_addresses_end_nothing() -> None:
    """Names and domains of a hundred thousand characters, without a dot, at their ends, and of no text at all."""
    told = Told()
    for number, domain in enumerate(("a" * 100_000 + ".example", "a.", ".", "@", "\udc80.example", "xn--\u0130.x", "")):
        told.mail(f"x@{domain}", number, name="A" * 100_000 + "@" + "b" * 1000 if number else "@@@")
    assert proposed(told, "lookalike") == []


def test_a_signature_of_somebody_unknown_proposes_nothing() -> None:
    """A mail without a sender's address leads from nobody to nobody."""
    told = Told()
    told.mail("", 0, mentions=[HeldMention("email", MIA.upper(), MIA, "signature")])
    told.mail(MIA, 1, mentions=[HeldMention("phone", "x", "call me", "own")])
    told.mail("leo@qhbridge.example", 1, mentions=[HeldMention("email", MIA.upper(), MIA, "signature")])
    assert [(each.one.value, each.other.value) for each in proposed(told, "same")] == [("leo@qhbridge.example", MIA)]
