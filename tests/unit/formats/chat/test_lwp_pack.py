"""MessagePack as the pushed packages use it."""

from __future__ import annotations

import struct
from typing import Any

import pytest

from tallystick.formats.chat.lwp_pack import unpack


@pytest.mark.parametrize(
    ("packed", "value"),
    [
        (b"\x07", 7),
        (b"\xff", -1),
        (b"\xc0", None),
        (b"\xc2", False),
        (b"\xc3", True),
        (b"\xcd\x01\x00", 256),
        (b"\xcf" + struct.pack(">Q", 1 << 60), 1 << 60),
        (b"\xd3" + struct.pack(">q", -5), -5),
        (b"\xcb" + struct.pack(">d", 0.5), 0.5),
        (b"\xa2hi", "hi"),
        (b"\xd9\x02hi", "hi"),
        (b"\xc4\x01\x00", b"\x00"),
        (b"\x92\x01\xa1a", [1, "a"]),
        (b"\xdc\x00\x01\x05", [5]),
        (b"\x81\x01\xa1a", {"1": "a"}),
        (b"\xde\x00\x01\xa1k\x02", {"k": 2}),
        (b"\xd4\x01\x09", b"\x09"),
        (b"\xc7\x02\x01\x09\x08", b"\x09\x08"),
    ],
)
def test_each_kind_of_value_is_read(packed: bytes, value: Any) -> None:
    """A packed value is the value that the specification says, with the names of maps as text."""
    assert unpack(packed) == value


@pytest.mark.parametrize(
    "packed",
    [
        b"",
        b"\xa5hi",
        b"\xdf\xff\xff\xff\xff",
        b"\xdd\xff\xff\xff\xff\x01",
        b"\xc1",
        b"\x01\x02",
        b"\x91" * 50 + b"\x01",
    ],
    ids=["empty", "cut", "huge map", "huge array", "never used", "a rest", "deep"],
)
def test_what_is_no_whole_value_is_refused(packed: bytes) -> None:
    """Cut, huge, deep or followed values are a ValueError, at once."""
    with pytest.raises(ValueError, match=r"cut off|40 levels|begins nothing|follow"):
        unpack(packed)
