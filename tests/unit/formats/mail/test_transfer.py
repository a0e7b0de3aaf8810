"""Transfer encodings, whole and damaged."""

from __future__ import annotations

import base64
import binascii

import pytest

from tallystick.formats.mail import transfer, uuencode
from tallystick.formats.mail.deviation import Deviations


def uuencoded(content: bytes, name: bytes = b"a.txt") -> bytes:
    lines = [binascii.b2a_uu(content[start : start + 45]) for start in range(0, len(content), 45)]
    return b"begin 644 " + name + b"\n" + b"".join(lines) + b"`\nend\n"


@pytest.mark.parametrize(
    ("body", "encoding", "content", "codes"),
    [
        (b"as is \xff", "8bit", b"as is \xff", []),
        (b"as is", "x-nobody", b"as is", ["transfer-unknown"]),
        (b"aGVsbG8=\r\n", "base64", b"hello", []),
        (b"aGVsbG8hISE=", "base64", b"hello!!!", []),
        (b"aGVsbG8", "base64", b"hello", ["base64-damaged"]),
        (b"aGV$sbG8=", "base64", b"hello", ["base64-damaged"]),
        (b"aGVsb", "base64", b"hel", ["base64-damaged"]),
        (b"aGVsbG8=\r\n-- \r\nfooter", "base64", b"hello", ["base64-trailing-text"]),
        (b"", "base64", b"", []),
        (b"a=3Db=\r\nc", "quoted-printable", b"a=bc", []),
        (b"100 =ZZ", "quoted-printable", b"100 =ZZ", ["quoted-printable-damaged"]),
        (b"=3d=3D", "quoted-printable", b"==", []),
        (uuencoded(b"some content"), "x-uuencode", b"some content", []),
        (b"no block here", "uuencode", b"no block here", ["uuencode-damaged"]),
        (uuencoded(b"x" * 50)[:-4], "x-uue", b"x" * 50, ["uuencode-damaged"]),
    ],
)
def test_content_is_decoded(body: bytes, encoding: str, content: bytes, codes: list[str]) -> None:
    """What is whole decodes exactly; what is damaged decodes as far as it goes, and that is said."""
    problems = Deviations(10)
    assert transfer.decoded(body, encoding, problems, "1") == content
    assert [problem.code for problem in problems.listed()] == codes


def test_large_base64_decodes_as_in_the_standard_library() -> None:
    """A long attachment is decoded byte for byte."""
    content = bytes(range(256)) * 1_000
    assert transfer.decoded(base64.encodebytes(content), "base64", Deviations(10), "1") == content


def test_several_uuencoded_files_are_found() -> None:
    """Each file in a text is found with its span and name; text around it is left alone."""
    text = b"look:\n" + uuencoded(b"one", b"1.txt") + b"and\n" + uuencoded(b"two", b"2.txt") + b"bye\n"
    found = uuencode.blocks(text)
    assert [(block.name, block.content, block.is_damaged) for block in found] == [
        (b"1.txt", b"one", False),
        (b"2.txt", b"two", False),
    ]
    assert text[found[0].start : found[0].end] == uuencoded(b"one", b"1.txt")[:-1]


def test_damaged_uuencoded_lines_are_repaired_or_left_out() -> None:
    """A line with trailing characters is read by its length; a line that is none is left out."""
    line = binascii.b2a_uu(b"cat").rstrip(b"\n")
    block = uuencode.blocks(b"begin 644 a\n" + line + b"!!\nnot a line \x7f\n~~~~\n`\nend\n")[0]
    assert block.content.startswith(b"cat")
    assert block.is_damaged


def test_a_beginning_without_content_is_text() -> None:
    """The word begin in a sentence makes no file."""
    assert uuencode.blocks(b"begin 644 the meeting\n") == []
