"""Who is who: identifiers that are proved to be one party's, or that a person said are."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import combinations

from tallystick.errors import PartyAmbiguous, PartyNotFound
from tallystick.model.decision import Decision, DecisionKind
from tallystick.record.clock import clock
from tallystick.record.holdings import Holdings, Ident, Key
from tallystick.record.unions import Unions

_NAME_ONLY = "-name"


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A person or company as the record knows it. Names are the most used first; times are UTC."""

    name: str
    identifiers: tuple[Ident, ...]
    names: tuple[str, ...]
    items: tuple[Key, ...]
    channels: tuple[tuple[str, int], ...]
    first: datetime | None
    last: datetime | None
    is_ours: bool
    reasons: tuple[str, ...]


@dataclass(slots=True)
class _Seen:
    names: Counter[str]
    items: dict[Key, None]


class Parties:
    """All parties of the record, the most active first."""

    def __init__(self, parties: list[Party]) -> None:
        self.all = parties
        self._by_ident = {ident: party for party in parties for ident in party.identifiers}

    def of(self, ident: Ident) -> Party | None:
        """The party that an identifier belongs to."""
        return self._by_ident.get(ident)

    def named(self, who: str) -> Party:
        """The one party that `who` names: by an identifier, a name, or a part of either.

        Raises PartyNotFound, PartyAmbiguous.
        """
        found = self.matching(who)
        if not found:
            raise PartyNotFound(who)
        if len(found) > 1:
            raise PartyAmbiguous(who, ", ".join(str(party.identifiers[0]) for party in found[:5]))
        return found[0]

    def matching(self, who: str) -> list[Party]:
        """The parties that `who` names exactly, else those whose names or identifiers begin so, else contain it."""
        asked = who.strip().casefold()
        if exact := [party for party in self.all if who.strip() in map(str, party.identifiers)]:
            return exact
        for matches in (_is_exactly, _begins, _contains):
            if found := [party for party in self.all if matches(party, asked)]:
                return found
        return []

    @cached_property
    def ours(self) -> frozenset[Ident]:
        """All identifiers of our own side."""
        return frozenset(ident for party in self.all if party.is_ours for ident in party.identifiers)


def parties(holdings: Holdings, decisions: Iterable[Decision]) -> Parties:
    """The parties that the identifiers make: one for each, joined only where one mailbox, number or account is shared
    or a person said so; a person's "different" wins over his "same"."""
    seen, ours = _seen(holdings)
    unions: Unions[Ident] = Unions(seen)
    _decided(unions, list(decisions), ours)
    found = [_party(holdings, members, seen, ours, unions) for members in unions.sets()]
    found.sort(key=lambda party: (-len(party.items), party.name))
    return Parties(found)


def _seen(holdings: Holdings) -> tuple[dict[Ident, _Seen], set[Ident]]:
    seen: dict[Ident, _Seen] = {}
    ours: set[Ident] = set()
    for key, uses in holdings.uses.items():
        is_own = holdings.items[key].is_own if holdings.items[key].kind == "message" else None
        for use in uses:
            if not use.value:
                continue
            each = seen.setdefault(use.ident, _Seen(Counter(), {}))
            each.items[key] = None
            if use.name:
                each.names[use.name] += 1
            if use.role == "owner" or (use.role == "from" and is_own):
                ours.add(use.ident)
    return seen, ours


def _decided(unions: Unions[Ident], decisions: list[Decision], ours: set[Ident]) -> None:
    """A person's decisions applied: who was said to be different is not joined, not through a third either."""
    told = [(decision, [Ident(*each) for each in decision.identifiers]) for decision in decisions]
    apart: defaultdict[Ident, set[Ident]] = defaultdict(set)
    for decision, idents in told:
        if decision.kind is DecisionKind.OURS:
            ours.update(idents)
        elif decision.kind is DecisionKind.DIFFERENT:
            for ident in idents:
                apart[ident] |= set(idents) - {ident}
    for decision, idents in told:
        if decision.kind is DecisionKind.SAME:
            for one, other in combinations(idents, 2):
                reason = f"{other} is {one}: decided {decision.time[:10]} ({decision.why})"
                _join(unions, apart, one, other, reason)


def _join(unions: Unions[Ident], apart: defaultdict[Ident, set[Ident]], one: Ident, other: Ident, reason: str) -> None:
    left, right = unions.root(one), unions.root(other)
    if left == right or any(unions.root(ident) == right for ident in apart[left]):
        return
    unions.join(one, other, reason)
    # Whoever is not one of the two is not the one that they are now.
    for ident in apart[right]:
        apart[ident].add(left)
    apart[left] |= apart[right]


def _party(
    holdings: Holdings, members: list[Ident], seen: dict[Ident, _Seen], ours: set[Ident], unions: Unions[Ident]
) -> Party:
    known = [seen[ident] for ident in members if ident in seen]
    names: Counter[str] = sum((each.names for each in known), Counter())
    items = sorted({key for each in known for key in each.items})
    times = [time for key in items if (time := _credible_time(holdings, key)) is not None]
    channels = Counter(holdings.items[key].channel for key in items)
    ordered = tuple(name for name, _count in names.most_common())
    return Party(
        name=ordered[0] if ordered else members[0].value,
        identifiers=tuple(sorted(members, key=lambda ident: (ident.scheme.endswith(_NAME_ONLY), ident))),
        names=ordered,
        items=tuple(items),
        channels=tuple(channels.most_common()),
        first=min(times, default=None),
        last=max(times, default=None),
        is_ours=any(ident in ours for ident in members),
        reasons=tuple(unions.reasons[ident] for ident in members if ident in unions.reasons),
    )


def _credible_time(holdings: Holdings, key: Key) -> datetime | None:
    """An item's time, unless servers or the log contradict it."""
    stated = clock(holdings, holdings.items[key])
    return None if stated.certainty == "contradicted" else stated.utc


def _is_exactly(party: Party, asked: str) -> bool:
    return any(asked in (str(ident).casefold(), ident.value.casefold()) for ident in party.identifiers) or any(
        asked == name.casefold() for name in party.names
    )


def _begins(party: Party, asked: str) -> bool:
    return any(text.casefold().startswith(asked) for text in _texts(party))


def _contains(party: Party, asked: str) -> bool:
    return any(asked in text.casefold() for text in _texts(party))


def _texts(party: Party) -> list[str]:
    return [*party.names, *(ident.value for ident in party.identifiers)]


def by_domain(parties: Iterable[Party]) -> dict[str, list[Party]]:
    """Parties by the domains of their mailboxes."""
    found: defaultdict[str, list[Party]] = defaultdict(list)
    for party in parties:
        for domain in {ident.value.rpartition("@")[2] for ident in party.identifiers if ident.scheme == "mail"}:
            found[domain].append(party)
    return dict(found)
