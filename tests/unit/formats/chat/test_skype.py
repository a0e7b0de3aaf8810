"""The export of Skype."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tallystick.errors import NotThisFormat
from tallystick.formats.carrier.head import Head
from tallystick.formats.chat import skype
from tallystick.model.reading import Reading

GOLDEN = Path(__file__).resolve().parents[3] / "golden" / "formats" / "skype"


def reading(name: str) -> Reading:
    """What a fixture says; it is recognised, and its account balances."""
    original = (GOLDEN / name).read_bytes()
    assert skype.recognises(Head.of(original, name))
    (found,) = skype.read(original, name)
    assert [count.unbalanced for count in found.counts] == [0] * len(found.counts)
    return found


def codes(found: Reading) -> list[tuple[str, str]]:
    return [(problem.code, problem.place) for problem in found.problems]


def test_conversations_with_their_people() -> None:
    """The owner is known, and the other one has the conversation's name."""
    private, group = reading("messages.json").chats
    assert (private.title, private.kind, group.title, group.kind) == ("Bob Lee", "private", "Shipping", "group")
    assert [(one.name, one.is_own) for one in private.participants] == [("Bob Lee", False), ("live:marta", True)]


def test_quotes_edits_links_and_removals() -> None:
    """A quote is taken out of the words, without the lines that Skype adds for old programs."""
    messages = reading("messages.json").chats[0].messages
    assert messages[0].text == "Price is 4.20 & fixed :)"
    assert (messages[1].text, messages[1].quoted) == ("Agreed PI", ("Bob Lee", "Price is 4.20", "1583400000000"))
    assert (messages[1].marks, messages[1].media[0].link) == (("edited",), "https://example.com/pi?sig=[hidden]")
    assert (messages[4].marks, messages[4].text) == (("deleted",), "")


def test_files_and_calls() -> None:
    """A file has its name and size, a call its people and seconds."""
    messages = reading("messages.json").chats[0].messages
    assert messages[2].media[0][:5] == ("image", "linked", "carton.jpg", "", 88112)
    assert (messages[2].text, messages[2].kind) == ("", "media")
    assert (messages[3].kind, messages[3].text) == ("call", "call ended; Bob Lee, 33 s; Marta, 33 s")


def test_an_event_of_a_group_is_a_system_line() -> None:
    """What happened is told in Skype's own name for it."""
    (event,) = reading("messages.json").chats[1].messages
    assert (event.kind, event.text) == ("system", "TopicUpdate: 1583500000000 8:live:bob Shipping")


def test_damage_is_told() -> None:
    """A time that cannot be read and something that is no record are problems."""
    found = reading("damaged.json")
    assert [code for code, _place in codes(found)] == ["no-time", "not-a-record", "no-time"]


def test_other_json_is_refused() -> None:
    """Without conversations it is not Skype's."""
    assert not skype.recognises(Head.of(b'{"userId": 1}'))
    with pytest.raises(NotThisFormat):
        list(skype.read(b'{"userId": 1}'))


def test_places_and_contacts_stand_in_the_message() -> None:
    """They are read from the content, and a contact is a card."""
    contents = [("RichText/Contacts", '<contacts><c t="s" f="Wei Lin">x</c></contacts>'),
                ("RichText/Location", '<location latitude="1" longitude="2">Ningbo port</location>')]  # fmt: skip
    records = [{"messagetype": kind, "content": content, "from": "8:a", "originalarrivaltime": "2020-03-05T09:20:00Z"}
               for kind, content in contents]  # fmt: skip
    (found,) = skype.read(json.dumps({"userId": "8:a", "conversations": [{"MessageList": records}]}).encode())
    card, place = found.chats[0].messages
    assert (card.kind, card.media[0].kind, card.media[0].name) == ("card", "contact", "Wei Lin")
    assert (place.media[0].kind, place.text) == ("location", "Ningbo port")


def test_one_message_too_deep_hides_no_other() -> None:
    """Its HTML stands as it was written, and it is said so."""
    record = {"messagetype": "RichText", "content": "<b>" * 5000, "originalarrivaltime": "2020-03-05T09:20:00Z"}
    (found,) = skype.read(json.dumps({"userId": "8:a", "conversations": [{"MessageList": [record]}]}).encode())
    assert found.chats[0].messages[0].text == "<b>" * 5000
    assert codes(found) == [("limit-depth", "/conversations/0/MessageList/0")]
