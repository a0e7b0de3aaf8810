"""What stays out of a bundle, with the ground: a log that can be handed in without what it is about."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True, kw_only=True)
class Withheld:
    """An item that is not in the bundle. `reason` is settlement, settlement-quoted, privileged,
    privileged-quoted, held-back or not-enclosed; `why` says it in a sentence. What the item says is not here."""

    ident: str
    kind: str
    at: datetime | None
    sender: str
    reason: str
    why: str


def withheld_csv(items: Iterable[Withheld]) -> bytes:
    """The log as CSV (UTF-8 with BOM, so that Chinese and Russian open right); no cell is a formula."""
    rows = [
        (each.at.strftime("%Y-%m-%d %H:%M:%S") if each.at else "", each.kind, each.sender, each.ident, each.reason,
         each.why) for each in items
    ]  # fmt: skip
    return table_csv(("time", "kind", "from", "item", "reason", "why"), rows)


def table_csv(heading: Iterable[str], rows: Iterable[Iterable[str]]) -> bytes:
    """A table as CSV, each cell in one line and none of them a formula."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(list(heading))
    writer.writerows([_cell(value) for value in row] for row in rows)
    return b"\xef\xbb\xbf" + stream.getvalue().encode("utf-8", "backslashreplace")


def _cell(value: str) -> str:
    """A spreadsheet runs what begins like a formula, also behind spaces: an apostrophe stands before it."""
    text = " ".join("".join(sign if sign.isprintable() else " " for sign in value).split())
    return f"'{text}" if text.startswith(_FORMULA) or value.startswith(_FORMULA) else text
