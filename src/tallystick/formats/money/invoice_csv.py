"""Lists of invoices as tables, with header words in English, German, Chinese and Russian."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from tallystick.formats.carrier import Head
from tallystick.formats.money.amounts import decimal_mark, written_amount
from tallystick.formats.money.currencies import currency_code
from tallystick.formats.money.dates import day_order, written_day
from tallystick.formats.money.sheet import Record, Sheet, header_of, sheet_of
from tallystick.formats.money.sums import Sums, sums_check
from tallystick.model.account import Invoice, TradeParty
from tallystick.model.message import Problem
from tallystick.model.reading import Count, Reading

__all__ = ["read", "recognises"]

_WORDS: dict[str, str] = {
    "number": "invoice number|invoice no|invoice no.|invoice #|invoice id|invoice|number|rechnungsnummer|rechnungsnr|"
    "rechnungsnr.|rechnung nr.|belegnummer|发票号码|发票号|数电票号码|номер счета|номер счёта|счет №|счёт №|"
    "номер счета-фактуры|номер документа|номер",
    "issued": "invoice date|issue date|date issued|date of issue|issued|date|rechnungsdatum|belegdatum|开票日期|"
    "发票日期|дата счета|дата счёта|дата выставления|дата счета-фактуры|дата",
    "due": "due date|date due|due|payment due|fällig am|fälligkeit|fälligkeitsdatum|fällig|到期日|到期日期|付款期限|"
    "срок оплаты|оплатить до|дата оплаты до",
    "buyer": "customer|client|customer name|client name|bill to|buyer|contact name|kunde|kundenname|rechnungsempfänger|"
    "购买方名称|购方名称|客户|客户名称|购方企业名称|покупатель|клиент|заказчик|контрагент",
    "buyer_number": "customer vat|vat id|vat number|tax number|ust-idnr.|ust-id|购方税号|购买方纳税人识别号|"
    "购方识别号|инн|инн покупателя|инн контрагента",
    "seller": "supplier|vendor|seller|lieferant|销售方名称|销方名称|供应商|поставщик|продавец",
    "net": "net|net amount|subtotal|amount excl. tax|amount excluding tax|netto|nettobetrag|金额|不含税金额|合计金额|"
    "сумма без ндс",
    "tax": "tax|tax amount|vat|vat amount|total tax|mwst|mwst.|ust|steuer|steuerbetrag|税额|合计税额|ндс|сумма ндс",
    "total": "total|total amount|gross|gross amount|invoice amount|amount|grand total|invoice total|brutto|"
    "bruttobetrag|gesamtbetrag|rechnungsbetrag|价税合计|含税金额|总金额|сумма с ндс|сумма|итого|всего",
    "payable": "amount due|balance due|balance|outstanding|open amount|offen|offener betrag|未付金额|应付金额|"
    "к оплате|остаток|задолженность",
    "prepaid": "paid|amount paid|paid amount|bezahlt|已付金额|оплачено",
    "currency": "currency|währung|币种|货币|валюта",
    "text": "description|memo|notes|reference|beschreibung|betreff|notiz|备注|описание|назначение|комментарий",
}
_ROLES = {word: role for role, words in _WORDS.items() for word in words.split("|")}
# Words that only a list of invoices has as its heads; one of them must be there.
_PROOF = frozenset(
    [
        "invoice number",
        "invoice no",
        "invoice no.",
        "invoice #",
        "invoice id",
        "rechnungsnummer",
        "rechnungsnr",
        "rechnungsnr.",
        "发票号码",
        "发票号",
        "数电票号码",
        "номер счета",
        "номер счёта",
        "счет №",
        "счёт №",
        "номер счета-фактуры",
        "invoice",
        "invoice date",
        "rechnungsdatum",
        "开票日期",
        "дата счета",
        "дата счёта",
    ]
)
_SUMS = ("net", "tax", "total", "payable", "prepaid")


@dataclass(slots=True)
class _Rows:
    """Which column plays which role, and how sums and dates are written."""

    columns: dict[str, int]
    order: str | None
    mark: str | None
    problems: list[Problem] = field(default_factory=list)

    def cell(self, record: Record, role: str) -> str:
        at = self.columns.get(role)
        return record.cells[at] if at is not None and at < len(record.cells) else ""

    def amount(self, record: Record, role: str) -> Decimal | None:
        text = self.cell(record, role)
        if self.mark is None:
            return None if "." in text or "," in text else written_amount(text, "")
        return written_amount(text, self.mark)


def _columns(header: tuple[str, ...]) -> dict[str, int] | None:
    """The column of each role, or None where this is no list of invoices."""
    if len(header) < 3 or _PROOF.isdisjoint(header):
        return None
    columns: dict[str, int] = {}
    for at, word in enumerate(header):
        role = _ROLES.get(word)
        if role and (role not in columns or _rank(role, word) < _rank(role, header[columns[role]])):
            columns[role] = at
    has_sum = not columns.keys().isdisjoint(("total", "net", "payable"))
    return columns if "number" in columns and has_sum and ("issued" in columns or "due" in columns) else None


def _rank(role: str, word: str) -> int:
    return _WORDS[role].split("|").index(word)


def recognises(head: Head) -> bool:
    return header_of(head.start, _columns) is not None


def read(original: bytes, name: str = "") -> Iterator[Reading]:  # noqa: ARG001 - the content says all
    """One reading with an invoice for every row. Raises NotThisFormat, LimitExceeded."""
    sheet, columns = sheet_of(original, _columns, "invoice-csv")
    rows = _rows(sheet, columns)
    shares = dict.fromkeys(("invoices", "blank", "notes", "problems"), 0)
    invoices, problems = [], list(rows.problems)
    if sheet.has_open_quote:
        problems.insert(
            0, Problem("quote-not-closed", "", "a quotation mark is never closed; quotes were read as text")
        )
    for record in sheet.records:
        share, invoice = _row(record, rows, problems)
        shares[share] += 1
        if invoice is not None:
            invoices.append(invoice)
    yield Reading(
        format="invoice-csv",
        invoices=tuple(invoices),
        counts=(Count("row", sheet.rows, (("preamble", len(sheet.preamble)), ("header", 1), *shares.items())),),
        checks=tuple(one.sums for one in invoices),
        problems=tuple(problems),
    )


def _rows(sheet: Sheet, columns: dict[str, int]) -> _Rows:
    def cells(*roles: str) -> list[str]:
        places = [columns[role] for role in roles if role in columns]
        return [record.cells[at] for record in sheet.records for at in places if at < len(record.cells)]

    rows = _Rows(columns, day_order(cells("issued", "due")), decimal_mark(cells(*_SUMS)))
    if rows.order is None:
        reason = "day and month cannot be told apart anywhere in the file"
        rows.problems.append(Problem("date-order-ambiguous", "", reason))
    if rows.mark is None:
        reason = "the decimal mark cannot be told from the mark of thousands anywhere in the file"
        rows.problems.append(Problem("decimal-mark-ambiguous", "", reason))
    return rows


def _row(record: Record, rows: _Rows, problems: list[Problem]) -> tuple[str, Invoice | None]:
    place = f"line {record.line}"
    if record.is_blank:
        return "blank", None
    number = rows.cell(record, "number")
    sums = {role: rows.amount(record, role) for role in _SUMS}
    if not number:
        problems.append(Problem("row-without-invoice", place, record.shown))
        return "notes", None
    if all(sums[role] is None for role in ("net", "total", "payable")):
        problems.append(Problem("sum-unreadable", place, record.shown))
        return "problems", None
    for role in ("issued", "due"):
        text = rows.cell(record, role)
        if text and rows.order is not None and written_day(text, rows.order) is None:
            problems.append(Problem("date-unreadable", place, f"no day in {text[:100]!r}"))
    return "invoices", _invoice(record, rows, number, sums, place)


def _invoice(record: Record, rows: _Rows, number: str, sums: dict[str, Decimal | None], place: str) -> Invoice:
    buyer_number = rows.cell(record, "buyer_number")
    scheme = "inn" if buyer_number.isdigit() and len(buyer_number) in (10, 12) else "vat"
    stated = Sums(
        net=sums["net"],
        tax=sums["tax"],
        total=sums["total"],
        prepaid=sums["prepaid"],
        payable=sums["payable"],
    )
    total = sums["total"]
    return Invoice(
        place=place,
        kind="credit-note" if total is not None and total < 0 else "invoice",
        number=number,
        issued=written_day(rows.cell(record, "issued"), rows.order or None),
        due=written_day(rows.cell(record, "due"), rows.order or None),
        currency=currency_code(rows.cell(record, "currency")),
        seller=TradeParty(name=rows.cell(record, "seller")),
        buyer=TradeParty(name=rows.cell(record, "buyer"), numbers=((scheme, buyer_number),) if buyer_number else ()),
        net=sums["net"],
        tax=sums["tax"],
        total=total,
        payable=sums["payable"],
        sums=sums_check(stated, place),
        profile="csv",
        notes=tuple(filter(None, (rows.cell(record, "text"),))),
    )
