"""tally claim"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tallystick.cli.options import as_of_option, common, language_option
from tallystick.cli.output import Output, line_of, safe
from tallystick.cli.readiness import cited
from tallystick.cli.supplied import supplied, supplied_options

if TYPE_CHECKING:
    from tallystick.claims.cost import Cost, Spending
    from tallystick.claims.sums import Interest, Owed
    from tallystick.services.claim import Claimed

_DOUBT = "  check with counsel"


@click.command()
@click.argument("matter")
@click.option("--forum", required=True, help="Under whose rules, see 'tally forums'.")
@supplied_options
@as_of_option
@language_option
@common
def claim(
    output: Output, matter: str, forum: str, rates: tuple[str, ...], rate_files: tuple[Path, ...],
    costs: tuple[str, ...], series: tuple[str, ...], as_of: date | None, language: str,
) -> None:  # fmt: skip
    """Compute what is owed in MATTER and what it costs to claim it: every step, with the rule behind it.

    What is claimed stands in the [[claim]] tables of the matter sheet.

    \b
    tally claim M --forum cn-court --rate USD/CNY=7.12@2026-11-20:PBOC --cost 'lawyer=30000 CNY'
    """
    from tallystick.cli.claimed import claimed_members
    from tallystick.services.claim import claim as compute
    from tallystick.wiring import edges

    here = edges()
    given = supplied(rates, rate_files, costs, series)
    found = compute(output.root(), here, matter, forum, as_of or here.clock().date(), given)
    output.tell(claimed_members(found, language), _lines(found, language))


def _lines(found: Claimed, language: str) -> Iterator[str]:
    from tallystick.claims.wording import said

    yield click.style(f"{found.matter} before {safe(found.pack.title[language])}, as of {found.as_of}", bold=True)
    for each in found.owed:
        yield from _owed(each, language)
    if not found.owed:
        yield "Nothing is claimed: add [[claim]] tables to the matter sheet, then 'tally matter apply' it."
    for total in found.totals:
        yield click.style(f"owed {spread(total.low, total.high)} {total.currency}", bold=True) + (
            f"  (principal {spread(total.principal_low, total.principal_high)}, "
            f"interest {spread(total.interest_low, total.interest_high)}, fixed sums {total.fixed:,})"
            f"{'' if found.is_final else _DOUBT}"
        )
    yield from costs_lines(found, language)
    for fact in found.uncounted:
        money = f"{fact.money.amount:,} {fact.money.currency}" if fact.money else ""
        yield f"not counted: they paid {money} on {fact.on}; if it was for this, state it in 'paid' of the claim"
    yield ""
    yield said("days", language)
    yield said("rounding", language)
    yield said("informs", language)


def _owed(each: Owed, language: str) -> Iterator[str]:
    from tallystick.claims.wording import sentence

    claim, due = each.claim, f", due {each.claim.due}" if each.claim.due else ""
    yield ""
    yield f"{claim.kind!s:<19} {spread(each.low, each.high)} {claim.money.currency}{due}  {line_of(claim.basis, 80)}"
    for step in each.steps:
        yield f"    {line_of(sentence(step, language))}"
    for one in each.interest:
        yield from _interest(one, claim.money.currency, language)
    if each.fixed:
        yield f"    + {each.fixed:,} {claim.money.currency} fixed sum"
    yield from (f"    ! {line_of(sentence(step, language))}" for step in each.notes)
    yield from (f"    by {line_of(ruling.rule.title[language])}  [{cited(ruling)}]" for ruling in each.rules)


def _interest(one: Interest, currency: str, language: str) -> Iterator[str]:
    from tallystick.claims.rounding import percent
    from tallystick.claims.wording import sentence

    state = "+" if one.is_counted else "not counted:"
    doubt = "" if one.is_final else _DOUBT
    rule = f"{safe(one.ruling.rule.title[language])}  [{cited(one.ruling)}]"
    yield f"    {state} {spread(one.low, one.high)} {currency} {rule}{doubt}"
    for line in one.found.low.lines:
        rate = "rate not known" if line.rate is None else f"{percent(line.rate)} a {one.found.low.per}"
        amount = "" if line.amount is None else f" = {line.amount:,.2f}"
        yield (f"        {line.first} to {line.last}  {line.days} days  {rate}  on {line.principal:,}{amount}"
               f"  {line_of(line.ground, 90)}")  # fmt: skip
    yield from (f"      ! {line_of(sentence(step, language))}" for step in one.notes)


def costs_lines(found: Claimed, language: str) -> Iterator[str]:
    """What it costs and how long it takes, for a person."""
    yield ""
    if found.disputed:
        rates = ", ".join(dict.fromkeys(str(cost.rate) for cost in found.costs if cost.rate))
        yield f"Costs, for {found.disputed.amount:,} {found.disputed.currency}{f' at {safe(rates)}' if rates else ''}"
    else:
        yield "Costs: not known, for what is claimed stands in several currencies (--rate) or nothing is claimed"
    for cost in found.costs:
        yield from _cost(cost, language)
    if found.disputed and not found.costs:
        yield "  the forum's fees: not known, no rule here states them"
    yield from (
        f"  {each.money.amount:>14,} {each.money.currency} {line_of(each.name)} (stated)" for each in found.stated
    )
    yield from (f"  in all {spent(each)}" for each in found.spending)
    yield "How long" if found.durations else "How long: not known"
    for ruling in found.durations:
        yield f"  {safe(ruling.rule.title[language])}: {line_of(ruling.rule.says[language], 160)}  [{cited(ruling)}]"


def _cost(cost: Cost, language: str) -> Iterator[str]:
    if cost.low is None or cost.high is None:
        wanted = f": --rate {cost.missing[0]}/{cost.missing[1]}=..." if cost.missing else ""
        amount = f"not known{wanted}"
    else:
        amount = f"{spread(cost.low, cost.high):>14} {cost.fee.currency}"
    doubt = "" if cost.ruling.is_final else _DOUBT
    yield f"  {amount} {safe(cost.ruling.rule.title[language])}  [{cited(cost.ruling)}]{doubt}"


def spent(each: Spending) -> str:
    """What it costs in one currency, as far as it is known."""
    if each.is_partial and not each.all_high:
        return "not known"
    part = ", and what is not final or not known" if each.is_partial else ""
    start, whole = spread(each.start_low, each.start_high), spread(each.all_low, each.all_high)
    return f"{start} {each.currency} to start, {whole} with everything that may follow{part}"


def spread(low: Decimal, high: Decimal) -> str:
    """One figure, or two where they differ."""
    return f"{low:,}" if low == high else f"{low:,} to {high:,}"
