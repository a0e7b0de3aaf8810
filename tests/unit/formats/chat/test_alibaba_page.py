"""Saved pages of Alibaba.com's and 1688's messengers."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tallystick.errors import LimitExceeded
from tallystick.formats.carrier import Head, parse_html
from tallystick.formats.chat import alibaba_dom, alibaba_page
from tallystick.formats.chat.alibaba_page_time import moment_on_page, order_in
from tallystick.model.chat import ChatMessage, Quoted
from tallystick.model.reading import Reading

GOLDEN = Path(__file__).resolve().parents[3] / "golden" / "formats" / "alibaba-page"


def read(original: bytes) -> Reading:
    (only,) = alibaba_page.read(original)
    return only


def reading(name: str) -> Reading:
    return read((GOLDEN / name).read_bytes())


def page_of(*messages: str) -> bytes:
    return f'<!DOCTYPE html><html><body><div class="im-message-flow">{"".join(messages)}</div>'.encode()


def item(inside: str, side: str = "item-left", time: str = "2025-05-12 10:41") -> str:
    base = f'<div class="item-base-info"><span class="name">Li</span><span>{time}</span></div>'
    return f'<div class="message-item-wrapper {side}">{base}{inside}</div>'


def only_message(inside: str, **more: str) -> ChatMessage:
    (message,) = read(page_of(item(inside, **more))).chats[0].messages
    return message


@pytest.mark.parametrize("name", ["messenger.html", "1688.html", "damaged.html"])
def test_a_messengers_page_is_recognised(name: str) -> None:
    """A page is claimed by its list of messages, by its script, or by the address it was saved from."""
    assert alibaba_page.recognises(Head.of((GOLDEN / name).read_bytes(), name))


@pytest.mark.parametrize(
    "original",
    [
        b"<!DOCTYPE html><html><body><p>message-item-wrapper</p>",
        b"<!DOCTYPE html>\n<!-- saved from url=(0048)https://message.alibaba.com/message/maDetail.htm -->\n<html>",
        b'<div class="message-item-wrapper item-base-info">',
        b"{}",
    ],
    ids=["a word alone", "another page of the site", "no page", "json"],
)
def test_another_page_is_left_to_others(original: bytes) -> None:
    """Pages that are not the messenger's, and what is no page, are not claimed."""
    assert not alibaba_page.recognises(Head.of(original))


def test_the_open_conversation_is_read_as_drawn() -> None:
    """Sender, side, time, words, picture, quote and read state of each message that the page draws."""
    chat = reading("messenger.html").chats[0]
    first, second, third, fourth, fifth = chat.messages
    assert (first.sender, first.is_own, first.text) == ("Li Juan", False, "Thanks for your inquiry.\nUSD 3.15/pc")
    assert (second.is_own, second.marks) == (True, ("read",))
    assert second.quoted == Quoted("Li Juan", "USD 3.15/pc")
    assert (third.kind, third.media[0].kind, third.media[0].name) == ("media", "image", "lamp.jpg")
    assert third.media[0].link == "./messenger_files/lamp.jpg?auth_key=[hidden]"
    assert fourth.text == "New PI sent, 20 % deposit."
    assert (fifth.kind, fifth.text, fifth.moment) == ("system", "The supplier has joined the conversation", None)


def test_the_time_of_a_page_has_no_zone() -> None:
    """A page shows the reader's local time and states no zone: the moment holds it as if it were UTC, and says so."""
    moments = [one.moment for one in reading("messenger.html").chats[0].messages[:4]]
    assert [moment.utc for moment in moments if moment] == [
        datetime(2025, 5, 12, 10, 41, tzinfo=UTC),
        datetime(2025, 5, 12, 10, 44, tzinfo=UTC),
        datetime(2025, 5, 12, 10, 45, tzinfo=UTC),
        datetime(2025, 5, 12, 11, 0, tzinfo=UTC),
    ]
    assert {(moment.offset_minutes, moment.source) for moment in moments if moment} == {(None, "page")}


def test_the_scripts_list_names_the_open_conversation_and_the_others() -> None:
    """The list gives the open conversation its id, its newest message is not counted twice, the others are chats."""
    read_page = reading("messenger.html")
    opened, other = read_page.chats
    assert opened.chat_id == "200148820411-200871133905#11011@icbu"
    assert (other.title, other.messages[0].text) == ("Olga Пetrova 🙂", "Добрый день")
    assert other.messages[0].moment is not None
    assert other.messages[0].moment.source == "platform"
    assert read_page.counts[0].became == (("messages", 5), ("system", 1), ("repeated", 1), ("problems", 0))


def test_a_page_holds_only_what_was_scrolled_to() -> None:
    """The open conversation is a tail, and a problem says why."""
    read_page = reading("messenger.html")
    assert read_page.chats[0].is_tail is True
    codes = Counter(problem.code for problem in read_page.problems)
    assert codes == {"only-loaded-messages": 1, "conversation-not-opened": 1}


def test_a_1688_page_is_read_with_its_cards() -> None:
    """The message list of 1688 has its own classes; an offer card gives its name and price."""
    (chat,) = reading("1688.html").chats
    assert chat.platform == "1688"
    assert [one.sender for one in chat.messages] == ["港湾:小王", "灯具厂:客服"]
    assert [one.is_own for one in chat.messages] == [True, False]
    assert chat.messages[1].text == "LED台灯 12W\n¥22.50"
    assert chat.messages[1].kind == "card"


def test_damage_is_a_problem_and_the_rest_is_read() -> None:
    """Scripts that are no data, times that are none, and a message that shows nothing each have their problem."""
    read_page = reading("damaged.html")
    assert [one.text for one in read_page.chats[0].messages] == ["ambiguous", "no date", "no day"]
    assert Counter(problem.code for problem in read_page.problems) == {
        "script-unreadable": 2, "date-order-ambiguous": 1, "time-unreadable": 2, "message-unreadable": 1,
        "only-loaded-messages": 1,
    }  # fmt: skip


@pytest.mark.parametrize("name", ["messenger.html", "1688.html", "damaged.html"])
def test_every_message_node_is_counted_once(name: str) -> None:
    """The count of messages balances."""
    assert [count.unbalanced for count in reading(name).counts] == [0]


@pytest.mark.parametrize("name", ["messenger.html", "1688.html"])
def test_no_secret_of_the_page_reaches_the_reading(name: str) -> None:
    """Tokens in scripts and addresses stay in the original."""
    assert b"SECRETVALUE" in (GOLDEN / name).read_bytes()
    assert "SECRETVALUE" not in repr(reading(name))


def test_the_page_itself_is_kept_as_a_page() -> None:
    """The reading holds the page: its address without secrets, its title, and what it shows beside the messages."""
    (page,) = reading("messenger.html").pages
    assert page.url == "https://message.alibaba.com/message/messenger.htm?ctoken=[hidden]"
    assert (page.title, page.kind) == ("Message Center", "messenger")
    assert "Local Time: 10:41 2025-05-12" in page.text


def test_a_contained_page_gives_its_chats() -> None:
    """A reader of another carrier gets the conversations of a page from its tree and address."""
    root = parse_html((GOLDEN / "1688.html").read_bytes())
    (chat,) = alibaba_page.chats_in(root, "https://air.1688.com/app/x").chats
    assert (chat.platform, len(chat.messages)) == ("1688", 2)
    assert alibaba_page.chats_in(parse_html(b"<html><p>hello")).chats == ()


def test_a_page_before_any_conversation_says_so() -> None:
    """A messenger's page without list and messages is read, with a problem that says what is missing."""
    read_page = read(b"<!DOCTYPE html><html><body><div id=im-chat></div>")
    assert read_page.chats == ()
    assert [problem.code for problem in read_page.problems] == ["no-messages"]


def test_an_item_within_a_wrapper_is_no_second_message() -> None:
    """Nested nodes of one message are one message."""
    inner = '<div class="message-item-wrapper"><div class="session-rich-content text">once</div></div>'
    assert only_message(inner).text == "once"


def test_the_words_of_a_quote_are_not_the_message() -> None:
    """A quote in a message is told apart from the words of the message, its sender from the message's own."""
    quote = (
        '<div class="quote-container"><span class="name">Bob：</span>'
        '<div class="content"><div class="session-rich-content text">old</div></div></div>'
    )
    message = only_message(quote + '<div class="session-rich-content text">new</div>')
    assert (message.text, message.quoted) == ("new", Quoted("Bob", "old"))
    assert message.sender == "Li"


def test_an_embedded_picture_is_inside() -> None:
    """A picture whose bytes stand in the page has no link; a file has the name of its link."""
    message = only_message('<div class="session-rich-content media"><img src="data:image/png;base64,AA=="></div>')
    assert (message.media[0].status, message.media[0].link) == ("inside", "")
    linked = only_message('<div class="session-rich-content media"><a href="https://a.example/f?id=1">f</a></div>')
    assert (linked.media[0].kind, linked.media[0].link) == ("document", "https://a.example/f?id=1")


def test_a_message_too_deep_is_a_problem() -> None:
    """Raw HTML of a message that nests too deep is not laid out; the message is counted as a problem."""
    deep = "&lt;div&gt;" * 2000
    original = page_of(f'<div class="message-item-wrapper" data-original="{deep}"></div>', item("<b>x</b>"))
    read_page = read(original)
    assert "message-unreadable" in {problem.code for problem in read_page.problems}
    assert read_page.counts[0].unbalanced == 0


def test_a_page_too_deep_is_refused() -> None:
    """A page that nests deeper than any browser is refused before it costs hours."""
    with pytest.raises(LimitExceeded):
        read(b"<!DOCTYPE html><html>" + b"<div>" * 5000)


@pytest.mark.parametrize(
    ("raw", "order", "expected"),
    [
        ("2025-05-12 10:41:07", "", datetime(2025, 5, 12, 10, 41, 7, tzinfo=UTC)),
        ("2025年5月12日 10:41", "", datetime(2025, 5, 12, 10, 41, tzinfo=UTC)),
        ("2025/5/12", "", datetime(2025, 5, 12, tzinfo=UTC)),
        ("May 12, 2025, 12:05 AM", "", datetime(2025, 5, 12, 0, 5, tzinfo=UTC)),
        ("12 May 2025 1:05 pm", "", datetime(2025, 5, 12, 13, 5, tzinfo=UTC)),
        ("05/06/2025 10:41", "day", datetime(2025, 6, 5, 10, 41, tzinfo=UTC)),
        ("05/06/2025 10:41", "month", datetime(2025, 5, 6, 10, 41, tzinfo=UTC)),
        ("05/05/2025 10:41", "", datetime(2025, 5, 5, 10, 41, tzinfo=UTC)),
    ],
)
def test_full_dates_are_read_in_each_form(raw: str, order: str, expected: datetime) -> None:
    """A full date is read in the forms of the reader's languages; a short one by the order that the page proves."""
    moment, code = moment_on_page(raw, order)
    assert moment is not None
    assert (moment.utc, moment.offset_minutes, moment.raw, code) == (expected, None, raw, "")


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("", "time-missing"),
        ("10:41", "time-unreadable"),
        ("Yesterday 10:41", "time-unreadable"),
        ("Foo 12, 2025", "time-unreadable"),
        ("2025-13-01", "time-unreadable"),
        ("05/06/2025", "date-order-ambiguous"),
    ],
)
def test_what_is_no_full_date_is_not_guessed(raw: str, code: str) -> None:
    """A time without a date, an impossible date and an undecided order leave the moment open and say why."""
    moment, found = moment_on_page(raw, "")
    assert found == code
    assert moment is None or moment.utc is None


def test_the_order_of_short_dates_is_what_one_of_them_proves() -> None:
    """One date with a day beyond 12 decides for the page; two that contradict each other decide nothing."""
    assert order_in(["05/06/2025", "25/06/2025 10:00"]) == "day"
    assert order_in(["05/06/2025", "06/25/2025"]) == "month"
    assert order_in(["25/06/2025", "06/25/2025"]) == ""
    assert order_in(["05/06/2025"]) == ""


def test_more_messages_than_are_read_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the bound of messages the reading stops with LimitExceeded."""
    monkeypatch.setattr(alibaba_dom, "MOST_MESSAGES", 1)
    with pytest.raises(LimitExceeded):
        read(page_of(item("<b>a</b>"), item("<b>b</b>")))


def test_scripts_within_a_message_are_not_its_words() -> None:
    """What a browser never shows is no part of a message."""
    inside = '<div class="session-rich-content text">shown<script>hidden()</script><style>a{}</style></div>'
    assert only_message(inside).text == "shown"


def test_a_list_without_an_open_conversation_is_read() -> None:
    """The script's list alone gives its conversations; an entry without id is a problem, a newest text a message."""
    entries = '[{"contactNick":"nobody"},5,{"cid":"1-2#11011@icbu","latestMessage":"hi"},{"cid":"1-3#11011@icbu"}]'
    script = f"<script>window.aliId=1;window.__VMFsConv__cache__={entries};window.__VMFsConv__cache__={{}}</script>"
    read_page = read(f"<!DOCTYPE html><html>{script}".encode())
    assert [[one.text for one in chat.messages] for chat in read_page.chats] == [["hi"], []]
    codes = Counter(problem.code for problem in read_page.problems)
    assert codes == {"conversation-unreadable": 2, "conversation-not-opened": 2, "time-missing": 1}


def test_a_newest_message_that_was_not_scrolled_to_is_kept() -> None:
    """Where the list knows a newer message of the open conversation than the page draws, it stands after them."""
    entry = '{"cid":"1-2#11011@icbu","contactNick":"Li","latestMessage":{"content":"newer","sendTime":1747020000000}}'
    head = f"<script>window.__VMFsConv__cache__=[{entry}]</script>"
    title = '<div class="content-header"><b class="contact-name">Li</b></div>'
    (chat,) = read(page_of(head, title, item('<div class="session-rich-content text">older</div>'))).chats
    assert [one.text for one in chat.messages] == ["older", "newer"]


def test_a_loose_node_has_no_quote_around_it() -> None:
    """A message without any wrapper in the page's root is looked at without leaving the tree."""
    original = b'<!DOCTYPE html><html class="message-item"><p class="message-content">x</p>'
    assert [one.text for one in read(original).chats[0].messages] == ["x"]
