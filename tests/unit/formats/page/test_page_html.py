"""Saved HTML pages: what they show, what they hide, and where they say that they come from."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tallystick.errors import LimitExceeded
from tallystick.formats.carrier import Head
from tallystick.formats.page import html
from tallystick.model.page import Page
from tallystick.model.reading import Reading

GOLDEN = Path(__file__).parents[3] / "golden" / "formats" / "html"


def reading(document: str | bytes) -> Reading:
    original = document if isinstance(document, bytes) else f"<!DOCTYPE html><html>{document}</html>".encode()
    (found,) = html.read(original)
    assert [count.unbalanced for count in found.counts] == [0]
    return found


def page(document: str | bytes) -> Page:
    return reading(document).pages[0]


def codes(found: Reading) -> list[str]:
    return [problem.code for problem in found.problems]


def test_a_complaint_page_is_read_whole() -> None:
    """Address without its token, kind, numbers, and each statement with author, time, zone and place."""
    found = page((GOLDEN / "complaint-en.html").read_bytes())
    assert found.url.endswith("disputeId=5500112233&ctoken=[hidden]")
    assert (found.kind, found.numbers) == ("complaint", (("complaint", "5500112233"), ("order", "24681012141618")))
    assert [(one.kind, one.author) for one in found.statements] == [
        ("complaint", "Anna Smith (Buyer)"),
        ("answer", "Shenzhen Bright Lamps Co. (Supplier)"),
        ("evidence", "Anna Smith (Buyer)"),
        ("decision", "Alibaba.com"),
    ]
    first, third = found.statements[0], found.statements[2]
    assert first.moment is not None
    assert (first.moment.utc, first.moment.offset_minutes) == (datetime(2026, 5, 7, 15, 46, 10, tzinfo=UTC), -420)
    assert third.moment is not None
    assert third.moment.offset_minutes is None
    assert first.text.startswith("I submitted a complaint: 40 of 500")
    assert first.place.endswith("li.item:nth-of-type(1)")


def test_hidden_words_are_left_out_and_reported() -> None:
    """What is not displayed is no part of the text, and its length is a problem."""
    found = reading((GOLDEN / "hidden.html").read_bytes())
    assert "gives up" not in found.pages[0].text
    (problem,) = [one for one in found.problems if one.code == "hidden-text"]
    assert "33 characters stand in 2 elements" in problem.detail


def test_scripts_and_styles_are_no_words() -> None:
    """Neither the text of scripts nor of styles, templates and noscript is visible, and none of it is a problem."""
    found = reading(
        "<head><style>p{}</style></head><body><script>let token='x'</script><template>t</template>"
        "<noscript>n</noscript><p>seen</p></body>"
    )
    assert found.pages[0].text == "seen"
    assert found.problems == ()


def test_order_page_in_chinese() -> None:
    """Rows and stages of an order become payments, comments and states with the times shown and no zone."""
    found = page((GOLDEN / "order-zh.html").read_bytes())
    assert (found.kind, found.numbers) == ("order", (("order", "24681012141618"),))
    assert [(one.kind, one.author, one.text) for one in found.statements] == [
        ("payment", "买家", "付款 USD 3,000.00 定金"),
        ("comment", "供应商", "确认订单"),
        ("order-status", "", "Order placed"),
        ("order-status", "", "Shipped"),
    ]
    assert all(one.moment is not None and one.moment.offset_minutes is None for one in found.statements)


def test_flat_list_in_russian_is_cut_at_its_dates() -> None:
    """Names, dates and words that are siblings are joined into statements, the name before its date."""
    found = page((GOLDEN / "dispute-ru.html").read_bytes())
    assert [(one.kind, one.author) for one in found.statements] == [
        ("complaint", "Покупатель"),
        ("answer", "Продавец: ООО «Лампы»"),
        ("decision", "Платформа"),
    ]
    assert found.statements[0].text == "Товар не соответствует описанию.\nПрошу вернуть деньги."
    moment = found.statements[0].moment
    assert moment is not None
    assert moment.offset_minutes == 180


def test_flat_list_without_names_is_not_guessed_at() -> None:
    """Two dates above a text make no statement of it; a list of terms and descriptions needs no name."""
    head = "<title>Order details</title><p>Order number: 123456</p>"
    assert page(f"{head}<p>Created: 2026-05-01</p><p>Updated: 2026-05-02</p><div>Long words.</div>").statements == ()
    listed = page(f"{head}<dl><dt>2026-05-01</dt><dd>Placed</dd><dt>2026-05-02</dt><dd>Balance paid</dd></dl>")
    assert [(one.kind, one.text) for one in listed.statements] == [
        ("order-status", "Placed"),
        ("payment", "Balance paid"),
    ]
    bare = page(f"{head}<i>2026-05-01</i><b>Buyer</b><u>Please ship.</u><i>2026-05-02</i><b>Seller</b><u>Shipped.</u>")
    assert [(one.author, one.text) for one in bare.statements] == [("Buyer", "Please ship."), ("Seller", "Shipped.")]


def test_ambiguous_dates_are_not_guessed() -> None:
    """03/04/2026 alone states no day; one 25/04/2026 on the page decides for all."""
    row = "<tr><td>{}</td><td>Payment received</td></tr>"
    table = "<title>Order details</title><p>Order number: 123456</p><table>" + row.format("03/04/2026") + "{}</table>"
    doubtful = reading(table.format(row.format("05/04/2026")))
    assert codes(doubtful) == ["date-order-ambiguous"]
    assert [one.moment and one.moment.utc for one in doubtful.pages[0].statements] == [None, None]
    decided = page(table.format(row.format("25/04/2026")))
    assert decided.statements[0].moment is not None
    assert decided.statements[0].moment.utc == datetime(2026, 4, 3, tzinfo=UTC)


def test_single_statement_needs_a_speaker() -> None:
    """A page with one date has a statement only where somebody is named as its author."""
    said = "<title>Dispute 1</title><p>Case ID: 778899</p><div><b>Buyer</b><i>2026-05-07 10:00</i><p>{}</p></div>"
    assert [one.author for one in page(said.format("The goods are broken.")).statements] == ["Buyer"]
    assert (
        page("<title>Dispute</title><p>Case ID: 778899</p><p>Updated 2026-05-07</p><p>Nothing here</p>").statements
        == ()
    )


def test_statements_inside_statements_are_apart() -> None:
    """An answer inside a complaint's block is a statement of its own, and its words are said once."""
    answer = "<li class=r><b>{}</b><i>{}</i><p>{}</p></li>"
    inner = f"<ul>{answer.format('Seller', '2026-05-08', 'No.')}{answer.format('Buyer', '2026-05-09', 'Yes.')}</ul>"
    outer = "<div class=s><b>{}</b><i>{}</i><p>{}</p>{}</div>"
    found = page(
        "<title>Complaint details</title><p>Complaint ID: 5512</p><section>"
        + outer.format("Buyer", "2026-05-07", "Broken.", inner)
        + outer.format("Platform", "2026-05-10", "We ruled for the buyer.", "")
        + "</section>"
    )
    assert [(one.author, one.text) for one in found.statements] == [
        ("Buyer", "Broken."), ("Seller", "No."), ("Buyer", "Yes."), ("Platform", "We ruled for the buyer."),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("comment", "url", "program", "utc"),
    [
        ("<!-- saved from url=(0021)https://example.com/a -->", "https://example.com/a", "", None),
        (
            (
                "<!--\n Page saved with SingleFile \n url: https://example.com/a \n saved date: "
                "Tue May 05 2026 10:23:45 GMT+0800 (x)\n-->"
            ),
            "https://example.com/a",
            "SingleFile",
            datetime(2026, 5, 5, 2, 23, 45, tzinfo=UTC),
        ),
        (
            (
                "<!-- Mirrored from example.com/a by HTTrack Website Copier/3.x [XR&CO'2014], "
                "Tue, 05 May 2026 02:23:45 GMT -->"
            ),
            "example.com/a",
            "HTTrack Website Copier/3.x",
            datetime(2026, 5, 5, 2, 23, 45, tzinfo=UTC),
        ),
        (
            "<!-- Saved from https://example.com/a at 2026-05-05T02:23:45Z using monolith v2.8.1 -->",
            "https://example.com/a",
            "monolith v2.8.1",
            datetime(2026, 5, 5, 2, 23, 45, tzinfo=UTC),
        ),
        (
            (
                '<meta name="savepage-url" content="https://example.com/a">'
                '<meta name="savepage-date" content="Tue May 05 2026 10:23:45 GMT+0800 (x)">'
            ),
            "https://example.com/a",
            "Save Page WE",
            datetime(2026, 5, 5, 2, 23, 45, tzinfo=UTC),
        ),
        ('<link rel="canonical" href="https://example.com/a">', "https://example.com/a", "", None),
        (
            '<base href="https://example.com/x/"><meta property="og:url" content="../a">',
            "https://example.com/a",
            "",
            None,
        ),
    ],
)
def test_origin_is_what_the_saving_program_states(comment: str, url: str, program: str, utc: datetime | None) -> None:
    """Address, program and time come from the marks that browsers and saving programs leave; no mark, no time."""
    found = page(f"{comment}<body>x</body>")
    assert (found.url, found.captured_by, found.captured and found.captured.utc) == (url, program, utc)


def test_saved_from_with_a_wrong_length_is_reported() -> None:
    """A browser counts the address that it writes; a count that does not fit was written by somebody else."""
    found = reading("<!-- saved from url=(0099)https://example.com/a --><body>x</body>")
    assert codes(found) == ["saved-from-length"]


def test_frames_in_attributes_are_pages() -> None:
    """A document that a saving program put into srcdoc is read as a page of its own."""
    found = reading('<body><iframe srcdoc="&lt;title&gt;T&lt;/title&gt;&lt;p&gt;inner"></iframe></body>')
    assert [(one.place, one.title, one.text) for one in found.pages] == [("", "", ""), ("frame 1", "T", "inner")]


@pytest.mark.parametrize(
    ("document", "kind", "numbers"),
    [
        ("<title>RFQ</title><p>Inquiry ID: 8877665</p>", "inquiry", (("inquiry", "8877665"),)),
        ("<title>询盘详情</title><p>询盘单号：8877665</p>", "inquiry", (("inquiry", "8877665"),)),
        ("<title>Запрос № 8877665</title><p>Номер запроса: 8877665</p>", "inquiry", (("inquiry", "8877665"),)),
        ("<title>纠纷详情</title><p>纠纷编号：556677</p>", "complaint", (("complaint", "556677"),)),
        ("<title>How disputes work: our dispute policy</title><p>words</p>", "", ()),
        ("<title>Заказ</title><p>Заказ № 556677</p>", "order", (("order", "556677"),)),
        (
            '<link rel=canonical href="https://www.alibaba.com/product-detail/lamp_1600123456.html"><title>Lamp</title>',
            "product",
            (("product", "1600123456"),),
        ),
        ('<link rel=canonical href="https://x.alibaba.com/company_profile.html">', "profile", ()),
        ('<link rel=canonical href="https://message.alibaba.com/message/messenger.htm">', "messenger", ()),
        ("<title>A letter</title><p>order a pizza, no claim</p>", "", ()),
    ],
)
def test_kind_is_known_by_address_words_and_numbers(
    document: str, kind: str, numbers: tuple[tuple[str, str], ...]
) -> None:
    """Each kind of page in each language; words of a title alone make no complaint, order or inquiry."""
    found = page(document)
    assert (found.kind, found.numbers) == (kind, numbers)


def test_links_have_no_secrets_and_no_scripts() -> None:
    """Addresses stand once each, without tokens; scripts and places on the page are none."""
    found = page(
        '<a href="https://u:pw@e.com/?sid=abc&q=1">1</a>'
        '<a href="javascript:x()">2</a><a href="#t">3</a><a href="/b">4</a>'
    )
    assert found.links == ("https://[hidden]@e.com/?sid=[hidden]&q=1", "/b")


def test_lines_are_those_of_the_page() -> None:
    """Inline elements stay in a line, blocks begin a new one, values of fields and words of pictures are read."""
    found = page(
        '<p>a <b>b</b>c<br>d</p><div>e</div><input value="f">'
        '<input type=hidden value=g><img alt="h"><select><option>i</select>'
    )
    assert found.text == "a b c\nd\ne\nf h i"


def test_depth_beyond_any_browser_is_refused() -> None:
    """A tree a hundred thousand elements deep is refused at once."""
    with pytest.raises(LimitExceeded):
        reading(b"<html>" + b"<div>" * 100_000)


def test_many_open_paragraphs_are_no_depth() -> None:
    """Old pages never close their paragraphs and items: these are read."""
    assert page("<body>" + "<p>x<br><li>y" * 3_000).text.count("x") == 3_000


@pytest.mark.parametrize("name", ["", "page.html"])
def test_recognised_by_content(name: str) -> None:
    """HTML is known by how it begins; text and XML are not HTML whatever their name is."""
    assert html.recognises(Head.of(b"\xef\xbb\xbf\n<!-- x --><!DOCTYPE html><html>", name))
    assert not html.recognises(Head.of(b"<?xml version='1.0'?><a/>", name))
    assert not html.recognises(Head.of(b"a <html> in words", name))


def test_many_rows_take_linear_time() -> None:
    """Ten thousand dated rows are read within seconds, and the statements beyond the bound are reported."""
    start = datetime.now(tz=UTC)
    rows = "".join(f"<tr><td>2026-05-07 10:00</td><td>Buyer</td><td>row {number}</td></tr>" for number in range(10_000))
    found = reading(f"<title>Order details</title><p>Order number: 123456</p><table>{rows}</table>")
    assert len(found.pages[0].statements) == 2_000
    assert "limit-statements" in codes(found)
    assert datetime.now(tz=UTC) - start < timedelta(seconds=20)


def test_kinds_of_statements() -> None:
    """On a complaint page the platform gives notices and decisions, and a name without a role comments."""
    item = "<li><b class={}>{}</b><i>{}</i><p>{}</p></li>"
    rows = [
        ("r", "Seller", "2026-05-06", "I opened a dispute against the buyer."),
        ("r", "Buyer", "2026-05-05", "I have not paid."),
        ("r", "Platform", "2026-05-07", "Please answer within 5 days."),
        ("user-name", "Anna", "2026-05-08", "I agree."),
        ("x", "", "2026-05-09", "The case was closed."),
    ]
    document = "".join(item.format(*row) for row in rows)
    found = page(f"<title>Complaint details</title><p>Complaint ID: 5512</p><ul>{document}</ul>")
    assert [one.kind for one in found.statements] == ["complaint", "answer", "notice", "comment", "notice"]
    outside = page(f"<title>Blog</title><ul>{document}</ul>")
    assert [(one.kind, one.author) for one in outside.statements] == [
        ("comment", "Seller"), ("comment", "Buyer"), ("notice", "Platform"),
    ]  # fmt: skip


def test_base_that_is_no_address() -> None:
    """A base address that cannot be joined leaves the other as it is; a date that is none stays as written."""
    assert page('<base href="http://[x"><link rel=canonical href="/a"><body>x').url == "/a"
    found = page("<!--\n Page saved with SingleFile\n url: https://e.com/a\n saved date: once\n--><body>x")
    assert found.captured is not None
    assert (found.captured.utc, found.captured.raw) == (None, "once")
