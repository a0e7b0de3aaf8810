"""The surface is whole: every command, error, event kind and problem code is documented, listed and reachable."""

from __future__ import annotations

import ast
import importlib
import inspect
import re
from pathlib import Path

import click
import pytest

import reference
import tallystick
from tallystick import errors
from tallystick.cli.main import COMMANDS, tally
from tallystick.errors import TallyError
from tallystick.formats.mail.deviation import CODES
from tallystick.model.custody import KINDS
from tallystick.services.verify import DUTIES

ROOT = Path(__file__).resolve().parents[2]
SOURCE = Path(tallystick.__file__).parent
# Modules beside a command's own in which what it prints is made.
PRINTED_BY = (
    "cli/output.py", "cli/contents.py", "cli/readiness.py", "cli/claimed.py", "model/ledger.py", "formats/guide.py",
    "letters/account.py",
)  # fmt: skip


def docs(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def command(name: str) -> click.Command:
    found = tally.get_command(click.Context(tally), name)
    assert found is not None
    return found


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_can_be_used_and_read_about(name: str) -> None:
    """It imports, explains itself and each option, takes --json and --vault, and has its chapter."""
    found = command(name)
    assert found.help
    options = {option: each for each in found.params if isinstance(each, click.Option) for option in each.opts}
    assert {"--json", "--vault"} <= set(options)
    assert [option for option, each in options.items() if not each.help] in ([], ["--limit"])
    assert f"\n## tally {name}\n" in docs("commands.md")
    assert set(reference.MEMBERS[name])


def test_every_module_of_commands_is_a_command() -> None:
    """No command lies in the folder without being named, and none is named that is not there."""
    modules = {path.stem for path in (SOURCE / "cli" / "commands").glob("*.py")} - {"__init__"}
    assert modules == set(COMMANDS) == set(reference.MEMBERS)


def test_no_other_command_is_known() -> None:
    """A word that is no command is no module either."""
    assert tally.get_command(click.Context(tally), "__init__") is None
    assert tally.get_command(click.Context(tally), "../main") is None


def test_every_error_is_in_the_tree() -> None:
    """The tree at the top of errors.py has each class once, below its own base."""
    drawn: dict[str, str] = {}
    above = ""
    for line in (errors.__doc__ or "").splitlines():
        if not re.match(r"[├└│ ]+[├└]?──", line):
            continue
        branch = re.match(r"[├└]── (\w+)", line)
        if branch:
            above = branch[1]
            drawn[above] = "TallyError"
        else:
            drawn |= dict.fromkeys(re.findall(r"── (\w+)", line), above)
    real = {kind.__name__: kind.__bases__[0].__name__ for kind in reference.error_classes() if kind is not TallyError}
    assert drawn == real


def test_every_error_has_a_code_of_its_own() -> None:
    """Codes are unique, in one spelling, and none is inherited; exit codes are those of the design."""
    kinds = reference.error_classes()
    codes = [kind.__dict__.get("code") for kind in kinds]
    assert None not in codes
    assert len(set(codes)) == len(kinds)
    assert all(re.fullmatch(r"[a-z]+(-[a-z0-9]+)*", code) for code in codes)
    assert {kind.exit_code for kind in kinds} <= {1, 2, 3}


def test_every_error_is_documented() -> None:
    """Code, class and wording stand in docs/errors.md; whatever is no mere group has a wording."""
    page = docs("errors.md")
    for kind in reference.error_classes():
        assert f"| `{kind.code}` | {kind.exit_code} | `{kind.__name__}` |" in page
        is_group = any(kind in other.__bases__ for other in reference.error_classes())
        assert bool(reference.wording(kind)) != is_group


def test_every_wording_says_what_it_is_of_and_what_to_do() -> None:
    """`<thing> <id>: <what>; <what to do>`, lower case at the beginning, no full stop at the end."""
    for kind in reference.error_classes():
        said = reference.wording(kind)
        if said:
            assert re.match(r"[a-z{]", said), said
            assert ": " in said
            assert not said.endswith(".")
            assert ";" in said, said


def test_every_error_is_raised_somewhere() -> None:
    """No class is there for nothing."""
    used = set()
    for path in SOURCE.rglob("*.py"):
        if path.name != "errors.py":
            used |= set(re.findall(r"\b\w+\b", path.read_text(encoding="utf-8")))
    unused = [
        kind.__name__ for kind in reference.error_classes() if reference.wording(kind) and kind.__name__ not in used
    ]
    assert unused == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_event_is_in_the_format(kind: str) -> None:
    """docs/format.md has a row for each kind, and no row for any other."""
    table = docs("format.md").partition("## 3. Entries")[2].partition("## 4.")[0]
    rows = re.findall(r"^\| `([a-z-]+)` \|", table, re.MULTILINE)
    assert kind in rows
    assert set(rows) == set(KINDS)


def test_the_duties_are_those_of_the_format() -> None:
    """A verifier does what docs/format.md section 8 numbers, in that order."""
    section = docs("format.md").partition("## 8. ")[2]
    assert tuple(re.findall(r"^\d+\. \*\*(\w+)\*\*", section, re.MULTILINE)) == DUTIES


def _given_codes() -> set[str]:
    """The codes that the mail reader names in its calls of `Deviations.add` and makes of `Problem`."""
    found = set()
    for path in (SOURCE / "formats" / "mail").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args:
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                if name in ("add", "Problem") and isinstance(node.args[0], ast.Constant):
                    found.add(node.args[0].value)
    return {code for code in found if isinstance(code, str) and re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", code)}


def test_every_problem_code_is_in_its_table() -> None:
    """Whatever the reader may name is in the one table, with a sentence."""
    assert len(_given_codes()) > 20
    assert _given_codes() <= set(CODES)
    assert all(CODES.values())


def test_every_problem_code_of_the_table_can_be_met() -> None:
    """No code of the table is without a place in the reader."""
    text = "".join(path.read_text(encoding="utf-8") for path in (SOURCE / "formats" / "mail").glob("*.py"))
    assert [code for code in CODES if text.count(f'"{code}"') < 2] == []


@pytest.mark.parametrize("name", reference.PAGES)
def test_generated_pages_are_up_to_date(name: str) -> None:
    """The pages are what tools/reference.py writes now."""
    assert docs(name) == reference.PAGES[name]()


def test_all_that_is_handed_on_is_there() -> None:
    """Each `__all__` names what the package has."""
    for path in SOURCE.rglob("__init__.py"):
        name = ".".join(("tallystick", *path.parent.relative_to(SOURCE).parts))
        package = importlib.import_module(name)
        for each in getattr(package, "__all__", ()):
            assert hasattr(package, each), f"{name}.{each}"


def test_commands_only_describe_what_they_print() -> None:
    """Each member named in the reference's table occurs in the code that prints it."""
    for name, members in reference.MEMBERS.items():
        text = inspect.getsource(inspect.getmodule(command(name).callback) or tallystick)
        for module in PRINTED_BY:
            text += (SOURCE / module).read_text(encoding="utf-8")
        for member in members:
            first = re.split(r"[.\[]", member)[0]
            assert f'"{first}"' in text, f"{name}: {member}"
