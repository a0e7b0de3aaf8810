"""tally parties"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from tallystick.cli.options import common
from tallystick.cli.output import Output, line_of

if TYPE_CHECKING:
    from tallystick.model.decision import Decision
    from tallystick.record.likeness import Proposal
    from tallystick.record.party import Party
    from tallystick.services.parties import People

_LABELS = {
    "lookalike": ("LOOKALIKE", "red"),
    "same": ("One party?", "yellow"),
    "ours": ("Ours?", "green"),
    "company": ("Company", "cyan"),
}


@click.command()
@click.argument("who", nargs=-1)
@click.option("--same", "action", flag_value="same", help="State that the two or more named are one party.")
@click.option("--different", "action", flag_value="different", help="State that they are not.")
@click.option("--ours", "action", flag_value="ours", help="State that they are our own side.")
@click.option("--undo", "action", flag_value="undo", help="Take back the decision with this id.")
@click.option("--why", default="", help="The reason, kept with the decision.")
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True)
@common
def parties(output: Output, who: tuple[str, ...], action: str | None, why: str, limit: int) -> None:
    """List everybody in the record, who may be one party and who only looks like another; or decide it.

    Identifiers are joined by themselves only where they are the same mailbox, number or account. Everything else is
    proposed with its reason, and what you decide is kept in the vault and can be undone.
    """
    from tallystick.services import parties as service
    from tallystick.wiring import edges

    if action is None:
        people = service.people(output.root(), edges(), " ".join(who))
        output.tell(_members(people), _lines(people, limit))
        return
    decision = _decide(output, action, who, why)
    output.tell(_decision(decision), [f"Decided. To take it back: tally parties --undo {decision.sha256[:12]}"])


def _decide(output: Output, action: str, who: tuple[str, ...], why: str) -> Decision:
    from tallystick.model.decision import DecisionKind
    from tallystick.services import parties as service
    from tallystick.wiring import edges

    least = {"same": 2, "different": 2}.get(action, 1)
    if len(who) < least or (action == "undo" and len(who) != 1):
        raise click.UsageError(f"--{action} wants {least} names or more" if action != "undo" else "--undo wants one id")
    if action == "undo":
        return service.undo(output.root(), edges(), who[0], why)
    return service.decide(output.root(), edges(), DecisionKind(action), who, why)


def _members(people: People) -> dict[str, Any]:
    return {
        "parties": [_party(party) for party in people.parties],
        "proposals": [_proposal(each) for each in people.proposals],
        "decisions": [_decision(each) for each in people.decisions],
    }


def _party(party: Party) -> dict[str, Any]:
    return {
        "name": party.name,
        "names": list(party.names),
        "identifiers": [{"scheme": ident.scheme, "value": ident.value} for ident in party.identifiers],
        "items": len(party.items),
        "channels": dict(party.channels),
        "first": party.first.isoformat().replace("+00:00", "Z") if party.first else None,
        "last": party.last.isoformat().replace("+00:00", "Z") if party.last else None,
        "is_ours": party.is_ours,
        "joined_because": list(party.reasons),
    }


def _proposal(each: Proposal) -> dict[str, Any]:
    return {"kind": each.kind, "one": str(each.one), "other": str(each.other), "reason": each.reason}


def _decision(each: Decision) -> dict[str, Any]:
    return {
        "id": each.sha256, "kind": each.kind.value, "identifiers": [":".join(pair) for pair in each.identifiers],
        "undoes": each.decision, "why": each.why,
    }  # fmt: skip


def _lines(people: People, limit: int) -> Iterator[str]:
    for party in people.parties[:limit]:
        channels = ", ".join(f"{count} {channel}" for channel, count in party.channels)
        ours = click.style("  ours", fg="green") if party.is_ours else ""
        span = f"{party.first:%Y-%m-%d} to {party.last:%Y-%m-%d}" if party.first and party.last else "no dates"
        yield f"{click.style(line_of(party.name, 50), bold=True)}{ours}  {channels}; {span}"
        for ident in party.identifiers:
            yield f"    {line_of(str(ident), 100)}"
        for reason in party.reasons:
            yield f"    joined: {line_of(reason)}"
    if len(people.parties) > limit:
        yield f"… {len(people.parties) - limit} more: --limit shows them"
    yield from _proposed(people, limit)
    for decision in people.decisions:
        yield f"Decided    {decision.kind.value} {line_of(', '.join(':'.join(p) for p in decision.identifiers), 90)}"
        yield f"           id {decision.sha256[:12]}  {line_of(decision.why)}"


def _proposed(people: People, limit: int) -> Iterator[str]:
    for each in people.proposals[:limit]:
        label, colour = {
            "lookalike": ("LOOKALIKE", "red"),
            "same": ("One party?", "yellow"),
            "ours": ("Ours?", "green"),
        }.get(each.kind, ("Company", "cyan"))
        both = line_of(str(each.one), 50) + (f" and {line_of(str(each.other), 50)}" if each.other != each.one else "")
        yield f"{click.style(f'{label:<10}', fg=colour)} {both}"
        yield f"           {line_of(each.reason)}"
