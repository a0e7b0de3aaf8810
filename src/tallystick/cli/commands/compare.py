"""tally compare"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tallystick.cli.commands.claim import spent, spread
from tallystick.cli.options import as_of_option, common, language_option
from tallystick.cli.output import Output, line_of, safe
from tallystick.cli.readiness import cited
from tallystick.cli.supplied import supplied, supplied_options

if TYPE_CHECKING:
    from tallystick.claims.actions import ActionList
    from tallystick.claims.comparison import Column

_REACH = {
    "at-home": "enforced where it is made",
    "by-recognition": "after it is recognised there",
    "not-a-judgment": "no judgment: the platform itself carries out what it decides",
    "not-known": "not known",
}
_MOST_CHANGES = 6


@click.command()
@click.argument("matter")
@click.option("--forum", "forums", multiple=True, help="A forum to compare; may be repeated. By default all that fit.")
@supplied_options
@as_of_option
@language_option
@common
def compare(
    output: Output, matter: str, forums: tuple[str, ...], rates: tuple[str, ...], rate_files: tuple[Path, ...],
    costs: tuple[str, ...], series: tuple[str, ...], as_of: date | None, language: str,
) -> None:  # fmt: skip
    """Compare forums for MATTER: what each gives, costs and cannot grant, its time, and whether it reaches the assets.

    Ends with the list of what can be done in this situation, step by step.
    """
    from tallystick.services.compare import compare as side_by_side
    from tallystick.wiring import edges

    here = edges()
    given = supplied(rates, rate_files, costs, series)
    day = as_of or here.clock().date()
    found = side_by_side(output.root(), here, matter, forums, day, given)
    columns, todo = found.columns, found.actions
    output.tell(_document(matter, day, columns, todo, language), _lines(matter, day, columns, todo, language))


def _document(
    matter: str, day: date, found: tuple[Column, ...], todo: tuple[ActionList, ...], language: str
) -> dict[str, Any]:
    from tallystick.claims.wording import said

    return {
        "matter": matter, "as_of": day.isoformat(), "forums": [_members(each, language) for each in found],
        "actions": [
            {"situation": each.situation, "title": each.title[language], "steps": [
                {"rung": step.rung, "says": step.says[language], "rule": step.rule, "do": step.do}
                for step in each.steps]}
            for each in todo
        ],
        "note": said("informs", language),
    }  # fmt: skip


def _members(each: Column, language: str) -> dict[str, Any]:
    from tallystick.cli.claimed import rule_members, spending_members, total_members

    return {
        "forum": each.pack.id, "title": each.pack.title[language], "pack_version": each.pack.version,
        "pack_sha256": each.pack.sha256, "totals": [total_members(total) for total in each.totals],
        "is_final": each.is_final, "spending": [spending_members(one) for one in each.spending],
        "durations": [rule_members(ruling, language) for ruling in each.durations],
        "readiness": dict(each.readiness),
        "enforceability": {
            "reach": str(each.enforceability.reach), "assets_in": each.enforceability.assets_in or None,
            "rules": [rule_members(ruling, language) for ruling in each.enforceability.rules],
        },
        "cannot_grant": {"says": each.limit.says[language], "rule": each.limit.rule} if each.limit else None,
        "changes": [{"trait": name, "rules": number} for name, number in each.changes],
    }  # fmt: skip


def _lines(
    matter: str, day: date, found: tuple[Column, ...], todo: tuple[ActionList, ...], language: str
) -> Iterator[str]:
    from tallystick.claims.wording import said

    yield click.style(f"{matter}, as of {day}: {len(found)} forums", bold=True)
    for column in found:
        yield ""
        yield from _column(column, language)
    for each in todo:
        yield ""
        yield click.style(line_of(each.title[language]), bold=True)
        for number, step in enumerate(each.steps, 1):
            rule = f"  [{step.rule}]" if step.rule else ""
            yield f"  {number:>2}. {step.rung:<11} {line_of(step.says[language], 200)}{rule}"
            if step.do:
                yield f"      → {safe(step.do)}"
    yield ""
    yield said("informs", language)


def _column(each: Column, language: str) -> Iterator[str]:
    yield click.style(safe(each.pack.title[language]), bold=True) + f"  ({each.pack.id} {each.pack.version})"
    doubt = "" if each.is_final else "  check with counsel"
    owed = "; ".join(f"{spread(total.low, total.high)} {total.currency}" for total in each.totals)
    yield f"  recovers     {owed or 'nothing is claimed'}{doubt}"
    for one in each.spending:
        yield f"  costs        {spent(one)}"
    if not each.spending:
        yield "  costs        not known"
    takes = "; ".join(line_of(ruling.rule.says[language], 80) for ruling in each.durations)
    yield f"  takes        {takes or 'not known'}"
    ready = ", ".join(f"{number} {verdict}" for verdict, number in sorted(each.readiness.items()))
    yield f"  readiness    {ready or 'no requirement is stated'}"
    yield from _reach(each, language)
    cannot = f"{line_of(each.limit.says[language])}  [{each.limit.rule}]" if each.limit else "not known"
    yield f"  cannot grant {cannot}"
    turns = ", ".join(f"{name} ({number} rules)" for name, number in each.changes[:_MOST_CHANGES])
    yield f"  would change {turns or 'nothing that is not known'}"


def _reach(each: Column, language: str) -> Iterator[str]:
    where = each.enforceability.assets_in or "assets_in is not stated"
    yield f"  reaches      {_REACH[each.enforceability.reach]} ({safe(where)})"
    for ruling in each.enforceability.rules[:4]:
        yield f"               {safe(ruling.rule.title[language])}  [{cited(ruling)}]"
    if len(each.enforceability.rules) > 4:
        yield f"               … {len(each.enforceability.rules) - 4} more rules: tally gaps --forum cn-enforcement"
