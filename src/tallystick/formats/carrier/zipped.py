"""A zip that is one document: its members read by name, within the bounds of archives."""

from __future__ import annotations

import io

from tallystick.errors import LimitExceeded, NotThisFormat
from tallystick.formats.archive import Budget, Limits, Member, list_zip, read_member
from tallystick.model.message import Problem

LARGEST_MEMBER = 256 << 20
_LIMITS = Limits(members=100_000, member_bytes=LARGEST_MEMBER, total_bytes=1 << 30, ratio_free=8 << 20)


class Zipped:
    """The members of a zip, expanded only when asked for. Raises FormatError where the zip itself is broken."""

    def __init__(self, original: bytes) -> None:
        self._file = io.BytesIO(original)
        self._budget = Budget(_LIMITS)
        self._listing = list_zip(self._file, self._budget)
        self._members: dict[str, Member] = {member.path: member for member in self._listing.members}

    @property
    def names(self) -> tuple[str, ...]:
        """The paths of all members, in the order of the directory."""
        return tuple(self._members)

    @property
    def refusals(self) -> tuple[str, ...]:
        """Members that are not opened, each with its reason: links, absolute paths, encrypted ones."""
        return tuple(f"{refused.place}: {refused.reason}" for refused in self._listing.refusals)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the names and headers of members that are opened all the same."""
        return tuple(problem for member in self._listing.members for problem in member.problems)

    def __contains__(self, name: str) -> bool:
        return name in self._members

    def size(self, name: str) -> int:
        """The stated size of a member in bytes. Raises NotThisFormat where it is missing."""
        return self._member(name).size

    def read(self, name: str, largest: int = LARGEST_MEMBER) -> bytes:
        """A member's bytes. Raises NotThisFormat where it is missing, LimitExceeded, FormatError where it is broken."""
        member = self._member(name)
        if member.size > largest:
            raise LimitExceeded(f"{name}: bytes", largest, member.size)
        return b"".join(read_member(self._file, member, self._budget))

    def _member(self, name: str) -> Member:
        member = self._members.get(name)
        if member is None:
            raise NotThisFormat("zip", f"no member {name}")
        return member
