"""The command `tally`: its sub-commands are imported only when they are used."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import click

from tallystick import __version__
from tallystick.cli.output import Output
from tallystick.errors import TallyError

# Name, and the one line that `tally --help` shows; the command itself is in cli/commands under the same name.
COMMANDS: dict[str, str] = {
    "init": "Make a new vault and its signing key.",
    "keep": "Keep mail, chats, pages, documents, statements: files, folders and archives.",
    "find": "Find anything kept by what it says.",
    "show": "Show one kept item, or its raw bytes.",
    "parties": "Show who is in the record, and decide who is who.",
    "timeline": "Show everything with somebody, or in a matter, in the order of time.",
    "matter": "Draft, apply and show the sheet of one contract or order.",
    "gaps": "Say what is missing, from the record or before a forum.",
    "deadlines": "Show which clocks run, by which rule, until when.",
    "claim": "Compute what is owed in a matter under a forum's rules, and what it costs to claim it.",
    "compare": "Put forums side by side, and list what can be done, step by step.",
    "bundle": "Compile a matter into what a forum takes, looked over before it leaves.",
    "letter": "Draft a letter from facts that are known, in three languages. Nothing is sent.",
    "forums": "List the forums whose rules are known, with their sources.",
    "formats": "Say what is read, and how to export it from each app.",
    "export": "Copy originals out, byte for byte, as a BagIt bag.",
    "seal": "Have the log stamped by timestamp authorities and witnesses.",
    "prove": "Make a folder that proves one item to a stranger.",
    "verify": "Check every byte and the whole log.",
    "rebuild": "Make the record and the search index anew from the vault.",
    "key": "Show the signing key's facts, or replace it.",
    "doctor": "Say what this machine can and cannot do.",
}


class _Lazy(click.Group):
    """A group whose commands are imported when they are asked for, so that `--help` starts at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"tallystick.cli.commands.{cmd_name}")
        command = getattr(module, cmd_name)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option("--vault", type=click.Path(path_type=Path), help="The vault; else TALLY_VAULT, else the nearest above.")
@click.option("--json", "is_json", is_flag=True, help="Print the result as one JSON document.")
@click.version_option(__version__, prog_name="tally")
@click.pass_context
def tally(context: click.Context, vault: Path | None, is_json: bool) -> None:
    """Keep every word of a trade relationship as evidence that a stranger can check."""
    context.obj = Output(vault, is_json)


def main(arguments: list[str] | None = None) -> None:
    """Runs one command and ends the process: 0 done, 1 a check failed, 2 misuse, 3 partly done."""
    given = sys.argv[1:] if arguments is None else arguments
    try:
        code = tally.main(given, standalone_mode=False)
    except click.exceptions.Abort:
        click.echo("tally: stopped; what was acknowledged is safe", err=True)
        code = 3
    except click.ClickException as error:
        error.show()
        code = 2
    except TallyError as error:
        Output.failure(error, is_json="--json" in given)
        code = error.exit_code
    except BrokenPipeError:
        sys.stderr.close()
        code = 3
    sys.exit(code if isinstance(code, int) else 0)
