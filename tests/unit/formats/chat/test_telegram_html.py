"""Telegram Desktop as HTML."""

from __future__ import annotations

from pathlib import Path

import pytest

from tallystick.errors import NotThisFormat
from tallystick.formats.carrier.head import Head
from tallystick.formats.chat import telegram_html
from tallystick.model.reading import Reading

GOLDEN = Path(__file__).resolve().parents[3] / "golden" / "formats" / "telegram-html"


def reading(name: str) -> Reading:
    """What a fixture says; it is recognised, and its account balances."""
    original = (GOLDEN / name).read_bytes()
    assert telegram_html.recognises(Head.of(original, name))
    (found,) = telegram_html.read(original, name)
    assert [count.unbalanced for count in found.counts] == [0] * len(found.counts)
    return found


def codes(found: Reading) -> list[tuple[str, str]]:
    return [(problem.code, problem.place) for problem in found.problems]


def test_times_have_the_zone_that_the_page_states() -> None:
    """Pages since 2021 state a zone, older ones none."""
    moment = reading("messages2.html").chats[0].messages[1].moment
    assert moment
    assert (str(moment.utc), moment.offset_minutes) == ("2026-03-05 09:41:00+00:00", 180)
    old = reading("messages.html").chats[0].messages[0].moment
    assert old
    assert (str(old.utc), old.offset_minutes) == ("2020-02-26 20:48:53+00:00", None)


def test_a_joined_message_has_the_sender_above() -> None:
    """A block without a name continues the one before; a bot in between is no part of the name."""
    messages = reading("messages2.html").chats[0].messages
    assert [message.sender for message in messages] == ["", "Igor Petrov", "Igor Petrov", "Marta", "Marta", "Marta"]
    assert (messages[2].reply_to, messages[2].text) == ("2", "и ещё одно")


def test_words_files_and_forwards() -> None:
    """Breaks are kept, a file is named or said to be left out, a forward is marked."""
    messages = reading("messages2.html").chats[0].messages
    assert messages[1].text == "Отгрузка завтра,\nцена 4.20 & всё"
    assert messages[3].media[0][:3] == ("image", "named", "photos/photo_1@05-03-2026_12-43-00.jpg")
    assert messages[4].media[0][:3] == ("document", "omitted", "BL-5531.pdf")
    assert (messages[5].marks, messages[5].text) == (("forwarded",), "forwarded words")


def test_pages_before_this_one_make_it_a_tail() -> None:
    """The page says that another stands before it; days are counted as such."""
    found = reading("messages2.html")
    assert (found.chats[0].is_tail, found.chats[0].title) == (True, "Shipping desk")
    assert codes(found) == [("more-pages", "page")]
    assert dict(found.counts[0].became) == {"messages": 5, "system": 1, "problems": 0, "days": 1}
    assert reading("messages.html").chats[0].is_tail is None


def test_damage_is_told() -> None:
    """A message of nobody and a day that does not exist are problems."""
    assert codes(reading("damaged.html")) == [("no-sender", "message1"), ("no-time", "message1")]


@pytest.mark.parametrize(
    ("block", "kind", "text"),
    [
        ('<div class="media_poll"><div class="question bold">FOB?</div></div>', "poll", "FOB?"),
        ('<div class="media clearfix media_call"><div class="title bold">Igor</div></div>', "call", "Igor"),
        ('<div class="media media_invoice"><div class="title bold">Deposit</div></div>', "card", "Deposit"),
        ('<a class="media media_location" href="https://maps.example.com/?q=1,2&amp;key=abc"></a>', "media", ""),
    ],
)
def test_what_stands_beside_the_words(block: str, kind: str, text: str) -> None:
    """A poll, a call and an invoice are told in words; a place has its address without a key."""
    page = (
        '<div class="history"><div class="message default clearfix" id="message1"><div class="body">'
        '<div class="pull_right date details" title="05.03.2026 12:41:00 UTC-03:30"></div>'
        '<div class="from_name">A</div>'
        f'<div class="media_wrap clearfix">{block}</div></div></div></div>'
    )
    (found,) = telegram_html.read(page.encode())
    message = found.chats[0].messages[0]
    assert (message.kind, message.text) == (kind, text)
    assert message.moment
    assert message.moment.offset_minutes == -210
    assert "abc" not in repr(message)


def test_a_message_without_a_time_is_a_problem() -> None:
    """Where the date has no title, nothing is read as one."""
    page = (
        '<div class="history"><div class="message default" id="message1"><div class="body">'
        '<div class="from_name">A</div>'
    )
    (found,) = telegram_html.read(page.encode())
    assert codes(found) == [("no-time", "message1")]


def test_other_pages_are_refused() -> None:
    """A page without Telegram's blocks is another page."""
    page = b"<html><body><div class='text'>x</div></body></html>"
    assert not telegram_html.recognises(Head.of(page))
    with pytest.raises(NotThisFormat):
        list(telegram_html.read(page))


def test_a_day_that_does_not_exist_and_a_file_elsewhere() -> None:
    """The one is a problem, the other an address."""
    page = (
        '<div class="history"><div class="message default clearfix" id="message1"><div class="body">'
        '<div class="pull_right date details" title="31.02.2026 12:41:00"></div><div class="from_name">A</div>'
        '<div class="media_wrap"><a class="media media_file" href="https://f.example/a?sig=x">'
        '<div class="title">a.pdf</div></a></div></div></div></div>'
    )
    (found,) = telegram_html.read(page.encode())
    assert codes(found) == [("no-time", "message1")]
    file = found.chats[0].messages[0].media[0]
    assert (file.status, file.name, file.link) == ("linked", "a.pdf", "https://f.example/a?sig=[hidden]")
