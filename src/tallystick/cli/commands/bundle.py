"""tally bundle"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tallystick.cli.options import common
from tallystick.cli.output import Output, check_members, line_of, safe

if TYPE_CHECKING:
    from tallystick.model.check import Check
    from tallystick.services.bundle import Compiled

_COLOURS = {"PASS": "green", "FAIL": "red", "NOT_CHECKED": "yellow"}


@click.command()
@click.argument("matter")
@click.option("--forum", "-f", required=True, help="The forum's rule pack, such as cn-court.")
@click.option("--output", "-o", "folder", type=click.Path(path_type=Path), required=True, help="The folder to make.")
@click.option("--language", type=click.Choice(["en", "zh", "ru"]), help="Of the pages; by default the forum's.")
@click.option("--headers", "has_headers", is_flag=True, help="Show every header line of mails.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="The day on it and of its rules; by default today.")
@click.option("--case-number", default="", help="The forum's number of the case.")
@click.option("--with-settlement", is_flag=True, help="Put statements made to settle in, which are left out else.")
@click.option("--only-stated", is_flag=True, help="Only the exhibits that the matter sheet states.")
@click.option("--whole-originals", is_flag=True, help="Enclose originals that also hold words of other matters.")
@click.option("--despite", is_flag=True, help="Write it although a requirement that must be met is not.")
@common
def bundle(output: Output, matter: str, forum: str, folder: Path, as_of: datetime | None, language: str | None,
           **wanted: bool | str) -> int:  # fmt: skip
    """Compile MATTER into what the forum takes: pages, lists, originals with proofs, looked over before it leaves."""
    from tallystick.services.bundle import Wish
    from tallystick.services.bundle import bundle as compile_bundle
    from tallystick.wiring import edges, settings

    day = as_of.date() if as_of else None
    wish = Wish(as_of=day, language=language or "", roots=settings().roots, **wanted)  # type: ignore[arg-type]
    done = compile_bundle(output.root(), edges(), matter, forum, folder, wish)
    output.tell(_members(done), _lines(done))
    return 0 if done.is_written else 1


def _members(done: Compiled) -> dict[str, object]:
    return {
        "folder": str(done.folder),
        "written": done.is_written,
        "exhibits": done.exhibits,
        "pages": done.pages,
        "originals": done.enclosed,
        "withheld": [{"id": each.ident, "reason": each.reason, "why": each.why} for each in done.withheld],
        "checks": [check_members(check) for check in done.checks],
        "warnings": list(done.warnings),
        "files": list(done.files),
    }


def _lines(done: Compiled) -> Iterator[str]:
    for check in done.checks:
        yield _line(check)
    for warning in done.warnings:
        yield f"{click.style('Warning', fg='yellow')}    {line_of(warning)}"
    yield f"Bundle     {done.exhibits} exhibits on {done.pages} pages, {done.enclosed} originals with proofs"
    yield f"Withheld   {len(done.withheld)}: see internal/withheld.csv, which is not handed in"
    if done.is_written:
        yield f"Folder     {safe(str(done.folder))}: 'hand-in' is for the forum, 'internal' is for you"
    else:
        yield "Nothing was written: what must be met is not. Mend it, or give --despite."


def _line(check: Check) -> str:
    """A check with the rule that asks for it."""
    verdict = click.style(f"{check.verdict.value:<11}", fg=_COLOURS[check.verdict.value], bold=True)
    asked = f"{line_of(check.place)} ({check.facts['severity']}): {line_of(check.reason)}"
    return f"{verdict} {asked}\n{'':12}{check.name}; {line_of(check.facts['citation'], 160)}"
