"""A keep that is interrupted, and workers that are killed, hang, or die of one item."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator

import pytest
from fault_invariant import check, check_healed
from fault_process import ended, pack_writers, packed_bytes, started, wait_for
from fault_subject import Subject, ledger_of
from fault_trace import STRACE, needs_strace

from tallystick.model.ledger import MEDIA_TYPE
from tallystick.services import crew
from tallystick.vault.vault import Vault


def test_control_c(grown: Subject) -> None:
    """Ctrl-C ends a keep with exit code 3 and a balanced ledger, itself kept, that says so; the next run completes."""
    grown.write_source("many", mails=8000)
    before = check(grown)
    standing = packed_bytes(grown)
    with started(grown, grown.keep_command("many", jobs=2)) as writer:
        wait_for(lambda: packed_bytes(grown) > standing)
        os.killpg(writer.pid, signal.SIGINT)
        run = ended(writer)
    assert run.returncode == 3, run.stderr
    ledger = ledger_of(run)
    assert ledger["interrupted"]
    assert ledger["unbalanced"] == 0
    assert 0 < ledger["kept"] < 8000
    now = check(grown, before)
    assert ledger["ledger_id"] in now.originals
    assert len(now.originals - before.originals) == ledger["kept"] + 1
    check_healed(grown, now, "many")


def test_killed_worker(grown: Subject) -> None:
    """What a killed worker had in hand is done by another; everything is kept, and the ledger balances."""
    grown.write_source("many", mails=3000)
    before = check(grown)
    standing = packed_bytes(grown)
    with started(grown, grown.keep_command("many", jobs=2)) as writer:
        wait_for(lambda: packed_bytes(grown) > standing + 20_000)
        os.kill(wait_for(lambda: pack_writers(grown))[0], signal.SIGKILL)
        run = ended(writer)
    assert run.returncode == 0, run.stderr
    ledger = ledger_of(run)
    assert (ledger["offered"], ledger["kept"], ledger["unbalanced"]) == (3000, 3000, 0)
    now = check(grown, before)
    assert grown.hashes["many"] <= now.originals
    check_healed(grown, now, "many")


def test_hanging_worker(grown: Subject, monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker that answers no more is ended after its time, and what it had in hand is done by another."""
    monkeypatch.setattr(crew, "LONGEST_SILENCE_SECONDS", 2.0)
    grown.write_source("many", mails=600)
    standing = packed_bytes(grown)
    stopped: list[int] = []

    def stop_one() -> None:
        wait_for(lambda: packed_bytes(grown) > standing)
        stopped.extend(wait_for(lambda: pack_writers(grown))[:1])
        os.kill(stopped[0], signal.SIGSTOP)

    watcher = threading.Thread(target=stop_one)
    watcher.start()
    ledger = grown.keep("many").ledger
    watcher.join()
    assert stopped
    assert (ledger.kept, ledger.unbalanced) == (600, 0)
    check_healed(grown, check(grown), "many")


@needs_strace
@pytest.mark.parametrize("jobs", [1, 2])
def test_item_that_kills_every_worker(grown: Subject, jobs: int) -> None:
    """The item that every worker dies of is refused with its reason and place; everything else is kept."""
    assert STRACE is not None
    deadly = grown.source("second") / "00003.eml"
    kill = [STRACE, "-f", "-qq", "-o", "/dev/null", "-P", str(deadly)]
    kill += ["-e", "trace=openat", "-e", "inject=openat:signal=KILL"]
    before = check(grown)
    run = grown.run([*kill, *grown.keep_command("second", jobs=jobs)])
    assert run.returncode == 3, run.stderr
    ledger = ledger_of(run)
    assert ledger["unbalanced"] == 0
    assert [(each["locator"], each["code"]) for each in ledger["refused"]] == [("second/00003.eml", "worker-died")]
    assert "SIGKILL" in ledger["refused"][0]["reason"]
    now = check(grown, before)
    assert len(grown.hashes["second"] - now.originals) == 1
    check_healed(grown, now, "second")


def test_interrupted_ledger_is_kept(grown: Subject) -> None:
    """Ledgers of all imports stand in the vault, one for each."""
    grown.keep("second")
    vault = Vault(grown.root, grown.edges())
    assert len(list(_ledgers(vault))) == 2
    vault.close()


def _ledgers(vault: Vault) -> Iterator[bytes]:
    for entry in vault.catalog.originals(MEDIA_TYPE):
        yield vault.read(entry.sha256)
