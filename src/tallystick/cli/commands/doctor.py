"""tally doctor"""

from __future__ import annotations

import click

from tallystick.cli.options import common
from tallystick.cli.output import Output, check_line, check_members
from tallystick.errors import VaultNotFound
from tallystick.model.check import Verdict


@click.command()
@common
def doctor(output: Output) -> int:
    """Say what this machine can and cannot do. Nothing is changed and nobody is asked."""
    from tallystick.services.doctor import examine
    from tallystick.wiring import edges, settings

    try:
        root = output.root()
    except VaultNotFound:
        root = None
    checks = list(examine(settings(), edges(), root))
    output.tell({"checks": [check_members(check) for check in checks]}, map(check_line, checks))
    return 1 if any(check.verdict is Verdict.FAIL for check in checks) else 0
