"""Words as Russian mail programs shape them: wrapped, fitted to an old charset, quoted."""

from __future__ import annotations

import re
import textwrap
from datetime import datetime
from mailbox import Letter, Quoted, quoted_text

from mailbox_letter import quoted
from mailbox_quoting import marked

COLUMNS = 76
STAND_INS = {"«": '"', "»": '"', "„": '"', "“": '"', "—": "-", "–": "-", "№": "N", "₽": "руб.", "×": "x", "²": "2"}
WEEKDAYS = ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье")
MONTHS = (
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
)
STYLES = {
    "thunderbird": "thunderbird-ru",
    "outlook": "outlook-ru",
    "yandex": "yandex-ru",
    "mailru": "mailru-ru",
    "thebat": "thebat-ru",
}


def wrapped(text: str) -> str:
    """The text with its long lines broken as a program with a fixed column does."""
    return "\n".join(
        "\n".join(textwrap.wrap(line, COLUMNS, break_long_words=False, break_on_hyphens=False)) or ""
        for line in text.split("\n")
    )


def fitted(text: str, charset: str) -> str:
    """The text with what the charset lacks replaced as mail programs replace it, or left out."""
    if charset == "utf-8":
        return text
    return "".join(_fitted(character, charset) for character in text)


def quotation(program: str, earlier: Letter, now: datetime) -> str:
    """The answered letter in the manner of the program."""
    of = quoted(earlier, now)
    if program in STYLES:
        return quoted_text(STYLES[program], of)
    if program == "mailru-phone":
        return f"\n{_phone_lead(of)}\n{marked(of.text)}"
    return f"\n{_wrote(of)}\n{marked(of.text)}"


def _fitted(character: str, charset: str) -> str:
    for candidate in (character, STAND_INS.get(character, "")):
        try:
            candidate.encode(charset)
        except UnicodeEncodeError:
            continue
        return candidate
    return ""


def _phone_lead(of: Quoted) -> str:
    day = f"{WEEKDAYS[of.at.weekday()]}, {of.at.day} {MONTHS[of.at.month - 1]} {of.at.year} г., {of.at:%H:%M %z}"
    return f"{day} от {of.name} <{of.address}>:"


def _wrote(of: Quoted) -> str:
    name = re.sub(r"\s+", " ", of.name)
    return f"{name} писал(а) {of.at:%d.%m.%Y %H:%M}:"
