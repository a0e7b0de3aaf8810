"""What commands print: text for a person, JSON for a program, never a control character of somebody else's."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tallystick.errors import TallyError
from tallystick.model.check import Check, Verdict

if TYPE_CHECKING:
    from tallystick.record.lookup import SameMessageId
    from tallystick.services.dkim_keys import KeysFetched

# Kinds of items that are dated by a calendar day.
_DAYS = frozenset(("transaction", "invoice", "work"))
_COLOURS = {Verdict.PASS: "green", Verdict.FAIL: "red", Verdict.NOT_CHECKED: "yellow"}
# Control characters move a terminal's cursor; bidirectional marks reorder what stands beside them.
_UNSAFE = {code: f"\\x{code:02x}" for code in (*range(32), *range(127, 160)) if code not in (9, 10)}
_UNSAFE |= {code: f"\\u{code:04x}" for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C)}

_JSON_ESCAPES = {code: f"\\u{code:04x}" for code in _UNSAFE if code >= 127}


@dataclass(slots=True)
class Output:
    """Where the command was told to look and how to answer."""

    vault: Path | None
    is_json: bool

    def root(self) -> Path:
        """The vault that is meant. Raises VaultNotFound."""
        from tallystick.wiring import vault_root

        return vault_root(self.vault)

    def tell(self, document: dict[str, Any], lines: Iterable[str]) -> None:
        """The result: the document where JSON was asked for, else the lines."""
        if self.is_json:
            click.echo(_json(document))
        else:
            for line in lines:
                click.echo(line)

    @staticmethod
    def failure(error: TallyError, *, is_json: bool) -> None:
        if is_json:
            click.echo(_json({"error": {"code": error.code, "message": str(error)}}))
        click.echo(f"tally: {line_of(str(error))}", err=True)


def _json(document: dict[str, Any]) -> str:
    """JSON that moves no cursor either: what is unsafe to show is written as an escape, which means the same."""
    text = json.dumps(document, ensure_ascii=False, indent=2).translate(_JSON_ESCAPES)
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def safe(text: str, width: int = 0) -> str:
    """The text with control and direction characters made visible, cut to `width` characters where that is given."""
    shown = text.encode("utf-8", "backslashreplace").decode("utf-8").translate(_UNSAFE)
    if width and len(shown) > width:
        shown = shown[: width - 1] + "…"
    return shown


def line_of(text: str, width: int = 0) -> str:
    """The same in one line."""
    return safe(" ".join(text.split()), width)


def check_line(check: Check) -> str:
    """One check as a line: verdict, duty, reason, place and the facts compared."""
    verdict = click.style(f"{check.verdict.value:<11}", fg=_COLOURS[check.verdict], bold=True)
    place = f"  [{line_of(check.place)}]" if check.place else ""
    facts = "".join(f"\n{'':13}{name}: {line_of(value)}" for name, value in check.facts.items() if value)
    return f"{verdict} {check.name:<11} {line_of(check.reason)}{place}{facts if check.verdict is Verdict.FAIL else ''}"


def check_members(check: Check) -> dict[str, Any]:
    """One check as JSON values."""
    return {
        "name": check.name,
        "verdict": check.verdict.value,
        "reason": check.reason,
        "place": check.place,
        "facts": dict(check.facts),
    }


def size(number: int) -> str:
    """A number of bytes for a person."""
    for factor, unit in ((10**9, "GB"), (10**6, "MB"), (10**3, "KB")):
        if number >= factor:
            return f"{number / factor:.1f} {unit}"
    return f"{number} bytes"


def keys_line(keys: KeysFetched) -> str:
    """What became of the signers' keys that were asked for."""
    said = f"{keys.kept} of {keys.wanted} signers' keys kept"
    if keys.absent:
        said += f", {keys.absent} not published"
    return said + (f", {keys.unanswered} without an answer: 'tally seal' asks again" if keys.unanswered else "")


def conflict_members(conflict: SameMessageId) -> dict[str, Any]:
    """A finding of different mails under one Message-ID as JSON values."""
    originals = [
        {"log_index": index, "id": sha256, "subject": subject} for index, sha256, subject in conflict.originals
    ]
    return {"message_id": conflict.message_id, "originals": originals}


def is_terminal() -> bool:
    """Whether a person is watching: progress is shown then and only then."""
    return sys.stderr.isatty()


def when(utc: datetime | None, zone_minutes: int | None, kind: str = "") -> str:
    """A time for a list, 22 characters wide: in the zone that was stated for it, which stands behind it, and "?" behind
    a local time whose zone is unknown; an item of a `kind` that has calendar days shows no hour."""
    if utc is None:
        return f"{'no time':<22}"
    if zone_minutes is None:
        return (
            f"{utc:%Y-%m-%d}".ljust(22)
            if kind in _DAYS and utc.time() == time()
            else f"{utc:%Y-%m-%d %H:%M}?".ljust(22)
        )
    try:
        local = utc + timedelta(minutes=zone_minutes)
    except OverflowError:
        local, zone_minutes = utc, 0
    hours, minutes = divmod(abs(zone_minutes), 60)
    zone = f"{'-' if zone_minutes < 0 else '+'}{hours:02d}" + (f":{minutes:02d}" if minutes else "")
    return f"{local:%Y-%m-%d %H:%M}{zone}".ljust(22)
