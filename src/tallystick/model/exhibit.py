"""An exhibit of a bundle: one kept item or a run of them, with what it is to prove and how it is shown on pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from tallystick.model.rule import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture on a page: its bytes as kept (PNG, JPEG, GIF, WebP), and its name."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """One message of a conversation: when, on whose clock (zone "" where the source names none), who, and the words.

    `marks` are those of the record (edited, deleted, system ...). `ident` is the item's id.
    """

    ident: str
    time: str
    zone: str
    sender: str
    is_ours: bool | None
    text: str
    marks: tuple[str, ...] = ()
    pictures: tuple[Picture, ...] = ()
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A mail: its fields in order (From, To, Date, Subject, Message-ID ...), all header lines where they are asked for,
    its text, its pictures, and the names, sizes and hashes of its files."""

    fields: tuple[tuple[str, str], ...]
    text: str
    headers: str = ""
    pictures: tuple[Picture, ...] = ()
    files: tuple[tuple[str, int, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """Messages of one chat in the order of time."""

    name: str
    platform: str
    messages: tuple[Spoken, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """A document that has pages of its own: a PDF as kept."""

    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Plain:
    """What has no pages of its own: facts about it, then its passages as (heading, text), and pictures of it."""

    facts: tuple[tuple[str, str], ...] = ()
    passages: tuple[tuple[str, str], ...] = ()
    pictures: tuple[Picture, ...] = ()


Shown = Letter | Conversation | Pages | Plain


@dataclass(frozen=True, slots=True, kw_only=True)
class Exhibit:
    """An exhibit. `number` is as the forum counts ("3", "1-2", "C-7"); `group` is the element that it is to prove.

    `sha256` and `log_index` name the original; `origin` says in plain words where it came from; `form` is "original"
    or "copy" as the forum understands these words. `shown` is made when it is asked for, so that not all exhibits are
    in memory at once. `translation` is a translation that a person supplied, set facing the original.
    """

    number: str
    title: Words
    kind: str  # mail, conversation, page, document, image, recording, statement
    ident: str
    sha256: str
    log_index: int
    kept_at: datetime
    on: date | None
    origin: str
    proves: Words
    group: str
    language: str
    form: str
    show: Callable[[], Shown]
    translation: Callable[[], Shown] | None = None
    stated_by: str = ""  # whose words they are: "us", "them", "other"
