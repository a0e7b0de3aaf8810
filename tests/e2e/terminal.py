"""The command line as a user has it: the script `tally` beside this Python, its own configuration folder, its vault."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

TALLY = Path(sys.executable).with_name("tally")


@dataclass
class Ended:
    """How a command ended, and what it said, in bytes as they came."""

    code: int
    out: bytes
    err: bytes

    @property
    def text(self) -> str:
        return self.out.decode("utf-8")

    @property
    def said(self) -> str:
        return self.err.decode("utf-8")

    @property
    def document(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.out)
        return found


@dataclass
class Terminal:
    """One user's terminal in a folder."""

    folder: Path
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def vault(self) -> Path:
        return self.folder / "vault"

    def run(self, *words: str | bytes | Path, cwd: Path | None = None, **environment: str) -> Ended:
        """One command, whatever it ends with."""
        known = {name: value for name, value in os.environ.items() if not name.startswith("TALLY")}
        given = {**known, "TALLY_CONFIG": str(self.folder / "config"), **self.environment, **environment}
        done = subprocess.run([TALLY, *words], env=given, cwd=cwd or self.folder, capture_output=True, timeout=120)
        return Ended(done.returncode, done.stdout, done.stderr)

    def tally(self, *words: str | bytes | Path, code: int = 0) -> Ended:
        """One command on the vault that must end with `code`."""
        ended = self.run("--vault", self.vault, *words)
        assert ended.code == code, (ended.code, ended.out[-2000:], ended.err[-2000:])
        return ended

    def json(self, *words: str | bytes | Path, code: int = 0) -> dict[str, Any]:
        return self.tally("--json", *words, code=code).document

    def log_size(self) -> int:
        return int((self.vault / "log" / "checkpoint").read_bytes().split(b"\n")[1])

    def evidence(self) -> dict[str, bytes]:
        """All files of the vault but views and lock."""
        found = [path for path in self.vault.rglob("*") if path.is_file() and not path.name.startswith("lock")]
        return {str(path): path.read_bytes() for path in found if "record" not in path.relative_to(self.vault).parts}
