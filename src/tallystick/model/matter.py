"""The matter sheet: what a person states about one contract or order. It is kept as an original, in TOML."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from tallystick.errors import MalformedStatement
from tallystick.model.case import IDENT, Case, parse_case
from tallystick.model.claim import ClaimItem, parse_claims
from tallystick.model.stated_exhibit import StatedExhibit, parse_exhibits

MEDIA_TYPE = "application/vnd.tallystick.matter+toml"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}\Z")
_KEYS = {"matter", "title", "counterparty", "us", "numbers", "from", "until", "currency", "value", "terms", "notes",
         "include", "exclude", "lawyers", "case", "fact", "looked", "claim",
         "exhibit"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Choice:
    """An item that a person puts into a matter or takes out of it, by its id ("hash" or "hash:position"), and why."""

    ident: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterSheet:
    """One matter as a person states it. `counterparty` and `us` name parties by identifier or name; `numbers` are the
    order, PI, invoice, contract, B/L and further numbers that belong to it; the period's days are inclusive. `lawyers`
    name whose letters with us are privileged.

    `sha256` and `time` say where the sheet stands in the log, "" before it is kept.
    """

    name: str
    title: str = ""
    counterparty: tuple[str, ...] = ()
    us: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    begins: date | None = None
    ends: date | None = None
    currency: str = ""
    value: str = ""
    terms: str = ""
    notes: str = ""
    include: tuple[Choice, ...] = ()
    exclude: tuple[Choice, ...] = ()
    lawyers: tuple[str, ...] = ()
    case: Case = field(default_factory=Case)
    claims: tuple[ClaimItem, ...] = ()
    exhibits: tuple[StatedExhibit, ...] = ()
    sha256: str = ""
    time: str = ""


def parse(content: bytes, sha256: str = "", time: str = "") -> MatterSheet:
    """The sheet. Raises MalformedStatement with everything that is wrong with it."""
    try:
        found = tomllib.loads(content.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise MalformedStatement("matter sheet", str(error)) from error
    wrong: list[str] = [f"unknown key {key!r}" for key in found if key not in _KEYS]
    sheet = _Reader(found, wrong)
    parsed = MatterSheet(
        name=sheet.name(), title=sheet.text("title"), counterparty=sheet.texts("counterparty"), us=sheet.texts("us"),
        numbers=sheet.texts("numbers"), begins=sheet.day("from"), ends=sheet.day("until"),
        currency=sheet.text("currency"), value=sheet.text("value"), terms=sheet.text("terms"),
        notes=sheet.text("notes"), include=sheet.choices("include"), exclude=sheet.choices("exclude"),
        lawyers=sheet.texts("lawyers"),
        case=parse_case(found.get("case", {}), found.get("fact", []), found.get("looked", []), wrong),
        claims=parse_claims(found.get("claim", []), wrong),
        exhibits=parse_exhibits(found.get("exhibit", []), wrong),
        sha256=sha256, time=time,
    )  # fmt: skip
    if parsed.begins and parsed.ends and parsed.begins > parsed.ends:
        wrong.append("'from' is after 'until'")
    if wrong:
        raise MalformedStatement("matter sheet", "; ".join(wrong))
    return parsed


@dataclass(slots=True)
class _Reader:
    """Takes values out of a sheet and writes down what is wrong with them."""

    found: Mapping[str, Any]
    wrong: list[str]

    def name(self) -> str:
        name = self.text("matter")
        if not _NAME.match(name):
            self.wrong.append(f"'matter' is {name!r}, not a name of letters, digits, dot, hyphen and underscore")
        return name

    def text(self, key: str) -> str:
        value = self.found.get(key, "")
        if not isinstance(value, str):
            self.wrong.append(f"{key!r} is no text (put it in quotes)")
            return ""
        return value.strip()

    def texts(self, key: str) -> tuple[str, ...]:
        value = self.found.get(key, [])
        if not isinstance(value, list) or not all(isinstance(each, str) and each.strip() for each in value):
            self.wrong.append(f'{key!r} is no list of texts, as in ["one", "other"]')
            return ()
        return tuple(each.strip() for each in value)

    def day(self, key: str) -> date | None:
        value = self.found.get(key)
        if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
            return value
        self.wrong.append(f"{key!r} is no day, as in {key} = 2026-03-01")
        return None

    def choices(self, key: str) -> tuple[Choice, ...]:
        value = self.found.get(key, [])
        if not isinstance(value, list):
            self.wrong.append(f"{key!r} is no list of [[{key}]] tables")
            return ()
        return tuple(choice for each in value if (choice := self._choice(key, each)) is not None)

    def _choice(self, key: str, each: Any) -> Choice | None:
        if isinstance(each, dict) and set(each) == {"id", "why"} and all(isinstance(v, str) for v in each.values()):
            if IDENT.match(each["id"]):
                return Choice(each["id"], each["why"].strip())
            self.wrong.append(f"{key} id {each['id']!r} is no item's id")
            return None
        self.wrong.append(f"each [[{key}]] has id and why, both texts")
        return None


def template(name: str, *, counterparty: tuple[str, ...] = (), us: tuple[str, ...] = (),
             numbers: tuple[str, ...] = (), begins: date | None = None, ends: date | None = None) -> str:  # fmt: skip
    """A sheet to be edited, with what the record proposes. Raises ValueError for a name that no matter can have."""
    if not _NAME.match(name):
        raise ValueError(f"{name!r} is no name for a matter: letters, digits, dot, hyphen and underscore")
    lines = [
        "# One contract or order. Edit it, then: tally matter apply FILE",
        f"matter = {_quoted(name)}",
        'title = ""                       # what is bought or done, in your words',
        f"counterparty = {_listed(counterparty)}   # a mail address, number or name, as 'tally parties' lists them",
        f"us = {_listed(us)}",
        f"numbers = {_listed(numbers)}   # order, PI, invoice, contract, B/L: what names it in letters",
        f"{'' if begins else '# '}from = {begins or '2026-01-01'}",
        f"{'' if ends else '# '}until = {ends or '2026-12-31'}",
        '# currency = "USD"',
        '# value = "41200.00"',
        "",
        "# [[include]]                    # what belongs to it though nothing in it says so",
        '# id = "3fa9c2d1"',
        '# why = "the photo shows the pallet of this order"',
        "",
    ]
    return "\n".join(lines)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(each if each.isprintable() else f"\\u{ord(each):04x}" for each in escaped) + '"'


def _listed(texts: tuple[str, ...]) -> str:
    return "[" + ", ".join(map(_quoted, texts)) + "]"
