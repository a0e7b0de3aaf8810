"""The decoded content of one part of a mail."""

from __future__ import annotations

import hashlib

from tallystick.formats.mail.deviation import Deviations
from tallystick.formats.mail.transfer import decoded
from tallystick.model.message import Part


def part_content(original: bytes, part: Part) -> bytes | None:
    """What the part holds, out of its transfer encoding; None where it has no bytes of its own in the original, as a
    file inside a winmail.dat or a part of a mail that itself stands encoded."""
    content = decoded(original[part.body_start : part.end], part.encoding, Deviations(0), part.path)
    return content if hashlib.sha256(content).hexdigest() == part.sha256 else None
