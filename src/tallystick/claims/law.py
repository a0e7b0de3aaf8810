"""Which of a forum's rules a calculation rests on: picked out of its rulings by kind and id."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from tallystick.model.rule import Fee, Rate, RuleKind, Threshold
from tallystick.model.ruling import Ruling
from tallystick.model.situation import Event

_JUDGMENT = frozenset((Event.PERFORMANCE_PERIOD_ENDED, Event.JUDGMENT_EFFECTIVE))


@dataclass(frozen=True, slots=True, kw_only=True)
class Law:
    """The rules in force for what is owed: interest for lateness, interest after a judgment, fixed sums for collecting,
    how much of a deposit counts, and from which share above the loss an agreed sum is excessive."""

    late: tuple[Ruling, ...] = ()
    after_judgment: tuple[Ruling, ...] = ()
    fixed: tuple[Ruling, ...] = ()
    deposit: Ruling | None = None
    excess: Ruling | None = None


def law(rulings: Iterable[Ruling]) -> Law:
    """The rules that these rulings hold for what is owed; those without a value in force are left out."""
    held = tuple(ruling for ruling in rulings if ruling.value is not None)
    rates = [ruling for ruling in held if ruling.rule.kind is RuleKind.RATE]
    return Law(
        late=tuple(each for each in rates if not _is_after_judgment(each)),
        after_judgment=tuple(each for each in rates if _is_after_judgment(each)),
        fixed=tuple(each for each in held if is_fixed_sum(each)),
        deposit=next(_thresholds(held, "deposit", "earnest"), None),
        excess=next(_thresholds(held, "liquidated", "excessive"), None),
    )


def is_fixed_sum(ruling: Ruling) -> bool:
    """Whether it is a sum that the debtor owes for the costs of collecting, and not a fee of the forum."""
    value = ruling.value.value if ruling.value else None
    return isinstance(value, Fee) and value.purpose == "administration" and value.borne_by == "debtor"


def rate_of(ruling: Ruling) -> Rate:
    """The rate. Raises ValueError where the ruling is about something else."""
    value = ruling.value.value if ruling.value else None
    if not isinstance(value, Rate):
        raise ValueError(f"{ruling.rule.id} is no rate")
    return value


def fee_of(ruling: Ruling) -> Fee:
    """The fee. Raises ValueError where the ruling is about something else."""
    value = ruling.value.value if ruling.value else None
    if not isinstance(value, Fee):
        raise ValueError(f"{ruling.rule.id} is no fee")
    return value


def threshold_of(ruling: Ruling) -> Threshold:
    """The threshold. Raises ValueError where the ruling is about something else."""
    value = ruling.value.value if ruling.value else None
    if not isinstance(value, Threshold):
        raise ValueError(f"{ruling.rule.id} is no threshold")
    return value


def figure(ruling: Ruling | None) -> Decimal | None:
    """The one figure of a threshold: its upper bound, else its lower one."""
    if ruling is None:
        return None
    value = threshold_of(ruling)
    return value.at_most if value.at_most is not None else value.at_least


def _is_after_judgment(ruling: Ruling) -> bool:
    return bool(_JUDGMENT & set(ruling.rule.events)) or rate_of(ruling).per == "day"


def _thresholds(held: Iterable[Ruling], *words: str) -> Iterator[Ruling]:
    for ruling in held:
        if ruling.rule.kind is RuleKind.THRESHOLD and any(word in ruling.rule.id for word in words):
            yield ruling
