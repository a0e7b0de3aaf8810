"""The same attacks on borg, restic and BagIt: what docs/threat-model.md says of them stands on these runs.

`pytest -s tests/attack/test_peers.py` prints each command that judges, its exit code, and so the table's cells.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ATTACKS = ["a bit flipped", "the newest removed", "an older copy put in place", "an item replaced, manifest rewritten"]
# What each peer notices of these attacks, in their order.
NOTICED = {"borg": [True, False, False, False], "restic": [True, False, False, False], "bagit": [True, *[False] * 3]}
OLD, NEW = b"The price is USD 10,000.\n" * 400, b"We refuse delivery.\n" * 400
REPLACED = OLD.replace(b"10,000", b"90,000")


class Peer:
    """A store in a folder, made by a tool of others; `judge` says whether the tool notices that something is wrong."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.store, self.source = folder, folder / "store", folder / "source"
        self.source.mkdir()
        self.said = b""
        own = {"BORG_BASE_DIR": str(folder / "home"), "BORG_PASSPHRASE": "x", "RESTIC_PASSWORD": "x"}
        own |= {"RESTIC_CACHE_DIR": str(folder / "cache"), "BORG_RELOCATED_REPO_ACCESS_IS_OK": "yes"}
        self.environment = {**os.environ, **own}

    def run(self, *command: str) -> int:
        done = subprocess.run(command, env=self.environment, cwd=self.source, capture_output=True, check=False)
        self.said = done.stderr
        print("$", " ".join(command).replace(str(self.folder), ""), "->", done.returncode)
        return done.returncode

    def done(self, *command: str) -> None:
        assert self.run(*command) == 0, command

    def largest(self, under: str) -> Path:
        return max((path for path in (self.store / under).rglob("*") if path.is_file()), key=lambda p: p.stat().st_size)

    def flip(self) -> None:
        path = self.largest("data")
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 1
        path.chmod(0o600)
        path.write_bytes(content)

    def make(self) -> None:
        raise NotImplementedError

    def add(self, name: str, content: bytes) -> None:
        raise NotImplementedError

    def remove_newest(self) -> None:
        raise NotImplementedError

    def judge(self) -> bool:
        raise NotImplementedError

    def replace(self) -> None:
        """Everything is stored anew with another price, as whoever holds the key can do."""
        shutil.rmtree(self.store)
        shutil.rmtree(self.source)
        self.source.mkdir()
        self.make()
        self.add("old", REPLACED)
        self.add("new", NEW)


class Borg(Peer):
    def make(self) -> None:
        self.done("borg", "init", "-e", "repokey-blake2", str(self.store))

    def add(self, name: str, content: bytes) -> None:
        (self.source / f"{name}.eml").write_bytes(content)
        self.done("borg", "create", f"{self.store}::{name}", ".")

    def remove_newest(self) -> None:
        self.done("borg", "delete", f"{self.store}::new")

    def replace(self) -> None:
        """The archives are made anew in the same repository."""
        self.done("borg", "delete", f"{self.store}::old")
        self.done("borg", "delete", f"{self.store}::new")
        self.add("old", REPLACED)
        self.add("new", NEW)

    def judge(self) -> bool:
        return self.run("borg", "check", "--verify-data", str(self.store)) != 0


class Restic(Peer):
    def make(self) -> None:
        self.done("restic", "init", "-r", str(self.store))

    def add(self, name: str, content: bytes) -> None:
        (self.source / f"{name}.eml").write_bytes(content)
        self.done("restic", "-r", str(self.store), "backup", ".")

    def remove_newest(self) -> None:
        newest = max((self.store / "snapshots").iterdir(), key=lambda path: path.stat().st_mtime_ns)
        newest.unlink()

    def replace(self) -> None:
        """The snapshots are made anew in the same repository."""
        for snapshot in (self.store / "snapshots").iterdir():
            snapshot.unlink()
        self.done("restic", "-r", str(self.store), "prune")
        self.add("old", REPLACED)
        self.add("new", NEW)

    def judge(self) -> bool:
        return self.run("restic", "-r", str(self.store), "check", "--read-data") != 0


class Bagit(Peer):
    def make(self) -> None:
        self.store.mkdir()
        (self.store / "first.eml").write_bytes(b"first")
        self.done(*_BAGIT, "--sha256", str(self.store))

    def add(self, name: str, content: bytes) -> None:
        (self.store / "data" / f"{name}.eml").write_bytes(content)
        self._rewrite()

    def remove_newest(self) -> None:
        (self.store / "data" / "new.eml").unlink()
        self._rewrite()

    def judge(self) -> bool:
        return self.run(*_BAGIT, "--validate", str(self.store)) != 0

    def _rewrite(self) -> None:
        self.done(
            sys.executable, "-c", "import bagit, sys; bagit.Bag(sys.argv[1]).save(manifests=True)", str(self.store)
        )


_BAGIT = [sys.executable, "-m", "bagit"]
PEERS: dict[str, type[Peer]] = {"borg": Borg, "restic": Restic, "bagit": Bagit}


def attack(peer: Peer, what: str, older: Path) -> None:
    if what == "a bit flipped":
        peer.flip()
    elif what == "the newest removed":
        peer.remove_newest()
    elif what == "an older copy put in place":
        shutil.rmtree(peer.store)
        shutil.copytree(older, peer.store)
    else:
        peer.replace()


@pytest.mark.parametrize("name", PEERS)
def test_what_a_peer_notices(name, tmp_path):
    """Each peer notices a flipped bit when it reads all data, and none of what a holder of the key takes away."""
    if name == "bagit":
        pytest.importorskip("bagit", reason="bagit is not installed")
    elif shutil.which(name) is None:
        pytest.skip(f"{name} is not installed")
    noticed = []
    for what in ATTACKS:
        folder = tmp_path / str(len(noticed))
        folder.mkdir()
        peer = PEERS[name](folder)
        peer.make()
        peer.add("old", OLD)
        shutil.copytree(peer.store, folder / "older")
        peer.add("new", NEW)
        assert not peer.judge(), "the tool finds fault with what nobody touched"
        attack(peer, what, folder / "older")
        noticed.append(peer.judge())
        print(f"# {name}: {what}: {'found' if noticed[-1] else 'not found'}")
    assert noticed == NOTICED[name]


def test_borg_warns_of_an_older_copy_where_it_remembers(tmp_path):
    """On the machine that wrote it, `borg list` refuses an older copy of a repository, and `borg check` does not."""
    if shutil.which("borg") is None:
        pytest.skip("borg is not installed")
    peer = Borg(tmp_path)
    peer.make()
    peer.add("old", OLD)
    shutil.copytree(peer.store, tmp_path / "older")
    peer.add("new", NEW)
    attack(peer, "an older copy put in place", tmp_path / "older")
    assert not peer.judge()
    assert peer.run("borg", "list", str(peer.store)) != 0
    assert b"newer than repository" in peer.said
