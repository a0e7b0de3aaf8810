"""Microsoft Teams as Graph gives it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tallystick.errors import NotThisFormat
from tallystick.formats.carrier.head import Head
from tallystick.formats.chat import teams
from tallystick.model.reading import Reading

GOLDEN = Path(__file__).resolve().parents[3] / "golden" / "formats" / "teams"


def reading(name: str) -> Reading:
    """What a fixture says; it is recognised, and its account balances."""
    original = (GOLDEN / name).read_bytes()
    assert teams.recognises(Head.of(original, name))
    (found,) = teams.read(original, name)
    assert [count.unbalanced for count in found.counts] == [0] * len(found.counts)
    return found


def codes(found: Reading) -> list[tuple[str, str]]:
    return [(problem.code, problem.place) for problem in found.problems]


def test_a_page_is_a_chat_whose_rest_is_missing() -> None:
    """A link to the next page says that the file is not all there is."""
    found = reading("page.json")
    (chat,) = found.chats
    assert (chat.chat_id, chat.is_tail, len(chat.messages)) == ("19:meeting_abc@thread.v2", True, 5)
    assert codes(found) == [("more-pages", "/@odata.nextLink")]


def test_html_becomes_the_words_that_were_seen() -> None:
    """Breaks, names, spaces and pictures of faces are kept, scripts are not; plain text stays as it is."""
    messages = reading("page.json").chats[0].messages
    assert messages[0].text == "Dear Wei,\n\nprice & terms\nFOB Ningbo 👍"
    assert messages[2].text == "see <file>"


def test_quotes_edits_files_removals_and_events() -> None:
    """Each is told, and an address is shown without its token."""
    _first, quote, file, removed, event = reading("page.json").chats[0].messages
    assert quote.quoted == ("Marta Kowalska", "Dear Wei, price & terms", "1772700060123")
    assert (quote.reply_to, quote.marks) == ("1772700060123", ("edited",))
    assert (file.kind, file.media[0].name) == ("media", "Contract.docx")
    assert file.media[0].link == "https://acme.sharepoint.com/sites/x/Contract.docx"
    assert removed.marks == ("deleted",)
    assert (event.kind, event.text.split("; ")[:3]) == ("system", ["membersAdded", "by Marta Kowalska", "Wei Lin"])


def test_answers_inside_a_message_are_messages() -> None:
    """Replies of a channel are read with the message that they answer, and counted."""
    found = reading("array.json")
    root, answer = found.chats[0].messages
    assert (root.text, root.place, found.chats[0].kind) == ("Order 118\nRoot", "/0", "channel")
    assert (answer.place, answer.reply_to, answer.media[0].kind) == ("/0/replies/0", "1772701000000", "image")
    assert found.counts[0].total == 2


def test_pages_one_after_the_other_are_read() -> None:
    """A file of several pages holds the messages of all."""
    record = {"messageType": "message", "createdDateTime": "2026-03-05T08:41:00Z", "chatId": "a"}
    pages = [
        {"value": [{**record, "body": {"content": "<a href='https://x.example/?sig=ab'>here</a>"}}]},
        {"value": [record]},
    ]
    (found,) = teams.read(json.dumps(pages).encode())
    first, second = found.chats[0].messages
    assert (first.place, second.place) == ("/0/value/0", "/1/value/0")
    assert (first.kind, first.text, first.media[0].link) == ("text", "here", "https://x.example/?sig=[hidden]")


def test_damage_is_told() -> None:
    """A time that is not that of the id, none at all, and no record."""
    assert [code for code, _place in codes(reading("damaged.json"))] == ["times-disagree", "no-time", "not-a-record"]


@pytest.mark.parametrize("text", ["{}", "[]", '{"value": []}'])
def test_other_json_is_refused(text: str) -> None:
    """Without a message there is nothing of Teams."""
    assert not teams.recognises(Head.of(text.encode()))
    with pytest.raises(NotThisFormat):
        list(teams.read(text.encode()))


def test_one_message_too_deep_hides_no_other() -> None:
    """Its HTML stands as it was written, and it is said so."""
    deep = "<b>" * 5000
    record = {
        "messageType": "message",
        "createdDateTime": "2026-03-05T08:41:00Z",
        "body": {"contentType": "html", "content": deep},
    }
    (found,) = teams.read(json.dumps([record, record]).encode())
    assert [message.text for message in found.chats[0].messages] == [deep, deep]
    assert codes(found) == [("limit-depth", "/0"), ("limit-depth", "/1")]


def test_a_card_of_a_program_tells_its_words() -> None:
    """What stands on a card is shown with the message; a card that cannot be read is still there."""
    content = json.dumps(
        {
            "title": "Order 118",
            "body": [{"type": "TextBlock", "text": "Approved"}, {"items": ["plain", {"text": "by Wei"}]}],
        }
    )
    card = {"contentType": "application/vnd.microsoft.card.adaptive", "content": content}
    record = {"messageType": "message", "createdDateTime": "2026-03-05T08:41:00Z", "body": {"content": ""}}
    messages = [{**record, "attachments": [card]}, {**record, "attachments": [{**card, "content": "{"}]}]
    (found,) = teams.read(json.dumps({"messages": messages}).encode())
    first, second = found.chats[0].messages
    assert (first.kind, first.text, first.place) == ("card", "Order 118\nApproved\nby Wei", "/messages/0")
    assert (second.kind, second.text) == ("card", "")


def test_one_message_alone_is_a_chat() -> None:
    """A single record is read as a chat of one message."""
    (found,) = teams.read(
        b'{"messageType": "message", "createdDateTime": "2026-03-05T08:41:00Z", "body": {"content": "hi"}}'
    )
    assert [message.text for message in found.chats[0].messages] == ["hi"]


def test_half_characters_are_replaced() -> None:
    """What could be written nowhere does not enter a reading."""
    record = {
        "messageType": "systemEventMessage",
        "createdDateTime": "2026-03-05T08:41:00Z",
        "eventDetail": {"a": "\ud800"},
    }
    (found,) = teams.read(json.dumps([record]).encode())
    assert found.chats[0].messages[0].text == "event; a: \ufffd"
