"""tally verify"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tallystick.cli.options import common, jobs_option
from tallystick.cli.output import Output, check_line, check_members, size
from tallystick.cli.progress import counting
from tallystick.model.check import Verdict

if TYPE_CHECKING:
    from tallystick.services.verify import Verification


@click.command()
@click.option("--quick", "is_quick", is_flag=True, help="Log, checkpoint, seals and packs only; no original is read.")
@click.option(
    "--against",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    multiple=True,
    help="An older checkpoint, or one that somebody else holds: finds truncation, rollback and replacement.",
)
@click.option(
    "--roots", type=click.Path(exists=True, dir_okay=False, path_type=Path), multiple=True, help="Trusted roots (PEM)."
)
@jobs_option
@common
def verify(output: Output, is_quick: bool, against: tuple[Path, ...], roots: tuple[Path, ...], jobs: int | None) -> int:
    """Check every byte and the whole log, and compare it with what this machine and others saw of it before."""
    from tallystick.services.verify import verify as verify_all
    from tallystick.wiring import edges, trust, worker_count

    root = output.root()
    with counting("verifying") as count:
        done = verify_all(
            root, edges(), trust(root, roots, against), jobs=jobs or worker_count(), is_quick=is_quick, progress=count
        )
    output.tell(
        {
            "verdict": done.verdict.value,
            "log_size": done.log_size,
            "originals": done.originals,
            "original_bytes": done.original_bytes,
            "is_quick": is_quick,
            "checks": [check_members(check) for check in done.checks],
        },
        _lines(done),
    )
    return 1 if done.verdict is Verdict.FAIL else 0


def _lines(done: Verification) -> Iterator[str]:
    for check in done.checks:
        yield check_line(check)
    failed = sum(check.verdict is Verdict.FAIL for check in done.checks)
    looked_at = f"{done.log_size} log entries, {done.originals} originals, {size(done.original_bytes)}"
    if failed:
        yield f"{failed} check(s) FAILED. ({looked_at})"
    else:
        left = sum(check.verdict is Verdict.NOT_CHECKED for check in done.checks)
        yield f"Nothing failed{f'; {left} not checked, see above' if left else ''}. ({looked_at})"
