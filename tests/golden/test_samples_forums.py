"""What the sample deals are worth before a forum: channels, readiness, clocks. The figures follow from their sheets."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from reference import MEMBERS
from sample_vault import Vault

AS_OF = ("--as-of", "2026-05-18")


def requirement(answer: dict[str, Any], name: str) -> set[str]:
    """The verdicts of all requirements that look at this."""
    return {each["verdict"] for each in answer["requirements"] if each["name"] == name}


def test_only_the_platforms_chat_counts_on_the_platform(berlin: Vault) -> None:
    """Dispute Rules art. 22: mail and WeChat are no basis there, OneTalk is; each act says which rule."""
    acts = berlin.ask("gaps", "lanterns-cl200", "--forum", "alibaba-trade-assurance", *AS_OF)["acts"]
    verdicts = {act["channel"]: act["verdict"] for act in acts}
    assert verdicts["email"] == "no"
    assert verdicts.get("messenger", "no") == "no"
    assert verdicts.get("platform-chat", "basis") == "basis"
    assert all(act["verdict"] == verdicts[act["channel"]] for act in acts)
    by_mail = next(act for act in acts if act["channel"] == "email")
    assert "art. 22" in by_mail["rule"]["cited"]
    assert {"confirmation", "authenticity"} <= set(by_mail["cures"])


def test_a_chinese_court_takes_mail_and_chats(berlin: Vault) -> None:
    """Evidence Provisions art. 14: both are electronic data; what is not in Chinese needs a translation."""
    answer = berlin.ask("gaps", "lanterns-cl200", "--forum", "cn-court", *AS_OF)
    assert not [act for act in answer["acts"] if act["channel"] in ("email", "messenger") and act["verdict"] == "no"]
    named = {
        re.split(r"[.\[]", member)[0] for member, what in MEMBERS["gaps"].items() if what.startswith("with --forum")
    }
    assert named <= answer.keys()
    assert requirement(answer, "translation_attached") == {"FAIL"}
    factors = {each["factor"]: each["verdict"] for rule in answer["factors"] for each in rule["factors"]}
    assert factors["kept_whole"] == "PASS"
    assert factors["system_reliable"] == "NOT_CHECKED"
    assert factors["agreed_way"] == "NOT_CHECKED"


def clocks(vault: Vault, *words: str) -> dict[str, dict[str, Any]]:
    """The clocks of all matters by their rule."""
    return {clock["rule"]: clock for clock in vault.ask("deadlines", *words, *AS_OF)["clocks"]}


def test_clocks_of_the_berlin_deal(berlin: Vault) -> None:
    """The platform's 30 days were over on 11 March; four years run anew from the demand refused on 21 April."""
    found = clocks(berlin)
    claim = found["alibaba-trade-assurance.deadline.claim-period"]
    assert (claim["state"], claim["last_day"], claim["is_final"]) == ("missed", "2026-03-11", True)
    sale = next(
        clock for rule, clock in found.items() if clock["last_day"] == "2030-04-21" and rule.startswith("cn-court")
    )
    assert (sale["state"], sale["safe_day"]) == ("running", "2030-04-19")
    assert found["cisg.deadline.notice-of-defects"]["state"] == "kept"
    assert [clock["forum"] for clock in found.values()].count("cn-court") > 10


def test_clocks_of_the_agencys_deal(agency: Vault) -> None:
    """In Russia the signed reconciliation restarts limitation and the claim letter does not; suing opens on 21 May."""
    found = clocks(agency)
    assert found["ru-arbitrazh.deadline.limitation"]["last_day"] == "2029-03-16"
    wait = found["ru-arbitrazh.deadline.pretrial-wait"]
    assert (wait["state"], wait["last_day"], wait["is_final"]) == ("opens", "2026-05-21", True)


def test_calendar_file(agency: Vault, tmp_path: Path) -> None:
    """The running clocks stand in a calendar file, which is never written over another."""
    path = tmp_path / "deadlines.ics"
    agency.ask("deadlines", "--ics", str(path), "--language", "ru", *AS_OF)
    text = path.read_bytes().decode()
    assert text.count("BEGIN:VEVENT") >= 2
    assert "DTSTART;VALUE=DATE:20260521" in text
    assert agency.ask("deadlines", "--ics", str(path), *AS_OF, code=2)["error"]["code"] == "output-exists"


@pytest.mark.parametrize("command", [("gaps", "kontur-14-09-25", "--forum", "atlantis"), ("deadlines", "--forum", "x")])
def test_unknown_forum(agency: Vault, command: tuple[str, ...]) -> None:
    """A forum that has no rules is refused with those that have."""
    answer = agency.ask(*command, code=2)
    assert "ru-arbitrazh" in answer["error"]["message"]


def test_a_payment_is_counted_once(berlin: Vault, tmp_path: Path) -> None:
    """Two statements show each payment, and one of them the transfer to the impostor: the letter names 59,100.00."""
    berlin.ask(
        "letter", "demand", "--matter", "lanterns-cl200", "--language", "zh", "--last-date", "2026-06-15",
        "--fact", "claim=USD 35607.00", "-o", tmp_path / "letter", *AS_OF,
    )  # fmt: skip
    assert "支付59,100.00美元" in (tmp_path / "letter" / "letter.json").read_text("utf-8")
