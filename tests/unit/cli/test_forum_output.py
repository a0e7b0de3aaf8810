"""What `tally forums`, `tally gaps --forum` and `tally deadlines` print."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tallystick.cli.main import tally
from tallystick.errors import OutputExists
from tallystick.forums import PACKS
from unit.services.workshop import mail

FORGED = "\x1b[2J\x1b[31mPAID\u202e\x07"
OFFER = mail("PI-2026-007", f"{FORGED} PI-2026-007\n\nWe demand payment of USD 5,000{FORGED} by 5 May 2026.\n")
SHEET = """
matter = "lamps"
title = "\\u001b[2J lamps"
numbers = ["PI-2026-007"]

[case]
role = "buyer"
kind = "goods"
international = "yes"
platform = "alibaba.com"
order = "trade_assurance"
their_country = "CN"
agreed_forum = "\\u001b[2J LCIA"

[[fact]]
event = "breach_known"
on = 2026-02-09
note = "\\u001b[2J\\r\\nBEGIN:VEVENT"

[[looked]]
check = "seal_present"
why = "\\u001b[2J seen\\nPASS everything"
"""


@pytest.fixture
def vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A vault with a hostile mail and a matter whose texts would command a terminal."""
    monkeypatch.setenv("TALLY_CONFIG", str(tmp_path / "config"))
    (tmp_path / "lamps.toml").write_text(SHEET, "utf-8")
    (tmp_path / "offer.eml").write_bytes(OFFER)
    root = ["--vault", str(tmp_path / "v")]
    for words in (
        ["init", str(tmp_path / "v")], [*root, "keep", "--jobs", "1", str(tmp_path / "offer.eml")],
        [*root, "matter", "apply", str(tmp_path / "lamps.toml")],
    ):  # fmt: skip
        assert CliRunner().invoke(tally, words, catch_exceptions=False).exit_code == 0
    return tmp_path / "v"


def run(vault: Path, *words: str) -> Result:
    return CliRunner().invoke(tally, ["--vault", str(vault), *words], catch_exceptions=False)


def test_all_forums_are_listed() -> None:
    """Each with how many rules it has of each status; no vault is needed."""
    found = json.loads(CliRunner().invoke(tally, ["forums", "--json"], catch_exceptions=False).output)
    assert [each["id"] for each in found["forums"]] == list(PACKS)
    assert all(sum(each["rules_by_status"].values()) > 0 for each in found["forums"])


@pytest.mark.parametrize("language", ["en", "zh", "ru"])
def test_the_rules_of_one_forum(language: str) -> None:
    """Each with its periods, status and citation; a part of an id picks some."""
    words = ["forums", "cn-court", "--rule", "limitation.", "--language", language]
    lines = CliRunner().invoke(tally, words, catch_exceptions=False).output
    assert "cn-court.limitation.international-sale  (deadline)" in lines
    assert "verified, confidence" in lines
    assert "cn-court.costs" not in lines
    found = json.loads(CliRunner().invoke(tally, [*words, "--json"], catch_exceptions=False).output)
    rule = next(each for each in found["rules"] if each["id"].endswith("international-sale"))
    assert rule["values"][0]["citations"][0]["quote"]


def test_no_such_forum() -> None:
    """The forums that there are stand in the message, and what was asked for commands no terminal."""
    done = CliRunner().invoke(tally, ["forums", FORGED])
    assert done.exit_code != 0
    assert "\x1b" not in done.output


@pytest.mark.parametrize(
    "words",
    [
        ("gaps", "lamps", "--forum", "cn-court", "--full"),
        ("gaps", "lamps", "--forum", "alibaba-trade-assurance"),
        ("deadlines", "--all", "--steps"),
        ("deadlines", "lamps", "--language", "zh"),
    ],
)
def test_nothing_that_others_wrote_commands_the_terminal(vault: Path, words: tuple[str, ...]) -> None:
    """Mails and sheets may be hostile; what is printed is text."""
    printed = run(vault, *words, "--as-of", "2026-11-23").output
    assert not {"\x1b", "\x07", "\u202e", "\r"} & set(printed.replace("\x1b[0m", ""))
    assert "\nPASS everything" not in printed


def test_gaps_as_json(vault: Path) -> None:
    """Acts with their words, requirements and factors with their verdicts, each with its rule."""
    found = json.loads(run(vault, "gaps", "lamps", "--forum", "cn-court", "--full", "--json").output)
    assert found["forum"] == "cn-court"
    assert {each["verdict"] for each in found["requirements"]} <= {"PASS", "FAIL", "NOT_CHECKED"}
    assert all(each["rule"] and each["cited"] for each in found["requirements"])
    act = found["acts"][0]
    assert (act["act"], act["channel"], act["rule"]["rule"].split(".")[0]) == ("demand", "email", "cn-court")
    assert act["rule"]["cited"]


def test_deadlines_with_steps_and_calendar(vault: Path, tmp_path: Path) -> None:
    """Steps are told in whole sentences; the calendar takes no line from the sheet; --all shows what has not begun."""
    ics = tmp_path / "d.ics"
    short = run(vault, "deadlines", "--as-of", "2026-11-23", "--ics", str(ics)).output
    assert b"\r\nBEGIN:VEVENT\r\n" in ics.read_bytes()
    assert ics.read_bytes().count(b"BEGIN:VEVENT") == ics.read_bytes().count(b"END:VEVENT")
    assert b"\x1b" not in ics.read_bytes()
    full = run(vault, "deadlines", "--as-of", "2026-11-23", "--all", "--steps").output
    assert "not-started" in full
    assert "Civil Code" in full
    assert len(full) > len(short)
    with pytest.raises(OutputExists):
        run(vault, "deadlines", "--ics", str(ics))


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "soon"])
def test_absurd_days_are_refused(vault: Path, day: str) -> None:
    """No computation begins for a day that no calendar knows."""
    for words in (("deadlines",), ("claim", "lamps", "--forum", "cn-court"), ("gaps", "lamps", "--forum", "cn-court")):
        done = run(vault, *words, "--as-of", day)
        assert done.exit_code == 2
        assert "Traceback" not in done.output
