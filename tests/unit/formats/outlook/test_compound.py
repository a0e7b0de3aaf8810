"""Compound files: a storage that stands in itself has an end."""

from __future__ import annotations

from pathlib import Path

import pytest

from tallystick.errors import LimitExceeded
from tallystick.formats.outlook.compound import Compound

# A golden mail with one byte lost, as fuzzing made it: its directory then leads round in a circle.
ENDLESS = Path(__file__).resolve().parents[3] / "golden" / "outlook" / "endless-storages.msg"


def test_a_storage_in_itself_is_refused() -> None:
    """Its paths would grow until the memory is full; they are refused where no mail goes so deep."""
    with pytest.raises(LimitExceeded, match="storages in one another"):
        Compound(ENDLESS.read_bytes())
