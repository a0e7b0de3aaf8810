"""tally seal"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tallystick.cli.options import common
from tallystick.cli.output import Output, check_line, check_members, keys_line, safe
from tallystick.model.check import Verdict

if TYPE_CHECKING:
    from tallystick.services.seal import Sealing
    from tallystick.sources.settings import Authority


@click.command()
@click.option(
    "--authority", "-a", "given", multiple=True, metavar="NAME=URL", help="A timestamp authority for this call."
)
@click.option(
    "--roots",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    multiple=True,
    help="Its trusted roots (PEM).",
)
@click.option("--witness", metavar="ADDRESS", help="Also draft a mail to a witness that carries the checkpoint.")
@click.option(
    "--draft", type=click.Path(path_type=Path), help="Where the draft goes; by default witness-SIZE.eml here."
)
@common
def seal(
    output: Output, given: tuple[str, ...], roots: tuple[Path, ...], witness: str | None, draft: Path | None
) -> int:
    """Have the log's head stamped by the authorities in config.toml, or by those given here.

    What an authority does not answer waits in the vault and is asked again by the next 'tally seal'.
    """
    from tallystick.services.seal import seal as seal_log
    from tallystick.sources.authority import ask
    from tallystick.wiring import edges, name_server, settings

    authorities = tuple(_authority(each, roots) for each in given) or settings().authorities
    root = output.root()
    drafted = _draft(root, witness, draft) if witness else None
    sealing = seal_log(root, edges(), authorities, ask, name_server())
    output.tell(_members(sealing, drafted), _lines(sealing, drafted, bool(authorities)))
    # A request to somebody who is no longer an authority waits without being a failure of this call.
    asked = {authority.name for authority in authorities}
    verdicts = {sealed.check.verdict for sealed in sealing.sealed if sealed.authority in asked}
    return 1 if Verdict.FAIL in verdicts else 3 if Verdict.NOT_CHECKED in verdicts else 0


def _authority(given: str, roots: tuple[Path, ...]) -> Authority:
    from tallystick.sources.settings import Authority

    name, _, url = given.partition("=")
    try:
        return Authority(name, url, roots)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--authority") from error


def _draft(root: Path, witness: str, path: Path | None) -> Path:
    from tallystick.services.witness import draft_for
    from tallystick.wiring import edges

    try:
        return draft_for(root, edges(), witness, path)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--witness") from error


def _members(sealing: Sealing, drafted: Path | None) -> dict[str, Any]:
    keys = sealing.keys
    return {
        "size": sealing.size,
        "seals": [{"size": s.size, "authority": s.authority, **check_members(s.check)} for s in sealing.sealed],
        "dkim_keys": asdict(keys),
        "draft": str(drafted) if drafted else None,
    }


def _lines(sealing: Sealing, drafted: Path | None, is_any: bool) -> Iterator[str]:
    for sealed in sealing.sealed:
        yield check_line(sealed.check)
    if not is_any:
        yield "No authority is set: name one in config.toml ('tally doctor' says where), or give --authority NAME=URL."
    if sealing.keys.wanted:
        yield f"DKIM keys  {keys_line(sealing.keys)}"
    if drafted is not None:
        yield f"Draft      {safe(str(drafted))}: send it yourself; keep the reply, or a copy that a mail server signed"
