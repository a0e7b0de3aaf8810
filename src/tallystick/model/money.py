"""Sums of money: decimal, with their currency."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in major units and its ISO 4217 code ("" where the source names none). Incoming is positive."""

    amount: Decimal
    currency: str
