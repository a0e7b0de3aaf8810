"""Every step, state, event, trait and check has words in three languages."""

from __future__ import annotations

import ast
import re
from dataclasses import replace
from datetime import date
from importlib import import_module
from pathlib import Path

import pytest

from tallystick.forums import evaluate
from tallystick.forums.checks import CHECKS
from tallystick.forums.explain import explained
from tallystick.forums.loader import Shelf, loaded
from tallystick.forums.names import CALENDAR_NAMES, EVENT_NAMES, TRAIT_NAMES
from tallystick.forums.schema import CALENDARS
from tallystick.forums.wording import SENTENCES, STATES, day_in_words, period_in_words, sentence
from tallystick.model.rule import LANGUAGES, Deadline, Status
from tallystick.model.ruling import Step
from tallystick.model.situation import TRAITS, Event, Fact, Situation

SOUND = Shelf(Path(__file__).parents[2] / "golden" / "packs" / "sound")
_VALUES = {
    "event": "demand_reached", "events": "damage handed_over", "day": "2026-02-09", "last": "2026-03-09",
    "from": "2026-02-09", "to": "2026-03-09", "period": "P3Y", "calendar": "CN", "year": "2030", "count": "2",
    "trait": "kind",
}  # fmt: skip


def _written_codes() -> set[str]:
    """Each text in the code that computes which looks like the code of a step."""
    texts: set[object] = set()
    for name in ("clock", "term", "evaluate"):
        tree = ast.parse(Path(str(import_module(f"tallystick.forums.{name}").__file__)).read_text("utf-8"))
        texts |= {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    known = {text for text in texts if isinstance(text, str) and re.fullmatch(r"[a-z]+(-[a-z]+)*", text)}
    return {text for text in known if text in SENTENCES or "-" in text}


def test_every_code_has_words_and_all_words_are_used() -> None:
    """The codes that the program writes are those of the table, but for the texts that are no codes."""
    others = {"not-started", "next-workday"}
    put_together = {"start-earliest", "start-latest", "status-unverified", "status-conflict"}
    assert _written_codes() - others | put_together == set(SENTENCES)


@pytest.mark.parametrize("code", list(SENTENCES))
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_step_is_a_whole_sentence(code: str, language: str) -> None:
    """No placeholder is left, and it ends as a sentence does."""
    said = sentence(Step(code=code, values=_VALUES), language)
    assert "{" not in said
    assert said.endswith("。" if language == "zh" else ".")
    assert not said.endswith("..")


def test_every_name_has_three_languages() -> None:
    """Events, traits, calendars, states and checks are named in each language."""
    assert set(EVENT_NAMES) == {event.value for event in Event}
    assert set(TRAIT_NAMES) == {*TRAITS, "disputes"}
    assert set(CALENDAR_NAMES) == set(CALENDARS) - {""}
    for table in (EVENT_NAMES, TRAIT_NAMES, CALENDAR_NAMES, STATES, CHECKS):
        assert all(set(words) == set(LANGUAGES) and all(words.values()) for words in table.values())


@pytest.mark.parametrize(
    ("written", "en", "zh", "ru"),
    [
        ("P1Y", "1 year", "1年", "1 год"),
        ("P3Y", "3 years", "3年", "3 года"),
        ("P5Y", "5 years", "5年", "5 лет"),
        ("P11M", "11 months", "11个月", "11 месяцев"),
        ("P21D", "21 days", "21日", "21 день"),
        ("P1Y6M", "1 year 6 months", "1年6个月", "1 год 6 месяцев"),
        ("PT48H", "48 hours", "48小时", "48 часов"),
        ("P7B", "7 working days", "7个工作日", "7 рабочих дней"),
        ("P0D", "0 days", "0日", "0 дней"),
    ],
)
def test_periods_in_words(written: str, en: str, zh: str, ru: str) -> None:
    """A period is counted as the language counts."""
    assert [period_in_words(written, language) for language in LANGUAGES] == [en, zh, ru]


def test_days_in_words() -> None:
    """A day is written as the language writes it."""
    assert [day_in_words(date(2026, 2, 9), language) for language in LANGUAGES] == [
        "9 February 2026", "2026年2月9日", "9 февраля 2026 года",
    ]  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_ruling_is_told_with_everything_it_rests_on(language: str) -> None:
    """Rule, period, citation, facts used and missing, pack, version and hash are all there."""
    pack = loaded("small", SOUND).pack
    fact = Fact(event=Event.BREACH_KNOWN, on=date(2026, 2, 9), how="stated", shown_by=("ab" * 32,))
    ruling = evaluate(pack, Situation(facts=(fact,), traits={"kind": "goods"}), date(2026, 11, 23))[0]
    told = "\n".join(explained(ruling, language))
    for each in (
        pack.rules[0].says[language], "art. 2", "三年", "abababab", pack.sha256, pack.version,
        TRAIT_NAMES["international"][language], day_in_words(date(2029, 2, 9), language),
    ):  # fmt: skip
        assert each in told


def test_a_rule_without_a_value_in_force_is_told_too() -> None:
    """Nothing is invented where no value was in force."""
    pack = loaded("small", SOUND).pack
    fact = Fact(event=Event.BREACH_KNOWN, on=date(2010, 2, 9), how="stated")
    ruling = evaluate(pack, Situation(facts=(fact,)), date(2026, 11, 23))[0]
    assert "No rule was in force on 9 February 2010." in explained(ruling, "en")


def test_not_started_conflicting_and_unanswered_are_told() -> None:
    """What is missing, the days in question, other numbering and what stays open are said."""
    rule = loaded("small", SOUND).pack.rules[0]
    assert isinstance(rule.values[1].value, Deadline)
    clock = replace(
        rule.values[1].value, periods=("P2Y", "P3Y"), cut_off="P20Y", cut_off_from=(Event.DAMAGE,), calendar=""
    )
    cite = replace(rule.values[0].citations[0], quote="", cites_version="CPL 2021")
    value = replace(rule.values[0], value=clock, status=Status.CONFLICT, citations=(cite,), begins=None, ends=None)
    pack = replace(
        loaded("small", SOUND).pack, rules=(replace(rule, when={}, events=(), values=(value,), unanswered=rule.title),)
    )
    damage, breach = (
        Fact(event=event, on=date(2026, 2, 9), how="stated") for event in (Event.DAMAGE, Event.BREACH_KNOWN)
    )
    waiting = explained(evaluate(pack, Situation(facts=(damage,)), date(2026, 11, 23))[0], "en")
    assert "State: not started." in waiting
    assert "Days in question: 9 February 2046." in waiting
    running = explained(evaluate(pack, Situation(facts=(damage, breach)), date(2026, 11, 23))[0], "en")
    for each in (
        "Days in question: 9 February 2028, 9 February 2029.", "It refers to the numbering of CPL 2021.",
        "Still open: Limitation", "Not final.", "Small Code (小法典), art. 1, as read on 23 November 2026.",
    ):  # fmt: skip
        assert each in running
