"""tally timeline"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from tallystick.cli.options import common
from tallystick.cli.output import Output, line_of, when

if TYPE_CHECKING:
    from tallystick.services.timeline import Line, Timeline


@click.command()
@click.argument("who", metavar="WHO|MATTER")
@click.option(
    "--silence", type=click.IntRange(1, 3650), default=7, show_default=True, help="Mark silences of so many days."
)
@click.option("--full", is_flag=True, help="All words of each item instead of the first line.")
@common
def timeline(output: Output, who: str, silence: int, full: bool) -> None:
    """Show everything with WHO, or in a matter, in the order of time: mails, chats, pages, documents, money, work.

    WHO is a mail address, a phone number or a name, as 'tally parties' lists them.
    """
    from tallystick.services.timeline import timeline as merged
    from tallystick.wiring import edges

    found = merged(output.root(), edges(), who, silence_days=silence)
    output.tell({"subject": found.subject, "entries": [*map(_members, found.lines)]}, _lines(found, full))


def _members(line: Line) -> dict[str, Any]:
    item, clock = line.entry.item, line.entry.clock
    return {
        "id": line.original.sha256,
        "log_index": item.log_index,
        "position": item.position,
        "kind": item.kind,
        "channel": item.channel,
        "utc": clock.utc.isoformat().replace("+00:00", "Z") if clock.utc else None,
        "zone_minutes": clock.zone_minutes,
        "clock": {"source": clock.source, "certainty": clock.certainty, "reason": clock.reason},
        "from": [{"scheme": use.scheme, "value": use.value, "name": use.name} for use in line.senders],
        "is_ours": line.is_ours,
        "title": item.title,
        "text": line.text,
        "sums": [{"role": one.role, "amount": one.amount, "currency": one.currency} for one in line.sums],
        "files": list(line.files),
        "marks": sorted(item.marks),
        "origin": item.origin,
        "silence_days": line.entry.silence.days if line.entry.silence else None,
        "copies": [list(key) for key in line.entry.others],
        "strength": line.strength.name,
        "does_not_prove": line.strength.does_not_prove,
    }


def _lines(found: Timeline, full: bool) -> Iterator[str]:
    yield click.style(line_of(found.subject, 100), bold=True)
    for line in found.lines:
        if line.entry.silence:
            yield click.style(f"{'':18}… {line.entry.silence.days} days of silence …", dim=True)
        yield from _entry(line, full)
    yield f"{len(found.lines)} entries"


def _entry(line: Line, full: bool) -> Iterator[str]:
    item, clock = line.entry.item, line.entry.clock
    who = line_of(", ".join(use.name or use.value for use in line.senders), 30) or "-"
    arrow = {True: "→", False: "←", None: "·"}[line.is_ours]
    ident = f"{line.original.sha256[:8]}:{item.position}" if item.position else line.original.sha256[:8]
    sums = " ".join(f"{one.amount} {one.currency}" for one in line.sums[:2])
    yield (
        f"{when(clock.utc, clock.zone_minutes, item.kind)}{arrow} {click.style(f'{item.channel:<9}', fg='cyan')} {who}"
        f"  {click.style(line_of(sums), bold=True) if sums else ''}  {click.style(ident, dim=True)}"
    )
    yield from _words(line, full)
    if clock.certainty == "contradicted":
        yield f"{'':18}{click.style('clock', fg='yellow')}: {line_of(clock.reason)}"
    if line.files:
        yield f"{'':18}files: {line_of(', '.join(line.files), 100)}"


def _words(line: Line, full: bool) -> Iterator[str]:
    item = line.entry.item
    shows_title = item.kind in ("mail", "document", "page", "invoice", "work", "transaction")
    if shows_title and item.title:
        yield f"{'':18}{line_of(item.title, 100)}"
    if full:
        yield from (f"{'':18}{line_of(each, 200)}" for each in line.text.splitlines() if each.strip())
    elif line.text:
        yield f"{'':18}{line_of(line.text, 110)}"
