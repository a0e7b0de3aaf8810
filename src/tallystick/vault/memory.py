"""The newest checkpoint of each vault that this machine saw: an older copy put in its place is noticed."""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Memory:
    """A folder in the user's configuration, one file a vault. A convenience: losing it loses no evidence."""

    folder: Path

    def path(self, origin: str) -> Path:
        return self.folder / f"{re.sub(r'[^A-Za-z0-9._-]', '_', origin)}.checkpoint"

    def recall(self, origin: str) -> bytes | None:
        """The checkpoint file remembered, or None."""
        try:
            return self.path(origin).read_bytes()
        except OSError:
            return None

    def remember(self, origin: str, checkpoint: bytes) -> None:
        """The checkpoint is remembered in place of an older one, where the folder can be written."""
        path = self.path(origin)
        with contextlib.suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            temporary = path.with_suffix(".new")
            temporary.write_bytes(checkpoint)
            temporary.replace(path)
