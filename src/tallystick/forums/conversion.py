"""Rules as they stand in YAML turned into the rules of the model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from tallystick.forums import schema
from tallystick.model import rule as model
from tallystick.model.rule import Citation, DatedValue, Rule, RuleKind, Source, Value, Words
from tallystick.model.situation import Fact, Situation

KINDS: Mapping[RuleKind, type[Value]] = {
    RuleKind.CHANNEL: model.Channel,
    RuleKind.DEADLINE: model.Deadline,
    RuleKind.RATE: model.Rate,
    RuleKind.FEE: model.Fee,
    RuleKind.THRESHOLD: model.Threshold,
    RuleKind.REQUIREMENT: model.Requirement,
    RuleKind.EXHIBIT: model.ExhibitRule,
    RuleKind.LAYOUT: model.LayoutRule,
    RuleKind.PRESUMPTION: model.Presumption,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A sentence of law of a rule: in this situation, on this day, it comes to what is expected."""

    pack: str
    rule: str
    name: str
    as_of: date
    situation: Situation
    amount: Decimal | None
    currency: str
    expect: Mapping[str, Any]


def source_of(each: schema.SourceIn) -> Source:
    """The source as the model knows it."""
    return Source(**_fields(each))


def rule_of(each: schema.RuleIn, sources: Mapping[str, Source]) -> Rule:
    """The rule as the model knows it. Raises KeyError for a source that is not among these."""
    return Rule(
        id=each.id, kind=each.kind, title=_words(each.title), says=_words(each.says),
        values=tuple(_dated(value, each.kind, sources) for value in each.values), when=each.when,
        disputes=each.disputes, events=each.events, unanswered=_words(each.unanswered) if each.unanswered else None,
    )  # fmt: skip


def cases_of(pack: str, each: schema.RuleIn) -> tuple[Case, ...]:
    """The rule's cases."""
    return tuple(
        Case(
            pack=pack, rule=each.id, name=case.name, as_of=case.as_of, amount=case.amount, currency=case.currency,
            situation=Situation(
                facts=tuple(_fact(fact) for fact in case.facts), traits=case.traits, disputes=case.disputes
            ),
            expect=case.expect,
        )
        for case in each.cases
    )  # fmt: skip


def _fact(each: schema.FactIn) -> Fact:
    return Fact(event=each.event, on=each.on, how=each.how, by=each.by, channel=each.channel, note=each.note)


def _dated(each: schema.ValueIn, kind: RuleKind, sources: Mapping[str, Source]) -> DatedValue:
    return DatedValue(
        begins=each.begins, ends=each.ends, value=_value(getattr(each, kind.value), kind),
        citations=tuple(_citation(cite, sources) for cite in each.cite), status=each.status,
        confidence=each.confidence,
    )  # fmt: skip


def _citation(each: schema.CitationIn, sources: Mapping[str, Source]) -> Citation:
    return Citation(
        source=sources[each.source], pinpoint=each.at, quote=each.quote, checked_on=each.checked_on,
        cites_version=each.cites_version,
    )  # fmt: skip


def _value(each: schema.Strict, kind: RuleKind) -> Value:
    fields = _fields(each)
    if isinstance(each, schema.FeeIn):
        fields["brackets"] = tuple(model.Bracket(**_fields(bracket)) for bracket in each.brackets)
    elif isinstance(each, schema.PresumptionIn):
        fields |= {"effect": _words(each.effect), "factors": {key: _words(each.factors[key]) for key in each.factors}}
    elif isinstance(each, schema.ChannelIn) and each.condition:
        fields["condition"] = _words(each.condition)
    return KINDS[kind](**fields)


def _fields(each: schema.Strict) -> dict[str, Any]:
    """What was given; what was not takes the default of the model's own class."""
    return {name: getattr(each, name) for name in each.model_fields_set}


def _words(each: schema.WordsIn) -> Words:
    return {"en": each.en, "zh": each.zh, "ru": each.ru}
