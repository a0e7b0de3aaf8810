"""The statement of completeness: of each conversation and thread, how much was sealed, how much is inside, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tallystick.bundle.withheld import table_csv
from tallystick.bundle.wording import say
from tallystick.model.bundle import Completeness


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A message of a thread: `outside` is "" where it is inside, else why it is not (a name of the section "why")."""

    thread: str
    day: date | None
    outside: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """A thread: its first and last day, how many messages are sealed, how many inside, and why the others are not."""

    thread: str
    first: date | None
    last: date | None
    sealed: int
    inside: int
    outside: tuple[tuple[str, int], ...]


def coverage(messages: Iterable[Counted]) -> tuple[Coverage, ...]:
    """The threads in the order in which they are first met."""
    threads: dict[str, list[Counted]] = {}
    for each in messages:
        threads.setdefault(each.thread, []).append(each)
    return tuple(_covered(name, each) for name, each in threads.items())


def _covered(name: str, messages: list[Counted]) -> Coverage:
    days = [each.day for each in messages if each.day is not None]
    why = Counter(each.outside for each in messages if each.outside)
    return Coverage(
        thread=name, first=min(days, default=None), last=max(days, default=None), sealed=len(messages),
        inside=len(messages) - why.total(), outside=tuple(sorted(why.items())),
    )  # fmt: skip


def statement(threads: Iterable[Coverage], language: str, missing: tuple[tuple[str, int], ...] = ()) -> Completeness:
    """The same of all threads together, in words, for the pages."""
    threads = tuple(threads)
    days = [day for each in threads for day in (each.first, each.last) if day is not None]
    why: Counter[str] = Counter()
    for each in threads:
        why.update(dict(each.outside))
    return Completeness(
        begins=min(days, default=None), ends=max(days, default=None), threads=tuple(each.thread for each in threads),
        sealed=sum(each.sealed for each in threads), inside=sum(each.inside for each in threads),
        left_out=tuple((say(language, f"why.{name}"), count) for name, count in sorted(why.items())), missing=missing,
    )  # fmt: skip


def completeness_csv(threads: Iterable[Coverage], language: str) -> bytes:
    """A line for each thread."""
    heading = [say(language, f"coverage.{name}") for name in ("name", "period", "sealed", "inside", "outside")]
    rows = [
        (
            each.thread, f"{each.first or ''} .. {each.last or ''}", str(each.sealed), str(each.inside),
            "; ".join(f"{say(language, f'why.{name}')}: {count}" for name, count in each.outside),
        )
        for each in threads
    ]  # fmt: skip
    return table_csv(heading, rows)
