"""Web archives that others made, good and broken ones, and a messenger page as a browser saved it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tallystick.formats.carrier import Head
from tallystick.formats.page import html, warc
from tallystick.model.check import Verdict, worst
from tallystick.model.reading import Reading

SHARED = Path(os.environ.get("TALLY_SHARED", Path(__file__).resolve().parents[2] / ".." / "shared"))
ARCHIVES = SHARED / "data" / "web" / "warcio"
ONETALK = SHARED / "data" / "chats" / "alibaba-onetalk"

pytestmark = pytest.mark.skipif(not ARCHIVES.is_dir(), reason="the shared web archives are not on this machine")

# Records and pages of each, as warcio and FastWARC count them too where they read the file to its end.
GOOD = {
    "example.warc": (6, 1), "example.warc.gz": (6, 1), "example.arc": (2, 1), "example.arc.gz": (2, 1),
    "example-digest.warc": (4, 0), "example-iana.org-chunked.warc": (3, 1), "example-resource.warc.gz": (3, 1),
    "example-space-in-target-uri.warc.gz": (2, 0), "example-wget-bad-target-uri.warc.gz": (6, 1),
    "post-test.warc.gz": (6, 0), "example-bad.warc.gz.bad": (6, 2),
}  # fmt: skip
BROKEN = {
    "example-bad-non-chunked.warc.gz": (6, 1, Verdict.FAIL, ()),
    "example-trunc.warc": (4, 1, Verdict.FAIL, ("archive-broken",)),
    "example-wrong-chunks.warc.gz": (2, 0, Verdict.FAIL, ("archive-cut",)),
    "example-space-in-url.arc": (2, 1, Verdict.NOT_CHECKED, ("archive-cut",)),
    "bad.arc": (3, 0, Verdict.NOT_CHECKED, ("archive-broken",)),
}


def reading(name: str) -> Reading:
    original = (ARCHIVES / name).read_bytes()
    assert warc.recognises(Head.of(original))
    (found,) = warc.read(original, name)
    assert found.counts[0].unbalanced == 0
    return found


@pytest.mark.parametrize("name", GOOD)
def test_good_archives_are_read_whole(name: str) -> None:
    """As many records and pages as others count, no digest that fails, and no problem."""
    found = reading(name)
    assert (found.counts[0].total, len(found.pages)) == GOOD[name]
    assert worst(found.checks) is not Verdict.FAIL
    assert [one.code for one in found.problems if one.code != "hidden-text"] == []


@pytest.mark.parametrize("name", BROKEN)
def test_broken_archives_are_read_to_the_break(name: str) -> None:
    """What stands before and behind the break is read, the break is named, and broken content fails its digest."""
    total, pages, verdict, codes = BROKEN[name]
    found = reading(name)
    assert (found.counts[0].total, len(found.pages), worst(found.checks)) == (total, pages, verdict)
    assert set(codes) <= {one.code for one in found.problems}


def test_pages_of_example_com_are_known() -> None:
    """The page that most of these archives hold has its title, address and text."""
    page = reading("example.warc.gz").pages[0]
    assert (page.url, page.title, page.status) == ("http://example.com/", "Example Domain", 200)
    assert page.text.startswith("Example Domain\nThis domain is established")


def test_messenger_page_is_a_page_of_a_messenger() -> None:
    """A saved OneTalk page is read, and none of its embedded tokens comes into the reading."""
    files = [path for path in sorted(ONETALK.rglob("*.html")) if path.is_file()] if ONETALK.is_dir() else []
    if not files:
        pytest.skip("the saved OneTalk page is not on this machine")
    for path in files:
        (found,) = html.read(path.read_bytes(), path.name)
        assert found.counts[0].unbalanced == 0
        assert "chatToken" not in found.pages[0].text
