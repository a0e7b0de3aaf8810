"""The page of OneTalk that others published, with its conversations embedded."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tallystick.formats import FORMATS
from tallystick.formats.carrier import Head

SHARED = Path(os.environ.get("TALLY_SHARED", Path(__file__).resolve().parents[2] / ".." / "shared"))
PAGE = SHARED / "data/chats/alibaba-onetalk/apps/chrome-extension/test/fixtures/weblite.html"

pytestmark = pytest.mark.skipif(not PAGE.is_file(), reason="the shared OneTalk page is not on this machine")


def test_the_published_page_is_found_and_read() -> None:
    """The page is claimed as OneTalk's, and its one conversation with its newest message is read."""
    original = PAGE.read_bytes()
    assert FORMATS["alibaba-page"].recognises(Head.of(original, PAGE.name))
    (read,) = FORMATS["alibaba-page"].read(original)
    (chat,) = read.chats
    assert (chat.platform, chat.chat_id, chat.title) == ("alibaba", "conv-1", "Buyer One")
    assert {(one.name, one.ident, one.is_own) for one in chat.participants} == {
        ("Buyer One", "buyer-ali", False),
        ("", "self-ali", True),
    }
    (message,) = chat.messages
    assert message.text == "hello"
    assert message.moment is not None
    assert message.moment.utc == datetime.fromtimestamp(1779706200, UTC)
    assert [count.unbalanced for count in read.counts] == [0]
    assert [problem.code for problem in read.problems] == ["conversation-not-opened"]
