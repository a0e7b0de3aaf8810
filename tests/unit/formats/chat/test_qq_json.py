"""QQ as qq-chat-exporter writes it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tallystick.errors import NotThisFormat
from tallystick.formats.carrier.head import Head
from tallystick.formats.chat import qq_json
from tallystick.model.reading import Reading

GOLDEN = Path(__file__).resolve().parents[3] / "golden" / "formats" / "qq-json"


def reading(name: str) -> Reading:
    """What a fixture says; it is recognised, and its account balances."""
    original = (GOLDEN / name).read_bytes()
    assert qq_json.recognises(Head.of(original, name))
    (found,) = qq_json.read(original, name)
    assert [count.unbalanced for count in found.counts] == [0] * len(found.counts)
    return found


def codes(found: Reading) -> list[tuple[str, str]]:
    return [(problem.code, problem.place) for problem in found.problems]


def test_version_4_states_times_in_iso() -> None:
    """Senders are known by their number, and the owner by his own."""
    (chat,) = reading("v4.json").chats
    assert (chat.title, chat.kind, chat.zone) == ("出口群", "group", "UTC")
    assert [(one.name, one.ident, one.is_own) for one in chat.participants] == [
        ("林伟", "10001", False), ("Marta", "10002", True),
    ]  # fmt: skip
    assert chat.messages[1].quoted == ("林伟", "报价单请查收", "1")
    assert chat.messages[3].marks == ("recalled",)


def test_a_file_has_its_path_and_no_key() -> None:
    """The address of a file opens it, and loses what does so."""
    found = reading("v4.json")
    file = found.chats[0].messages[2].media[0]
    assert (file.name, file.status, file.size_bytes, file.link) == (
        "resources/files/PI.pdf", "named", 48211, "https://x.qq.com/ftn",
    )  # fmt: skip
    assert "CAQSKAB6" not in repr(found)


def test_version_5_states_milliseconds_and_a_local_time() -> None:
    """The two together show the zone; elements tell the kind."""
    (chat,) = reading("v5.json").chats
    assert (chat.zone, chat.kind) == ("+08:00", "private")
    assert (chat.messages[0].media[0].kind, chat.messages[0].kind) == ("image", "media")
    assert chat.messages[1].kind == "system"


def test_damage_is_told() -> None:
    """Times that disagree, no record, no time, and a count that differs."""
    found = reading("damaged.json")
    assert [code for code, _place in codes(found)] == ["times-disagree", "not-a-record", "no-time", "count-differs"]
    assert found.chats[0].messages[0].text == "plain words"


def test_elements_tell_cards_stickers_and_answers() -> None:
    """Where there are no resources, the elements say what a message is."""
    elements = [[{"type": "json", "data": {}}], [{"type": "face", "data": {"name": "smile"}}],
                [{"type": "reply", "data": {"replyMsgId": "5", "senderUin": "7", "content": "old"}}]]  # fmt: skip
    records = [{"timestamp": 1772700060, "content": {"elements": each, "text": ""}} for each in elements]
    root = {"chatInfo": {"selfUin": "1"}, "messages": [*records, {"time": "2026-03-05 16:41:00"}]}
    (found,) = qq_json.read(json.dumps(root).encode())
    card, sticker, answer, local = found.chats[0].messages
    assert (card.kind, sticker.kind, sticker.media[0].status) == ("card", "media", "omitted")
    assert (answer.reply_to, answer.quoted) == ("5", ("7", "old", "5"))
    assert local.moment
    assert local.moment.offset_minutes is None


@pytest.mark.parametrize("text", ["{}", '{"chatInfo": {"name": "x"}}'])
def test_other_json_is_refused(text: str) -> None:
    """A record without messages is not read."""
    assert not qq_json.recognises(Head.of(text.encode()))
    with pytest.raises(NotThisFormat):
        list(qq_json.read(text.encode()))


def test_a_time_without_zone_stays_without() -> None:
    """An ISO time that states no zone is local."""
    (found,) = qq_json.read(b'{"chatInfo": {"name": "x"}, "messages": [{"timestamp": "2026-03-05T08:41:00"}]}')
    moment = found.chats[0].messages[0].moment
    assert moment
    assert moment.offset_minutes is None
