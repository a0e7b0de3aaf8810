"""The canonical forms of RFC 6376 3.4, with its own examples."""

from __future__ import annotations

import time

import pytest

from tallystick.seal import canonicalization

FIELDS = [b"A: X", b"B : Y\t\r\n\tZ  "]
BODY = b" C \r\nD \t E\r\n\r\n\r\n"


def test_the_rfcs_example():
    """The example of RFC 6376 3.4.5 comes out as printed, in both forms."""
    fields, body = canonicalization.split(b"A: X\r\nB : Y\t\r\n\tZ  \r\n\r\n" + BODY)
    assert (fields, body) == (FIELDS, BODY)
    assert [canonicalization.header(field, True) for field in fields] == [b"a:X", b"b:Y Z"]
    assert [canonicalization.header(field, False) for field in fields] == FIELDS
    assert canonicalization.body(body, True) == b" C\r\nD E\r\n"
    assert canonicalization.body(body, False) == b" C \r\nD \t E\r\n"


@pytest.mark.parametrize(
    ("body", "simple", "relaxed"),
    [
        (b"", b"\r\n", b""),
        (b"\r\n\r\n", b"\r\n", b""),
        (b"a", b"a\r\n", b"a\r\n"),
        (b"a \r\n", b"a \r\n", b"a\r\n"),
        (b" \r\n", b" \r\n", b""),
        (b"a\r\n  ", b"a\r\n  \r\n", b"a\r\n"),
        (b"a\rb\r\n", b"a\rb\r\n", b"a\rb\r\n"),
    ],
)
def test_bodies(body, simple, relaxed):
    """Empty lines at the end go; an empty body is a line end in simple form and nothing in relaxed form."""
    assert canonicalization.body(body, False) == simple
    assert canonicalization.body(body, True) == relaxed


@pytest.mark.parametrize(
    ("message", "fields", "body"),
    [(b"", [], b""), (b"\r\nbody", [], b"body"), (b"A: 1", [b"A: 1"], b""), (b"A: 1\r\n\r\n", [b"A: 1"], b"")],
)
def test_split(message, fields, body):
    """A message without header, without body or without either is taken apart all the same."""
    assert canonicalization.split(message) == (fields, body)


def test_line_ends():
    """Bare line feeds are seen and made CRLF; carriage returns of their own stay."""
    assert canonicalization.has_bare_line_feed(b"a\r\nb\n")
    assert not canonicalization.has_bare_line_feed(b"a\r\nb\rc")
    assert canonicalization.with_crlf(b"a\nb\r\nc\rd\r\r\n") == b"a\r\nb\r\nc\rd\r\r\n"


def test_hostile_blanks_take_linear_time():
    """A megabyte of blanks, with and without line ends, takes well under a second."""
    started = time.perf_counter()
    for body in (b" " * 1_000_000, b" \t" * 500_000 + b"x", b"\r\n" * 500_000 + b"x", b" \r\n" * 300_000):
        canonicalization.body(body, True)
    assert time.perf_counter() - started < 2
