"""A disk that cannot be written, and a vault that is moved while it is open."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from fault_invariant import check, check_healed, check_views, check_words
from fault_mount import make_read_only, make_writable, small_disk
from fault_process import ended, packed_bytes, started, wait_for
from fault_subject import Subject

from tallystick.vault import sheet


def test_read_only_disk(tmp_path: Path) -> None:
    """On a disk that cannot be written everything that reads works; a keep says what is wrong with exit code 2."""
    with small_disk(tmp_path / "disk", 32 << 20) as disk:
        subject = Subject(tmp_path, "disk/vault")
        subject.write_source("first", mails=4, mbox_mails=2)
        subject.write_source("second", mails=3)
        subject.init()
        subject.keep("first")
        before = check(subject)
        make_read_only(disk)
        assert str(len(subject.hashes["first"])) in subject.tally("find", "subject:first", "--json").stdout
        ident = next(iter(subject.hashes["first"]))
        assert subject.tally("show", ident, "--raw").stdout.startswith("From: Alice")
        assert subject.tally("show", ident).returncode == 0
        verified = subject.tally("verify")
        assert verified.returncode == 0, verified.stdout + verified.stderr
        run = subject.run(subject.keep_command("second"))
        assert run.returncode == 2
        check_words(run)
        assert "cannot be written" in run.stderr
        make_writable(disk)
        check_healed(subject, check(subject, before), "second")


def test_read_only_disk_after_a_kill(tmp_path: Path) -> None:
    """A vault whose writer was killed, on a disk that cannot be written, is read as it was acknowledged."""
    with small_disk(tmp_path / "disk", 32 << 20) as disk:
        subject = Subject(tmp_path, "disk/vault")
        subject.write_source("first", mails=4)
        subject.write_source("many", mails=2500)
        subject.init()
        subject.keep("first")
        before = check(subject)
        checkpoint = subject.root / "log" / "checkpoint"
        with started(subject, subject.keep_command("many")) as writer:
            wait_for(lambda: checkpoint.read_bytes() != before.checkpoint)
            os.killpg(writer.pid, signal.SIGKILL)
        now = check(subject, before)
        make_read_only(disk)
        for ident in (min(before.originals), max(now.originals)):
            shown = subject.tally("show", ident, "--raw")
            assert shown.returncode == 0, shown.stderr
        assert subject.tally("find", "subject:first").returncode == 0
        make_writable(disk)
        check_healed(subject, now, "many")


@pytest.mark.parametrize("grown_bytes", [0, 1, 100_000])
def test_vault_moved_while_open(grown: Subject, grown_bytes: int) -> None:
    """A vault moved during a keep is sound where it went, nothing of it appears where it was, and the keep says so."""
    grown.write_source("many", mails=1500)
    before = check(grown)
    standing = packed_bytes(grown)
    with started(grown, grown.keep_command("many")) as writer:
        wait_for((grown.root / "lock.json").exists)
        wait_for(lambda: packed_bytes(grown) >= standing + grown_bytes)
        os.killpg(writer.pid, signal.SIGSTOP)
        moved = Subject(grown.place, "elsewhere", grown.hashes)
        grown.root.rename(moved.root)
        os.killpg(writer.pid, signal.SIGCONT)
        run = ended(writer)
    check_words(run)
    assert run.returncode == 2, run.stdout + run.stderr
    assert not (grown.root / sheet.NAME).exists()
    assert not grown.root.exists(), list(grown.root.rglob("*"))
    check_healed(moved, check(moved, before), "many")


def test_copy_in_place_of_a_moved_vault(grown: Subject) -> None:
    """A copy put where the vault was does not get the checkpoint of originals that went with the moved one."""
    grown.write_source("many", mails=1500)
    before = check(grown)
    standing = packed_bytes(grown)
    (grown.place / "other").mkdir()
    copy = grown.copy_to(grown.place / "other")
    with started(grown, grown.keep_command("many")) as writer:
        wait_for(lambda: packed_bytes(grown) > standing)
        os.killpg(writer.pid, signal.SIGSTOP)
        moved = Subject(grown.place, "elsewhere", grown.hashes)
        grown.root.rename(moved.root)
        copy.root.rename(grown.root)
        os.killpg(writer.pid, signal.SIGCONT)
        run = ended(writer)
    check_words(run)
    assert run.returncode == 2, run.stdout + run.stderr
    check(moved, before)
    check(grown, before)
    check_views(grown, len(grown.hashes["first"]), "first")
