"""Days, sums and names in three languages."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.letters import localised
from tallystick.model.money import Money


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "31 December 2026"), ("zh", "2026年12月31日"), ("ru", "31 декабря 2026\N{NO-BREAK SPACE}г.")],
)
def test_a_day_is_written_as_its_readers_write_it(language: str, said: str) -> None:
    """A day has its month as a word in English and Russian, and as a number in Chinese."""
    assert localised.day(date(2026, 12, 31), language) == said


@pytest.mark.parametrize(
    ("amount", "currency", "language", "said"),
    [
        ("59100", "USD", "en", "USD 59,100.00"),
        ("59100", "USD", "zh", "59,100.00美元"),
        ("59100", "USD", "ru", "59\N{NO-BREAK SPACE}100,00\N{NO-BREAK SPACE}долл. США"),
        ("640000.5", "RUB", "ru", "640\N{NO-BREAK SPACE}000,50\N{NO-BREAK SPACE}руб."),
        ("1234.567", "EUR", "en", "EUR 1,234.567"),
        ("8", "CNY", "zh", "人民币8.00元"),
        ("-3.1", "EUR", "en", "EUR \N{MINUS SIGN}3.10"),
        ("1E+3", "USD", "en", "USD 1,000.00"),
        ("5", "", "en", "5.00"),
        ("5", "XAU", "zh", "5.00XAU"),
        ("5", "", "ru", "5,00"),
    ],
)
def test_a_sum_keeps_every_digit(amount: str, currency: str, language: str, said: str) -> None:
    """A sum is grouped as the language groups it, has two decimals at least, and is never rounded."""
    assert localised.money(Money(Decimal(amount), currency), language) == said


@pytest.mark.parametrize(
    ("names", "language", "picked"),
    [
        (("Mingyao Co., Ltd.", "明耀有限公司"), "zh", "明耀有限公司"),
        (("明耀有限公司", "Mingyao Co., Ltd."), "en", "Mingyao Co., Ltd."),
        (("Kontur", "ООО «Контур»"), "ru", "ООО «Контур»"),
        (("明耀 Mingyao",), "en", "明耀 Mingyao"),
        ((), "en", ""),
        (("  ",), "en", ""),
    ],
)
def test_a_name_is_picked_by_its_script(names: tuple[str, ...], language: str, picked: str) -> None:
    """Of several names the one in the reader's script is taken, else the first that says anything."""
    assert localised.name(names, language) == picked


def test_a_list_ends_as_the_language_ends_it() -> None:
    """The last of several is joined by the language's own word."""
    assert localised.listed(["a", "b", "c"], "en") == "a, b and c"
    assert localised.listed(["а", "б"], "ru") == "а и б"
    assert localised.listed(["甲", "乙", "丙"], "zh") == "甲、乙和丙"
    assert localised.listed([], "en") == ""


def test_a_time_without_a_zone_says_so() -> None:
    """A time of day whose zone nobody stated is not shown as if it were known."""
    assert localised.moment(date(2026, 3, 3), "14:05", "", "en") == "3 March 2026, 14:05 (zone not stated)"
    assert localised.moment(date(2026, 3, 3), "14:05", "UTC+08:00", "zh") == "2026年3月3日14:05（UTC+08:00）"
    assert localised.moment(date(2026, 3, 3), "", "", "en") == "3 March 2026"


def test_a_messenger_is_called_by_its_name() -> None:
    """WeChat is 微信 to a Chinese reader; an app without a known name is a messenger; the unknown has no words."""
    assert localised.channel("messenger", "zh", "wechat") == "通过微信"
    assert localised.channel("messenger", "ru", "wechat") == "через WeChat"
    assert localised.channel("messenger", "en", "whatsapp") == "by WhatsApp"
    assert localised.channel("messenger", "en", "other") == "by messenger"
    assert localised.channel("email", "en", "whatsapp") == "by e-mail"
    assert localised.channel("smoke", "en") == ""


def test_quoted_words_are_not_changed() -> None:
    """Words stand in the language's own marks exactly as they were said."""
    words = 'He said "no" — «нет»\n“不”'
    assert localised.quoted(words, "ru") == f"«{words}»"
    assert localised.quoted(words, "zh") == f"“{words}”"


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**12), max_value=10**12))
def test_no_digit_of_a_sum_is_lost(amount: Decimal) -> None:
    """Whatever the language, the sum read back is the sum that was written."""
    for language in ("en", "zh", "ru"):
        shown = localised.money(Money(amount, "EUR"), language)
        digits = re.sub(r"[^\d.,\N{MINUS SIGN}]", "", shown.replace("евро", ""))
        plain = digits.replace(",", ".") if language == "ru" else digits.replace(",", "")
        assert Decimal(plain.replace("\N{MINUS SIGN}", "-")) == amount
