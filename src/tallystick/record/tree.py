"""What a query says, as a tree of fields, words, values and their joints."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Field(StrEnum):
    ANY = "any"
    FROM = "from"
    TO = "to"
    CC = "cc"
    SUBJECT = "subject"
    BODY = "body"
    ATTACHMENT = "attachment"


class Exact(StrEnum):
    """Fields whose values are compared as they are."""

    HAS = "has"
    LANG = "lang"
    CHANNEL = "channel"
    ID = "id"


_HAS = (
    "attachment image pdf problem dkim truncated unread screenshot audio video ocr transcript page complaint order "
    "booking invoice work deleted recalled edited forwarded"
)
HAS_VALUES = frozenset(_HAS.split())


@dataclass(frozen=True, slots=True)
class Word:
    """Any form of what is written here; a run of Chinese may fall into several words."""

    field: Field
    text: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """These words in this order, each in any form."""

    field: Field
    text: str


@dataclass(frozen=True, slots=True)
class Prefix:
    """Words and codes that begin so."""

    field: Field
    text: str


@dataclass(frozen=True, slots=True)
class Value:
    field: Exact
    text: str


@dataclass(frozen=True, slots=True)
class Dates:
    """Sent at `start` or later and before `end`; None is open. Both aware, in UTC."""

    start: datetime | None
    end: datetime | None


@dataclass(frozen=True, slots=True)
class Not:
    node: Node


@dataclass(frozen=True, slots=True)
class And:
    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    nodes: tuple[Node, ...]


Node = Word | Phrase | Prefix | Value | Dates | Not | And | Or
