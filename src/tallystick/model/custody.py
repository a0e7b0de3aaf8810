"""Custody events: what the log says happened to an original. One event is one log entry in canonical JSON."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from tallystick.errors import MalformedEvent
from tallystick.model import canonical

LARGEST_ENTRY_BYTES = 65_535

_HASH = re.compile(r"[0-9a-f]{64}\Z")
_NONCE = re.compile(r"[0-9a-f]{32}\Z")
_CRC32 = re.compile(r"[0-9a-f]{8}\Z")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z\Z")
_PACK = re.compile(r"\d{4}/\d{8}T\d{6}Z-\d+\.warc\.gz\Z")


@dataclass(frozen=True, slots=True)
class Location:
    """Where a record stands: pack name, byte offset and length of its gzip member, its CRC-32 (8 hex digits), and
    the SHA-256 (hex) of its seed."""

    pack: str
    offset: int
    length: int
    crc32: str
    seed: str

    @property
    def end(self) -> int:
        return self.offset + self.length


@dataclass(frozen=True, slots=True)
class Source:
    """Where an original came from: kind of carrier, a locator in that carrier's words, its own time if it has one."""

    kind: str
    locator: str
    modified: str = ""

    def members(self) -> dict[str, str]:
        found = {"kind": self.kind, "locator": self.locator}
        return {**found, "modified": self.modified} if self.modified else found


@dataclass(frozen=True, slots=True)
class ContainerPlace:
    """The container (SHA-256, hex) that an original was found in, and where within it."""

    sha256: str
    path: str


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of the log. `members` are those of its kind, see docs/format.md section 3."""

    kind: str
    time: str
    actor: str
    nonce: str
    members: Mapping[str, Any]

    def encode(self) -> bytes:
        """The log entry, at most 65,535 bytes. Raises ValueError where it is larger."""
        entry = canonical.encode(
            {"kind": self.kind, "time": self.time, "actor": self.actor, "nonce": self.nonce, **self.members}
        )
        if len(entry) > LARGEST_ENTRY_BYTES:
            raise ValueError(f"log entry of {len(entry)} bytes; at most {LARGEST_ENTRY_BYTES} fit")
        return entry

    @property
    def location(self) -> Location | None:
        """The record that this event locates, or None."""
        if "seed" not in self.members:
            return None
        found = self.members
        return Location(found["pack"], found["offset"], found["length"], found["crc32"], found["seed"])

    @property
    def source(self) -> Source:
        found = self.members["source"]
        return Source(found["kind"], found["locator"], found.get("modified", ""))

    @property
    def container(self) -> ContainerPlace | None:
        found = self.members.get("container")
        return ContainerPlace(found["sha256"], found["path"]) if found else None

    @property
    def moment(self) -> datetime:
        """The event's time, aware, UTC."""
        return parse_time(self.time)


def format_time(moment: datetime) -> str:
    """RFC 3339 in UTC with six decimals and Z. Raises ValueError for a naive time."""
    if moment.tzinfo is None:
        raise ValueError("a time without a zone")
    moment = moment.astimezone(UTC)
    return f"{moment.year:04d}-{moment:%m-%dT%H:%M:%S}.{moment.microsecond:06d}Z"


def parse_time(text: str) -> datetime:
    """The aware UTC time that `format_time` wrote. Raises ValueError for any other text."""
    if not _TIME.match(text):
        raise ValueError(f"not a log time: {text!r}")
    return datetime.fromisoformat(text)


def parse(index: int, entry: bytes) -> Event:
    """The event that is log entry `index`, every member checked against its kind. Raises MalformedEvent."""
    try:
        members = canonical.decode(entry)
    except (ValueError, RecursionError) as error:
        raise MalformedEvent(index, f"not canonical JSON ({error})") from error
    if not isinstance(members, dict):
        raise MalformedEvent(index, "not a JSON object")
    kind = members.get("kind")
    shape = _SHAPES.get(kind) if isinstance(kind, str) else None
    if shape is None:
        raise MalformedEvent(index, f"unknown kind {kind!r}")
    _check_members(index, members, *shape)
    head = {name: members.pop(name) for name in ("kind", "time", "actor", "nonce")}
    return Event(**head, members=members)


def _check_members(index: int, members: dict[str, Any], required: frozenset[str], optional: frozenset[str]) -> None:
    names = members.keys()
    if missing := required - names:
        raise MalformedEvent(index, f"no member {', '.join(sorted(missing))}")
    if unknown := names - required - optional:
        raise MalformedEvent(index, f"unknown member {', '.join(sorted(unknown))}")
    if 0 < len(_LOCATION & names) < len(_LOCATION) and members["kind"] != "pack":
        raise MalformedEvent(index, "half a location")
    for name, value in members.items():
        if not _VALID[name](value):
            raise MalformedEvent(index, f"member {name} has an impossible value")


def _text(value: object) -> bool:
    return isinstance(value, str)


def _time(value: object) -> bool:
    try:
        return isinstance(value, str) and parse_time(value) is not None
    except ValueError:
        return False


def _count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _matching(pattern: re.Pattern[str]) -> Callable[[object], bool]:
    return lambda value: isinstance(value, str) and pattern.match(value) is not None


def _object(required: Mapping[str, Callable[[object], bool]], *optional: str) -> Callable[[object], bool]:
    def is_valid(value: object) -> bool:
        if not isinstance(value, dict) or required.keys() - value.keys():
            return False
        return all(required[name](item) if name in required else name in optional and _text(item)
                   for name, item in value.items())  # fmt: skip

    return is_valid


def _file_hashes(value: object) -> bool:
    return isinstance(value, dict) and all(_matching(_HASH)(item) for item in value.values())


_VALID: dict[str, Callable[[object], bool]] = {
    "kind": _text, "actor": _text, "origin": _text, "key": _text, "old": _text, "new": _text, "signature": _text,
    "type": _text, "authority": _text, "domain": _text, "selector": _text, "answer": _text, "resolver": _text,
    "query": _text, "software": _text,
    "status": lambda value: value in ("found", "absent"),
    "authentic": lambda value: isinstance(value, bool),
    "format": lambda value: value == 1 and value is not True,
    "size": _count, "count": _count, "offset": _count, "length": _count, "items": _count,
    "time": _time, "nonce": _matching(_NONCE), "run": _matching(_NONCE), "crc32": _matching(_CRC32),
    "sha256": _matching(_HASH), "seed": _matching(_HASH), "root": _matching(_HASH), "sheet": _matching(_HASH),
    "digest": _matching(_HASH), "checkpoint": _matching(_HASH),
    "pack": _matching(_PACK), "files": _file_hashes,
    "source": _object({"kind": _text, "locator": _text}, "modified"),
    "container": _object({"sha256": _matching(_HASH), "path": _text}),
}  # fmt: skip

_HEAD = frozenset({"kind", "time", "actor", "nonce"})
_LOCATION = frozenset({"pack", "offset", "length", "crc32", "seed"})
_SHAPES: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "vault": (_HEAD | {"format", "origin", "key", "sheet"}, frozenset()),
    "pack": (_HEAD | {"pack", "length", "crc32", "software"}, frozenset()),
    "kept": (_HEAD | _LOCATION | {"sha256", "size", "type", "source"}, frozenset({"container", "run"})),
    "met": (_HEAD | {"sha256", "source"}, _LOCATION | {"container", "run", "size", "type"}),
    "parts": (_HEAD | {"count", "root"}, frozenset()),
    "sealed": (_HEAD | {"size", "authority", "files"}, frozenset()),
    "witnessed": (_HEAD | {"size", "sha256", "checkpoint"}, frozenset()),
    "dkim-key": (_HEAD | {"domain", "selector", "answer", "status", "resolver", "authentic"}, frozenset()),
    "rotated": (_HEAD | {"old", "new", "signature", "sheet"}, frozenset()),
    "exported": (_HEAD | {"items", "digest", "query"}, frozenset()),
}
KINDS = tuple(_SHAPES)
