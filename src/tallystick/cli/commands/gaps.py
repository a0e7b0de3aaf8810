"""tally gaps"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from tallystick.cli.options import as_of_option, common, language_option
from tallystick.cli.output import Output, line_of, when

if TYPE_CHECKING:
    from tallystick.services.gaps import Gap

_COLOURS = {"high": "red", "medium": "yellow", "low": "cyan"}


@click.command()
@click.argument("who", metavar="[WHO|MATTER]", default="")
@click.option("--missing", "is_missing", is_flag=True, help="What is missing from the record (the default).")
@click.option("--forum", help="What the matter lacks before this forum: see 'tally forums'.")
@click.option("--full", is_flag=True, help="With --forum: every act of the messages.")
@click.option(
    "--weight", type=click.Choice(["high", "medium", "low"]), default="low", help="Leave out what weighs less."
)
@click.option("--limit", type=click.IntRange(1), default=100, show_default=True)
@as_of_option
@language_option
@common
def gaps(
    output: Output, who: str, is_missing: bool, forum: str | None, full: bool, weight: str, limit: int,  # noqa: ARG001
    as_of: date | None, language: str,
) -> None:  # fmt: skip
    """Say what is missing: with somebody, in a matter, or in all that is kept.

    Each gap comes with the ground on which it is known, its weight, and how to mend it. With --forum: what a matter
    would lack there, which of its messages count, and what cures the others.
    """
    if forum is not None:
        _forum_gaps(output, who, forum, full, as_of, language)
        return
    from tallystick.services.gaps import gaps as find_gaps
    from tallystick.wiring import edges

    shown = ("high", "medium", "low")[: ("high", "medium", "low").index(weight) + 1]
    found = [gap for gap in find_gaps(output.root(), edges(), who) if gap.missing.weight in shown]
    output.tell({"of": who, "gaps": [*map(_members, found)]}, _lines(found, limit))


def _forum_gaps(output: Output, matter: str, forum: str, full: bool, as_of: date | None, language: str) -> None:
    from tallystick.cli.readiness import readiness_lines, readiness_members
    from tallystick.services.readiness.readiness import readiness
    from tallystick.wiring import edges

    here = edges()
    found = readiness(output.root(), here, matter, forum, as_of or here.clock().date())
    output.tell(readiness_members(found, language), readiness_lines(found, language, is_full=full))


def _members(gap: Gap) -> dict[str, Any]:
    missing = gap.missing
    return {
        "kind": missing.kind,
        "weight": missing.weight,
        "ground": missing.ground,
        "mend": missing.mend,
        "who": missing.who,
        "items": [{"id": original.sha256, "position": item.position} for item, original in gap.shown_by],
        "recovered": missing.recovered,
        "differences": [{"removed": removed, "added": added} for removed, added in missing.differences],
    }


def _lines(found: list[Gap], limit: int) -> Iterator[str]:
    for gap in found[:limit]:
        yield from _gap(gap)
    if len(found) > limit:
        yield f"… {len(found) - limit} more: --limit shows them"
    kinds = Counter(gap.missing.kind for gap in found)
    yield f"{len(found)} gaps" + (f": {', '.join(f'{n} {kind}' for kind, n in kinds.most_common())}" if found else "")


def _gap(gap: Gap) -> Iterator[str]:
    missing, (item, original) = gap.missing, gap.shown_by[0]
    ident = f"{original.sha256[:8]}:{item.position}" if item.position else original.sha256[:8]
    label = click.style(f"{missing.weight:<7}", fg=_COLOURS[missing.weight], bold=True)
    who = f"  {line_of(missing.who, 30)}" if missing.who else ""
    yield f"{label} {missing.kind:<20} {when(item.sent_at, item.zone_minutes, item.kind)}{item.channel}{who}  {ident}"
    yield f"        {line_of(missing.ground, 200)}"
    for removed, added in missing.differences[1:4]:
        yield f'        also "{line_of(added, 60)}" where the original has "{line_of(removed, 60)}"'
    yield f"        → {line_of(missing.mend, 200)}"
