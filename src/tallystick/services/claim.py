"""Claim: what is owed in a matter under a forum's rules, and what it costs to ask for it there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from tallystick.claims.cost import Cost, Spending, StatedCost, costs, spending
from tallystick.claims.exchange import ExchangeRate, converted, exchange_table
from tallystick.claims.late import Reference
from tallystick.claims.law import law, rate_of
from tallystick.claims.limits import granted
from tallystick.claims.owed import Total, owed, totals
from tallystick.claims.rounding import rounded
from tallystick.claims.sums import Owed
from tallystick.errors import SourceNotFound, SourceUnreadable
from tallystick.forums import evaluate, load_with_layers
from tallystick.forums.series import Series, merge, series
from tallystick.model.claim import AGREED_SUMS, ClaimItem, ClaimKind
from tallystick.model.money import Money
from tallystick.model.rule import Deadline, Pack, Threshold
from tallystick.model.ruling import Ruling
from tallystick.model.situation import Event, Fact, Situation
from tallystick.services.known import Known, open_record
from tallystick.services.situation import situation, stated_alone
from tallystick.vault.vault import Edges

_LARGEST_FILE = 4 * 2**20


@dataclass(frozen=True, slots=True, kw_only=True)
class Supplied:
    """What a person supplies to a computation: exchange rates, costs, and rows of reference series by name."""

    rates: tuple[ExchangeRate, ...] = ()
    costs: tuple[StatedCost, ...] = ()
    series: Mapping[str, Path] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """A matter's claims before a forum. `disputed` is the sum by which the fees are reckoned, None where it could not
    be converted; `uncounted` are payments of theirs that are in the record and on no claim."""

    matter: str
    pack: Pack
    as_of: date
    owed: tuple[Owed, ...]
    totals: tuple[Total, ...]
    disputed: Money | None
    costs: tuple[Cost, ...]
    spending: tuple[Spending, ...]
    stated: tuple[StatedCost, ...]
    durations: tuple[Ruling, ...]
    rulings: tuple[Ruling, ...]
    uncounted: tuple[Fact, ...]

    @property
    def is_final(self) -> bool:
        """Whether every sum rests on rules that are certain, and on everything they ask for."""
        return all(each.is_final for each in self.owed)


def claim(root: Path, edges: Edges, name: str, forum: str, as_of: date, supplied: Supplied | None = None) -> Claimed:
    """What the matter's sheet claims, as the forum's rules make of it on that day.

    Raises MatterNotFound, PackNotFound, SourceNotFound, SourceUnreadable, MalformedStatement.
    """
    with open_record(root, edges) as known:
        return claimed(known, name, situation(known, name), forum, as_of, supplied or Supplied())


def claimed(known: Known, name: str, whole: Situation, forum: str, as_of: date, supplied: Supplied) -> Claimed:
    """The same, of a record that is open and of the matter's situation."""
    pack, claims = load_with_layers(forum), known.matter(name).sheet.claims
    found = _as_claimed(stated_alone(whole), claims)
    rulings = evaluate(pack, found, as_of)
    rules = law(rulings)
    if any(each.kind in AGREED_SUMS for each in claims):
        # The test of an agreed sum belongs to any of them, whatever was agreed for late payment.
        agreed = replace(found, traits={**found.traits, "penalty_agreed": "yes"})
        rules = replace(rules, excess=law(evaluate(pack, agreed, as_of)).excess)
    names = {rate_of(each).series for each in (*rules.late, *rules.after_judgment)} - {""}
    references = {each: _reference(each, supplied.series) for each in sorted(names)}
    sums = granted(owed(claims, rules, references, as_of, _judged(found)), forum, pack.title["en"])
    together = totals(sums)
    disputed = _disputed(together, pack.currency, supplied.rates, as_of)
    fees = costs(rulings, pack, disputed, supplied.rates, as_of) if disputed else ()
    return Claimed(
        matter=name, pack=pack, as_of=as_of, owed=sums, totals=together, disputed=disputed, costs=fees,
        spending=spending(fees, supplied.costs), stated=supplied.costs,
        durations=tuple(each for each in rulings if _is_duration(each)), rulings=rulings,
        uncounted=_uncounted(found, claims),
    )  # fmt: skip


def rate_file(path: Path) -> tuple[ExchangeRate, ...]:
    """The exchange rates of a CSV file. Raises SourceNotFound, SourceUnreadable, MalformedStatement."""
    return exchange_table(_text(path))


def _as_claimed(found: Situation, claims: Sequence[ClaimItem]) -> Situation:
    """Whoever claims a price says that it is unpaid, and whoever claims an agreed penalty that one was agreed."""
    kinds = {each.kind for each in claims}
    if ClaimKind.PENALTY in kinds and not found.trait("penalty_agreed"):
        found = replace(found, traits={**found.traits, "penalty_agreed": "yes"})
    if kinds & {ClaimKind.PRICE, ClaimKind.INTEREST_ONLY} and "unpaid" not in found.disputes:
        found = replace(found, disputes=(*found.disputes, "unpaid"))
    return found


def _judged(found: Situation) -> date | None:
    facts = (
        fact.on for event in (Event.PERFORMANCE_PERIOD_ENDED, Event.JUDGMENT_EFFECTIVE) for fact in found.on(event)
    )
    return next(facts, None)


def _is_duration(ruling: Ruling) -> bool:
    value = ruling.value.value if ruling.value else None
    if isinstance(value, Threshold):
        return value.unit == "months"
    return isinstance(value, Deadline) and value.whose == "forum" and value.action != "export"


def _disputed(sums: Sequence[Total], currency: str, rates: Sequence[ExchangeRate], as_of: date) -> Money | None:
    """Everything that is claimed, at the most, in one currency: that of the claims, else the forum's."""
    if len(sums) == 1:
        return Money(sums[0].high, sums[0].currency)
    whole = [converted(Money(each.high, each.currency), currency, rates, as_of) for each in sums]
    known = [each.money.amount for each in whole if each is not None]
    return Money(rounded(sum(known, Decimal(0)), currency), currency) if whole and len(known) == len(whole) else None


def _uncounted(found: Situation, claims: Sequence[ClaimItem]) -> tuple[Fact, ...]:
    counted = {(payment.on, payment.amount, each.money.currency) for each in claims for payment in each.paid}
    currencies = {each.money.currency for each in claims}
    return tuple(
        fact for event in (Event.PART_PAYMENT, Event.PAYMENT_MADE) for fact in found.on(event)
        if fact.by == "them" and fact.money is not None and fact.money.currency in currencies
        and (fact.on, fact.money.amount, fact.money.currency) not in counted
    )  # fmt: skip


def _reference(name: str, files: Mapping[str, Path]) -> Reference:
    found = series(name)
    if name in files:
        found = merge(found, _text(files[name]), files[name].name)
    return Reference(
        id=found.id, points=tuple((point.begins, point.rate) for point in found.points), source=_source(found),
        known_until=found.known_until, is_held=found.is_held,
        is_final=found.status.is_final or all(point.supplied_by for point in found.points),
    )  # fmt: skip


def _source(found: Series) -> str:
    named = [source.authority for source in found.sources if any(not point.supplied_by for point in found.points)]
    return "; ".join([*named, *sorted({point.supplied_by for point in found.points} - {""})])


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST_FILE + 1)
    except FileNotFoundError as error:
        raise SourceNotFound(path) from error
    except OSError as error:
        raise SourceUnreadable(str(path), error.strerror or str(error)) from error
    if len(content) > _LARGEST_FILE:
        raise SourceUnreadable(str(path), f"more than {_LARGEST_FILE} bytes")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise SourceUnreadable(str(path), "it is not UTF-8 text") from error
