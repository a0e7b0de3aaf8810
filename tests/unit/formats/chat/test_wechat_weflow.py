"""WeFlow and echotrace."""

from __future__ import annotations

from pathlib import Path

import pytest

from tallystick.errors import NotThisFormat
from tallystick.formats.carrier.head import Head
from tallystick.formats.chat import wechat_weflow
from tallystick.model.reading import Reading

GOLDEN = Path(__file__).resolve().parents[3] / "golden" / "formats" / "wechat-weflow"


def reading(name: str) -> Reading:
    """What a fixture says; it is recognised, and its account balances."""
    original = (GOLDEN / name).read_bytes()
    assert wechat_weflow.recognises(Head.of(original, name))
    (found,) = wechat_weflow.read(original, name)
    assert [count.unbalanced for count in found.counts] == [0] * len(found.counts)
    return found


def codes(found: Reading) -> list[tuple[str, str]]:
    return [(problem.code, problem.place) for problem in found.problems]


def test_times_senders_and_zone() -> None:
    """The seconds decide, and the formatted time shows the zone."""
    (chat,) = reading("weflow.json").chats
    moment = chat.messages[0].moment
    assert moment
    assert (str(moment.utc), moment.offset_minutes) == ("2026-01-05 00:00:00+00:00", 480)
    assert (chat.title, chat.kind, chat.zone, chat.is_tail) == ("林伟", "private", "+08:00", None)
    assert [message.is_own for message in chat.messages] == [False, True, True, False, False, None]


def test_labels_tell_the_kinds() -> None:
    """Chinese labels say what a message is, and XML that was left in it is opened."""
    (chat,) = reading("weflow.json").chats
    assert [message.kind for message in chat.messages] == ["text", "text", "transfer", "media", "media", "system"]
    assert chat.messages[1].quoted == ("林伟", "样品已寄出", "9001")
    assert chat.messages[2].text == "transfer of ￥30000.00: offered; 定金 30%"
    assert chat.messages[4].media[0].name == "PI-2024-07.pdf"
    assert chat.messages[5].marks == ("recalled",)


def test_echotrace_has_no_name_of_its_program() -> None:
    """The same members without "weflow" are echotrace's."""
    (chat,) = reading("echotrace.json").chats
    assert (chat.kind, chat.chat_id, len(chat.messages)) == ("group", "4455@chatroom", 2)


def test_a_count_that_differs_shows_a_tail() -> None:
    """The session states more messages than are there."""
    found = reading("damaged.json")
    assert found.chats[0].is_tail is True
    assert [code for code, _place in codes(found)] == ["times-disagree", "not-a-record", "no-time", "count-differs"]


@pytest.mark.parametrize("text", ["{}", '{"session": {}}', '{"session": {"wxid": "a"}, "messages": {}}'])
def test_other_json_is_refused(text: str) -> None:
    """A session without a list of messages is not read."""
    assert not wechat_weflow.recognises(Head.of(text.encode()))
    with pytest.raises(NotThisFormat):
        list(wechat_weflow.read(text.encode()))
