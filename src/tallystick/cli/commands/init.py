"""tally init"""

from __future__ import annotations

from pathlib import Path

import click

from tallystick.cli.options import common
from tallystick.cli.output import Output, safe


@click.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@click.option("--name", help="The name in the vault's origin: letters, digits, dots and hyphens.")
@common
def init(output: Output, folder: Path | None, name: str | None) -> None:
    """Make a new vault in FOLDER (this folder by default), and its signing key outside it."""
    from tallystick.services.init import make_vault
    from tallystick.wiring import edges

    made = make_vault(folder or output.vault or Path.cwd(), name, edges())
    output.tell(
        {"vault": str(made.root), "origin": made.origin, "key": made.vkey, "key_file": str(made.key_file)},
        [
            f"Vault      {safe(str(made.root))}",
            f"Origin     {made.origin}",
            f"Key        {made.vkey}",
            f"Key file   {safe(str(made.key_file))}",
            "",
            "Copy the key file to a safe place now. Whoever has it can sign as this vault; without it nothing can be",
            "added any more, though everything kept can still be read, searched, proved and verified.",
        ],
    )
