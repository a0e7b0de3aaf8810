"""What a matter lacks before a forum: PASS only for what is shown, and nothing for what is merely said."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from tallystick.errors import MatterNotFound, PackNotFound
from tallystick.forums import PACKS, evaluate, load_with_layers
from tallystick.model.check import Check, Verdict
from tallystick.model.decision import DecisionKind
from tallystick.model.rule import Requirement
from tallystick.services import matter
from tallystick.services.known import open_record
from tallystick.services.parties import decide
from tallystick.services.readiness.checks import look
from tallystick.services.readiness.evidence import Evidence
from tallystick.services.readiness.readiness import Readiness, readiness
from tallystick.services.readiness.shown import Asked
from unit.services.workshop import Machine, mail, sha256

ANNA, WEI = "anna@importer.example", "wei@factory.example"
DAY = date(2026, 11, 23)
OFFER = mail("PI-2026-007", "Our PI-2026-007: 6,000 lanterns at USD 9.95 each, delivery by 5 May 2026.\n")
DEMAND = mail(
    "Re: PI-2026-007", "PI-2026-007\n\nWe demand payment of USD 5,000 by 5 May 2026.\n", From=f"Anna <{ANNA}>",
    To=WEI, Date="Thu, 05 Mar 2026 10:00:00 +0100", ident="<demand@x>",
)  # fmt: skip
SHOWN = f'shown_by = ["{sha256(OFFER)[:12]}"]\n'
CASE = """matter = "lamps"
numbers = ["PI-2026-007"]
[case]
role = "buyer"
kind = "goods"
international = "yes"
disputes = ["defective"]
"""
CISG = 'cisg = "applies"\nour_country = "DE"\ntheir_country = "CN"\n'


@pytest.fixture
def held(machine: Machine) -> Machine:
    """An offer of theirs and a demand of ours."""
    machine.keep(machine.offer("offer.eml", OFFER), machine.offer("demand.eml", DEMAND))
    decide(machine.root, machine.edges(), DecisionKind.OURS, [ANNA], "our office")
    return machine


def apply(machine: Machine, text: str) -> None:
    sheet = machine.folder / "sheet.toml"
    sheet.write_text(text, "utf-8")
    matter.apply(machine.root, machine.edges(), sheet)


def fact(event: str, on: str = "2026-03-20", more: str = SHOWN, by: str = "us") -> str:
    return f'[[fact]]\nevent = "{event}"\nby = "{by}"\n{f"on = {on}" if on else ""}\n{more}'


@pytest.fixture
def asked(held: Machine) -> Callable[..., Check]:
    """The verdict on one check in a matter with these facts, before a Chinese court."""

    def ask(check: str, facts: str = "", case: str = CASE, forum: str = "cn-court") -> Check:
        apply(held, case + facts)
        pack = load_with_layers(forum)
        with open_record(held.root, held.edges()) as known:
            evidence = Evidence(known, known.matter("lamps"))
            rulings = evaluate(pack, evidence.certain, DAY)
            return look(evidence, Asked(Requirement(check=check, stage="evidence"), pack.language, rulings, DAY))

    return ask


@pytest.mark.parametrize(
    ("check", "facts", "verdict"),
    [
        ("demand_made", fact("demand_sent"), "PASS"),
        ("demand_made", fact("demand_sent", by="them"), "NOT_CHECKED"),
        ("demand_made", fact("demand_sent", more=""), "NOT_CHECKED"),
        ("demand_made", fact("demand_sent", more='shown_by = ["ffffffffffff"]\n'), "NOT_CHECKED"),
        ("demand_made", fact("demand_sent", on=""), "NOT_CHECKED"),
        ("demand_made", fact("demand_sent", on="2027-01-01"), "NOT_CHECKED"),
        ("demand_made", "", "NOT_CHECKED"),
        ("debt_acknowledged", fact("debt_acknowledged", by="us"), "FAIL"),
        ("debt_acknowledged", fact("debt_acknowledged", by="them"), "PASS"),
        ("grace_period_set", fact("grace_ended", on="2027-01-01"), "NOT_CHECKED"),
        ("performance_shown", fact("shipped", by="them"), "FAIL"),
        ("performance_shown", fact("payment_made", by="them"), "FAIL"),
        ("performance_shown", fact("payment_made"), "PASS"),
        ("payment_shown", fact("payment_made"), "FAIL"),
        ("proof_of_receipt", fact("defects_notified"), "NOT_CHECKED"),
        ("proof_of_receipt", "", "FAIL"),
        ("proof_of_receipt", fact("demand_reached"), "PASS"),
        ("contract_shown", fact("contract_concluded", more=""), "NOT_CHECKED"),
        ("written_form", fact("contract_concluded"), "NOT_CHECKED"),
        ("hashes_verified", "", "NOT_CHECKED"),
        ("translation_attached", "", "FAIL"),
        ("seal_present", "", "NOT_CHECKED"),
    ],
)
def test_only_what_is_shown_passes(asked: Callable[..., Check], check: str, facts: str, verdict: str) -> None:
    """A fact without its day or an item, of the wrong side or still to come, shows nothing."""
    found = asked(check, facts)
    assert (found.verdict.value, found.reason) == (verdict, found.reason)


@pytest.mark.parametrize(
    ("handed_over", "notified", "verdict"),
    [
        ("2026-03-01", "2026-03-20", "NOT_CHECKED"),
        ("2024-03-01", "2026-03-20", "FAIL"),
        ("", "2026-03-20", "NOT_CHECKED"),
        ("2026-03-01", "", "FAIL"),
    ],
)
def test_a_notice_is_too_late_by_its_clock(
    asked: Callable[..., Check], handed_over: str, notified: str, verdict: str
) -> None:
    """Two years from handing over at the most; whether a notice within them came in reasonable time nobody computes."""
    facts = fact("handed_over", handed_over, by="them") + (fact("defects_notified", notified) if notified else "")
    found = asked("notice_in_time", facts, CASE + CISG, "cisg")
    assert (found.verdict.value, found.reason) == (verdict, found.reason)


@pytest.mark.parametrize(("sent", "verdict"), [("2026-11-10", "FAIL"), ("2026-09-01", "PASS")])
def test_a_claim_letter_counts_once_its_time_is_over(asked: Callable[..., Check], sent: str, verdict: str) -> None:
    """Thirty days from the letter on, no suit may be brought in Russia."""
    found = asked("pretrial_claim_sent", fact("pretrial_claim_sent", sent), forum="ru-arbitrazh")
    assert (found.verdict.value, found.reason) == (verdict, found.reason)


def test_what_a_person_saw_counts_if_what_they_name_is_kept(asked: Callable[..., Check]) -> None:
    """[[looked]] passes or fails a check; an item that nobody kept shows nothing."""
    looked = '[[looked]]\ncheck = "seal_present"\nwhy = "red seal on page 2"\n'
    assert asked("seal_present", looked + SHOWN).verdict is Verdict.PASS
    assert asked("seal_present", looked + "is_met = false\n").verdict is Verdict.FAIL
    assert asked("seal_present", looked + 'shown_by = ["ffffffffffff"]\n').verdict is Verdict.NOT_CHECKED


def ready(machine: Machine, forum: str) -> Readiness:
    return readiness(machine.root, machine.edges(), "lamps", forum, DAY)


@pytest.mark.parametrize("forum", PACKS)
def test_an_empty_matter_passes_nothing(machine: Machine, forum: str) -> None:
    """Without an item and without a fact, no forum finds anything shown."""
    apply(machine, 'matter = "lamps"\n')
    found = ready(machine, forum)
    passed = [check.name for _ruling, _wanted, check in found.requirements if check.verdict is Verdict.PASS]
    passed += [name for _ruling, each in found.factors for name, check in each if check.verdict is Verdict.PASS]
    assert passed == []
    assert found.worths == ()


def test_each_act_has_its_worth(held: Machine) -> None:
    """On the platform mail is no basis, with the cures that mend it; in a Chinese court it is not refused."""
    apply(held, CASE + 'platform = "alibaba.com"\norder = "trade_assurance"\n')
    worths = ready(held, "alibaba-trade-assurance").worths
    assert worths
    assert {worth.verdict for worth in worths} == {"no"}
    assert all(worth.cures for worth in worths)
    assert "no" not in {worth.verdict for worth in ready(held, "cn-court").worths}


def test_unknown_names(held: Machine) -> None:
    """A matter or forum that there is not."""
    with pytest.raises(MatterNotFound):
        ready(held, "cn-court")
    apply(held, CASE)
    with pytest.raises(PackNotFound):
        ready(held, "../cn-court")
