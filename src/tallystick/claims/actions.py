"""What can be done in a situation, step by step up the ladder from talking to suing; each step with its rule."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from tallystick.model.rule import LANGUAGES, Words
from tallystick.model.situation import Situation

# The four measures, after what has to be done at once.
RUNGS = ("now", "negotiation", "complaint", "collection", "court")


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One step: its rung, what it says, the id of the rule on which it rests, and the command that does it, or ""."""

    id: str
    rung: str
    says: Words
    rule: str
    do: str
    when: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionList:
    """What can be done in one kind of dispute, in the order in which it is done."""

    situation: str
    title: Words
    steps: tuple[Action, ...]


def actions(found: Situation) -> tuple[ActionList, ...]:
    """The list of each of the situation's disputes; steps that its traits rule out are left out, whatever is unknown
    leaves them in."""
    return tuple(
        ActionList(situation=each.situation, title=each.title, steps=tuple(
            step for step in each.steps if _fits(step, found)))
        for name in found.disputes if (each := all_actions().get(name)) is not None
    )  # fmt: skip


@cache
def all_actions() -> Mapping[str, ActionList]:
    """Every list by its dispute, whole."""
    read = tomllib.loads((files(__package__) / "actions.toml").read_text("utf-8"))
    steps = {action.id: action for action in _steps(read["step"])}
    return {
        name: ActionList(
            situation=name, title=_words(each), steps=tuple(sorted((steps[step] for step in each["steps"]), key=_rung))
        )
        for name, each in read["situation"].items()
    }


def _steps(read: Mapping[str, Mapping[str, str]]) -> Iterator[Action]:
    for ident, each in read.items():
        when: object = each.get("when", {})
        assert isinstance(when, dict)
        yield Action(
            id=ident, rung=each["rung"], says=_words(each), rule=each["rule"], do=each["do"],
            when={trait: tuple(wanted) for trait, wanted in when.items()},
        )  # fmt: skip


def _rung(action: Action) -> int:
    return RUNGS.index(action.rung)


def _words(each: Mapping[str, str]) -> Words:
    return {language: each[language] for language in LANGUAGES}


def _fits(action: Action, found: Situation) -> bool:
    known = ((found.trait(trait), wanted) for trait, wanted in action.when.items())
    return all(not value or value in wanted for value, wanted in known)
