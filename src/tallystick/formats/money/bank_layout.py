"""The mapping files of banks: which words head their columns, and what their exports leave unsaid.

Each file in `banks/` describes one bank, wallet or marketplace; a new one is a new file and needs no code.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from tallystick.formats.money.sheet import normal

__all__ = ["Layout", "layout_of", "layouts"]

_MONEY = ("amount", "debit", "credit", "in", "out")


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """One way in which a bank writes its statements.

    `required` are header words that must all be there; `columns` maps a role to the words that may head it, in order of
    preference. `dates` (dmy or mdy) and `decimal` count only where a file's own sums and dates do not decide.
    `words` are the cells that say in, out, done, pending or void. `labels` find the account and balances outside the
    table: (role, beginning of the cell). `fee` is "minus" where a fee is to be taken off, "plus" where it bears its
    sign. `is_utc` says that its clock times are in UTC, as its header words state. `is_generic` layouts are asked last
    and need the roles of a statement instead of required words.
    """

    bank: str
    required: frozenset[str]
    columns: dict[str, tuple[str, ...]]
    words: dict[str, frozenset[str]]
    labels: tuple[tuple[str, str], ...] = ()
    never: frozenset[str] = frozenset()
    dates: str = ""
    decimal: str = ""
    currency: str = ""
    fee: str = ""
    is_utc: bool = False
    is_generic: bool = False

    def fits(self, header: frozenset[str]) -> bool:
        """Whether a header with these words is one of this layout."""
        if not self.is_generic:
            return self.required <= header
        if header & self.never:
            return False
        has = {role for role, words in self.columns.items() if not header.isdisjoint(words)}
        return "booked" in has and not has.isdisjoint(_MONEY) and bool(has & {"balance", "text", "other"})


def _layout(bank: str, table: dict[str, object]) -> Layout:
    columns, words, labels = (table.get(name, {}) for name in ("columns", "words", "labels"))
    assert isinstance(columns, dict)
    assert isinstance(words, dict)
    assert isinstance(labels, dict)
    return Layout(
        bank=bank,
        required=frozenset(normal(word) for word in _listed(table.get("header", []))),
        columns={role: tuple(normal(word) for word in _listed(heads)) for role, heads in columns.items()},
        words={role: frozenset(word.casefold() for word in _listed(said)) for role, said in words.items()},
        labels=tuple((role, normal(word)) for role, said in labels.items() for word in _listed(said)),
        never=frozenset(normal(word) for word in _listed(table.get("never", []))),
        dates=str(table.get("dates", "")),
        decimal=str(table.get("decimal", "")),
        currency=str(table.get("currency", "")),
        fee=str(table.get("fee", "")),
        is_utc=bool(table.get("utc", False)),
        is_generic=bool(table.get("generic", False)),
    )


def _listed(value: object) -> list[str]:
    return [value] if isinstance(value, str) else [str(one) for one in value] if isinstance(value, list) else []


@cache
def layouts() -> tuple[Layout, ...]:
    """All layouts: those of named banks, the longest headers first, then the generic ones."""
    found: list[Layout] = []
    folder = files("tallystick.formats.money").joinpath("banks")
    for file in sorted(folder.iterdir(), key=lambda one: one.name):
        if file.name.endswith(".toml"):
            found += _of_file(tomllib.loads(file.read_text("utf-8")))
    return tuple(sorted(found, key=lambda one: (one.is_generic, -len(one.required))))


def _of_file(mapping: dict[str, object]) -> Iterator[Layout]:
    tables = mapping.get("layout", [])
    assert isinstance(tables, list)
    for table in tables:
        yield _layout(str(mapping["bank"]), table)


@cache
def _anchors() -> frozenset[str]:
    """Words of which at least one stands in every header that is known: a line without any is no header."""
    named = {min(one.required, key=_frequency) for one in layouts() if one.required}
    generic = {word for one in layouts() if one.is_generic for word in one.columns["booked"]}
    return frozenset(named | generic)


def _frequency(word: str) -> tuple[int, str]:
    return sum(word in one.required for one in layouts()), word


def layout_of(header: tuple[str, ...]) -> Layout | None:
    """The layout whose header this is, or None."""
    if len(header) < 3:
        return None
    words = frozenset(header)
    if words.isdisjoint(_anchors()):
        return None
    return next((one for one in layouts() if one.fits(words)), None)
