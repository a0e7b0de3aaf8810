"""A check and its verdict. NOT_CHECKED is a verdict of its own and is never shown as PASS."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum


class Verdict(StrEnum):
    PASS = "PASS"  # noqa: S105 - a verdict, not a password
    FAIL = "FAIL"
    NOT_CHECKED = "NOT_CHECKED"


@dataclass(frozen=True, slots=True)
class Check:
    """One duty, its verdict, and the reason in one plain sentence.

    `place` names what was looked at (a file of the vault, a log index, an item); `facts` are the values compared.
    """

    name: str
    verdict: Verdict
    reason: str
    place: str = ""
    facts: dict[str, str] = field(default_factory=dict)

    @classmethod
    def passed(cls, name: str, reason: str, place: str = "", **facts: str) -> Check:
        return cls(name, Verdict.PASS, reason, place, facts)

    @classmethod
    def failed(cls, name: str, reason: str, place: str = "", **facts: str) -> Check:
        return cls(name, Verdict.FAIL, reason, place, facts)

    @classmethod
    def not_checked(cls, name: str, reason: str, place: str = "", **facts: str) -> Check:
        return cls(name, Verdict.NOT_CHECKED, reason, place, facts)


def worst(checks: Iterable[Check]) -> Verdict:
    """FAIL if any check failed, else NOT_CHECKED if any was not made or there are none, else PASS."""
    verdicts = {check.verdict for check in checks}
    if Verdict.FAIL in verdicts:
        return Verdict.FAIL
    if Verdict.NOT_CHECKED in verdicts or not verdicts:
        return Verdict.NOT_CHECKED
    return Verdict.PASS
