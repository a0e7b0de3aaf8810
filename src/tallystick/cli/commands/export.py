"""tally export"""

from __future__ import annotations

from pathlib import Path

import click

from tallystick.cli.options import common
from tallystick.cli.output import Output, safe, size


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--query", "-q", default="", help="Only what 'tally find' finds with this query.")
@common
def export(output: Output, folder: Path, query: str) -> None:
    """Copy originals to FOLDER, byte for byte, as a BagIt bag. Container recipes and ledgers are originals too."""
    from tallystick.services.export import export as export_all
    from tallystick.wiring import edges

    done = export_all(output.root(), edges(), folder, query)
    output.tell(
        {
            "folder": str(done.folder),
            "originals": done.originals,
            "size": done.size_bytes,
            "manifest_sha256": done.manifest_sha256,
        },
        [
            f"Exported   {done.originals} originals ({size(done.size_bytes)}) to {safe(str(done.folder))}",
            f"Manifest   {done.manifest_sha256}, named in the log",
        ],
    )
