"""tally key"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from tallystick.cli.options import common
from tallystick.cli.output import Output, safe

if TYPE_CHECKING:
    from tallystick.services.key import KeyFacts


@click.command()
@click.argument("action", type=click.Choice(["show", "rotate"]), default="show")
@common
def key(output: Output, action: str) -> None:
    """Show the vault's keys and where the secret one is, or rotate: a new key, vouched for by the old one."""
    from tallystick.services.key import key_facts
    from tallystick.services.key import rotate as rotate_key
    from tallystick.wiring import edges

    facts = rotate_key(output.root(), edges()) if action == "rotate" else key_facts(output.root(), edges())
    output.tell(
        {"origin": facts.origin, "keys": list(facts.vkeys), "key_file": str(facts.file), "problem": facts.problem},
        _lines(facts, action),
    )


def _lines(facts: KeyFacts, action: str) -> Iterator[str]:
    yield f"Origin     {facts.origin}"
    for number, vkey in enumerate(facts.vkeys, 1):
        yield f"{'Key' if number == len(facts.vkeys) else 'Old key':<10} {vkey}"
    yield f"Key file   {safe(str(facts.file))}"
    yield f"Problem    {safe(facts.problem)}" if facts.problem else "This machine can sign for the vault."
    if action == "rotate":
        yield "Copy the new key file to a safe place now, and destroy copies of the old one."
    yield (
        "If the key is lost, nothing can be added to this vault any more; everything in it can still be read, "
        "searched, proved and verified. Make a new vault then, and keep this one's log/checkpoint in it."
    )
