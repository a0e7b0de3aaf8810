"""The download of Instagram."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tallystick.errors import NotThisFormat
from tallystick.formats.carrier.head import Head
from tallystick.formats.chat import instagram
from tallystick.model.reading import Reading

GOLDEN = Path(__file__).resolve().parents[3] / "golden" / "formats" / "instagram"


def reading(name: str) -> Reading:
    """What a fixture says; it is recognised, and its account balances."""
    original = (GOLDEN / name).read_bytes()
    assert instagram.recognises(Head.of(original, name))
    (found,) = instagram.read(original, name)
    assert [count.unbalanced for count in found.counts] == [0] * len(found.counts)
    return found


def codes(found: Reading) -> list[tuple[str, str]]:
    return [(problem.code, problem.place) for problem in found.problems]


def test_letters_are_what_was_written() -> None:
    """Names and words were UTF-8 taken for Latin-1, which is undone."""
    (chat,) = reading("message_1.json").chats
    assert (chat.title, chat.kind, chat.messages[0].text) == ("Zoë Lee", "private", "Цена 5 €")
    assert chat.messages[0].moment
    assert str(chat.messages[0].moment.utc) == "2026-03-05 08:41:00+00:00"


def test_files_shares_calls_and_removals() -> None:
    """Each is what it is, and an address loses its token."""
    _text, photo, share, call, unsent = reading("message_1.json").chats[0].messages
    assert (photo.media[0].status, photo.media[0].kind) == ("named", "image")
    assert (share.kind, share.media[0].link) == ("card", "https://www.instagram.com/p/abc/?token=[hidden]")
    assert (call.kind, unsent.marks) == ("call", ("recalled",))


def test_damage_is_told() -> None:
    """Times that are none, and something that is no record."""
    found = reading("damaged.json")
    assert [code for code, _place in codes(found)] == ["no-time", "not-a-record", "no-time"]
    assert found.chats[0].messages[0].text == "Ã("


def test_stickers_and_addresses_of_pictures() -> None:
    """A sticker has its path, a picture on the net its address."""
    record = {"sender_name": "A", "timestamp_ms": 1772700060000}
    records = [
        {**record, "sticker": {"uri": "stickers/1.png"}},
        {**record, "gifs": [{"uri": "https://g.example/a.gif?sig=x"}]},
    ]
    (found,) = instagram.read(json.dumps({"messages": records}).encode())
    sticker, picture = (message.media[0] for message in found.chats[0].messages)
    assert (sticker.kind, sticker.name) == ("sticker", "stickers/1.png")
    assert (picture.status, picture.link) == ("linked", "https://g.example/a.gif")


def test_other_json_is_refused() -> None:
    """Without messages it is not Instagram's."""
    assert not instagram.recognises(Head.of(b'{"messages": []}'))
    with pytest.raises(NotThisFormat):
        list(instagram.read(b"{}"))


def test_a_file_of_facebook_makes_it_messenger() -> None:
    """Both platforms write the same records; the folder of a file says whose it is."""
    for folder, platform in (("your_facebook_activity", "messenger"), ("your_instagram_activity", "instagram")):
        photo = {"uri": f"{folder}/messages/inbox/anna_1/photos/1.jpg"}
        record = {"sender_name": "Anna", "timestamp_ms": 1711022700000, "photos": [photo]}
        (found,) = instagram.read(json.dumps({"messages": [record]}).encode())
        assert found.chats[0].platform == platform
