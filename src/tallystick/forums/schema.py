"""The strict schema of rule packs, sources and series as they stand in YAML; it becomes schema.json."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from tallystick.forums.checks import CHECKS
from tallystick.model.rule import RuleKind, Status
from tallystick.model.situation import DISPUTES, TRAITS, Event

PERIOD = re.compile(r"P(?!\Z)(?:\d+Y)?(?:\d+M)?(?:\d+W)?(?:\d+D)?(?:T(?!\Z)(?:\d+H)?)?\Z|P\d+B\Z")
CALENDARS = ("", "CN", "HK", "SG", "US", "GB", "EU", "DE", "RU")
_DECIMAL = re.compile(r"-?\d{1,15}(?:\.\d{1,12})?\Z")


def _quoted_decimal(value: Any) -> Decimal:
    if not isinstance(value, str) or not _DECIMAL.match(value):
        raise ValueError(f'{value!r} is no decimal in quotes, as in "0.30"')
    return Decimal(value)


def _period(value: str) -> str:
    if not PERIOD.match(value):
        raise ValueError(f"{value!r} is no period; expected ISO 8601 as P3Y, P6M, P30D, PT48H, or working days as P7B")
    return value


def _known(what: str, table: Any) -> AfterValidator:
    def check(value: str) -> str:
        if value not in table:
            raise ValueError(f"unknown {what} {value!r}")
        return value

    return AfterValidator(check)


def _traits(value: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    for trait, wanted in value.items():
        for each in wanted:
            trait_value(trait, each)
    return value


def trait_value(trait: str, value: str) -> None:
    """Nothing happens where the trait may have this value. Raises ValueError otherwise."""
    allowed = TRAITS.get(trait)
    if allowed is None:
        raise ValueError(f"unknown trait {trait!r}")
    if allowed != ("*",) and value not in allowed:
        raise ValueError(f"unknown value {value!r} of trait {trait}; it may be {', '.join(allowed)}")


def _condition(value: str) -> str:
    trait, equals, wanted = value.partition("=")
    if not equals:
        raise ValueError(f"{value!r} is no condition; expected trait=value")
    trait_value(trait, wanted)
    return value


def _case_traits(value: dict[str, str]) -> dict[str, str]:
    for trait, each in value.items():
        trait_value(trait, each)
    return value


Text = Annotated[str, Field(min_length=1)]
QuotedDecimal = Annotated[
    Decimal,
    BeforeValidator(_quoted_decimal),
    WithJsonSchema({"type": "string", "pattern": _DECIMAL.pattern.removesuffix(r"\Z") + "$"}),
]
Period = Annotated[str, AfterValidator(_period)]
Check = Annotated[str, _known("check", CHECKS)]
Dispute = Annotated[str, _known("dispute", DISPUTES)]
Arguments = dict[str, str]
Ident = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9.-]*$")]
ChannelName = Literal["platform-chat", "platform-file", "email", "messenger", "call", "paper", "page", "document",
                      "statement"]  # fmt: skip
Purpose = Literal["court", "appeal", "summary", "enforcement", "recognition", "preservation", "security",
                  "registration", "arbitration", "filing", "administration", "payment-order", "set-aside"]  # fmt: skip
SourceKind = Literal["statute", "interpretation", "convention", "rules", "platform-terms", "platform-help", "guidance",
                     "article", "code"]  # fmt: skip


class Strict(BaseModel):
    """Nothing unknown, nothing converted, nothing changed afterwards."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, populate_by_name=False)


class WordsIn(Strict):
    """The same in English, Chinese and Russian; none may be missing."""

    en: Text
    zh: Text
    ru: Text


class SourceIn(Strict):
    id: Ident
    title: Text
    title_en: Text
    authority: Text
    language: Annotated[str, Field(pattern=r"^[a-z]{2}$")]
    kind: SourceKind
    adopted: date | None = None
    in_force: date | None = None
    until: date | None = None
    url: str = ""
    read_at: str = ""


class CitationIn(Strict):
    source: Ident
    at: Text
    quote: str
    checked_on: date
    cites_version: str = ""


class ChannelIn(Strict):
    channel: ChannelName
    verdict: Literal["basis", "ok", "conditional", "no"]
    condition: WordsIn | None = None
    unless: Annotated[str, AfterValidator(_condition)] | None = None
    cures: tuple[Literal["confirmation", "restatement", "authenticity", "clause", "notary", "original-carrier",
                         "translation"], ...] = ()  # fmt: skip


class DeadlineIn(Strict):
    periods: Annotated[tuple[Period, ...], Field(min_length=1)]
    start: Annotated[tuple[Event, ...], Field(min_length=1)]
    action: Literal["file", "answer", "upload", "notify", "rescind", "enforce", "sue", "appeal", "export", "object",
                    "pay", "apply", "decide", "preserve", "claim", "register"]  # fmt: skip
    whose: Literal["us", "them", "forum"] = "us"
    start_pick: Literal["earliest", "latest"] = "latest"
    excludes_start_day: bool = True
    rolls: Literal["next-workday", "none"] = "next-workday"
    calendar: Annotated[str, _known("calendar", CALENDARS)] = ""
    restarts_on: tuple[Event, ...] = ()
    by_them: tuple[Event, ...] = ()
    suspended_by: tuple[Event, ...] = ()
    suspends_for: Period | None = None
    ended_by: tuple[Event, ...] = ()
    cut_off: Period | None = None
    cut_off_from: tuple[Event, ...] = ()
    not_before: bool = False


class RateIn(Strict):
    series: str = ""
    low: QuotedDecimal = Decimal(0)
    high: QuotedDecimal = Decimal(0)
    is_markup: bool = False
    per: Literal["year", "day"] = "year"
    year_days: Literal[360, 365] = 365
    picks: Literal["each-period", "at-breach", "half-year-start", "half-year-before"] = "each-period"
    currency: str = ""


class BracketIn(Strict):
    upto: QuotedDecimal | None
    fixed: QuotedDecimal = Decimal(0)
    rate: QuotedDecimal = Decimal(0)


class FeeIn(Strict):
    purpose: Purpose
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
    brackets: tuple[BracketIn, ...] = ()
    of: str = ""
    share: QuotedDecimal = Decimal(1)
    least: QuotedDecimal | None = None
    most: QuotedDecimal | None = None
    range_low: QuotedDecimal | None = None
    range_high: QuotedDecimal | None = None
    borne_by: Literal["", "loser", "applicant", "debtor"] = ""


class ThresholdIn(Strict):
    what: Text
    unit: Annotated[str, Field(pattern=r"^([A-Z]{3}|share|count|[a-z][a-z-]*)$")]
    at_least: QuotedDecimal | None = None
    at_most: QuotedDecimal | None = None
    regions: tuple[str, ...] = ()


class RequirementIn(Strict):
    check: Check
    stage: Literal["evidence", "filing", "bundle", "notice", "enforcement"]
    severity: Literal["must", "should", "may"] = "must"
    element: str = ""
    arguments: Arguments | None = None


class ExhibitIn(Strict):
    suffixes: tuple[Annotated[str, Field(pattern=r"^\.?[a-z0-9]+$")], ...] = ()
    largest_bytes: Annotated[int, Field(gt=0)] | None = None
    most_files: Annotated[int, Field(gt=0)] | None = None
    most_dpi: Annotated[int, Field(gt=0)] | None = None
    order: str = ""
    numbering: str = ""
    arguments: Arguments | None = None


class LayoutIn(Strict):
    columns: tuple[str, ...] = ()
    language: str = ""
    copies: str = ""
    arguments: Arguments | None = None


class PresumptionIn(Strict):
    effect: WordsIn
    factors: Annotated[dict[str, WordsIn], Field(min_length=1)]
    is_all: bool = False


class ValueIn(Strict):
    """A value in force; exactly one of the kinds stands in it, that of its rule."""

    begins: date | None = Field(default=None, alias="from")
    ends: date | None = Field(default=None, alias="until")
    status: Status
    confidence: Literal["high", "medium", "low"]
    cite: Annotated[tuple[CitationIn, ...], Field(min_length=1)]
    channel: ChannelIn | None = None
    deadline: DeadlineIn | None = None
    rate: RateIn | None = None
    fee: FeeIn | None = None
    threshold: ThresholdIn | None = None
    requirement: RequirementIn | None = None
    exhibit: ExhibitIn | None = None
    layout: LayoutIn | None = None
    presumption: PresumptionIn | None = None


class FactIn(Strict):
    event: Event
    on: date | None = None
    how: Literal["stated", "read", "booked"] = "stated"
    by: Literal["", "us", "them"] = ""
    channel: str = ""
    note: str = ""


class CaseIn(Strict):
    """A sentence of law: in this situation the rule comes to this."""

    name: Annotated[str, Field(min_length=10)]
    as_of: date
    traits: Annotated[dict[str, str], AfterValidator(_case_traits)] = Field(default_factory=dict)
    disputes: tuple[Dispute, ...] = ()
    facts: tuple[FactIn, ...] = ()
    amount: QuotedDecimal | None = None
    currency: str = ""
    expect: Annotated[dict[str, Any], Field(min_length=1)]


class RuleIn(Strict):
    id: Ident
    kind: RuleKind
    title: WordsIn
    says: WordsIn
    when: Annotated[dict[str, tuple[str, ...]], AfterValidator(_traits)] = Field(default_factory=dict)
    disputes: tuple[Dispute, ...] = ()
    events: tuple[Event, ...] = ()
    values: Annotated[tuple[ValueIn, ...], Field(min_length=1)]
    unanswered: WordsIn | None = None
    cases: tuple[CaseIn, ...] = ()


class PackIn(Strict):
    id: Ident
    title: WordsIn
    version: Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}\.\d+$")]
    currency: str = ""
    language: str = ""
    layers: tuple[Ident, ...] = ()
