"""Web archives, record by record."""

from __future__ import annotations

import gzip
import zlib
from datetime import UTC, datetime

import pytest

from page_fixtures import PNG, SOFTWARE, URL, case_page, record, response, warc_gz, warc_records
from tallystick.errors import NotThisFormat
from tallystick.formats.carrier import Head
from tallystick.formats.page import warc
from tallystick.formats.page.http_response import parse_response
from tallystick.model.check import Verdict
from tallystick.model.reading import Reading


def reading(original: bytes) -> Reading:
    (found,) = warc.read(original)
    assert [count.unbalanced for count in found.counts] == [0]
    return found


def codes(found: Reading) -> list[str]:
    return [one.code for one in found.problems if one.code != "hidden-text"]


@pytest.mark.parametrize("original", [b"".join(warc_records()), warc_gz(), gzip.compress(b"".join(warc_records()))])
def test_archive_is_read_plain_and_compressed(original: bytes) -> None:
    """The page with its address, time in UTC, status and program; the picture; and every digest checked."""
    found = reading(original)
    (page,) = found.pages
    assert (page.url, page.status, page.captured_by) == (URL.replace("do-not-show", "[hidden]"), 200, SOFTWARE)
    assert page.captured is not None
    assert (page.captured.utc, page.captured.offset_minutes) == (datetime(2026, 5, 21, 1, 15, 2, tzinfo=UTC), 0)
    assert len(page.statements) == 4
    assert [(one.name, one.content) for one in found.embedded] == [("lamp.png", PNG)]
    assert dict(found.counts[0].became) == {"pages": 1, "embedded": 1, "structure": 2, "other": 1, "problems": 0}
    assert [one.verdict for one in found.checks] == [Verdict.PASS]
    assert codes(found) == []
    assert "do-not-show" not in repr(found)


def test_changed_content_fails_its_digest() -> None:
    """One changed letter of a record fails both of its digests, and nothing says that all fit."""
    found = reading(b"".join(warc_records()).replace(b"40 of 500", b"41 of 500"))
    assert [(one.name, one.verdict) for one in found.checks] == [
        ("warc-block-digest", Verdict.FAIL),
        ("warc-payload-digest", Verdict.FAIL),
    ]


def test_archive_without_digests_is_not_checked() -> None:
    """Where nothing is stated, nothing was checked."""
    assert [one.verdict for one in reading(record("warcinfo", b"x")).checks] == [Verdict.NOT_CHECKED]
    odd = reading(record("warcinfo", b"x", WARC_Block_Digest="blake9:00"))
    assert [one.verdict for one in odd.checks] == [Verdict.NOT_CHECKED, Verdict.NOT_CHECKED]


def test_reading_goes_on_behind_what_is_no_record() -> None:
    """Bytes between records are reported, and what follows them is read."""
    found = reading(record("warcinfo", b"x") + b"junk\r\n" * 3 + warc_records()[1])
    assert codes(found) == ["archive-broken"]
    assert len(found.pages) == 1


@pytest.mark.parametrize("cut", [10, 60, 200, 400])
def test_cut_archive_says_so(cut: int) -> None:
    """A file that ends inside a record, compressed or not, is read to there and reported."""
    assert "archive-cut" in codes(reading(warc_gz()[:-cut])) or cut == 10
    assert reading(b"".join(warc_records())[:-cut]).pages


def test_damaged_compressed_record_ends_the_reading() -> None:
    """A broken gzip member is where the reading stops."""
    members = [gzip.compress(one, mtime=0) for one in warc_records()]
    broken = members[1][:40] + b"\xff" * 40 + members[1][80:]
    found = reading(members[0] + broken + members[2])
    assert codes(found)[0] in ("archive-broken", "archive-cut")
    assert reading(members[0] + b"trailing").problems[0].code == "archive-trailing"


def test_arc_is_read_too() -> None:
    """ARC records give the same pages; a length that is not known reaches to the next record."""
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html><title>T</title><p>x</html>"
    head = b"filedesc://a.arc 127.0.0.1 20140301000000 text/plain 12\n1 0 Capture\n\n"
    line = b"http://example.com/ 93.184.216.119 20140401000000 text/html %s\n"
    for length in (str(len(block)).encode(), b"-1"):
        found = reading(head + line % length + block + b"\n\n" + line % str(len(block)).encode() + block)
        assert [page.title for page in found.pages] == ["T", "T"]
        assert found.pages[0].captured is not None
        assert found.pages[0].captured.utc == datetime(2014, 4, 1, tzinfo=UTC)


def test_record_without_kind_is_a_problem() -> None:
    """A record that does not say what it is, or a header without end, is counted as a problem."""
    found = reading(record("", b"x") + b"WARC/1.1\r\nWARC-Type: response\r\n")
    assert codes(found).count("record-without-kind") == 2


def test_packed_bodies_are_opened() -> None:
    """gzip, deflate and chunks are undone; the digest of the payload may be of either form."""
    page = case_page()
    for encoding, body in (("gzip", gzip.compress(page)), ("deflate", zlib.compress(page)), ("identity", page)):
        assert len(reading(response(body, "text/html", URL, f"Content-Encoding: {encoding}")).pages[0].statements) == 4
    raw = zlib.compressobj(wbits=-15)
    assert reading(response(raw.compress(page) + raw.flush(), "text/html", URL, "Content-Encoding: deflate")).pages
    brotli = reading(response(b"\x0b\x02\x80x", "text/html", URL, "Content-Encoding: br"))
    assert (brotli.pages, codes(brotli)) == ((), ["http-encoding-unknown"])


@pytest.mark.parametrize(
    ("body", "content", "codes_"),
    [
        (b"3\r\nabc\r\n0\r\n\r\n", b"abc", []),
        (b"3;x=1\nabc\n2\nde\n0\n\n", b"abcde", []),
        (b"plain", b"plain", ["http-not-chunked"]),
        (b"3\r\nabc\r\n9\r\nde", b"abcde", ["http-chunks-broken"]),
        (b"3\r\nabc\r\nzz", b"abczz", ["http-chunks-broken"]),
    ],
)
def test_chunks(body: bytes, content: bytes, codes_: list[str]) -> None:
    """Chunks are joined; broken ones are joined as far as they go, and reported."""
    found = parse_response(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + body)
    assert found is not None
    assert found.content == content
    assert [code for code, _detail in found.deviations] == codes_


def test_damaged_or_endless_compression_is_bounded() -> None:
    """Content that is no gzip stays, cut content is read as far as it goes, and a bomb stops at the bound."""
    head = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n"
    packed = gzip.compress(b"words " * 100)
    for body, code in ((b"no gzip", "http-content-damaged"), (packed[:-9], "http-content-cut")):
        found = parse_response(head + body)
        assert found is not None
        assert found.deviations[0][0] == code
    bomb = parse_response(head + gzip.compress(bytes(65 << 20), 1))
    assert bomb is not None
    assert bomb.deviations[0][0] == "limit-content"
    headless = parse_response(b"HTTP/1.1 200 OK\r\nX: y")
    assert headless is not None
    assert headless.deviations[0][0] == "http-cut"
    assert parse_response(b"GET / HTTP/1.1") is None


def test_recognised_by_first_record() -> None:
    """A WARC or ARC is known by its first line, in gzip too; other gzip files and texts are not."""
    assert warc.recognises(Head.of(warc_gz()))
    assert warc.recognises(Head.of(b"WARC/1.0\r\n"))
    assert not warc.recognises(Head.of(gzip.compress(b"other")))
    assert not warc.recognises(Head.of(b"\x1f\x8b\x08broken"))
    assert not warc.recognises(Head.of(b"WARC is a format"))
    with pytest.raises(NotThisFormat):
        reading(b"nothing")
