"""Work for a crew: what a worker process imports by name."""

from __future__ import annotations

import hashlib
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tallystick.errors import VaultNotWritable
from tallystick.services import watch
from tallystick.services.inspection import Again, make_inspection
from tallystick.services.intake import Task, make_intake


def doubling(*_given: Any) -> Callable[[int], int]:
    return lambda number: 2 * number


def telling_share(prefix: str, share: tuple[str, ...]) -> Callable[[Any], tuple[str, tuple[str, ...]]]:
    """Work that tells what its worker was given."""
    return lambda _batch: (prefix, share)


def dying() -> Callable[[str], str]:
    """Work that some batches kill."""

    def work(batch: str) -> str:
        if batch == "signal":
            os.kill(os.getpid(), signal.SIGSEGV)
        if batch == "exit":
            os._exit(7)
        return batch

    return work


def hanging() -> Callable[[str], str]:
    """Work that, for the batch "hang", stays in C code that looks at no signals; it prints before, as libraries do."""

    def work(batch: str) -> str:
        print("what a library prints", flush=True)
        print("what a library prints", file=sys.stderr, flush=True)
        os.write(2, b"what a library prints\n")
        with watch.within(0.3):
            if batch == "hang":
                hashlib.pbkdf2_hmac("sha512", b"", b"", 1_000_000_000)
        return batch

    return work


def deadly_intake(*given: Any) -> Callable[[Task], Any]:
    """An intake whose reader crashes on what is called deadly, and hangs on what is called hanging."""
    intake = make_intake(*given)

    def work(task: Task) -> Any:
        if not task.died_of:
            suffer(" ".join(offer.name for offer in task.offers))
        return intake(task)

    return work


def deadly_inspection(*given: Any) -> Callable[[Again], Any]:
    """The same when originals are read again."""
    inspect = make_inspection(*given)

    def work(batch: Again) -> Any:
        if not batch.died_of:
            suffer(" ".join(event.source.locator for _index, event in batch.events))
        return inspect(batch)

    return work


def suffer(names: str) -> None:
    if "deadly" in names:
        os.kill(os.getpid(), signal.SIGSEGV)
    if "hanging" in names:
        with watch.within(0.3):
            hashlib.pbkdf2_hmac("sha512", b"", b"", 1_000_000_000)


def long_but_alive() -> Callable[[float], float]:
    """Work that takes longer than a worker may be silent, and says now and then that it goes on."""

    def work(seconds: float) -> float:
        watch._watch.beaten = 0.0
        for _ in range(4):
            time.sleep(seconds / 4)
            watch._watch.beaten = 0.0
            watch.alive()
        return seconds

    return work


def failing(message: str) -> Callable[[Any], Any]:
    def work(batch: Any) -> Any:
        raise VaultNotWritable(f"originals/{batch}", message)

    return work


def once(flag: Path) -> Callable[[Any], Any]:
    """Work that dies the first time anybody does it."""

    def work(batch: Any) -> Any:
        if not flag.exists():
            flag.touch()
            os._exit(1)
        return batch

    return work
