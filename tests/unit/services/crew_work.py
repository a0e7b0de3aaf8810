"""Work for a crew: what a worker process imports by name."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tallystick.errors import VaultNotWritable


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
