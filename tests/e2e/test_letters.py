"""Letters as a user drafts them on the command line."""

from __future__ import annotations

import email
import re
from email.policy import default
from pathlib import Path

import pytest

from e2e.terminal import Terminal
from tallystick.letters import KINDS
from unit.services.workshop import mail, sha256

UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")
WEI, ANNA = "wei@factory.example", "anna@importer.example"
PROMISE = mail("PI-7", "We ship \x1b[2J\u202e500 lamps by 10 April 2026.\n", From=f"Chen Wei <{WEI}>", To=ANNA)
SHEET = f"""
matter = "PI-7"
title = "500 lamps"
numbers = ["PI-7"]
counterparty = ["mail:{WEI}"]
us = ["mail:{ANNA}"]
[case]
role = "buyer"
agreed_forum = "cn-court"
"""


@pytest.fixture(scope="module")
def terminal(tmp_path_factory: pytest.TempPathFactory) -> Terminal:
    """A user with one promise by mail and its matter."""
    found = Terminal(tmp_path_factory.mktemp("user"))
    (found.folder / "promise.eml").write_bytes(PROMISE)
    (found.folder / "PI-7.toml").write_text(SHEET)
    found.tally("init", found.vault)
    found.tally("keep", "--offline", "--jobs", "1", found.folder / "promise.eml")
    found.tally("matter", "apply", found.folder / "PI-7.toml")
    return found


def test_a_letter_is_drafted_and_says_what_it_rests_on(terminal: Terminal) -> None:
    """The user gets the files, the grounds and what to do so that it counts; nothing is sent."""
    out = terminal.folder / "confirmation"
    said = terminal.tally("letter", "confirmation", "--matter", "PI-7", "--item", sha256(PROMISE)[:12], "-o", out).text
    read = email.message_from_bytes((out / "letter.eml").read_bytes(), policy=default)
    assert (read["X-Unsent"], read["To"], read["Bcc"]) == ("1", WEI, None)
    assert "⟨U+001B⟩[2J⟨U+202E⟩500 lamps" in read.get_content()
    assert f"item       {sha256(PROMISE)}" in said
    assert "So that it counts (cn-court)" in said
    assert "nothing was sent" in said
    assert not UNSAFE.search(said)


def test_a_letter_that_lacks_something_ends_with_one(terminal: Terminal) -> None:
    """What is missing is named with the option that states it, nothing is written, and the code is 1."""
    out = terminal.folder / "demand"
    words = ("letter", "demand", "--matter", "PI-7", "--last-date", "2026-12-12", "-o", out)
    said = terminal.tally(*words, code=1).text
    assert "missing  claim: the sum claimed  (--fact claim=...)" in said
    assert not out.exists()
    document = terminal.tally("--json", *words, "--fact", "claim=USD 10", "--language", "ru").document
    assert document["letter"]["missing"] == []
    assert document["files"] == ["letter.eml", "letter.docx", "letter.pdf", "letter.json"]


def test_blanks_are_shown_as_missing(terminal: Terminal) -> None:
    """With blanks the letter is written, and the user is told what to fill in."""
    out = terminal.folder / "blanks"
    said = terminal.tally(
        "letter", "extension", "--matter", "PI-7", "--with-blanks", "-o", out, "--language", "zh"
    ).text
    assert "missing  last_date" in said
    assert (out / "letter.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(
    "words",
    [
        ("love", "--matter", "PI-7"), ("demand", "--matter", "PI-7", "--fact", "claim"),
        ("demand", "--matter", "PI-7", "--fact", "claim=much"), ("demand", "--matter", "PI-7", "--last-date", "soon"),
        ("demand", "--matter", "no"), ("demand",),
    ],
)  # fmt: skip
def test_misuse_ends_with_two(terminal: Terminal, words: tuple[str, ...]) -> None:
    """An unknown kind or matter and a fact that cannot be read are misuse, said without a traceback."""
    ended = terminal.tally("letter", *words, "-o", terminal.folder / "misuse", code=2)
    assert "Traceback" not in ended.said
    assert not (terminal.folder / "misuse").exists()


def test_every_kind_is_named_by_the_help(terminal: Terminal) -> None:
    """The help lists all kinds."""
    said: str = terminal.run("letter", "--help").text
    assert all(kind in said.replace("\n", "") for kind in KINDS)


def test_files_of_a_letter_are_the_users_own(terminal: Terminal, tmp_path: Path) -> None:
    """A folder that has something in it is not touched."""
    (tmp_path / "mine.txt").write_text("mine")
    terminal.tally("letter", "reservation", "--matter", "PI-7", "-o", tmp_path, code=2)
    assert [each.name for each in tmp_path.iterdir()] == ["mine.txt"]
