"""tally matter"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tallystick.cli.options import common
from tallystick.cli.output import Output, line_of, safe, when

if TYPE_CHECKING:
    from tallystick.services.matter import Applied, MatterShown


@click.command()
@click.argument("action", type=click.Choice(["new", "apply", "show"]), default="show")
@click.argument("subject", metavar="[NAME|FILE]", default="")
@click.option("--with", "who", multiple=True, help="For new: the counterparty's address, number or name; repeatable.")
@click.option("-o", "--output", "path", type=click.Path(path_type=Path), help="For new: the file; else NAME.toml.")
@common
def matter(output: Output, action: str, subject: str, who: tuple[str, ...], path: Path | None) -> None:
    """Draft the sheet of one contract or order, apply it, or show what belongs to the matter.

    \b
    tally matter new NAME --with WHO   a draft, filled with the numbers and dates that the record has
    tally matter apply FILE            the sheet is kept, and says from now on what belongs
    tally matter show [NAME]           its items, each with its reason; without a name all matters
    """
    if action != "show" and not subject:
        raise click.UsageError(f"{action} wants {'a name' if action == 'new' else 'a file'}")
    if action == "new":
        _new(output, subject, who, path or Path(f"{subject}.toml"))
    elif action == "apply":
        _apply(output, Path(subject))
    else:
        _show(output, subject)


def _new(output: Output, name: str, who: tuple[str, ...], path: Path) -> None:
    from tallystick.services.matter import new
    from tallystick.wiring import edges

    try:
        written = new(output.root(), edges(), name, who, path)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    shown = safe(str(written))
    said = [f"{shown} is a draft: read and edit it, then: tally matter apply {shown}"]
    output.tell({"sheet": str(written)}, said)


def _apply(output: Output, path: Path) -> None:
    from tallystick.services.matter import apply
    from tallystick.wiring import edges

    applied = apply(output.root(), edges(), path)
    members = {
        "matter": applied.sheet.name,
        "id": applied.sha256,
        "belongs": dict(applied.belongs),
        "unknown": list(applied.unknown),
    }
    output.tell(members, _applied(applied))


def _show(output: Output, name: str) -> None:
    from tallystick.services.matter import names, show
    from tallystick.wiring import edges

    if name:
        found = show(output.root(), edges(), name)
        output.tell(_members(found), _lines(found))
        return
    sheets = names(output.root(), edges())
    listed = [{"matter": sheet.name, "title": sheet.title, "id": sheet.sha256} for sheet in sheets]
    lines = [f"{sheet.name:<20} {line_of(sheet.title, 80)}" for sheet in sheets]
    output.tell({"matters": listed}, lines or ["No matter yet: tally matter new NAME --with WHO"])


def _applied(applied: Applied) -> Iterator[str]:
    total = sum(count for _ground, count in applied.belongs)
    grounds = ", ".join(f"{count} by {ground}" for ground, count in applied.belongs)
    yield f"{applied.sheet.name}: {total} items belong to it ({grounds or 'nothing names it yet'})"
    yield f"The sheet is kept as {applied.sha256[:12]}."
    for unknown in applied.unknown:
        yield f"{click.style('Not found', fg='yellow')}  {line_of(unknown)}"


def _members(found: MatterShown) -> dict[str, Any]:
    sheet = found.matter.sheet
    return {
        "matter": sheet.name,
        "title": sheet.title,
        "sheet": sheet.sha256,
        "numbers": list(sheet.numbers),
        "counterparties": [party.name for party in found.matter.counterparties],
        "unknown": list(found.matter.unknown),
        "items": [
            {
                "id": original.sha256, "position": item.position, "kind": item.kind, "channel": item.channel,
                "utc": item.sent_at.isoformat().replace("+00:00", "Z") if item.sent_at else None,
                "title": item.title, "ground": belonging.ground, "reason": belonging.reason,
            }
            for belonging, item, original in found.lines
        ],
    }  # fmt: skip


def _lines(found: MatterShown) -> Iterator[str]:
    sheet = found.matter.sheet
    yield click.style(f"{sheet.name}  {line_of(sheet.title, 80)}", bold=True)
    yield f"With       {line_of(', '.join(party.name for party in found.matter.counterparties)) or 'nobody named'}"
    yield f"Numbers    {line_of(', '.join(sheet.numbers)) or 'none'}"
    for unknown in found.matter.unknown:
        yield f"{click.style('Not found', fg='yellow')}  {line_of(unknown)}"
    for belonging, item, original in found.lines:
        ident = f"{original.sha256[:8]}:{item.position}" if item.position else original.sha256[:8]
        yield f"{when(item.sent_at, item.zone_minutes, item.kind)}{item.channel:<9} {line_of(item.title, 60)}  {ident}"
        yield f"{'':18}{line_of(belonging.reason, 110)}"
    yield f"{len(found.lines)} items"
