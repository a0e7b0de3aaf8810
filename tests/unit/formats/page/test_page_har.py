"""Network logs saved from a browser."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime
from typing import Any

import pytest

from page_fixtures import PNG, har
from tallystick.errors import NotThisFormat
from tallystick.formats.carrier import Head
from tallystick.formats.page import har as module
from tallystick.model.reading import Reading


def reading(content: Any) -> Reading:
    (found,) = module.read(json.dumps(content).encode())
    assert [count.unbalanced for count in found.counts] == [0]
    return found


def test_pages_and_pictures_are_read() -> None:
    """The page with its address, time with zone, status and program; the picture; no cookie and no token."""
    found = reading(har())
    (page,) = found.pages
    assert page.captured is not None
    assert (page.captured.utc, page.captured.offset_minutes) == (datetime(2026, 5, 21, 1, 15, 2, tzinfo=UTC), 480)
    assert (page.status, page.captured_by, page.kind) == (200, "WebInspector 537.36", "complaint")
    assert [(one.name, one.content) for one in found.embedded] == [("lamp.png", PNG)]
    assert dict(found.counts[0].became) == {
        "pages": 1, "embedded": 1, "without-content": 1, "other": 1, "problems": 1,
    }  # fmt: skip
    assert "do-not-show" not in repr(found)
    assert "hush" not in repr(found)


def test_base64_pages_are_decoded_in_their_charset() -> None:
    """Content in base64 is bytes in the charset that the response states; damaged base64 is a problem."""
    content = har()
    stated = content["log"]["entries"][0]["response"]["content"]
    stated.update(
        mimeType="text/html; charset=gbk",
        encoding="base64",
        text=base64.b64encode("<title>订单</title>".encode("gbk")).decode(),
    )
    assert reading(content).pages[0].title == "订单"
    stated["text"] = "%%%"
    assert "content-unreadable" in [one.code for one in reading(content).problems]


@pytest.mark.parametrize("content", [[], {}, {"log": 1}, {"log": {"entries": {}}}])
def test_other_json_is_refused(content: Any) -> None:
    """JSON without a list of entries is no HAR."""
    with pytest.raises(NotThisFormat):
        reading(content)


def test_recognised_by_its_first_members() -> None:
    """Only an object whose first member is a log with a browser's members is a HAR."""
    assert module.recognises(Head.of(json.dumps(har()).encode()))
    assert not module.recognises(Head.of(b'{"log": {"messages": []}}'))
    assert not module.recognises(Head.of(b'{"entries": [], "version": 1}'))
