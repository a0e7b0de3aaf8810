"""tally formats"""

from __future__ import annotations

from collections.abc import Iterator

import click

from tallystick.cli.options import common
from tallystick.cli.output import Output
from tallystick.formats.guide import LANGUAGES, Guide, guide, names


@click.command()
@click.argument("name", default="")
@click.option(
    "--language", type=click.Choice(LANGUAGES), default="en", show_default=True, help="English, Chinese or Russian."
)
@common
def formats(output: Output, name: str, language: str) -> None:
    """Say what is read, and of the format NAME how to export it from each app, in English, Chinese or Russian."""
    if not name:
        guides = [guide(each) for each in names()]
        listed = [{"name": each.name, "title": each.title[language]} for each in guides]
        output.tell({"formats": listed}, [f"{each['name']:<20} {each['title']}" for each in listed])
        return
    if name not in names():
        raise click.UsageError(f"no format {name!r}; 'tally formats' lists them")
    shown = guide(name)
    output.tell(shown.members(language), _lines(shown, language))


def _lines(shown: Guide, language: str) -> Iterator[str]:
    yield click.style(shown.title[language], bold=True)
    yield shown.reads[language]
    yield shown.lacks[language]
    for way in shown.export:
        yield ""
        yield click.style(way.app, fg="cyan")
        yield from (f"  {number}. {step}" for number, step in enumerate(way.steps[language], 1))
