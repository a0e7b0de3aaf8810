"""The how-to from a matter to a file, run as it stands on the sample deal."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
from pathlib import Path

import pytest

from sample_vault import Vault
from tallystick.model.matter import parse

PAGE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "from-a-matter-to-a-file.md"
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
SHEETS = [text for kind, text in BLOCKS if kind == "toml"]


@pytest.mark.parametrize("text", SHEETS)
def test_what_it_writes_on_the_sheet_is_understood(text: str) -> None:
    """Each piece of a sheet is one that can be applied."""
    assert parse(f'matter = "lanterns"\n{text}'.encode()).name == "lanterns"


def test_its_commands_run(berlin: Vault, tmp_path: Path) -> None:
    """Every command of the page does what the page says: what must be met blocks the first bundle, and only that."""
    commands = [line for kind, text in BLOCKS if kind == "sh" for line in text.splitlines()]
    assert len(commands) >= 9
    for command in commands:
        program, *words = shlex.split(command, comments=True)
        done = subprocess.run(
            [berlin.program(program), *words], env={**berlin.environment, "TALLY_VAULT": str(berlin.root)},
            cwd=tmp_path, text=True, capture_output=True, timeout=240, check=False,
        )  # fmt: skip
        is_blocked = words[0] == "bundle" and "--despite" not in words
        assert done.returncode == int(is_blocked), f"{command}\n{done.stdout}{done.stderr}"
    assert {"deadlines.ics", "notice"} <= set(os.listdir(tmp_path))
    assert "bundle" not in os.listdir(tmp_path)
