"""The sheet of a vault."""

from __future__ import annotations

from pathlib import Path

import pytest

from tallystick.errors import VaultDamaged, VaultNotFound
from tallystick.vault import sheet
from tallystick.vault.sheet import Sheet


def test_round_trip() -> None:
    """A sheet is read as it was written, the same bytes each time."""
    made = Sheet("tallystick/a-1", ("a+00000000+AA==", "b+11111111+BB=="))
    assert sheet.parse(made.encode()) == made
    assert made.encode() == Sheet(made.origin, made.keys).encode()
    assert made.sha256() != Sheet(made.origin, made.keys[:1]).sha256()


@pytest.mark.parametrize(
    "raw",
    [
        b"", b"\xff", b"format = 1", b'format = 2\norigin = "a"\nkeys = ["k"]', b'format = 1\norigin = 3\nkeys = ["k"]',
        b'format = 1\norigin = "a"\nkeys = "k"', b'format = 1\norigin = "a"\nkeys = [1]', b"[[[",
    ],
)  # fmt: skip
def test_damaged(raw: bytes) -> None:
    """What is no sheet of this format raises VaultDamaged."""
    with pytest.raises(VaultDamaged, match=r"tallystick\.toml"):
        sheet.parse(raw)


@pytest.mark.parametrize("raw", [b'format = 1\norigin = "a"\nkeys = []'])
def test_no_keys(raw: bytes) -> None:
    """A sheet that names no key is damaged: nothing could have signed."""
    with pytest.raises(VaultDamaged):
        sheet.parse(raw)


def test_nearest_vault(tmp_path: Path) -> None:
    """The nearest folder above that holds a sheet is the vault; without one it is said what to do."""
    (tmp_path / "a" / "b").mkdir(parents=True)
    with pytest.raises(VaultNotFound, match="tally init"):
        sheet.find_vault(tmp_path / "a" / "b")
    (tmp_path / "a" / sheet.NAME).write_bytes(b"")
    assert sheet.find_vault(tmp_path / "a" / "b") == tmp_path / "a"
