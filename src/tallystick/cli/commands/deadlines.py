"""tally deadlines"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tallystick.cli.options import as_of_option, common, language_option
from tallystick.cli.output import Output, line_of, safe

if TYPE_CHECKING:
    from tallystick.model.ruling import Ruling
    from tallystick.services.deadlines import Clock

_COLOURS = {"missed": "red", "running": "green", "opens": "cyan", "not-started": "yellow", "kept": "blue"}


@click.command()
@click.argument("matters", metavar="[MATTER]...", nargs=-1)
@click.option("--forum", "forums", multiple=True, help="Only the clocks of this forum; may be repeated.")
@click.option("--ics", type=click.Path(path_type=Path, dir_okay=False), help="Write a calendar file too.")
@click.option("--all", "is_all", is_flag=True, help="Show clocks too that have not started or were kept.")
@click.option("--steps", is_flag=True, help="Show each computation step by step.")
@as_of_option
@language_option
@common
def deadlines(
    output: Output, matters: tuple[str, ...], forums: tuple[str, ...], ics: Path | None, is_all: bool, steps: bool,
    as_of: date | None, language: str,
) -> None:  # fmt: skip
    """Show which clocks run in a matter, in each forum: what to do, until when, by which rule.

    Clocks run from what the matter sheet states and statements show. What was only read in messages prolongs none: it
    is shown beside, so that you can state it on the sheet once you have looked at it.
    """
    from tallystick.services.calendar import write_calendar
    from tallystick.services.deadlines import deadlines as find
    from tallystick.wiring import edges

    here = edges()
    found = find(output.root(), here, matters, forums, as_of or here.clock().date())
    if ics is not None:
        write_calendar(ics, found, here.clock(), language)
    output.tell({"clocks": [_members(clock, language) for clock in found]}, _lines(found, is_all, steps, language))


def _members(clock: Clock, language: str) -> dict[str, Any]:
    return {
        "matter": clock.matter,
        **_ruling(clock.ruling, language),
        "prolonged": _ruling(clock.prolonged, language) if clock.prolonged else None,
        "by": [list(fact.shown_by) for fact in clock.by],
    }


def _ruling(ruling: Ruling, language: str) -> dict[str, Any]:
    from tallystick.forums.explain import explained

    term = ruling.term
    assert term is not None
    return {
        "forum": ruling.pack,
        "pack_version": ruling.version,
        "pack_sha256": ruling.sha256,
        "rule": ruling.rule.id,
        "title": ruling.rule.title[language],
        "state": term.state,
        "last_day": term.last_day.isoformat() if term.last_day else None,
        "safe_day": term.safe_day.isoformat() if term.safe_day else None,
        "candidates": [day.isoformat() for day in term.candidates],
        "is_final": ruling.is_final,
        "missing": list(ruling.missing),
        "explanation": list(explained(ruling, language)),
    }


def _lines(found: tuple[Clock, ...], is_all: bool, is_with_steps: bool, language: str) -> Iterator[str]:
    for clock in found:
        if is_all or _state(clock) not in ("not-started", "kept"):
            yield from _clock(clock, is_with_steps, language)
    states = Counter(map(_state, found))
    said = ", ".join(f"{number} {state}" for state, number in states.most_common())
    more = "" if is_all or not states["not-started"] + states["kept"] else " --all shows them."
    yield f"{len(found)} clocks: {said or 'none'}.{more} This informs; it is no legal advice."


def _state(clock: Clock) -> str:
    assert clock.ruling.term is not None
    return clock.ruling.term.state


def _clock(clock: Clock, is_with_steps: bool, language: str) -> Iterator[str]:
    from tallystick.forums.explain import explained

    ruling, term = clock.ruling, clock.ruling.term
    assert term is not None
    state = click.style(f"{term.state:<11}", fg=_COLOURS[term.state], bold=True)
    day = term.last_day.isoformat() if term.last_day else "no day"
    safe_day = f"  (safe {term.safe_day})" if term.safe_day and term.safe_day != term.last_day else ""
    doubt = "" if ruling.is_final else "  check with counsel"
    yield f"{state} {day}{safe_day}{doubt}  {safe(ruling.rule.title[language])}  [{clock.matter}, {ruling.pack}]"
    if ruling.missing:
        yield f"            not known: {', '.join(ruling.missing)}"
    if is_with_steps:
        yield from (f"            {line_of(sentence)}" for sentence in explained(ruling, language))
    if clock.prolonged is not None and clock.prolonged.term is not None:
        until = clock.prolonged.term.last_day or clock.prolonged.term.state
        yield f"            {until} if you state what was read in the messages:"
        for fact in clock.by[:3]:
            shown = ", ".join(ident[:8] for ident in fact.shown_by)
            yield f'            - {fact.event} on {fact.on}: "{line_of(fact.note, 90)}"  {shown}'
