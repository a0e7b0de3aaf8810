"""How long a worker may be at one original. Its time runs out in whatever code it is, Python or not."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

# One original is read in hundredths of a second; a hundred megabytes of them in some seconds.
SECONDS_AMONG_OTHERS = 20.0
SECONDS_ALONE = 60.0
# So much more for each second beyond.
BYTES_A_SECOND = 1 << 20
_BEAT_SECONDS = 5.0


class _Watch:
    """The one of this process. `beat` tells who gave the work that it goes on; None where nobody waits for that."""

    def __init__(self) -> None:
        self.beat: Callable[[], None] | None = None
        self.beaten = 0.0


_watch = _Watch()


def begin(beat: Callable[[], None]) -> None:
    """This process is a worker: from now on it ends where what stands within `within` takes too long."""
    # The system's own way to act on the signal needs nothing of a library that hangs.
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    _watch.beat, _watch.beaten = beat, monotonic()


def alive() -> None:
    """Whoever gave the work knows that it goes on, told at most every five seconds."""
    if _watch.beat is not None and monotonic() - _watch.beaten > _BEAT_SECONDS:
        _watch.beaten = monotonic()
        _watch.beat()


def allowed(size_bytes: int, *, is_alone: bool) -> float:
    """The seconds in which an original of this size is read; fewer among others, where all of them are lost with it."""
    return (SECONDS_ALONE if is_alone else SECONDS_AMONG_OTHERS) + size_bytes / BYTES_A_SECOND


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """A worker that is still in here after so many seconds is ended by SIGALRM; nothing happens to other processes."""
    alive()
    if _watch.beat is None:
        yield
        return
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


@contextmanager
def paused() -> Iterator[None]:
    """What stands in here has its own bounds of time, and does not count."""
    alive()
    if _watch.beat is None:
        yield
        return
    left, _interval = signal.setitimer(signal.ITIMER_REAL, 0)
    try:
        yield
    finally:
        alive()
        signal.setitimer(signal.ITIMER_REAL, left)
