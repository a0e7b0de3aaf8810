"""What is offered to be kept: where its bytes are and what is known of it before they are read."""

from __future__ import annotations

from dataclasses import dataclass

from tallystick.model.custody import ContainerPlace, Source


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing offered: `length` bytes of the file at `path` from `offset` on.

    `name` is what it is called where it comes from. `media_type` is given where it is known beforehand; then the
    bytes are not asked whether they are a container themselves. `expansion` numbers the container being taken apart
    that it comes from, `ordinal` counts within that. `is_ours` marks what Tallystick itself states (a recipe, a
    ledger), which no import counts.
    """

    source: Source
    path: str
    length: int
    name: str
    offset: int = 0
    container: ContainerPlace | None = None
    media_type: str = ""
    expansion: int = 0
    ordinal: int = 0
    is_ours: bool = False
