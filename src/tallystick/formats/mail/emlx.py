"""One message of Apple Mail: a line with the message's length in bytes, the message, and a property list of facts."""

from __future__ import annotations

import plistlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.parsers.expat import ExpatError

from tallystick.errors import NotThisFormat
from tallystick.model.message import Moment, Problem

LONGEST_PLIST = 1 << 20

_COUNT = re.compile(rb"(\d{1,15})[ \t]*\r?\n")
_ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)
# The standard library's reader lets all of these through where a list is not well made.
_PLIST_ERRORS = (
    plistlib.InvalidFileException,
    ExpatError,
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    ArithmeticError,
    RecursionError,
)
# Bits of the property list's `flags`, as Apple Mail sets them.
FLAGS: dict[str, int] = {
    "read": 0,
    "deleted": 1,
    "answered": 2,
    "encrypted": 3,
    "flagged": 4,
    "recent": 5,
    "draft": 6,
    "initial": 7,
    "forwarded": 8,
    "redirected": 9,
    "signed": 23,
    "junk": 24,
    "not-junk": 25,
}


@dataclass(frozen=True, slots=True)
class Emlx:
    """The message is `start..end` of the file. `flags` are names of `FLAGS`, `facts` the list's other plain values.

    `is_partial` says that Mail keeps the attachments in files beside this one.
    """

    start: int
    end: int
    is_partial: bool = False
    flags: tuple[str, ...] = ()
    attachments: int = 0
    received: Moment | None = None
    facts: tuple[tuple[str, str], ...] = ()
    problems: tuple[Problem, ...] = ()


def read_emlx(content: bytes, name: str = "") -> Emlx:
    """The span of the message and what Apple Mail noted about it; `name` is the file's name.

    Raises NotThisFormat where the first line is not a length.
    """
    count = _COUNT.match(content)
    if count is None:
        raise NotThisFormat("emlx", "the first line is not a length in bytes")
    start, stated = count.end(), int(count[1])
    end = min(start + stated, len(content))
    problems: list[Problem] = []
    if start + stated > len(content):
        problems.append(
            Problem("emlx-truncated", "0", f"the message is said to have {stated} bytes, {end - start} are here")
        )
    notes = _notes(content[end:], end, problems)
    flags = notes.get("flags")
    bits = flags if isinstance(flags, int) and flags >= 0 else 0
    return Emlx(
        start=start,
        end=end,
        is_partial=name.endswith(".partial.emlx"),
        flags=tuple(flag for flag, bit in FLAGS.items() if bits >> bit & 1),
        attachments=bits >> 10 & 0x3F,
        received=_received(notes.get("date-received")),
        facts=tuple((key, str(fact)) for key, fact in sorted(notes.items()) if _is_plain(key, fact)),
        problems=tuple(problems),
    )


def _notes(tail: bytes, place: int, problems: list[Problem]) -> dict[str, object]:
    """The property list behind the message; empty, with a problem, where it cannot be read."""
    if not tail.strip():
        problems.append(Problem("emlx-no-plist", str(place), "no property list follows the message"))
        return {}
    if len(tail) > LONGEST_PLIST:
        problems.append(Problem("emlx-plist-too-long", str(place), f"more than {LONGEST_PLIST} bytes: not read"))
        return {}
    notes = None if _ENTITY.search(tail) else _plist(tail.strip())
    if not isinstance(notes, dict):
        problems.append(Problem("emlx-bad-plist", str(place), "what follows the message is no property list"))
        return {}
    return {str(key): fact for key, fact in notes.items() if not isinstance(fact, int) or abs(fact) < 1 << 64}


def _plist(text: bytes) -> object:
    try:
        return plistlib.loads(text, fmt=plistlib.FMT_XML)
    except _PLIST_ERRORS:
        return None


def _received(seconds: object) -> Moment | None:
    """The list's `date-received`, in seconds since 1970."""
    if not isinstance(seconds, int | float) or isinstance(seconds, bool):
        return None
    try:
        return Moment(datetime.fromtimestamp(seconds, UTC), 0, "emlx", str(seconds))
    except (ValueError, OverflowError, OSError):
        return Moment(None, None, "emlx", str(seconds)[:100])


def _is_plain(key: str, fact: object) -> bool:
    return key not in ("flags", "date-received") and isinstance(fact, str | int | float | datetime)
