"""The [[claim]] tables of a matter sheet."""

from __future__ import annotations

import tomllib
from datetime import date
from decimal import Decimal

import pytest

from tallystick.model.claim import ClaimKind, Payment, parse_claims


def read(text: str) -> tuple[list[object], list[str]]:
    wrong: list[str] = []
    return list(parse_claims(tomllib.loads(text).get("claim", []), wrong)), wrong


def test_a_whole_claim_is_read() -> None:
    """Every key arrives, payments in the order of time."""
    wrong: list[str] = []
    (found,) = parse_claims(tomllib.loads("""
        [[claim]]
        kind = "liquidated_damages"
        amount = "59100.00"
        currency = "USD"
        due = 2025-11-28
        until = 2025-12-21
        rate = "0.005"
        per = "week"
        cap = "0.05"
        loss = "1000"
        basis = "clause 8"
        shown_by = ["39019f6a10f7:3"]
        paid = [{on = 2026-02-01, amount = "5"}, {on = 2026-01-01, amount = "7.50"}]
        """)["claim"], wrong)  # fmt: skip
    assert wrong == []
    assert (found.kind, found.rate, found.cap, found.loss) == (
        ClaimKind.LIQUIDATED_DAMAGES, Decimal("0.005"), Decimal("0.05"), Decimal(1000))  # fmt: skip
    assert found.paid == (Payment(date(2026, 1, 1), Decimal("7.50")), Payment(date(2026, 2, 1), Decimal(5)))


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('kind = "gift"', "kind 'gift'"),
        ("amount = 5", "'amount' is no number"),
        ('amount = "-5"', "'amount' is no number"),
        ('amount = "٣"', "'amount' is no number"),
        ('currency = "$"', "is no code"),
        ('rate = "0.005"', "'due' is missing"),
        ('rate = "5"\ndue = 2026-01-01', "is a share"),
        ('cap = "5"', "cap 5 is a share"),
        ('per = "year"', "per 'year'"),
        ("due = 2026-01-02T10:00:00", "'due' is no day"),
        ("due = 2026-01-02\nuntil = 2026-01-01", "'until' is before 'due'"),
        ("is_doubled = 1", "true or false"),
        ('shown_by = ["zz"]', "no list of items"),
        ("paid = [5]", "'paid' is no list"),
        ('paid = [{on = 5, amount = "x"}]', "'on' is no day"),
        ("basis = 5", "'basis' is no text"),
        ("colour = 5", "unknown key 'colour'"),
    ],
)
def test_what_is_wrong_is_said(line: str, says: str) -> None:
    """A claim that is not well stated is left out, and the sheet's reader says why."""
    stated = {"kind": 'kind = "price"', "amount": 'amount = "5"', "currency": 'currency = "USD"'}
    stated.pop(line.split()[0], None)
    found, wrong = read("[[claim]]\n" + "\n".join([*stated.values(), line]))
    assert found == []
    assert any(says in each for each in wrong), wrong


def test_claims_are_tables() -> None:
    """Anything else than a list of tables is refused, and so is a claim without an amount."""
    wrong: list[str] = []
    assert parse_claims("x", wrong) == ()
    assert wrong == ["'claim' is no list of [[claim]] tables"]
    assert read('[[claim]]\nkind = "price"\ncurrency = "USD"')[1] == ["claim 1: no amount"]
