"""tally prove"""

from __future__ import annotations

from pathlib import Path

import click

from tallystick.cli.options import common
from tallystick.cli.output import Output, safe


@click.command()
@click.argument("ident", metavar="ID")
@click.option("--output", "-o", "folder", type=click.Path(path_type=Path), required=True, help="The folder to make.")
@click.option("--part", default="", help="Only this part (as 'tally show' numbers it); the rest stays undisclosed.")
@common
def prove(output: Output, ident: str, folder: Path, part: str) -> None:
    """Make a folder that proves the item ID to a stranger, offline: evidence, explanation and a verifier."""
    from tallystick.services.prove import prove as prove_item
    from tallystick.wiring import edges, settings

    done = prove_item(output.root(), edges(), ident, folder, part=part, roots=settings().roots)
    what = f"part {done.part} of item {done.sha256[:16]}" if done.part else f"item {done.sha256[:16]}"
    output.tell(
        {
            "folder": str(done.folder),
            "id": done.sha256,
            "log_index": done.log_index,
            "part": done.part,
            "timestamps": done.timestamps,
            "files": list(done.files),
        },
        [
            f"Proved     {what}, log entry {done.log_index}, {done.timestamps} timestamp(s)",
            f"Folder     {safe(str(done.folder))}: open README.html, or run 'python3 verify.py' in it",
            *(["No seal covers it yet: run 'tally seal', then prove it again."] if not done.timestamps else []),
        ],
    )
