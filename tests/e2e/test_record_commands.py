"""The commands over the whole record as a user runs them: parties, matter, timeline, gaps, formats, find and show."""

from __future__ import annotations

import io
import json
import re
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest

import reference
from e2e.terminal import Terminal
from tallystick.formats import FORMATS
from unit.services.workshop import mail, sha256

UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")
GOLDEN = Path(__file__).parents[1] / "golden" / "formats"
WEI, ANNA, FAKE = "wei@mingyao-opto.example", "anna@importer.example", "wei@mingyao-0pto.example"
EVIL = "Evil\x1b]0;owned\x07\x1b[2J\x9b31m\u202e\u2066"
CHAT = (
    "23/03/2026, 13:31 - Messages and calls are end-to-end encrypted.\n"
    "23/03/2026, 13:32 - Lin Guodong: The goods of PI-2026-007 are defective\n"
    "23/03/2026, 13:33 - Lin Guodong: This message was deleted\n"
    f"23/03/2026, 13:34 - {EVIL}: mould \x1b[31m\u202e\x9b and a long sentence after it\n"
    "23/03/2026, 13:35 - Lin Guodong: <Media omitted>\n"
)
PAGE = (
    "<html><head><title>Complaint \u202e9 \x1b[2J</title></head><body><h1>Complaint 9</h1>"
    "<p>The refund of USD 1,200 for the lanterns is disputed.</p></body></html>"
)
STATEMENT = (GOLDEN / "mt940" / "german.sta").read_bytes()
CHAT_NAME = "WhatsApp Chat with Lin Guodong.txt"
HOSTILE_NAME = "evil\x1b[2J\u202efdp.txt"


def zipped(**members: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


@pytest.fixture(scope="module")
def terminal(tmp_path_factory: pytest.TempPathFactory) -> Terminal:
    """A user with mails of three people, one of whom only looks like another, a chat, a page, bookings and files."""
    found = Terminal(tmp_path_factory.mktemp("user"))
    folder = found.folder / "case"
    folder.mkdir()
    offer = mail(
        "Offer PI-2026-007", "Our PI-2026-007: USD 9.95. Please find attached the drawing.\n",
        From=f"Chen Wei <{WEI}>", ident="<offer@x>",
    )  # fmt: skip
    answer = mail(
        "Re: Offer PI-2026-007", "We order as per PI-2026-007.\n", From=f"Anna <{ANNA}>", To=WEI,
        Date="Mon, 30 Mar 2026 10:00:00 +0200", In_Reply_To="<offer@x>", References="<offer@x> <lost@x>",
    )  # fmt: skip
    fake = mail("New account", "Pay to our new account.\n", From=f"Chen Wei <{FAKE}>", To=ANNA)
    for name, content in (
        ("offer.eml", offer), ("answer.eml", answer), ("fake.eml", fake), (CHAT_NAME, CHAT.encode()),
        ("complaint.html", PAGE.encode()), ("statement.sta", STATEMENT), (HOSTILE_NAME, b"plain words of a note\n"),
    ):  # fmt: skip
        (folder / name).write_bytes(content)
    found.tally("init", found.vault)
    found.tally("keep", "--offline", "--jobs", "1", folder)
    sheet = found.folder / "PO-7.toml"
    sheet.write_text(
        f'matter = "PO-7"\ntitle = "lanterns {"x" * 200}"\nnumbers = ["PI-2026-007"]\n'
        f'counterparty = ["{WEI}", "Nobody"]\n'
    )
    found.tally("matter", "apply", sheet)
    found.tally("parties", "--ours", ANNA, "--why", "our office")
    return found


@pytest.fixture
def copy(terminal: Terminal, tmp_path: Path) -> Terminal:
    """The same user, whose vault may be changed."""
    for name in ("vault", "config"):
        shutil.copytree(terminal.folder / name, tmp_path / name)
    return Terminal(tmp_path)


def has(document: Any, member: str) -> bool:
    """Whether a documented member is in a document."""
    first, dot, rest = member.partition(".")
    found = document.get(first.removesuffix("[]"), ...) if isinstance(document, dict) else ...
    if found is ... or not dot:
        return found is not ...
    return all(has(each, rest) for each in found) if first.endswith("[]") else has(found, rest)


def members(name: str) -> list[str]:
    """The documented members of a command's usual answer; `gaps --forum` gives another one."""
    return [member for member, what in reference.MEMBERS[name].items() if not what.startswith("with --forum")]


def documented(name: str) -> dict[str, set[str]]:
    """The members at the top of a command's reference, with those that are named one level below."""
    found: dict[str, set[str]] = {}
    for member in members(name):
        first, _dot, rest = member.partition(".")
        found.setdefault(first.removesuffix("[]"), set()).update({rest.removesuffix("[]")} if rest else ())
    return found


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("parties", ["parties"]),
        ("timeline", ["timeline", WEI]),
        ("gaps", ["gaps", "--missing"]),
        ("find", ["find", "lanterns"]),
        ("show", ["show", sha256(CHAT.encode())]),
    ],
)
def test_json_is_what_the_reference_says(terminal: Terminal, name: str, words: list[str]) -> None:
    """Every member is documented, every documented one occurs, below the top too."""
    document = terminal.json(*words)
    of_mails = {"message", "container"}
    assert [member for member in members(name) if not has(document, member)] in ([], ["message"])
    for top, below in documented(name).items():
        each = document.get(top)
        assert top in of_mails or each is not None
        if isinstance(each, list) and below:
            assert each, top
            assert set().union(*each) == below, top
    assert set(document) <= set(documented(name))


def test_one_command_of_many_answers(copy: Terminal) -> None:
    """What `matter` and `formats` print in all their forms is documented, and all that is documented is printed."""
    draft = copy.folder / "draft.toml"
    forms = [
        copy.json("matter", "new", "PO-8", "--with", WEI, "-o", draft), copy.json("matter", "apply", draft),
        copy.json("matter", "show", "PO-7"), copy.json("matter"),
    ]  # fmt: skip
    assert set().union(*forms) == set(documented("matter"))
    assert set(forms[2]["items"][0]) == {"id", "position", "kind", "channel", "utc", "title", "ground", "reason"}
    assert [each["matter"] for each in forms[3]["matters"]] == ["PO-7", "PO-8"]
    told = [copy.json("formats"), copy.json("formats", "whatsapp")]
    assert set().union(*told) == set(documented("formats"))


def test_parties_are_listed_warned_of_and_decided(copy: Terminal) -> None:
    """The lookalike is shown first among the proposals; each decision counts at once and can be taken back."""
    people = copy.json("parties")
    assert [each["is_ours"] for each in people["parties"] if each["name"] == "Anna"] == [True]
    (warning,) = [each for each in people["proposals"] if each["kind"] == "lookalike"]
    assert {warning["one"], warning["other"]} == {f"mail:{WEI}", f"mail:{FAKE}"}
    assert "LOOKALIKE" in copy.tally("parties").text
    same = copy.json("parties", "--same", WEI, "Lin Guodong", "--why", "he said so")
    assert (same["kind"], same["why"]) == ("same", "he said so")
    (joined,) = copy.json("parties", WEI)["parties"]
    assert {each["scheme"] for each in joined["identifiers"]} == {"mail", "whatsapp-name"}
    assert "he said so" in joined["joined_because"][0]
    assert "joined: " in copy.tally("parties", WEI).text
    copy.tally("parties", "--different", WEI, "whatsapp-name:Lin Guodong")
    assert len(copy.json("parties", WEI)["parties"][0]["identifiers"]) == 1
    (apart,) = [each for each in copy.json("parties")["decisions"] if each["kind"] == "different"]
    copy.tally("parties", "--undo", apart["id"][:12])
    copy.tally("parties", "--undo", same["id"][:12])
    assert [each["kind"] for each in copy.json("parties")["decisions"]] == ["ours"]
    assert "more: --limit shows them" in copy.tally("parties", "--limit", "1").text


def test_a_matter_is_drafted_applied_and_shown(copy: Terminal) -> None:
    """The draft is a file to edit, no second one is written over it, and the matter says why each item belongs."""
    draft = copy.folder / "M1.toml"
    assert "draft" in copy.run("--vault", copy.vault, "matter", "new", "M1", "--with", WEI).text
    copy.tally("matter", "new", "M1", "--with", WEI, "-o", draft, code=2)
    assert "items belong to it" in copy.tally("matter", "apply", draft).text
    shown = copy.tally("matter", "show", "PO-7").text
    assert "names PI-2026-007 in its subject" in shown
    assert "Not found" in shown
    assert copy.json("matter", "show", "PO-7")["unknown"] != []
    assert "M1" in copy.tally("matter", "show").text
    draft.write_text('matter = "M1"\nfrom = 2026-13-45\n')
    assert copy.json("matter", "apply", draft, code=2)["error"]["code"] == "malformed-statement"
    draft.write_text('matter = "M1"\n')
    assert "nothing names it yet" in copy.tally("matter", "apply", draft).text


def test_a_timeline_merges_channels(terminal: Terminal) -> None:
    """Of a person and of a matter, in the order of time, with the silence between, whole words on request."""
    document = terminal.json("timeline", "PO-7")
    assert {"mail", "whatsapp"} <= {entry["channel"] for entry in document["entries"]}
    times = [entry["utc"] for entry in document["entries"] if entry["utc"]]
    assert times == sorted(times)
    assert "days of silence" in terminal.tally("timeline", "PO-7", "--silence", "3").text
    assert "We order as per PI-2026-007." in terminal.tally("timeline", ANNA, "--full").text
    assert terminal.json("timeline", "PO-7", "--silence", "3650")["entries"][1]["silence_days"] is None


def test_gaps_are_weighed_and_limited(terminal: Terminal) -> None:
    """All, of one matter, the weightiest alone; each with its ground and how to mend it."""
    kinds = {gap["kind"] for gap in terminal.json("gaps")["gaps"]}
    assert {"parent-not-held", "attachment-announced", "media-omitted", "message-deleted"} <= kinds
    assert {gap["weight"] for gap in terminal.json("gaps", "--weight", "high")["gaps"]} <= {"high"}
    assert terminal.json("gaps", "PO-7")["of"] == "PO-7"
    assert terminal.json("gaps", "PO-7") == terminal.json("gaps", "--missing", "PO-7")
    text = terminal.tally("gaps", "--limit", "1").text
    assert "more: --limit shows them" in text
    assert text.count("→") == 1


@pytest.mark.parametrize("language", ["en", "zh", "ru"])
def test_every_format_is_explained(terminal: Terminal, language: str) -> None:
    """The list has all of them with a title, without any vault; a few are read out with their steps."""
    listed = terminal.run("--json", "formats", "--language", language).document["formats"]
    assert {each["name"] for each in listed} == set(FORMATS)
    assert all(each["title"] for each in listed)
    for name in ("whatsapp", "alibaba-har", "camt"):
        document = terminal.run("--json", "formats", name, "--language", language).document
        assert all(way["app"] and way["steps"] for way in document["export"])
        text = terminal.run("formats", name, "--language", language).text
        assert document["reads"] in text
        assert document["export"][0]["steps"][0] in text


def test_everything_is_found_and_shown_where_it_stands(terminal: Terminal) -> None:
    """Chat, page, document and booking are found by their words, and ID:POSITION shows the item."""
    for words, channel in (
        (["defective", "channel:whatsapp"], "whatsapp"), (["disputed", "has:page"], "page"),
        (["plain", "note", "channel:file"], "file"), (["has:booking"], "bank"),
    ):  # fmt: skip
        hit = terminal.json("find", *words)["hits"][0]
        assert hit["channel"] == channel
        shown = terminal.json("show", f"{hit['id'][:12]}:{hit['position']}")
        assert shown["contents"]["items"][0]["position"] == hit["position"]
        assert f"[{channel}]" in terminal.tally("find", *words).text
    text = terminal.tally("show", f"{sha256(CHAT.encode())}:2").text
    assert "defective" in text
    assert "end-to-end" not in text


@pytest.mark.parametrize("is_json", [False, True], ids=["text", "JSON"])
def test_nothing_hostile_moves_the_terminal(terminal: Terminal, is_json: bool) -> None:
    """Names, words, titles and file names of a chat, a page and a note, in every command that shows them."""
    flag = ["--json"] if is_json else []
    for words in (
        ["parties"], ["gaps"], ["timeline", "Lin Guodong", "--full"], ["timeline", "PO-7"], ["matter", "show", "PO-7"],
        ["find", "mould"], ["find", "note"], ["find", "disputed"], ["show", sha256(CHAT.encode())],
        ["show", sha256(PAGE.encode())], ["show", sha256(b"plain words of a note\n")],
    ):  # fmt: skip
        text = terminal.tally(*flag, *words).text
        assert UNSAFE.search(text) is None, (words, UNSAFE.findall(text))
        if is_json:
            json.loads(text)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["parties", "--same", WEI], "2 names"),
        (["parties", "--same", WEI, WEI], "several"),
        (["parties", "--different", WEI], "2 names"),
        (["parties", "--ours"], "1 names"),
        (["parties", "--undo"], "one id"),
        (["parties", "--undo", "ffffffff"], "item ffffffff"),
        (["parties", "nobody-at-all"], "nobody in the record"),
        (["parties", "--limit", "0"], "--limit"),
        (["matter", "new"], "wants a name"),
        (["matter", "apply"], "wants a file"),
        (["matter", "apply", "nowhere.toml"], "nowhere.toml"),
        (["matter", "new", "a b"], "no name for a matter"),
        (["matter", "new", "M\x1b[2J"], "no name for a matter"),
        (["matter", "show", "PO-9"], "PO-7"),
        (["matter", "burn"], "burn"),
        (["timeline"], "WHO|MATTER"),
        (["timeline", "nobody-at-all"], "nobody in the record"),
        (["timeline", "\x1b[9Z\u202e"], "nobody in the record"),
        (["timeline", WEI, "--silence", "0"], "--silence"),
        (["gaps", "nobody-at-all"], "nobody in the record"),
        (["gaps", "--weight", "heavy"], "heavy"),
        (["formats", "no-such"], "no-such"),
        (["formats", "../guides/whatsapp"], "no format"),
        (["formats", "whatsapp", "--language", "de"], "de"),
        (["show", "ffffffff:1"], "ffffffff"),
        (["show", "ffffffff:x"], "ffffffff"),
    ],
)
def test_wrong_arguments_are_told_in_a_sentence(terminal: Terminal, words: list[str], said: str) -> None:
    """Exit code 2, what is wrong, no traceback, no control character."""
    ended = terminal.tally(*words, code=2)
    assert said in ended.said
    assert "Traceback" not in ended.said
    assert UNSAFE.search(ended.said) is None


def test_an_empty_vault_has_nothing_and_says_so(tmp_path: Path) -> None:
    """No party, no matter, no gap, nothing found, and no command fails for it."""
    terminal = Terminal(tmp_path)
    terminal.tally("init", terminal.vault)
    assert terminal.json("parties") == {"parties": [], "proposals": [], "decisions": []}
    assert terminal.json("gaps") == {"of": "", "gaps": []}
    assert terminal.json("matter") == {"matters": []}
    assert "No matter yet" in terminal.tally("matter").text
    assert "0 gaps" in terminal.tally("gaps").text
    terminal.tally("parties")
    assert terminal.json("timeline", WEI, code=2)["error"]["code"] == "party-not-found"
    assert terminal.json("matter", "show", "m", code=2)["error"]["code"] == "matter-not-found"
