"""tally rebuild"""

from __future__ import annotations

import click

from tallystick.cli.options import common, jobs_option
from tallystick.cli.output import Output


@click.command()
@jobs_option
@common
def rebuild(output: Output, jobs: int | None) -> None:
    """Make catalog, record and search index anew from the vault; the vault itself is not touched."""
    from tallystick.services.rebuild import rebuild as rebuild_all
    from tallystick.wiring import edges, worker_count

    done = rebuild_all(output.root(), edges(), jobs=jobs or worker_count())
    output.tell(
        {
            "log_size": done.log_size,
            "tables": [{"table": name, "rows": rows, "sha256": digest} for name, rows, digest in done.tables],
        },
        [
            f"Rebuilt    from {done.log_size} log entries",
            *(f"  {name:<10} {rows:>9} rows  {digest[:16]}" for name, rows, digest in done.tables),
        ],
    )
