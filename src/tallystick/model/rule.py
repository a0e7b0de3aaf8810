"""Rules of a forum as data: a pack holds rules, a rule holds dated values, each value its citation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from tallystick.model.situation import Event

Words = Mapping[str, str]  # en, zh, ru
LANGUAGES = ("en", "zh", "ru")


class RuleKind(StrEnum):
    """The closed table of kinds. Python computes; data selects and parameterises."""

    CHANNEL = "channel"
    DEADLINE = "deadline"
    RATE = "rate"
    FEE = "fee"
    THRESHOLD = "threshold"
    REQUIREMENT = "requirement"
    EXHIBIT = "exhibit"
    LAYOUT = "layout"
    PRESUMPTION = "presumption"


class Status(StrEnum):
    """How a value is known. Only from `verified` and `secondary` is a final figure or date computed."""

    VERIFIED = "verified"  # read in the official text (V1)
    SECONDARY = "secondary"  # read in a source that quotes or summarises it (V2)
    UNVERIFIED = "unverified"  # remembered, or not found (MEM, NF, SEED)
    CONFLICT = "conflict"  # sources disagree

    @property
    def is_final(self) -> bool:
        return self in (Status.VERIFIED, Status.SECONDARY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A text of authority, in a file of its own."""

    id: str
    title: str  # in its own language
    title_en: str
    authority: str
    language: str
    kind: str  # statute, interpretation, convention, rules, platform-terms, platform-help, guidance, article, code
    url: str = ""
    adopted: date | None = None
    in_force: date | None = None
    until: date | None = None
    read_at: str = ""  # repository and commit, or archive, where the text was read


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """Where exactly it stands, in which version of the numbering, and a short quotation in the original language."""

    source: Source
    pinpoint: str
    quote: str
    checked_on: date
    cites_version: str = ""  # where the text refers to another text's old numbers: "CPL 2021"


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """What a channel's messages are worth: `basis` (counts by rule), `ok`, `conditional` or `no`.

    `cures` are kinds of letters or steps that mend it: confirmation, restatement, authenticity, clause, notary,
    original-carrier, translation.
    """

    channel: str  # platform-chat, platform-file, email, messenger, call, paper, page, document, statement
    verdict: str
    condition: Words | None = None
    unless: str = ""  # a trait and value under which it is `ok` all the same, "authenticity_agreed=yes"
    cures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """A clock. `period` is ISO 8601 (P3Y, P30D) or counts working days (P7B); several candidates where sources
    disagree, of which the one that ends earliest is safe.

    It starts on the `start_pick` ("earliest" or "latest") of the start events. `restarts_on` interrupt it;
    `by_them` are those of them that count only if the other side acts. `cut_off` is a period from its own events after
    which it has ended whatever happened. `action` is what has to be done in time (file, answer, upload, notify,
    rescind, enforce, sue, appeal, export, object) and `whose` ("us", "them", "forum") has to do it.
    """

    periods: tuple[str, ...]
    start: tuple[Event, ...]
    action: str
    whose: str = "us"
    start_pick: str = "latest"
    excludes_start_day: bool = True
    rolls: str = "next-workday"  # or "none"
    calendar: str = ""  # CN, HK, SG, US, GB, EU, DE, RU; "" for none
    restarts_on: tuple[Event, ...] = ()
    by_them: tuple[Event, ...] = ()
    suspended_by: tuple[Event, ...] = ()
    suspends_for: str = ""  # ISO 8601, from the suspending event
    ended_by: tuple[Event, ...] = ()  # the act itself: with it in time, the deadline was kept
    cut_off: str = ""
    cut_off_from: tuple[Event, ...] = ()
    not_before: bool = False  # the day from which something may be done, not until which


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """Interest: a series plus points, or a fixed rate, simple; `low` and `high` where a court may choose.

    A series' rate times (1 + low..high) where `is_markup`, else plus low..high in points. `per` is "year" or "day";
    `picks` says which value of the series counts: "each-period", "at-breach" or "half-year-start" (1 January, 1 July)
    or "half-year-before" (30 June, 31 December before).
    """

    series: str = ""
    low: Decimal = Decimal(0)
    high: Decimal = Decimal(0)
    is_markup: bool = False
    per: str = "year"
    year_days: int = 365
    picks: str = "each-period"
    currency: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bracket:
    """The part of an amount up to `upto` (None: without end) costs `fixed`, or `rate` of it, both together."""

    upto: Decimal | None
    fixed: Decimal = Decimal(0)
    rate: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fee:
    """What something costs: progressive brackets, or `share` of the fee that the rule `of` computes, within bounds."""

    purpose: str  # court, appeal, enforcement, preservation, security, arbitration, registration, recognition ...
    currency: str
    brackets: tuple[Bracket, ...] = ()
    of: str = ""  # id of another fee rule
    share: Decimal = Decimal(1)
    least: Decimal | None = None
    most: Decimal | None = None
    range_low: Decimal | None = None  # where the text only gives a range
    range_high: Decimal | None = None
    borne_by: str = ""  # loser, applicant, debtor


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """An amount, share or count at which something changes. `what` names it, `unit` is a currency, share or count."""

    what: str
    unit: str
    at_least: Decimal | None = None
    at_most: Decimal | None = None
    regions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """What has to be there. `check` names what is looked at (see forums.checks); `stage` is when: evidence, filing,
    bundle, notice, enforcement. `severity` is must, should or may."""

    check: str
    stage: str
    severity: str = "must"
    element: str = ""  # contract, performance, breach, notice, loss, identity, authority, jurisdiction, finality ...
    arguments: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExhibitRule:
    """What a forum takes as a file: types by suffix, sizes and counts, order and numbering of exhibits."""

    suffixes: tuple[str, ...] = ()
    largest_bytes: int | None = None
    most_files: int | None = None
    most_dpi: int | None = None
    order: str = ""  # time, element-then-time
    numbering: str = ""  # "1", "1-1", "C-1", "Bates"
    arguments: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LayoutRule:
    """How a bundle is laid out: columns of its list by key, language, copies, stamps."""

    columns: tuple[str, ...] = ()
    language: str = ""
    copies: str = ""  # "per-opponent", a number
    arguments: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Presumption:
    """What is presumed when factors are shown: each factor by key, with its words. `all_of` or one of them."""

    effect: Words
    factors: Mapping[str, Words]
    is_all: bool = False


Value = Channel | Deadline | Rate | Fee | Threshold | Requirement | ExhibitRule | LayoutRule | Presumption


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedValue:
    """A value in force from a day (None: from ever) until before another (None: still)."""

    begins: date | None
    ends: date | None
    value: Value
    citations: tuple[Citation, ...]
    status: Status
    confidence: str  # high, medium, low


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule. `title` names it, `says` is our interpretation, `text` in the citations is the law's own.

    It applies where every trait in `when` has one of the values (an unknown trait leaves it open), and, where
    `disputes` are named, one of them is there. `events` picks the value in force: the day of the first of them that
    happened, else the day as of which it is asked.
    """

    id: str
    kind: RuleKind
    title: Words
    says: Words
    values: tuple[DatedValue, ...]
    when: Mapping[str, tuple[str, ...]]
    disputes: tuple[str, ...]
    events: tuple[Event, ...]
    unanswered: Words | None = None  # what stays open, "check with counsel"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """All rules of a forum; `sha256` is that of its files, `version` is its own, a date with a serial."""

    id: str
    title: Words
    version: str
    sha256: str
    currency: str
    language: str  # of its proceedings
    layers: tuple[str, ...]  # packs that apply beneath it
    rules: tuple[Rule, ...]

    def rule(self, ident: str) -> Rule:
        """The rule of this id. Raises KeyError."""
        found = next((rule for rule in self.rules if rule.id == ident), None)
        if found is None:
            raise KeyError(ident)
        return found
