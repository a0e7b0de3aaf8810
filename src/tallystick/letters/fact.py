"""The facts that a letter may name: a closed vocabulary, and what is known of each in one matter."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import cache
from importlib.resources import files

from tallystick.letters import localised
from tallystick.letters.letter import Ground
from tallystick.model.money import Money
from tallystick.model.rule import LANGUAGES, Words
from tallystick.model.situation import TRAITS, Event


class FactKind(StrEnum):
    """What a fact's value is, and so how it is written."""

    TEXT = "text"  # as given
    NAMES = "names"  # the name in the language's script is picked
    TEXTS = "texts"  # a list within a sentence
    DAY = "day"
    MOMENT = "moment"
    MONEY = "money"
    WORDS = "words"  # quoted, unchanged
    CHANNEL = "channel"
    ROWS = "rows"  # a paragraph for each


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, the time of day as shown ("14:05" or "") and its zone ("UTC+08:00" or "")."""

    on: date
    clock: str = ""
    zone: str = ""


@dataclass(frozen=True, slots=True)
class ChannelName:
    """A channel, and the app where it is one of several ("wechat")."""

    channel: str
    app: str = ""


Row = Mapping[str, "KnownFact"]
FactValue = str | tuple[str, ...] | date | Moment | Money | ChannelName | tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class KnownFact:
    """A value and what it rests on."""

    value: FactValue
    grounds: tuple[Ground, ...]


@dataclass(frozen=True, slots=True)
class Meaning:
    """A fact of the vocabulary: its kind, its name in words, and, for a day that an event has, which event's, the
    earliest or the latest, and by whom."""

    kind: FactKind
    label: Words
    event: Event | None = None
    pick: str = "latest"
    by: str = ""  # whose doing it must be: us, them; "" for anybody's
    row: tuple[str, ...] = ()  # of rows: the facts that each row has
    is_stateable: bool = True


_KEYS = {"kind", "event", "pick", "by", "row", "stateable", *LANGUAGES}


@cache
def vocabulary() -> Mapping[str, Meaning]:
    """Every fact by its name. Raises ValueError where the file of the vocabulary is not whole."""
    content = files("tallystick.letters").joinpath("texts/facts.toml").read_text("utf-8")
    return {name: _meaning(name, table) for name, table in tomllib.loads(content).items()}


def _meaning(name: str, table: Mapping[str, object]) -> Meaning:
    if unknown := set(table) - _KEYS:
        raise ValueError(f"fact {name}: unknown keys {sorted(unknown)}")
    if any(not isinstance(table.get(language), str) or not table[language] for language in LANGUAGES):
        raise ValueError(f"fact {name}: wants its name in {', '.join(LANGUAGES)}")
    event, row, pick, by = (table.get("event"), table.get("row", []), table.get("pick", "latest"), table.get("by", ""))
    if not isinstance(row, list) or pick not in ("earliest", "latest") or by not in ("us", "them", ""):
        raise ValueError(f"fact {name}: row is a list, pick is earliest or latest, by is us or them")
    return Meaning(
        FactKind(str(table["kind"])), {language: str(table[language]) for language in LANGUAGES},
        None if event is None else Event(str(event)), str(pick), str(by), tuple(map(str, row)),
        table.get("stateable", True) is True,
    )  # fmt: skip


def stated(name: str, raws: tuple[str, ...]) -> KnownFact:
    """What a person states for this letter; several texts make the rows or the list of a fact.

    Raises ValueError with what is wrong and how it is written.
    """
    meaning = vocabulary().get(name)
    if meaning is None or not meaning.is_stateable:
        known = ", ".join(sorted(each for each, found in vocabulary().items() if found.is_stateable))
        raise ValueError(f"no fact {name!r} can be stated; one of {known}")
    ground = (Ground("stated", name),)
    if meaning.kind is FactKind.ROWS:
        return KnownFact(tuple({meaning.row[0]: KnownFact(_one(raw), ground)} for raw in raws), ground)
    if meaning.kind in (FactKind.TEXTS, FactKind.NAMES):
        return KnownFact(tuple(map(_one, raws)), ground)
    if len(raws) != 1:
        raise ValueError(f"{name} is one thing, and was stated {len(raws)} times")
    return KnownFact(_parsed(meaning.kind, name, _one(raws[0])), ground)


def stated_facts(pairs: Iterable[tuple[str, str]]) -> dict[str, KnownFact]:
    """Facts stated as (name, value), those of one name together. Raises ValueError."""
    raws: dict[str, list[str]] = {}
    for name, raw in pairs:
        raws.setdefault(name, []).append(raw)
    return {name: stated(name, tuple(values)) for name, values in raws.items()}


def _one(raw: str) -> str:
    line = " ".join(raw.split())
    if not line:
        raise ValueError("a fact that is stated says something")
    return line


def _parsed(kind: FactKind, name: str, raw: str) -> FactValue:
    if kind in (FactKind.DAY, FactKind.MOMENT):
        try:
            return date.fromisoformat(raw) if kind is FactKind.DAY else Moment(date.fromisoformat(raw))
        except ValueError as error:
            raise ValueError(f"{name} is a day, as in {name}=2026-12-12") from error
    if kind is FactKind.MONEY:
        return parse_money(name, raw)
    return raw


def parse_money(name: str, raw: str) -> Money:
    """ "USD 59100.00" as a sum. Raises ValueError."""
    currency, _, digits = raw.partition(" ")
    try:
        amount = Decimal(digits)
    except InvalidOperation as error:
        raise ValueError(f"{name} is a sum, as in {name}='USD 59100.00'") from error
    if not (amount.is_finite() and len(currency) == 3 and currency.isascii() and currency.isupper()):
        raise ValueError(f"{name} is a sum, as in {name}='USD 59100.00'")
    return Money(amount, currency)


def written(fact: KnownFact, kind: FactKind, language: str) -> str:
    """The fact as it stands in a sentence of the language."""
    value = fact.value
    match value:
        case Money():
            return localised.money(value, language)
        case Moment():
            return localised.moment(value.on, value.clock, value.zone, language)
        case ChannelName():
            return localised.channel(value.channel, language, value.app)
        case date():
            return localised.day(value, language)
        case str():
            return localised.quoted(value, language) if kind is FactKind.WORDS else value
    texts = tuple(each for each in value if isinstance(each, str))
    return localised.name(texts, language) if kind is FactKind.NAMES else localised.listed(texts, language)


def is_trait(name: str) -> bool:
    """Whether rules and texts may ask for it."""
    return name in TRAITS
