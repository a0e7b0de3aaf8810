"""The visible text of HTML."""

from __future__ import annotations

import pytest
from selectolax.lexbor import LexborHTMLParser

from tallystick.formats.mail.markup import visible_text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("plain", "plain"),
        ("<p>one</p><p>two<br>three</p>", "one\ntwo\nthree"),
        ("<b>bo</b>ld <i>words</i>\nhere", "bold words here"),
        ("<td>a</td><td>b</td>", "a b"),
        ("<style>p{}</style><script>if (a<b) x</script>seen", "seen"),
        ("<STYLE>p{}</Style >seen", "seen"),
        ("<title>t</title><template>t</template>seen", "seen"),
        ("a<!-- hidden <p> -->b<!-->c<!--->d<!-- x --!>e", "abcde"),
        ("<!DOCTYPE html><?xml version='1'?></ x>seen", "seen"),
        ("<![if !mso]>seen<![endif]>", "seen"),
        ('<a title="a > b">link</a>', "link"),
        ("<a title='a > b' href = x>link</a>", "link"),
        ('<a title="a <b> c">link</a>x', "linkx"),
        ("<a =x y>link</a>", "link"),
        ("<a b=>link</a>", "link"),
        ("<br/>x<p/>y", "x\ny"),
        ("1 < 2 <3 and <é", "1 < 2 <3 and <é"),
        ("&lt;b&gt; &amp;amp; &nbsp;x&eacute;&#1090;", "<b> &amp; xéт"),
        ("&amp;lt;", "&lt;"),
        ("&gt; only", "> only"),
        ("a &amp; b", "a & b"),
        ('<div style="display:none">hidden quote</div>', "hidden quote"),
        ("<blockquote>quoted</blockquote>mine", "quoted\nmine"),
        ("a\t\tb\xa0 c", "a b c"),
        ("<pre>line 1\r\nline 2</pre>", "line 1\nline 2"),
        ("", ""),
    ],
)
def test_what_a_reader_sees(html: str, text: str) -> None:
    """Blocks are lines, inline tags glue, references resolve, scripts and comments never show, hidden quotes do."""
    assert visible_text(html) == (text, True)


@pytest.mark.parametrize("html", ["seen<!-- open", "seen<script>open", "seen<a b='open", "seen<? open", "seen<a"])
def test_html_that_ends_early_shows_what_came_before(html: str) -> None:
    """Like a browser, nothing behind an unclosed comment, script or tag is shown; that is said."""
    assert visible_text(html) == ("seen", False)


def test_a_full_memory_of_tags_still_reads() -> None:
    """More different tags than are remembered change nothing."""
    html = "".join(f"<a href='{number}'>x</a>" for number in range(3_000))
    assert visible_text(html) == ("x" * 3_000, True)


def test_words_agree_with_a_browser_engine() -> None:
    """On well-formed HTML the words are those that lexbor's tree holds."""
    html = "<html><body><div><p>One <b>two</b></p><table><tr><td>three</td></tr></table><ul><li>four</ul></div>"
    tree = LexborHTMLParser(html).body
    assert tree is not None
    assert visible_text(html)[0].split() == tree.text(separator=" ").split()
