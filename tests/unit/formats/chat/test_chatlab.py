"""The interchange format of ChatLab."""

from __future__ import annotations

from pathlib import Path

import pytest

from tallystick.errors import NotThisFormat
from tallystick.formats.carrier.head import Head
from tallystick.formats.chat import chatlab
from tallystick.model.reading import Reading

GOLDEN = Path(__file__).resolve().parents[3] / "golden" / "formats" / "chatlab"


def reading(name: str) -> Reading:
    """What a fixture says; it is recognised, and its account balances."""
    original = (GOLDEN / name).read_bytes()
    assert chatlab.recognises(Head.of(original, name))
    (found,) = chatlab.read(original, name)
    assert [count.unbalanced for count in found.counts] == [0] * len(found.counts)
    return found


def codes(found: Reading) -> list[tuple[str, str]]:
    return [(problem.code, problem.place) for problem in found.problems]


@pytest.mark.parametrize("name", ["chat.json", "chat.jsonl"])
def test_both_shapes_say_the_same(name: str) -> None:
    """One record or one a line: the platform that is stated, the owner, the kinds and the answers."""
    (chat,) = reading(name).chats
    assert (chat.platform, chat.title, chat.kind, chat.chat_id) == ("wechat", "技术交流群", "group", "38@chatroom")
    assert [message.kind for message in chat.messages] == ["text", "text", "transfer", "media", "system"]
    assert (chat.messages[0].sender, chat.messages[1].reply_to, chat.messages[1].is_own) == ("林伟", "m1", True)
    assert (chat.messages[3].media[0].kind, chat.messages[4].marks) == ("image", ("recalled",))
    assert chat.messages[0].moment
    assert str(chat.messages[0].moment.utc) == "2023-12-19 16:00:00+00:00"


def test_members_who_said_nothing_are_there() -> None:
    """The list of members is kept, with everybody else who spoke."""
    (chat,) = reading("chat.json").chats
    assert [one.name for one in chat.participants] == ["Lin Wei", "Silent", "Marta"]


def test_lines_that_are_nothing_are_problems() -> None:
    """Remarks, broken lines and other records are counted; milliseconds are said to be such."""
    found = reading("damaged.jsonl")
    assert codes(found) == [
        ("line-not-understood", "line 2"), ("time-in-milliseconds", "line 3"),
        ("line-not-understood", "line 4"), ("line-not-understood", "line 5"), ("line-not-understood", "line 6"),
    ]  # fmt: skip
    assert (found.chats[0].platform, found.counts[0].total) == ("unknown", 6)


def test_a_time_that_is_none_is_a_problem() -> None:
    """The message stands without its time."""
    (found,) = chatlab.read(b'{"chatlab": {}, "meta": {}, "messages": [{"sender": "a", "timestamp": "x", "type": 0}]}')
    assert codes(found) == [("no-time", "/messages/0")]


@pytest.mark.parametrize("text", ["{}", '{"chatlab": {}}', "not json"])
def test_other_files_are_refused(text: str) -> None:
    """Without header and messages there is no chat."""
    assert not chatlab.recognises(Head.of(text.encode()))
    with pytest.raises(NotThisFormat):
        list(chatlab.read(text.encode()))
