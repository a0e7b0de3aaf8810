"""A file that an invoice holds inside it, in base64."""

from __future__ import annotations

import binascii
from base64 import b64decode
from collections.abc import Iterator

from tallystick.model.message import Problem
from tallystick.model.reading import Embedded

LARGEST_EMBEDDED = 64 << 20


def attached(text: str, name: str, media_type: str, place: str, problems: list[Problem]) -> Iterator[Embedded]:
    """The file; one that cannot be decoded, or is larger than 64 MiB of base64, is a Problem."""
    bare = "".join(text.split())
    try:
        content = b64decode(bare, validate=True) if len(bare) <= LARGEST_EMBEDDED else None
    except (binascii.Error, ValueError):
        content = None
    if content is None:
        problems.append(
            Problem("attachment-unreadable", name or place, "the file inside is not in base64, or too large")
        )
    else:
        yield Embedded(name, media_type, content, place)
