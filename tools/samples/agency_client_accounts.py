"""The books of the deal: invoices, acts and payments as figures, from which papers and tables are written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

RATE_A_DAY = Decimal("0.001")
CAP = Decimal("0.10")
KOPEK = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Invoice:
    """An invoice in roubles; `due` is the last day on which payment is in time."""

    number: int
    issued: date
    due: date
    amount: Decimal
    vat_percent: int
    subject: str
    act: int = 0
    act_date: date | None = None

    @property
    def vat(self) -> Decimal:
        """The tax inside the amount, rounded to a kopek."""
        return (self.amount * self.vat_percent / (100 + self.vat_percent)).quantize(KOPEK)


@dataclass(frozen=True, slots=True)
class Payment:
    """Money received: which order of payment brought how much for which invoice."""

    order: int
    paid: date
    invoice: int
    amount: Decimal


SITE = "Разработка сайта, договор № 14/09-25, приложение № 1"
ADS = "Ведение рекламы, договор № 14/09-25, приложение № 2"
INVOICES = (
    Invoice(112, date(2025, 9, 24), date(2025, 10, 9), Decimal("256000.00"), 20, f"{SITE}, предоплата 40 %"),
    Invoice(
        131,
        date(2025, 11, 10),
        date(2025, 11, 25),
        Decimal("192000.00"),
        20,
        f"{SITE}, этап «Проектирование и дизайн», доплата",
        47,
        date(2025, 11, 7),
    ),
    Invoice(
        139,
        date(2025, 12, 1),
        date(2025, 12, 16),
        Decimal("90000.00"),
        20,
        f"{ADS}, ноябрь 2025",
        52,
        date(2025, 11, 30),
    ),
    Invoice(
        148,
        date(2025, 12, 22),
        date(2026, 1, 12),
        Decimal("39200.00"),
        20,
        "Калькулятор подбора котла, заявка № 1, 14 часов по 2 800 руб.",
        55,
        date(2025, 12, 22),
    ),
    Invoice(
        2,
        date(2026, 1, 12),
        date(2026, 1, 27),
        Decimal("90000.00"),
        20,
        f"{ADS}, декабрь 2025",
        58,
        date(2025, 12, 31),
    ),
    Invoice(
        11,
        date(2026, 2, 2),
        date(2026, 2, 17),
        Decimal("91500.00"),
        22,
        f"{ADS}, январь 2026",
        4,
        date(2026, 1, 31),
    ),
    Invoice(
        12,
        date(2026, 2, 3),
        date(2026, 2, 18),
        Decimal("195200.00"),
        22,
        f"{SITE}, этап «Вёрстка, наполнение и запуск»",
        3,
        date(2026, 1, 26),
    ),
    Invoice(
        19,
        date(2026, 3, 2),
        date(2026, 3, 17),
        Decimal("78428.57"),
        22,
        f"{ADS}, с 1 по 24 февраля 2026",
        9,
        date(2026, 2, 28),
    ),
)
PAYMENTS = (
    Payment(871, date(2025, 10, 3), 112, Decimal("256000.00")),
    Payment(1022, date(2025, 12, 2), 131, Decimal("192000.00")),
    Payment(1140, date(2025, 12, 26), 139, Decimal("40000.00")),
    Payment(9, date(2026, 1, 13), 139, Decimal("50000.00")),
    Payment(97, date(2026, 2, 20), 2, Decimal("30000.00")),
    Payment(188, date(2026, 3, 27), 148, Decimal("39200.00")),
    Payment(188, date(2026, 3, 27), 2, Decimal("10800.00")),
)
CLAIM_DAY = date(2026, 4, 20)


@dataclass(frozen=True, slots=True)
class Overdue:
    """A stretch of days through which a sum of an invoice stayed unpaid, and the penalty for it."""

    invoice: int
    sum: Decimal
    days: int
    first: date
    last: date

    @property
    def penalty(self) -> Decimal:
        """0.1 % of the sum for each day, rounded to a kopek."""
        return (self.sum * RATE_A_DAY * self.days).quantize(KOPEK)


def debt(on: date) -> Decimal:
    """What the client owes for invoices whose act is dated by that day, payments of that day counted."""
    billed = sum((i.amount for i in INVOICES if (i.act_date or i.issued) <= on), Decimal(0))
    return billed - sum((p.amount for p in PAYMENTS if p.paid <= on), Decimal(0))


def overdue(invoice: Invoice, until: date) -> tuple[Overdue, ...]:
    """The stretches of delay of one invoice; the day of payment still counts as late."""
    stretches = []
    rest, start = invoice.amount, invoice.due
    for payment in (p for p in PAYMENTS if p.invoice == invoice.number and p.paid <= until):
        if payment.paid > start:
            stretches.append(_stretch(invoice.number, rest, start, payment.paid))
            start = payment.paid
        rest -= payment.amount
    if rest and until > start:
        stretches.append(_stretch(invoice.number, rest, start, until))
    return tuple(stretches)


def _stretch(number: int, rest: Decimal, before: date, last: date) -> Overdue:
    return Overdue(number, rest, (last - before).days, date.fromordinal(before.toordinal() + 1), last)


def claimed() -> tuple[Overdue, ...]:
    """The stretches that the claim of 20 April 2026 counts: invoices unpaid when the debt was reconciled."""
    reconciled = {148, 2, 11, 12, 19}
    return tuple(s for i in INVOICES if i.number in reconciled for s in overdue(i, CLAIM_DAY))


def roubles(amount: Decimal) -> str:
    """The amount as a Russian paper shows it: `1 234 567,89`."""
    return f"{amount:,.2f}".replace(",", " ").replace(".", ",")
