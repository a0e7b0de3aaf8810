"""Regular expressions mean the same under every Python that we run on."""

from __future__ import annotations

import re
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "src" / "tallystick"
_POSSESSIVE_GROUP = re.compile(r"\)(?:[+*?]|\{[\d,]+\})\+|\(\?>")


def test_no_group_is_possessive() -> None:
    """Python before 3.11.5 matches a possessive or atomic group wrongly where what is inside tracks back."""
    found = [
        f"{path.relative_to(SOURCE)}:{number}"
        for path in SOURCE.rglob("*.py")
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if _POSSESSIVE_GROUP.search(line)
    ]
    assert found == []
