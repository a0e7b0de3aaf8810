"""Worker processes, each of which may die without harm to the rest.

Work goes out in batches and comes back whole. What a dead worker held comes back as lost, and a new worker takes its
place. What libraries print in a worker reaches nobody's terminal, unless `TALLY_DEBUG` is set: then it does, with the
Python stack at which a worker crashed or ran out of time.
"""

from __future__ import annotations

import contextlib
import faulthandler
import multiprocessing
import os
import resource
import signal
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from time import monotonic
from typing import Any

from tallystick.errors import TallyError
from tallystick.services import watch

# A worker says every few seconds that it goes on, between originals or in the midst of a large one. `watch` ends one
# that reads too long by itself; this ends one that hangs elsewhere, as on a disk that does not answer.
LONGEST_SILENCE_SECONDS = 300.0
DEBUG_VARIABLE = "TALLY_DEBUG"
LARGEST_WORKER_BYTES = 4 << 30
# One batch is being worked on while the next one waits in the pipe.
_BATCHES_IN_HAND = 2
_PRELOADED = ["tallystick.services.intake", "tallystick.services.inspection"]


@dataclass(frozen=True, slots=True)
class Done:
    """A batch that came back, with what the worker made of it."""

    batch: Any
    result: Any


@dataclass(frozen=True, slots=True)
class Lost:
    """A batch whose worker died or hung; `how` says which in words.

    `is_suspect` where the worker was at it; the batches that only waited come back with it.
    """

    batch: Any
    how: str
    is_suspect: bool


@dataclass(frozen=True, slots=True)
class _Beat:
    """A worker's word that it goes on."""


@dataclass(slots=True)
class _Worker:
    process: BaseProcess
    pipe: Connection
    in_hand: deque[Any] = field(default_factory=deque)
    since: float = 0.0


class Crew:
    """`jobs` processes that each call `make(*given)` once and its result on each batch.

    With `shares`, each worker is given one of them as a last argument, and an empty tuple when there are no more: a
    worker that takes a dead one's place does not take its share.
    """

    def __init__(
        self, jobs: int, make: Callable[..., Callable[[Any], Any]], *given: Any, shares: list[Any] | None = None
    ) -> None:
        method = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
        self._context = multiprocessing.get_context(method)
        if method == "forkserver":
            self._context.set_forkserver_preload(_PRELOADED)
        self._start = (make, given)
        self._is_told = bool(os.environ.get(DEBUG_VARIABLE))
        self._shares = shares
        self._workers = [self._worker() for _ in range(jobs)]

    def __enter__(self) -> Crew:
        return self

    def __exit__(self, *_reason: object) -> None:
        for worker in self._workers:
            with contextlib.suppress(OSError):
                worker.pipe.close()
        for worker in self._workers:
            worker.process.join(timeout=5)
            if worker.process.is_alive():
                worker.process.kill()
                worker.process.join()

    @property
    def is_idle(self) -> bool:
        return not any(worker.in_hand for worker in self._workers)

    @property
    def has_room(self) -> bool:
        return any(len(worker.in_hand) < _BATCHES_IN_HAND for worker in self._workers)

    def give(self, batch: Any) -> None:
        """The least busy worker has the batch."""
        worker = min(self._workers, key=lambda candidate: len(candidate.in_hand))
        if not worker.in_hand:
            worker.since = monotonic()
        worker.in_hand.append(batch)
        # A worker that is dead by now is noticed when its answer is awaited.
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            worker.pipe.send(batch)

    def take(self, seconds: float | None = None) -> Iterator[Done | Lost]:
        """What came back, after waiting for something to, but no longer than `seconds`.

        Raises the TallyError that a worker could not go on from.
        """
        busy = {worker.pipe: worker for worker in self._workers if worker.in_hand}
        patience = LONGEST_SILENCE_SECONDS if seconds is None else seconds
        for pipe in wait(list(busy), patience):
            worker = busy[pipe]  # type: ignore[index]
            try:
                result = worker.pipe.recv()
            except (EOFError, ConnectionResetError):
                yield from self._bury(worker, _last_words(worker.process))
                continue
            if isinstance(result, TallyError):
                raise result
            worker.since = monotonic()
            if isinstance(result, _Beat):
                continue
            yield Done(worker.in_hand.popleft(), result)
        for worker in busy.values():
            if worker.in_hand and monotonic() - worker.since > LONGEST_SILENCE_SECONDS:
                worker.process.kill()
                yield from self._bury(worker, f"no answer for {LONGEST_SILENCE_SECONDS:.0f} seconds")

    def _bury(self, worker: _Worker, how: str) -> Iterator[Lost]:
        worker.pipe.close()
        worker.process.join()
        self._workers[self._workers.index(worker)] = self._worker()
        for number, batch in enumerate(worker.in_hand):
            yield Lost(batch, how, is_suspect=number == 0)

    def _worker(self) -> _Worker:
        ours, theirs = self._context.Pipe()
        make, given = self._start
        if self._shares is not None:
            given = (*given, self._shares.pop() if self._shares else ())
        process = self._context.Process(target=_work, args=(theirs, self._is_told, make, given), daemon=True)  # type: ignore[attr-defined]
        process.start()
        theirs.close()
        return _Worker(process, ours)


def _work(pipe: Connection, is_told: bool, make: Callable[..., Callable[[Any], Any]], given: tuple[Any, ...]) -> None:
    # Ctrl-C is for the one who gives out the work; he ends us by closing the pipe.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    watch.begin(lambda: pipe.send(_Beat()))
    _bound_memory()
    _tell() if is_told else _hush()
    work: Callable[[Any], Any] | None = None
    while True:
        try:
            batch = pipe.recv()
        except (EOFError, OSError):
            os._exit(0)
        try:
            work = work or make(*given)
            result = work(batch)
        except TallyError as error:
            result = error
        try:
            pipe.send(result)
        except OSError:  # he who gave the work is gone, and says why himself
            os._exit(0)


def _hush() -> None:
    """Nothing that a library prints is seen, and no core is dumped: both can quote what was read."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    os.close(nowhere)
    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


def _tell() -> None:
    """A crash, and time that ran out, are told on standard error with the Python stack, which quotes no values."""
    faulthandler.enable()
    faulthandler.register(signal.SIGALRM, chain=True)


def _bound_memory() -> None:
    """A worker that wants more memory than a reading may take gets a MemoryError, and the machine keeps the rest."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(
        resource.RLIMIT_DATA, (LARGEST_WORKER_BYTES if hard < 0 else min(LARGEST_WORKER_BYTES, hard), hard)
    )


def _last_words(process: BaseProcess) -> str:
    process.join(timeout=5)
    code = process.exitcode
    if code == -signal.SIGALRM:
        return "its time to be read ran out"
    if code is not None and code < 0:
        return f"ended by signal {signal.Signals(-code).name}"
    return f"ended with exit code {code}"
