"""A kill and an I/O error at every system call of a keep (every one with TALLY_FAULT_ALL=1, else a seeded sample)."""

from __future__ import annotations

import pytest
from fault_invariant import check, check_healed, check_words
from fault_subject import Saved, Subject
from fault_trace import ANYWHERE, ON_NAMED_FILES, dry_run, inject, needs_strace

FEW = 1


@needs_strace
@pytest.mark.parametrize("fault", ["KILL", "EIO"])
def test_fault_at_each_call_of_a_keep(grown: Subject, fault: str) -> None:
    """Whatever call of a keep fails or is the last, nothing acknowledged is lost and the next keep heals."""
    before = check(grown)
    saved = Saved(grown)
    words = grown.keep_command("second")
    plan = dry_run(grown, words)
    failures = []
    killed = 0
    for call in (*ANYWHERE, *ON_NAMED_FILES):
        for when in plan.occurrences(call, fault, FEW):
            saved.put_back()
            run = inject(grown, words, plan, call, fault, when)
            killed += run.returncode < 0
            try:
                if run.returncode >= 0:
                    check_words(run)
                now = check(grown, before)
                if run.returncode == 0:
                    assert grown.hashes["second"] <= now.originals
                check_healed(grown, now, "second")
            except Exception as error:
                failures.append(f"{call} {when}: {type(error).__name__}: {str(error)[-600:]}")
    assert bool(killed) == (fault == "KILL")
    assert not failures, "\n\n".join(failures)


@needs_strace
@pytest.mark.parametrize("fault", ["KILL", "EIO"])
def test_fault_in_the_first_keep(subject: Subject, fault: str) -> None:
    """The keep that makes the first pack and the views may end at any call too."""
    before = check(subject)
    saved = Saved(subject)
    words = subject.keep_command("first")
    plan = dry_run(subject, words)
    failures = []
    for call in ("mkdir", "fsync", "rename", "openat"):
        for when in plan.occurrences(call, f"first {fault}", FEW):
            saved.put_back()
            run = inject(subject, words, plan, call, fault, when)
            try:
                if run.returncode >= 0:
                    check_words(run)
                check_healed(subject, check(subject, before), "first")
            except Exception as error:
                failures.append(f"{call} {when}: {type(error).__name__}: {str(error)[-600:]}")
    assert not failures, "\n\n".join(failures)
