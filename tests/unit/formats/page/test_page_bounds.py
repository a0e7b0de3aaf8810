"""Bounds of page readers: what is beyond them is left out, and said."""

from __future__ import annotations

import base64
import hashlib
import json

import pytest

from page_fixtures import PNG, URL, har, mhtml, record, response, wacz, warc_gz, warc_records
from tallystick.formats.carrier import without_secrets
from tallystick.formats.page import content, html, saved, visible, warc
from tallystick.formats.page import har as har_module
from tallystick.formats.page import kind as kind_module
from tallystick.formats.page import mhtml as mhtml_module
from tallystick.formats.page import wacz as wacz_module
from tallystick.formats.page import warc_records as records_module
from tallystick.formats.page.dates import find_date
from tallystick.formats.page.kind import numbers_of
from tallystick.formats.page.roles import speaker
from tallystick.model.message import Problem
from tallystick.model.reading import Reading

FRAME = '<iframe srcdoc="&lt;p&gt;x"></iframe>'


def codes(found: Reading) -> set[str]:
    assert {count.unbalanced for count in found.counts} == {0}
    return {problem.code for problem in found.problems}


def page_codes(body: str) -> set[str]:
    (found,) = html.read(f"<html>{body}".encode())
    return codes(found)


def test_text_and_frames_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """More text and more frames than are read are problems."""
    monkeypatch.setattr(visible, "MOST_LEAVES", 2)
    monkeypatch.setattr(saved, "MOST_FRAMES", 1)
    assert page_codes("<p>1<p>2<p>3" + FRAME * 2) == {"limit-text", "limit-frames"}


def test_frames_in_frames_end() -> None:
    """Frames inside frames are read three deep."""
    document = "<p>x"
    for _ in range(5):
        document = f'<iframe srcdoc="{document.replace("&", "&amp;").replace(chr(34), "&quot;")}"></iframe>'
    (found,) = html.read(f"<html>{document}".encode())
    assert len(found.pages) == 4


def test_files_inside_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """A picture that is too much is left out in every carrier, and counted as a problem."""
    monkeypatch.setattr(content, "LARGEST_EMBEDDED", len(PNG) - 1)
    for found in (
        *mhtml_module.read(mhtml()),
        *warc.read(warc_gz()),
        *har_module.read(json.dumps(har()).encode()),
    ):
        assert "limit-embedded" in codes(found)
        assert found.embedded == ()


def test_pages_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """More pages than are read are problems."""
    monkeypatch.setattr(warc, "MOST_PAGES", 0)
    monkeypatch.setattr(har_module, "MOST_PAGES", 0)
    assert "limit-pages" in codes(next(warc.read(warc_gz())))
    assert "limit-pages" in codes(next(har_module.read(json.dumps(har()).encode())))


def test_pages_that_cannot_be_read_are_problems() -> None:
    """A document beyond any depth is a problem of its part, record or entry, and the rest is read."""
    deep = b"<html>" + b"<div>" * 2_000
    two = mhtml().replace(b"<p>Photo 1 of 12</p>", b"<div>" * 2_000)
    found = next(mhtml_module.read(two))
    assert "page-unreadable" in codes(found)
    assert len(found.pages) == 1
    assert "page-unreadable" in codes(next(warc.read(response(deep, "text/html", URL))))
    logged = har()
    logged["log"]["entries"][0]["response"]["content"]["text"] = deep.decode()
    assert "page-unreadable" in codes(next(har_module.read(json.dumps(logged).encode())))


def test_messenger_pages_are_handed_on_from_all_carriers() -> None:
    """A page with a chat in it is a file for the chat's reader, also out of archives and logs."""
    document = b"<html><script>window.__VMFsConv__cache__ = []</script></html>"
    assert [one.media_type for one in next(warc.read(response(document, "text/html", URL))).embedded] == ["text/html"]
    logged = har()
    logged["log"]["entries"][0]["response"]["content"]["text"] = document.decode()
    assert next(har_module.read(json.dumps(logged).encode())).embedded[0].name == "detail.htm"


def test_archives_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """More records, and more expanded bytes, than are read are problems."""
    with monkeypatch.context() as bound:
        bound.setattr(records_module, "MOST_RECORDS", 1)
        assert "limit-records" in codes(next(warc.read(warc_gz())))
    with monkeypatch.context() as bound:
        bound.setattr(records_module, "MOST_EXPANDED", 300)
        assert "limit-expanded" in codes(next(warc.read(warc_gz())))
    with monkeypatch.context() as bound:
        bound.setattr(records_module, "LARGEST_RECORD", 300)
        assert "limit-record" in codes(next(warc.read(warc_gz())))


def test_odd_records_are_read() -> None:
    """A time that is none stays as written, a length that is none is no record, and a wrong digest is not checked."""
    odd = record("resource", b"<html>x", URL, Content_Type="text/html").replace(b"2026-05-21T01:15:02Z", b"yesterday")
    (found,) = warc.read(odd)
    moment = found.pages[0].captured
    assert moment is not None
    assert (moment.utc, moment.raw) == (None, "yesterday")
    untimed = record("resource", b"<html>x", URL, Content_Type="text/html").replace(b"WARC-Date", b"X-Date")
    assert next(warc.read(untimed)).pages[0].captured is None
    unsized = warc_records()[0] + record("x", b"y").replace(b"Length: 1", b"Length: q")
    assert "archive-broken" in codes(next(warc.read(unsized)))
    digest = base64.b64encode(hashlib.sha1(b"x", usedforsecurity=False).digest()).decode()
    based = record("warcinfo", b"x", WARC_Block_Digest=f"sha1:{digest}")
    assert [one.verdict.value for one in next(warc.read(based)).checks] == ["PASS"]
    short = record("warcinfo", b"x", WARC_Block_Digest="sha1:AAAA")
    assert "NOT_CHECKED" in [one.verdict.value for one in next(warc.read(short)).checks]


def test_resources_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """More resources than are checked are said to be unchecked."""
    monkeypatch.setattr(wacz_module, "MOST_RESOURCES", 1)
    (found,) = wacz_module.read(wacz())
    assert ("wacz-resources", "NOT_CHECKED") in [(one.name, one.verdict.value) for one in found.checks]


def test_problems_and_numbers_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each problem is listed once, and beyond the bound their number is said; numbers stop at theirs."""
    many = [Problem("x", str(number // 2), "") for number in range(10)]
    assert len(content.limited(many)) == 5
    assert content.limited(many, 2)[-1].detail.startswith("3 more")
    monkeypatch.setattr(kind_module, "_MOST_NUMBERS", 2)
    assert len(numbers_of("", "order no 11111, order no 22222, order no 33333")) == 2


def test_addresses_that_are_none() -> None:
    """An address that cannot be taken apart gives no name."""
    assert content.file_name("http://[broken") == ""
    assert content.file_name("https://e.com/a/b%20c.pdf?token=x") == "b c.pdf"
    assert content.charset_of("text/html; q=1; charset='gbk'") == "gbk"
    assert content.charset_of("text/html; q=1") == ""


@pytest.mark.parametrize(
    ("text", "author", "rest"),
    [
        ("Buyer", "Buyer", ""),
        ("Supplier: Shenzhen Lamps Co.", "Supplier: Shenzhen Lamps Co", ""),
        ("Seller: We shipped it on time. Please wait.", "Seller", "We shipped it on time. Please wait."),
        ("买家（张三）：", "买家（张三）", ""),
        ("Platform - Case manager Li", "Platform - Case manager Li", ""),
    ],
)
def test_speakers(text: str, author: str, rest: str) -> None:
    """A role with a name is an author; what is a sentence behind the colon is what he says."""
    found = speaker(text)
    assert found is not None
    assert (found.author.rstrip("."), found.rest) == (author, rest)


@pytest.mark.parametrize("text", ["", "The buyer agreed to pay", "Buyer - no, I did not. Never.", "Buyers", "Anna"])
def test_words_that_name_no_speaker(text: str) -> None:
    """A sentence about somebody is not somebody speaking."""
    assert speaker(text) is None


def test_zone_beyond_a_day_is_none() -> None:
    """An offset of more than a day is no zone."""
    found = find_date("2026-05-07 10:00 +99:00")
    assert found is not None
    assert found.moment.offset_minutes is None


def test_prose_is_no_secret() -> None:
    """ "Basic information" is prose, a credential is not."""
    assert without_secrets("Basic information, bearer securities") == "Basic information, bearer securities"
    assert without_secrets("Authorization: Basic dXNlcjpwYXNz") == "Authorization: Basic [hidden]"
    assert without_secrets("bearer abc123def456") == "bearer [hidden]"
