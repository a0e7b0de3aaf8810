"""Whose words stand where in a text: a view, derived from the text alone."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ZoneKind(StrEnum):
    """What a stretch of text is. An attribution is the line or block that says whose words follow."""

    OWN = "own"
    QUOTED = "quoted"
    FORWARDED = "forwarded"
    SIGNATURE = "signature"
    DISCLAIMER = "disclaimer"
    ATTRIBUTION = "attribution"


@dataclass(frozen=True, slots=True)
class Zone:
    """A stretch of a text, `start`..`end` in characters.

    `depth` counts the quotations around it, 0 for the sender's words. `author` and `stated` are what the attribution
    says of who wrote the quoted words and when, as written there, "" where it does not say: a claim to compare with
    the original, never a fact.
    """

    kind: ZoneKind
    start: int
    end: int
    depth: int = 0
    author: str = ""
    stated: str = ""


@dataclass(frozen=True, slots=True)
class ZonedText:
    """A text and the zones that cover it without a gap."""

    text: str
    zones: tuple[Zone, ...]

    def words(self, *kinds: ZoneKind) -> str:
        """The text of all zones of these kinds, in order."""
        return "".join(self.text[zone.start : zone.end] for zone in self.zones if zone.kind in kinds)
