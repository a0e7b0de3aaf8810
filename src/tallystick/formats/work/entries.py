"""Rows of a timesheet as work entries: what every program's export has in common."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from tallystick.formats.money.amounts import decimal_mark, written_amount
from tallystick.formats.money.currencies import currency_code
from tallystick.formats.money.dates import day_order, local_moment, written_day
from tallystick.formats.money.sheet import Record, Sheet, sheet_of
from tallystick.formats.work.duration import duration_seconds
from tallystick.model.account import Timesheet, WorkEntry
from tallystick.model.check import Check
from tallystick.model.message import Moment, Problem
from tallystick.model.money import Money
from tallystick.model.reading import Count, Reading

__all__ = ["Layout", "columns_of", "entries_of"]

_YES = frozenset(["yes", "true", "1", "y", "ja", "billable", "是", "可计费", "计费", "да"])
_NO = frozenset(["no", "false", "0", "n", "nein", "non-billable", "否", "不计费", "нет"])
_CURRENCY = re.compile(r"\(([a-z]{3})\)")
_SLACK_SECONDS = 60  # a duration that was rounded to the minute agrees with its two clock times


@dataclass(frozen=True, slots=True)
class Layout:
    """A program's header: which words head the column of each role, which of the roles must be there, and the order of
    its dates where the file does not decide."""

    program: str
    words: Mapping[str, tuple[str, ...]]
    required: frozenset[str]
    dates: str = ""


@dataclass(slots=True)
class _Rows:
    columns: Mapping[str, int]
    order: str | None
    mark: str | None
    currency: str
    problems: list[Problem] = field(default_factory=list)

    def cell(self, record: Record, role: str) -> str:
        at = self.columns.get(role)
        return record.cells[at] if at is not None and at < len(record.cells) else ""


def columns_of(header: tuple[str, ...], layout: Layout) -> dict[str, int] | None:
    """The column of each role, or None where a required one is missing."""
    if all(word not in header for word in layout.words["day"]):
        return None  # most lines that are asked are no header: no more is done for them
    places = {_CURRENCY.sub("", word).strip(): at for at, word in reversed(list(enumerate(header)))}
    columns = {}
    for role, words in layout.words.items():
        found = next((places[word] for word in words if word in places), None)
        if found is not None:
            columns[role] = found
    return columns if layout.required <= columns.keys() else None


def entries_of(
    original: bytes, layout: Layout, accepts: Callable[[tuple[str, ...]], dict[str, int] | None]
) -> Iterator[Reading]:
    """One reading with the timesheet of the file. Raises NotThisFormat, LimitExceeded."""
    sheet, columns = sheet_of(original, accepts, layout.program)
    rows = _rows(sheet, columns, layout)
    shares = dict.fromkeys(("entries", "blank", "notes", "problems"), 0)
    entries, totals = [], []
    for record in sheet.records:
        share, entry = _row(record, rows)
        shares[share] += 1
        if entry is not None:
            entries.append(entry)
        elif share == "notes" and (seconds := _stated(record, rows)):
            totals.append(seconds)
    checks = tuple(_total(entries, totals))
    yield Reading(
        format=layout.program,
        timesheets=(Timesheet(program=layout.program.removeprefix("timesheet-"), zone="", entries=tuple(entries)),),
        counts=(Count("row", sheet.rows, (("preamble", len(sheet.preamble)), ("header", 1), *shares.items())),),
        checks=checks,
        problems=tuple(rows.problems),
    )


def _total(entries: list[WorkEntry], totals: list[int]) -> Iterator[Check]:
    """A row of totals below the entries, held against them."""
    if len(totals) != 1:
        return
    found = sum(entry.seconds or 0 for entry in entries)
    facts = {"stated_seconds": str(totals[0]), "found_seconds": str(found)}
    if abs(found - totals[0]) <= _SLACK_SECONDS:
        yield Check.passed("timesheet-total", "the entries give the stated total", "", **facts)
    else:
        reason = f"the entries give {found} seconds, the total says {totals[0]}"
        yield Check.failed("timesheet-total", reason, "", **facts)


def _rows(sheet: Sheet, columns: dict[str, int], layout: Layout) -> _Rows:
    def cells(*roles: str) -> list[str]:
        places = [columns[role] for role in roles if role in columns]
        return [record.cells[at] for record in sheet.records for at in places if at < len(record.cells)]

    stated = day_order(cells("day", "end_day"))
    mark = decimal_mark(cell for cell in cells("duration", "hours", "sum") if ":" not in cell)
    head = sheet.header[columns["sum"]] if "sum" in columns else ""
    named = _CURRENCY.search(head)
    rows = _Rows(columns, stated or layout.dates or None, mark, currency_code(named[1]) if named else "")
    if sheet.has_open_quote:
        rows.problems.append(
            Problem("quote-not-closed", "", "a quotation mark is never closed; quotes were read as text")
        )
    if stated is None and not layout.dates:
        reason = "day and month cannot be told apart anywhere in the file"
        rows.problems.append(Problem("date-order-ambiguous", "", reason))
    if mark is None:
        reason = "the decimal mark cannot be told from the mark of thousands anywhere in the file"
        rows.problems.append(Problem("decimal-mark-ambiguous", "", reason))
    return rows


def _row(record: Record, rows: _Rows) -> tuple[str, WorkEntry | None]:
    place = f"line {record.line}"
    if record.is_blank:
        return "blank", None
    raw = rows.cell(record, "day")
    day = written_day(raw, rows.order)
    begun = _moment(record, rows, "day", "begun", day)
    last = rows.cell(record, "end_day")
    ended = _moment(record, rows, "end_day" if last else "day", "ended", written_day(last, rows.order) if last else day)
    seconds = _stated(record, rows)
    if not any(character.isdigit() for character in raw):
        rows.problems.append(Problem("row-without-entry", place, record.shown))
        return "notes", None
    if day is None and rows.order is not None:
        rows.problems.append(Problem("date-unreadable", place, f"no day in {raw[:100]!r}"))
    counted = _between(begun, ended, has_end_day=bool(last))
    if seconds is None and counted is None:
        rows.problems.append(Problem("duration-unreadable", place, record.shown))
        return "problems", None
    if seconds is not None and counted is not None and abs(seconds - counted) > _SLACK_SECONDS:
        rows.problems.append(Problem("duration-differs", place, f"{seconds} s stated, {counted} s between the times"))
    return "entries", _entry(record, rows, day, (begun, ended), counted if seconds is None else seconds)


def _stated(record: Record, rows: _Rows) -> int | None:
    found = (duration_seconds(rows.cell(record, role), rows.mark) for role in ("duration", "hours"))
    return next((seconds for seconds in found if seconds is not None), None)


def _entry(
    record: Record, rows: _Rows, day: date | None, times: tuple[Moment | None, Moment | None], seconds: int | None
) -> WorkEntry:
    billable = rows.cell(record, "billable").casefold()
    person = (rows.cell(record, "person"), rows.cell(record, "last_name"))
    tags = re.split(r"[,;|]", rows.cell(record, "tags"))
    return WorkEntry(
        place=f"line {record.line}",
        day=day,
        seconds=seconds,
        begun=times[0],
        ended=times[1],
        person=" ".join(filter(None, person)),
        mail=rows.cell(record, "mail"),
        client=rows.cell(record, "client"),
        project=rows.cell(record, "project"),
        task=rows.cell(record, "task"),
        text=rows.cell(record, "text"),
        tags=tuple(filter(None, (tag.strip() for tag in tags))),
        is_billable=True if billable in _YES else False if billable in _NO else None,
        sum=_sum(record, rows),
    )


def _sum(record: Record, rows: _Rows) -> Money | None:
    text = rows.cell(record, "sum")
    amount: Decimal | None
    if rows.mark is None:
        amount = None if "." in text or "," in text else written_amount(text, "")
    else:
        amount = written_amount(text, rows.mark)
    if amount is None:
        return None
    return Money(amount, currency_code(rows.cell(record, "currency").split(" - ")[-1]) or rows.currency)


def _moment(record: Record, rows: _Rows, day_role: str, role: str, day: date | None) -> Moment | None:
    text = rows.cell(record, role)
    raw = f"{rows.cell(record, day_role)} {text}".strip()
    if not text:
        return None
    moment = local_moment(day, text, "export")
    return Moment(moment.utc, None, "export", raw) if moment is not None else None


def _between(begun: Moment | None, ended: Moment | None, *, has_end_day: bool) -> int | None:
    """The seconds between the two; an end before the begin is past midnight where the file shows no end day."""
    if begun is None or ended is None or begun.utc is None or ended.utc is None:
        return None
    span = ended.utc - begun.utc
    if span < timedelta(0) and not has_end_day:
        span += timedelta(days=1)
    return int(span.total_seconds()) if span >= timedelta(0) else None
