"""Options that every command has."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import wraps
from pathlib import Path
from typing import Any

import click

from tallystick.cli.output import Output
from tallystick.model.situation import FIRST_DAY, LAST_DAY


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


def as_of_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """The command takes `--as-of DAY`, None for today."""
    return click.option("--as-of", type=_Day(), metavar="YYYY-MM-DD", help="As of this day; by default today.")(
        function
    )


def language_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """The command takes `--language`, English by default."""
    return click.option(
        "--language", type=click.Choice(["en", "zh", "ru"]), default="en", show_default=True, help="Of what is written."
    )(function)


class _Day(click.ParamType[date]):
    """A calendar day."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        try:
            day = value if isinstance(value, date) else date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is no day, as in 2026-03-01", param, ctx)
        if not FIRST_DAY <= day <= LAST_DAY:
            self.fail(f"{day} is not between {FIRST_DAY} and {LAST_DAY}", param, ctx)
        return day
