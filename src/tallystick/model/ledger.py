"""The import ledger: the account of one import, which must balance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tallystick.model import canonical

MEDIA_TYPE = "application/vnd.tallystick.ledger+json"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Something offered that was not kept: where it was, a stable reason code, and the reason in a sentence."""

    locator: str
    code: str
    reason: str


@dataclass(slots=True)
class ImportLedger:
    """Counts of one import. `offered` is counted where things are found, the rest where they are dealt with."""

    run: str
    sources: tuple[str, ...]
    offered: int = 0
    kept: int = 0
    already_kept: int = 0
    refused: list[Refusal] = field(default_factory=list)
    kept_bytes: int = 0
    containers: int = 0
    problems: dict[str, int] = field(default_factory=dict)
    interrupted: bool = False

    @property
    def unbalanced(self) -> int:
        """How many offered items are unaccounted for; 0 where the ledger balances."""
        return self.offered - self.kept - self.already_kept - len(self.refused)

    def members(self) -> dict[str, Any]:
        """The ledger as JSON values, the same for the same import."""
        return {
            "ledger": 1,
            "run": self.run,
            "sources": list(self.sources),
            "offered": self.offered,
            "kept": self.kept,
            "already_kept": self.already_kept,
            "refused": [{"locator": r.locator, "code": r.code, "reason": r.reason} for r in self.refused],
            "kept_bytes": self.kept_bytes,
            "containers": self.containers,
            "problems": dict(sorted(self.problems.items())),
            "interrupted": self.interrupted,
            "unbalanced": self.unbalanced,
        }

    def encode(self) -> bytes:
        return canonical.encode(self.members())

    def count_problems(self, codes: Mapping[str, int]) -> None:
        for code, times in codes.items():
            self.problems[code] = self.problems.get(code, 0) + times
