"""Telegram Desktop as JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tallystick.errors import NotThisFormat
from tallystick.formats.carrier.head import Head
from tallystick.formats.chat import telegram_json
from tallystick.model.reading import Reading

GOLDEN = Path(__file__).resolve().parents[3] / "golden" / "formats" / "telegram-json"


def reading(name: str) -> Reading:
    """What a fixture says; it is recognised, and its account balances."""
    original = (GOLDEN / name).read_bytes()
    assert telegram_json.recognises(Head.of(original, name))
    (found,) = telegram_json.read(original, name)
    assert [count.unbalanced for count in found.counts] == [0] * len(found.counts)
    return found


def codes(found: Reading) -> list[tuple[str, str]]:
    return [(problem.code, problem.place) for problem in found.problems]


def test_the_zone_is_the_difference_of_the_two_times() -> None:
    """The absolute time decides, and the local one beside it shows the zone of the exporting computer."""
    (chat,) = reading("one-chat.json").chats
    moment = chat.messages[1].moment
    assert moment
    assert (str(moment.utc), moment.offset_minutes) == ("2026-03-02 06:01:00+00:00", 180)
    assert (chat.zone, chat.kind, chat.title) == ("+03:00", "private", "Marta Kowalska")


def test_words_come_from_a_string_or_from_its_parts() -> None:
    """Parts are joined as they were written, and the address behind a word is shown without its secret."""
    (chat,) = reading("one-chat.json").chats
    message = chat.messages[2]
    assert message.text == "Please see the invoice, total USD 12,400"
    assert (message.kind, message.reply_to, message.marks) == ("text", "2", ("edited",))
    assert message.media[0].link == "https://files.example.com/inv?token=[hidden]"


def test_a_file_that_was_left_out_is_said_to_be() -> None:
    """The sentence that stands for a file is not its name."""
    (chat,) = reading("one-chat.json").chats
    omitted, photo = chat.messages[3].media[0], chat.messages[4].media[0]
    assert (omitted.status, omitted.name, omitted.media_type) == ("omitted", "BL-5531.pdf", "application/pdf")
    assert (photo.status, photo.kind, photo.size_bytes) == ("named", "image", 81231)
    assert chat.messages[4].marks == ("forwarded",)


def test_kinds_are_told_apart() -> None:
    """A call, a poll, a place and a pinned message are each what they are."""
    (chat,) = reading("one-chat.json").chats
    assert [message.kind for message in chat.messages] == [
        "call", "text", "text", "media", "media", "poll", "media", "system",
    ]  # fmt: skip
    assert chat.messages[5].text == "FOB or CIF?\n- FOB: 1\n- CIF: 1"
    assert chat.messages[6].text == "31.230416, 121.473701"
    assert (chat.messages[7].text, chat.messages[7].reply_to) == ("pin_message", "3")


def test_an_account_holds_all_chats_and_those_left() -> None:
    """The owner is known from the account, and an old time without its absolute fellow has no zone."""
    chats = reading("account.json").chats
    assert [(chat.title, chat.kind) for chat in chats] == [
        ("Marta Kowalska", "private"), ("Shipping desk", "group"), ("Old buyers", "channel"),
    ]  # fmt: skip
    assert [message.is_own for message in chats[0].messages[:3]] == [True, True, False]
    old = chats[2].messages[0]
    assert old.moment
    assert (old.moment.offset_minutes, old.moment.source, old.marks) == (None, "export", ())


def test_times_that_cannot_both_be_true_are_a_problem() -> None:
    """Each fault has its place, and what is no record is counted as a problem."""
    found = reading("damaged.json")
    assert codes(found) == [
        ("times-disagree", "/messages/0"), ("no-time", "/messages/1"),
        ("not-a-record", "/messages/2"), ("not-a-record", "/messages/3"),
    ]  # fmt: skip
    assert dict(found.counts[0].became) == {"messages": 3, "system": 0, "problems": 2}


def test_an_invoice_shows_its_sum() -> None:
    """Sums are stated in the smallest unit; a currency without one is left whole."""
    record = {"date_unixtime": "1772431260", "type": "message", "text": ""}
    invoices = [{"title": "Deposit", "amount": 150050, "currency": "USD"}, {"amount": 900, "currency": "JPY"}]
    root = {"messages": [{**record, "invoice_information": invoice} for invoice in invoices]}
    (found,) = telegram_json.read(json.dumps(root).encode())
    assert [message.text for message in found.chats[0].messages] == ["Deposit, 1500.50 USD", "900 JPY"]
    assert found.chats[0].messages[0].kind == "card"


@pytest.mark.parametrize("text", ["{}", "[]", '{"messages": 5}', '{"chats": {"list": ["x"]}}'])
def test_json_without_messages_is_refused(text: str) -> None:
    """Nothing is read from a record that holds no list of messages."""
    assert not telegram_json.recognises(Head.of(text.encode()))
    with pytest.raises(NotThisFormat):
        list(telegram_json.read(text.encode()))


def test_of_two_people_the_other_one_is_the_owner() -> None:
    """In a personal chat exported alone, whoever is not its namesake exported it; with a third nobody is named."""
    (chat,) = reading("one-chat.json").chats
    assert [message.is_own for message in chat.messages[1:4]] == [True, False, False]
    people = [{"type": "message", "from_id": f"user{number}", "text": "x"} for number in (5, 6, 7)]
    root = {"type": "personal_chat", "id": 5, "messages": people}
    (found,) = telegram_json.read(json.dumps(root).encode())
    assert {message.is_own for message in found.chats[0].messages} == {None}


def test_a_deleted_account_has_an_id_alone() -> None:
    """Telegram names nobody; the id stays."""
    message = reading("account.json").chats[1].messages[2]
    assert (message.sender, message.sender_id) == ("", "user909")


def only(**record: object) -> Reading:
    """A chat of one message that says this."""
    message = {"id": 1, "type": "message", "date_unixtime": "1711022700", "from": "Bob", "text": "", **record}
    original = json.dumps({"name": "Bob", "type": "personal_chat", "id": 7, "messages": [message]}).encode()
    (found,) = telegram_json.read(original)
    return found


def test_lists_and_games_are_words() -> None:
    """A list of things to do and a game are shown with all that they say."""
    todo = {
        "title": "Before shipping",
        "answers": [{"id": 1, "text": ["pay the ", {"type": "bold", "text": "deposit"}]}],
    }
    assert only(todo_list=todo).chats[0].messages[0].text == "Before shipping\n- pay the deposit"
    game = only(game_title="Chess", game_description="Two players", game_link="https://t.me/chess?token=abc")
    assert game.chats[0].messages[0].text == "Chess, Two players, https://t.me/chess?token=[hidden]"


def test_a_message_of_which_nothing_is_known_is_a_problem() -> None:
    """What a newer Telegram writes under a name of its own is not shown as an empty message without a word."""
    found = only(giveaway_information={"quantity": 3})
    assert codes(found) == [("content-not-read", "/messages/0")]
    assert "giveaway_information" in found.problems[0].detail
    assert codes(only(text="hello", giveaway_information={})) == []
