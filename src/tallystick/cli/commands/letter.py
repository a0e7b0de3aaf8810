"""tally letter"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tallystick.cli.options import as_of_option, common, language_option
from tallystick.cli.output import Output, line_of
from tallystick.letters.fact import stated_facts, vocabulary
from tallystick.letters.template import KINDS, text_of

if TYPE_CHECKING:
    from tallystick.letters import Ground
    from tallystick.services.letter import Drafted

_MOST_CANDIDATES = 20


@click.command()
@click.argument("kind", type=click.Choice(KINDS), metavar="KIND")
@click.option("--matter", "name", required=True, help="The matter that it is about.")
@click.option("--forum", default="", help="Before which it is to count; by default the one agreed, see 'tally forums'.")
@click.option("--item", "items", multiple=True, metavar="ID", help="A message to be quoted word for word; repeatable.")
@click.option("--fact", "facts", multiple=True, metavar="NAME=VALUE", help="A fact you state for it; repeatable.")
@click.option("--last-date", metavar="YYYY-MM-DD", help="The last date that it sets.")
@click.option("--with-blanks", is_flag=True, help="Write it though facts are missing, with visible blanks for them.")
@click.option("-o", "--output", "folder", type=click.Path(path_type=Path), required=True, help="A new folder.")
@as_of_option
@language_option
@common
def letter(
    output: Output, kind: str, name: str, forum: str, items: tuple[str, ...], facts: tuple[str, ...],
    last_date: str | None, with_blanks: bool, folder: Path, as_of: date | None, language: str,
) -> int:  # fmt: skip
    """Draft a letter from facts that are known, as mail, document and pages. Nothing is sent.

    Each sentence rests on the matter sheet, the record, a rule or a fact that you state; letter.json names its grounds.
    Where a fact is missing that the letter must state, it says which, and writes nothing (exit code 1).

    \b
    confirmation   what was said elsewhere, word for word   restatement   the same, for the platform's chat
    authenticity   agreement that messages are genuine      clause        for the next contract
    defect-notice  what is wrong with the goods             demand        payment or performance by a last date
    reservation    of rights                                extension     a last date, without waiver
    termination    by proper steps                          refund        money back
    call-sheet     before a collection call                 call-summary  the mail after it
    witness        the log's head, to be kept by another    ipr-pack      complaint about intellectual property
    public-notice  when the debtor cannot be found

    \b
    tally letter demand --matter M --last-date 2026-12-12 --fact claim='USD 59100.00' -o demand
    tally letter confirmation --matter M --item 3fa9c2d1:14 --language zh -o confirmation
    """
    from tallystick.services.letter import Order, letter
    from tallystick.wiring import edges

    try:
        stated = stated_facts((*map(_split, facts), *((("last_date", last_date),) if last_date else ())))
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    order = Order(
        kind=kind, matter=name, language=language, forum=forum, items=items, facts=stated,
        as_of=as_of, with_blanks=with_blanks,
    )  # fmt: skip
    drafted = letter(output.root(), edges(), order, folder)
    output.tell(_members(drafted, folder), _lines(drafted, folder))
    return 0 if drafted.files else 1


def _split(fact: str) -> tuple[str, str]:
    name, equals, value = fact.partition("=")
    if not equals:
        raise click.UsageError(f"{fact!r} is no fact, as in --fact claim='USD 59100.00'")
    return name.strip(), value


def _members(drafted: Drafted, folder: Path) -> dict[str, Any]:
    from tallystick.letters.account import members

    candidates = [
        {"id": one.ident, "act": one.act.kind.value, "channel": one.channel, "words": one.act.words}
        for one in drafted.candidates
    ]
    written = {"folder": str(folder) if drafted.files else None, "files": list(drafted.files)}
    return written | {
        "forum": drafted.forum, "letter": members(drafted.letter), "candidates": candidates,
        "warnings": list(drafted.warnings),
    }  # fmt: skip


def _lines(drafted: Drafted, folder: Path) -> Iterator[str]:
    made = drafted.letter
    yield click.style(line_of(made.title, 100), bold=True) + f"  ({line_of(text_of(made.kind).about[made.language])})"
    for missing in made.missing:
        label = click.style("missing ", fg="red" if not drafted.files else "yellow", bold=True)
        yield f"{label} {missing.fact}: {missing.label[made.language]}{_how(missing.fact)}"
    for warning in drafted.warnings:
        yield f"{click.style('careful ', fg='yellow', bold=True)} {line_of(warning)}"
    yield from _candidate_lines(drafted)
    if not drafted.files:
        yield "Nothing was written: state what is missing, or take --with-blanks."
        return
    yield f"Written to {line_of(str(folder))}: {', '.join(drafted.files)}. It is a draft; nothing was sent."
    yield "Rests on"
    for ground in made.grounds:
        yield f"  {_ground(ground)}"
    if made.steps:
        yield f"So that it counts{f' ({drafted.forum})' if drafted.forum else ''}"
    for step in made.steps:
        yield f"  - {line_of(step.text)}"
    yield "Read it before you send it: it informs and is no legal advice."


def _how(fact: str) -> str:
    """How a missing fact is stated; what has an option of its own names it itself."""
    return f"  (--fact {fact}=...)" if vocabulary()[fact].is_stateable and fact != "last_date" else ""


def _ground(ground: Ground) -> str:
    detail = f"  {line_of(ground.detail, 160)}" if ground.detail else ""
    return f"{ground.kind:<10} {line_of(ground.ident, 80)}{detail}"


def _candidate_lines(drafted: Drafted) -> Iterator[str]:
    """What could be quoted, for a person to choose from."""
    if not drafted.candidates:
        return
    yield "Said elsewhere, to choose from with --item"
    for one in drafted.candidates[:_MOST_CANDIDATES]:
        ident, _, position = one.ident.partition(":")
        short = f"{ident[:12]}:{position}" if position else ident[:12]
        yield f"  {short:<18} {one.on or 'no date'}  {one.act.kind.value:<16} {line_of(one.act.words, 90)}"
    if len(drafted.candidates) > _MOST_CANDIDATES:
        yield f"  … {len(drafted.candidates) - _MOST_CANDIDATES} more: --json shows them"
