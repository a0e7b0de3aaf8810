"""A second writer, and readers beside a writer."""

from __future__ import annotations

import json
import os
import signal

import pytest
from fault_invariant import check, check_healed
from fault_process import ended, started, wait_for
from fault_subject import Subject

from tallystick.errors import VaultLocked
from tallystick.model.check import Verdict
from tallystick.services.show import raw
from tallystick.services.verify import Trust, verify
from tallystick.vault.vault import Vault


def test_second_writer(grown: Subject) -> None:
    """Who comes second is told who is first, with exit code 2; readers go on; the first one ends undisturbed."""
    before = check(grown)
    with started(grown, grown.keep_command("second")) as first:
        wait_for((grown.root / "lock.json").exists)
        os.killpg(first.pid, signal.SIGSTOP)
        second = grown.run(grown.keep_command("first"))
        assert second.returncode == 2
        assert json.loads(second.stdout)["error"]["code"] == "vault-locked"
        assert f"process {first.pid}" in second.stderr
        assert "'tally keep' of " in second.stderr
        assert grown.tally("find", "subject:first", "--json").returncode == 0
        assert grown.tally("show", next(iter(grown.hashes["first"])), "--raw").stdout.startswith("From: Alice")
        assert grown.tally("verify", "--quick").returncode == 0
        with pytest.raises(VaultLocked):
            grown.keep("second")
        os.killpg(first.pid, signal.SIGCONT)
        assert ended(first).returncode == 0
    check_healed(grown, check(grown, before), "second")


def test_readers_while_commits_happen(grown: Subject) -> None:
    """Commands that only read work at every moment of a keep of many commits."""
    grown.write_source("many", mails=5000)
    wanted = sorted(grown.hashes["first"])
    with started(grown, grown.keep_command("many")) as writer:
        rounds = 0
        while writer.poll() is None:
            found = verify(grown.root, grown.edges(), Trust(), jobs=1, is_quick=True)
            assert found.verdict is not Verdict.FAIL, [each for each in found.checks if each.verdict is Verdict.FAIL]
            assert b"".join(raw(grown.root, grown.edges(), wanted[rounds % len(wanted)]))
            rounds += 1
        assert ended(writer).returncode == 0
    assert rounds > 1
    check_healed(grown, check(grown), "many")


def test_reader_opened_before_a_commit(grown: Subject) -> None:
    """A reader that opened the vault before a commit still reads the log and the originals as it found them."""
    reader = Vault(grown.root, grown.edges())
    size = reader.log.size
    grown.keep("second")
    events = list(reader.log.events())
    assert len(events) == size
    for sha256 in grown.hashes["first"]:
        assert reader.read(sha256)
    reader.close()


def test_reader_does_not_harm_the_catalog(grown: Subject) -> None:
    """A reader that comes to the catalog after a commit that it has not seen leaves it whole for everybody else."""
    reader = Vault(grown.root, grown.edges())
    grown.keep("second")
    assert reader.catalog.log_index(bytes.fromhex(next(iter(grown.hashes["first"])))) is not None
    reader.close()
    for sha256 in grown.hashes["first"] | grown.hashes["second"]:
        later = Vault(grown.root, grown.edges())
        assert later.find(sha256).sha256 == sha256
        later.close()
    grown.write_source("third", mails=2)
    assert grown.keep("third", "second", "first").ledger.kept == 2
    for sha256 in grown.hashes["first"] | grown.hashes["second"]:
        last = Vault(grown.root, grown.edges())
        assert last.find(sha256).sha256 == sha256
        last.close()


def test_verify_across_a_commit(grown: Subject) -> None:
    """A verification during which a commit happens judges the vault as it was, and finds nothing wrong."""
    done: list[int] = []

    def commit_once(_done: int, _whole: int) -> None:
        if not done:
            done.append(1)
            grown.keep("second")

    found = verify(grown.root, grown.edges(), Trust(), jobs=1, progress=commit_once)
    assert done
    assert found.verdict is not Verdict.FAIL, [each for each in found.checks if each.verdict is Verdict.FAIL]
