"""The hours worked for the client: Clockify of the makers, Toggl of manager and advertising.

Together they are the 471 hours of the director's table of 17 February 2026 and the 38 hours of disputes beside it.
October's are those of the table that the designer sent on 30 October.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

SITE, ADS = "14/09-25 Сайт", "14/09-25 Реклама"
CLIENT = "Тёплый Контур"
MAILS = {
    "Илья Пряхин": "pryakhin@chertezh-slovo.example",
    "Gleb Osokin": "osokin@chertezh-slovo.example",
    "Сабина Ахметова": "akhmetova@chertezh-slovo.example",
    "Дарья Кольцова": "koltsova@chertezh-slovo.example",
    "Роман Тихомиров": "tikhomirov@chertezh-slovo.example",
}


@dataclass(frozen=True, slots=True)
class Task:
    """Work of one person from a day on, spread over working days of at most seven and a half hours."""

    who: str
    first: date
    hours: Decimal
    what: str
    project: str = SITE
    is_billable: bool = True


def _h(hours: str) -> Decimal:
    return Decimal(hours)


# What is not billable here was worked and never invoiced.
MAKERS = (
    Task("Илья Пряхин", date(2025, 10, 6), _h("26"), "прототип"),
    Task("Илья Пряхин", date(2025, 10, 13), _h("5"), "голосовые Вадима, разбор", is_billable=False),
    Task("Илья Пряхин", date(2025, 10, 14), _h("38.5"), "дизайн"),
    Task("Илья Пряхин", date(2025, 10, 22), _h("19"), "правки 2"),
    Task("Илья Пряхин", date(2025, 10, 27), _h("14.5"), "правки 3 (Ё)", is_billable=False),
    Task("Илья Пряхин", date(2025, 10, 30), _h("11"), "правки 4 (звонок)", is_billable=False),
    Task("Gleb Osokin", date(2025, 11, 10), _h("31"), "вёрстка"),
    Task("Gleb Osokin", date(2025, 11, 14), _h("3"), "ролик к выставке", is_billable=False),
    Task("Gleb Osokin", date(2025, 11, 17), _h("53"), "вёрстка и программирование"),
    Task("Gleb Osokin", date(2025, 12, 15), _h("14"), "калькулятор котла, заявка № 1"),
    Task("Gleb Osokin", date(2025, 12, 17), _h("0.5"), "калькулятор котла, подарено", is_billable=False),
    Task("Gleb Osokin", date(2026, 1, 12), _h("36"), "наполнение"),
    Task("Gleb Osokin", date(2026, 1, 20), _h("15"), "запуск"),
    Task("Gleb Osokin", date(2026, 1, 26), _h("0.5"), "скобки в телефоне", is_billable=False),
)
OTHERS = (
    Task("Дарья Кольцова", date(2025, 10, 6), _h("21"), "ведение"),
    Task("Дарья Кольцова", date(2025, 11, 5), _h("41"), "ведение"),
    Task("Дарья Кольцова", date(2025, 12, 3), _h("37"), "ведение"),
    Task("Дарья Кольцова", date(2026, 1, 13), _h("25"), "ведение"),
    Task("Сабина Ахметова", date(2025, 11, 3), _h("27"), "ведение рекламы, ноябрь", ADS),
    Task("Сабина Ахметова", date(2025, 12, 1), _h("27"), "ведение рекламы, декабрь", ADS),
    Task("Сабина Ахметова", date(2026, 1, 12), _h("26"), "ведение рекламы, январь", ADS),
    Task("Дарья Кольцова", date(2026, 1, 27), _h("23"), "споры с заказчиком", is_billable=False),
    Task("Роман Тихомиров", date(2026, 1, 26), _h("15"), "споры с заказчиком", is_billable=False),
)
DAY, BEGIN = Decimal("7.5"), time(9, 30)


def clockify() -> bytes:
    """Clockify's detailed report; the sums are in roubles at the rate of the contract."""
    rows = [
        ("Project", "Client", "Description", "Task", "User", "Group", "Email", "Tags", "Billable", "Start Date",
         "Start Time", "End Date", "End Time", "Duration (h)", "Duration (decimal)", "Billable Rate (RUB)",
         "Billable Amount (RUB)")
    ]  # fmt: skip
    for task, begun, hours in _entries(MAKERS):
        ended = begun + timedelta(hours=float(hours))
        rate = Decimal(2800) if task.is_billable else Decimal(0)
        rows.append(
            (task.project, CLIENT, task.what, "", task.who, "", MAILS[task.who], "",
             "Yes" if task.is_billable else "No", f"{begun:%d.%m.%Y}", f"{begun:%H:%M:%S}", f"{ended:%d.%m.%Y}",
             f"{ended:%H:%M:%S}", _clock(hours), f"{hours:.2f}", f"{rate:.2f}", f"{rate * hours:.2f}")
        )  # fmt: skip
    return _csv(rows, quoting=csv.QUOTE_ALL)


def toggl() -> bytes:
    """Toggl Track's detailed report."""
    rows = [
        ("User", "Email", "Client", "Project", "Task", "Description", "Billable", "Start date", "Start time",
         "End date", "End time", "Duration", "Tags")
    ]  # fmt: skip
    for task, begun, hours in _entries(OTHERS):
        ended = begun + timedelta(hours=float(hours))
        rows.append(
            (task.who, MAILS[task.who], CLIENT, task.project, "", task.what, "Yes" if task.is_billable else "No",
             f"{begun:%Y-%m-%d}", f"{begun:%H:%M:%S}", f"{ended:%Y-%m-%d}", f"{ended:%H:%M:%S}", _clock(hours), "")
        )  # fmt: skip
    return b"\xef\xbb\xbf" + _csv(rows)


def total(*, billable: bool | None = None) -> Decimal:
    """All hours, or those of one kind."""
    return sum((t.hours for t in (*MAKERS, *OTHERS) if billable in (None, t.is_billable)), Decimal(0))


def _entries(tasks: tuple[Task, ...]) -> Iterator[tuple[Task, datetime, Decimal]]:
    """Each task day by day; a day of a person is full before the next one begins."""
    full: dict[tuple[str, date], Decimal] = {}
    for task in tasks:
        day, rest = task.first, task.hours
        while rest:
            done = full.get((task.who, day), Decimal(0))
            hours = min(rest, DAY - done)
            if hours > 0 and day.weekday() < 5:
                begun = datetime.combine(day, BEGIN) + timedelta(hours=float(done))
                yield task, begun, hours
                full[task.who, day] = done + hours
                rest -= hours
            day += timedelta(days=1)


def _clock(hours: Decimal) -> str:
    minutes = int(hours * 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:00"


def _csv(rows: list[tuple[str, ...]], quoting: int = csv.QUOTE_MINIMAL) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n", quoting=quoting).writerows(rows)  # type: ignore[arg-type]
    return out.getvalue().encode()
