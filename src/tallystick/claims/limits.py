"""What a forum cannot grant, whatever is owed."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from importlib.resources import files

from tallystick.claims.sums import Owed
from tallystick.model.claim import ClaimKind
from tallystick.model.rule import LANGUAGES, Words
from tallystick.model.ruling import Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """What a forum grants of all kinds of claims, in words, and the rule that says so."""

    grants: frozenset[ClaimKind]
    has_interest: bool
    rule: str
    says: Words


@cache
def limits() -> Mapping[str, Limit]:
    """The limits by the name of the forum's pack; a forum that is not there grants every kind."""
    found = tomllib.loads((files(__package__) / "limits.toml").read_text("utf-8"))
    return {
        forum: Limit(
            grants=frozenset(map(ClaimKind, each.get("grants", ClaimKind))), has_interest=each["interest"],
            rule=each["rule"],
            says={language: each[language] for language in LANGUAGES},
        )
        for forum, each in found.items()
    }  # fmt: skip


def granted(found: Iterable[Owed], forum: str, title: str) -> tuple[Owed, ...]:
    """The same, with nothing left of what the forum does not grant, and a note that says so."""
    limit = limits().get(forum)
    return tuple(found) if limit is None else tuple(_within(each, limit, title) for each in found)


def _within(found: Owed, limit: Limit, title: str) -> Owed:
    note = Step(code="not-granted", values={"forum": title})
    if found.claim.kind not in limit.grants:
        nothing = Decimal(0)
        return replace(found, low=nothing, high=nothing, interest=(), fixed=nothing, notes=(*found.notes, note))
    return found if limit.has_interest else replace(found, interest=(), fixed=Decimal(0))
