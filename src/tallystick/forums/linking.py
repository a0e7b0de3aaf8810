"""What the schema alone cannot see: that periods join, that what is named exists, that a kind's fields fit together."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from tallystick.forums import schema
from tallystick.forums.conversion import KINDS
from tallystick.forums.yaml_file import Path_, YamlFile
from tallystick.model.rule import RuleKind

# What a case may expect besides the fields of the rule's own kind.
EXPECTED = ("applies", "is_open", "is_final", "state", "last_day", "safe_day", "candidates", "missing", "verdict",
            "amount", "amount_high", "rate", "rate_high", "status", "steps")  # fmt: skip
Fault = tuple[Path_, str]


def check_rule(file: YamlFile, number: int, rule: schema.RuleIn, pack: str, sources: Collection[str],
               series: Collection[str]) -> None:  # fmt: skip
    """Everything that is wrong with this rule is written down in its file."""
    faults = [*_identity(rule, pack), *_periods(rule), *_expected(rule)]
    for index, value in enumerate(rule.values):
        at: Path_ = ("values", index)
        faults += [((*at, *path), what) for path, what in _value(rule.kind, value, sources, series)]
    for path, what in faults:
        file.fault((number, *path), f"{rule.id}: {what}")


def _identity(rule: schema.RuleIn, pack: str) -> Iterator[Fault]:
    if not rule.id.startswith(f"{pack}."):
        yield ("id",), f"the id does not start with the pack's, {pack!r}"


def _periods(rule: schema.RuleIn) -> Iterator[Fault]:
    for index, value in enumerate(rule.values):
        if value.begins and value.ends and value.begins >= value.ends:
            yield ("values", index), "'from' is not before 'until'"
        if index == 0:
            continue
        before = rule.values[index - 1].ends
        if before is None:
            yield ("values", index), "overlap: the value before it has no 'until'"
        elif value.begins is None or value.begins < before:
            yield ("values", index), f"overlap: the value before it is in force until {before}"
        elif value.begins > before:
            yield ("values", index), f"gap: the value before it is in force until {before}, this from {value.begins}"


def _expected(rule: schema.RuleIn) -> Iterator[Fault]:
    fields = KINDS[rule.kind].__dataclass_fields__
    seen: set[str] = set()
    for index, case in enumerate(rule.cases):
        if case.name in seen:
            yield ("cases", index, "name"), "another case has this name"
        seen.add(case.name)
        for key in case.expect:
            if key not in EXPECTED and key not in fields:
                yield ("cases", index, "expect", key), f"unknown expectation {key!r}"


def _value(kind: RuleKind, value: schema.ValueIn, sources: Collection[str], series: Collection[str]) -> Iterator[Fault]:
    given = {name for name in KINDS_GIVEN if getattr(value, name) is not None}
    if kind.value not in given:
        yield (), f"missing key {kind.value!r}, for the rule is of this kind"
    for name in sorted(given - {kind.value}):
        yield (name,), f"a rule of kind {kind.value} has no {name!r}"
    for index, cite in enumerate(value.cite):
        if cite.source not in sources:
            yield ("cite", index, "source"), f"dangling source {cite.source!r}"
    if value.rate is not None:
        yield from (((kind.value, *path), what) for path, what in _rate(value.rate, series))
    if value.deadline is not None:
        yield from (((kind.value, *path), what) for path, what in _deadline(value.deadline))
    if value.fee is not None:
        yield from (((kind.value, *path), what) for path, what in _fee(value.fee))


def _rate(rate: schema.RateIn, series: Collection[str]) -> Iterator[Fault]:
    if rate.series and rate.series not in series:
        yield ("series",), f"no series {rate.series!r}; there are {', '.join(sorted(series))}"
    if not rate.series and rate.is_markup:
        yield ("is_markup",), "there is no series to mark up"
    if "high" in rate.model_fields_set and rate.high < rate.low:
        yield ("high",), "'high' is below 'low'"


def _deadline(clock: schema.DeadlineIn) -> Iterator[Fault]:
    for event in clock.by_them:
        if event not in clock.restarts_on:
            yield ("by_them",), f"{event} is not among restarts_on"
    if bool(clock.suspended_by) != bool(clock.suspends_for):
        yield ("suspended_by",), "suspended_by and suspends_for belong together"
    if bool(clock.cut_off) != bool(clock.cut_off_from):
        yield ("cut_off",), "cut_off and cut_off_from belong together"
    working = [period for period in clock.periods if period.endswith("B")]
    if working and not clock.calendar:
        yield ("periods",), f"{working[0]} counts working days and names no calendar"


def _fee(fee: schema.FeeIn) -> Iterator[Fault]:
    if fee.brackets and fee.of:
        yield ("of",), "a fee has brackets or a share of another fee, not both"
    ends = [bracket.upto for bracket in fee.brackets]
    if ends and (None in ends[:-1] or [end for end in ends if end] != sorted({end for end in ends if end})):
        yield ("brackets",), "the brackets do not rise"
    if (fee.range_low is None) != (fee.range_high is None):
        yield ("range_low",), "range_low and range_high belong together"


def check_fees(files: Mapping[str, tuple[YamlFile, tuple[schema.RuleIn, ...]]], fees: Collection[str]) -> None:
    """Each fee that is a share of another names one that is there, in the pack or in its layers."""
    for file, rules in files.values():
        for number, rule in enumerate(rules):
            for index, value in enumerate(rule.values):
                if value.fee is not None and value.fee.of and value.fee.of not in fees:
                    file.fault((number, "values", index, "fee", "of"), f"{rule.id}: no fee {value.fee.of!r}")


KINDS_GIVEN = tuple(kind.value for kind in RuleKind)
