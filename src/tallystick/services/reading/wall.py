"""The wall between hostile input and the house.

Readers and the libraries below them are given whatever somebody sent. What they raise ends here, as a Problem of the
original, and nowhere else: a format's own error with its wording; memory or stack at their end; and any other error,
which is a mistake of ours or of a library, by its type alone, because its words may quote what was read. What kills
the process or never ends is dealt with outside it (`services.crew`, `services.watch`).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tallystick.errors import FormatError, TallyError
from tallystick.model.message import Problem
from tallystick.record.entry.sheaf import Sheaf


@contextmanager
def walled(sheaf: Sheaf, place: str) -> Iterator[None]:
    """Whatever is raised in here is a Problem at `place`, and the rest of the house goes on."""
    try:
        yield
    except FormatError as error:
        sheaf.problems([Problem(error.code, place, str(error))])
    except (TallyError, KeyboardInterrupt, GeneratorExit):
        raise
    except (MemoryError, RecursionError) as error:
        sheaf.problems([Problem("reader-exhausted", place, type(error).__name__)])
    except BaseException as error:  # a panic of a library written in Rust is no Exception
        sheaf.problems([Problem("reader-failed", place, type(error).__name__)])
