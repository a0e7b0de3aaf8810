"""Faults at system calls: strace counts the calls of a dry run, then injects at one of them."""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest
from fault_subject import Subject

STRACE = shutil.which("strace")
IS_EXHAUSTIVE = bool(os.environ.get("TALLY_FAULT_ALL"))
needs_strace = pytest.mark.skipif(
    STRACE is None, reason="faults at system calls are injected by strace: install strace"
)

# Calls that nearly only the vault's files are subject to are counted wherever they happen; of the others only those
# on files of the vault whose names are known beforehand.
ANYWHERE = ("fsync", "fdatasync", "rename", "renameat", "ftruncate", "pwrite64")
ON_NAMED_FILES = ("openat", "write", "close", "mkdir", "unlink", "unlinkat", "rmdir")
_LINE = re.compile(r"(\d+) +(\w+)\((.*)")
_PATH = re.compile(r"[<\"](/[^>\"]*)[>\"]")
# Names that another run does not choose again.
_RANDOM_NAME = re.compile(r"/index/(\.tmp|[0-9a-f]{32})|warc\.gz$")


@dataclass(frozen=True)
class Plan:
    """How often the busiest thread makes each call, and the files of the vault that calls are on."""

    times: dict[str, int]
    files: tuple[str, ...]

    def occurrences(self, call: str, fault: str, few: int) -> list[int]:
        """All of them, or a seeded few, the first and the last among them."""
        every = range(1, self.times.get(call, 0) + 1)
        if IS_EXHAUSTIVE or len(every) <= few:
            return list(every)
        chosen = random.Random(f"{call} {fault}").sample(every[1:-1], max(0, few - 2))
        return sorted({every[0], *chosen, every[-1]})[:few]


def dry_run(subject: Subject, words: list[str]) -> Plan:
    """The calls that the command makes on the vault where nothing goes wrong."""
    log = subject.place / "dry.strace"
    run = subject.run([*_strace(log, (*ANYWHERE, *ON_NAMED_FILES)), "-y", *words])
    assert run.returncode == 0, run.stderr
    files: dict[str, None] = {}
    named: Counter[tuple[str, str]] = Counter()
    anywhere: Counter[tuple[str, str]] = Counter()
    lines = [found.groups() for found in map(_LINE.match, log.read_text("utf-8", "replace").splitlines()) if found]
    for thread, call, rest in lines:
        if call in ANYWHERE:
            anywhere[thread, call] += 1
        path = _PATH.findall(rest)[-1:] if call == "openat" and "<unfinished" in rest else _PATH.findall(rest)
        on = [each for each in path if each.startswith(f"{subject.root}/") and is_known(subject, each)]
        if on and call in ON_NAMED_FILES:
            files[on[0]] = None
            named[thread, call] += 1
    times: dict[str, int] = {}
    for (_thread, call), count in (anywhere | named).items():
        times[call] = max(count, times.get(call, 0))
    return Plan(times, tuple(files))


def is_known(subject: Subject, path: str) -> bool:
    """Whether another run on the same vault uses the same file again."""
    return not _RANDOM_NAME.search(path) or Path(path).exists()


def inject(
    subject: Subject, words: list[str], plan: Plan, call: str, fault: str, when: int
) -> subprocess.CompletedProcess[str]:
    """The command, with the fault at that call of each thread that makes so many. `fault` is KILL or an errno."""
    what = "signal=KILL" if fault == "KILL" else f"error={fault}"
    paths = [word for file in plan.files for word in ("-P", file)] if call in ON_NAMED_FILES else []
    strace = _strace(Path("/dev/null"), (call,))
    if fault == "KILL":
        # Where strace is stopped by its seccomp filter, it delivers no signal.
        strace.remove("--seccomp-bpf")
    return subject.run([*strace, *paths, "-e", f"inject={call}:{what}:when={when}", *words])


def _strace(log: Path, calls: tuple[str, ...]) -> list[str]:
    assert STRACE is not None
    return [STRACE, "-f", "--seccomp-bpf", "-qq", "-s", "200", "-o", str(log), "-e", f"trace={','.join(calls)}"]
