"""A matter's claims before a forum as JSON values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tallystick.claims.wording import said, sentence
from tallystick.cli.readiness import cited

if TYPE_CHECKING:
    from tallystick.claims.cost import Cost, Spending
    from tallystick.claims.interest import Accrual
    from tallystick.claims.owed import Total
    from tallystick.claims.sums import Interest, Owed
    from tallystick.model.ruling import Ruling
    from tallystick.services.claim import Claimed


def claimed_members(found: Claimed, language: str) -> dict[str, Any]:
    """Everything as JSON values; sums are decimal texts."""
    return {
        "matter": found.matter, "forum": found.pack.id, "pack_version": found.pack.version,
        "pack_sha256": found.pack.sha256, "as_of": found.as_of.isoformat(), "is_final": found.is_final,
        "claims": [_owed_members(each, language) for each in found.owed],
        "totals": [total_members(each) for each in found.totals],
        "disputed": _money(found.disputed) if found.disputed else None,
        "costs": [_cost_members(each, language) for each in found.costs],
        "stated_costs": [{"name": each.name, **_money(each.money)} for each in found.stated],
        "spending": [spending_members(each) for each in found.spending],
        "durations": [rule_members(each, language) for each in found.durations],
        "uncounted_payments": [
            {"on": fact.on.isoformat() if fact.on else None, "shown_by": list(fact.shown_by), **_money(fact.money)}
            for fact in found.uncounted
        ],
        "rounding": said("rounding", language), "days": said("days", language), "note": said("informs", language),
    }  # fmt: skip


def _owed_members(each: Owed, language: str) -> dict[str, Any]:
    return {
        "kind": str(each.claim.kind), **_money(each.claim.money), "basis": each.claim.basis,
        "due": each.claim.due.isoformat() if each.claim.due else None, "low": str(each.low), "high": str(each.high),
        "fixed": str(each.fixed), "is_final": each.is_final, "shown_by": list(each.claim.shown_by),
        "steps": [sentence(step, language) for step in each.steps],
        "notes": [sentence(step, language) for step in each.notes],
        "rules": [rule_members(ruling, language) for ruling in each.rules],
        "interest": [_interest_members(one, language) for one in each.interest],
    }  # fmt: skip


def _interest_members(one: Interest, language: str) -> dict[str, Any]:
    return {
        **rule_members(one.ruling, language), "low": str(one.low), "high": str(one.high),
        "is_counted": one.is_counted, "reading": one.found.reading, "lines_low": _accrued(one.found.low),
        "lines_high": _accrued(one.found.high), "notes": [sentence(step, language) for step in one.notes],
    }  # fmt: skip


def _accrued(found: Accrual) -> list[dict[str, Any]]:
    return [
        {"from": line.first.isoformat(), "to": line.last.isoformat(), "days": line.days, "per": found.per,
         "year_days": found.year_days, "rate": None if line.rate is None else str(line.rate),
         "principal": str(line.principal), "amount": None if line.amount is None else str(line.amount),
         "ground": line.ground}
        for line in found.lines
    ]  # fmt: skip


def total_members(each: Total) -> dict[str, Any]:
    """What is owed in one currency."""
    return {
        "currency": each.currency, "principal_low": str(each.principal_low), "principal_high": str(each.principal_high),
        "interest_low": str(each.interest_low), "interest_high": str(each.interest_high), "fixed": str(each.fixed),
        "low": str(each.low), "high": str(each.high),
    }  # fmt: skip


def _cost_members(each: Cost, language: str) -> dict[str, Any]:
    return {
        **rule_members(each.ruling, language), "purpose": each.fee.purpose, "currency": each.fee.currency,
        "low": None if each.low is None else str(each.low), "high": None if each.high is None else str(each.high),
        "amount": str(each.amount.amount) if each.amount else None, "rate": str(each.rate) if each.rate else None,
        "borne_by": each.fee.borne_by,
        "steps": [{"over": str(one.over), "part": str(one.part), "fixed": str(one.fixed), "rate": str(one.rate),
                   "fee": str(one.fee)} for one in (each.charge.taken if each.charge else ())],
    }  # fmt: skip


def spending_members(each: Spending) -> dict[str, Any]:
    """What it costs in one currency."""
    return {
        "currency": each.currency, "start_low": str(each.start_low), "start_high": str(each.start_high),
        "all_low": str(each.all_low), "all_high": str(each.all_high), "is_partial": each.is_partial,
    }  # fmt: skip


def rule_members(ruling: Ruling, language: str) -> dict[str, Any]:
    """The rule behind a figure."""
    return {
        "rule": ruling.rule.id, "title": ruling.rule.title[language], "says": ruling.rule.says[language],
        "cited": cited(ruling), "rule_is_final": ruling.is_final, "missing": list(ruling.missing),
    }  # fmt: skip


def _money(money: Any) -> dict[str, str]:
    return {"amount": str(money.amount), "currency": money.currency}
