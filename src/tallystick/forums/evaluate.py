"""The rules of a pack in a situation, as of a day: a pure function, so that it can be computed again years later."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from tallystick.forums.term import term
from tallystick.model.rule import DatedValue, Deadline, Pack, Rule
from tallystick.model.ruling import Ruling, Step, Term
from tallystick.model.situation import Fact, Situation


@dataclass(slots=True)
class _Findings:
    """What has been found of one rule so far."""

    steps: list[Step] = field(default_factory=list)
    used: list[Fact] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    is_sure: bool = True


def evaluate(pack: Pack, situation: Situation, as_of: date) -> tuple[Ruling, ...]:
    """A ruling on each rule that applies or may apply, in the order of the pack."""
    return tuple(ruling for rule in pack.rules if (ruling := evaluate_rule(pack, rule, situation, as_of)) is not None)


def evaluate_rule(pack: Pack, rule: Rule, situation: Situation, as_of: date) -> Ruling | None:
    """What this rule comes to; None where it does not apply."""
    if not _may_apply(rule, situation):
        return None
    findings = _Findings()
    findings.missing += _unknown(rule, situation)
    findings.steps += (Step(code="trait-unknown", values={"trait": name}) for name in findings.missing)
    is_open = bool(findings.missing)
    value = _in_force(rule, situation, as_of, findings)
    found = _term(value, situation, as_of, findings)
    is_final = value is not None and value.status.is_final and findings.is_sure and not findings.missing
    if value is not None and not value.status.is_final:
        findings.steps.append(Step(code=f"status-{value.status.value}", values={}))
    return Ruling(
        pack=pack.id, version=pack.version, sha256=pack.sha256, rule=rule, value=value, as_of=as_of,
        is_final=is_final, is_open=is_open, used=tuple(dict.fromkeys(findings.used)),
        missing=tuple(dict.fromkeys(findings.missing)), steps=tuple(findings.steps), term=found,
    )  # fmt: skip


def _may_apply(rule: Rule, situation: Situation) -> bool:
    known = ((situation.trait(name), wanted) for name, wanted in rule.when.items())
    if any(value and value not in wanted and "*" not in wanted for value, wanted in known):
        return False
    return not (rule.disputes and situation.disputes and not set(rule.disputes) & set(situation.disputes))


def _unknown(rule: Rule, situation: Situation) -> Iterator[str]:
    yield from (name for name in rule.when if not situation.trait(name))
    if rule.disputes and not situation.disputes:
        yield "disputes"


def _in_force(rule: Rule, situation: Situation, as_of: date, findings: _Findings) -> DatedValue | None:
    """The value in force on the day of the first of the rule's events, or on the day as of which it is asked."""
    happened = [fact for event in rule.events for fact in situation.on(event)]
    first = min(happened, key=lambda fact: fact.on or date.max, default=None)
    day = first.on if first is not None and first.on is not None else as_of
    value = next((each for each in rule.values if _covers(each, day)), None)
    if value is None:
        findings.steps.append(Step(code="nothing-in-force", values={"day": day.isoformat()}))
    elif len(rule.values) > 1 and first is not None:
        findings.used.append(first)
        values = {"event": first.event.value, "day": day.isoformat()}
        findings.steps.append(Step(code="law-of-event", values=values))
    elif len(rule.values) > 1:
        findings.steps.append(Step(code="law-as-of", values={"day": day.isoformat()}))
    return value


def _covers(value: DatedValue, day: date) -> bool:
    return (value.begins is None or value.begins <= day) and (value.ends is None or day < value.ends)


def _term(value: DatedValue | None, situation: Situation, as_of: date, findings: _Findings) -> Term | None:
    if value is None or not isinstance(value.value, Deadline):
        return None
    counted = term(value.value, situation, as_of)
    findings.steps += counted.steps
    findings.used += counted.used
    findings.missing += counted.missing
    findings.is_sure = counted.is_sure
    return counted.term
