"""A vault with a sample deal, asked through the command line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
BERLIN, AGENCY = SAMPLES / "berlin-shenzhen", SAMPLES / "agency-client"
WHATSAPP = BERLIN / "WhatsApp Chat - Mia Chen.zip"


class Vault:
    """A vault with one deal kept in it, asked through the command line."""

    def __init__(self, folder: Path) -> None:
        self.environment = {**os.environ, "TALLY_CONFIG": str(folder / "config")}
        self.root = folder / "vault"

    def ask(self, *words: object, code: int | None = None) -> dict[str, Any]:
        """The answer to a command as JSON; 1 and 3 say that something was found or is lacking, `code` that it fails."""
        command = [self.program("tally"), "--vault", str(self.root), "--json", *map(str, words)]
        done = subprocess.run(command, env=self.environment, text=True, capture_output=True, timeout=240, check=False)
        assert done.returncode in ((0, 1, 3) if code is None else (code,)), done.stderr
        answer: dict[str, Any] = json.loads(done.stdout)
        return answer

    @staticmethod
    def program(name: str) -> str:
        """The program beside this Python."""
        return str(Path(sys.executable).with_name(name))

    def keep(self, *paths: Path) -> None:
        """The paths are kept."""
        self.ask("init", self.root)
        self.ask("keep", *paths)
