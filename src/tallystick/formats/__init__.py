"""The formats that are read, by name. A new one is a module and one line in the table.

A reader is imported when it is first used: naming a format costs nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

__all__ = ["FORMATS", "Format", "format_of"]


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its media type, its turn in sniffing (lower comes first), and where its reader is."""

    name: str
    media_type: str
    sniff_priority: int
    reader_path: str

    def reader(self) -> Callable[..., Any]:
        """The function that reads this format's bytes."""
        module, _, function = self.reader_path.partition(":")
        reader: Callable[..., Any] = getattr(import_module(module), function)
        return reader


FORMATS: dict[str, Format] = {
    one.name: one
    for one in (
        Format("zip", "application/zip", 10, "tallystick.formats.archive:list_zip"),
        Format("gzip", "application/gzip", 10, "tallystick.formats.archive:read_gzip"),
        Format("tnef", "application/vnd.ms-tnef", 10, "tallystick.formats.mail.tnef:read_tnef"),
        Format("mbox", "application/mbox", 20, "tallystick.formats.mail.mbox:split"),
        Format("emlx", "application/vnd.apple.emlx", 30, "tallystick.formats.mail.emlx:read_emlx"),
        Format("message", "message/rfc822", 40, "tallystick.formats.mail.read:read"),
        Format("recipe", "application/vnd.tallystick.recipe+jsonl", 90, "tallystick.formats.mail.recipe:read"),
    )
}


def format_of(media_type: str) -> Format | None:
    """The format that reads this media type, or None where nothing does: such an original is kept unread."""
    return next((one for one in FORMATS.values() if one.media_type == media_type), None)
