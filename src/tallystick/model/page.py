"""What a saved page shows, as data."""

from __future__ import annotations

from dataclasses import dataclass

from tallystick.model.message import Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A statement that stands on a page: who made it and when as shown there ("" and None where it is not shown).

    `kind` is complaint, answer, decision, evidence, notice, order-status, payment or comment.
    """

    kind: str
    author: str
    moment: Moment | None
    text: str
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page as it was saved: `url` without its secrets, `captured` by the clock it names, `captured_by` the program.

    `kind` is complaint, order, inquiry, messenger, product, profile or "" for any other. `links` are the addresses it
    names, without secrets and in order. `numbers` are (kind, number) of orders, complaints and products shown.
    """

    url: str
    title: str
    text: str
    place: str = ""
    kind: str = ""
    captured: Moment | None = None
    captured_by: str = ""
    status: int | None = None
    links: tuple[str, ...] = ()
    numbers: tuple[tuple[str, str], ...] = ()
    statements: tuple[Statement, ...] = ()
