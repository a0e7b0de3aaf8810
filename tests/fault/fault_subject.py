"""The vault under test, the program that works on it, and the originals offered to it."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tallystick.services.keep import Kept, keep
from tallystick.vault.memory import Memory
from tallystick.vault.signing import KeyRing
from tallystick.vault.vault import Edges
from tallystick.wiring import now

TALLY = [sys.executable, "-c", "from tallystick.cli import main; main()"]


@dataclass
class Subject:
    """One vault below a temporary folder, with its keys, and named folders of sources."""

    place: Path
    name: str = "vault"
    hashes: dict[str, set[str]] = field(default_factory=dict)

    @property
    def root(self) -> Path:
        return self.place / self.name

    @property
    def config(self) -> Path:
        return self.place / "config"

    @property
    def environment(self) -> dict[str, str]:
        found = {key: value for key, value in os.environ.items() if not key.startswith("TALLY")}
        return {**found, "TALLY_CONFIG": str(self.config), "PYTHONDONTWRITEBYTECODE": "1"}

    def edges(self) -> Edges:
        keys, memory = KeyRing(self.config / "keys", {}), Memory(self.config / "seen")
        return Edges(now, os.urandom, keys, memory, "tester", "tallystick test")

    def source(self, name: str) -> Path:
        return self.place / "sources" / name

    def write_source(self, name: str, mails: int, mbox_mails: int = 0) -> None:
        """A folder of mails and one mbox; `hashes` says what must be kept of it."""
        folder = self.source(name)
        folder.mkdir(parents=True, exist_ok=True)
        found = self.hashes.setdefault(name, set())
        for number in range(mails):
            mail = mail_of(name, number)
            (folder / f"{number:05d}.eml").write_bytes(mail)
            found.add(hashlib.sha256(mail).hexdigest())
        box = b""
        for number in range(mails, mails + mbox_mails):
            mail = mail_of(name, number).replace(b"\r\n", b"\n")
            box += b"From sender@example.org Mon Jan  1 00:00:00 2024\n" + mail + b"\n"
            found.add(hashlib.sha256(mail).hexdigest())
        if box:
            (folder / "box.mbox").write_bytes(box)

    def command(self, *words: str | Path) -> list[str]:
        return [*TALLY, "--vault", str(self.root), *map(str, words)]

    def keep_command(self, *names: str, jobs: int = 1) -> list[str]:
        return self.command("keep", "--offline", "--json", "--jobs", str(jobs), *map(self.source, names))

    def run(self, words: list[str], **given: Any) -> subprocess.CompletedProcess[str]:
        return subprocess.run(words, env=self.environment, capture_output=True, text=True, timeout=120, **given)

    def tally(self, *words: str | Path) -> subprocess.CompletedProcess[str]:
        return self.run(self.command(*words))

    def init(self) -> None:
        made = self.run([*TALLY, "init", str(self.root)])
        assert made.returncode == 0, made.stderr

    def keep(self, *names: str, jobs: int = 1) -> Kept:
        """The sources kept by this process."""
        return keep(self.root, self.edges(), [self.source(name) for name in names], None, jobs=jobs)

    def copy_to(self, place: Path) -> Subject:
        """The same vault and keys elsewhere; the sources stay where they are."""
        shutil.copytree(self.root, place / self.name)
        shutil.copytree(self.config, place / "config")
        other = Subject(place, self.name, self.hashes)
        (place / "sources").symlink_to(self.place / "sources")
        return other


class Saved:
    """A vault and its keys as they stood, put back in the same place as often as is asked for."""

    def __init__(self, subject: Subject) -> None:
        self._subject = subject
        self._copy = subject.place / "saved"
        for folder in (subject.root, subject.config):
            shutil.copytree(folder, self._copy / folder.name)

    def put_back(self) -> None:
        for folder in (self._subject.root, self._subject.config):
            shutil.rmtree(folder)
            shutil.copytree(self._copy / folder.name, folder)


def mail_of(name: str, number: int) -> bytes:
    """A small mail, the same bytes for the same name and number."""
    return (
        f"From: Alice <alice@example.org>\r\nTo: Bob <bob@example.org>\r\nSubject: {name} {number}\r\n"
        f"Message-ID: <{name}.{number}@example.org>\r\nDate: Mon, 1 Jan 2024 00:00:{number % 60:02d} +0000\r\n\r\n"
        f"Delivery {name}{number} arrived late.\r\n"
    ).encode()


def ledger_of(run: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    """The ledger that a keep with --json printed."""
    found: dict[str, Any] = json.loads(run.stdout)
    return found
