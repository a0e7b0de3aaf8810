"""The cost of one command: wall time, processor time, memory of its processes."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

__all__ = ["Cost", "disk_bytes", "measured"]

SAMPLE_SECONDS = 0.1
_EARLY_LOOKS = 10
_LOOKS_A_SEARCH = 5
_TAIL_CHARACTERS = 400


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run of a command took. Times in seconds, memory in bytes.

    `cpu_seconds` is user and system time of the process and of all that it started and waited for.
    `peak_process_bytes` is the largest resident size of one process, `peak_tree_bytes` the largest sum over all
    processes at one moment, pages that they share counted in each; 0 where the command ended before the first look.
    """

    wall_seconds: float
    cpu_seconds: float
    peak_process_bytes: int
    peak_tree_bytes: int
    exit_code: int
    said: str


class _Sampler(threading.Thread):
    """Looks at a process and its descendants ten times a second until told to stop."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._root = psutil.Process(pid)
        self._tree = [self._root]
        self._looks = 0
        self._stopped = threading.Event()
        self.peak_process = 0
        self.peak_tree = 0

    def run(self) -> None:
        pause = SAMPLE_SECONDS / 10
        while not self._stopped.wait(pause):
            self._look()
            pause = min(SAMPLE_SECONDS, pause * 2)

    def stop(self) -> None:
        self._stopped.set()
        self.join()

    def _look(self) -> None:
        if self._looks < _EARLY_LOOKS or self._looks % _LOOKS_A_SEARCH == 0:
            self._search()
        self._looks += 1
        sizes = [_resident_bytes(process) for process in self._tree]
        self.peak_process = max(self.peak_process, *sizes)
        self.peak_tree = max(self.peak_tree, sum(sizes))

    def _search(self) -> None:
        """The descendants are known; a search reads all of the system's processes, so it is not made at every look."""
        try:
            self._tree = [self._root, *self._root.children(recursive=True)]
        except psutil.Error:
            self._tree = [self._root]


def _resident_bytes(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.Error:
        return 0


def measured(command: list[str], environment: dict[str, str], limit_seconds: float) -> Cost:
    """The command has run to its end, or was killed with all that it started when the limit had passed."""
    with tempfile.TemporaryFile() as said:
        started = time.perf_counter()
        child = subprocess.Popen(
            command,
            env={**os.environ, **environment},
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            start_new_session=True,
        )
        sampler = _Sampler(child.pid)
        sampler.start()
        alarm = threading.Timer(limit_seconds, os.killpg, (child.pid, signal.SIGKILL))
        alarm.start()
        try:
            _, status, usage = os.wait4(child.pid, 0)
        except KeyboardInterrupt:
            os.killpg(child.pid, signal.SIGKILL)  # a session of its own does not hear the terminal's Ctrl-C
            raise
        finally:
            wall = time.perf_counter() - started
            alarm.cancel()
            sampler.stop()
        child.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        words = said.read().decode("utf-8", "replace")[-_TAIL_CHARACTERS:]
    return Cost(
        wall_seconds=wall,
        cpu_seconds=usage.ru_utime + usage.ru_stime,
        peak_process_bytes=max(sampler.peak_process, _largest_bytes(usage)),
        peak_tree_bytes=max(sampler.peak_tree, _largest_bytes(usage)),
        exit_code=child.returncode,
        said=words,
    )


def _largest_bytes(usage: resource.struct_rusage) -> int:
    """The kernel's own peak of the largest process; 0 where it may be ours, which a child inherits at its start."""
    unit = 1 if os.uname().sysname == "Darwin" else 1024
    ours = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return int(usage.ru_maxrss * unit) if usage.ru_maxrss > ours else 0


def disk_bytes(place: Path) -> int:
    """Blocks that the files below `place` occupy."""
    return sum(path.lstat().st_blocks * 512 for path in place.rglob("*"))
