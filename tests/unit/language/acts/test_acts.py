"""Acts: what each language's rules find, what the guards keep silent, and where the words stand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tallystick.language.acts import acts
from tallystick.model.act import ActKind as K
from tallystick.model.money import Money

SENT = date(2026, 3, 3)  # a Tuesday

PERFORMED = [
    (K.TERMS_CHANGE, "Could we postpone the delivery of order 77 from 5 May to 20 May?"),
    (K.TERMS_CHANGE, "我们想把订单数量从500件改为800件。"),
    (K.TERMS_CHANGE, "Просим перенести срок поставки с 5 мая на 20 мая."),
    (K.TERMS_SET, "As agreed on the phone: payment terms are 30% deposit, 70% before shipment."),
    (K.TERMS_SET, "双方约定如下：质保期为24个月。"),
    (K.TERMS_SET, "Давайте зафиксируем: гарантия 24 месяца, упаковка деревянная."),
    (K.ACCEPTANCE, "We accept your offer for 500 lamps."),
    (K.ACCEPTANCE, "我们同意您的报价和新的交期。"),
    (K.ACCEPTANCE, "Согласны на ваши условия по договору."),
    (K.PROMISE_PAY, "We will pay the balance by Friday."),
    (K.PROMISE_PAY, "我们明天付清尾款。"),
    (K.PROMISE_PAY, "Оплатим остаток до пятницы."),
    (K.PROMISE_DELIVER, "We will replace the broken parts free of charge."),
    (K.PROMISE_DELIVER, "我们保证3月20日前发货。"),
    (K.PROMISE_DELIVER, "Недостающие детали отправим завтра."),
    (K.PERFORMANCE, "We have shipped the goods today, the container left Ningbo."),
    (K.PERFORMANCE, "货款今天已经付了，水单见附件。"),
    (K.PERFORMANCE, "Сегодня отгрузили товар по договору."),
    (K.OBJECTION, "Half of the lamps you delivered are cracked."),
    (K.OBJECTION, "收到的这批灯有30个破损。"),
    (K.OBJECTION, "Пришло 480 штук вместо 500."),
    (K.ADMISSION, "The delay is our fault."),
    (K.ADMISSION, "这是我们的疏忽，订单发错了。"),
    (K.ADMISSION, "Это наша ошибка, перепутали заказ."),
    (K.DEMAND, "Please transfer the overdue balance immediately."),
    (K.DEMAND, "请贵司立即支付逾期货款。"),
    (K.DEMAND, "Требуем вернуть аванс в течение 10 дней."),
    (K.REFUSAL, "We refuse to pay this invoice."),
    (K.REFUSAL, "我们拒绝支付这笔费用。"),
    (K.REFUSAL, "Мы отказываемся оплачивать этот счет."),
    (K.SETTLEMENT, "We offer a 10% discount to close this matter amicably."),
    (K.SETTLEMENT, "我们愿意各承担一半损失，此事了结，建议这样解决。"),
    (K.SETTLEMENT, "Предлагаем компромисс: скидка 10% и закрываем вопрос."),
    (K.TERMINATION, "We hereby terminate the contract with immediate effect."),
    (K.TERMINATION, "我司正式通知解除合同。"),
    (K.TERMINATION, "Мы расторгаем договор поставки."),
    (K.EXCUSE, "Due to the typhoon the shipment will be delayed by a week."),
    (K.EXCUSE, "受台风影响，货柜将延迟一周。"),
    (K.EXCUSE, "Из-за забастовки в порту поставка задерживается."),
]


@pytest.mark.parametrize(("kind", "text"), PERFORMED)
def test_a_sentence_that_performs_an_act_is_read_as_it(kind: K, text: str) -> None:
    """A plain sentence of each act and language is found, with exact words and the rule that found it."""
    found = [act for act in acts(text, sent=SENT) if act.kind is kind]

    assert found
    assert text[found[0].start : found[0].end] == found[0].words
    assert found[0].ground.startswith((f"{found[0].language}.{kind.value}.", "model:"))


SILENT = [
    "Would you pay the balance by Friday?",
    "If you had delivered late, we would have terminated the contract.",
    "He said they will not pay the invoice.",
    "They will pay next week.",
    "Dear readers of our magazine, we hereby terminate the contract.",
    "Last year we terminated the contract with another supplier.",
    "Our return policy: we refuse to refund the deposit.",
    "I am out of office. We will pay the balance by Friday.",
    "Newsletter: we terminate the contract. Unsubscribe here.",
    "Dear [Name], we demand payment of the overdue invoice.",
    "> We will pay the balance by Friday.",
    "Your clerk wrote “we will pay the whole balance by Friday” on the order.",
    "如果你们晚交货，我们就解除合同。",
    "去年我们解除合同换了一家。",
    "客户说拒绝支付货款。",
    "Если вы опоздаете, мы расторгаем договор.",
    "В прошлом году мы расторгаем договор.",
    "Клиент сказал: отказываемся оплачивать счет.",
]


@pytest.mark.parametrize("text", SILENT)
def test_a_sentence_that_only_looks_like_an_act_is_none(text: str) -> None:
    """A question, a condition, another's words, the past, a policy, a form or a quotation performs nothing."""
    assert acts(text, sent=SENT) == ()


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("We will pay the balance by Friday.", date(2026, 3, 6)),
        ("We will pay the balance tomorrow.", date(2026, 3, 4)),
        ("We demand payment of the overdue balance within 14 days.", date(2026, 3, 17)),
        ("We will pay the balance soon.", None),
        ("我们明天付清尾款。", date(2026, 3, 4)),
        ("我们下周五付清尾款。", date(2026, 3, 13)),
        ("我们3月5日付清尾款。", date(2026, 3, 5)),
        ("尾款我们三天内付清。", date(2026, 3, 6)),
        ("Оплатим остаток завтра.", date(2026, 3, 4)),
        ("Оплатим остаток до пятницы.", date(2026, 3, 6)),
        ("Требуем вернуть аванс в течение 10 дней.", date(2026, 3, 13)),
        ("Оплатим остаток 15 марта.", date(2026, 3, 15)),
    ],
)
def test_the_day_promised_or_demanded_is_resolved_from_the_day_sent(text: str, due: date | None) -> None:
    """A weekday is the next one after the message, a period counts from it, and "soon" is no day."""
    dated = [act for act in acts(text, sent=SENT) if act.kind in (K.PROMISE_PAY, K.DEMAND)]

    assert [act.due for act in dated] == [due]


def test_the_sums_within_the_words_are_named() -> None:
    """An act carries its money with its currency."""
    (act,) = acts("We will pay USD 1,200.50 tomorrow.", sent=SENT)

    assert act.money == (Money(Decimal("1200.50"), "USD"),)


def test_each_language_of_a_mixed_message_is_read_by_its_own_rules() -> None:
    """A message in two languages has acts in both."""
    found = acts("We hereby terminate the contract. 我们拒绝支付这笔费用。", sent=SENT)

    assert [(act.kind, act.language) for act in found] == [(K.TERMINATION, "en"), (K.REFUSAL, "zh")]


def test_text_that_is_own_words_is_not_zoned_again() -> None:
    """Whoever says that a text is own words is believed: a line with a sign of quotation counts."""
    assert acts("> We hereby terminate the contract.", is_zoned=True)
    assert not acts("> We hereby terminate the contract.")


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (K.PROMISE_PAY, "Our accountant is putting your bill into Thursday's payment run."),
        (K.TERMS_SET, "质保期自验收合格之日起十二个月，期间备件由乙方免费提供。"),
        (K.TERMS_SET, "Доставка за наш счет, разгрузка за ваш."),
    ],
)
def test_words_that_no_rule_knows_can_be_enough(kind: K, text: str) -> None:
    """Where no rule fires the classifier may still find the act, and its ground names the words that weighed most."""
    (act,) = acts(text, sent=SENT)

    assert act.kind is kind
    assert act.ground.startswith("model:")
    assert len(act.ground.removeprefix("model:").split(", ")) <= 3
