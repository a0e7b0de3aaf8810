"""The calendar file of a matter's clocks, written once and never over another file."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from tallystick.errors import OutputExists, VaultNotWritable
from tallystick.forums.calendar_file import calendar_file
from tallystick.forums.explain import explained
from tallystick.services.deadlines import Clock


def write_calendar(path: Path, clocks: Iterable[Clock], made_at: datetime, language: str) -> None:
    """The clocks that run are in a new iCalendar file. Raises OutputExists, VaultNotWritable."""
    content = calendar_file(
        ((clock.matter, clock.ruling, explained(clock.ruling, language)) for clock in clocks), made_at, language
    )
    try:
        with path.open("xb") as file:
            file.write(content)
    except FileExistsError as error:
        raise OutputExists(path) from error
    except OSError as error:
        raise VaultNotWritable(str(path), error.strerror or str(error)) from error
