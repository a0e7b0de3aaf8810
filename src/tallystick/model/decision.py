"""What a person decided about the people in the record. Each decision is kept as an original, and can be undone."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from tallystick.errors import MalformedStatement
from tallystick.model import canonical

MEDIA_TYPE = "application/vnd.tallystick.decision+json"
_MEMBERS = {"kind", "identifiers", "decision", "why"}


class DecisionKind(StrEnum):
    """same: these identifiers are one party. different: they are not. ours: they are our own. undo: another decision
    no longer counts."""

    SAME = "same"
    DIFFERENT = "different"
    OURS = "ours"
    UNDO = "undo"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One decision. `identifiers` are (scheme, value); `decision` is the hash (hex) of the one that is undone.

    `sha256` and `time` say where it stands in the log, "" before it is kept.
    """

    kind: DecisionKind
    identifiers: tuple[tuple[str, str], ...] = ()
    decision: str = ""
    why: str = ""
    sha256: str = ""
    time: str = ""

    def encode(self) -> bytes:
        """The statement as it is kept, in canonical JSON."""
        return canonical.encode({
            "kind": self.kind.value, "identifiers": [list(each) for each in self.identifiers],
            "decision": self.decision, "why": self.why,
        })  # fmt: skip


def parse(content: bytes, sha256: str = "", time: str = "") -> Decision:
    """The decision that a kept statement is. Raises MalformedStatement."""
    try:
        found: Any = canonical.decode(content)
        if set(found) != _MEMBERS:
            raise ValueError(f"members {sorted(found)}")
        identifiers = tuple((str(scheme), str(value)) for scheme, value in found["identifiers"])
        return Decision(
            kind=DecisionKind(found["kind"]), identifiers=identifiers, decision=str(found["decision"]),
            why=str(found["why"]), sha256=sha256, time=time,
        )  # fmt: skip
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise MalformedStatement("decision", str(error)) from error


def standing(decisions: list[Decision]) -> list[Decision]:
    """The decisions that count, in the order of the log: those that no later one undid."""
    undone: set[str] = set()
    found = []
    for decision in reversed(decisions):
        if decision.sha256 in undone:
            continue
        if decision.kind is DecisionKind.UNDO:
            undone.add(decision.decision)
        else:
            found.append(decision)
    return found[::-1]
