"""Matters and rules for the tests of letters."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from tallystick.letters import Cited, Matter, Quoted, Side
from tallystick.letters.fact import stated
from tallystick.model.money import Money
from tallystick.model.rule import Citation, DatedValue, Pack, Presumption, Rule, RuleKind, Source, Status
from tallystick.model.situation import Event, Fact, Situation

TODAY = date(2026, 11, 23)
ITEM = "4f4219d9eaff"
QUOTE = Quoted(
    ident=ITEM, words="Yes, part of the goods have other cells.", said_by=("Mia Chen", "陈米娅"), on=date(2026, 3, 3),
    clock="14:05", zone="UTC+08:00", channel="messenger", app="wechat",
)  # fmt: skip


def fact(event: Event, on: str, **given: Any) -> Fact:
    return Fact(event=event, on=date.fromisoformat(on), how="stated", **given)


def seller(*facts: Fact, stating: dict[str, tuple[str, ...]] | None = None, **given: Any) -> Matter:
    """A seller who was not paid, and knows both sides, the contract and the facts given."""
    situation = Situation(
        facts=(fact(Event.PAYMENT_DUE, "2026-02-18", shown_by=("0d693c206972",)), *facts),
        traits={"role": "seller", "law": "CN", "cisg": "excluded", **given.pop("traits", {})}, disputes=("unpaid",),
    )  # fmt: skip
    raws = {"contract": ("SL-1",), "claim": ("USD 59100.00",), "last_date": ("2026-12-12",)} | (stating or {})
    matter = Matter(
        today=TODAY, us=Side(names=("Spreelicht GmbH",), mails=("k@spreelicht.example",)),
        them=Side(names=("Mingyao Co., Ltd.", "明耀有限公司"), mails=("mia@mingyao.example",)), situation=situation,
        stated={name: stated(name, values) for name, values in raws.items() if values},
    )  # fmt: skip
    return replace(matter, **given)


def payment(on: str, amount: str, currency: str = "USD", by: str = "us") -> Fact:
    return Fact(
        event=Event.PAYMENT_MADE, on=date.fromisoformat(on), how="booked", shown_by=("b" * 12,), by=by,
        money=Money(Decimal(amount), currency),
    )  # fmt: skip


def rules(*idents: str, status: Status = Status.VERIFIED, begins: date | None = None, **given: Any) -> dict[str, Cited]:
    """Rules of one article each, in a pack of their own."""
    source = Source(id="s", title="法", title_en="Law", authority="a", language="zh", kind="statute")
    citation = Citation(source=source, pinpoint="art. 195", quote="", checked_on=TODAY)
    words = {"en": "e", "zh": "z", "ru": "r"}
    value = DatedValue(
        begins=begins, ends=None, value=Presumption(effect=words, factors={}), citations=(citation,), status=status,
        confidence="high",
    )  # fmt: skip
    found = tuple(
        Rule(
            id=ident, kind=RuleKind.PRESUMPTION, title=words, says=words, values=(value,), when=given.get("when", {}),
            disputes=given.get("disputes", ()), events=(),
        )
        for ident in idents
    )  # fmt: skip
    pack = Pack(
        id="cn-court", title=words, version="2026-11-23.1", sha256="0" * 64, currency="CNY", language="zh", layers=(),
        rules=found,
    )  # fmt: skip
    return {rule.id: Cited(pack, rule) for rule in found}
