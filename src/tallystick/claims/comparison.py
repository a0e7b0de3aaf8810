"""Forums side by side: what each gives, costs and cannot, whether it reaches the assets, and what would change that."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from tallystick.claims.cost import Cost, Spending
from tallystick.claims.limits import Limit, limits
from tallystick.claims.owed import Total
from tallystick.model.rule import Pack
from tallystick.model.ruling import Ruling
from tallystick.model.situation import TRAITS

# Where a forum's decision comes from, by ISO 3166; what is not here gives no judgment or award of one country.
_HOMES: Mapping[str, tuple[str, ...]] = {
    "cn-court": ("CN",), "cn-enforcement": ("CN",), "cn-arbitration": ("CN",), "us-federal": ("US",),
    "england-wales": ("GB",), "ru-arbitrazh": ("RU",), "hk-sg-arbitration": ("HK", "SG"),
}  # fmt: skip
_RECOGNISES = {"CN": "cn-enforcement"}
_AWARDS = frozenset(("cn-arbitration", "hk-sg-arbitration"))


class Reach(StrEnum):
    """Whether the forum's decision reaches the debtor's assets, as far as the rules say."""

    AT_HOME = "at-home"  # it is enforced in the country where it was made
    BY_RECOGNITION = "by-recognition"  # it has to be recognised first, under the rules named
    NOT_A_JUDGMENT = "not-a-judgment"
    NOT_KNOWN = "not-known"


@dataclass(frozen=True, slots=True, kw_only=True)
class Enforceability:
    """How the decision reaches the assets, and by which rules."""

    reach: Reach
    assets_in: str
    rules: tuple[Ruling, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One forum. `readiness` counts verdicts, empty where it was not looked at; `limit` is what it cannot grant, None
    where no rule says that it cannot grant something; `changes` are what is not known, with how many rules turn on it.
    """

    pack: Pack
    totals: tuple[Total, ...]
    spending: tuple[Spending, ...]
    durations: tuple[Ruling, ...]
    is_final: bool
    enforceability: Enforceability
    limit: Limit | None
    readiness: Mapping[str, int] = field(default_factory=dict)
    changes: tuple[tuple[str, int], ...] = ()


def recognised_in(forum: str, assets_in: str) -> str:
    """The pack with the rules by which the forum's decision is recognised where the assets are, "" for none."""
    homes = _HOMES.get(forum, ())
    return _RECOGNISES.get(assets_in, "") if homes and assets_in not in homes else ""


def is_of_recognition(forum: str, rule: str) -> bool:
    """Whether the rule is about decisions such as this forum's: awards, or judgments."""
    return rule.split(".")[1] == ("foreign-awards" if forum in _AWARDS else "foreign-judgments")


def home_of(forum: str) -> tuple[str, ...]:
    """The countries in which the forum decides."""
    return _HOMES.get(forum, ())


def enforceability(forum: str, assets_in: str, recognition: Sequence[Ruling]) -> Enforceability:
    """Whether the forum's decision reaches assets in a country; `recognition` are that country's rules on it."""
    if forum.startswith("alibaba-"):
        return Enforceability(reach=Reach.NOT_A_JUDGMENT, assets_in=assets_in)
    if assets_in and assets_in in _HOMES.get(forum, ()):
        return Enforceability(reach=Reach.AT_HOME, assets_in=assets_in)
    if recognition:
        return Enforceability(reach=Reach.BY_RECOGNITION, assets_in=assets_in, rules=tuple(recognition))
    return Enforceability(reach=Reach.NOT_KNOWN, assets_in=assets_in)


def changes(rulings: Iterable[Ruling], assets_in: str, costs: Iterable[Cost] = ()) -> tuple[tuple[str, int], ...]:
    """The traits and exchange rates that are not known, those first on which most rules turn."""
    open_traits = Counter(name for ruling in rulings if ruling.is_open for name in ruling.missing if name in TRAITS)
    if not assets_in:
        open_traits["assets_in"] += 1
    open_traits.update(f"{cost.missing[0]}/{cost.missing[1]}" for cost in costs if cost.missing)
    return tuple(sorted(open_traits.items(), key=lambda each: (-each[1], each[0])))


def limit_of(forum: str) -> Limit | None:
    """What the forum cannot grant."""
    return limits().get(forum)
