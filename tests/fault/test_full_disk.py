"""No room: on a full disk, and where no file may grow beyond a size."""

from __future__ import annotations

import random
import resource
from pathlib import Path

import pytest
from fault_invariant import check, check_healed, check_words
from fault_mount import small_disk
from fault_subject import Subject, ledger_of

SEEDS = range(5)


@pytest.mark.parametrize("seed", SEEDS)
def test_full_disk(tmp_path: Path, seed: int) -> None:
    """A keep that runs out of room says so in a sentence of ours; nothing is lost; with room it ends what it began."""
    with small_disk(tmp_path / "disk", 24 << 20) as disk:
        subject = Subject(tmp_path, "disk/vault")
        subject.write_source("first", mails=4, mbox_mails=2)
        subject.write_source("second", mails=40, mbox_mails=10)
        subject.init()
        subject.keep("first")
        before = check(subject)
        left = random.Random(seed).choice([0, 4, 12, 40, 120, 400]) << 10 if seed else 0
        fill(disk / "ballast", left)
        run = subject.run(subject.keep_command("second"))
        check_words(run)
        now = check(subject, before)
        if run.returncode == 0:
            assert ledger_of(run)["unbalanced"] == 0
            assert subject.hashes["second"] <= now.originals
        (disk / "ballast").unlink()
        check_healed(subject, now, "second")


def fill(ballast: Path, left_bytes: int) -> None:
    """The disk is full up to `left_bytes`."""
    with ballast.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            file.truncate(max(0, file.tell() - left_bytes))


@pytest.mark.parametrize("limit_bytes", [50, 700, 3000, 9000, 40_000])
def test_files_that_may_not_grow(grown: Subject, limit_bytes: int) -> None:
    """A limit on the size of files ends a keep like a full disk does: with a sentence, and nothing lost."""
    before = check(grown)
    run = grown.run(
        grown.keep_command("second"),
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit_bytes, limit_bytes)),
    )
    check_words(run)
    check_healed(grown, check(grown, before), "second")
