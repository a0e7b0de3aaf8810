"""Every mail of the shared corpora is kept, and comes out as it went in."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("TALLY_SHARED", HOME.parent / "shared")) / "data" / "mail"
TALLY = Path(sys.executable).with_name("tally")


@pytest.mark.slow
@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared corpora are not beside the project")
def test_corpora_are_kept_and_exported_identical(tmp_path: Path) -> None:
    """Each file of the corpora is kept or taken apart, the ledger balances, and each kept byte comes out again."""
    environment = {**os.environ, "TALLY_CONFIG": str(tmp_path / "config"), "TALLY_VAULT": str(tmp_path / "vault")}

    def tally(*words: object) -> dict[str, object]:
        command = [str(TALLY), "--json", *map(str, words)]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        assert "Traceback" not in done.stderr, done.stderr
        assert done.returncode == 0, done.stdout + done.stderr
        return dict(json.loads(done.stdout))

    tally("init", tmp_path / "vault")
    ledger = tally("keep", "--offline", SHARED)
    assert ledger["unbalanced"] == 0
    assert ledger["refused"] == []
    tally("export", tmp_path / "bag")
    exported = {hashlib.sha256(path.read_bytes()).hexdigest() for path in (tmp_path / "bag" / "data").iterdir()}
    offered = {hashlib.sha256(path.read_bytes()).hexdigest() for path in SHARED.rglob("*") if path.is_file()}
    bag = tmp_path / "bag" / "data"
    recipes = [line for path in bag.glob("*.recipe.jsonl") for line in path.read_text().splitlines()]
    rebuilt = {json.loads(line)["sha256"] for line in recipes if '"whole":true' in line}
    assert offered <= exported | rebuilt
    assert tally("verify")["verdict"] != "FAIL"
