"""One claim worked out: its sum, its interest, the steps and rules by which it came about."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from tallystick.claims.late import LateInterest
from tallystick.model.claim import ClaimItem
from tallystick.model.ruling import Ruling, Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Interest:
    """The interest on one claim under one rule. Only where `is_counted` is it part of the sum: of several rules for
    the same days the one that gives least is taken."""

    ruling: Ruling
    principal: Decimal
    found: LateInterest
    low: Decimal
    high: Decimal
    is_counted: bool
    notes: tuple[Step, ...] = ()

    @property
    def is_final(self) -> bool:
        return self.ruling.is_final and self.found.is_final


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """One claim: what it comes to without interest, between `low` and `high`, rounded, and the interest on it.

    `steps` say how, `notes` what to know about it, `rules` on what it rests.
    """

    claim: ClaimItem
    low: Decimal
    high: Decimal
    steps: tuple[Step, ...] = ()
    notes: tuple[Step, ...] = ()
    rules: tuple[Ruling, ...] = ()
    interest: tuple[Interest, ...] = ()
    fixed: Decimal = Decimal(0)

    @property
    def is_final(self) -> bool:
        return all(rule.is_final for rule in self.rules) and all(
            each.is_final for each in self.interest if each.is_counted
        )
