"""HTML of messages as words."""

from __future__ import annotations

import pytest

from tallystick.formats.carrier import parse_html
from tallystick.formats.chat.rich_text import hidden_links, plain_text


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("plain & simple", "plain & simple"),
        ("a<br>b", "a\nb"),
        ("<div>a</div><div>b</div>", "a\n\nb"),
        ("<ul><li>one</li><li>two</li></ul>", "one\n\ntwo"),
        ("a&nbsp;&lt;b&gt;", "a <b>"),
        ("<b>4.20</b>  USD\n each", "4.20 USD each"),
        ("<script>x()</script><style>p{}</style>words<!-- note -->", "words"),
        ('<img alt="a chart"> <emoji alt="👍"></emoji>', "a chart 👍"),
    ],
)
def test_words_as_a_reader_saw_them(html: str, words: str) -> None:
    """Breaks and spaces are those seen; scripts, styles and remarks are not."""
    assert plain_text(html) == words


def test_depth_does_no_harm() -> None:
    """A thousand elements inside each other are read as any others; what is deeper stands as it was written."""
    assert plain_text("<b>" * 1000 + "deep") == "deep"
    assert plain_text("<b>" * 5000 + "deep") == "<b>" * 5000 + "deep"


def test_an_address_behind_other_words_is_told() -> None:
    """Where the words are the address itself there is nothing to add."""
    root = parse_html(
        b'<a href="https://bank.example/login?token=abcdef">your bank</a> <a href="https://a.example/">https://a.example</a>'
        b' <a href="javascript:x()">x</a>'
    )
    assert [link.link for link in hidden_links(root)] == ["https://bank.example/login?token=[hidden]"]
