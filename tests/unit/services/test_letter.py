"""Letters drafted from a vault: who is who, what was said, and files that a person opens."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from tallystick.errors import ItemNotFound, MatterNotFound, OutputExists, PackNotFound, VaultNotWritable
from tallystick.letters.fact import stated_facts
from tallystick.letters.plain import plain
from tallystick.services.letter import Drafted, Order, drafted_letter, letter
from tallystick.services.matter import apply
from unit.services.workshop import Machine, mail, sha256

CLOCK = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
WEI, ANNA, LAWYER = "wei@factory.example", "anna@importer.example", "law@counsel.example"
SAID = 'We will ship 500 lamps by 10 April 2026 \u202e#read("x") \U0001f600\n'
SETTLE = "Without prejudice: to settle the dispute we offer to pay USD 5,000.\n"
CHAT = (
    "23/03/2026, 13:31 - Messages and calls are end-to-end encrypted.\n"
    "23/03/2026, 13:32 - Chen Wei: PI-2026-007: we accept the new price of USD 9.95 per piece.\n"
)
SHEET = f"""
matter = "PI-7"
title = "500 lamps"
numbers = ["PI-2026-007"]
counterparty = ["mail:{WEI}", "铭光有限公司"]
us = ["mail:{ANNA}", "Importer GmbH"]
lawyers = ["mail:{LAWYER}"]
currency = "USD"
value = "4975.00"
[case]
role = "buyer"
law = "CN"
cisg = "excluded"
agreed_forum = "cn-court"
disputes = ["not_delivered"]
[[fact]]
event = "delivery_due"
on = 2026-04-10
"""

PROMISE = mail("PI-7 delivery", SAID, From=f"Chen Wei <{WEI}>", To=ANNA)
OFFER = mail("PI-7 settlement", SETTLE, From=f"Chen Wei <{WEI}>", To=ANNA)
FILLER = "The weather here is fine and the fair was nice. " * 20
LONG = mail("PI-7 long", f"{FILLER}\nWe will pay USD 500 on Friday.\n", From=f"Chen Wei <{WEI}>", To=ANNA)
IDLE = mail("PI-7 idle", f"{FILLER}\n", From=f"Chen Wei <{WEI}>", To=ANNA)
ADVICE = mail("PI-7 advice", "You should sue.\n", From=LAWYER, To=ANNA)


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    """A buyer whose supplier promised by mail, changed the price in a chat, and offered to settle."""
    made = Machine(tmp_path_factory.mktemp("letters")).init()
    made.keep(
        made.offer("promise.eml", PROMISE), made.offer("offer.eml", OFFER), made.offer("advice.eml", ADVICE),
        made.offer("long.eml", LONG), made.offer("idle.eml", IDLE),
        made.offer("WhatsApp Chat with Chen Wei.txt", CHAT.encode()),
    )  # fmt: skip
    apply(made.root, made.edges(), made.offer("PI-7.toml", SHEET.encode()))
    return replace(made, clock=lambda: CLOCK)


Drafting = Callable[..., Drafted]


@pytest.fixture
def drafting(machine: Machine) -> Drafting:
    """A letter of the matter, drafted and not written."""

    def drafted(kind: str, *items: str, language: str = "en", **given: object) -> Drafted:
        facts = stated_facts((name, str(value)) for name, value in given.items())
        order = Order(kind=kind, matter="PI-7", language=language, items=items, facts=facts)
        return drafted_letter(machine.root, machine.edges(), order)

    return drafted


def test_a_confirmation_is_written_in_four_files(machine: Machine, tmp_path: Path) -> None:
    """The folder has the mail, the document, the pages and the account, and nothing else."""
    order = Order(kind="confirmation", matter="PI-7", items=(sha256(PROMISE),))
    drafted = letter(machine.root, machine.edges(), order, tmp_path / "out")
    assert sorted(each.name for each in (tmp_path / "out").iterdir()) == [
        "letter.docx", "letter.eml", "letter.json", "letter.pdf",
    ]  # fmt: skip
    account = json.loads((tmp_path / "out" / "letter.json").read_bytes())
    assert {"kind": "item", "id": sha256(PROMISE)} in account["rests_on"]
    assert drafted.forum == "cn-court"


def test_pages_print_every_character(drafting: Drafting) -> None:
    """The PDF is PDF/A and shows the words quoted; what is hidden in them is named, markup is not run."""
    pages = drafting("confirmation", sha256(PROMISE)).files["letter.pdf"]
    text = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pages))
    assert 'We will ship 500 lamps by 10 April 2026 ⟨U+202E⟩#read("x")' in " ".join(text.split())
    with pikepdf.open(BytesIO(pages)) as read, read.open_metadata() as metadata:
        assert metadata.pdfa_status == "2B"


def test_the_same_letter_has_the_same_bytes(drafting: Drafting) -> None:
    """Drafted twice at one time, all files are the same."""
    assert drafting("confirmation", sha256(PROMISE)).files == drafting("confirmation", sha256(PROMISE)).files


def test_sides_are_named_by_the_sheet_and_written_to_by_mail(drafting: Drafting) -> None:
    """The sheet's company name goes before a person's of the record; the addresses are those of the mails."""
    made = drafting("confirmation", sha256(PROMISE), language="zh").letter
    assert "致：铭光有限公司" in plain(made)
    assert (made.sender, made.recipients) == (ANNA, (WEI,))


def test_a_letter_that_lacks_a_fact_is_not_written(machine: Machine, tmp_path: Path) -> None:
    """Without the last date nothing is written; with blanks it is, and the blank can be seen."""
    order = Order(kind="extension", matter="PI-7")
    refused = letter(machine.root, machine.edges(), order, tmp_path / "out")
    assert [missing.fact for missing in refused.letter.missing] == ["last_date"]
    assert not (tmp_path / "out").exists()
    letter(machine.root, machine.edges(), replace(order, with_blanks=True), tmp_path / "out")
    assert b"____" in (tmp_path / "out" / "letter.json").read_bytes()


def test_the_value_of_the_contract_is_no_claim(drafting: Drafting) -> None:
    """What the contract is worth is not demanded unless a person says so."""
    assert [missing.fact for missing in drafting("demand", last_date="2026-12-12").letter.missing] == ["claim"]
    assert drafting("demand", last_date="2026-12-12", claim="USD 10").letter.missing == ()


def test_what_was_only_read_is_not_stated_as_a_fact(drafting: Drafting) -> None:
    """That a message reads like a promise makes no sentence of the letter, only a quotation that a person chooses."""
    made = drafting("demand", sha256(PROMISE), last_date="2026-12-12", claim="USD 10").letter
    idents = {each.ident for paragraph in made.paragraphs for each in paragraph.sentences}
    assert "promised" not in idents
    assert "exact-words" in idents


def test_limitation_is_spoken_of_with_the_rules_of_the_pack(drafting: Drafting) -> None:
    """The demand for a Chinese court says that it interrupts limitation, and names rule and pack version."""
    made = drafting("demand", last_date="2026-12-12", claim="USD 10")
    rules = [ground for ground in made.letter.grounds if ground.kind == "rule"]
    assert {ground.ident for ground in rules} == {
        "cn-court.limitation.demand", "cn-court.limitation.interrupting-events",
    }  # fmt: skip
    assert all(ground.detail.startswith("cn-court ") for ground in rules)


def test_without_a_choice_what_could_be_confirmed_is_shown(drafting: Drafting) -> None:
    """A confirmation without items lists acts outside the mail for a person to choose from, and quotes none itself."""
    drafted = drafting("confirmation")
    assert drafted.files == {}
    assert all(one.channel != "email" for one in drafted.candidates)
    assert any("USD 9.95" in one.act.words for one in drafted.candidates)
    assert drafting("demand").candidates == ()


def test_an_offer_to_settle_and_a_lawyers_mail_are_warned_of(drafting: Drafting) -> None:
    """Quoting what is protected is a person's decision, made with a warning."""
    warned = drafting("confirmation", sha256(OFFER), sha256(ADVICE)).warnings
    assert len(warned) == 2
    assert "offer to settle" in warned[0]
    assert "lawyer" in warned[1]
    assert drafting("confirmation", sha256(PROMISE)).warnings == ()


def test_the_witness_gets_the_head_of_the_log(machine: Machine, drafting: Drafting) -> None:
    """The witness's mail has the root hash of the newest checkpoint and is addressed to nobody."""
    made = drafting("witness", addressee="A. Lawyer").letter
    assert f"{len(machine.events())} entries" in plain(made)
    assert made.recipients == ()


@pytest.mark.parametrize("ident", ["ffffffffffff", "x", f"{sha256(PROMISE)}:99", "0:x"])
def test_an_item_that_is_not_there_is_refused(drafting: Drafting, ident: str) -> None:
    """What cannot be quoted is an error that names it."""
    with pytest.raises(ItemNotFound):
        drafting("confirmation", ident)


def test_an_unknown_matter_is_refused(machine: Machine) -> None:
    """A letter is about a matter that was applied."""
    with pytest.raises(MatterNotFound):
        drafted_letter(machine.root, machine.edges(), Order(kind="demand", matter="no"))


def test_nothing_is_overwritten(machine: Machine, tmp_path: Path) -> None:
    """A folder with something in it, and a place that cannot be written, are refused."""
    order = Order(kind="reservation", matter="PI-7")
    (tmp_path / "a.txt").write_text("mine")
    with pytest.raises(OutputExists):
        letter(machine.root, machine.edges(), order, tmp_path)
    with pytest.raises(VaultNotWritable):
        letter(machine.root, machine.edges(), order, tmp_path / "a.txt" / "out")


def test_a_forum_without_rules_is_refused(machine: Machine) -> None:
    """A letter counts before a forum that there are rules for."""
    with pytest.raises(PackNotFound):
        drafted_letter(machine.root, machine.edges(), Order(kind="demand", matter="PI-7", forum="the-moon"))


def test_a_side_without_a_companys_name_is_warned_of(machine: Machine) -> None:
    """Where the sheet names only addresses, the user is told how to state the name of the company."""
    sheet = SHEET.replace('"PI-7"', '"PI-8"').replace(', "Importer GmbH"', "")
    apply(machine.root, machine.edges(), machine.offer("PI-8.toml", sheet.encode()))
    order = Order(kind="reservation", matter="PI-8")
    assert "name of 'us'" in "".join(drafted_letter(machine.root, machine.edges(), order).warnings)
    named = replace(order, facts=stated_facts([("us", "Importer GmbH")]))
    assert drafted_letter(machine.root, machine.edges(), named).warnings == ()


def test_the_passages_of_a_long_message_are_quoted(machine: Machine) -> None:
    """Of a long message the passages that do something in law are quoted, each exactly; without any, all of it."""
    for content, words in ((LONG, "We will pay USD 500 on Friday."), (IDLE, FILLER.strip())):
        order = Order(kind="confirmation", matter="PI-7", items=(sha256(content),))
        made = drafted_letter(machine.root, machine.edges(), order).letter
        quoted = [paragraph for paragraph in made.paragraphs if paragraph.role == "quote"]
        assert [" ".join(each.sentences[-1].text.split()) for each in quoted] == [f"“{words}”"]


def test_without_an_agreed_forum_the_first_that_fits_is_meant(machine: Machine) -> None:
    """The other side's country names the forum where none was agreed; where nothing is known, no law is spoken of."""
    for trait, forum in (('their_country = "RU"', "ru-arbitrazh"), ("", "")):
        sheet = SHEET.replace('"PI-7"', '"PI-9"').replace('agreed_forum = "cn-court"', trait)
        apply(machine.root, machine.edges(), machine.offer("PI-9.toml", sheet.encode()))
        assert drafted_letter(machine.root, machine.edges(), Order(kind="demand", matter="PI-9")).forum == forum


def test_the_forum_asked_for_goes_before_the_agreed_one(machine: Machine) -> None:
    """A letter may be meant for another forum than the agreed one."""
    order = Order(kind="demand", matter="PI-7", forum="ru-arbitrazh")
    assert drafted_letter(machine.root, machine.edges(), order).forum == "ru-arbitrazh"
