"""One row of a bank's table: the booking that it states, or what else it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from tallystick.formats.money.amounts import decimal_mark, written_amount
from tallystick.formats.money.bank_layout import Layout
from tallystick.formats.money.currencies import currency_code
from tallystick.formats.money.dates import day_order, local_moment, written_day
from tallystick.formats.money.sheet import Record, Sheet
from tallystick.model.account import Account, Transaction
from tallystick.model.message import Moment, Problem
from tallystick.model.money import Money

__all__ = ["Rows", "Sums", "row_of"]

_UTC = ("UTC", "GMT")
_NO_REFERENCE = ("NOTPROVIDED", "NONREF")
_SUMS = ("amount", "debit", "credit", "balance", "fee", "instructed")
_DATES = ("booked", "valued")
_BRACKETS = re.compile(r"[(（]([^()（）]{1,10})[)）]")


@dataclass(frozen=True, slots=True)
class Sums:
    """What became of a row: its transactions, its share of the count, its account, what it moved and the balance."""

    share: str
    transactions: tuple[Transaction, ...] = ()
    account: str = ""
    moved: Decimal = Decimal(0)
    balance: Decimal | None = None
    problems: tuple[Problem, ...] = ()


@dataclass(slots=True)
class Rows:
    """What is known of all rows: which column plays which role, how sums and dates are written."""

    layout: Layout
    columns: dict[str, int]
    texts: tuple[int, ...]
    order: str | None = None
    mark: str | None = None
    currency: str = ""
    problems: list[Problem] = field(default_factory=list)

    @classmethod
    def of(cls, sheet: Sheet, layout: Layout) -> Rows:
        """The columns by their header words; dates and sums by the evidence of all rows, then by the layout."""
        places = {word: at for at, word in reversed(list(enumerate(sheet.header)))}
        columns = {
            role: next(places[word] for word in words if word in places)
            for role, words in layout.columns.items()
            if role != "text" and any(word in places for word in words)
        }
        texts = tuple(places[word] for word in layout.columns.get("text", ()) if word in places)
        rows = cls(layout, columns, texts)
        rows._decide(sheet)
        named = _BRACKETS.search(sheet.header[columns["amount"]]) if "amount" in columns else None
        rows.currency = layout.currency or (currency_code(named[1]) if named else "")
        return rows

    def _decide(self, sheet: Sheet) -> None:
        dates = [cell for role in _DATES for cell in self._cells(sheet, role)]
        self.order = day_order(dates) or self.layout.dates or None
        if self.order is None and day_order(dates) is None:
            reason = "day and month cannot be told apart anywhere in the file"
            self.problems.append(Problem("date-order-ambiguous", "", reason))
        self.mark = decimal_mark(cell for role in _SUMS for cell in self._cells(sheet, role))
        if self.mark is None:
            self.mark = self.layout.decimal or None
        if self.mark is None:
            reason = "the decimal mark cannot be told from the mark of thousands anywhere in the file"
            self.problems.append(Problem("decimal-mark-ambiguous", "", reason))

    def _cells(self, sheet: Sheet, role: str) -> Iterator[str]:
        at = self.columns.get(role)
        if at is not None:
            yield from (record.cells[at] for record in sheet.records if at < len(record.cells) and record.cells[at])

    def cell(self, record: Record, role: str) -> str:
        """The row's cell in the column of a role, "" where there is none."""
        at = self.columns.get(role)
        return record.cells[at] if at is not None and at < len(record.cells) else ""

    def amount(self, text: str) -> Decimal | None:
        """The sum, or None where it is none or cannot be decided."""
        if self.mark is None:
            return None if "." in text or "," in text else written_amount(text, "")
        return written_amount(text, self.mark)

    def says(self, word: str, cell: str) -> bool:
        """Whether the cell is one of the layout's words for this."""
        return cell.casefold() in self.layout.words.get(word, frozenset())


def row_of(record: Record, rows: Rows) -> Sums:
    """What the row is: transactions, blank, a note, void (never executed), neutral (no direction) or a problem."""
    place = f"line {record.line}"
    if record.is_blank:
        return Sums("blank")
    raw = rows.cell(record, "booked")
    if not any(character.isdigit() for character in raw) and not _stated(record, rows):
        return Sums("notes", problems=(Problem("row-without-booking", place, record.shown),))
    status = rows.cell(record, "status")
    if rows.says("void", status):
        return Sums("void", problems=(Problem("not-executed", place, record.shown),))
    direction = rows.cell(record, "direction")
    if rows.says("neutral", direction):
        return Sums("neutral", problems=(Problem("direction-not-stated", place, record.shown),))
    amount = _amount(record, rows, direction)
    if amount is None:
        if not any(character.isdigit() for character in raw) or written_day(raw, rows.order or "dmy") is None:
            return Sums("notes", problems=(Problem("row-without-booking", place, record.shown),))
        return Sums("problems", problems=(Problem("sum-unreadable", place, record.shown),))
    return _booked(record, rows, amount, place)


def _stated(record: Record, rows: Rows) -> bool:
    """Whether a row without a date still shows a sum and a text: a booking whose date was lost, not a total."""
    return (
        _amount(record, rows, rows.cell(record, "direction")) is not None
        and len(record.cells) > 2
        and bool(rows.cell(record, "other"))
    )


def _amount(record: Record, rows: Rows, direction: str) -> Decimal | None:
    amount = rows.amount(rows.cell(record, "amount"))
    if amount is not None and "direction" in rows.columns:
        if rows.says("out", direction):
            return -abs(amount)
        return abs(amount) if rows.says("in", direction) else None
    if amount is not None:
        return amount
    debit, credit = (rows.amount(rows.cell(record, role)) for role in ("debit", "credit"))
    if debit is None and credit is None:
        return None
    return abs(credit or Decimal(0)) - abs(debit or Decimal(0))


def _booked(record: Record, rows: Rows, amount: Decimal, place: str) -> Sums:
    raw = rows.cell(record, "booked")
    day = written_day(raw, rows.order)
    problems = []
    is_pending = rows.says("pending", rows.cell(record, "status"))
    if day is None and (rows.order if raw else not is_pending):
        problems.append(Problem("date-unreadable", place, f"no day in {raw[:100]!r}"))
    currency = currency_code(rows.cell(record, "currency")) or rows.currency
    text = "\n".join(
        dict.fromkeys(record.cells[at] for at in rows.texts if at < len(record.cells) and record.cells[at])
    )
    made = Transaction(
        place=place,
        booked=day,
        valued=written_day(rows.cell(record, "valued"), rows.order),
        money=Money(amount, currency),
        other=_other(record, rows, amount),
        text=text,
        reference=rows.cell(record, "reference"),
        end_to_end="" if (stated := rows.cell(record, "end_to_end")).upper() in _NO_REFERENCE else stated,
        code=rows.cell(record, "code"),
        moment=_moment(record, rows, day, raw),
        is_pending=is_pending,
        instructed=_instructed(record, rows, amount, currency),
    )
    fee = _fee(record, rows)
    parts = (made,) if not fee else (made, _fee_of(made, fee))
    balance = rows.amount(rows.cell(record, "balance"))
    return Sums("transactions", parts, rows.cell(record, "account"), amount + fee, balance, tuple(problems))


def _other(record: Record, rows: Rows, amount: Decimal) -> Account:
    side = "payer" if amount > 0 else "receiver"
    return Account(
        number=rows.cell(record, "other_account") or rows.cell(record, f"{side}_account"),
        holder=rows.cell(record, "other") or rows.cell(record, side),
        bank=rows.cell(record, "other_bank"),
        bank_name=rows.cell(record, "other_bank_name"),
    )


def _moment(record: Record, rows: Rows, day: date | None, raw: str) -> Moment | None:
    """The clock time of the row; where its day is undecided, the time as written and nothing more."""
    stated = f"{raw} {rows.cell(record, 'time')} {rows.cell(record, 'zone')}".strip()
    if day is None:
        return Moment(None, None, "export", stated) if raw else None
    moment = local_moment(day, stated, "export")
    is_utc = rows.layout.is_utc or rows.cell(record, "zone").upper() in _UTC
    if moment is not None and moment.utc is not None and is_utc:
        return Moment(moment.utc, 0, "export", stated)
    return moment if moment is None or isinstance(moment.utc, datetime) else None


def _instructed(record: Record, rows: Rows, amount: Decimal, currency: str) -> Money | None:
    paid = rows.amount(rows.cell(record, "instructed"))
    named = currency_code(rows.cell(record, "instructed_currency"))
    if paid is None or not named or named == currency:
        return None
    return Money(abs(paid) if amount >= 0 else -abs(paid), named)


def _fee(record: Record, rows: Rows) -> Decimal:
    fee = rows.amount(rows.cell(record, "fee")) if rows.layout.fee else None
    if not fee:
        return Decimal(0)
    return -fee if rows.layout.fee == "minus" else fee


def _fee_of(made: Transaction, fee: Decimal) -> Transaction:
    """The fee that a row states beside its sum, as a booking of its own at the same place."""
    return Transaction(
        place=made.place,
        booked=made.booked,
        valued=made.valued,
        money=Money(fee, made.money.currency),
        text=made.text,
        reference=made.reference,
        code="fee",
        moment=made.moment,
        is_pending=made.is_pending,
    )
