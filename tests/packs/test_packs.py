"""Every case of every pack, and what every pack must have."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from time import process_time
from typing import Any

import pytest

from tallystick.errors import TallyError
from tallystick.forums import PACKS, load, load_with_layers
from tallystick.forums.conversion import Case
from tallystick.forums.evaluate import evaluate_rule
from tallystick.forums.fees import fee_of
from tallystick.forums.loader import SHELF, load_all, loaded
from tallystick.forums.series import rate_on, series
from tallystick.model.rule import Channel, Deadline, Fee, Pack, Rate, Rule, RuleKind
from tallystick.model.ruling import Ruling


def _is_sound(name: str) -> bool:
    """A pack with faults is reported by the one test that reads all of them, not by stopping every other."""
    try:
        return loaded(name) is not None
    except TallyError:
        return False


THERE = [name for name in PACKS if _is_sound(name)]


def _cases() -> list[Any]:
    return [pytest.param(case, id=f"{case.rule}: {case.name}") for name in THERE for case in loaded(name).cases]


@pytest.mark.parametrize("case", _cases())
def test_case(case: Case) -> None:
    """The rule comes to what its case says."""
    pack = load_with_layers(case.pack)
    ruling = evaluate_rule(pack, pack.rule(case.rule), case.situation, case.as_of)
    expected = dict(case.expect)
    if not expected.pop("applies", True):
        assert ruling is None or ruling.value is None, "it applies and is in force"
        assert not expected, "what does not apply comes to nothing"
        return
    assert ruling is not None, "it does not apply"
    for key, wanted in expected.items():
        assert _told(_found(key, ruling, case, pack)) == _wanted(wanted), key


def _found(key: str, ruling: Ruling, case: Case, pack: Pack) -> Any:
    if key in _OF_CASE:
        return _OF_CASE[key](ruling, case, pack)
    if key in ("is_open", "is_final", "missing"):
        return getattr(ruling, key)
    if key == "steps":
        codes = [step.code for step in ruling.steps]
        return [code for code in case.expect["steps"] if code in codes]
    if key == "status":
        return ruling.value and ruling.value.status.value
    if key in ("state", "last_day", "safe_day", "candidates"):
        return getattr(ruling.term, key)
    return getattr(ruling.value and ruling.value.value, key)


def _charged(ruling: Ruling, case: Case, pack: Pack) -> tuple[Decimal, Decimal]:
    assert ruling.value is not None
    fee = ruling.value.value
    assert isinstance(fee, Fee)
    return fee_of(fee, case.amount if case.amount is not None else Decimal(0), pack, case.as_of)


def _rate(ruling: Ruling, case: Case, bound: str) -> Decimal | None:
    """Percent per the rule's unit on the day of the case, or of the breach where that day picks it."""
    assert ruling.value is not None
    rate = ruling.value.value
    assert isinstance(rate, Rate)
    points = max(rate.low, rate.high) if bound == "high" else rate.low
    if not rate.series:
        return points
    half = date(case.as_of.year, 1 if case.as_of.month < 7 else 7, 1)
    first = min((fact.on for fact in case.situation.facts if fact.on), default=case.as_of)
    picked = {
        "each-period": case.as_of, "at-breach": first, "half-year-start": half,
        "half-year-before": half - timedelta(days=1),
    }[rate.picks]  # fmt: skip
    base = rate_on(series(rate.series), picked)
    if base is None:
        return None
    return base.rate * (1 + points) if rate.is_markup else base.rate + points


_OF_CASE: Mapping[str, Callable[[Ruling, Case, Pack], Any]] = {
    "amount": lambda ruling, case, pack: _charged(ruling, case, pack)[0],
    "amount_high": lambda ruling, case, pack: _charged(ruling, case, pack)[1],
    "rate": lambda ruling, case, pack: _rate(ruling, case, "low"),
    "rate_high": lambda ruling, case, pack: _rate(ruling, case, "high"),
}


def _told(found: Any) -> Any:
    """As a case writes it: days and names as texts, decimals by value, lists for tuples."""
    if isinstance(found, tuple | list):
        return [_told(each) for each in found]
    if isinstance(found, Mapping):
        return {key: _told(each) for key, each in found.items()}
    if isinstance(found, Decimal):
        return format(found.normalize(), "f")
    if hasattr(found, "__dataclass_fields__"):
        return {each.name: _told(getattr(found, each.name)) for each in fields(found)}
    return found if found is None or isinstance(found, bool | int) else str(found)


def _wanted(wanted: Any) -> Any:
    if isinstance(wanted, list):
        return [_wanted(each) for each in wanted]
    if isinstance(wanted, str):
        try:
            return format(Decimal(wanted).normalize(), "f")
        except ArithmeticError:
            return wanted
    return wanted


def test_the_table_of_packs_is_true() -> None:
    """PACKS lists exactly the folders that are packs."""
    assert set(PACKS) == set(SHELF.names())


def test_every_file_is_sound() -> None:
    """All packs and all sources are read without a fault, and every source is cited by a pack."""
    packs = load_all()
    cited = {source for each in packs.values() for source in each.sources}
    assert cited == {entry.name.removesuffix(".yaml") for entry in SHELF.yaml("sources")}


@pytest.mark.parametrize("name", THERE)
def test_every_rule_has_cases(name: str) -> None:
    """Every rule has a case that fires; one that has conditions also one in which it must not."""
    cases = loaded(name).cases
    fires = {case.rule for case in cases if case.expect.get("applies", True)}
    not_fires = {case.rule for case in cases if not case.expect.get("applies", True)}
    rules = load(name).rules
    assert [rule.id for rule in rules if rule.id not in fires] == []
    assert [rule.id for rule in rules if (rule.when or rule.disputes) and rule.id not in not_fires] == []


@pytest.mark.parametrize("name", THERE)
def test_every_clock_has_its_boundary(name: str) -> None:
    """Every clock of ours has a case on its last day or the day before, or one on the day after it."""
    by_rule: dict[str, list[Case]] = {}
    for case in loaded(name).cases:
        by_rule.setdefault(case.rule, []).append(case)
    clocks = [rule for rule in load(name).rules if _is_clock(rule)]
    assert [rule.id for rule in clocks if not _is_on_boundary(load_with_layers(name), rule, by_rule[rule.id])] == []


def _is_clock(rule: Rule) -> bool:
    return rule.kind is RuleKind.DEADLINE and not any(
        isinstance(each.value, Deadline) and (each.value.not_before or each.value.whose != "us") for each in rule.values
    )


def _is_on_boundary(pack: Pack, rule: Rule, cases: list[Case]) -> bool:
    lasts: set[int] = set()
    for case in cases:
        ruling = evaluate_rule(pack, rule, case.situation, case.as_of)
        last = ruling.term.last_day if ruling is not None and ruling.term is not None else None
        if last is not None and ruling is not None and ruling.term is not None:
            done = [fact.on for fact in ruling.used if fact.on] if ruling.term.state in ("kept", "missed") else []
            lasts |= {(day - last).days for day in (case.as_of, *done)}
    return 0 in lasts and 1 in lasts


@pytest.mark.parametrize("name", THERE)
def test_every_conditional_channel_says_its_condition(name: str) -> None:
    """A channel that counts only under a condition says under which."""
    channels = [(rule.id, each.value) for rule in load(name).rules for each in rule.values]
    silent = [
        ident
        for ident, value in channels
        if isinstance(value, Channel) and value.verdict == "conditional" and value.condition is None
    ]
    assert silent == []


def test_packs_are_read_fast() -> None:
    """All packs are read within a few seconds of work, on slow machines too; bench measures the figure itself."""
    begun = process_time()
    load_all()
    assert process_time() - begun < 5


def test_the_folder_is_the_package() -> None:
    """The rules are read from the package's own files."""
    assert Path(str(SHELF.root)).name == "forums"
