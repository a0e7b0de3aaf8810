"""How much an archive may become when it is opened, and what is said of what is not opened."""

from __future__ import annotations

from dataclasses import dataclass, field

from tallystick.errors import FormatError, LimitExceeded

CHUNK_BYTES = 1 << 16


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes in bytes. `ratio` (expanded to packed) counts only beyond `ratio_free` expanded bytes of one member.

    deflate reaches 1,032 at most, on nothing but zeros; mailboxes stay below 20.
    """

    members: int = 1_000_000
    directory_bytes: int = 256 << 20
    name_bytes: int = 4096
    member_bytes: int = 256 << 30
    total_bytes: int = 1 << 40
    ratio: int = 200
    ratio_free: int = 64 << 20
    depth: int = 3


@dataclass(frozen=True, slots=True)
class Refusal:
    """Something offered that was not opened: a stable code, its place in the archive, and the reason in a sentence."""

    code: str
    place: str
    reason: str


def refusal(error: FormatError, place: str) -> Refusal:
    """The ledger's form of what a reader raised while it read `place`."""
    return Refusal(error.code, place, str(error))


@dataclass(slots=True)
class _Spent:
    expanded: int = 0


@dataclass(frozen=True, slots=True)
class Budget:
    """What all the archives inside one another may still expand to, together."""

    limits: Limits = field(default_factory=Limits)
    depth: int = 0
    _spent: _Spent = field(default_factory=_Spent)

    @property
    def expanded(self) -> int:
        """Bytes that have been expanded so far."""
        return self._spent.expanded

    def nested(self) -> Budget:
        """The same budget, one archive deeper. Raises LimitExceeded where that is too deep."""
        if self.depth + 1 > self.limits.depth:
            raise LimitExceeded("archives inside one another", self.limits.depth, self.depth + 1)
        return Budget(self.limits, self.depth + 1, self._spent)

    def spend(self, place: str, step: int, expanded: int, packed: int) -> None:
        """Takes note of `step` more bytes from `place`, which has so far given `expanded` bytes for `packed`.

        Raises LimitExceeded where a limit is passed.
        """
        self._spent.expanded += step
        limits = self.limits
        if self._spent.expanded > limits.total_bytes:
            raise LimitExceeded("archive, expanded bytes in all", limits.total_bytes, self._spent.expanded)
        if expanded > limits.member_bytes:
            raise LimitExceeded(f"{place}: expanded bytes", limits.member_bytes, expanded)
        if expanded > limits.ratio_free and expanded > limits.ratio * packed:
            raise LimitExceeded(
                f"{place}: expanded bytes for each packed byte", limits.ratio, expanded // max(packed, 1)
            )
