"""tally find"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from tallystick.cli.options import common
from tallystick.cli.output import Output, line_of, safe

if TYPE_CHECKING:
    from tallystick.services.find import Findings, Found


@click.command(context_settings={"ignore_unknown_options": True, "help_option_names": ["--help"]})
@click.argument("query", nargs=-1, required=True)
@click.option("--limit", type=click.IntRange(1, 10_000), default=20, show_default=True)
@click.option("--offset", type=click.IntRange(0), default=0, help="Skip so many of the best.")
@click.option("--newest", is_flag=True, help="Newest first instead of best first.")
@common
def find(output: Output, query: tuple[str, ...], limit: int, offset: int, newest: bool) -> None:
    """Find mails, chat messages, pages, documents, bookings and work by what they say, in any inflected form.

    \b
    Words must all occur; "a phrase"; A OR B; NOT A or -A; ( ); beginn*
    from: to: cc: subject: body: attachment:   where it must occur
    date:2026-03  date:2026-01..2026-03        when, in UTC
    has:attachment image pdf booking deleted   what it has, see docs/commands.md
    lang:zh  channel:whatsapp  id:3fa9c2       language, channel, hash or log index
    """
    from tallystick.services.find import find as find_all
    from tallystick.wiring import edges

    asked = " ".join(query)
    findings = find_all(
        output.root(), edges(), asked, limit=limit, offset=offset, order="date" if newest else "relevance"
    )
    output.tell(
        {"query": asked, "total": findings.total, "behind": findings.behind, "hits": [*map(_members, findings.found)]},
        _lines(findings, offset),
    )


def _members(found: Found) -> dict[str, Any]:
    hit = found.hit
    return {
        "id": hit.sha256,
        "log_index": hit.log_index,
        "position": hit.position,
        "channel": hit.channel,
        "place": hit.place,
        "date": hit.date,
        "from": hit.from_,
        "subject": hit.subject,
        "score": round(hit.score, 4),
        "snippet": found.snippet.text,
        "matches": [list(span) for span in found.snippet.spans],
    }


def _lines(findings: Findings, offset: int) -> Iterator[str]:
    for found in findings.found:
        hit = found.hit
        zone = " UTC" if hit.date.endswith("Z") else " zone unknown" if hit.date else "date unknown"
        date = hit.date[:16].replace("T", " ") + zone
        where = f"{hit.sha256[:12]}:{hit.position}" if hit.position else hit.sha256[:12]
        channel = "" if hit.channel == "mail" else f"  [{line_of(hit.channel)}] {line_of(hit.place, 60)}"
        yield f"{click.style(where, fg='cyan')}  {date}  {line_of(hit.from_, 40)}{channel}"
        if hit.subject or hit.channel == "mail":
            yield f"              {click.style(line_of(hit.subject, 100) or '(no subject)', bold=True)}"
        if found.snippet.text:
            yield f"              {_marked(found)}"
    shown = f", {offset + 1} to {offset + len(findings.found)} shown" if len(findings.found) < findings.total else ""
    yield f"{findings.total} found{shown if findings.found else ''}"
    if findings.behind:
        yield f"The index has not taken in {findings.behind} originals yet: run tally rebuild."


def _marked(found: Found) -> str:
    """The passage with what matched in bold."""
    text, out, at = found.snippet.text, "", 0
    for start, end in found.snippet.spans:
        out += safe(text[at:start]) + click.style(safe(text[start:end]), bold=True, fg="yellow")
        at = end
    return out + safe(text[at:])
