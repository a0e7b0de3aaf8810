"""Rich text, expanded and read."""

from __future__ import annotations

import struct
import zlib

import pytest

from tallystick.errors import LimitExceeded, NotThisFormat
from tallystick.formats.mail import rtf


def compressed(content: bytes, size: int, kind: bytes = b"LZFu") -> bytes:
    crc = zlib.crc32(content, 0xFFFFFFFF) ^ 0xFFFFFFFF
    return struct.pack("<II4sI", len(content) + 12, size, kind, crc) + content


def test_published_examples_expand() -> None:
    """The two examples of MS-OXRTFCP 4.1 give the text printed there."""
    hello = "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0"
    crossing = "1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0"
    assert rtf.decompress(bytes.fromhex(hello)) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"
    assert rtf.decompress(bytes.fromhex(crossing)) == b"{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}"


def test_uncompressed_form_is_taken_as_it_is() -> None:
    """MELA is the text itself, as long as it says."""
    assert rtf.decompress(compressed(b"{\\rtf1 x}rest", 9, b"MELA")) == b"{\\rtf1 x}"


@pytest.mark.parametrize(
    "broken", [b"", bytes(16), compressed(b"\0abc", 3)[:-1] + b"X", compressed(b"\0abc", 3, b"ZIPx"), b"LZFu" * 3]
)
def test_damaged_input_is_refused(broken: bytes) -> None:
    """A short header, another kind or a wrong CRC is refused."""
    with pytest.raises(NotThisFormat, match="RTF"):
        rtf.decompress(broken)


def test_expansion_is_bounded() -> None:
    """A text that says to be huge is not expanded, and no more than stated is given."""
    with pytest.raises(LimitExceeded):
        rtf.decompress(compressed(b"", rtf.MOST_BYTES + 1))
    assert rtf.decompress(compressed(b"\0abcdefgh", 3)) == b"abc"


def test_references_anywhere_in_the_window_are_followed() -> None:
    """A reference to where nothing was written yet gives a zero, one over the window's end goes on at its start."""
    assert rtf.decompress(compressed(b"\x01\xff\xf1", 3)) == b"\0{\\"
    assert rtf.decompress(compressed(b"\x02a\x00", 9)) == b"a"


@pytest.mark.parametrize(
    ("rich", "text"),
    [
        (rb"{\rtf1 a\par b\tab c\line d}", "a\nb\tc\nd"),
        (rb"{\rtf1\ansicpg1251 \'cf\'f0\'e8}", "При"),
        (rb"{\rtf1\ansi{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset204 Times;}}\f1 \'cf\f0 \'e9}", "Пé"),
        (rb"{\rtf1\ansicpg936 \'ba\'cf\'cd\'ac}", "合同"),
        (rb"{\rtf1\uc1 \u1055?\u-10179?\u-8704?}", "П😀"),
        (rb"{\rtf1\uc2 \u1055\'aa\'bbx\uc0\u1056 y}", "ПxРy"),
        (rb"{\rtf1 a{\*\generator x}{\info{\author y}}{\colortbl;\red0;}b}", "ab"),
        (rb"{\rtf1 \{a\}\\b\~c\emdash d\_e\-f}", "{a}\\b\u00a0c\u2014d\u2011ef"),
        (b"{\\rtf1 a\\\nb}", "a\nb"),
        (rb"{\rtf1\ansicpg99999 \'e9\ansicpg\f\u\uc}", "é"),
        (rb"{\rtf1\fcharset204\f7 \'e9}", "é"),
        (rb"{\rtf1 \u55357 x}}}}y", "\ufffdy"),
        (b"plain", ""),
        (b"", ""),
    ],
)
def test_visible_text_is_taken_out(rich: bytes, text: str) -> None:
    """Breaks, code pages, fonts' charsets, Unicode and hidden groups are read as a reader would see them."""
    assert rtf.text(rich) == text


def test_deep_groups_are_bounded() -> None:
    """Groups without end neither fail nor hide what follows them."""
    depth = rtf.DEEPEST * 50
    assert rtf.text(b"{\\rtf1 a" + b"{" * depth + b"b" + b"}" * depth + b"c}") == "abc"
