"""Lists of what to do, limits and words: every one complete, every rule there."""

from __future__ import annotations

import re

import pytest

from tallystick.claims.actions import RUNGS, actions, all_actions
from tallystick.claims.comparison import Reach, changes, enforceability, home_of, is_of_recognition, recognised_in
from tallystick.claims.limits import limits
from tallystick.claims.wording import said, texts
from tallystick.cli.main import COMMANDS
from tallystick.forums import PACKS, load
from tallystick.model.rule import LANGUAGES
from tallystick.model.situation import DISPUTES, TRAITS, Situation

SITUATIONS = ("late", "not_delivered", "defective", "vanished", "other_account", "dissolved", "bankrupt", "counterfeit")


@pytest.mark.parametrize("situation", SITUATIONS)
def test_there_is_a_list_for_each_situation(situation: str) -> None:
    """It begins with what is urgent, climbs the ladder, and each step cites a rule that is shipped."""
    (found,) = actions(Situation(disputes=(situation,)))
    rungs = [RUNGS.index(step.rung) for step in found.steps]
    assert rungs == sorted(rungs)
    assert rungs[0] == 0
    for step in found.steps:
        assert load(step.rule.split(".")[0]).rule(step.rule)
        assert set(step.says) == set(LANGUAGES)
        assert set(step.when) <= set(TRAITS)


def test_every_command_that_a_step_names_is_there() -> None:
    """What a step says this program does for it, it does."""
    named = {step.do.split()[1] for each in all_actions().values() for step in each.steps if step.do}
    assert named <= {*COMMANDS, "claim", "compare", "letter", "bundle", "deadlines"}
    assert set(all_actions()) <= set(DISPUTES)


def test_a_step_of_another_situation_is_left_out() -> None:
    """An offline order has no Trade Assurance dispute; what is not known leaves a step in."""
    offline = {step.id for step in actions(Situation(disputes=("late",), traits={"order": "offline"}))[0].steps}
    assert "complain-offline" in offline
    assert "complain" not in offline
    assert {"complain", "complain-offline"} <= {step.id for step in actions(Situation(disputes=("late",)))[0].steps}


def test_limits_rest_on_rules_that_are_shipped() -> None:
    """Each forum that cannot grant something is one of ours, and its rule is in its pack."""
    for forum, limit in limits().items():
        assert forum in PACKS
        assert load(forum).rule(limit.rule)


def test_all_words_are_there_in_three_languages() -> None:
    """Every code has English, Chinese and Russian, with the same values in each."""
    for code, words in texts().items():
        names = {language: sorted(set(re.findall(r"\{([a-z-]+)\}", words[language]))) for language in LANGUAGES}
        assert names["en"] == names["zh"] == names["ru"], code
    assert "does not advise" in said("informs")


def test_a_judgment_reaches_assets_at_home() -> None:
    """A Chinese judgment reaches assets in China; an English one needs recognition there; elsewhere it is not known."""
    rules = load("cn-enforcement").rules
    assert recognised_in("england-wales", "CN") == "cn-enforcement"
    assert recognised_in("cn-court", "CN") == recognised_in("england-wales", "FR") == recognised_in("eu", "CN") == ""
    assert enforceability("cn-court", "CN", ()).reach is Reach.AT_HOME
    assert enforceability("england-wales", "FR", ()).reach is Reach.NOT_KNOWN
    assert enforceability("cn-court", "", ()).reach is Reach.NOT_KNOWN
    assert enforceability("alibaba-trade-assurance", "CN", ()).reach is Reach.NOT_A_JUDGMENT
    assert any(is_of_recognition("england-wales", rule.id) for rule in rules)
    assert any(is_of_recognition("hk-sg-arbitration", rule.id) for rule in rules)
    assert home_of("hk-sg-arbitration") == ("HK", "SG")


def test_unknown_assets_would_change_the_picture() -> None:
    """Where the debtor's assets are not stated, that is named."""
    assert changes((), "") == (("assets_in", 1),)
    assert changes((), "CN") == ()
