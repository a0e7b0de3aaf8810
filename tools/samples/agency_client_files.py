"""The attachments as files: papers as PDF and DOCX, tables, pictures, a calendar entry."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from html import escape
from mailbox import Attachment, picture, stored_zip, workbook

from agency_client_accounts import INVOICES, PAYMENTS, claimed
from agency_client_papers import PDFS, Paper, contract
from agency_client_pdf import polylines, stroke_pdf

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LOGO_ID = "logo@chertezh-slovo.example"
TEXTS = {
    "instrukciya.docx": Paper(
        "Инструкция по сайту.docx",
        (
            "Как добавить объект: раздел «Объекты», кнопка «Новый», не больше 12 фотографий.",
            "Как поменять цену: раздел «Цены», сохранить, подождать пять минут.",
            "Кому звонить, если сайт не открывается: дежурный телефон из договора.",
        ),
    ),
    "tz-vetluga.docx": Paper(
        "ТЗ лендинг малые тиражи.docx",
        (
            "1. Цель: заказ тиража 50–500 экз. без звонка.",
            "2. Поля формы: имя, телефон, тираж, файл. Больше ничего не спрашивать.",
            "3. Цена считается на странице по сетке из приложения.",
            "4. Срок 18.11.2025, принимает Штерн Г. Ю., бюджет 150 000 руб. без НДС.",
        ),
    ),
}
TABLES: dict[str, tuple[str, Sequence[Sequence[str | int | float]]]] = {
    "prajs.xlsx": (
        "Прайс лист 2025 (новый).xlsx",
        (
            ("Услуга", "Ед.", "Цена, руб."),
            ("Монтаж котла до 30 кВт", "шт.", 38000),
            ("Тёплый пол, труба 16", "м²", 1450),
            ("Радиатор с подключением", "шт.", 6900),
            ("Выезд за город", "км", 45),
            ("Сервис, годовой договор", "год", 18500),
        ),
    ),
    "rentabelnost.xlsx": (
        "Рентабельность по договорам.xlsx",
        (
            ("Договор", "Выручка без НДС", "Часы план", "Часы факт", "Ставка", "Сервисы", "Себестоимость", "Прибыль"),
            ("14/09-25 Контур", 791000.0, 312, 471, 1310, 38200, 655210, 135790.0),
            ("09/10-25 Ветлуга", 210000.0, 90, 96, 1310, 0, 125760, 84240.0),
        ),
    ),
}
CSVS = {
    "obekty.csv": (
        "Объекты список.csv",
        "cp1251",
        "№;Объект;Площадь;Год\n1;Сысерть, дом;600;2025\n2;Косулино, таунхаус;180;2024\n3;Детский сад № 900;1240;2023\n",
    ),
    "tabel-oktyabr.csv": (
        "tabel-10-2025.csv",
        "utf-8-sig",
        (
            "дата;кто;проект;работа;часы\n2025-10-13;Пряхин;14/09-25;прототип;31\n2025-10-20;Пряхин;14/09-25;дизайн;38,5\n"
            "2025-10-27;Пряхин;14/09-25;правки 2;19\n2025-10-29;Пряхин;14/09-25;правки 3 (Ё);14,5\n"
            "2025-10-30;Пряхин;14/09-25;правки 4 (звонок);11\n2025-10-30;Кольцова;14/09-25;ведение;21\n"
        ),
    ),
    "otchet-noyabr.csv": (
        "Отчёт ноябрь 2025.csv",
        "utf-8-sig",
        "показатель;значение\nпоказы;41870\nклики;1312\nрасход, руб.;118400\nформы;44\nзвонки;17\nне набрали;23\n",
    ),
}
INVITE = """BEGIN:VCALENDAR
PRODID:-//Mozilla.org/NONSGML Mozilla Calendar V1.1//EN
VERSION:2.0
METHOD:REQUEST
BEGIN:VEVENT
UID:4f1d2c90-kontur@chertezh-slovo.example
DTSTAMP:20250904T090409Z
DTSTART:20250905T070000Z
DTEND:20250905T074000Z
SUMMARY:Тёплый Контур\\, знакомство
ORGANIZER;CN=Дарья Кольцова:mailto:koltsova@chertezh-slovo.example
ATTENDEE;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:krupin-teplo@pochta.example
END:VEVENT
END:VCALENDAR
"""


def attachment(key: str, at: datetime, style: str) -> Attachment:
    """The file that a letter of that time carries, its name written in the style of its sender's program."""
    if key in PDFS:
        paper = PDFS[key]()
        return Attachment(
            name=paper.name,
            content_type="application/pdf",
            content=stroke_pdf(paper.lines, paper.name[:-4]),
            name_style=style,
        )
    name, content_type, content = _other(key, at)
    return Attachment(name=name, content_type=content_type, content=content, name_style=style)


def logo() -> Attachment:
    """The studio's picture in the signature."""
    return Attachment(
        name="logo.png",
        content_type="image/png",
        content=_drawn(("ЧЕРТЁЖ", "И СЛОВО"), 48, 24),
        content_id=LOGO_ID,
    )


def document(paper: Paper, at: datetime) -> bytes:
    """An Office Open XML text, a paragraph for each line, stamped `at`."""
    main = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    package = "http://schemas.openxmlformats.org/package/2006"
    paragraphs = "".join(
        f'<w:p><w:r><w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>' for line in paper.lines
    )
    files = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{WORD}.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="rId1" Type="{office}" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{main}"><w:body>{paragraphs}</w:body></w:document>',
    }
    declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return stored_zip(((name, (declaration + text).encode()) for name, text in files.items()), at)


def _other(key: str, at: datetime) -> tuple[str, str, bytes]:
    if key.startswith("dogovor"):
        paper = contract(2 if "v2" in key else 1)
        return paper.name, WORD, document(paper, at)
    if key in TEXTS:
        return TEXTS[key].name, WORD, document(TEXTS[key], at)
    if key in CSVS:
        name, codec, text = CSVS[key]
        return name, "text/csv", text.replace("\n", "\r\n").encode(codec)
    if key.endswith(".xlsx"):
        name, rows = TABLES.get(key) or _books(key)
        return name, EXCEL, workbook(rows, at, sheet="Лист1")
    if key == "invite.ics":
        return "invite.ics", "text/calendar; method=REQUEST; charset=utf-8", INVITE.replace("\n", "\r\n").encode()
    if key == "opis-107.png":
        return "Опись ф. 107.png", "image/png", _drawn(_INVENTORY, 168, 60)
    return "макет главная v2.png", "image/png", _drawn(("ТЁПЛЫЙ КОНТУР", "ЗИМА БЕЗ АВАРИЙ"), 96, 40)


_INVENTORY = (
    "ОПИСЬ ВЛОЖЕНИЯ Ф. 107",
    "15009904000170",
    "1. ПРЕТЕНЗИЯ № 17, 3 Л.",
    "2. РАСЧЁТ, 1 Л.",
    "3. АКТ СВЕРКИ, 1 Л.",
    "150099 ЯРОСЛАВЛЬ 20.04.2026",
)


def _books(key: str) -> tuple[str, Sequence[Sequence[str | int | float]]]:
    if key == "akt-sverki.xlsx":
        rows: list[tuple[date, str, float, float]] = [
            (i.act_date or i.issued, f"счёт № {i.number}", float(i.amount), 0) for i in INVOICES
        ]
        rows += [(p.paid, f"п/п № {p.order}", 0, float(p.amount)) for p in PAYMENTS if p.paid <= date(2026, 2, 28)]
        shown = [(f"{day:%d.%m.%Y}", what, debit, credit) for day, what, debit, credit in sorted(rows)]
        return "Акт сверки.xlsx", [("Дата", "Операция", "Дебет", "Кредит"), *shown]
    lines = [(f"№ {s.invoice}", float(s.sum), s.days, float(s.penalty)) for s in claimed()]
    total = float(sum((s.penalty for s in claimed()), Decimal(0)))
    return "Расчёт неустойки.xlsx", [("Счёт", "Сумма", "Дней", "Неустойка 0,1 %"), *lines, ("Итого", "", "", total)]


def _drawn(lines: Sequence[str], width: int, height: int) -> bytes:
    """A PNG of the lines in the strokes of the PDFs, a pixel for each step of the grid, white on green."""
    pixels = bytearray(bytes((24, 92, 74)) * (width * height))
    for row, line in enumerate(lines):
        for column, character in enumerate(line):
            for points in polylines(character):
                for start, end in itertools.pairwise(points):
                    for x, y in _steps(start, end):
                        left, top = 3 + column * 6 + x, 8 + row * 10 - y
                        if 0 <= left < width and 0 <= top < height:
                            at = (top * width + left) * 3
                            pixels[at : at + 3] = b"\xff\xff\xff"
    return picture(width, height, bytes(pixels))


def _steps(start: tuple[float, float], end: tuple[float, float]) -> list[tuple[int, int]]:
    count = max(1, round(max(abs(end[0] - start[0]), abs(end[1] - start[1]))))
    return [
        (
            round(start[0] + (end[0] - start[0]) * n / count),
            round(start[1] + (end[1] - start[1]) * n / count),
        )
        for n in range(count + 1)
    ]
