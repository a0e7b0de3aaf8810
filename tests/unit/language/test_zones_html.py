"""Whose words stand where in HTML."""

# ruff: noqa: E501 (each case on a line of its own)
from __future__ import annotations

import pytest

from tallystick.language.zones_html import zones_html
from tallystick.model.zone import ZoneKind

OWN = "Yes, agreed."
QUOTED = "Do you agree?"
_BLOCK = "<b>From:</b> Ann &lt;a@b.cn&gt;<br><b>Sent:</b> Monday 5:00<br><b>To:</b> Bob<br><b>Subject:</b> x</div>"

CLIENTS = {
    "gmail": f'<div>{OWN}</div><div class="gmail_quote"><div class="gmail_attr">On Mon, Apr 2, 2012 at 6:26 PM Ann &lt;a@b.cn&gt; wrote:<br></div>'
    f'<blockquote class="gmail_quote">{QUOTED}</blockquote></div>',
    "gmail in a language unknown": f'<div>{OWN}</div><div class="gmail_quote"><div class="gmail_attr">Ann qildi 2.4.2012:<br></div>'
    f'<blockquote class="gmail_quote">{QUOTED}</blockquote></div>',
    "thunderbird": f'{OWN}<br><div class="moz-cite-prefix">Am 02.04.12 um 10:00 schrieb\n Ann:<br></div><blockquote type="cite">{QUOTED}</blockquote>',
    "apple mail": f"<div>{OWN}<br><blockquote type='cite'><div>On 2 Apr 2012, at 10:00, Ann &lt;a@b.cn&gt; wrote:</div><br><div>{QUOTED}</div></blockquote></div>",
    "outlook": f"<p>{OWN}</p><div style='border:none;border-top:solid #B5C4DF 1.0pt'>{_BLOCK}<p>{QUOTED}</p>",
    "outlook on the web": f'<div>{OWN}</div><div id="appendonsend"></div><hr><div id="divRplyFwdMsg">{_BLOCK}<div>{QUOTED}</div>',
    "yahoo": f'<div>{OWN}</div><div id="yahoo_quoted_1" class="yahoo_quoted"><div>On Monday, 2 April 2012 at 10:00, Ann &lt;a@b.cn&gt; wrote:</div><div>{QUOTED}</div></div>',
    "qq": f"<div>{OWN}</div><includetail><div>------------------ 原始邮件 ------------------</div><div>发件人: Ann &lt;a@b.cn&gt;;</div>"
    f"<div>发送时间: 2012年4月2日(星期一) 10:00</div><div>{QUOTED}</div></includetail>",
    "163": f'<div>{OWN}</div><div id="isReplyContent">在 2012-04-02 10:00:00，"Ann" &lt;a@b.cn&gt; 写道：<br><blockquote>{QUOTED}</blockquote></div>',
    "mail.ru": f"<p>{OWN}</p>Thu, 26 Jun 2014 14:00:51 +0400 от Ann &lt;a@b.cn&gt;:<br><blockquote>{QUOTED}</blockquote>",
    "yandex": f'<p>{OWN}<br/>26.06.2014, 14:41, "Ann" &lt;a@b.cn&gt;:</p><blockquote>{QUOTED}</blockquote>',
    "hotmail": f'<div>{OWN}<hr id="stopSpelling">Date: Thu, 26 Jun 2014 13:53:45 +0400<br>Subject: x<br>From: Ann a@b.cn<br>To: b@b.cn<br><br>{QUOTED}</div>',
}


@pytest.mark.parametrize("client", CLIENTS)
def test_each_client_marks_its_quotation(client: str) -> None:
    """Own and quoted words are parted in the HTML of each mail program, and the author is named."""
    page = zones_html(CLIENTS[client])
    assert page.words(ZoneKind.OWN).strip() == OWN
    assert page.words(ZoneKind.QUOTED).strip() == QUOTED
    assert any("Ann" in zone.author for zone in page.zones)


def test_answers_between_quotations_are_own() -> None:
    """Words between two quotations are the sender's."""
    page = zones_html(
        "<blockquote type=cite>Price?</blockquote><p>12 USD.</p><blockquote type=cite>When?</blockquote>In May."
    )
    assert page.words(ZoneKind.OWN).split("\n") == ["12 USD.", "", "In May.", ""]


def test_an_indent_is_no_quotation() -> None:
    """A blockquote without a border is how Gmail indents a paragraph."""
    page = zones_html(
        '<div>We offer:</div><blockquote style="margin:0 0 0 40px;border:none;padding:0">12 USD</blockquote>'
    )
    assert {zone.kind for zone in page.zones} == {ZoneKind.OWN}


def test_a_marked_signature_is_one() -> None:
    """What a mail program marks as signature is a signature, whatever its words."""
    page = zones_html('<div>Agreed, we ship on Monday.</div><div class="gmail_signature">the quick brown fox</div>')
    assert page.words(ZoneKind.SIGNATURE).strip() == "the quick brown fox"


def test_scripts_styles_and_comments_are_no_text() -> None:
    """Only what a reader sees is text."""
    page = zones_html("<style>a>b</style>A<!-- <b>no</b> --><script>if(a<b){}</script> &amp; B<p title='x'>C < D")
    assert page.text == "A & B\nC < D\n"
