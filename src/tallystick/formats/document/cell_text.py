"""A cell's value as text: dates as ISO 8601, numbers as plain decimals, never by a cell's own format."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal


def cell_text(value: object) -> str:
    """The value in one line without tabs, so that rows and columns stay apart."""
    if isinstance(value, str):
        return value.replace("\t", " ").replace("\r\n", "\n").replace("\n", " / ")
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return _plain(value)
    if isinstance(value, datetime):
        return value.isoformat(sep=" ") if value.time() != time(0) else value.date().isoformat()
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, timedelta):
        return _span(value)
    return "" if value is None else str(value)


def _plain(value: float) -> str:
    # The shortest decimal that is this double, as the program that wrote it shows it.
    if value != value or value in (float("inf"), float("-inf")):
        return str(value)
    text = format(Decimal(repr(value)), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _span(value: timedelta) -> str:
    sign = "-" if value < timedelta() else ""
    seconds = abs(value) // timedelta(seconds=1)
    return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
