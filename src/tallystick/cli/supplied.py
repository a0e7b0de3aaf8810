"""Options by which a person supplies figures to a computation, and what they mean."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from tallystick.services.claim import Supplied

_COST = re.compile(r"([^=]{1,80})=([0-9]{1,12}(?:[.][0-9]{1,3})?) ?([A-Z]{3})\Z")


def supplied_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """The command takes `--rate`, `--rates`, `--cost` and `--series`, each as often as wanted."""
    options = (
        click.option("--rate", "rates", multiple=True, metavar="USD/CNY=7.12@DAY:SOURCE", help="An exchange rate."),
        click.option("--rates", "rate_files", multiple=True, type=click.Path(path_type=Path, dir_okay=False),
                     help="Exchange rates from a CSV file: pair,rate,day,source."),
        click.option("--cost", "costs", multiple=True, metavar="NAME=SUM CUR",
                     help="A cost you state: lawyer, translation, apostille ..."),
        click.option("--series", multiple=True, metavar="NAME=FILE.csv",
                     help="Rows of a reference rate: date,rate in per cent a year, as cbr-key-rate=key.csv."),
    )  # fmt: skip
    for option in reversed(options):
        function = option(function)
    return function


def supplied(
    rates: tuple[str, ...], files: tuple[Path, ...], costs: tuple[str, ...], series: tuple[str, ...]
) -> Supplied:
    """What these options say. Raises UsageError, SourceNotFound, SourceUnreadable, MalformedStatement."""
    from tallystick.claims.cost import StatedCost
    from tallystick.claims.exchange import exchange_rate
    from tallystick.forums.series import SERIES
    from tallystick.model.money import Money
    from tallystick.services.claim import Supplied, rate_file

    stated = []
    for each in costs:
        found = _COST.match(each)
        if found is None:
            raise click.UsageError(f"{each!r} is no cost, as in 'lawyer=30000 CNY'")
        stated.append(StatedCost(name=found[1].strip(), money=Money(Decimal(found[2]), found[3])))
    named = {name: Path(path) for name, _equals, path in (each.partition("=") for each in series)}
    for name in named:
        if name not in SERIES:
            raise click.UsageError(f"no series {name!r}; there are {', '.join(SERIES)}")
    read = (rate for file in files for rate in rate_file(file))
    return Supplied(rates=(*map(exchange_rate, rates), *read), costs=tuple(stated), series=named)
