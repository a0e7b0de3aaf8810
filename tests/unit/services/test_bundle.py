"""A matter compiled for a forum: what goes in, what stays out and is logged, and what is looked at before it leaves."""

from __future__ import annotations

import csv
import hashlib
import io
import subprocess
import sys
from contextlib import closing
from datetime import date
from email.message import EmailMessage
from pathlib import Path

import bagit
import docx
import pikepdf
import pypdfium2
import pytest

from tallystick.errors import NothingToBundle, OutputExists, PackNotFound
from tallystick.model.check import Verdict
from tallystick.model.decision import DecisionKind
from tallystick.model.situation import Situation
from tallystick.services import matter
from tallystick.services.bundle import Compiled, Wish, bundle
from tallystick.services.forum_style import evaluated
from tallystick.services.parties import decide
from unit.services.workshop import Machine, mail

ANNA, WEI, LAWYER = "anna@importer.example", "wei@factory.example", "office@kanzlei-recht.example"
DAY = date(2026, 11, 23)
CHAT = """[30.03.26, 09:00:00] Chen Wei: Price for PI-2026-007 is USD 9.95, delivery by 1 April.
[30.03.26, 09:05:00] Anna Berg: =HYPERLINK("http://x") Agreed.
[31.03.26, 10:00:00] Anna Berg: PI-2026-007: you are late. We object.
"""
SHEET = f"""matter = "po-7"
title = "Lanterns"
counterparty = ["{WEI}"]
us = ["{ANNA}"]
numbers = ["PI-2026-007"]
lawyers = ["{LAWYER}"]

[case]
role = "buyer"
kind = "goods"
international = "yes"
platform = "alibaba.com"
order = "offline"
"""


@pytest.fixture
def machine(machine: Machine) -> Machine:
    """An order by mail and chat, an offer to settle, a letter to the lawyer."""
    ours = {"From": f"Anna Berg <{ANNA}>", "To": WEI}
    mails = {
        "offer": mail("Offer PI-2026-007", "Our PI-2026-007: 6,000 lanterns at USD 9.95 each, FOB Ningbo.\n"),
        "demand": mail("PI-2026-007 late", "We demand delivery of PI-2026-007 by 5 May 2026.\n", **ours),
        "settle": mail("PI-2026-007 settlement", "Without prejudice: we would accept USD 500 for PI-2026-007.\n",
                       **ours),
        "lawyer": mail("PI-2026-007 advice", "What do you advise on PI-2026-007?\n",
                       From=f"Anna Berg <{ANNA}>", To=f"Kanzlei Recht <{LAWYER}>"),
    }  # fmt: skip
    for name, content in mails.items():
        machine.keep(machine.offer(f"{name}.eml", content))
    machine.keep(machine.offer("WhatsApp Chat with Chen Wei.txt", CHAT.encode()))
    decide(machine.root, machine.edges(), DecisionKind.OURS, [ANNA], "us")
    apply(machine, SHEET)
    return machine


def apply(machine: Machine, text: str) -> None:
    sheet = machine.folder / "po-7.toml"
    sheet.write_text(text, encoding="utf-8")
    matter.apply(machine.root, machine.edges(), sheet)


def made(machine: Machine, forum: str, name: str = "out", **wish: object) -> Compiled:
    wanted = Wish(as_of=DAY, despite=True, **wish)  # type: ignore[arg-type]
    return bundle(machine.root, machine.edges(), "po-7", forum, machine.folder / name, wanted)


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def test_a_court_bundle_is_a_bag_whose_originals_are_proved(machine: Machine) -> None:
    """Another program validates the bag, and the verifier in it finds each original as the log has it."""
    done = made(machine, "cn-court")
    bag = done.folder / "hand-in"
    assert bagit.Bag(str(bag)).is_valid()
    proofs = sorted((bag / "data" / "originals").iterdir())
    assert len(proofs) == done.enclosed > 0
    for proof in proofs:
        ended = subprocess.run([sys.executable, bag / "verify.py", proof], capture_output=True, timeout=60)
        assert ended.returncode == 3, ended.stdout
        assert b"FAIL" not in ended.stdout


def test_the_same_matter_twice_gives_the_same_bytes(machine: Machine) -> None:
    """Nothing of the time or the place of the making is in any file, of the US production and the zips either."""
    for forum in ("cn-court", "alibaba-offline-order"):
        one, other = made(machine, forum, f"{forum}-1"), made(machine, forum, f"{forum}-2")
        assert contents(one.folder) == contents(other.folder)


def test_settlement_and_lawyers_letters_stay_out_and_are_logged(machine: Machine) -> None:
    """Neither words nor originals of them are in what is handed in; the log of it says which, and why."""
    done = made(machine, "cn-court")
    assert {each.reason for each in done.withheld} >= {"settlement", "privileged"}
    handed = contents(done.folder / "hand-in")
    for words in (b"we would accept USD 500", b"What do you advise"):
        assert not any(words in content for content in handed.values())
    logged = rows((done.folder / "internal" / "withheld.csv").read_bytes())
    assert {row[4] for row in logged[1:]} >= {"settlement", "privileged"}
    assert not any("withheld.csv" in name for name in handed)


def test_statements_to_settle_go_in_where_it_is_asked_for(machine: Machine) -> None:
    """The switch puts them in; lawyers' letters stay out."""
    done = made(machine, "cn-court", with_settlement=True)
    assert {each.reason for each in done.withheld} - {"not-enclosed"} == {"privileged"}


def test_no_cell_of_a_table_is_a_formula(machine: Machine) -> None:
    """A message that begins like a formula is text in the timeline."""
    done = made(machine, "cn-court")
    cells = [cell for name, content in contents(done.folder).items() if name.endswith(".csv")
             for row in rows(content) for cell in row]  # fmt: skip
    assert any(cell.startswith("'=HYPERLINK") for cell in cells)
    assert not any(cell.startswith(("=", "+", "@")) for cell in cells)


def test_the_court_list_is_grouped_and_numbered(machine: Machine) -> None:
    """Numbers are of group and place, and the Word list has a row for each exhibit."""
    done = made(machine, "cn-court")
    data = done.folder / "hand-in" / "data"
    table = docx.Document(str(data / "evidence-list.docx")).tables[0]
    numbers = [row.cells[0].text for row in table.rows if "-" in row.cells[0].text]
    assert len(numbers) == done.exhibits
    assert numbers[0] == "1-1"
    assert (data / "copies" / "opponent-1" / "bundle.pdf").is_file()
    with pikepdf.open(data / "bundle.pdf") as pdf:
        assert len(pdf.pages) == done.pages


def test_the_platform_pack_has_only_what_the_platform_takes(machine: Machine) -> None:
    """Mails are in a zip of their own, and a warning says who will see it."""
    done = made(machine, "alibaba-offline-order")
    names = [path.name for path in (done.folder / "hand-in" / "data" / "platform").iterdir()]
    assert {name.rpartition(".")[2] for name in names} <= {"pdf", "zip", "jpg", "doc", "docx", "xls", "xlsx", "gif"}
    assert "originals-eml.zip" in names
    assert any("shown to the other side" in each for each in done.warnings)


def test_what_is_held_back_stays_out_of_what_the_platform_shows(machine: Machine) -> None:
    """A stated exhibit that is held back is not in the platform's pack, and is in the court's bundle."""
    with_stated = SHEET + _stated(machine)
    apply(machine, with_stated)
    platform, court = made(machine, "alibaba-offline-order", "p"), made(machine, "cn-court", "c")
    assert "held-back" in {each.reason for each in platform.withheld}
    assert "held-back" not in {each.reason for each in court.withheld}
    assert court.exhibits == platform.exhibits + 1


def _stated(machine: Machine) -> str:
    offer = next(event.members["sha256"] for _i, event in machine.events("kept")
                 if event.source.locator.endswith("offer.eml"))  # fmt: skip
    return f'[[exhibit]]\nitems = ["{offer}"]\ntitle = "PI"\nproves = "the price"\nhold_back = true\n'


def test_completeness_counts_what_is_inside_and_why_not(machine: Machine) -> None:
    """Of each thread the statement says how many messages are sealed and how many are in the bundle."""
    done = made(machine, "cn-court", language="en")
    found = rows((done.folder / "hand-in" / "data" / "completeness.csv").read_bytes())
    sealed, inside = sum(int(row[2]) for row in found[1:]), sum(int(row[3]) for row in found[1:])
    assert sealed > inside > 0
    assert any("said to settle" in row[4] for row in found[1:])


def test_custody_comes_from_the_log(machine: Machine) -> None:
    """Each exhibit's original has its entry of keeping, by whom and when."""
    done = made(machine, "cn-court")
    text = (done.folder / "hand-in" / "data" / "custody.csv").read_text("utf-8-sig")
    kept = {event.members["sha256"]: event.time for _i, event in machine.events("kept")}
    proofs = (done.folder / "hand-in" / "data" / "originals").iterdir()
    for proof in proofs:
        sha256 = next(each for each in kept if each.startswith(proof.name.rpartition("-")[2]))
        assert sha256 in text
        assert kept[sha256] in text


def test_a_us_production_is_numbered_and_loadable(machine: Machine) -> None:
    """Each page has its number and image, the load files name them, chats are there by day, certificates as drafts."""
    done = made(machine, "us-federal")
    data = done.folder / "hand-in" / "data"
    images = sorted(path.stem for path in (data / "production" / "IMAGES").iterdir())
    assert images == [f"TALLY{number:06d}" for number in range(1, len(images) + 1)]
    lines = (data / "production" / "DATA" / "load.opt").read_text("ascii").splitlines()
    assert [line.split(",")[0] for line in lines] == images
    fields = (data / "production" / "DATA" / "load.dat").read_bytes()
    assert fields.startswith(b"\xef\xbb\xbf\xc3\xbeBEGDOC\xc3\xbe\x14")
    assert len(list((data / "production" / "RSMF").iterdir())) == 2
    assert "902(14)" in (data / "certificate-902-14-draft.txt").read_text()


def test_what_must_be_met_and_is_not_stops_it(machine: Machine) -> None:
    """Nothing is written where a `must` fails, unless it is wanted despite that; each check names its law."""
    wanted = Wish(as_of=DAY)
    done = bundle(machine.root, machine.edges(), "po-7", "cn-court", machine.folder / "out", wanted)
    failed = [check for check in done.checks if check.verdict is Verdict.FAIL and check.facts["severity"] == "must"]
    assert done.is_written == (not failed)
    assert failed == [] or not (machine.folder / "out").exists()
    assert all(check.facts["citation"] for check in done.checks)
    assert failed


def test_files_that_a_mail_carries_are_exhibits(machine: Machine) -> None:
    """A PDF in a mail is an exhibit behind it, and comes out of the mail's own original."""
    stream = io.BytesIO()
    with pikepdf.new() as made_pdf:
        made_pdf.add_blank_page()
        made_pdf.save(stream)
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = WEI, ANNA, "PI-2026-007 signed"
    message["Date"], message["Message-ID"] = "Tue, 03 Mar 2026 09:00:00 +0800", "<signed@factory.example>"
    message.set_content("PI-2026-007 as signed.\n")
    message.add_attachment(stream.getvalue(), maintype="application", subtype="pdf", filename="PI-2026-007.pdf")
    before = made(machine, "england-wales", "before")
    machine.keep(machine.offer("signed.eml", message.as_bytes()))
    after = made(machine, "england-wales", "after")
    assert after.exhibits == before.exhibits + 2
    assert after.enclosed == before.enclosed + 1


def test_an_offer_to_settle_in_a_chat_is_marked_and_its_export_stays_out(machine: Machine) -> None:
    """The message keeps its place and loses its words; the export, which has them, is not enclosed by any switch."""
    secret = "[01.04.26, 10:00:00] Anna Berg: Without prejudice, PI-2026-007: we would take USD 700.\n"
    machine.keep(machine.offer("WhatsApp Chat with Chen Wei 2.txt", (CHAT + secret).encode()))
    done = made(machine, "us-federal", whole_originals=True)
    handed = contents(done.folder / "hand-in")
    assert not any(b"take USD 700" in content for content in handed.values())
    assert "not-enclosed" in {each.reason for each in done.withheld}


def test_a_bundle_is_written_once(machine: Machine) -> None:
    """A folder that holds anything is left alone; an unknown forum and an empty matter are told."""
    made(machine, "cn-court")
    with pytest.raises(OutputExists):
        made(machine, "cn-court")
    with pytest.raises(PackNotFound):
        made(machine, "no-such-forum", "other")
    with pytest.raises(NothingToBundle):
        made(machine, "cn-court", "none", only_stated=True)


def handed_words(done: Compiled) -> list[tuple[str, bytes]]:
    """Each file that is handed in, and the words on the pages of each PDF."""
    found = []
    for name, content in contents(done.folder / "hand-in").items():
        found.append((name, content))
        if name.endswith(".pdf"):
            with closing(pypdfium2.PdfDocument(content)) as pdf:
                found.append((name, "\n".join(page.get_textpage().get_text_range() for page in pdf).encode()))
    return found


def assert_nowhere(done: Compiled, *words: str) -> None:
    """Neither in a file, nor in its name, nor on a page."""
    for name, content in handed_words(done):
        for each in words:
            assert each not in name, name
            assert each.encode() not in content, (name, each)


ADVICE = "Confidentially: your lowest sum should be USD 31337 and not one dollar less than that, I think."


def test_a_lawyers_words_stay_out_where_another_mail_repeats_them(machine: Machine) -> None:
    """A mail among us that quotes or forwards the advice goes the way of the advice itself."""
    advice = mail(
        "Re: PI-2026-007 advice", f"{ADVICE}\n", From=f"Kanzlei <{LAWYER}>", To=f"Anna Berg <{ANNA}>",
        Date="Tue, 03 Mar 2026 10:00:00 +0100",
    )  # fmt: skip
    passed = mail(
        "Fwd: PI-2026-007", f"See what she says.\n\nOn Tue, 3 Mar 2026, Kanzlei wrote:\n> {ADVICE}\n",
        From=f"Anna Berg <{ANNA}>", To="Boss <boss@importer.example>", Date="Wed, 04 Mar 2026 10:00:00 +0100",
    )  # fmt: skip
    machine.keep(machine.offer("advice.eml", advice), machine.offer("passed.eml", passed))
    done = made(machine, "cn-court")
    assert "privileged-quoted" in {each.reason for each in done.withheld}
    assert_nowhere(done, "31337")


def test_what_came_inside_a_lawyers_mail_stays_out_with_it(machine: Machine) -> None:
    """A mail that is attached to a letter to the lawyer is no exhibit, even if it names the order."""
    outer = EmailMessage()
    outer["From"], outer["To"] = f"Anna Berg <{ANNA}>", f"Kanzlei <{LAWYER}>"
    outer["Subject"], outer["Date"] = "for you", "Thu, 05 Mar 2026 10:00:00 +0100"
    outer.set_content("Please read the attached.\n")
    inner = EmailMessage()
    inner["From"], inner["To"] = f"Anna Berg <{ANNA}>", "Boss <boss@importer.example>"
    inner["Subject"], inner["Date"] = "note on PI-2026-007", "Thu, 05 Mar 2026 09:00:00 +0100"
    inner.set_content("PI-2026-007: our own clerk measured 31337 wrongly, which nobody else knows.\n")
    outer.add_attachment(inner)
    machine.keep(machine.offer("outer.eml", outer.as_bytes().replace(b"\n", b"\r\n")))
    done = made(machine, "cn-court", whole_originals=True)
    assert_nowhere(done, "31337")


def test_a_copy_of_a_withheld_message_does_not_make_its_export_enclosed(machine: Machine) -> None:
    """The second export of a chat in which an offer to settle stands is not handed over either."""
    offer = "[01.04.26, 10:00:00] Anna Berg: Without prejudice: we would take USD 31337 for PI-2026-007.\n"
    later = "[02.04.26, 10:00:00] Anna Berg: PI-2026-007: where are the goods?\n"
    machine.keep(machine.offer("a/WhatsApp Chat with Chen Wei.txt", (CHAT + offer).encode()))
    machine.keep(machine.offer("b/WhatsApp Chat with Chen Wei.txt", (CHAT + offer + later).encode()))
    for whole in (False, True):
        assert_nowhere(made(machine, "cn-court", f"out-{whole}", whole_originals=whole), "31337")


def test_with_stated_exhibits_alone_withheld_words_stay_out_of_whole_originals(machine: Machine) -> None:
    """What is not looked at as an exhibit is looked at all the same before its original is handed over."""
    offer = "[01.04.26, 10:00:00] Anna Berg: Without prejudice: we would take USD 31337 for PI-2026-007.\n"
    kept = machine.keep(machine.offer("c/WhatsApp Chat with Chen Wei.txt", (CHAT + offer).encode()))
    assert kept
    sha256 = hashlib.sha256((CHAT + offer).encode()).hexdigest()
    apply(machine, f'{SHEET}\n[[exhibit]]\nitems = ["{sha256[:16]}:1"]\n')
    done = made(machine, "cn-court", only_stated=True, whole_originals=True)
    assert_nowhere(done, "31337")


def test_the_statement_of_completeness_tells_no_subject_of_what_stays_out(machine: Machine) -> None:
    """A thread of which nothing is inside is counted without its name."""
    machine.keep(machine.offer("bottom.eml", mail(
        "Bottom line 31337 for PI-2026-007", "Please advise.\n", From=f"Anna Berg <{ANNA}>", To=f"Kanzlei <{LAWYER}>",
        Date="Fri, 06 Mar 2026 10:00:00 +0100")))  # fmt: skip
    done = made(machine, "cn-court")
    assert_nowhere(done, "31337", "settlement", "advice")


def test_what_is_held_back_by_the_id_of_a_copy_is_held_back(machine: Machine) -> None:
    """A page named by one copy's id does not come in by another."""
    first = mail("PI-2026-007 plan", "PI-2026-007: our plan is 31337.\n", Date="Fri, 06 Mar 2026 10:00:00 +0100")
    second = b"X-Folder: other\r\n" + first
    for number, content in enumerate((first, second)):
        machine.keep(machine.offer(f"plan-{number}.eml", content))
    for number, content in enumerate((first, second)):
        sha256 = hashlib.sha256(content).hexdigest()
        apply(machine, f'{SHEET}\n[[exhibit]]\nitems = ["{sha256[:16]}"]\nhold_back = true\n')
        assert_nowhere(made(machine, "alibaba-offline-order", f"held-{number}"), "31337")


def test_a_browsers_recording_is_never_handed_over(machine: Machine) -> None:
    """Its messages are shown on pages; its cookies, with which one could log in, stay at home."""
    recording = Path(__file__).parents[3] / "samples/berlin-shenzhen/alibaba/onetalk.alibaba.com.har"
    machine.keep(recording)
    item = hashlib.sha256(recording.read_bytes()).hexdigest()[:16]
    apply(machine, f'{SHEET}\n[[include]]\nid = "{item}"\nwhy = "the chat"\n')
    done = made(machine, "cn-court", whole_originals=True)
    assert_nowhere(done, "_tb_token_")


def test_mails_among_ourselves_are_warned_of(machine: Machine) -> None:
    """A person is told which exhibits the other side has never seen."""
    among = mail("PI-2026-007 our thoughts", "Should we take PI-2026-007 at all?\n", From=f"Anna Berg <{ANNA}>",
                 To=f"Anna Berg <{ANNA}>")  # fmt: skip
    machine.keep(machine.offer("among.eml", among))
    assert any("among yourselves" in each for each in made(machine, "us-federal").warnings)


def test_what_was_only_read_decides_no_rule(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    """A demand that a program read in a mail is a fact for nobody until a person states it."""
    machine.keep(machine.offer("demand.eml", mail(
        "PI-2026-007", "Please pay the outstanding USD 5,000 by 30 April 2026.\n", From=f"Anna <{ANNA}>",
        To=WEI, Date="Thu, 02 Apr 2026 10:00:00 +0200", ident="<demand-read@x>",
    )))  # fmt: skip
    asked: list[Situation] = []
    monkeypatch.setattr(
        "tallystick.services.bundle.evaluated",
        lambda forum, found, as_of: (asked.append(found), evaluated(forum, found, as_of))[1],
    )
    made(machine, "cn-court")
    assert asked
    assert {fact.how for found in asked for fact in found.facts} <= {"stated", "booked"}
