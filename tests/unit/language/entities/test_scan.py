"""What a text names, in the languages of trade."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.language.entities.scan import entities
from tallystick.model.entity import Entity, EntityKind

SENT = date(2026, 3, 11)  # a Wednesday


def found(text: str, kind: EntityKind, language: str = "") -> list[Entity]:
    return [entity for entity in entities(text, SENT, language) if entity.kind is kind]


def values(text: str, kind: EntityKind, language: str = "") -> list[str]:
    return [entity.value for entity in found(text, kind, language)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("in total USD 12,500.00 net", "USD 12500"),
        ("insgesamt 12 500,00 € netto", "EUR 12500"),
        ("总价￥8,000", "CNY 8000"),
        ("预付8万元人民币", "CNY 80000"),
        ("за 3.5 млн руб. с НДС", "RUB 3500000"),
        ("about US$1.2m in all", "USD 1200000"),
        ("RMB 300 each", "CNY 300"),
        ("共USD 14,000", "USD 14000"),
        ("共1,250,000元", "CNY 1250000"),
        ("87 400 рублей", "RUB 87400"),
        ("1.234.567,89 EUR", "EUR 1234567.89"),
        ("12'500.50 CHF", "CHF 12500.5"),
        ("€480 for the Sunday", "EUR 480"),
        ("95 тысяч рублей", "RUB 95000"),
        ("每天85欧", "EUR 85"),
        ("168 dollars", "USD 168"),
        ("$500 USD", "USD 500"),
    ],
)
def test_a_sum_has_its_amount_and_currency(text: str, value: str) -> None:
    """Signs, codes and names of currencies, before or behind, with any grouping."""
    assert values(text, EntityKind.MONEY) == [value]


def test_a_sum_that_can_be_read_twice_gives_both_and_no_value() -> None:
    """One point and three digits are thousands or decimals; other numbers or the language decide, a guess does not."""
    assert found("EUR 1.234", EntityKind.MONEY)[0].field("ambiguous") == "1234|1.234"
    assert values("EUR 1.234", EntityKind.MONEY) == [""]
    assert values("EUR 1.234 and EUR 5.678,90", EntityKind.MONEY) == ["EUR 1234", "EUR 5678.9"]
    assert values("EUR 1.234", EntityKind.MONEY, "de") == ["EUR 1234"]


def test_the_sign_of_yen_and_yuan_is_not_guessed() -> None:
    """Without Chinese or Japanese words around, the sign leaves the currency open."""
    assert found("pay ¥8000 now", EntityKind.MONEY)[0].field("ambiguous-currency") == "CNY|JPY"
    assert values("付¥8000", EntityKind.MONEY) == ["CNY 8000"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("we need 200 pcs", "200 pcs"),
        ("20 cartons", "20 carton"),
        ("12.5 CBM", "12.5 cbm"),
        ("4 860 кг", "4860 kg"),
        ("3200吨", "3200 t"),
        ("5件", "5 pcs"),
        ("发来的48台", "48 machine"),
        ("12 000 шт.", "12000 pcs"),
        ("210 m²", "210 sqm"),
    ],
)
def test_a_quantity_has_its_unit(text: str, value: str) -> None:
    """Units of one meaning have one name in all languages."""
    assert values(text, EntityKind.QUANTITY) == [value]


@pytest.mark.parametrize("text", ["一共31个人", "3个月", "5m wide", "page 12", "200 people"])
def test_a_number_without_a_unit_of_goods_is_no_quantity(text: str) -> None:
    """People, months and pages are not counted as goods."""
    assert found(text, EntityKind.QUANTITY) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("13/03/2026", "2026-03-13"),
        ("03/13/2026", "2026-03-13"),
        ("05.03.2026", "2026-03-05"),
        ("2026-03-05", "2026-03-05"),
        ("2026/3/5", "2026-03-05"),
        ("2026年3月5日", "2026-03-05"),
        ("预计3月20号到港", "2026-03-20"),
        ("March 5, 2026", "2026-03-05"),
        ("5th of March 2026", "2026-03-05"),
        ("on 20 December", "2025-12-20"),
        ("5. März 2026", "2026-03-05"),
        ("20 марта 2026 г.", "2026-03-20"),
        ("Friday, 20 March", "2026-03-20"),
        ("by Friday", "2026-03-13"),
        ("on Wednesday", "2026-03-18"),
        ("this Friday", "2026-03-13"),
        ("next Monday", "2026-03-16"),
        ("tomorrow", "2026-03-12"),
        ("in 3 working days", "2026-03-16"),
        ("within two weeks", "2026-03-25"),
        ("by the end of the month", "2026-03-31"),
        ("end of next month", "2026-04-30"),
        ("end of the quarter", "2026-03-31"),
        ("since Monday", "2026-03-09"),
        ("bis Freitag", "2026-03-13"),
        ("übermorgen", "2026-03-13"),
        ("明天", "2026-03-12"),
        ("后天", "2026-03-13"),
        ("下周五", "2026-03-20"),
        ("本周三", "2026-03-11"),
        ("周五", "2026-03-13"),
        ("月底前", "2026-03-31"),
        ("二月底", "2026-02-28"),
        ("20号之前", "2026-03-20"),
        ("3个工作日内", "2026-03-16"),
        ("завтра", "2026-03-12"),
        ("послезавтра", "2026-03-13"),
        ("в пятницу", "2026-03-13"),
        ("до конца недели", "2026-03-15"),
        ("в следующий понедельник", "2026-03-16"),
        ("через 10 рабочих дней", "2026-03-25"),
        ("до 15.03", "2026-03-15"),
    ],
)
def test_a_day_is_resolved(text: str, value: str) -> None:
    """Absolute and relative days become one date, relative ones against the day of the message."""
    assert values(text, EntityKind.DATE) == [value]


@pytest.mark.parametrize("text", ["05/03/2026", "03/05/26"])
def test_day_and_month_that_cannot_be_told_apart_give_no_date(text: str) -> None:
    """Both readings are named, neither is chosen."""
    (entity,) = found(text, EntityKind.DATE)
    assert (entity.value, entity.field("ambiguous")) == ("", "2026-03-05|2026-05-03")


def test_next_tuesday_names_the_other_reading() -> None:
    """While this week's Tuesday is to come, English leaves open which one is meant."""
    (entity,) = entities("next Tuesday", date(2026, 3, 9))
    assert (entity.value, entity.field("or")) == ("2026-03-17", "2026-03-10")


@pytest.mark.parametrize(
    ("text", "duration", "event"),
    [
        ("within 14 days after receipt of the goods", "P14D", "receipt of the goods"),
        ("30 days from the date of the B/L", "P30D", "the date of the B/L"),
        ("收到定金后15天内", "P15D", "收到定金"),
        ("в течение 5 рабочих дней с момента оплаты", "P5D", "оплаты"),
    ],
)
def test_a_period_from_an_event_stays_a_duration(text: str, duration: str, event: str) -> None:
    """What hangs on an event without a date has no date."""
    (entity,) = found(text, EntityKind.DURATION)
    assert (entity.value, entity.field("after")) == (duration, event)


@pytest.mark.parametrize(
    "text",
    ["by Friday", "no later than 20 March", "until 21 December", "before March 5, 2026", "within 10 days", "5月16日前",
     "截止2026年3月5日",
     "3月20日之前", "до пятницы", "не позднее 20 марта", "до 15.03", "bis 20. März 2026", "by Friday, 20 March"],
)  # fmt: skip
def test_a_deadline_is_marked(text: str) -> None:
    """Words before or behind a date make it a deadline."""
    assert [entity.field("deadline") for entity in found(text, EntityKind.DATE)] == ["yes"]


@pytest.mark.parametrize("text", ["on Friday", "since 20 March", "3月20日到港", "в пятницу"])
def test_a_mere_date_is_no_deadline(text: str) -> None:
    """A day on which something happens is not one by which it must."""
    assert [entity.field("deadline") for entity in found(text, EntityKind.DATE)] == [""]


def test_without_a_day_of_the_message_relative_days_stay_open() -> None:
    """Nothing is resolved against a clock."""
    (entity,) = entities("by Friday")
    assert (entity.value, entity.field("unresolved")) == ("", "sent")
    assert entities("by Friday", datetime(2026, 3, 11, 23, tzinfo=UTC))[0].value == "2026-03-13"


@pytest.mark.parametrize("text", ["every Friday", "每周二开船", "隔周一班", "like a Sunday"])
def test_what_recurs_is_no_date(text: str) -> None:
    """A weekday of every week is not a day."""
    assert found(text, EntityKind.DATE) == []


@given(st.text(st.characters(codec="utf-8"), max_size=60))
def test_entities_lie_in_order_without_overlap(text: str) -> None:
    """Whatever the text, each raw form is what stands there."""
    places = entities(text + " 12 USD by Friday 2026-03-05 " + text, SENT)
    whole = text + " 12 USD by Friday 2026-03-05 " + text
    assert all(one.end <= two.start for one, two in pairwise(places))
    assert all(whole[one.start : one.end] == one.raw for one in places)
