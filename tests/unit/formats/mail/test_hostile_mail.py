"""Mail that was made to cost time or memory: read within bounds, said as a problem, the rest still read."""

from __future__ import annotations

import base64
import sys
import time
from collections.abc import Callable

import pytest

from tallystick.formats.mail.limits import Limits
from tallystick.formats.mail.read import read
from tallystick.model.message import Message

# Measuring coverage makes Python many times slower.
SECONDS = 2.0 if sys.gettrace() is None else 30.0
MIXED = b"Subject: s\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"


def nested_multiparts(depth: int) -> bytes:
    opened = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (level, level) for level in range(depth)
    )
    return b"Subject: deep\r\n" + opened + b"\r\nleaf" + b"".join(b"\r\n--b%d--" % n for n in reversed(range(depth)))


def nested_in_base64(depth: int) -> bytes:
    message = b"Subject: innermost\r\n\r\nx"
    for _ in range(depth):
        message = b"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(
            message
        )
    return message


def html(content: bytes) -> bytes:
    return b"Subject: s\r\nContent-Type: text/html\r\n\r\n" + content


def header(field: bytes) -> bytes:
    return field + b"\r\nFrom: ann@example.com\r\n\r\nbody"


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "300 multiparts in one another": (lambda: nested_multiparts(300), "limit-depth"),
    "5000 multiparts in one another": (lambda: nested_multiparts(5_000), "limit-depth"),
    "20000 messages in one another": (lambda: b"Content-Type: message/rfc822\r\n\r\n" * 20_000, "limit-depth"),
    "15 messages in base64": (lambda: nested_in_base64(15), ""),
    "100000 parts": (lambda: MIXED + b"--b\r\n\r\nx\r\n" * 100_000 + b"--b--\r\n", "limit-parts"),
    "500000 parts without header or body": (lambda: MIXED + b"\r\n--b" * 500_000, "limit-parts"),
    "lines of dashes": (lambda: MIXED + b"--b\r\n\r\n" + b"\n--x" * 2_000_000, "limit-delimiters"),
    "a header of 64 MB in one field": (lambda: header(b"X: " + b"a" * 64_000_000), "limit-header-bytes"),
    "a header of 64 MB in many fields": (lambda: header(b"X: aaaaaaaa\r\n" * 4_900_000), "limit-header-fields"),
    "a subject of encoded-word beginnings": (lambda: header(b"Subject: " + b"=?" * 50_000), ""),
    "a subject of half encoded words": (lambda: header(b"Subject: " + b"=?a?q?" * 17_000), ""),
    "a million commas": (lambda: header(b"To: " + b"," * 1_000_000), "limit-field-bytes"),
    "half a million addresses": (lambda: header(b"To: " + b"a@b," * 30_000), "limit-addresses"),
    "quotes that never close": (lambda: header(b'To: "' + b'\\"' * 50_000), "address-unreadable"),
    "brackets that never close": (lambda: header(b"To: " + b"(" * 100_000), "address-unreadable"),
    "a Received field of 1 MB": (lambda: header(b"Received: " + b"x;" * 500_000), "limit-field-bytes"),
    "many hops": (lambda: b"Received: by b; 3 Mar 2026 10:00:00 +0000\r\n" * 1_000 + b"\r\n", "limit-hops"),
    "many references": (lambda: header(b"References: " + b"<a@b>" * 20_000), "limit-addresses"),
    "a long date": (lambda: header(b"Date: 1" + b" " * 100_000), "date-unreadable"),
    "many parameters": (lambda: header(b"Content-Type: text/plain" + b'; a="' * 20_000), ""),
    "many raw 8-bit fields": (
        lambda: b"".join(b"X-%d: %s\r\n" % (n, b"\xe9a\xcf" * 200) for n in range(1_500)) + b"\r\n",
        "limit-decisions",
    ),
    "100000 nested divs": (lambda: html(b"<div>" * 100_000 + b"x"), ""),
    "a million less-than signs": (lambda: html(b"<" * 4_000_000), ""),
    "attributes that never close": (lambda: html(b'<a b="' * 100_000), "html-cut"),
    "comments that never close": (lambda: html(b"<!--" * 1_000_000), "html-cut"),
    "scripts that never close": (lambda: html(b"<script>" * 200_000), "html-cut"),
    "two million entities": (lambda: html(b"&lt&amp;" * 500_000), ""),
    "HTML of 10 MB": (lambda: html(b"<b>x</b>" * 1_250_000), "limit-text-bytes"),
    "uuencoded beginnings": (lambda: b"S: x\r\n\r\n" + b"begin 644 a\n" * 300_000, ""),
    "boundaries that never come": (
        lambda: MIXED + b"--b\r\nContent-Type: multipart/mixed; boundary=zz\r\n\r\n" * 4_000 + b"x" * 10_000_000,
        "multipart-without-parts",
    ),
}


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_hostile_mail_is_bounded_and_said(name: str) -> None:
    """Each case comes back in time, with its problem named."""
    build, code = HOSTILE[name]
    original = build()
    began = time.process_time()
    message = read(original)
    assert time.process_time() - began < SECONDS
    assert not code or code in {problem.code for problem in message.problems}
    assert len(message.problems) <= Limits().problems + 1


@pytest.mark.parametrize("name", ["a million commas", "a Received field of 1 MB", "quotes that never close"])
def test_the_rest_of_a_hostile_mail_is_still_read(name: str) -> None:
    """A bound that is met in one field does not cost the others."""
    message = read(HOSTILE[name][0]())
    assert (message.from_[0].address, message.text) == ("ann@example.com", "body")


def codes(message: Message) -> set[str]:
    return {problem.code for problem in message.problems}


def test_an_original_that_is_too_long_is_read_from_its_beginning() -> None:
    """What lies behind the bound is not looked at, and that is said."""
    message = read(memoryview(b"Subject: long\r\n\r\n" + b"x" * 100), limits=Limits(original_bytes=50))
    assert message.subject == "long"
    assert len(message.text) == 33
    assert "limit-original-bytes" in codes(message)


def test_decoded_bytes_are_bounded() -> None:
    """Content beyond the budget is not hashed, and that is said."""
    message = read(b"Content-Type: text/plain\r\n\r\n" + b"x" * 100, limits=Limits(decoded_bytes=50))
    assert message.parts[0].sha256 == ""
    assert "limit-decoded-bytes" in codes(message)


def test_text_is_bounded() -> None:
    """Text beyond the bound is cut, and that is said."""
    message = read(b"Subject: x\r\n\r\n" + b"x" * 100, limits=Limits(text_bytes=10))
    assert message.text == "x" * 10
    assert "limit-text-bytes" in codes(message)


def test_problems_are_bounded() -> None:
    """A message with more problems than are listed says so once."""
    message = read(b"".join(b"X-%d: \xe9\r\n" % number for number in range(50)) + b"\r\n", limits=Limits(problems=5))
    assert [problem.code for problem in message.problems] == ["header-8bit"] * 5 + ["limit-problems"]


def test_nested_base64_is_bounded() -> None:
    """Messages that are wrapped in base64 again and again stop at the depth that is read."""
    message = read(nested_in_base64(8), limits=Limits(depth=4))
    depth = 0
    while message.nested:
        message = message.nested[0]
        depth += 1
    assert depth < 8
    assert "limit-depth" in codes(message)


def test_memory_stays_bounded_for_a_long_header() -> None:
    """A 64 MB field leaves at most the header bound in the reading."""
    message = read(header(b"X: " + b"a" * 64_000_000))
    assert sum(len(field.raw) for field in message.headers) <= Limits().header_bytes
