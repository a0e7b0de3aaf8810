"""Currencies as statements write them, as ISO 4217 codes."""

from __future__ import annotations

import re

__all__ = ["currency_code"]

_NAMES = {
    "人民币": "CNY",
    "人民币元": "CNY",
    "rmb": "CNY",
    "元": "CNY",
    "美元": "USD",
    "欧元": "EUR",
    "港币": "HKD",
    "港元": "HKD",
    "日元": "JPY",
    "英镑": "GBP",
    "卢布": "RUB",
    "руб": "RUB",
    "руб.": "RUB",
    "rur": "RUB",
    "₽": "RUB",
    "643": "RUB",
    "810": "RUB",
    "840": "USD",
    "978": "EUR",
    "156": "CNY",
    "€": "EUR",
    "£": "GBP",
    "us$": "USD",
    "hk$": "HKD",
}
_CODE = re.compile(r"[A-Za-z]{3}", re.ASCII)


def currency_code(text: str) -> str:
    """The code of the currency that the text names; "" where it names none or only a sign that several share."""
    text = text.strip().casefold()
    return _NAMES.get(text) or (text.upper() if _CODE.fullmatch(text) else "")
