"""Where the entities of a message stand."""

from __future__ import annotations

import pytest

from tallystick.formats.mail.deviation import Deviations
from tallystick.formats.mail.limits import Limits
from tallystick.formats.mail.structure import Entity, scan


def scanned(original: bytes) -> tuple[Entity, list[str]]:
    problems = Deviations(100)
    return scan(original, Limits(), problems), [problem.code for problem in problems.listed()]


def bodies(original: bytes, entity: Entity) -> list[bytes]:
    """The raw bodies of the leaves, in order."""
    if not entity.children:
        return [original[entity.body_start : entity.end]]
    return [body for child in entity.children for body in bodies(original, child)]


def multipart(content: bytes, boundary: bytes = b"b", end: bytes = b"\r\n") -> bytes:
    return (b"Content-Type: multipart/mixed; boundary=%s\r\n\r\n" % boundary + content).replace(b"\r\n", end)


@pytest.mark.parametrize("end", [b"\r\n", b"\n"])
@pytest.mark.parametrize(
    ("content", "found", "codes"),
    [
        (b"preamble\r\n--b\r\n\r\none\r\n--b\r\n\r\ntwo\r\n--b--\r\nepilogue", [b"one", b"two"], []),
        (b"--b\r\n\r\none\r\n--b--", [b"one"], []),
        (b"--b  \r\n\r\none\r\n--b-- \r\n", [b"one"], []),
        (b"--b\r\n\r\n\r\n--b--", [b""], []),
        (b"--b\r\n\r\n--b--", [b""], []),
        (b"--b\r\nContent-Type: text/plain\r\n--b--", [b""], []),
        (b"--b\r\n--b\r\n\r\ntwo\r\n--b--", [b"", b"two"], []),
        (b"--b\r\n\r\n--bb\r\n--b--", [b"--bb"], []),
        (b"--b\r\n\r\none", [b"one"], ["missing-closing-boundary"]),
        (b"--b\r\n\r\none\r\n--b--\r\n--b\r\n\r\nlate\r\n--b--", [b"one", b"late"], ["part-after-close"]),
        (b"--b\r\nX: " + b"a" * 9_000 + b"\r\n--bb\r\nno\r\n--b--", [b"--bb\r\nno"], ["missing-blank-line"]),
        (b"--b", [b""], ["missing-closing-boundary"]),
    ],
)
def test_delimiters_make_parts(content: bytes, found: list[bytes], codes: list[str], end: bytes) -> None:
    """Parts are what stands between exact delimiter lines, with either line end; deviations are named."""
    original = multipart(content, end=end)
    root, said = scanned(original)
    assert bodies(original, root) == [body.replace(b"\r\n", end) for body in found]
    assert said == codes


def test_an_outer_boundary_ends_inner_multiparts() -> None:
    """An inner multipart without an end stops where the outer one goes on."""
    original = multipart(
        b"--b\r\nContent-Type: multipart/mixed; boundary=bb\r\n\r\n--bb\r\n\r\ninner\r\n--b\r\n\r\nouter\r\n--b--"
    )
    root, said = scanned(original)
    assert bodies(original, root) == [b"inner", b"outer"]
    assert [len(child.children) for child in root.children] == [1, 0]
    assert said == ["missing-closing-boundary"]


def test_the_same_boundary_inside_belongs_to_the_inner_multipart() -> None:
    """A boundary that is used twice is the innermost one's until that one's end."""
    original = multipart(
        b"--b\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\ninner\r\n--b--\r\n", boundary=b"b"
    )
    root, _ = scanned(original)
    assert bodies(original, root) == [b"inner"]


def test_a_message_inside_has_its_own_root() -> None:
    """A message/rfc822 holds one entity, whose header begins where its body begins; a digest's parts are messages."""
    original = b"Content-Type: multipart/digest; boundary=b\r\n\r\n--b\r\n\r\nSubject: inner\r\n\r\nx\r\n--b--"
    root, said = scanned(original)
    holder = root.children[0]
    inner = holder.children[0]
    assert (holder.media_type, inner.is_message_root, inner.start) == ("message/rfc822", True, holder.body_start)
    assert inner.fields.listed == [("Subject", "subject", b" inner")]
    assert said == []


def test_an_empty_message_inside_is_a_leaf() -> None:
    """A message/rfc822 with nothing in it holds nothing."""
    root, _ = scanned(b"Content-Type: message/rfc822\r\n\r\n")
    assert root.children == []


@pytest.mark.parametrize(
    ("header", "media_type", "codes"),
    [
        (b"Content-Type: TEXT/HTML; charset=x", "text/html", []),
        (b"Content-Type: text", "text/plain", ["content-type-invalid"]),
        (b"Content-Type:", "text/plain", []),
        (b"Content-Type: image/png\r\nContent-Type: text/html", "image/png", []),
    ],
)
def test_types(header: bytes, media_type: str, codes: list[str]) -> None:
    """The first Content-Type counts; one that cannot be read is text/plain."""
    root, said = scanned(header + b"\r\n\r\nx")
    assert (root.media_type, said) == (media_type, codes)


@pytest.mark.parametrize(
    ("value", "encoding"),
    [(b"BASE64", "base64"), (b" quoted-printable;", "quoted-printable"), (b'"7bit"', "7bit"), (b"", "")],
)
def test_transfer_encodings(value: bytes, encoding: str) -> None:
    """Quotes, spaces and semicolons around a transfer encoding do not matter."""
    root, _ = scanned(b"Content-Transfer-Encoding: " + value + b"\r\n\r\nx")
    assert root.encoding == encoding


@pytest.mark.parametrize("original", [b"", b"\n", b"\r\n", b"\r\n\r\nbody", b"\xef\xbb\xbf", b"From x\n", b"no colon"])
def test_a_message_without_a_header_is_one_entity(original: bytes) -> None:
    """However little there is, there is a root that spans everything."""
    root, said = scanned(original)
    assert (root.start, root.end, root.children) == (0, len(original), [])
    assert "header-missing" in said


def test_blank_lines_before_the_header_are_skipped() -> None:
    """A byte order mark and blank lines do not hide the header."""
    root, said = scanned(b"\xef\xbb\xbf\r\n \r\nSubject: x\r\n\r\nbody")
    assert root.fields.first("subject") == b" x"
    assert said == ["blank-before-header"]


def test_an_mbox_line_is_no_field() -> None:
    """The From line of an mbox is kept beside the header."""
    root, said = scanned(b"From ann Tue Mar  3 10:20:11 2026\nSubject: x\n\nbody")
    assert root.from_line.startswith(b"From ann")
    assert (root.fields.first("subject"), root.fields.first("to"), said) == (b" x", None, [])


def test_a_boundary_is_guessed_from_what_occurs() -> None:
    """A line that looks like a delimiter and occurs again is one; lines that occur once are not."""
    original = b"Content-Type: multipart/mixed\r\n\r\n--once\r\n--real\r\n\r\none\r\n--real--\r\n"
    root, said = scanned(original)
    assert bodies(original, root) == [b"one"]
    assert said == ["boundary-guessed"]


@pytest.mark.parametrize("body", [b"nothing", b"".join(b"--line%d\r\n" % number for number in range(8)), b"--b"])
def test_no_boundary_no_parts(body: bytes) -> None:
    """Where nothing can be a delimiter, the multipart is one leaf."""
    root, said = scanned(b"Content-Type: multipart/mixed\r\n\r\n" + body)
    assert root.children == []
    assert said == ["multipart-without-parts"]


def test_a_boundary_inside_a_line_is_no_delimiter() -> None:
    """A declared boundary that stands only inside lines gives no part."""
    root, said = scanned(multipart(b"words --b words"))
    assert root.children == []
    assert said == ["multipart-without-parts"]


def test_boundaries_are_guessed_a_few_times_only() -> None:
    """Many multiparts without a boundary do not cost a pass over the rest each."""
    original = multipart(b"--b\r\nContent-Type: multipart/mixed\r\n\r\nx\r\n" * 30 + b"--b--")
    root, said = scanned(original)
    assert len(root.children) == 30
    assert said.count("multipart-without-parts") == 30
