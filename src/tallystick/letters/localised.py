"""Days, sums and names as readers of English, Chinese or Russian expect them: exact, whatever the machine's locale."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from tallystick.forums.wording import MONTHS
from tallystick.model.money import Money

_CURRENCIES_ZH = {
    "CNY": "人民币", "USD": "美元", "EUR": "欧元", "GBP": "英镑", "RUB": "俄罗斯卢布", "HKD": "港元", "JPY": "日元",
    "CHF": "瑞士法郎", "SGD": "新加坡元", "AUD": "澳大利亚元", "CAD": "加拿大元",
}  # fmt: skip
_CURRENCIES_RU = {"RUB": "руб.", "USD": "долл. США", "EUR": "евро", "CNY": "юаней (CNY)"}
_CHANNELS = {
    "email": {"en": "by e-mail", "zh": "通过电子邮件", "ru": "по электронной почте"},
    "platform-chat": {"en": "in the platform's chat", "zh": "通过平台聊天工具", "ru": "в чате платформы"},
    "platform-file": {"en": "in the platform's complaint file", "zh": "在平台纠纷材料中", "ru": "в деле на платформе"},
    "messenger": {"en": "by messenger", "zh": "通过即时通讯工具", "ru": "в мессенджере"},
    "call": {"en": "by telephone", "zh": "通过电话", "ru": "по телефону"},
    "paper": {"en": "in writing", "zh": "以书面形式", "ru": "в письменном виде"},
    "page": {"en": "on a web page", "zh": "在网页上", "ru": "на веб-странице"},
    "document": {"en": "in a document", "zh": "在文件中", "ru": "в документе"},
    "statement": {"en": "in a statement of account", "zh": "在账单中", "ru": "в выписке"},
}
# Spoken of by their names; the others by what they are.
_APPS = {"whatsapp": "WhatsApp", "telegram": "Telegram", "signal": "Signal", "line": "LINE", "viber": "Viber"}
_HAN = re.compile(r"[㐀-鿿]")
_CYRILLIC = re.compile(r"[Ѐ-ӿ]")
_LATIN = re.compile(r"[A-Za-z]")
_SCRIPT = {"en": _LATIN, "zh": _HAN, "ru": _CYRILLIC}


def day(value: date, language: str) -> str:
    """31 December 2026, 2026年12月31日 or 31 декабря 2026 г. with a space that does not break before "г."."""
    if language == "zh":
        return f"{value.year}年{value.month}月{value.day}日"
    written = f"{value.day} {MONTHS[language][value.month - 1]} {value.year}"
    return f"{written}\N{NO-BREAK SPACE}г." if language == "ru" else written


def money(value: Money, language: str) -> str:
    """USD 59,100.00, 59,100.00美元 or 59 100,00 долл. США: every digit as given, two decimals at least."""
    digits = _digits(value.amount)
    whole, _, decimals = digits.partition(".")
    if language == "ru":
        grouped = f"{int(whole):,}".replace(",", "\N{NO-BREAK SPACE}")
        named = _CURRENCIES_RU.get(value.currency, value.currency)
        return f"{_minus(value)}{grouped},{decimals}\N{NO-BREAK SPACE}{named}".rstrip("\N{NO-BREAK SPACE}")
    amount = f"{int(whole):,}.{decimals}"
    if language == "zh":
        name = _CURRENCIES_ZH.get(value.currency, value.currency)
        is_ours = value.currency == "CNY"
        return f"{name}{_minus(value)}{amount}元" if is_ours else f"{_minus(value)}{amount}{name}"
    return f"{value.currency} {_minus(value)}{amount}".strip()


def channel(name: str, language: str, app: str = "") -> str:
    """How something was said, as words that stand beside a verb; "" for a channel without a name."""
    shown = _APPS.get(app, "")
    if name == "messenger" and app == "wechat":
        shown = "微信" if language == "zh" else "WeChat"
    if shown and name == "messenger":
        return {"en": f"by {shown}", "zh": f"通过{shown}", "ru": f"через {shown}"}[language]
    return _CHANNELS.get(name, {}).get(language, "")


def moment(on: date, clock: str, zone: str, language: str) -> str:
    """A day, with the time of day and its zone where they are known."""
    said = day(on, language)
    if not clock:
        return said
    if not zone:
        zone = {"en": "zone not stated", "zh": "时区未注明", "ru": "часовой пояс не указан"}[language]
    if language == "zh":
        return f"{said}{clock}（{zone}）"
    return f"{said}, {clock} ({zone})"


def listed(values: Iterable[str], language: str) -> str:
    """a, b and c; a、b和c; а, б и в."""
    each = tuple(values)
    if len(each) < 2:
        return "".join(each)
    comma, last = {"en": (", ", " and "), "zh": ("、", "和"), "ru": (", ", " и ")}[language]
    return comma.join(each[:-1]) + last + each[-1]


def quoted(words: str, language: str) -> str:
    """The words in the language's own quotation marks; not a character of them is changed."""
    opening, closing = ("«", "»") if language == "ru" else ("“", "”")
    return f"{opening}{words}{closing}"


def name(names: Iterable[str], language: str) -> str:
    """The first of the names that is written in the language's script, else the first; "" where there is none."""
    known = tuple(each for each in names if each.strip())
    fitting = (each for each in known if _SCRIPT[language].search(each) and not _foreign(each, language))
    return next(fitting, known[0] if known else "")


def _foreign(written: str, language: str) -> bool:
    return language == "en" and bool(_HAN.search(written) or _CYRILLIC.search(written))


def _digits(amount: Decimal) -> str:
    """The amount's size, with at least two decimals and never rounded."""
    exponent = amount.as_tuple().exponent
    assert isinstance(exponent, int)
    return f"{abs(amount):.{max(2, -exponent)}f}"


def _minus(value: Money) -> str:
    return "\N{MINUS SIGN}" if value.amount < 0 else ""
