"""Options that every command has."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click

from tallystick.cli.output import Output


def common(function: Callable[..., Any]) -> Callable[..., Any]:
    """The command takes `--vault` and `--json` too, and is called with the `Output` first."""

    @click.option(
        "--vault", type=click.Path(path_type=Path), help="The vault; else TALLY_VAULT, else the nearest above."
    )
    @click.option("--json", "is_json", is_flag=True, help="Print the result as one JSON document.")
    @click.pass_context
    @wraps(function)
    def command(context: click.Context, /, vault: Path | None, is_json: bool, **given: Any) -> Any:
        above = context.find_object(Output) or Output(None, False)
        return function(Output(vault or above.vault, is_json or above.is_json), **given)

    return command


def jobs_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """The command takes `--jobs N`, by default as many as the machine has processors."""
    return click.option("--jobs", type=click.IntRange(1, 64), help="Worker processes; by default one a processor.")(
        function
    )
