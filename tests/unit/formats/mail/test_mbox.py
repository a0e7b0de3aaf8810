"""The splitting of an mbox, dialect by dialect."""

from __future__ import annotations

import io
import mmap
from pathlib import Path

import pytest

from tallystick.formats.mail import mbox
from tallystick.formats.mail.mbox import Dialect, detect, spans, split, unquote

FROM = b"From alice@example.org Mon Jan  1 10:00:00 2024\n"


def bodies(content: bytes, dialect: Dialect | None = None) -> list[bytes]:
    return [content[one.message_start : one.message_end] for one in split(content, dialect)]


def with_length(body: bytes, length: int | None = None) -> bytes:
    stated = len(body) if length is None else length
    return FROM + b"Subject: x\nContent-Length: %d\n\n" % stated + body


@pytest.mark.parametrize(
    "line",
    [
        b"From alice@example.org Mon Jan  1 10:00:00 2024",
        b"From alice@example.org  Thu Aug 29 11:05:54 2002",
        b"From - Mon Aug 18 21:13:21 1997",
        b"From - ",
        b"From 1844347792267117879@xxx",
        b"From 1234567890@xxx Mon Jan 01 10:00:00 +0000 2024",
        b"From MAILER-DAEMON Fri Jul  8 12:08:34 PST 2011",
        b'From "Alice B." <a@example.org> Mon, 1 Jan 2024 10:00:00 +0800',
        b"From a@example.org Mon Jan  1 10:00:00 2024 remote from host",
    ],
)
def test_every_kind_of_separator_is_known(line: bytes) -> None:
    """Each separator line that programs write begins a message, with LF and with CRLF."""
    for end in (b"\n", b"\r\n"):
        one = line + end + b"Subject: x" + end + end + b"body" + end + end
        assert len(list(split(one + one))) == 2


@pytest.mark.parametrize(
    "text",
    [
        b"From Russia with love\nYear: 1963\n",
        b"From the factory we hear\n",
        b"From Monday at 10:00:00 2024\nNote: x\n",
        b"From alice@example.org Mon Jan  1 10:00:00 2024\nand then he wrote\n",
        b" " + FROM + b"Subject: x\n",
        b"x" + FROM + b"Subject: x\n",
        b"From -\n\n",
        b"From \n",
    ],
)
def test_prose_separates_nothing(text: bytes) -> None:
    """A line of text that merely begins with From stays in its message."""
    content = FROM + b"Subject: a\n\nfirst\n" + text + b"last\n"
    assert bodies(content) == [content[len(FROM) :]]


def test_separator_needs_blank_line_unless_a_field_follows() -> None:
    """Without a blank line before it a separator is believed only when a header field follows."""
    assert len(bodies(FROM + b"Subject: a\n\nx\n" + FROM + b"Subject: b\n\ny\n")) == 2
    assert len(bodies(FROM + b"Subject: a\n\nx\n" + FROM + b"\ny\n")) == 1
    assert len(bodies(FROM + b"Subject: a\n\nx\n\n" + FROM + b"\ny\n")) == 2
    assert len(bodies(FROM + b"Subject: a\r\n\r\nx\r\n\r\n" + FROM + b"\ny\n")) == 2


def test_blank_line_before_a_separator_is_the_containers() -> None:
    """The message keeps its own last line end, and the blank line behind it belongs to the mbox."""
    assert bodies(FROM + b"Subject: a\n\nx\n\n" + FROM + b"Subject: b\n\ny\n\n") == [
        b"Subject: a\n\nx\n",
        b"Subject: b\n\ny\n",
    ]
    crlf = (FROM + b"Subject: a\n\nx\n\n").replace(b"\n", b"\r\n")
    assert bodies(crlf + crlf) == [b"Subject: a\r\n\r\nx\r\n"] * 2


def test_missing_last_line_end_is_kept_missing() -> None:
    """A file that ends inside a line loses nothing and gains nothing."""
    assert bodies(FROM + b"Subject: a\n\nx") == [b"Subject: a\n\nx"]


@pytest.mark.parametrize(("rest", "message"), [(b"", b""), (b"\n", b""), (b"\r\n", b"")])
def test_message_without_a_byte_is_still_a_message(rest: bytes, message: bytes) -> None:
    """A separator at the end begins a message of no bytes, which is counted."""
    assert bodies(FROM + rest) == [message]


def test_empty_file_has_no_message() -> None:
    """Nothing in, nothing out."""
    assert list(split(b"")) == []
    assert list(spans(split(b""), 0)) == []


def test_what_stands_before_the_first_separator_is_literal() -> None:
    """Garbage and a byte order mark at the start belong to the container."""
    content = b"garbage\nmore\n" + FROM + b"Subject: a\n\nx\n"
    assert [(one.start, one.end, one.ordinal) for one in spans(split(content), len(content))] == [
        (0, 13 + len(FROM), None),
        (13 + len(FROM), len(content), 0),
    ]
    assert next(split(b"\xef\xbb\xbf" + content[13:])).from_start == 3
    assert list(split(b"no mail\n")) == []
    assert [one.ordinal for one in spans([], 5)] == [None]


def test_content_length_keeps_a_separator_in_its_body() -> None:
    """In mboxcl2 a forwarded mailbox inside a body stays there, and that is said."""
    inner = b"see:\n\n" + FROM + b"Subject: inner\n\nz\n"
    content = with_length(inner) + b"\n" + with_length(b"y\n") + b"\n"
    messages = list(split(content))
    assert detect(content).dialect is Dialect.MBOXCL2
    assert [
        content[one.message_start : one.message_end].endswith(end)
        for one, end in zip(messages, (inner, b"y\n"), strict=True)
    ]
    assert [problem.code for problem in messages[0].problems] == ["from-line-inside"]
    assert messages[1].problems == ()


def test_lying_content_length_is_found() -> None:
    """A Content-Length that lands nowhere, or beyond the end, is not followed and is named."""
    good = with_length(b"x\n") + b"\n"
    content = good + with_length(b"y\n", 1) + b"\n" + good * 3 + with_length(b"z\n", 10**14)
    messages = list(split(content))
    wrong = [one.ordinal for one in messages if "content-length-wrong" in [problem.code for problem in one.problems]]
    assert (len(messages), wrong) == (6, [1, 5])


def test_one_strangers_content_length_hides_no_neighbour() -> None:
    """Where messages do not carry Content-Length as a rule, a single one that would swallow others counts nothing."""
    others = b"\n" + (FROM + b"Subject: a\n\nx\n\n") * 3
    content = (
        (FROM + b"Subject: a\n\nx\n\n") * 2 + with_length(b"y\n" + others[:-1]) + b"\n" + FROM + b"Subject: b\n\nz\n"
    )
    assert len(list(split(content))) == 7


def test_content_length_may_end_at_the_separator_itself() -> None:
    """Writers that put no blank line between messages, or CRLF ones, are followed too."""
    content = with_length(b"x\n") + with_length(b"y\n")
    assert bodies(content)[0].endswith(b"\n\nx\n")
    crlf = (with_length(b"xx\r\n").replace(b"\n", b"\r\n").replace(b"\r\r", b"\r") + b"\r\n") * 2
    assert detect(crlf).dialect.counts_length
    assert len(bodies(crlf)) == 2


def test_header_without_end_states_no_length() -> None:
    """A message that is all header has no body whose length could be stated."""
    content = with_length(b"x\n") + b"\n" + FROM + b"Content-Length: 3\n"
    assert [one.problems for one in split(content, Dialect.MBOXCL2)] == [(), ()]


@pytest.mark.parametrize(
    ("content", "dialect", "certainty"),
    [
        (FROM + b"A: b\n\n>From x\n", Dialect.MBOXRD, "assumed"),
        (FROM + b"A: b\n\n>>From x\n", Dialect.MBOXRD, "likely"),
        (FROM + b"A: b\n\nx\n", Dialect.MBOXRD, "assumed"),
        (with_length(b">From x\n"), Dialect.MBOXCL, "likely"),
        (with_length(b"From x\n"), Dialect.MBOXCL2, "likely"),
    ],
)
def test_dialect_is_told_with_how_sure_it_is(content: bytes, dialect: Dialect, certainty: str) -> None:
    """The dialect follows from the quoting and the lengths that are seen, and says when it is only assumed."""
    guess = detect(content)
    assert (guess.dialect, guess.certainty) == (dialect, certainty)
    assert guess.ground


def test_detection_looks_at_64_messages() -> None:
    """What follows the first 64 messages does not change the dialect."""
    assert detect((FROM + b"A: b\n\nx\n\n") * 64 + FROM + b"A: b\n\n>>From x\n").certainty == "assumed"


@pytest.mark.parametrize(
    ("dialect", "expected"),
    [
        (Dialect.MBOXO, b"A: b\n>From kept\n\nFrom a\n>>From b\n"),
        (Dialect.MBOXCL, b"A: b\n>From kept\n\nFrom a\n>>From b\n"),
        (Dialect.MBOXRD, b"A: b\n>From kept\n\nFrom a\n>From b\n"),
        (Dialect.MBOXCL2, b"A: b\n>From kept\n\n>From a\n>>From b\n"),
    ],
)
def test_quoting_is_taken_back_by_dialect(dialect: Dialect, expected: bytes) -> None:
    """The body is as it was written, as far as the dialect allows, and the header is left alone."""
    assert unquote(b"A: b\n>From kept\n\n>From a\n>>From b\n", dialect) == expected
    assert unquote(b"A: b\n>From x", dialect) == b"A: b\n>From x"
    assert unquote(b"A: b\n\nnothing\n", dialect) == b"A: b\n\nnothing\n"


def test_files_maps_and_buffers_split_alike(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows much smaller than a message change nothing, whatever the source is."""
    content = (FROM + b"Subject: a\n\n" + b"text From here\n" * 40 + b"\n") * 20 + FROM + b"Subject: b\n\nlast"
    expected = list(split(content))
    path = tmp_path / "mbox"
    path.write_bytes(content)
    for window in (7, 64, 1000):
        monkeypatch.setattr(mbox, "WINDOW_BYTES", window)
        assert list(split(io.BytesIO(content))) == expected
        assert list(split(bytearray(content))) == expected
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
            found = list(split(mapped))
        assert found == expected
    assert len(expected) == 21
